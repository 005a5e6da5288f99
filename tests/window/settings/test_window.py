"""The settings window: what it shows, which changes its controls send, and what it keeps of what was typed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.window.settings.conftest import Desk
from tests.window.settings.scenes import (
    ACTIONS,
    FILE,
    GENERAL,
    HOTKEYS,
    MACHINES,
    ROUTES,
    SCENES,
    broken,
    document,
    fleet,
    found_here,
    newcomer,
    other_tongues,
    proposed,
    simulated,
    usual,
)
from tray_router.window.settings.fields import TextField
from tray_router.wire.dashboard import PauseHost
from tray_router.wire.popup import OpenSettings
from tray_router.wire.settings import (
    ChangeDone,
    ChangeSettings,
    CheckChord,
    CheckMachine,
    CheckupEnded,
    CheckupStep,
    ChordChecked,
    FieldProblem,
    ReloadSettings,
    RemoveMachine,
    RenameMachine,
    SetStartAtLogin,
    SettingChange,
    SettingsClosed,
    StopCheckup,
    UndoChange,
    WipeHistory,
)


def write(widget: QWidget, text: str, key: Qt.Key = Qt.Key.Key_Tab) -> None:
    """Replaces what stands in a field and leaves it."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, key)


def changes(desk: Desk) -> tuple[SettingChange, ...]:
    """What was sent last."""
    return desk.of(ChangeSettings)[-1].changes


# --- pages ----------------------------------------------------------------------------------------------


def test_a_field_is_written_when_it_is_left_and_not_before(desk: Desk) -> None:
    form = desk.show(usual, MACHINES).machines.form
    form.rented.edit.setFocus()
    QTest.keyClicks(form.rented.edit, "22:00-06:00")
    assert not desk.of(ChangeSettings)
    QTest.keyClick(form.rented.edit, Qt.Key.Key_Return)
    assert desk.of(ChangeSettings) == [
        ChangeSettings(1, "r1", (SettingChange(("hosts", "mac", "rented"), "22:00-06:00"),))
    ]
    QTest.keyClick(form.rented.edit, Qt.Key.Key_Return)
    assert len(desk.of(ChangeSettings)) == 1


def test_what_is_refused_stays_in_its_field_with_the_reason(desk: Desk) -> None:
    window = desk.show(usual, MACHINES)
    form = window.machines.form
    write(form.rented.edit, "someday")
    desk.tell(ChangeDone(1, (FieldProblem("hosts.mac.rented", "'someday' is no day"),)))
    assert form.rented.problem.text() == "'someday' is no day"
    assert "no day" in form.rented.edit.accessibleDescription()
    desk.tell(fleet(), document())
    assert form.rented.edit.text() == "someday" and form.rented.problem.isVisible()
    window.show_page(GENERAL)
    window.show_page(MACHINES)
    assert form.rented.edit.text() == "someday"
    write(form.rented.edit, "")
    desk.tell(document(revision="r2"), ChangeDone(2))
    assert not form.rented.problem.isVisible()


def test_changes_go_one_after_the_other_each_on_the_revision_of_the_one_before(desk: Desk) -> None:
    window = desk.show(usual, GENERAL)
    QTest.mouseClick(window.general.options["tray.animate"].control, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.general.options["tray.notifications"].control, Qt.MouseButton.LeftButton)
    assert [sent.revision for sent in desk.of(ChangeSettings)] == ["r1"]
    desk.tell(document(revision="r2"), ChangeDone(1))
    assert [sent.revision for sent in desk.of(ChangeSettings)] == ["r1", "r2"]


def test_a_file_that_was_changed_elsewhere_is_said_and_reloaded_on_demand(desk: Desk) -> None:
    window = desk.show(usual, GENERAL)
    width = window.general.options["popup.width"]
    assert isinstance(width, TextField)
    write(width.control, "700")
    desk.tell(ChangeDone(1, (FieldProblem("", "changed elsewhere"),), is_stale=True))
    assert window.notice.is_problem and "changed elsewhere" in window.notice.label.text()
    desk.tell(document(FILE + "[popup]\nwidth = 610\n", "r9"))
    assert width.text == "700"  # what was typed is not lost
    window.notice.button.click()
    assert desk.of(ReloadSettings)
    desk.tell(document(FILE + "[popup]\nwidth = 610\n", "r9"))
    assert width.text == "610"


