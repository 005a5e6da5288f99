#!/usr/bin/env python3
"""What watching a large fleet costs: 64 simulated machines with 50 models each, polled by the real engine.

The machines run in a process of their own; this process holds the engine exactly as the daemon composes it (backend,
tracker, poller, proposed routes) with a listener in the place of the tray, and takes its own processor time. Printed
for the rhythm in use and the idle one:

- CPU of polling, in percent of one core, less that of a bare loop that only waits (same run);
- snapshots announced meanwhile, which should be none: nothing changes;
- the same probes through the general HTTP client, as a ratio.

Usage: python benchmarks/polling.py [--machines N] [--models N] [--seconds S] [--json FILE]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tray_router.backends.ollama import OllamaBackend, OllamaHost, replies  # noqa: E402
from tray_router.backends.ollama.failures import Place  # noqa: E402
from tray_router.config.settings import HostSettings, Settings  # noqa: E402
from tray_router.daemon.compose import EngineParts, compose_engine  # noqa: E402
from tray_router.engine.poller import PollRhythm  # noqa: E402
from tray_router.engine.ports import UsageRecord  # noqa: E402
from tray_router.model import FleetSnapshot, HostState  # noqa: E402
from tray_router.simulator import SimulatedFleet  # noqa: E402
from tray_router.simulator.settings import SimulatedHostSettings, SimulatedModel  # noqa: E402

LIMIT_PERCENT = 2.0
READY_LIMIT_S = 120.0
PROBES = 400


class _NoUsage:
    def record(self, usage: UsageRecord) -> None:
        """Nothing is asked here."""

    def corrected(self, request_id: str, chosen: str, wanted: str) -> None:
        """Nothing is corrected here."""


class _Counter:
    """In the place of the tray."""

    def __init__(self) -> None:
        self.snapshots = 0

    def fleet_changed(self, snapshot: FleetSnapshot) -> None:
        self.snapshots += 1


def serve(machines: int, models: int) -> None:
    """The fleet, until standard input ends."""
    disk = tuple(SimulatedModel(f"family{number}:{number % 9 + 1}b") for number in range(models))
    fleet = SimulatedFleet(SimulatedHostSettings(f"m{number:02}", disk, log_limit=10) for number in range(machines))

    async def run() -> None:
        async with fleet:
            print(json.dumps(fleet.urls), flush=True)
            await asyncio.to_thread(sys.stdin.read)

    asyncio.run(run())


@contextmanager
def fleet_process(machines: int, models: int) -> Iterator[dict[str, str]]:
    command = [sys.executable, __file__, "--serve", "--machines", str(machines), "--models", str(models)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(10)


async def cpu_percent(seconds: float) -> float:
    """Processor time of this process while its loop runs, in percent of one core."""
    wall, cpu = time.monotonic(), time.process_time()
    await asyncio.sleep(seconds)
    return 100 * (time.process_time() - cpu) / (time.monotonic() - wall)


async def ready(parts: EngineParts, models: int) -> None:
    async with asyncio.timeout(READY_LIMIT_S):
        while not _is_complete(parts.tracker.snapshot(), models):  # noqa: ASYNC110 - a state, not an event
            await asyncio.sleep(0.1)


def _is_complete(fleet: FleetSnapshot, models: int) -> bool:
    return all(host.state is HostState.UP and len(host.models) == models for host in fleet.hosts)


async def polling(
    urls: dict[str, str], rhythm: PollRhythm, models: int, seconds: float, rounds: int
) -> dict[str, float]:
    settings = Settings(hosts={name: HostSettings(url=url) for name, url in urls.items()})
    parts = compose_engine(settings, _NoUsage())
    parts.poller.rhythm = rhythm
    counter = _Counter()
    parts.tracker.subscribe(parts.routes)
    parts.tracker.subscribe(counter)
    parts.poller.start()
    try:
        await ready(parts, models)
        await asyncio.sleep(rhythm.fast_for_s + 1)
        before = counter.snapshots
        percents = [await cpu_percent(seconds) for _ in range(rounds)]
        announced = counter.snapshots - before
        started = time.process_time()
        await parts.poller.look_once()  # a round may fall between two looks at the disks: their share is added
        lists = 100 * (time.process_time() - started) / rhythm.installed_s
    finally:
        await parts.poller.aclose()
        await parts.backend.aclose()
    return {
        "percent": statistics.median(percents) + lists,
        "worst": max(percents) + lists,
        "lists": lists,
        "snapshots": announced,
    }


async def per_probe(urls: dict[str, str], probe: str) -> float:
    """Processor seconds of one probe over connections that are open already."""
    backend = OllamaBackend([OllamaHost(name, url) for name, url in urls.items()])

    async def ask(name: str) -> None:
        if probe == "general":
            await backend._json("GET", Place(name, urls[name]), "/api/version", replies.read_version)
        else:
            await backend.version(name)

    names = list(urls)[:8]
    for name in names:
        await ask(name)
    started = time.process_time()
    for number in range(PROBES):
        await ask(names[number % len(names)])
    spent = (time.process_time() - started) / PROBES
    await backend.aclose()
    return spent


async def measure(options: argparse.Namespace, urls: dict[str, str]) -> dict[str, float]:
    bare = await cpu_percent(options.seconds / 2)
    used = await polling(urls, PollRhythm(), options.models, options.seconds, options.rounds)
    idle_rhythm = PollRhythm(idle_after_s=0.0)
    idle = await polling(urls, idle_rhythm, options.models, options.seconds, options.rounds)
    light, general = await per_probe(urls, "light"), await per_probe(urls, "general")
    return {
        "bare loop, %": bare,
        "in use, every 2 s, %": used["percent"] - bare,
        "in use, worst round, %": used["worst"] - bare,
        "of that lists of models, %": used["lists"],
        "idle, every 4 s, %": idle["percent"] - bare,
        "snapshots announced": used["snapshots"] + idle["snapshots"],
        "one probe, µs": light * 1e6,
        "general client, times that": general / light,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--machines", type=int, default=64)
    parser.add_argument("--models", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0, help="of one round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.machines, options.models)
        return 0
    with fleet_process(options.machines, options.models) as urls:
        figures = asyncio.run(measure(options, urls))
    for name, value in figures.items():
        print(f"{name:<28} {value:8.2f}")
    holds = figures["in use, every 2 s, %"] <= LIMIT_PERCENT
    print(f"{options.machines} machines x {options.models} models: {'holds' if holds else 'BREAKS'} {LIMIT_PERCENT} %")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
