"""``tray-router status``: how the machines are, from the daemon, or by a look of its own when none runs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, TextIO

import msgspec

from tray_router import __version__
from tray_router.cli import standalone
from tray_router.cli.context import CliContext
from tray_router.desktop.tray.words import last_line, memory, today_line, work_line
from tray_router.errors import ExitCode, TrayRouterError
from tray_router.ledger import UsageLedger
from tray_router.model import FleetSnapshot, HostState, HostStatus, LoadedModel
from tray_router.model.usage import Today
from tray_router.wire.control import Status

if TYPE_CHECKING:
    from rich.console import Console

_STATE_COLOURS = {
    HostState.UP: "green",
    HostState.DOWN: "red",
    HostState.DEGRADED: "yellow",
    HostState.STARTING: "yellow",
}
EXAMPLES = ("tray-router status", "tray-router status --json | jq '.fleet.hosts[].state'")

_HEADERS = ("machine", "state", "round trip", "in memory", "running", "models")
_NUMBERS = ("round trip", "running", "models")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How to print it."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Prints the state of daemon and machines.

    Returns:
        0 when a daemon runs or every machine was looked at; 4 never: without a daemon it looks by itself.
    """
    reply = context.running_status()
    if reply is not None:
        status, is_running = reply, True
    else:
        loaded = context.loaded()
        fleet = standalone.look(loaded.settings, context.usage())
        notes = tuple(map(str, loaded.notices))
        path = str(context.config_file() or "")
        status = Status(__version__, 0, 0.0, path, fleet, notices=notes, today=_today(context.usage()))
        is_running = False
    if options.json:
        context.stdout.write(msgspec.json.encode(_as_json(status, is_running=is_running)).decode() + "\n")
    else:
        render(status, context.stdout, is_running=is_running)
    return ExitCode.OK


def render(status: Status, out: TextIO, *, is_running: bool) -> None:
    """Writes the status for a person."""
    from rich.box import SIMPLE
    from rich.markup import escape
    from rich.table import Table

    from tray_router.cli.tables import NARROW_COLUMNS, console_for

    console = console_for(out)
    where = f"pid {status.pid}, up {status.uptime_s:.0f} s" if is_running else "from no daemon; looked at just now"
    console.print(f"Tray Router {status.version} ({where})", markup=False)
    if status.is_simulated and not any("SIMULATED" in notice for notice in status.notices):
        console.print("[bold yellow]These machines are simulated.[/]")
    for notice in status.notices:
        console.print(f"! {notice}", markup=False, soft_wrap=True)
    for line in (
        work_line(status.fleet),
        *((today_line(status.today), last_line(status.today)) if status.today else ()),
    ):
        if line:
            console.print(line, markup=False)
    is_narrow = console.width < NARROW_COLUMNS
    headers = ("machine", "state", "in memory") if is_narrow else _HEADERS
    table = Table(*headers, box=SIMPLE)
    for header, column in zip(headers, table.columns, strict=True):
        column.justify = "right" if header in _NUMBERS else "left"
    for host in status.fleet.hosts:
        cells = {
            "machine": escape(host.name),
            "state": f"[{_STATE_COLOURS.get(host.state, 'dim')}]{host_word(host)}[/]",
            "round trip": f"{host.rtt_s * 1000:.0f} ms" if host.rtt_s is not None else "–",
            "in memory": escape(", ".join(map(_in_memory, host.loaded)) or "–"),
            "running": str(host.in_flight or "–"),
            "models": str(len(host.models)),
        }
        table.add_row(*(cells[header] for header in headers))
    console.print(table)
    say_problems(console, status.fleet)
    console.print(_routes(status.fleet))


def say_problems(console: Console, fleet: FleetSnapshot) -> None:
    """A line for each machine with a problem: what is wrong and what to do, on one line however long."""
    for host in fleet.hosts:
        if host.problem and not host.hold_words:
            console.print(f"{host.name}: {host.problem} {host.hint}".rstrip(), markup=False, soft_wrap=True)


def host_word(host: HostStatus) -> str:
    """``busy`` or ``loading`` for a machine at work, why and until when it is paused, else its state."""
    if host.hold_words:
        return host.hold_words
    return host.activity.value if host.state is HostState.UP and host.activity.value != "idle" else host.state.value


def _in_memory(model: LoadedModel) -> str:
    """``qwen3:4b (4.1 GB)``."""
    size = memory(model.size_bytes)
    return f"{model.name} ({size})" if size else model.name


def _today(ledger: UsageLedger) -> Today | None:
    """This day's figures, read by ourselves; None when they cannot be read."""
    ledger.follow()
    try:
        ledger.seed(ledger.read_back())
    except TrayRouterError:  # `tray-router usage` says what is wrong with them
        return None
    return ledger.today()


def _routes(fleet: FleetSnapshot) -> Any:
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table("route", "would be answered by", box=SIMPLE)
    for route in fleet.routes:
        table.add_row(route.route, f"{route.model} on {route.host}" if route.is_served else "[red]nobody[/]")
    return table


def _as_json(status: Status, *, is_running: bool) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(status)
    return {"is_running": is_running, **plain}
