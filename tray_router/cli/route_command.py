"""``tray-router route``: where a text would go and why. Reads settings and, if it runs, the daemon; asks no machine."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from tray_router.answers.context import prompt_tokens
from tray_router.answers.prompt import build_messages
from tray_router.cli import tuning
from tray_router.cli.context import CliContext
from tray_router.cli.sources import standard_text
from tray_router.config.propose import propose_routes
from tray_router.config.settings import Settings
from tray_router.daemon.compose import host_records, routing_table
from tray_router.engine.auto_routes import route_policy
from tray_router.errors import ExitCode, UsageError
from tray_router.fleet.record import status
from tray_router.model import Classification, FleetSnapshot, Override, Request, RoutePlan
from tray_router.routing.plan import Demand, make_plan

EXAMPLES = (
    'tray-router route "fix this function"',
    'git diff | tray-router route --instruction "review this"',
    'tray-router route --correct code "why is this slow?"',
    "tray-router route --tune",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The text, or a file of many."""
    parser.add_argument("text", nargs="?", help="the text to route; else standard input")
    parser.add_argument("--instruction", default="", help="what is asked of the text")
    parser.add_argument("--image", action="store_true", help="as if a picture were attached")
    parser.add_argument("--batch", type=Path, metavar="FILE", help='JSON lines: {"text", "instruction"?, "has_image"?}')
    parser.add_argument("--json", action="store_true", help="print JSON")
    tuning.add_arguments(parser)


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Routes one text or a file of them, or learns from corrections (``cli.tuning``).

    Raises:
        UsageError: neither a text nor a file, options that do not go together, or the file cannot be read.
    """
    if options.text is None and options.batch is None and not options.tune:
        options.text = standard_text(context) or None
    if tuning.is_meant(options):
        return tuning.run(options, context)
    if (options.text is None) == (options.batch is None):
        raise UsageError("Give one text, or --batch FILE.", 'tray-router route "fix this function"')
    settings = context.settings()
    router = OfflineRouter(settings, _known_fleet(settings, context))
    if options.batch is not None:
        for line in router.route_lines(_lines(options.batch)):
            context.stdout.write(line)
        return ExitCode.OK
    request = Request("", options.instruction, options.text, images=(b"?",) if options.image else ())
    classification, plan = router.route(request)
    if options.json:
        context.stdout.write(msgspec.json.encode(_as_json(classification, plan)).decode() + "\n")
    else:
        from tray_router.cli.route_table import render

        render(classification, plan, context.stdout, has_machines=bool(settings.hosts))
    return ExitCode.OK


class OfflineRouter:
    """Classifies and plans as the daemon would, on what is known without asking anybody; routes are proposed alike."""

    def __init__(self, settings: Settings, fleet: FleetSnapshot) -> None:
        routes = settings.routes or propose_routes({host.name: host.models for host in fleet.hosts}).routes
        policies = {name: route_policy(name, route) for name, route in routes.items()}
        self._table = replace(routing_table(settings), policies=policies)
        self._fleet = fleet

    def route(self, request: Request) -> tuple[Classification, RoutePlan]:
        """The classification of a request and the plan that follows."""
        classification, first = self._table.decide(request)
        demand = Demand(
            needs_vision=request.has_image,
            context_tokens=prompt_tokens(build_messages(request)),
            context_limit=self._table.limits.num_ctx_max,
        )
        return classification, make_plan(first, demand, Override(), self._table.policies, self._fleet)

    def route_lines(self, lines: Iterable[bytes]) -> Iterator[str]:
        """One JSON line for each JSON line; a line that cannot be read gives ``{"error": ...}`` in its place."""
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                request = _request(line)
            except ValueError as error:
                yield msgspec.json.encode({"error": f"line {number}: {error}"}).decode() + "\n"
                continue
            yield msgspec.json.encode(_as_json(*self.route(request))).decode() + "\n"


def _request(line: bytes) -> Request:
    try:
        row = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError("not JSON") from error
    if not isinstance(row, dict) or not isinstance(row.get("text", ""), str):
        raise ValueError('not an object with a "text"')
    instruction = row.get("instruction") or ""
    if not isinstance(instruction, str):
        raise ValueError('"instruction" is not text')
    return Request("", instruction, row.get("text", ""), images=(b"?",) if row.get("has_image") else ())


def _as_json(classification: Classification, plan: RoutePlan) -> dict[str, Any]:
    return {
        "route": classification.route,
        "confidence": round(classification.confidence, 4),
        "runner_up": classification.runner_up,
        "margin": round(classification.margin, 4),
        "has_evidence": classification.has_evidence,
        "reasons": list(classification.reasons),
        "candidates": [str(candidate) for candidate in plan.candidates],
        "rejections": [{"model": r.model, "host": r.host, "reason": r.reason} for r in plan.rejections],
    }


def _known_fleet(settings: Settings, context: CliContext) -> FleetSnapshot:
    """The running daemon's view; without one, every machine counts as not heard of yet."""
    running = context.running_status()
    if running is not None:
        return running.fleet
    return FleetSnapshot(hosts=tuple(status(record) for record in host_records(settings)))


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as lines:
            yield from lines
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
