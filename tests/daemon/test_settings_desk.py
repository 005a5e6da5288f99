"""The desk of the settings window: what it tells, what it writes, and what it leaves alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

from tests.loops import turns, until
from tests.support.headless import quick_machines
from tray_router.config.load import load_document, parse_settings
from tray_router.config.settings import Settings
from tray_router.daemon import first_run
from tray_router.daemon.settings_desk import DeskParts, SettingsDesk
from tray_router.desktop.hotkeys import HotkeyReport
from tray_router.desktop.session import Session, SessionKind
from tray_router.errors import LedgerError
from tray_router.model import FleetSnapshot, HostState, HostStatus, InstalledModel
from tray_router.simulator import FleetThread
from tray_router.wire.settings import (
    ChangeDone,
    ChangeSettings,
    CheckChord,
    CheckMachine,
    CheckupEnded,
    CheckupStep,
    ChordChecked,
    OpenSettingsWindow,
    ReloadSettings,
    RemoveMachine,
    RenameMachine,
    SetStartAtLogin,
    SettingChange,
    SettingsClosed,
    SettingsDocument,
    SettingsFleet,
    SettingsNote,
    ShowSettings,
    StopCheckup,
    TryAsking,
    UndoChange,
    WipeHistory,
)
from tray_router.wire.window import WindowReady

M = TypeVar("M")
FILE = """\
# mine
[hosts.mac]
url = "http://mac:11434"
[hosts.windows]
url = "http://windows:11434"
headers = { Authorization = { env = "NOBODY_KNOWS" } }
[routes.quick]
candidates = ["qwen3:4b@mac", "qwen3:4b@windows"]
"""
LIMIT_S = 30.0


@dataclass
class Window:
    """Remembers what it is sent."""

    sent: list[object] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def send(self, message: object) -> None:
        self.sent.append(message)
        self.news.set()

    def of(self, kind: type[M]) -> list[M]:
        return [message for message in self.sent if isinstance(message, kind)]

    async def wait(self, kind: type[M], count: int = 1) -> M:
        async with asyncio.timeout(LIMIT_S):
            while len(self.of(kind)) < count:
                self.news.clear()
                await self.news.wait()
        return self.of(kind)[count - 1]


class Desk:
    """The desk with a daemon's worth of fakes around it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.window = Window()
        self.is_simulated = False
        self.running = parse_settings(FILE)
        self.reports: tuple[HotkeyReport, ...] = ()
        self.hurried = self.wiped = 0
        self.asked: list[str] = []
        self.wipe_error: Exception | None = None
        self.now = 0.0
        parts = DeskParts(
            window=self.window,
            session=Session(SessionKind.NONE),
            settings=lambda: self.running,
            is_simulated=lambda: self.is_simulated,
            chord_reports=lambda: self.reports,
            hurry=self._count("hurried"),
            wipe_history=self._wipe,
            ask=self.asked.append,
            clock=lambda: self.now,
        )
        self.desk = SettingsDesk(path, parts)

    async def __aenter__(self) -> Desk:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.desk.aclose()

    def _count(self, name: str) -> Callable[[], None]:
        return lambda: setattr(self, name, getattr(self, name) + 1)

    async def _wipe(self) -> None:
        if self.wipe_error is not None:
            raise self.wipe_error
        self.wiped += 1

    async def opened(self) -> SettingsDocument:
        self.desk.window_said(OpenSettingsWindow())
        return await self.window.wait(SettingsDocument)

    async def change(self, *changes: SettingChange, revision: str | None = None) -> ChangeDone:
        number = len(self.window.of(ChangeDone)) + 1
        seen = self.window.of(SettingsDocument)[-1].revision if revision is None else revision
        self.desk.window_said(ChangeSettings(number, seen, changes))
        return await self.window.wait(ChangeDone, number)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Its tests are in its ``async with``."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "config.toml"
    path.write_text(FILE)
    return Desk(path)


def model(name: str) -> InstalledModel:
    return InstalledModel(name, f"digest of {name}", 3_000_000_000)


def fleet(*models: str) -> FleetSnapshot:
    return FleetSnapshot((HostStatus("mac", "http://mac:11434", HostState.UP, models=tuple(map(model, models))),))


async def test_nothing_is_told_while_the_window_is_closed(desk: Desk) -> None:
    async with desk:
        desk.desk.fleet_changed(fleet("qwen3:4b"))
        desk.desk.settings_changed()
        desk.desk.window_said(WindowReady(1))
        await asyncio.sleep(0)
        assert desk.window.sent == []


async def test_the_window_is_told_everything_but_the_sources_of_headers(desk: Desk) -> None:
    async with desk:
        document = await desk.opened()
        assert desk.window.of(ShowSettings) == [ShowSettings()]
        assert desk.window.of(SettingsFleet)
        assert [(machine.name, machine.has_headers) for machine in document.machines] == [
            ("mac", False),
            ("windows", True),
        ]
        assert document.routes[0].candidates == ("qwen3:4b@mac", "qwen3:4b@windows")
        assert "NOBODY_KNOWS" not in repr(document)
        theme = next(option for option in document.options if option.path == "popup.theme")
        assert (theme.value, theme.choices) == ("auto", ("auto", "light", "dark"))
        width = next(option for option in document.options if option.path == "popup.width")
        assert (width.value, width.lowest, width.highest) == (560, 280, 4000)


