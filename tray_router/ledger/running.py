"""The figures of this day, kept up to date line by line.

Rules: reading them costs nothing worth speaking of, whatever the day was like; a question that takes more attempts is
taken out of the sums and counted anew, as ``requests.result_of`` has it. Any thread: a lock guards the sums.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import NamedTuple

from tray_router.ledger.lines import UsageLine
from tray_router.ledger.requests import COMPLETED, Ending, is_comparable, result_of
from tray_router.ledger.savings import time_saved
from tray_router.ledger.spread import Spread
from tray_router.ledger.tally import Cell, Key, Tally
from tray_router.model import canonical_model_name
from tray_router.model.usage import RecentAttempt, Today

OPEN_REQUESTS = 512
"""Questions that may still get another attempt; older ones are over."""


class _Part(NamedTuple):
    """What one question adds to the day."""

    answered: int
    cloud: int
    model: str
    compared: int
    tokens: int
    took_s: float
    earlier_s: float


class RunningTotals:
    """This day's sums, and what has been measured of every model."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day = ""
        self._measured: dict[str, tuple[Spread, Spread]] = {}
        self._biggest = ""
        self._last: RecentAttempt | None = None
        self._clear()

    def seed(self, before: Tally) -> None:
        """Takes over what a finished tally has measured, of the days before this one."""
        with self._lock:
            self._biggest = self._biggest or before.biggest_model
            for (_, model, _), cell in before.by_key.items():
                first_token, speed = self._speeds(model)
                first_token.add_all(cell.first_token)
                speed.add_all(cell.speed)

    def add(self, day: str, line: UsageLine, recent: RecentAttempt | None) -> None:
        """Adds an attempt of the local day ``day``; ``recent`` is the same, when it may be the newest answer."""
        with self._lock:
            if day != self._day:
                self._day = day
                self._clear()
            self._tokens_in += line.tokens_in or 0
            self._tokens_out += line.tokens_out or 0
            self._cost_usd += line.cost_usd or 0.0
            self._biggest = line.biggest or self._biggest
            if recent is not None and line.outcome == COMPLETED:
                self._last = recent
            self._measure(line)
            self._count(line)

    def remember_last(self, recent: RecentAttempt) -> None:
        """The newest answer of a time before this program started, unless there is a newer one already."""
        with self._lock:
            self._last = self._last or recent

    def today(self, day: str) -> Today:
        """The figures of ``day``, which is the present local one."""
        with self._lock:
            if day != self._day:
                return Today(day, last=self._last)
            return Today(
                day=day,
                requests=self._requests,
                answered=self._answered,
                tokens_in=self._tokens_in,
                tokens_out=self._tokens_out,
                cost_usd=self._cost_usd,
                cloud_requests=self._cloud,
                saved_s=self._saved_s(),
                last=self._last,
            )

    def _clear(self) -> None:
        self._open: OrderedDict[str, tuple[list[UsageLine], _Part]] = OrderedDict()
        self._requests = self._answered = self._cloud = self._tokens_in = self._tokens_out = 0
        self._cost_usd = 0.0
        self._compared: dict[Key, Cell] = {}

    def _count(self, line: UsageLine) -> None:
        attempts, part = self._open.pop(line.request, ([], None))
        if part is not None:
            self._put(part, -1)
        attempts.append(line)
        part = _part(attempts)
        self._put(part, +1)
        self._open[line.request] = (attempts, part)
        if len(self._open) > OPEN_REQUESTS:
            self._open.popitem(last=False)

    def _put(self, part: _Part, sign: int) -> None:
        self._requests += sign
        self._answered += sign * part.answered
        self._cloud += sign * part.cloud
        cell = self._compared.setdefault(("", part.model, ""), Cell())
        cell.compared += sign * part.compared
        cell.compared_tokens += sign * part.tokens
        cell.compared_took_s += sign * part.took_s
        cell.earlier_s += sign * part.earlier_s

    def _measure(self, line: UsageLine) -> None:
        if line.outcome != COMPLETED:
            return
        first_token, speed = self._speeds(line.model)
        if line.first_token_s is not None:
            first_token.add(line.first_token_s)
        if line.tokens_out and line.answer_s:
            speed.add(line.tokens_out / line.answer_s)

    def _speeds(self, model: str) -> tuple[Spread, Spread]:
        return self._measured.setdefault(canonical_model_name(model), (Spread(), Spread()))

    def _saved_s(self) -> float | None:
        first_token, speed = self._speeds(self._biggest)
        saved = time_saved(self._compared, self._biggest, first_token, speed)
        return saved.saved_s


def _part(attempts: list[UsageLine]) -> _Part:
    result = result_of(attempts)
    line = attempts[result.counted]
    is_answered = result.ending is Ending.ANSWERED
    counts = is_answered and is_comparable(line)
    return _Part(
        answered=int(is_answered),
        cloud=int(line.is_cloud),
        model=line.model,
        compared=int(counts),
        tokens=(line.tokens_out or 0) if counts else 0,
        took_s=(line.total_s or 0.0) if counts else 0.0,
        earlier_s=result.earlier_s if counts else 0.0,
    )