def test_a_broken_file_is_said_with_a_way_to_it(desk: Desk) -> None:
    window = desk.show(broken, GENERAL)
    assert "prioritty" in window.notice.label.text()
    window.notice.button.click()
    assert desk.of(OpenSettings)
    desk.tell(document())
    assert not window.notice.isVisible()


def test_what_was_written_can_be_taken_back(desk: Desk) -> None:
    window = desk.show(usual, MACHINES)
    window.machines.form.remove.click()
    assert desk.of(RemoveMachine) == [RemoveMachine(1, "r1", "mac")]
    desk.tell(replace(document(revision="r2"), can_undo=True), ChangeDone(1))
    assert window.notice.label.text() == "mac is removed."
    window.notice.button.click()
    assert desk.of(UndoChange) == [UndoChange(2, "r2")]


def test_esc_takes_back_what_is_typed_and_then_closes(desk: Desk) -> None:
    form = desk.show(usual, MACHINES).machines.form
    form.rented.edit.setFocus()
    QTest.keyClicks(form.rented.edit, "22:00")
    QTest.keyClick(form.rented.edit, Qt.Key.Key_Escape)
    assert form.rented.text == "" and not desk.of(ChangeSettings)
    QTest.keyClick(form.rented.edit, Qt.Key.Key_Escape)
    assert desk.door.window is None


def test_what_is_typed_last_is_written_before_it_closes_and_stays_when_refused(desk: Desk) -> None:
    window = desk.show(usual, MACHINES)
    form = window.machines.form
    form.rented.edit.setFocus()
    QTest.keyClicks(form.rented.edit, "someday")
    window.close()
    assert window.isVisible() and not desk.of(SettingsClosed)
    desk.tell(ChangeDone(1, (FieldProblem("hosts.mac.rented", "'someday' is no day"),)))
    assert window.isVisible() and form.rented.problem.isVisible()
    write(form.rented.edit, "22:00-06:00", Qt.Key.Key_Return)
    desk.tell(document(revision="r2"), ChangeDone(2))
    assert window.isVisible()  # the wish to close it was another one
    window.close()
    assert desk.of(SettingsClosed)


# --- machines -------------------------------------------------------------------------------------------


def test_a_machine_is_paused_renamed_and_tested(desk: Desk) -> None:
    window = desk.show(usual, MACHINES)
    form = window.machines.form
    form.pause.click()
    assert desk.of(PauseHost) == [PauseHost("mac", is_paused=True)]
    write(form.name.edit, "mini")
    assert desk.of(RenameMachine) == [RenameMachine(1, "r1", "mac", "mini")]
    form.test.click()
    [asked] = desk.of(CheckMachine)
    assert (asked.url, asked.name) == ("http://192.168.1.12:11434", "mac")
    desk.tell(
        CheckupStep(asked.number, "name", True, 0.002, "known"),
        CheckupStep(asked.number, "TCP", False, 3.0, "nobody answers", "Is it on?"),
        CheckupStep(asked.number + 1, "TCP", True, 3.0, "of another test"),
        CheckupEnded(asked.number, False),
    )
    assert [(step.step, step.works) for step in form.checkup.steps] == [("name", True), ("TCP", False)]
    said = [child.accessibleName() for child in form.checkup.findChildren(QWidget)]
    assert "TCP does not work: nobody answers Is it on?" in said


