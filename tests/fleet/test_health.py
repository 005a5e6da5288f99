from __future__ import annotations

import itertools

import pytest

from tray_router.errors import FailureKind
from tray_router.fleet.health import (
    FLAP_FALLS,
    FLAP_WINDOW_S,
    STEADY_MAX_S,
    STEADY_S,
    TRANSITIONS,
    HealthEvent,
    event_of_failure,
    is_flapping,
    next_state,
    recent_falls,
    steady_s,
)
from tray_router.model import HostState

S, E = HostState, HealthEvent

# Every state with every event, written out once more, so that a slip in the table shows.
COLUMNS = (E.ANSWERED, E.WAVERED, E.SILENT, E.UNREACHABLE, E.PAUSED, E.RESUMED)
EXPECTED = {
    S.UNKNOWN: (S.UP, S.DEGRADED, S.STARTING, S.DOWN, S.PAUSED, S.UNKNOWN),
    S.UP: (S.UP, S.UP, S.DEGRADED, S.DOWN, S.PAUSED, S.UP),
    S.STARTING: (S.UP, S.DEGRADED, S.STARTING, S.DOWN, S.PAUSED, S.STARTING),
    S.DEGRADED: (S.UP, S.DEGRADED, S.DOWN, S.DOWN, S.PAUSED, S.DEGRADED),
    S.DOWN: (S.UP, S.DEGRADED, S.STARTING, S.DOWN, S.PAUSED, S.DOWN),
    S.PAUSED: (S.PAUSED, S.PAUSED, S.PAUSED, S.PAUSED, S.PAUSED, S.UNKNOWN),
}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(HostState, HealthEvent)))
def test_every_state_knows_every_event(state: HostState, event: HealthEvent) -> None:
    assert next_state(state, event) is EXPECTED[state][COLUMNS.index(event)]


def test_the_table_holds_no_entry_that_changes_nothing_but_pausing_twice() -> None:
    idle = [pair for pair, after in TRANSITIONS.items() if pair[0] is after]
    assert idle == [(S.PAUSED, E.PAUSED)]


def test_only_resuming_ends_a_pause() -> None:
    ends = [event for event in HealthEvent if next_state(S.PAUSED, event) is not S.PAUSED]
    assert ends == [E.RESUMED]


@pytest.mark.parametrize("kind", FailureKind)
def test_what_a_failure_says_about_its_machine(kind: FailureKind) -> None:
    unreachable = {
        FailureKind.REFUSED,
        FailureKind.UNREACHABLE,
        FailureKind.CONNECT_TIMEOUT,
        FailureKind.TLS,
        FailureKind.UNAUTHORIZED,
        FailureKind.FORBIDDEN,
        FailureKind.UNPAID,
        FailureKind.NOT_OLLAMA,
    }
    silent = {FailureKind.SILENT, FailureKind.CONNECT_SLOW}
    expected = E.UNREACHABLE if kind in unreachable else E.SILENT if kind in silent else E.ANSWERED
    assert event_of_failure(kind) is expected


def test_a_failure_is_never_about_the_machine_and_about_one_model() -> None:
    assert not [kind for kind in FailureKind if kind.is_about_host and kind.is_model_trouble]


def test_only_what_no_machine_can_take_is_not_tried_elsewhere() -> None:
    permanent = {kind for kind in FailureKind if not kind.is_retryable_elsewhere}
    assert permanent == {FailureKind.BAD_REQUEST, FailureKind.BAD_IMAGE}


def test_a_machine_flaps_from_its_third_fall_until_it_has_been_steady() -> None:
    falls = (10.0, 20.0, 30.0)
    assert not is_flapping(falls[: FLAP_FALLS - 1], 20.0)
    assert is_flapping(falls, 30.0 + STEADY_S - 0.1)
    assert not is_flapping(falls, 30.0 + STEADY_S)
    assert recent_falls(falls, 20.0 + FLAP_WINDOW_S) == (30.0,)


def test_each_further_fall_doubles_the_time_of_proof_up_to_its_cap() -> None:
    lengths = [steady_s(tuple(map(float, range(count)))) for count in range(FLAP_FALLS, FLAP_FALLS + 6)]
    assert lengths == [30.0, 60.0, 120.0, 240.0, 240.0, 240.0]
    assert steady_s(tuple(map(float, range(500)))) == STEADY_MAX_S
