"""The row of actions in the popup: mouse, number keys, arrow keys, and what is left of it when there is no room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QEnterEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.window.scenes import SESSION, answered, begin, routed, show
from tests.window.test_popup import opened, take
from tests.window.widgets import link_of
from tray_router.events import Completed, Token
from tray_router.model import CaptureOrigin
from tray_router.window.actions_bar import Chip
from tray_router.window.app import WindowApp
from tray_router.wire.actions import ActionChip, ChooseAction
from tray_router.wire.window import BeginAnswer, Preload, SetAppearance, Submit

Key, Modifier = Qt.Key, Qt.KeyboardModifier
NAMES = ("answer", "explain", "summarise", "fix", "rephrase", "translate", "reply")
CHIPS = tuple(ActionChip(name, name.capitalize()) for name in NAMES)
OWN = tuple(ActionChip(f"Own number {number}", f"Own number {number}") for number in range(8, 14))


@pytest.fixture
def acting(window: WindowApp) -> WindowApp:
    window.take(SetAppearance(actions=CHIPS))
    return window


def chips(window: WindowApp) -> list[Chip]:
    found = [chip for chip in window.popup.actions_bar.findChildren(Chip) if chip.isVisible()]
    return sorted(found, key=lambda each: each.x())


def chip(window: WindowApp, text: str) -> Chip:
    return next(each for each in chips(window) if each.text() == text)


def chosen(window: WindowApp) -> list[ChooseAction]:
    return link_of(window).of(ChooseAction)


def begun(action: str, request: str = "r1") -> BeginAnswer:
    return BeginAnswer(SESSION, request, action.capitalize(), action)


def test_all_of_them_are_shown_and_the_present_one_is_marked(acting: WindowApp, qtbot: QtBot) -> None:
    opened(acting, qtbot, show(), begun("explain"), routed("r1"))
    assert [each.text() for each in chips(acting)] == [action.label for action in CHIPS]
    assert [each.text() for each in chips(acting) if each.isChecked()] == ["Explain"]
    take(acting, begun("fix", "r2"))
    assert [each.text() for each in chips(acting) if each.isChecked()] == ["Fix"]
    take(acting, *answered("typed", request="r2"), BeginAnswer(SESSION, "r3", "shorter"))
    assert not any(each.isChecked() for each in chips(acting))


def test_there_are_none_where_nothing_was_captured(acting: WindowApp, qtbot: QtBot) -> None:
    opened(acting, qtbot, show("", origin=CaptureOrigin.NOTHING, will_send=False))
    assert chips(acting) == []
    qtbot.keyClick(acting.popup.input, Key.Key_2)
    assert (acting.popup.input.toPlainText(), chosen(acting)) == ("2", [])


def test_a_click_chooses_and_marks_nothing_by_itself(acting: WindowApp, qtbot: QtBot) -> None:
    opened(acting, qtbot, show(), begun("explain"), routed("r1"), Token("r1", "half"))
    qtbot.mouseClick(chip(acting, "Translate"), Qt.MouseButton.LeftButton)
    assert chosen(acting) == [ChooseAction(SESSION, "translate")]
    assert chip(acting, "Explain").isChecked()


def test_the_one_that_is_being_answered_is_not_asked_again_and_a_finished_one_is(
    acting: WindowApp, qtbot: QtBot
) -> None:
    opened(acting, qtbot, show(), begun("explain"), routed("r1"), Token("r1", "half"))
    chip(acting, "Explain").click()
    assert chosen(acting) == []
    take(acting, Completed("r1"))
    chip(acting, "Explain").click()
    assert chosen(acting) == [ChooseAction(SESSION, "explain")]


@pytest.mark.parametrize("target", ["input", "popup"])
def test_a_number_key_chooses_while_nothing_is_typed(acting: WindowApp, qtbot: QtBot, target: str) -> None:
    opened(acting, qtbot, show(), begun("explain"))
    widget = acting.popup.input if target == "input" else acting.popup
    qtbot.keyClick(widget, Key.Key_4)
    qtbot.keyClick(widget, Key.Key_9)
    assert chosen(acting) == [ChooseAction(SESSION, "fix")]
    assert acting.popup.input.toPlainText() == "9", "a number without an action is typed"


def test_numbers_in_a_question_are_typed(acting: WindowApp, qtbot: QtBot) -> None:
    opened(acting, qtbot, show(), begun("explain"))
    qtbot.keyClicks(acting.popup.input, "why 2")
    assert (acting.popup.input.toPlainText(), chosen(acting)) == ("why 2", [])


def test_in_a_conversation_numbers_are_typed_and_alt_still_chooses(acting: WindowApp, qtbot: QtBot) -> None:
    opened(acting, qtbot, show(), begun("explain"), routed("r1"), Completed("r1"), BeginAnswer(SESSION, "r2", "and?"))
    qtbot.keyClick(acting.popup.input, Key.Key_4)
    assert (acting.popup.input.toPlainText(), chosen(acting)) == ("4", [])
    qtbot.keyClick(acting.popup.input, Key.Key_6, Modifier.AltModifier)
    assert chosen(acting) == [ChooseAction(SESSION, "translate")]
    assert link_of(acting).of(Submit) == []


def test_the_row_is_one_stop_of_tab_and_arrows_go_along_it(acting: WindowApp, qtbot: QtBot) -> None:
    opened(acting, qtbot, show(), begun("explain"))
    stops = [each.text() for each in chips(acting) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["Explain"]
    first = chip(acting, "Explain")
    first.setFocus()
    qtbot.keyClick(first, Key.Key_Left)
    qtbot.keyClick(chip(acting, "Answer"), Key.Key_Left)
    assert QApplication.focusWidget() is chip(acting, "Reply")
    qtbot.keyClick(chip(acting, "Reply"), Key.Key_Return)
    assert chosen(acting) == [ChooseAction(SESSION, "reply")]


def test_a_screen_reader_hears_name_state_and_key(acting: WindowApp, qtbot: QtBot) -> None:
    opened(acting, qtbot, show(), begun("explain"))
    heard = QAccessible.queryAccessibleInterface(chip(acting, "Explain"))
    assert heard.text(QAccessible.Text.Name) == "Explain"
    assert heard.text(QAccessible.Text.Description) == "Alt+2"
    assert heard.state().checked
    other = QAccessible.queryAccessibleInterface(chip(acting, "Fix"))
    assert not other.state().checked


def test_pointing_at_an_action_is_told_once(acting: WindowApp, qtbot: QtBot) -> None:
    opened(acting, qtbot, show(), begun("explain"))
    at = QPointF(3, 3)
    for _ in range(3):
        QApplication.sendEvent(chip(acting, "Fix"), QEnterEvent(at, at, at))
        QApplication.sendEvent(chip(acting, "Fix"), QEvent(QEvent.Type.Leave))
    assert link_of(acting).of(Preload) == [Preload(SESSION, action="fix")]


def test_what_has_no_room_is_in_a_menu_and_keeps_its_number(window: WindowApp, qtbot: QtBot) -> None:
    window.take(SetAppearance(actions=(*CHIPS, *OWN)))
    opened(window, qtbot, show(), begun("explain"))
    *shown, more = chips(window)
    assert [each.text() for each in shown] == [action.label for action in (*CHIPS, *OWN)[: len(shown)]]
    assert 4 <= len(shown) < 13
    assert more.accessibleName() == "More actions"
    assert more.geometry().right() <= window.popup.actions_bar.width()
    more.click()
    menu = window.popup.actions_bar.findChild(QMenu)
    assert menu is not None
    texts = [action.text() for action in menu.actions()]
    assert texts == [action.label for action in (*CHIPS, *OWN)[len(shown) :]]
    menu.actions()[-1].trigger()
    assert chosen(window) == [ChooseAction(SESSION, "Own number 13")]
    menu.close()
    qtbot.keyClick(window.popup.input, Key.Key_9, Modifier.AltModifier)
    assert chosen(window)[-1] == ChooseAction(SESSION, "Own number 9")
    take(window, begun("Own number 13", "r2"))
    assert chips(window)[-1].isChecked()


def test_edited_actions_are_shown_in_the_open_popup(acting: WindowApp, qtbot: QtBot) -> None:
    opened(acting, qtbot, show(), begin())
    take(acting, SetAppearance(actions=CHIPS[:2]))
    qtbot.waitUntil(acting.popup.isVisible)
    assert [each.text() for each in chips(acting)] == ["Answer", "Explain"]
