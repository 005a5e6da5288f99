"""When one machine answers clearly sooner than another, and when the difference is too small to count. PURE.

Rule (ADR 12): the user's order holds among machines whose expected times nobody could tell apart: those within a
quarter of the best, which is where people begin to notice that one wait is longer than another (Weber's law for
durations, about a fifth), or within four tenths of a second, whatever the proportion. Who answered last keeps a tenth
of its time as an advantage, so that two machines on the edge of that do not take turns. A machine of which nothing was
ever measured is taken to be as quick as the quickest in the same condition, or the user's first choice might never be
tried because another had shown its speed before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

NOTICED_SHARE = 0.25
NOTICED_S = 0.4
STAYING_SHARE = 0.9
STAYS_S = 300.0  # as long as Ollama keeps a model in memory by default (contract, section 3)


def groups(times: Sequence[float]) -> list[int]:
    """For each expected time (seconds) its group: 0 for the soonest and all that are not clearly later, and so on."""
    found = [0] * len(times)
    group, best = 0, None
    for number in sorted(range(len(times)), key=times.__getitem__):
        if best is None:
            best = times[number]
        elif is_clearly_later(times[number], best):
            group, best = group + 1, times[number]
        found[number] = group
    return found


def with_benefit_of_doubt(times: Sequence[float], known: Sequence[bool], warm: Sequence[bool]) -> list[float]:
    """The times; those of unknown machines no longer than the shortest of known ones.

    Args:
        known: whether the machine has ever written an answer, for each time.
        warm: whether the model is in memory there; what has to be loaded is compared with what has to be loaded.
    """
    best = {True: math.inf, False: math.inf}
    for time, is_known, is_warm in zip(times, known, warm, strict=True):
        if is_known:
            best[is_warm] = min(best[is_warm], time)
    return [
        time if is_known else min(time, best[is_warm])
        for time, is_known, is_warm in zip(times, known, warm, strict=True)
    ]


def is_clearly_later(time_s: float, best_s: float) -> bool:
    """Whether the user would notice the difference."""
    return time_s - best_s > max(NOTICED_S, NOTICED_SHARE * best_s)


def with_advantage(times: Sequence[float], used_at: Sequence[float | None], now: float) -> list[float]:
    """The times, that of the machine which was at work last a little shorter; nobody's when that is long ago."""
    found = list(times)
    recent = [(at, number) for number, at in enumerate(used_at) if at is not None and now - at < STAYS_S]
    if recent:
        found[max(recent)[1]] *= STAYING_SHARE
    return found
