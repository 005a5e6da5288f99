"""Which differences between expected times count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.routing.plan.nearness import STAYS_S, groups, is_clearly_later, with_advantage

TIMES = st.lists(st.floats(0.0, 1_000.0), max_size=12)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([], []),
        ([5.0], [0]),
        ([5.0, 5.2, 6.2], [0, 0, 0]),
        ([6.3, 5.0], [1, 0]),
        ([0.3, 0.7], [0, 0]),  # more than twice as long, and nobody notices
        ([0.3, 0.75], [0, 1]),
        ([5.0, 6.3, 7.5, 8.0], [0, 1, 1, 2]),  # each group is measured from its soonest
        ([0.0, 0.0, 400.0], [0, 0, 1]),
    ],
)
def test_times_form_groups_of_those_that_nobody_could_tell_apart(times: list[float], expected: list[int]) -> None:
    assert groups(times) == expected


@given(TIMES)
def test_who_is_in_a_later_group_is_clearly_later_than_the_soonest(times: list[float]) -> None:
    found = groups(times)
    for time_s, group in zip(times, found, strict=True):
        assert (group > 0) == is_clearly_later(time_s, min(times))
    assert sorted(set(found)) == list(range(len(set(found))))
    in_order = [group for _, group in sorted(zip(times, found, strict=True))]
    assert in_order == sorted(in_order)


def test_who_was_at_work_last_has_the_advantage_for_a_while() -> None:
    assert with_advantage([10.0, 10.0], [90.0, 95.0], 100.0) == [10.0, 9.0]
    assert with_advantage([10.0, 10.0], [None, 95.0], 100.0) == [10.0, 9.0]
    assert with_advantage([10.0, 10.0], [None, None], 100.0) == [10.0, 10.0]
    assert with_advantage([10.0, 10.0], [90.0, 95.0], 100.0 + STAYS_S) == [10.0, 10.0]
