"""The daily usage files ``token-usage-YYYY-MM-DD.jsonl``.

Rules: one line per attempt, there for good once ``record`` has returned (see ``appending``); days are local days, by
the clock and the zone of the moment; files older than ``keep_days`` are removed when a day begins. A write that fails
is logged, once a minute at most, and never stops an answer. ``record`` and ``corrected`` belong to one thread; the
others may be called from any.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from tray_router.engine.ports import UsageRecord
from tray_router.ledger.appending import LineAppender
from tray_router.ledger.lines import (
    LineReader,
    UsageLine,
    WholeLine,
    attempt_line,
    correction_line,
    day_files,
    file_name,
)
from tray_router.ledger.recent import as_recent, recent_attempts
from tray_router.ledger.report import MEASURED_DAYS, add_file, read_lines, usage_report
from tray_router.ledger.requests import COMPLETED
from tray_router.ledger.running import RunningTotals
from tray_router.ledger.tally import Tally
from tray_router.model.usage import RecentAttempt, Today, UsageReport

log = logging.getLogger(__name__)

COMPLAIN_EVERY_S = 60.0
_ZONE_CHECK_S = 60.0  # how often the system is asked for its time zone: people travel
_LAST_LOOKED_FOR = 200  # attempts among which the newest answer is


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was in the ledger before this process began to follow it.

    Attributes:
        before: the days before ``day``; lines: those of that day; newest: the newest answer.
    """

    before: Tally
    day: date
    lines: list[UsageLine]
    newest: RecentAttempt | None


class UsageLedger:
    """Implements ``engine.ports.UsageSink`` in ``folder``, which is made when needed (mode 0700).

    Args:
        keep_days: files of days that lie further back are removed; 0 keeps all.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] = _utc_now, *, keep_days: int = 0) -> None:
        self.folder = folder
        self.keep_days = keep_days
        self._now = now
        self._appender = LineAppender()
        self._day = date.min
        self._zone_checked = float("-inf")
        self._complained = float("-inf")
        self._totals: RunningTotals | None = None
        self._early: list[tuple[str, UsageLine, RecentAttempt | None]] | None = None
        self._mark = (date.min, 0)

    # --- writing, one thread ------------------------------------------------------------------------------

    def record(self, usage: UsageRecord) -> None:
        """Appends one attempt to the file of its local day."""
        at = self._now()
        fields = attempt_line(_stamp(at), usage)
        day = self._append(at, fields)
        if self._totals is not None:
            self._add_up(day.isoformat(), fields)

    def corrected(self, request_id: str, chosen: str, wanted: str) -> None:
        """Appends that the user sent a question to the route ``wanted``, not ``chosen``."""
        at = self._now()
        self._append(at, correction_line(_stamp(at), request_id, chosen, wanted))

    def move_to(self, folder: Path) -> None:
        """Later lines go to another folder, and this day's figures are those there; ``seed`` them again. The writing
        thread.
        """
        self.folder = folder
        self._day = date.min
        if self._totals is not None:
            self.follow()

    def close(self) -> None:
        """Lets go of the file; the next line opens it again."""
        self._appender.close()

    # --- reading, any thread ------------------------------------------------------------------------------

    def report(self, days: int = 0) -> UsageReport:
        """Sums over the last ``days`` local days, today included; 0 for all. Blocking, seconds for millions of lines.

        Raises:
            LedgerError: a file cannot be read.
        """
        since = self._local_day(self._now()) - timedelta(days - 1) if days > 0 else None
        return usage_report(self.folder, since)

    def recent(self, limit: int) -> tuple[RecentAttempt, ...]:
        """The newest attempts, newest first. Blocking, milliseconds.

        Raises:
            LedgerError: a file cannot be read.
        """
        return recent_attempts(self.folder, limit)

    # --- this day's figures -------------------------------------------------------------------------------

    def today(self) -> Today:
        """This day's figures so far: of this process, and of what was there when it started. At once, any thread."""
        day = self._local_day(self._now()).isoformat()
        return self._totals.today(day) if self._totals is not None else Today(day)

    def follow(self) -> None:
        """From now on ``today`` is kept up to date, once ``seed`` was called. The writing thread."""
        day = self._local_day(self._now())
        path = self.folder / file_name(day)
        self._mark = (day, path.stat().st_size if path.exists() else 0)
        self._early = []
        self._totals = RunningTotals()

    def read_back(self) -> Earlier:
        """What was written before ``follow``. Blocking, for as long as the lines of a month take; any thread.

        Raises:
            LedgerError: a file cannot be read.
        """
        today, size = self._mark
        before = Tally()
        for file in day_files(self.folder, today - timedelta(MEASURED_DAYS), today - timedelta(1)):
            add_file(before, file, LineReader())
        before.finish()
        lines: list[UsageLine] = []
        for file in day_files(self.folder, today, today) if size else ():
            for block in read_lines(file, LineReader(), size):
                lines += block
        newest = (a for a in recent_attempts(self.folder, _LAST_LOOKED_FOR) if a.outcome == COMPLETED)
        return Earlier(before, today, lines, next(newest, None))

    def seed(self, earlier: Earlier) -> None:
        """Adds what ``read_back`` found to this day's figures. The writing thread."""
        totals, early, self._early = self._totals, self._early or (), None
        if totals is None:
            return
        totals.seed(earlier.before)
        for line in earlier.lines:
            totals.add(earlier.day.isoformat(), line, None)
        for day, line, recent in early:
            totals.add(day, line, recent)
        if earlier.newest is not None:
            totals.remember_last(earlier.newest)

    # --- inside -------------------------------------------------------------------------------------------

    def _append(self, at: datetime, fields: dict[str, Any]) -> date:
        day = self._local_day(at)
        name = file_name(day)
        try:
            self._appender.append(self.folder / name, msgspec.json.encode(fields) + b"\n")
        except OSError as error:
            self._complain("Usage could not be written to %s: %s", name, error.strerror)
        if day != self._day:
            self._day = day
            self._age_out(day)
        return day

    def _local_day(self, at: datetime) -> date:
        """The local day by the zone that the system is in now; C libraries remember the one they started with."""
        since = time.monotonic()
        if since - self._zone_checked > _ZONE_CHECK_S and hasattr(time, "tzset"):
            self._zone_checked = since
            time.tzset()
        return at.astimezone().date()

    def _age_out(self, day: date) -> None:
        if self.keep_days <= 0:
            return
        for file in day_files(self.folder, until=day - timedelta(self.keep_days)):
            try:
                file.path.unlink(missing_ok=True)
            except OSError as error:
                self._complain("%s is due to be removed and cannot be: %s", file.path.name, error.strerror)

    def _add_up(self, day: str, fields: dict[str, Any]) -> None:
        if self._totals is None:
            return
        line = msgspec.convert(fields, UsageLine)
        recent = as_recent(msgspec.convert(fields, WholeLine))
        early = self._early
        if early is not None:
            early.append((day, line, recent))
        else:
            self._totals.add(day, line, recent)

    def _complain(self, what: str, *about: object) -> None:
        now = time.monotonic()
        if now - self._complained > COMPLAIN_EVERY_S:
            self._complained = now
            log.warning(what, *about)


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
