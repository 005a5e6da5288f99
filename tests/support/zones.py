"""A time zone with daylight saving that needs no database: that of Berlin by the rule of the European Union."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

_HOUR = timedelta(hours=1)
_SUNDAY = 6


def _last_sunday(year: int, month: int) -> datetime:
    day = datetime(year, month, 31)
    return day - timedelta(days=(day.weekday() - _SUNDAY) % 7)


class _CentralEurope(tzinfo):
    """UTC+1, and UTC+2 from the last Sunday of March to that of October, both at 01:00 UTC (directive 2000/84/EC)."""

    def utcoffset(self, at: datetime | None) -> timedelta:
        return _HOUR + self.dst(at)

    def dst(self, at: datetime | None) -> timedelta:
        if at is None:
            return timedelta(0)
        wall = at.replace(tzinfo=None)
        begin, end = _last_sunday(at.year, 3) + 2 * _HOUR, _last_sunday(at.year, 10) + 3 * _HOUR
        if begin <= wall < begin + _HOUR:  # does not come; PEP 495: the first reading is that of before
            return _HOUR if at.fold else timedelta(0)
        if end - _HOUR <= wall < end:  # comes twice
            return timedelta(0) if at.fold else _HOUR
        return _HOUR if begin <= wall < end else timedelta(0)

    def tzname(self, at: datetime | None) -> str:
        return "CEST" if self.dst(at) else "CET"

    def fromutc(self, at: datetime) -> datetime:
        utc = at.replace(tzinfo=None)
        begin, end = _last_sunday(at.year, 3) + _HOUR, _last_sunday(at.year, 10) + _HOUR
        is_summer = begin <= utc < end
        local = at + (2 * _HOUR if is_summer else _HOUR)
        return local.replace(fold=int(end <= utc < end + _HOUR))


BERLIN = _CentralEurope()