def test_a_new_machine_gets_a_name_from_its_address_and_keeps_those_that_were_found(desk: Desk) -> None:
    first = found_here()[1:]
    window = desk.show(lambda: [*usual()[:1], *first], MACHINES)
    window.machines.add_button.click()
    new = window.machines.new
    QTest.keyClicks(new.address.edit, "http://gpu-pc.lan:11434")
    assert new.name.edit.text() == "gpu-pc"
    new.add.click()
    assert changes(desk) == (
        SettingChange(("hosts", "local", "url"), "http://127.0.0.1:11434"),
        SettingChange(("hosts", "gpu-pc", "url"), "http://gpu-pc.lan:11434"),
    )
    desk.tell(ChangeDone(1, (FieldProblem("hosts.gpu-pc.url", "is no address"),)))
    assert new.address.problem.text() == "is no address"
    new.test.click()
    models = fleet().hosts[0].models
    desk.tell(CheckupEnded(desk.of(CheckMachine)[0].number, True, models))
    assert [row.model.name for row in new.models.rows_model.rows] == sorted(model.name for model in models)
    assert new.models.isVisible()


def test_a_test_ends_with_the_window(desk: Desk) -> None:
    window = desk.show(usual, MACHINES)
    window.machines.form.test.click()
    window.close()
    assert [stop.number for stop in desk.of(StopCheckup)] == [desk.of(CheckMachine)[0].number]
    assert desk.of(SettingsClosed)


def test_a_newcomer_is_told_what_to_do(desk: Desk) -> None:
    window = desk.show(newcomer, MACHINES)
    assert window.machines.stack.currentWidget() is window.machines.empty


def test_a_field_without_words_below_it_leaves_no_hole(desk: Desk) -> None:
    form = desk.show(usual, MACHINES).machines.form
    assert not form.address.about.isVisible()
    assert not form.address.problem.isVisible()
    assert form.address.height() < form.name.height() - form.name.about.fontMetrics().height() // 2


# --- routes ---------------------------------------------------------------------------------------------


