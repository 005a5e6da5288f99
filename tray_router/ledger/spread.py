"""How measured values are spread, in little memory however many there are.

Rule: values are counted in buckets that are each 1.9 % wider than the one below, so a quantile, told with three
digits, is within 1.5 % of the true one. No I/O; any one thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import exp, log

from tray_router.model.usage import Quantiles

BUCKET_WIDTH = 0.019  # of the natural logarithm; half of it is the largest error
SMALLEST = 1e-4  # seconds, or tokens per second: below this nothing is told apart
_BUCKETS, _UNIT = 1 / BUCKET_WIDTH, 1 / SMALLEST


class Spread:
    """Counts of values by size; ``counts`` maps buckets to numbers."""

    __slots__ = ("counts",)

    def __init__(self) -> None:
        self.counts: dict[int, int] = {}

    def add(self, value: float, times: int = 1) -> None:
        """Counts one value; -1 times takes it out again."""
        bucket = bucket_of(value)
        self.counts[bucket] = self.counts.get(bucket, 0) + times

    def add_many(self, values: Sequence[float]) -> None:
        """Counts many values, several times as fast as one by one."""
        buckets = [int(log(value * _UNIT) * _BUCKETS) if value > SMALLEST else 0 for value in values]
        for bucket, count in Counter(buckets).items():
            self.counts[bucket] = self.counts.get(bucket, 0) + count

    def add_all(self, other: Spread) -> None:
        """Counts everything that ``other`` has counted."""
        for bucket, count in other.counts.items():
            self.counts[bucket] = self.counts.get(bucket, 0) + count

    def __len__(self) -> int:
        return sum(self.counts.values())

    def quantile(self, share: float) -> float | None:
        """The smallest value that at least ``share`` (0..1) of all values do not exceed; None without values."""
        total = len(self)
        if not total:
            return None
        seen = 0
        for bucket in sorted(self.counts):
            seen += self.counts[bucket]
            if seen >= share * total:
                return float(f"{exp((bucket + 0.5) * BUCKET_WIDTH) * SMALLEST:.3g}")
        return None

    def quantiles(self) -> Quantiles:
        """Median and 95th percentile."""
        return Quantiles(len(self), self.quantile(0.5), self.quantile(0.95))


def bucket_of(value: float) -> int:
    """The bucket that counts ``value``; everything up to SMALLEST is in the first."""
    return int(log(value * _UNIT) * _BUCKETS) if value > SMALLEST else 0


def merged(spreads: Iterable[Spread]) -> Spread:
    """All values of several spreads."""
    whole = Spread()
    for spread in spreads:
        whole.add_all(spread)
    return whole
