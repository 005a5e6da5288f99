from __future__ import annotations

import itertools

import pytest

from tray_router.errors import FailureKind
from tray_router.fleet.health import TRANSITIONS, HealthEvent, event_of_failure, next_state
from tray_router.model import HostState

S, E = HostState, HealthEvent

# Every state with every event, written out once more, so that a slip in the table shows.
COLUMNS = (E.ANSWERED, E.SILENT, E.UNREACHABLE, E.PAUSED, E.RESUMED)
EXPECTED = {
    S.UNKNOWN: (S.UP, S.STARTING, S.DOWN, S.PAUSED, S.UNKNOWN),
    S.UP: (S.UP, S.DEGRADED, S.DOWN, S.PAUSED, S.UP),
    S.STARTING: (S.UP, S.STARTING, S.DOWN, S.PAUSED, S.STARTING),
    S.DEGRADED: (S.UP, S.DOWN, S.DOWN, S.PAUSED, S.DEGRADED),
    S.DOWN: (S.UP, S.STARTING, S.DOWN, S.PAUSED, S.DOWN),
    S.PAUSED: (S.PAUSED, S.PAUSED, S.PAUSED, S.PAUSED, S.UNKNOWN),
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
        FailureKind.NOT_OLLAMA,
    }
    expected = E.UNREACHABLE if kind in unreachable else E.SILENT if kind is FailureKind.SILENT else E.ANSWERED
    assert event_of_failure(kind) is expected


def test_a_failure_is_never_about_the_machine_and_about_one_model() -> None:
    assert not [kind for kind in FailureKind if kind.is_about_host and kind.is_model_trouble]


def test_only_what_no_machine_can_take_is_not_tried_elsewhere() -> None:
    permanent = {kind for kind in FailureKind if not kind.is_retryable_elsewhere}
    assert permanent == {FailureKind.BAD_REQUEST, FailureKind.BAD_IMAGE}
