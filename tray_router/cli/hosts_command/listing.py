"""``tray-router hosts list``: each machine with its address and models, from the daemon or by a look of its own."""

from __future__ import annotations

from typing import Any

import msgspec

from tray_router.cli import standalone
from tray_router.cli.context import CliContext
from tray_router.cli.status_command import host_word, say_problems
from tray_router.errors import ExitCode
from tray_router.model import FleetSnapshot, HostStatus


def run(context: CliContext, *, as_json: bool) -> int:
    """Prints the machines."""
    fleet = _fleet(context)
    if as_json:
        plain = [_as_json(host) for host in fleet.hosts]
        context.stdout.write(msgspec.json.encode(plain).decode() + "\n")
        return ExitCode.OK
    from rich.box import SIMPLE
    from rich.markup import escape
    from rich.table import Table

    from tray_router.cli.tables import NARROW_COLUMNS, console_for

    console = console_for(context.stdout)
    headers = ("machine", "address", "state", "models", "in memory")
    shown = headers[:3] if console.width < NARROW_COLUMNS else headers
    table = Table(*shown, box=SIMPLE)
    table.columns[1].overflow = "fold"
    for host in fleet.hosts:
        loaded = ", ".join(model.name for model in host.loaded) or "–"
        cells = (host.name, host.url, host_word(host), str(len(host.models)), loaded)
        table.add_row(*map(escape, cells[: len(shown)]))
    console.print(table)
    for host in fleet.hosts:
        if host.models:
            console.print(f"{host.name} has {', '.join(model.name for model in host.models)}.", markup=False)
    say_problems(console, fleet)
    return ExitCode.OK


def _fleet(context: CliContext) -> FleetSnapshot:
    running = context.running_status()
    if running is not None:
        return running.fleet
    return standalone.look(context.settings(), context.usage())


def _as_json(host: HostStatus) -> dict[str, Any]:
    return {
        "name": host.name,
        "url": host.url,
        "state": host.state.value,
        "hold": host.hold,
        "is_draining": host.is_draining,
        "in_flight": host.in_flight,
        "version": host.version,
        "rtt_s": host.rtt_s,
        "models": [model.name for model in host.models],
        "loaded": [model.name for model in host.loaded],
        "problem": host.problem,
        "hint": host.hint,
    }
