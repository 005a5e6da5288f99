"""Prints why a text goes where it goes, for a person to read."""

from __future__ import annotations

from typing import TextIO

from rich.box import SIMPLE
from rich.table import Table

from tray_router.cli.tables import console_for
from tray_router.model import Classification, RoutePlan
from tray_router.routing.feature_names import feature_name


def render(classification: Classification, plan: RoutePlan, out: TextIO, *, has_machines: bool) -> None:
    """Writes the features that fired, the points per route, and who would be asked.

    Args:
        has_machines: the settings name some, though without a daemon and without routes nobody knows their models.
    """
    console = console_for(out)
    runner_up = f", then {classification.runner_up}" if classification.runner_up else ""
    console.print(f"[bold]{classification.route}[/bold]  {classification.confidence:.0%} sure{runner_up}")
    if classification.reasons:
        console.print(f"because {', '.join(classification.reasons)}", markup=False)
    elif not classification.has_evidence:
        console.print("nothing in the text speaks for any route")
    console.print(_features(classification))
    console.print(_candidates(plan, has_machines=has_machines))


def _features(classification: Classification) -> Table:
    table = Table("feature", "speaks for", "points", box=SIMPLE)
    for hit in sorted(classification.hits, key=lambda h: -abs(h.points)):
        table.add_row(hit.reason or feature_name(hit.feature), hit.route, f"{hit.points:+.1f}")
    table.add_section()
    for route, points in classification.scores:
        table.add_row("total", route, f"{points:+.1f}")
    return table


def _candidates(plan: RoutePlan, *, has_machines: bool) -> Table:
    table = Table("", "model", "machine", "note", box=SIMPLE)
    for number, candidate in enumerate(plan.candidates, start=1):
        notes = ["loaded"] if candidate.is_warm else []
        notes += ["degraded"] if candidate.is_degraded else []
        notes += [candidate.note] if candidate.note else []
        table.add_row(str(number), candidate.model, candidate.host, ", ".join(notes))
    for rejection in plan.rejections:
        table.add_row("–", rejection.model, rejection.host, rejection.reason)
    if not plan.candidates and not plan.rejections:
        unknown = "the models of your machines are not known while no daemon runs"
        table.add_row("–", "", "", unknown if has_machines else "no machine is configured: `tray-router init`")
    return table
