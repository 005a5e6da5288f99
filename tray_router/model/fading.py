"""How long a measured speed is believed, and what is expected once it no longer is. PURE; times come in as ``now``.

Rule (ADR 12): bad news fades, good news stays. A machine that was slow while a game ran would otherwise never be asked
again, and so never be found to be fast again; one that was fast has shown what it can do. With time the expectation
goes from what was measured last to the best that is known of it: the best that it showed, or what an ordinary machine
does, whichever is better. Everything is a speed here, more is better; for durations, take the reciprocal.
"""

from __future__ import annotations

from dataclasses import dataclass

HALF_LIFE_S = 1_800.0
"""Half of the way back after half an hour: a game, a backup, an update last about an hour."""
HALF_LIFE_MAX_S = 8 * 3_600.0
"""A machine that was found as slow as before each time it was tried is tried once or twice a day."""


@dataclass(frozen=True, slots=True)
class Trend:
    """What stands behind an average.

    Attributes:
        at: monotonic seconds of the last measurement.
        best: the best average that there was, in tokens per second, or one through seconds for durations.
        lately: the last one or two measurements, one by one.
        half_life_s: how long until half of the average is believed; doubled when a trial confirms it.
    """

    at: float
    best: float
    lately: tuple[float, ...] = ()
    half_life_s: float = HALF_LIFE_S

    def believed(self, now: float) -> float:
        """How much of the average is still believed: 1 at once, one half after ``half_life_s``, towards 0."""
        return float(2.0 ** (-max(now - self.at, 0.0) / self.half_life_s))


def expected(measured: float, trend: Trend | None, ordinary: float, now: float) -> float:
    """The speed that is to be expected now; in proportions, so that twice as slow weighs what twice as fast does.

    Args:
        measured: the average, more than 0.
        trend: None for an average that does not fade.
        ordinary: what would be expected had nothing been measured, more than 0.
    """
    if trend is None:
        return measured
    best = max(measured, trend.best, ordinary)
    return float(best * (measured / best) ** trend.believed(now))
