"""What is kept of the machines' states: spans, gaps in which nobody looked, changes, and a bound on memory."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.fleet.history import (
    KEPT_S,
    SPANS_PER_HOST,
    FleetHistory,
    changes,
    noted,
    pruned,
    states_since,
    taken_up,
    watched,
)
from tray_router.model import HostState
from tray_router.model.states import StateChange, StateSpan

UP, DOWN, PAUSED, UNKNOWN = HostState.UP, HostState.DOWN, HostState.PAUSED, HostState.UNKNOWN


def story(*steps: tuple[float, HostState], host: str = "mac") -> FleetHistory:
    history = FleetHistory()
    for at, state in steps:
        history = noted(history, host, state, f"{state} at {at:.0f}", at)
    return history


def test_what_stays_the_same_is_no_news() -> None:
    history = story((10, UP))
    assert noted(history, "mac", UP, "", 20) is history


def test_changes_are_told_newest_first_with_their_reasons() -> None:
    history = noted(story((10, UNKNOWN), (11, UP), (50, DOWN)), "pc", UP, "", 40)
    assert changes(history, 10) == (
        StateChange(50, "mac", UP, DOWN, "down at 50"),
        StateChange(40, "pc", UNKNOWN, UP, ""),
        StateChange(11, "mac", UNKNOWN, UP, "up at 11"),
    )
    assert len(changes(history, 2)) == 2


def test_a_time_in_which_nobody_looked_is_a_gap_and_no_change() -> None:
    history = taken_up(watched(story((10, UP)), 100))
    assert states_since(history, "mac", 0).spans[-1] == StateSpan(100, UNKNOWN)
    again = noted(noted(history, "mac", UNKNOWN, "", 500), "mac", UP, "", 501)
    assert [change.at for change in changes(again, 9)] == [10]
    found_down = noted(history, "mac", DOWN, "refused", 501)
    assert changes(found_down, 1) == (StateChange(501, "mac", UP, DOWN, "refused"),)


def test_the_strip_begins_where_it_is_asked_to() -> None:
    history = story((10, UP), (50, DOWN), (60, UP))
    assert states_since(history, "mac", 55).spans == (StateSpan(55, DOWN, "down at 50"), StateSpan(60, UP, "up at 60"))
    assert states_since(history, "mac", 5).spans[0].at == 10
    assert states_since(history, "nobody", 5).spans == ()


def test_a_clock_that_was_set_back_does_not_turn_the_order() -> None:
    spans = story((100, UP), (40, DOWN)).by_host["mac"]
    assert [span.at for span in spans] == [100, 100]


def test_old_spans_go_and_so_do_machines_nobody_knows_any_more() -> None:
    history = noted(story((10, UP), (20, DOWN), (30, UNKNOWN)), "pc", UP, "", 30)
    later = pruned(history, KEPT_S + 31)
    assert set(later.by_host) == {"pc"}
    assert [span.state for span in pruned(history, KEPT_S + 25).by_host["mac"]] == [DOWN, UNKNOWN]


@given(st.lists(st.tuples(st.floats(0.1, 500), st.sampled_from(list(HostState))), max_size=3 * SPANS_PER_HOST))
def test_memory_is_bounded_and_the_order_holds(steps: list[tuple[float, HostState]]) -> None:
    history, at = FleetHistory(), 0.0
    for pause, state in steps:
        at += pause
        history = noted(history, "mac", state, "", at)
    spans = history.by_host.get("mac", ())
    assert len(spans) <= SPANS_PER_HOST
    assert all(a.at <= b.at and a.state is not b.state for a, b in pairwise(spans))
    if steps:
        assert spans[-1].state is steps[-1][1]


@pytest.mark.parametrize("flaps", [SPANS_PER_HOST // 2, 5 * SPANS_PER_HOST])
def test_flapping_leaves_the_long_spans_alone(flaps: int) -> None:
    history = story((0, UP))
    for number in range(flaps):
        history = noted(history, "mac", (DOWN, UP)[number % 2], "", 10_000 + number)
    assert history.by_host["mac"][0] == StateSpan(0, UP, "up at 0")
