"""The long answer to "why this model?": what spoke for each route, who is asked in which order, who is passed over.

No Qt here: tables of text, made from a turn. Rule: the numbers add up. Points that no feature gave (a route's own
start, the user's prior) have a line of their own. GUI thread.
"""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.model import Candidate
from tray_router.window.turn import Turn, TurnPhase
from tray_router.window.wording import percent
from tray_router.wire.window import Explained

MINUS = "\u2212"
SHOWN_ROUTES = 6  # columns that fit the popup; the others have the fewest points
SMALLEST_POINTS = 0.05  # less is rounding


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length; the first cell of a row is words, and so are the others unless ``has_numbers``.

    Attributes:
        head: names of the columns but the first; empty for none.
        total: a last row that sums the others up; empty for none.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    has_numbers: bool = False

    @property
    def text(self) -> str:
        """All of it, one row a line, for a screen reader."""
        lines = (", ".join(filter(None, self._spoken(row))) for row in (*self.rows, self.total) if row)
        return "\n".join((self.title, *lines))

    def _spoken(self, row: tuple[str, ...]) -> tuple[str, ...]:
        if not self.head:
            return row
        return row[0], *(f"{name} {cell}" for name, cell in zip(self.head, row[1:], strict=True) if cell)


def tables(turn: Turn | None) -> tuple[Table, ...]:
    """Points, order and refusals of one question; empty when they are not known."""
    why = turn.explained if turn is not None else None
    if turn is None or why is None:
        return ()
    return tuple(table for table in (_points(why), _order(turn, why), _passed_over(turn)) if table.rows)


def _points(why: Explained) -> Table:
    best = why.scores[0][0] if why.scores else why.route
    sure = f"{percent(why.confidence)} sure"
    title = f"Why {why.route} · {sure}" if best == why.route else f"{why.route}, although {best} has more points"
    routes = [route for route, _ in why.scores][:SHOWN_ROUTES]
    if not why.features:
        return Table(title, (("Nothing in the text speaks for any route.",),))
    by_feature: dict[str, dict[str, float]] = {}
    for hit in why.features:
        row = by_feature.setdefault(hit.reason or hit.feature, {})  # the daemon names every feature
        row[hit.route] = row.get(hit.route, 0.0) + hit.points
    ordered = sorted(by_feature.items(), key=lambda item: -max(map(abs, item[1].values())))
    totals = dict(why.scores)
    given = {route: sum(row.get(route, 0.0) for row in by_feature.values()) for route in routes}
    rest = {route: totals[route] - given[route] for route in routes}
    if any(abs(points) >= SMALLEST_POINTS for points in rest.values()):
        ordered.append(("to begin with", rest))
    rows = tuple((name, *(signed(row.get(route, 0.0)) for route in routes)) for name, row in ordered)
    total = ("total", *(signed(totals[route]) or "0" for route in routes))
    return Table(title, rows, tuple(routes), total, has_numbers=True)


def _order(turn: Turn, why: Explained) -> Table:
    rows = [
        (f"{number}. {one.model} on {one.host}", " · ".join(filter(None, (_standing(turn, one), *_notes(one)))))
        for number, one in enumerate(why.candidates, start=1)
    ]
    return Table("Asked in this order", tuple(rows))


def _standing(turn: Turn, candidate: Candidate) -> str:
    """What has become of the candidate so far; empty when it was not asked last."""
    routed = turn.routed
    if routed is None or (routed.model, routed.host) != (candidate.model, candidate.host):
        return ""
    if turn.is_live:
        return "asked now"
    return "answered" if turn.phase is TurnPhase.COMPLETED else "asked"


def _notes(candidate: Candidate) -> tuple[str, ...]:
    loaded = ("loaded",) if candidate.is_warm else ()
    spare = ("second choice",) if candidate.is_degraded and not candidate.note else ()
    return (*loaded, *spare, candidate.note)


def _passed_over(turn: Turn) -> Table:
    rows = [(f"{r.model} on {r.host}" if r.model and r.host else r.model or r.host, r.reason) for r in turn.passed_over]
    return Table("Passed over", tuple(rows))


def signed(points: float) -> str:
    """``+1.5``, ``−0.5``; empty for nothing."""
    if abs(points) < SMALLEST_POINTS:
        return ""
    return f"{'+' if points > 0 else MINUS}{abs(points):.1f}"
