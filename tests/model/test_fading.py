"""Bad news of a machine fades, good news stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.model.fading import HALF_LIFE_S, Trend, expected

SPEEDS = st.floats(min_value=0.01, max_value=10_000.0)
AGES = st.floats(min_value=0.0, max_value=1e7)


@pytest.mark.parametrize(
    ("measured", "best", "ordinary", "age_s", "speed"),
    [
        (10.0, 10.0, 40.0, 0.0, 10.0),  # measured just now
        (10.0, 10.0, 40.0, HALF_LIFE_S, 20.0),  # half the way, in proportions
        (10.0, 10.0, 40.0, 2 * HALF_LIFE_S, 28.3),
        (10.0, 160.0, 40.0, HALF_LIFE_S, 40.0),  # it has shown that it can do better than that
        (10.0, 160.0, 40.0, 20 * HALF_LIFE_S, 160.0),
        (80.0, 80.0, 40.0, 20 * HALF_LIFE_S, 80.0),  # good news does not fade
        (10.0, 10.0, 40.0, -5.0, 10.0),  # a clock that went backwards
    ],
)
def test_what_is_expected_goes_from_what_was_measured_to_the_best_that_is_known(
    measured: float, best: float, ordinary: float, age_s: float, speed: float
) -> None:
    assert expected(measured, Trend(100.0, best), ordinary, 100.0 + age_s) == pytest.approx(speed, rel=0.01)


def test_an_average_without_a_trend_does_not_fade() -> None:
    assert expected(10.0, None, 40.0, 1e9) == 10.0


@given(SPEEDS, SPEEDS, SPEEDS, AGES, AGES)
def test_the_longer_ago_the_nearer_to_the_best(
    measured: float, best: float, ordinary: float, age_s: float, more_s: float
) -> None:
    trend = Trend(0.0, best)
    sooner = expected(measured, trend, ordinary, age_s)
    later = expected(measured, trend, ordinary, age_s + more_s)
    assert measured * 0.999 <= sooner <= later * 1.001
    assert later <= max(measured, best, ordinary) * 1.001


@given(SPEEDS, SPEEDS, SPEEDS, st.floats(min_value=HALF_LIFE_S, max_value=16 * HALF_LIFE_S))
def test_nobody_is_expected_for_ever_to_be_worse_than_one_that_was_never_measured(
    measured: float, best: float, ordinary: float, half_life_s: float
) -> None:
    trend = Trend(0.0, best, half_life_s=half_life_s)
    assert expected(measured, trend, ordinary, 40 * half_life_s) >= ordinary * 0.99