async def test_a_change_is_written_taken_up_and_can_be_taken_back(desk: Desk) -> None:
    async with desk:
        await desk.opened()
        done = await desk.change(SettingChange(("popup", "theme"), "dark"))
        assert done == ChangeDone(1) and desk.hurried == 1
        assert desk.path.read_text() == FILE + '\n[popup]\ntheme = "dark"\n'
        document = desk.window.of(SettingsDocument)[-1]
        assert document.can_undo
        desk.desk.window_said(UndoChange(2, document.revision))
        await desk.window.wait(ChangeDone, 2)
        assert desk.path.read_text() == FILE


async def test_what_is_wrong_is_told_with_its_place_and_not_written(desk: Desk) -> None:
    async with desk:
        await desk.opened()
        done = await desk.change(SettingChange(("hosts", "mac", "rented"), "someday"))
        assert [problem.path for problem in done.problems] == ["hosts.mac.rented"]
        assert (desk.path.read_text(), desk.hurried) == (FILE, 0)


async def test_an_edit_by_hand_is_not_overwritten(desk: Desk) -> None:
    async with desk:
        await desk.opened()
        desk.path.write_text(FILE + "# more\n")
        done = await desk.change(SettingChange(("popup", "theme"), "dark"))
        assert done.is_stale
        assert desk.path.read_text() == FILE + "# more\n"
        desk.desk.window_said(ReloadSettings())
        await desk.window.wait(SettingsDocument, 2)
        assert not (await desk.change(SettingChange(("popup", "theme"), "dark"))).is_stale


async def test_machines_are_renamed_and_removed(desk: Desk) -> None:
    async with desk:
        document = await desk.opened()
        desk.desk.window_said(RenameMachine(1, document.revision, "mac", "mini"))
        await desk.window.wait(ChangeDone)
        desk.desk.window_said(RemoveMachine(2, desk.window.of(SettingsDocument)[-1].revision, "windows"))
        await desk.window.wait(ChangeDone, 2)
        assert parse_settings(desk.path.read_text()).routes["quick"].candidates == ("qwen3:4b@mini",)
        assert desk.path.read_text().startswith("# mine\n")


async def test_a_broken_file_is_told_and_what_is_in_force_is_shown(desk: Desk) -> None:
    async with desk:
        desk.path.write_text(FILE + "[popup]\nwidth = 3\n")
        document = await desk.opened()
        assert "popup.width" in document.problem
        assert [machine.name for machine in document.machines] == ["mac", "windows"]


async def test_without_a_file_the_machines_that_were_found_are_shown_and_one_is_made(desk: Desk) -> None:
    async with desk:
        desk.path.unlink()
        desk.running = parse_settings('[hosts.local]\nurl = "127.0.0.1"')
        desk.desk.fleet_changed(fleet("qwen3:4b"))
        document = await desk.opened()
        assert (document.exists, document.machines[0].name, document.machines[0].is_in_file) == (False, "local", False)
        assert document.routes and not document.routes[0].is_in_file
        assert (await desk.change(SettingChange(("tray", "animate"), False))) == ChangeDone(1)
        assert parse_settings(desk.path.read_text()) == replace_animate(Settings())


def replace_animate(settings: Settings) -> Settings:
    import msgspec

    return msgspec.structs.replace(settings, tray=msgspec.structs.replace(settings.tray, animate=False))


async def test_simulated_machines_are_not_those_of_the_settings(desk: Desk) -> None:
    async with desk:
        desk.path.unlink()
        desk.is_simulated = True
        assert (await desk.opened()).machines == ()


async def test_routes_that_are_only_proposed_follow_the_models(desk: Desk) -> None:
    async with desk:
        desk.path.write_text(FILE.split("[routes.quick]", maxsplit=1)[0])
        assert (await desk.opened()).routes == ()
        desk.desk.fleet_changed(fleet("qwen3:4b"))
        later = await desk.window.wait(SettingsDocument, 2)
        assert later.routes[0].candidates == ("qwen3:4b@mac",)


async def test_a_window_process_that_died_is_shown_it_once_more(desk: Desk, expect_log: Callable[[str], None]) -> None:
    expect_log("ended twice with the settings open")
    async with desk:
        desk.desk.window_said(WindowReady(1))
        await desk.opened()
        desk.desk.window_said(WindowReady(2))
        assert len(desk.window.of(ShowSettings)) == 2
        desk.now = 1.0
        desk.desk.window_said(WindowReady(3))
        assert len(desk.window.of(ShowSettings)) == 2 and not desk.desk.is_open


async def test_a_first_run_that_was_opened_before_the_window_was_there_has_seen_nobody_die(desk: Desk) -> None:
    async with desk:
        desk.desk.open(is_first_run=True)
        desk.desk.window_said(WindowReady(1))
        desk.desk.window_said(WindowReady(2))  # the first one that dies
        assert desk.desk.is_open
        assert desk.window.of(ShowSettings) == [ShowSettings(is_first_run=True)] * 3


