from __future__ import annotations

import pytest

from tray_router.backends.http import KEEPALIVE_S
from tray_router.backends.ollama import client
from tray_router.config.settings import FleetSettings
from tray_router.daemon.compose import poll_rhythm
from tray_router.engine.poll_rhythm import LIST_PAUSE_MAX_S, PROBE_LIMIT_S, PollRhythm
from tray_router.model import HostState

RHYTHM = PollRhythm()
LONG = 3_600.0
SHOWN_WITHIN_S = 6.0  # what the tray promises


def pause(
    state: HostState = HostState.UP, since_s: float = LONG, *, is_idle: bool = False, is_watched: bool = False
) -> float:
    return RHYTHM.pause_s(state, since_s, is_idle=is_idle, is_watched=is_watched)


def test_every_change_is_known_in_time_by_the_default_settings_however_idle() -> None:
    rhythm = poll_rhythm(FleetSettings())
    assert rhythm.news_within_s <= SHOWN_WITHIN_S
    assert client.PROBE_LIMIT_S == PROBE_LIMIT_S
    longest = max(
        rhythm.pause_s(state, since, is_idle=is_idle, is_watched=is_watched)
        for state in HostState
        for since in (0.0, LONG)
        for is_idle in (False, True)
        for is_watched in (False, True)
    )
    assert longest + PROBE_LIMIT_S <= SHOWN_WITHIN_S


def test_looks_are_fast_after_a_change_while_it_starts_and_while_a_popup_is_open() -> None:
    assert pause() == 2.0
    assert pause(since_s=4.9) == 1.0
    assert pause(since_s=5.0) == 2.0
    assert pause(HostState.STARTING) == 1.0
    assert pause(is_watched=True) == 1.0
    assert pause(HostState.PAUSED, since_s=0.0) == 2.0


def test_looks_are_slow_when_idle_even_with_a_popup_left_open() -> None:
    assert pause(is_idle=True) == 4.0
    assert pause(is_idle=True, is_watched=True) == 4.0
    assert pause(is_idle=True, since_s=1.0) == 1.0


@pytest.mark.parametrize(
    ("unused_s", "on_mains", "on_battery"), [(59, False, False), (60, False, True), (600, True, True)]
)
def test_on_battery_the_program_is_idle_sooner(unused_s: float, on_mains: bool, on_battery: bool) -> None:
    assert RHYTHM.is_idle(unused_s, is_on_battery=False) is on_mains
    assert RHYTHM.is_idle(unused_s, is_on_battery=True) is on_battery


def test_what_is_loaded_is_looked_at_less_often_when_idle_and_in_a_large_fleet() -> None:
    assert RHYTHM.is_loaded_due(20.0, is_idle=False, machines=3)
    assert not RHYTHM.is_loaded_due(20.0, is_idle=True, machines=3)
    assert RHYTHM.is_loaded_due(60.0, is_idle=True, machines=3)
    assert not RHYTHM.is_loaded_due(63.0, is_idle=False, machines=64)
    assert RHYTHM.is_loaded_due(LIST_PAUSE_MAX_S, is_idle=True, machines=10_000)
    assert LIST_PAUSE_MAX_S + max(RHYTHM.idle_s, RHYTHM.alive_s) < KEEPALIVE_S


def test_a_machine_without_models_is_asked_for_them_soon_for_one_is_being_pulled() -> None:
    assert RHYTHM.is_installed_due(RHYTHM.loaded_s, has_models=False)
    assert not RHYTHM.is_installed_due(RHYTHM.loaded_s, has_models=True)
    assert RHYTHM.is_installed_due(RHYTHM.installed_s, has_models=True)
