"""Why a machine takes no questions although it may be up: its owner said so, or it is rented out. PURE.

Rule: the owner's word comes before the schedule, in both directions: a machine that the owner took back while it was
rented is used until that span ends. Instants are aware datetimes; ``zone`` None is the zone of this computer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tray_router.fleet.schedule import Schedule

MAX_PAUSE = timedelta(days=366)
_WEEK = timedelta(days=7)
_DURATION = re.compile(r"(?:(\d+)\s*d)?\s*(?:(\d+(?:\.\d+)?)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?\s*(?:(\d+)\s*s)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_MORNING = time(6, 0)  # "until tomorrow" means the next morning, not midnight in the middle of the work
_DAYS_BY_NAME = 6  # within these, the name of the day tells it; the same day next week needs a date


class HoldKind(StrEnum):
    """Who keeps the machine."""

    PAUSED = "paused"  # its owner
    RENTED = "rented"  # the schedule


@dataclass(frozen=True, slots=True)
class OwnerWord:
    """What the owner said of a machine last: pause it, or use it in spite of its schedule.

    Attributes:
        until: when the word ends; None for a pause without end.
    """

    is_paused: bool
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it still counts."""
        return self.until is None or self.until > at


@dataclass(frozen=True, slots=True)
class Hold:
    """The machine takes no new questions, until ``until`` if that is known."""

    kind: HoldKind
    until: datetime | None = None


def hold_at(word: OwnerWord | None, schedule: Schedule | None, at: datetime, zone: tzinfo | None = None) -> Hold | None:
    """What keeps a machine at this instant, or None when it may be asked."""
    if word is not None and word.holds(at):
        return Hold(HoldKind.PAUSED, word.until) if word.is_paused else None
    until = schedule.rented_until(at, zone) if schedule is not None else None
    if until is None:
        return None
    return Hold(HoldKind.RENTED, until if until - at < _WEEK else None)  # a span without gaps never ends


def taken_back(schedule: Schedule | None, at: datetime, zone: tzinfo | None = None) -> OwnerWord | None:
    """What the owner's "resume" leaves behind: a word against the span that runs now, or nothing."""
    until = schedule.rented_until(at, zone) if schedule is not None else None
    return OwnerWord(is_paused=False, until=until) if until is not None else None


def next_change(
    word: OwnerWord | None, schedule: Schedule | None, at: datetime, zone: tzinfo | None = None
) -> datetime | None:
    """The next instant at which ``hold_at`` may say something else; None for never."""
    changes = []
    if word is not None and word.until is not None and word.until > at:
        changes.append(word.until)
    if schedule is not None:
        changes.append(schedule.next_change(at, zone))
    return min(changes, default=None)


def hold_words(hold: Hold, at: datetime, zone: tzinfo | None = None) -> str:
    """E.g. ``paused``, ``paused until 17:00``, ``rented until tomorrow 06:00``."""
    return f"{hold.kind.value} until {until_words(hold.until, at, zone)}" if hold.until else hold.kind.value


def until_words(until: datetime, at: datetime, zone: tzinfo | None = None) -> str:
    """A later instant as people say it: ``17:00``, ``tomorrow 06:00``, ``Mon 09:00``, ``2026-12-24 09:00``."""
    local, today = until.astimezone(zone), at.astimezone(zone).date()
    days = (local.date() - today).days
    clock = f"{local:%H:%M}"
    if days == 0:
        return clock
    if days == 1:
        return f"tomorrow {clock}"
    if 1 < days <= _DAYS_BY_NAME:
        return f"{('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[local.weekday()]} {clock}"
    return f"{local:%Y-%m-%d} {clock}"


def parse_end(text: str, at: datetime, zone: tzinfo | None = None) -> datetime:
    """The instant (UTC) that ``2h``, ``1h30m``, ``17:00``, ``tomorrow`` or ``until 17:00`` means at ``at``.

    Raises:
        ValueError: it means none, or one more than a year away; the message says what is allowed.
    """
    plain = text.strip().lower().removeprefix("until").strip()
    clock = _CLOCK.fullmatch(plain)
    if plain == "tomorrow":
        return _next_clock(at, zone, _MORNING, days=1)
    if clock is not None:
        return _at_clock(at, zone, int(clock[1]), int(clock[2]), text)
    found = _DURATION.fullmatch(plain)
    if not plain or found is None:
        raise ValueError(f"{text!r} is no time; write 30m, 2h, 1h30m, 17:00 or tomorrow.")
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    if days > MAX_PAUSE.days or hours > MAX_PAUSE.days * 24 or minutes > MAX_PAUSE.days * 1440:
        raise ValueError(f"{text!r} is more than a year; leave it out to pause without end.")
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=min(seconds, MAX_PAUSE.total_seconds()))
    if not timedelta(0) < length <= MAX_PAUSE:
        raise ValueError(f"{text!r} must be more than nothing and at most a year.")
    return at.astimezone(UTC) + length


def _at_clock(at: datetime, zone: tzinfo | None, hour: int, minute: int, text: str) -> datetime:
    try:
        clock = time(hour, minute)
    except ValueError:
        raise ValueError(f"{text!r} is no time of the day; it goes from 00:00 to 23:59.") from None
    today = _next_clock(at, zone, clock, days=0)
    return today if today > at else _next_clock(at, zone, clock, days=1)


def _next_clock(at: datetime, zone: tzinfo | None, clock: time, *, days: int) -> datetime:
    day = at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, clock, zone).astimezone(UTC)
