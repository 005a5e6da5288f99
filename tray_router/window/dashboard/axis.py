"""Where the marks of an axis go. No Qt here.

Rule: marks are round numbers of the unit that people read (1, 2, 5 and their tens; hours that divide the day).
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

_ROUND = (1.0, 2.0, 5.0, 10.0)
_HOURS = (1, 2, 3, 4, 6, 12)
_HOUR_S = 3600


def round_top(highest: float, marks: int = 4) -> tuple[float, float]:
    """The end of a value axis that begins at 0, and the step between its marks.

    Args:
        highest: the largest value to be shown, a whole number.
        marks: about how many steps.
    """
    if highest <= 1:
        return 1.0, 1.0
    raw = highest / marks
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in _ROUND if factor * power >= raw * (1 - 1e-9))
    step = max(step, 1.0)
    return math.ceil(highest / step - 1e-9) * step, step


def hour_marks(since: float, until: float, most: int) -> tuple[float, ...]:
    """UTC seconds of full local hours between two UTC times, at most ``most``, evenly spread over the day."""
    hours = next((h for h in _HOURS if (until - since) / (h * _HOUR_S) <= most), _HOURS[-1])
    first = datetime.fromtimestamp(since).astimezone().replace(minute=0, second=0, microsecond=0)
    found = []
    moment = first
    while moment.timestamp() <= until:
        if moment.timestamp() >= since and moment.hour % hours == 0:
            found.append(moment.timestamp())
        moment = (moment + timedelta(hours=1)).astimezone()
    return tuple(found)
