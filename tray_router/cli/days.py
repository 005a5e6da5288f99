"""Days as a person writes them on the command line: ``today``, ``yesterday``, ``7d``, ``4w``, ``2026-11-01``, ``all``.

Main thread of the CLI.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from tray_router.errors import UsageError

_BACK = re.compile(r"(\d{1,5})([dw])")
_ALL = "all"


def local_today() -> date:
    """This day by the clock on the wall."""
    return datetime.now().astimezone().date()


def first_day(text: str, today: date) -> date | None:
    """The first day that ``text`` means; ``7d`` is today and the six days before. None for ``all``.

    Raises:
        UsageError: it means no day.
    """
    wanted = text.strip().lower()
    if wanted == _ALL:
        return None
    if wanted in ("today", "yesterday"):
        return today - timedelta(wanted == "yesterday")
    back = _BACK.fullmatch(wanted)
    try:
        if back:
            days = int(back[1]) * (7 if back[2] == "w" else 1)
            return today - timedelta(max(days, 1) - 1)
        return date.fromisoformat(wanted)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is no day.", "Say today, yesterday, 7d, 4w, all, or a date such as 2026-11-01."
        ) from None