def test_the_order_is_changed_by_keys_and_by_the_menu(desk: Desk) -> None:
    window = desk.show(usual, ROUTES)
    found = window.routes.cards["vision"].list
    found.setFocus()
    found.setCurrentRow(1)
    QTest.keyClick(found, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert changes(desk) == (
        SettingChange(
            ("routes", "vision", "candidates"), ("minicpm-v:8b@windows", "granite3.2-vision:2b@mac", "qwen3:4b@mac")
        ),
    )
    desk.tell(document(revision="r2"), ChangeDone(1))
    found.setCurrentRow(2)
    QTest.keyClick(found, Qt.Key.Key_Delete)
    assert changes(desk)[-1].value == ("granite3.2-vision:2b@mac", "minicpm-v:8b@windows")


def test_what_is_dropped_moves_when_it_is_there_already(desk: Desk) -> None:
    found = desk.show(usual, ROUTES).routes.cards["vision"].list
    first, second, third = found.candidates
    found.add(third, 0)
    assert list(found.candidates) == [third, first, second]
    found.add(third, 3)
    assert list(found.candidates) == [first, second, third]
    found.add(first, 2)
    assert list(found.candidates) == [second, first, third]
    found.add("deepseek-r1:8b@mac", 1)
    assert list(found.candidates) == [second, "deepseek-r1:8b@mac", first, third]


def test_what_cannot_work_is_said_in_the_row(desk: Desk) -> None:
    found = desk.show(usual, ROUTES).routes.cards
    vision = found["vision"].list.item(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert vision == "3. qwen3:4b on mac, cannot do vision"
    assert found["code"].list.item(2).data(Qt.ItemDataRole.AccessibleTextRole).endswith("is not there")


def test_changing_one_proposed_route_writes_all_of_them_down(desk: Desk) -> None:
    window = desk.show(proposed, ROUTES)
    window.routes.cards["quick"].list.add("deepseek-r1:8b@mac", 0)
    written = {change.path[1]: change.value for change in changes(desk)}
    assert set(written) == {"quick", "vision", "code", "reasoning"}
    assert written["quick"][0] == "deepseek-r1:8b@mac"  # type: ignore[index]


def test_routes_of_simulated_machines_are_only_shown(desk: Desk) -> None:
    window = desk.show(simulated, ROUTES)
    window.routes.cards["quick"].list.add("deepseek-r1:8b@mac", 0)
    assert not desk.of(ChangeSettings)
    assert "simulated" in window.routes.note.text()


def test_a_route_of_ones_own(desk: Desk) -> None:
    window = desk.show(usual, ROUTES)
    window.routes.new.open.click()
    window.routes.new.name.edit.setText("mail")
    window.routes.new.keywords.edit.setText("invoice, Rechnung ,")
    window.routes.new.add.click()
    assert changes(desk) == (
        SettingChange(("routes", "mail", "candidates"), ()),
        SettingChange(("routes", "mail", "keywords"), ("invoice", "Rechnung")),
    )


# --- hotkeys --------------------------------------------------------------------------------------------


def pressed(key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str = "", scan_code: int = 0) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan_code, 0, 0, text)


CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.mark.parametrize(
    ("event", "chord"),
    [
        (pressed(Qt.Key.Key_K, CTRL | ALT), "<ctrl>+<alt>+k"),
        (pressed(Qt.Key.Key_Space, CTRL | SHIFT), "<ctrl>+<shift>+<space>"),
        (pressed(Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier), "<f9>"),
        (pressed(Qt.Key.Key_J, Qt.KeyboardModifier.MetaModifier), "<cmd>+j"),
        (pressed(Qt.Key.Key_Exclam, CTRL | SHIFT, "!", 10), "<ctrl>+<shift>+1"),
        (pressed(Qt.Key.Key_Udiaeresis, CTRL | ALT, "ü"), "<ctrl>+<alt>+ü"),
        (pressed(Qt.Key.Key_Control, CTRL), ""),
    ],
)
def test_key_presses_as_chords(event: QKeyEvent, chord: str) -> None:
    from tray_router.window.settings.chords import chord_of

    assert chord_of(event) == chord


def test_a_chord_is_recorded_checked_and_written(desk: Desk) -> None:
    window = desk.show(usual, HOTKEYS)
    field = window.hotkeys.chords["window"]
    QTest.mouseClick(field.button, Qt.MouseButton.LeftButton)
    QTest.keyPress(field.button, Qt.Key.Key_Control, CTRL)
    assert field.button.text() == "Ctrl+…"
    QTest.keyPress(field.button, Qt.Key.Key_K, CTRL | ALT)
    [asked] = desk.of(CheckChord)
    assert (asked.key, asked.chord) == ("window", "<ctrl>+<alt>+k")
    desk.tell(ChordChecked(asked.number, "<ctrl>+<alt>+k", "Ctrl+Alt+K", "It is taken.", "Choose another."))
    assert field.problem.text() == "It is taken. Choose another." and not desk.of(ChangeSettings)
    field.button.begin()
    QTest.keyPress(field.button, Qt.Key.Key_J, CTRL | ALT)
    desk.tell(ChordChecked(desk.of(CheckChord)[-1].number, "<ctrl>+<alt>+j", "Ctrl+Alt+J"))
    assert changes(desk) == (SettingChange(("hotkeys", "window"), "<ctrl>+<alt>+j"),)


def test_esc_ends_recording_and_keeps_the_chord_and_the_window(desk: Desk) -> None:
    window = desk.show(usual, HOTKEYS)
    button = window.hotkeys.chords["ask"].button
    button.click()
    assert button.is_recording and QWidget.keyboardGrabber() is button
    QTest.keyPress(button, Qt.Key.Key_Escape)
    assert (button.is_recording, button.text(), window.isVisible()) == (False, "Ctrl+Alt+Space", True)
    assert QWidget.keyboardGrabber() is None


def test_a_hotkey_of_a_built_in_action_makes_its_table(desk: Desk) -> None:
    window = desk.show(usual, HOTKEYS)
    window.hotkeys.chords["action:explain"].changed.emit("<ctrl>+<alt>+e")
    assert changes(desk) == (
        SettingChange(("actions", 3, "name"), "explain"),
        SettingChange(("actions", 3, "hotkey"), "<ctrl>+<alt>+e"),
    )


# --- actions and the rest -------------------------------------------------------------------------------


def test_actions_are_added_duplicated_switched_off_and_removed(desk: Desk) -> None:
    page = desk.show(usual, ACTIONS).prompts
    page.add_button.click()
    assert changes(desk)[0] == SettingChange(("actions", 3, "name"), "New action")
    desk.tell(document(revision="r2"), ChangeDone(1))
    page.list.choose("Politer")
    page.form.duplicate.click()
    assert {change.path[2]: change.value for change in changes(desk)} == {
        "name": "Politer copy",
        "prompt": "Make this politer and give back nothing else: {text}",
        "output": "replace",
    }
    desk.tell(document(revision="r3"), ChangeDone(2))
    page.form.enabled.switch.click()
    assert changes(desk) == (SettingChange(("actions", 1, "enabled"), False),)
    desk.tell(document(revision="r4"), ChangeDone(3))
    page.form.remove.click()
    assert changes(desk) == (SettingChange(("actions", 1), None),)


def test_a_built_in_action_goes_back_to_what_it_was(desk: Desk) -> None:
    page = desk.show(usual, ACTIONS).prompts
    page.list.choose("translate")
    assert page.form.back.isVisible() and not page.form.remove.isVisible() and not page.form.name.isVisible()
    page.form.back.click()
    assert changes(desk) == (SettingChange(("actions", 0), None),)


def test_numbers_that_are_none_are_sent_as_they_are_so_that_the_settings_can_object(desk: Desk) -> None:
    general = desk.show(usual, GENERAL).general
    assert general.options["popup.width"].control.toolTip() == "280 to 4,000; 560 unless set"
    write(general.options["popup.width"].control, "wide")
    assert changes(desk) == (SettingChange(("popup", "width"), "wide"),)


def test_login_and_history(desk: Desk) -> None:
    general = desk.show(usual, GENERAL).general
    general.start_at_login.switch.click()
    assert desk.of(SetStartAtLogin) == [SetStartAtLogin(is_on=True)]
    general.wipe.click()
    assert not desk.of(WipeHistory)  # asks once more
    general.wipe.click()
    assert desk.of(WipeHistory)


def test_the_window_keeps_its_place_and_page_in_another_look(desk: Desk) -> None:
    desk.show(usual, ACTIONS)
    place = desk.door.window.geometry()  # type: ignore[union-attr]
    desk.turn_dark()
    window = desk.door.window
    assert window is not None and window.geometry() == place and int(window.page) == ACTIONS
    assert not desk.of(SettingsClosed)


# --- everybody ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scene", SCENES)
def test_everything_that_takes_the_keyboard_has_a_name(desk: Desk, scene: str) -> None:
    make, page = SCENES[scene]
    window = desk.show(make, page)
    nameless = [
        f"{type(child).__name__} {child.objectName()}"
        for child in window.findChildren(QWidget)
        if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus and not child.accessibleName()
    ]
    assert nameless == []


def test_tab_reaches_the_whole_page_and_comes_back(desk: Desk) -> None:
    window = desk.show(usual, MACHINES)
    seen: list[QWidget] = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is None or focused in seen:
            break
        seen.append(focused)
    wanted = [window.machines.list, window.machines.form.test, window.machines.form.name.edit]
    assert all(widget in seen for widget in wanted)


def test_long_names_and_other_scripts_fit(desk: Desk) -> None:
    window = desk.show(other_tongues, MACHINES)
    for page in range(5):
        window.show_page(page)
        desk.app.processEvents()
        for button in window.findChildren(QAbstractButton):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width(), button.accessibleName()
                right = button.mapTo(window, QPoint(button.width(), 0)).x()
                assert right <= window.width(), button.accessibleName()


def test_nothing_of_it_is_imported_before_it_is_opened() -> None:
    program = (
        "import sys, tray_router.window.app;"
        "print([name for name in sys.modules if name.startswith('tray_router.window.settings.')"
        " or name == 'tray_router.wire.settings'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "['tray_router.window.settings.door']"
