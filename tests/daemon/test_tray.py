"""Between the tray and the daemon: what the settings put into the menu, and what a click comes back as."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from tests.builders import host
from tray_router.config.load import parse_settings
from tray_router.daemon import tray
from tray_router.daemon.tray import FRAME_S, NEWS_WAIT_S, Pulse, TrayBinding
from tray_router.desktop.session import detect_session
from tray_router.desktop.tray.models import TrayReport, TrayState
from tray_router.desktop.tray.view import Command
from tray_router.model import FleetSnapshot, TriggerAction
from tray_router.model.usage import Today

SETTINGS = parse_settings(
    """
    [hotkeys]
    region = ""
    [[actions]]
    name = "Translate"
    prompt = "x"
    hotkey = "<ctrl>+<alt>+t"
    [[actions]]
    name = "Explain"
    prompt = "x"
    """
)


class FakeTray:
    """Mirrors ``desktop.tray.sni_tray.FleetTray`` as far as it is shown something."""

    def __init__(self) -> None:
        self.report = TrayReport(TrayState.SHOWN)
        self.chords: Mapping[TriggerAction, str] = {}
        self.actions: Mapping[str, str] = {}
        self.pulses: list[int] = []

    def show_pulse(self, pulse: int) -> None:
        self.pulses.append(pulse)

    def show_waiting(self, count: int) -> None:
        self.waiting = count

    def show_fleet(self, snapshot: FleetSnapshot) -> None:
        self.fleet = snapshot

    def show_today(self, today: Today) -> None:
        self.today = today

    def show_private(self, *, is_private: bool) -> None:
        self.is_private = is_private

    def show_chords(self, chords: Mapping[TriggerAction, str]) -> None:
        self.chords = chords

    def show_actions(self, actions: Mapping[str, str]) -> None:
        self.actions = actions


class RecordingActions:
    """Mirrors ``daemon.tray.TrayActions``."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def trigger_from_tray(self, action: TriggerAction, name: str = "") -> None:
        self.calls.append(("trigger", action, name))

    def pause_from_tray(self, host: str, *, is_paused: bool, until: str = "") -> None:
        self.calls.append(("pause", host, is_paused, until))

    def open_dashboard_from_tray(self) -> None:
        self.calls.append(("dashboard",))

    def set_private_from_tray(self, *, is_private: bool) -> None:
        self.calls.append(("private", is_private))

    def open_settings_from_tray(self) -> None:
        self.calls.append(("settings window",))

    def open_settings(self) -> None:
        self.calls.append(("settings",))

    def quit(self) -> None:
        self.calls.append(("quit",))

    def tray_report(self, problem: str, hint: str) -> None:
        self.calls.append(("report", problem, hint))


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> tuple[TrayBinding, FakeTray, RecordingActions, Any]:
    """The binding, the tray below it, the daemon above it, and the click."""
    shown, actions, clicks = FakeTray(), RecordingActions(), []

    def made(_session: object, on_command: Any, **_more: object) -> FakeTray:
        clicks.append(on_command)
        return shown

    monkeypatch.setattr(tray, "fleet_tray", made)
    binding = TrayBinding(detect_session(), actions)
    return binding, shown, actions, clicks[0]


def test_the_menu_has_the_users_actions_with_chords_as_people_read_them(bound: Any) -> None:
    binding, shown, _, _ = bound
    binding.settings_changed(SETTINGS)
    assert list(shown.actions) == ["Answer", "Explain", "Summarise", "Fix", "Rephrase", "Translate", "Reply"]
    assert {name: chord for name, chord in shown.actions.items() if chord} == {"Translate": "Ctrl+Alt+T"}
    assert shown.chords == {TriggerAction.ASK: "Ctrl+Alt+Space", TriggerAction.PROMPT: "Ctrl+Alt+P"}


@pytest.mark.parametrize(
    ("command", "argument", "call"),
    [
        (Command.ACTION, "Translate", ("trigger", TriggerAction.ASK, "Translate")),
        (Command.PRIVATE, "", ("private", True)),
        (Command.NOT_PRIVATE, "", ("private", False)),
        (Command.ASK, "", ("trigger", TriggerAction.ASK, "")),
        (Command.REGION, "", ("trigger", TriggerAction.REGION, "")),
        (Command.PROMPT, "", ("trigger", TriggerAction.PROMPT, "")),
        (Command.PAUSE, "mac", ("pause", "mac", True, "")),
        (Command.PAUSE_HOUR, "mac", ("pause", "mac", True, "1h")),
        (Command.PAUSE_TOMORROW, "mac", ("pause", "mac", True, "tomorrow")),
        (Command.RESUME, "mac", ("pause", "mac", False, "")),
        (Command.DASHBOARD, "", ("dashboard",)),
        (Command.SETTINGS, "", ("settings window",)),
        (Command.OPEN_CONFIG, "", ("settings",)),
        (Command.QUIT, "", ("quit",)),
    ],
)
def test_a_click_comes_back_as_what_it_means(
    bound: Any, command: Command, argument: str, call: tuple[Any, ...]
) -> None:
    _, _, actions, click = bound
    click(command, argument)
    assert actions.calls == [call]


@pytest.mark.virtual_time
async def test_what_happens_in_one_moment_is_shown_once_as_it_ends(bound: Any) -> None:
    binding, shown, _, _ = bound
    seen: list[FleetSnapshot] = []
    shown.show_fleet = seen.append
    first, last, later = (FleetSnapshot((host(name),)) for name in ("first", "last", "later"))
    binding.fleet_changed(first)
    binding.fleet_changed(last)
    assert seen == []
    await asyncio.sleep(2 * NEWS_WAIT_S)
    assert seen == [last]
    binding.fleet_changed(later)
    await asyncio.sleep(2 * NEWS_WAIT_S)
    assert seen == [last, later]
    binding.fleet_changed(first)
    binding.close()
    await asyncio.sleep(2 * NEWS_WAIT_S)
    assert seen == [last, later]


async def rounds(count: float) -> None:
    await asyncio.sleep(count * FRAME_S)


@pytest.mark.virtual_time
async def test_the_icon_moves_while_somebody_answers_and_rests_afterwards(bound: Any) -> None:
    binding, shown, _, _ = bound
    binding.fleet_changed(FleetSnapshot((host("mac", in_flight=1),)))
    await rounds(5.5)
    assert shown.pulses == [1, 2, 1, 0, 1]
    binding.fleet_changed(FleetSnapshot((host("mac"),)))
    await rounds(5)
    assert shown.pulses[5:] == [0]


@pytest.mark.virtual_time
async def test_the_switch_stops_the_movement_at_once_and_for_good(bound: Any) -> None:
    binding, shown, _, _ = bound
    binding.fleet_changed(FleetSnapshot((host("mac", in_flight=1),)))
    await rounds(1.5)
    binding.settings_changed(parse_settings("[tray]\nanimate = false\n"))
    await rounds(3)
    assert shown.pulses == [1, 0]
    binding.close()


@pytest.mark.virtual_time
async def test_nothing_wakes_up_while_nobody_answers() -> None:
    pulses: list[int] = []
    pulse = Pulse(pulses.append)
    pulse.set_working(is_working=True)
    pulse.set_working(is_working=False)
    await rounds(100)
    assert (pulses, pulse._timer) == ([], None)
