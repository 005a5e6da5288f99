"""The first run: four steps forward and back, each of which can be skipped."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.window.settings.conftest import Desk
from tests.window.settings.scenes import FIRST_RUN_SCENES, first_run, found_here, simulated, taken
from tray_router.wire.settings import (
    ChangeDone,
    ChangeSettings,
    CheckMachine,
    CheckupEnded,
    CheckupStep,
    OpenSettingsWindow,
    SettingChange,
    SettingsClosed,
    SettingsDocument,
    TryAsking,
)


def test_it_has_four_steps_and_ends_behind_the_last(desk: Desk) -> None:
    window = desk.show_first_run(found_here)
    seen = []
    for _ in range(4):
        seen.append((window.counter.text(), window.next.text(), window.skip.isVisible(), window.back.isVisible()))
        window.next.click()
    assert seen == [
        ("1 of 4", "Next", True, False),
        ("2 of 4", "Next", True, True),
        ("3 of 4", "Next", True, True),
        ("4 of 4", "Finish", False, True),
    ]
    assert desk.door.window is None and desk.of(SettingsClosed)


def test_it_can_be_skipped_and_left_at_every_step(desk: Desk) -> None:
    for page in range(3):
        desk.show_first_run(found_here, page).skip.click()
        assert desk.door.window is None
    assert len(desk.of(SettingsClosed)) == 3
    assert not desk.of(ChangeSettings)


def test_a_machine_that_works_is_added_beside_the_one_that_was_found(desk: Desk) -> None:
    step = desk.show_first_run(found_here).machines
    QTest.keyClicks(step.address, "gpu-pc")
    QTest.keyClick(step.address, Qt.Key.Key_Return)
    [asked] = desk.of(CheckMachine)
    desk.tell(CheckupStep(asked.number, "name", True, 0.01, "known"), CheckupEnded(asked.number, True))
    assert desk.of(ChangeSettings)[0].changes == (
        SettingChange(("hosts", "local", "url"), "http://127.0.0.1:11434"),
        SettingChange(("hosts", "gpu-pc", "url"), "gpu-pc"),
    )
    desk.tell(ChangeDone(1))
    assert step.address.text() == ""


def test_a_machine_that_sleeps_can_be_added_anyway(desk: Desk) -> None:
    step = desk.show_first_run(found_here).machines
    QTest.keyClicks(step.address, "gpu-pc")
    step.add.click()
    [asked] = desk.of(CheckMachine)
    desk.tell(CheckupStep(asked.number, "TCP", False, 3.0, "nobody"), CheckupEnded(asked.number, False))
    assert not desk.of(ChangeSettings) and step.anyway.isVisible()
    step.anyway.click()
    assert desk.of(ChangeSettings)[0].changes[-1] == SettingChange(("hosts", "gpu-pc", "url"), "gpu-pc")


def test_another_model_goes_first_and_the_others_stay_behind_it(desk: Desk) -> None:
    window = desk.show_first_run(found_here, 1)
    picker = window.routes.pickers["quick"]
    before = window.routes.state.route("quick")
    assert before is not None and picker.current_word == "qwen3:4b on local"
    wanted = next(n for n, word in enumerate(picker._words) if word.startswith("deepseek"))
    picker.picked.emit(wanted)
    sent = {change.path[1]: change.value for change in desk.of(ChangeSettings)[0].changes if change.path[0] == "routes"}
    assert sent["quick"] == ("deepseek-r1:8b@local", *(c for c in before.candidates if not c.startswith("deepseek")))
    assert set(sent) == {"quick", "vision", "code", "reasoning"}


def test_simulated_machines_are_said_to_be_and_their_routes_stay(desk: Desk) -> None:
    window = desk.show_first_run(lambda: first_run(simulated))
    assert "simulated machines" in window.machines.text.text()
    window.show_page(1)
    assert not window.routes.pickers["quick"].isEnabled()


def test_a_taken_key_is_said_and_asking_works_without_it(desk: Desk) -> None:
    window = desk.show_first_run(lambda: first_run(taken), 2)
    assert "taken by another program" in window.key.chord.problem.text()
    window.show_page(3)
    assert "Ask now" in window.trial.text.text()
    window.trial.ask.click()
    assert desk.of(TryAsking)


def test_the_sample_is_selected_for_other_programs_and_the_answer_is_seen(desk: Desk) -> None:
    window = desk.show_first_run(found_here, 3)
    clipboard = QApplication.clipboard()
    assert "KeyError: 'march'" in clipboard.text(clipboard.Mode.Selection)
    assert not window.trial.worked.isVisible()
    desk.door.answered()
    assert window.trial.worked.isVisible()
    window.trial.settings.click()
    assert desk.of(OpenSettingsWindow)


def test_the_settings_take_its_place(desk: Desk) -> None:
    window = desk.show_first_run(found_here)
    messages = found_here()
    desk.tell(replace(messages[0], is_first_run=False), *messages[1:])  # type: ignore[type-var]
    assert desk.door.window is not None and desk.door.window is not window
    assert not desk.of(SettingsClosed)  # the daemon goes on feeding it


def test_everything_that_takes_the_keyboard_has_a_name(desk: Desk) -> None:
    for make, page in FIRST_RUN_SCENES.values():
        window = desk.show_first_run(make, page)
        nameless = [
            f"{type(child).__name__} {child.objectName()}"
            for child in window.findChildren(QWidget)
            if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus and not child.accessibleName()
        ]
        assert nameless == []
        window.close()


def test_a_document_that_comes_late_is_shown(desk: Desk) -> None:
    messages = found_here()
    window = desk.show_first_run(lambda: messages[:1])
    assert not window.machines._rows
    desk.tell(*messages[1:])
    assert list(window.machines._rows) == ["local"]
    assert isinstance(messages[-1], SettingsDocument)