async def test_chords_that_do_not_work_are_told(desk: Desk) -> None:
    async with desk:
        desk.reports = (HotkeyReport("ask", "Ctrl+Alt+Space", "It is taken.", "Choose another."),)
        document = await desk.opened()
        assert {chord.key: chord.problem for chord in document.chords}["ask"] == "It is taken. Choose another."


async def test_where_no_chord_works_every_one_that_is_set_says_so(desk: Desk) -> None:
    async with desk:
        desk.reports = (HotkeyReport("all", "", "Wayland lets no program do this.", "Bind it yourself."),)
        problems = {chord.key: chord.problem for chord in (await desk.opened()).chords}
        assert problems["ask"] == "Wayland lets no program do this. Bind it yourself."
        assert problems["window"] == ""  # it is off


async def test_chords_are_checked_against_our_own_and_against_typing(desk: Desk) -> None:
    async with desk:
        desk.desk.window_said(CheckChord(1, "region", "<ctrl>+<alt>+<space>"))
        ours = await desk.window.wait(ChordChecked)
        assert ours.problem == "Ctrl+Alt+Space is the chord of ask already."
        desk.desk.window_said(CheckChord(2, "region", "<shift>+a"))
        typing = await desk.window.wait(ChordChecked, 2)
        assert "would swallow normal typing" in typing.problem
        desk.desk.window_said(CheckChord(3, "region", "<ctrl>+<alt>+r"))  # its own
        assert (await desk.window.wait(ChordChecked, 3)).problem == ""


async def test_login_history_and_asking(desk: Desk) -> None:
    async with desk:
        assert (await desk.opened()).starts_at_login is False
        desk.desk.window_said(SetStartAtLogin(is_on=True))
        assert (await desk.window.wait(SettingsDocument, 2)).starts_at_login is True
        desk.desk.window_said(WipeHistory())
        assert (await desk.window.wait(SettingsNote)) == SettingsNote("The history is empty now.")
        desk.wipe_error = LedgerError("It is locked.", "Wait.")
        desk.desk.window_said(WipeHistory())
        assert (await desk.window.wait(SettingsNote, 2)) == SettingsNote("It is locked. Wait.", is_problem=True)
        desk.desk.window_said(TryAsking())
        await until(lambda: desk.asked)
        assert (desk.wiped, desk.asked) == (1, [""])


async def test_an_action_is_tried_as_it_was_just_written(desk: Desk) -> None:
    async with desk:
        await desk.opened()
        new = SettingChange(("actions", 0, "name"), "Tidy"), SettingChange(("actions", 0, "prompt"), "x")
        done = await desk.change(*new)
        assert done.problems == ()
        desk.desk.window_said(TryAsking("Tidy"))
        await turns()
        assert desk.asked == [], "the action is not in force yet"
        desk.running = load_document(desk.path).settings
        desk.desk.settings_changed()
        await until(lambda: desk.asked == ["Tidy"])


async def test_a_machine_is_tested_step_by_step(desk: Desk) -> None:
    async with desk:
        with FleetThread(quick_machines()) as machines:
            desk.desk.window_said(CheckMachine(7, machines.urls["mac"]))
            ended = await desk.window.wait(CheckupEnded)
        assert ended.works and "qwen3:4b" in {each.name for each in ended.models}
        assert [step.step for step in desk.window.of(CheckupStep)] == [
            "name", "TCP", "HTTP", "Ollama", "models", "a token"
        ]  # fmt: skip


async def test_an_address_that_is_none_and_a_machine_that_is_not_there(desk: Desk) -> None:
    async with desk:
        desk.desk.window_said(CheckMachine(1, "http://me:secret@gpu"))
        assert not (await desk.window.wait(CheckupEnded)).works
        assert "secret" not in repr(desk.window.sent)
        desk.desk.window_said(CheckMachine(2, "127.0.0.1:9"))
        assert not (await desk.window.wait(CheckupEnded, 2)).works
        assert desk.window.of(CheckupStep)[-1].hint


async def test_a_test_that_is_stopped_says_nothing_more(desk: Desk) -> None:
    async with desk:
        await desk.opened()
        desk.desk.window_said(CheckMachine(3, "127.0.0.1:9"))
        desk.desk.window_said(StopCheckup(3))
        desk.desk.window_said(SettingsClosed())
        await desk.desk.aclose()
        assert not desk.window.of(CheckupEnded)


# --- the first run --------------------------------------------------------------------------------------


def test_the_first_run_is_due_once(tmp_path: Path) -> None:
    assert not first_run.is_due(tmp_path, has_settings=True, is_simulated=False)
    assert not first_run.is_due(tmp_path, has_settings=False, is_simulated=True)
    assert first_run.is_due(tmp_path, has_settings=False, is_simulated=False)
    assert not first_run.is_due(tmp_path, has_settings=False, is_simulated=False)


def test_a_first_run_that_cannot_be_kept_is_not_shown(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("The first run is not shown")
    assert not first_run.is_due(tmp_path / "nowhere", has_settings=False, is_simulated=False)
