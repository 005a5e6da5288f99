"""``python -m tray_router.simulator``: a simulated fleet in the foreground, as a process of its own.

Rule: standard output carries JSON lines only. The first is ``{"urls": {name: url, ...}}`` (with ``"control"``, the
port of the control socket, when one was asked for); then one reply per order on standard input and, with
``--log``, one ``{"request": ...}`` line per request. It ends at the end of a piped standard input, at SIGTERM and
at Ctrl+C, with exit code 0.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import math
import os
import signal
import stat
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec

from tray_router.errors import ExitCode
from tray_router.simulator.control import obey
from tray_router.simulator.fleet import SimulatedFleet, demo_fleet
from tray_router.simulator.host import SimulatedHost
from tray_router.simulator.settings import SimulatedHostSettings, SimulatedModel

_MAX_ORDER_BYTES = 16 * 1024 * 1024
_READ_BYTES = 64 * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to end; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        asyncio.run(_run(options))
    except KeyboardInterrupt:
        return ExitCode.OK
    except OSError as error:
        print(f"The simulated fleet cannot start: {error}", file=sys.stderr)
        return ExitCode.UNEXPECTED
    return ExitCode.OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tray_router.simulator",
        description="Run a simulated Ollama fleet on loopback ports. Orders are JSON lines on standard input.",
    )
    parser.add_argument("--demo", action="store_true", help="the three demo machines (the default, said aloud)")
    parser.add_argument("--fast", action="store_true", help="the demo machines without load and answer times")
    parser.add_argument("--control-port", type=int, metavar="N", help="also take orders on this loopback port; 0: any")
    parser.add_argument("--port-base", type=int, metavar="N", help="use the ports N, N+1, ... instead of free ones")
    parser.add_argument("--log", action="store_true", help="print a line per request, without prompts and answers")
    parser.add_argument("--json", action="store_true", help="print JSON lines; there is no other form")
    return parser


async def _run(options: argparse.Namespace) -> None:
    ended = asyncio.Event()
    fleet = SimulatedFleet(_machines(options))
    if options.log:
        for host in fleet.hosts.values():
            _print_requests(host)
    async with fleet, contextlib.AsyncExitStack() as stack:
        first: dict[str, Any] = {"urls": fleet.urls}
        if options.control_port is not None:
            server = await _control_server(fleet, options.control_port)
            stack.callback(server.close)
            first["control"] = server.sockets[0].getsockname()[1]
        _end_on_signals(ended)
        _print(first)
        _read_orders(fleet, ended)
        await ended.wait()


def _machines(options: argparse.Namespace) -> tuple[SimulatedHostSettings, ...]:
    machines = demo_fleet()
    if options.fast:
        machines = tuple(replace(machine, models=tuple(map(_fast, machine.models))) for machine in machines)
    if options.port_base is not None:
        machines = tuple(replace(m, port=options.port_base + number) for number, m in enumerate(machines))
    return machines


def _fast(model: SimulatedModel) -> SimulatedModel:
    return replace(model, load_s=0.0, tokens_per_s=math.inf, prompt_tokens_per_s=math.inf)


def _print(value: dict[str, Any]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def _print_requests(host: SimulatedHost) -> None:
    host.requests.on_end(lambda record: _print({"request": {"host": host.name, **record.summary()}}))


def _end_on_signals(ended: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows; there Ctrl+C raises KeyboardInterrupt
            loop.add_signal_handler(number, ended.set)


def _read_orders(fleet: SimulatedFleet, ended: asyncio.Event) -> None:
    """Read standard input in a thread: it is not always something that a loop can wait for."""
    if not _is_piped():
        return
    loop = asyncio.get_running_loop()

    def read() -> None:
        rest = b""
        with contextlib.suppress(RuntimeError):  # the loop ended first
            # Not through sys.stdin: its lock, held by a waiting thread, is fatal when the interpreter ends.
            while data := os.read(sys.stdin.fileno(), _READ_BYTES):
                *lines, rest = (rest + data).split(b"\n")
                for line in filter(None, map(bytes.strip, lines)):
                    loop.call_soon_threadsafe(_answer_order, fleet, line)
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=read, name="simulator-orders", daemon=True).start()


def _answer_order(fleet: SimulatedFleet, line: bytes) -> None:
    _print(obey(fleet, line))


def _is_piped() -> bool:
    """Whether standard input is a pipe or socket; the end of a terminal or of /dev/null means nothing."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError, AttributeError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


async def _control_server(fleet: SimulatedFleet, port: int) -> asyncio.Server:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, ValueError):  # the client left, or sent an endless line
            while line := await reader.readline():
                writer.write(msgspec.json.encode(obey(fleet, line)) + b"\n")
                await writer.drain()
        writer.close()

    return await asyncio.start_server(serve, "127.0.0.1", port, limit=_MAX_ORDER_BYTES)


if __name__ == "__main__":
    sys.exit(main())
