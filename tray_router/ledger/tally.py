"""Adds up lines of the ledger: millions of them in seconds, in memory that does not grow with their number.

Rules: lines come day by day, oldest first; a question counts once, with all its attempts, as long as no more than
REMEMBERED others, and no whole day, come between them. Time per line is what this module is written for: one small
object per combination of route, model and machine is added to, and questions are soon forgotten. No I/O; any one
thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tray_router.ledger.lines import CORRECTED, UsageLine
from tray_router.ledger.requests import COMPLETED, Ending, is_comparable, result_of
from tray_router.ledger.spread import Spread
from tray_router.model.usage import UsageFigures

REMEMBERED = 4096
"""Questions that are surely remembered; up to twice as many are."""

Key = tuple[str, str, str]  # route, model, machine
_Attempt = tuple[str, UsageLine]  # day, line


class Cell:
    """Sums over attempts, and over the questions that count with them."""

    __slots__ = (
        "answered",
        "attempts",
        "cancelled",
        "cloud_requests",
        "compared",
        "compared_tokens",
        "compared_took_s",
        "corrections",
        "cost_usd",
        "degraded",
        "earlier_s",
        "escalations",
        "failed",
        "fallbacks",
        "first_token",
        "has_estimates",
        "requests",
        "speed",
        "tokens_in",
        "tokens_out",
        "tokens_thinking",
        "total",
        "unknown_costs",
        "work_s",
    )

    def __init__(self) -> None:
        self.requests = self.answered = self.failed = self.cancelled = self.attempts = 0
        self.fallbacks = self.escalations = self.degraded = self.corrections = self.cloud_requests = 0
        self.tokens_in = self.tokens_out = self.tokens_thinking = self.unknown_costs = 0
        self.compared = self.compared_tokens = 0
        self.cost_usd = self.work_s = self.compared_took_s = self.earlier_s = 0.0
        self.has_estimates = False
        self.first_token, self.total, self.speed = Spread(), Spread(), Spread()

    def absorb(self, other: Cell) -> None:
        """Adds the sums of another cell."""
        for name in _SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.has_estimates = self.has_estimates or other.has_estimates
        for name in _SPREADS:
            getattr(self, name).add_all(getattr(other, name))

    def figures(self) -> UsageFigures:
        """The same as everybody else may read it."""
        return UsageFigures(
            requests=self.requests,
            answered=self.answered,
            failed=self.failed,
            cancelled=self.cancelled,
            attempts=self.attempts,
            fallbacks=self.fallbacks,
            escalations=self.escalations,
            degraded=self.degraded,
            corrections=self.corrections,
            cloud_requests=self.cloud_requests,
            tokens_in=self.tokens_in,
            tokens_out=self.tokens_out,
            tokens_thinking=self.tokens_thinking,
            has_estimates=self.has_estimates,
            cost_usd=self.cost_usd,
            unknown_costs=self.unknown_costs,
            first_token=self.first_token.quantiles(),
            total=self.total.quantiles(),
            tokens_per_s=self.speed.quantiles(),
            work_s=self.work_s,
        )


_SPREADS = ("first_token", "total", "speed")
_SUMS = tuple(name for name in Cell.__slots__ if name not in (*_SPREADS, "has_estimates"))


class Tally:
    """Sums by route, model and machine, and by day.

    Attributes:
        by_key, by_day: complete after ``finish``.
        biggest_model: the largest chat model that the machines had, by the newest line that says so; or empty.
    """

    def __init__(self) -> None:
        self.by_key: dict[Key, Cell] = {}
        self.by_day: dict[str, Cell] = {}
        self.biggest_model = ""
        self._day = ""
        self._open: dict[str, dict[Key, Cell]] = {}
        self._newer: dict[str, UsageLine | list[_Attempt]] = {}
        self._older: dict[str, UsageLine | list[_Attempt]] = {}
        self._newer_day = self._older_day = ""  # of the lines in them that stand alone

    def begin_day(self, day: str) -> None:
        """The lines that follow are of this day (``YYYY-MM-DD``), which is later than the ones before."""
        for over in [one for one in self._open if one not in (self._day, day)]:
            self._close(over)
        self._day = day
        self._age()
        self._open.setdefault(day, {})

    def add(self, lines: Iterable[UsageLine]) -> None:
        """Adds lines of the day that was begun, oldest first."""
        newer, older = self._newer, self._older
        plain: dict[Key, list[UsageLine]] = {}  # what most lines are; added up in bulk, several times as fast
        for line in lines:
            request = line.request
            if request in newer or request in older:
                self._add_attempt(line)
                continue
            if line.outcome != COMPLETED or line.degraded or line.is_cloud:
                self._add_first(line)
                continue
            newer[request] = line
            key = (line.route, line.model, line.host)
            if key in plain:
                plain[key].append(line)
            else:
                plain[key] = [line]
        for key, group in plain.items():
            _count_plain(self._cell(key), group)
            self.biggest_model = group[-1].biggest or self.biggest_model
        if len(newer) > REMEMBERED:
            self._age()

    def finish(self) -> None:
        """Closes the days that are open; nothing may be added any more."""
        for day in list(self._open):
            self._close(day)

    def whole(self) -> Cell:
        """The sums over everything, after ``finish``."""
        return combined(self.by_day.values())

    def _add_first(self, line: UsageLine) -> None:
        """The first attempt at a question, or a correction."""
        if line.outcome == CORRECTED:
            self._cell((line.route, line.model, line.host)).corrections += 1
            return
        self._newer[line.request] = line
        self._add_costs(line)
        self._count([(self._day, line)], 1)

    def _add_attempt(self, line: UsageLine) -> None:
        """One more line about a known question; as an attempt, the question is taken out and counted anew."""
        if line.outcome == CORRECTED:
            self._add_first(line)
            return
        attempts = self._attempts(line.request)
        if attempts[-1][0] in self._open:
            self._count(attempts, -1)
        else:  # what was asked long ago stays as it was counted
            attempts = []
        attempts.append((self._day, line))
        self._add_costs(line)
        self._count(attempts, 1)
        self._newer[line.request] = attempts

    def _attempts(self, request: str) -> list[_Attempt]:
        """Takes out what is known of a question."""
        day, known = self._older_day, self._older.pop(request, None)
        if known is None:
            day, known = self._newer_day, self._newer.pop(request)
        return known if isinstance(known, list) else [(day, known)]

    def _age(self) -> None:
        """Forgets the older questions."""
        self._older, self._older_day = self._newer, self._newer_day
        self._newer, self._newer_day = {}, self._day

    def _add_costs(self, line: UsageLine) -> None:
        """Adds what every attempt takes, whatever comes of it."""
        cell = self._cell((line.route, line.model, line.host))
        cell.attempts += 1
        cell.tokens_in += line.tokens_in or 0
        cell.tokens_out += line.tokens_out or 0
        cell.work_s += line.total_s or 0.0
        cell.tokens_thinking += line.tokens_thinking or 0
        cell.has_estimates = cell.has_estimates or line.thinking_estimated
        if line.is_cloud and line.cost_usd is None:
            cell.unknown_costs += bool(line.tokens_out)
        cell.cost_usd += line.cost_usd or 0.0
        self.biggest_model = line.biggest or self.biggest_model

    def _count(self, attempts: Sequence[_Attempt], sign: int) -> None:
        """Counts a question with the attempt that it counts with; with a ``sign`` of -1 takes it out again."""
        result = result_of([line for _, line in attempts])
        day, line = attempts[result.counted]
        cell = self._cell((line.route, line.model, line.host), day)
        cell.requests += sign
        cell.cloud_requests += sign * line.is_cloud
        cell.fallbacks += sign * result.is_fallback
        cell.escalations += sign * result.is_escalated
        if result.ending is Ending.ANSWERED:
            _count_answer(cell, line, result.earlier_s, sign)
        elif result.ending is Ending.CANCELLED:
            cell.cancelled += sign
        else:
            cell.failed += sign

    def _cell(self, key: Key, day: str = "") -> Cell:
        cells = self._open[day or self._day]
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = Cell()
        return cell

    def _close(self, day: str) -> None:
        cells = self._open.pop(day)
        for key, cell in cells.items():
            self.by_key.setdefault(key, Cell()).absorb(cell)
        self.by_day[day] = combined(cells.values())


def combined(cells: Iterable[Cell]) -> Cell:
    """The sums over several cells."""
    whole = Cell()
    for cell in cells:
        whole.absorb(cell)
    return whole


def _count_plain(cell: Cell, lines: Sequence[UsageLine]) -> None:
    """Counts questions that were answered at once, by whom their route asks first, on a machine of one's own."""
    tokens = sum([line.tokens_out or 0 for line in lines])
    took_s = sum([line.total_s or 0.0 for line in lines])
    cell.attempts += len(lines)
    cell.requests += len(lines)
    cell.answered += len(lines)
    cell.tokens_in += sum([line.tokens_in or 0 for line in lines])
    cell.tokens_out += tokens
    cell.work_s += took_s
    cell.first_token.add_many([line.first_token_s for line in lines if line.first_token_s is not None])
    cell.total.add_many([line.total_s for line in lines if line.total_s is not None])
    cell.speed.add_many([line.tokens_out / line.answer_s for line in lines if line.tokens_out and line.answer_s])
    thinking = sum([line.tokens_thinking or 0 for line in lines])
    if thinking:
        cell.tokens_thinking += thinking
        cell.has_estimates = cell.has_estimates or any(line.thinking_estimated for line in lines)
    left_out = [line for line in lines if line.images or line.tokens_out is None or line.total_s is None]
    cell.compared += len(lines) - len(left_out)
    cell.compared_tokens += tokens - sum([line.tokens_out or 0 for line in left_out])
    cell.compared_took_s += took_s - sum([line.total_s or 0.0 for line in left_out])


def _count_answer(cell: Cell, line: UsageLine, earlier_s: float, sign: int) -> None:
    cell.answered += sign
    cell.degraded += sign * (line.degraded and not line.escalated_from)
    if line.first_token_s is not None:
        cell.first_token.add(line.first_token_s, sign)
    if line.total_s is not None:
        cell.total.add(line.total_s, sign)
    if line.tokens_out and line.answer_s:
        cell.speed.add(line.tokens_out / line.answer_s, sign)
    if is_comparable(line):
        cell.compared += sign
        cell.compared_tokens += sign * (line.tokens_out or 0)
        cell.compared_took_s += sign * (line.total_s or 0.0)
        cell.earlier_s += sign * earlier_s
