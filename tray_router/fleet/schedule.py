"""When a machine is rented out: ``"mon-fri 09:00-17:00"`` and what follows from it. PURE.

Rule: spans are written in local wall-clock time and compared as instants. Where the clocks change, a time that comes
twice or not at all is taken so that the span is the longer one: a machine that belongs to somebody else is given back
a little later rather than a little too early.

The grammar: spans separated by commas, each ``[days] HH:MM-HH:MM``. Days are ``mon`` … ``sun``, a range of them
(``fri-mon`` goes over the weekend), a list (``mon,wed,fri 09:00-12:00``), ``daily``, ``weekdays`` or ``weekends``.
A span without days has those of the span before it, the first one every day. An end at or before the beginning is on
the next day; ``24:00`` is midnight at the end of the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

MAX_SPANS = 50
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_DAYS = tuple(name[:3] for name in _DAY_NAMES)
_WEEK = len(_DAY_NAMES)
_GROUPS = {
    "daily": frozenset(range(_WEEK)),
    "weekdays": frozenset(range(5)),
    "weekends": frozenset((5, 6)),
}
_MIN_DAY_CHARS = 3
_GUESSED_DAY_CHARS = 2
_HORIZON_DAYS = 9  # one week, the day before and the day after: a weekly schedule holds nothing new beyond
_LAST_HOUR, _MINUTES, _NOON = 24, 60, 12
_TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_PART = re.compile(r"(?P<days>[^\d]*?)\s*(?P<times>\d.*)?")
_LOOSE_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|h)?", re.IGNORECASE)


class ScheduleError(ValueError):
    """The text is no schedule; ``suggestion`` is the nearest one that is, or empty."""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Span:
    """Hours on some days of the week.

    Attributes:
        days: those on which it begins, Monday is 0.
        end: on the next day when it is not after ``start``.
    """

    days: frozenset[int]
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Schedule:
    """All spans of one machine. Instants are aware datetimes; ``zone`` None is the zone of this computer."""

    spans: tuple[Span, ...]

    def rented_until(self, at: datetime, zone: tzinfo | None = None) -> datetime | None:
        """When the machine comes back (UTC), or None when it is not rented at ``at``.

        Spans that touch count as one. For a machine that is always rented it is some instant more than a week away.
        """
        until: datetime | None = None
        for start, end in self._intervals(at, zone):
            if start <= (until or at) < end:
                until = end
        return until

    def next_change(self, at: datetime, zone: tzinfo | None = None) -> datetime:
        """The next instant (UTC) at which the machine is given away or comes back."""
        until = self.rented_until(at, zone)
        if until is not None:
            return until
        return min(start for start, _ in self._intervals(at, zone) if start > at)

    def _intervals(self, at: datetime, zone: tzinfo | None) -> list[tuple[datetime, datetime]]:
        """Beginning and end of each span around ``at``, in order, in UTC."""
        yesterday = at.astimezone(zone).date() - timedelta(days=1)
        days = [yesterday + timedelta(days=number) for number in range(_HORIZON_DAYS + 1)]
        return sorted(
            (_earliest(day, span.start, zone), _latest(_end_day(day, span), span.end, zone))
            for day in days
            for span in self.spans
            if day.weekday() in span.days
        )


def parse_schedule(text: str) -> Schedule:
    """The schedule that a text describes.

    Raises:
        ScheduleError: it describes none; the message says what is allowed.
    """
    try:
        return Schedule(tuple(_spans(text)))
    except ScheduleError as error:
        raise ScheduleError(str(error), _guess(text)) from None


def _spans(text: str) -> Iterator[Span]:
    parts = [part.strip().lower() for part in text.split(",")]
    if len(parts) > MAX_SPANS:
        raise ScheduleError(f"holds more than {MAX_SPANS} parts.")
    days = _GROUPS["daily"]
    listed: frozenset[int] = frozenset()
    for part in parts:
        found = _PART.fullmatch(part)
        if found is None or not part:
            raise ScheduleError('must be spans such as "mon-fri 09:00-17:00", separated by commas.')
        if found["days"]:
            listed |= _days(found["days"])
        if found["times"] is None:
            continue
        days, listed = listed or days, frozenset()
        start, end = _times(found["times"])
        yield Span(days, start, end)
    if listed:
        raise ScheduleError('names days without hours; write e.g. "mon-fri 09:00-17:00".')


def _days(text: str) -> frozenset[int]:
    if text in _GROUPS:
        return _GROUPS[text]
    first, dash, last = (word.strip() for word in text.replace("–", "-").partition("-"))
    begin = _day(first)
    if not dash:
        return frozenset((begin,))
    length = (_day(last) - begin) % _WEEK + 1
    return frozenset((begin + number) % _WEEK for number in range(length))


def _day(word: str) -> int:
    for number, name in enumerate(_DAY_NAMES):
        if len(word) >= _MIN_DAY_CHARS and name.startswith(word):
            return number
    raise ScheduleError(f"{word[:20]!r} is no day; days are {', '.join(_SHORT_DAYS)}, daily, weekdays, weekends.")


def _times(text: str) -> tuple[time, time]:
    found = _TIMES.fullmatch(text)
    if found is None:
        raise ScheduleError('needs hours such as 09:00-17:00, e.g. "mon-fri 09:00-17:00" or "22:00-06:00".')
    hours, minutes = (int(found[1]), int(found[3])), (int(found[2]), int(found[4]))
    for hour, minute in zip(hours, minutes, strict=True):
        if hour * _MINUTES + minute > _LAST_HOUR * _MINUTES or minute >= _MINUTES:
            raise ScheduleError(f"{hour:02}:{minute:02} is no time of the day; it goes from 00:00 to 24:00.")
    if hours[0] == _LAST_HOUR:
        raise ScheduleError("cannot begin at 24:00; write 00:00 and the next day.")
    if (hours[0], minutes[0]) == (hours[1], minutes[1]):
        raise ScheduleError("ends where it begins; write 00:00-24:00 for whole days.")
    return time(hours[0], minutes[0]), time(hours[1] % _LAST_HOUR, minutes[1])


def _end_day(day: date, span: Span) -> date:
    return day if span.end > span.start else day + timedelta(days=1)


def _earliest(day: date, clock: time, zone: tzinfo | None) -> datetime:
    return min(_instants(day, clock, zone))


def _latest(day: date, clock: time, zone: tzinfo | None) -> datetime:
    return max(_instants(day, clock, zone))


def _instants(day: date, clock: time, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """Both readings of a wall-clock time (PEP 495); they differ only where the clocks change."""
    local = datetime.combine(day, clock, zone)
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)


# --- suggestions ----------------------------------------------------------------------------------------


def _guess(text: str) -> str:
    """What was probably meant, e.g. ``mo-fr 9-17`` -> ``mon-fri 09:00-17:00``; empty when that is no schedule."""
    try:
        guessed = ", ".join(_guessed_part(part.strip().lower()) for part in text.split(",")[:MAX_SPANS])
        tuple(_spans(guessed))
    except ScheduleError:
        return ""
    return guessed if guessed != text.strip().lower() else ""


def _guessed_part(part: str) -> str:
    found = _PART.fullmatch(part)
    if found is None:
        raise ScheduleError("cannot be guessed.")
    days, times = found["days"] or "", found["times"] or ""
    if days and days not in _GROUPS:
        days = "-".join(_guessed_day(word.strip(" .:")) for word in re.split(r"[-–]|\bto\b", days))
    ends = re.split(r"[-–]|\bto\b|\buntil\b", times) if times else []
    return f"{days} {'-'.join(_guessed_time(end.strip()) for end in ends)}".strip()


def _guessed_day(word: str) -> str:
    near = [short for short in _SHORT_DAYS if len(word) >= _GUESSED_DAY_CHARS and short[:2] == word[:2]]
    if not near:
        raise ScheduleError("cannot be guessed.")
    return near[0]


def _guessed_time(word: str) -> str:
    found = _LOOSE_TIME.fullmatch(word)
    if found is None:
        raise ScheduleError("cannot be guessed.")
    hour, half = int(found[1]), (found[3] or "").lower()
    if half in ("am", "pm") and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    return f"{hour:02}:{found[2] or '00'}"
