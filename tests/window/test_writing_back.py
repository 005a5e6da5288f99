"""Replace and Insert in the popup: the question before it, what is sent, and what happens when it did not work."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTextBrowser
from pytestqt.qtbot import QtBot

from tests.window.scenes import SESSION, show
from tests.window.test_popup import opened, take
from tests.window.widgets import find, find_visible, link_of
from tray_router.events import Completed, Routed, Token
from tray_router.model import Output
from tray_router.window.app import WindowApp
from tray_router.wire.actions import OfferWriteBack, WriteBack, WrittenBack
from tray_router.wire.window import BeginAnswer, Painted, PopupClosed, ShowPopup, Submit

Key, Modifier = Qt.Key, Qt.KeyboardModifier
BOTH = (Output.REPLACE, Output.INSERT)
BEGUN = BeginAnswer(SESSION, "r1", "Fix", "fix")
ROUTED = Routed("r1", "quick", "qwen3:4b", "mac", 0.9)
ANSWERED = (show("teh cat", application="Gedit"), BEGUN, ROUTED, Token("r1", "the cat"), Completed("r1"))
OFFER = OfferWriteBack("r1", "the cat", "teh cat", BOTH)


def offered(window: WindowApp, qtbot: QtBot, **changes: object) -> None:
    opened(window, qtbot, *ANSWERED)
    values = {"request_id": "r1", "text": "the cat", "original": "teh cat", "outputs": BOTH, **changes}
    take(window, OfferWriteBack(**values))


def sent(window: WindowApp) -> list[WriteBack]:
    return link_of(window).of(WriteBack)


def buttons(window: WindowApp) -> list[str]:
    shown = (find(window.popup, QPushButton, name) for name in ("insert", "replace"))
    return [button.text() for button in shown if button.isVisible()]


def asks(window: WindowApp) -> bool:
    return window.popup.diff.isVisible()


def test_without_an_offer_there_are_no_buttons(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, *ANSWERED)
    assert buttons(window) == []
    qtbot.keyClick(window.popup.input, Key.Key_Return, Modifier.ControlModifier)
    assert (asks(window), sent(window)) == (False, [])


@pytest.mark.parametrize(
    ("outputs", "texts"),
    [(BOTH, ["Insert", "Replace"]), ((Output.INSERT,), ["Insert"]), ((Output.REPLACE,), ["Replace"])],
)
def test_each_way_has_its_button(
    window: WindowApp, qtbot: QtBot, outputs: tuple[Output, ...], texts: list[str]
) -> None:
    offered(window, qtbot, outputs=outputs)
    assert buttons(window) == texts


def test_replace_asks_first_and_enter_sends_it_from_a_hidden_popup(window: WindowApp, qtbot: QtBot) -> None:
    offered(window, qtbot)
    find(window.popup, QPushButton, "replace").click()
    assert asks(window)
    assert find(window.popup, QLabel, "diffQuestion").text() == "Replace the selected text in Gedit?"
    assert find(window.popup, QLabel, "diffCounts").text() == "1 word removed, 1 added"
    assert find(window.popup, QTextBrowser, "diffText").toPlainText() == "tehthe cat"
    assert sent(window) == []
    apply = window.popup.diff.apply
    assert QApplication.focusWidget() is apply
    qtbot.keyClick(apply, Key.Key_Return)
    assert sent(window) == [WriteBack(SESSION, "r1", Output.REPLACE)]
    assert not window.popup.isVisible()
    assert link_of(window).of(PopupClosed) == [], "the session ends when it is written"
    assert link_of(window).of(Submit) == []


def test_insert_by_its_key(window: WindowApp, qtbot: QtBot) -> None:
    offered(window, qtbot)
    qtbot.keyClick(window.popup.input, Key.Key_Return, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert find(window.popup, QLabel, "diffQuestion").text() == "Insert this behind the selected text in Gedit?"
    assert find(window.popup, QTextBrowser, "diffText").toPlainText() == "the cat"
    window.popup.diff.apply.click()
    assert sent(window) == [WriteBack(SESSION, "r1", Output.INSERT)]


def test_escape_goes_back_to_the_answer_and_then_closes(window: WindowApp, qtbot: QtBot) -> None:
    offered(window, qtbot)
    qtbot.keyClick(window.popup.input, Key.Key_Return, Modifier.ControlModifier)
    assert asks(window)
    qtbot.keyClick(window.popup.diff.apply, Key.Key_Escape)
    assert (asks(window), window.popup.isVisible()) == (False, True)
    assert QApplication.focusWidget() is window.popup.input
    qtbot.keyClick(window.popup.input, Key.Key_Escape)
    assert not window.popup.isVisible()
    assert sent(window) == []


def test_an_action_that_replaces_asks_by_itself(window: WindowApp, qtbot: QtBot) -> None:
    offered(window, qtbot, begins=Output.REPLACE)
    assert asks(window)
    assert sent(window) == []


def test_an_action_that_needs_no_look_writes_by_itself(window: WindowApp, qtbot: QtBot) -> None:
    offered(window, qtbot, begins=Output.REPLACE, shows_diff=False)
    assert sent(window) == [WriteBack(SESSION, "r1", Output.REPLACE)]
    assert not window.popup.isVisible()


def test_who_is_typing_keeps_popup_and_keyboard(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, *ANSWERED)
    window.popup.input.setFocus()
    qtbot.keyClicks(window.popup.input, "and wh")
    take(window, OfferWriteBack("r1", "the cat", "teh cat", BOTH, Output.REPLACE, shows_diff=False))
    assert (asks(window), sent(window)) == (True, [])
    assert QApplication.focusWidget() is window.popup.input
    qtbot.keyClicks(window.popup.input, "y?")
    qtbot.keyClick(window.popup.input, Key.Key_Return)
    assert link_of(window).of(Submit) == [Submit(SESSION, "and why?")]
    assert sent(window) == []


def test_once_written_the_session_ends(window: WindowApp, qtbot: QtBot) -> None:
    offered(window, qtbot, begins=Output.REPLACE, shows_diff=False)
    take(window, WrittenBack(SESSION, "r1"))
    assert link_of(window).of(PopupClosed) == [PopupClosed(SESSION)]
    assert not window.popup.isVisible()
    take(window, show("next"))
    qtbot.waitUntil(lambda: len(link_of(window).of(Painted)) > 1)
    assert link_of(window).of(PopupClosed) == [PopupClosed(SESSION)]


def test_what_was_not_written_is_copied_and_the_popup_says_so(window: WindowApp, qtbot: QtBot) -> None:
    offered(window, qtbot, begins=Output.REPLACE, shows_diff=False)
    problem = "You have gone to another window since. The answer is on the clipboard."
    take(window, WrittenBack(SESSION, "r1", problem))
    qtbot.waitUntil(window.popup.isVisible)
    assert QGuiApplication.clipboard().text() == "the cat"
    assert [each.text() for each in find_visible(window.popup, QLabel, "noticeText")] == [problem]
    assert buttons(window) == ["Insert", "Replace"]
    assert not asks(window)
    assert link_of(window).of(PopupClosed) == []


def test_a_new_question_takes_the_old_offer_away(window: WindowApp, qtbot: QtBot) -> None:
    offered(window, qtbot, begins=Output.REPLACE)
    take(window, BeginAnswer(SESSION, "r2", "Rephrase", "rephrase"))
    assert (asks(window), buttons(window)) == (False, [])
    qtbot.keyClick(window.popup.input, Key.Key_Return, Modifier.ControlModifier)
    assert sent(window) == []


def test_late_words_of_another_session_change_nothing(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, ShowPopup("new", "text"))
    take(window, OFFER, WrittenBack(SESSION, "r1", "too late"))
    assert (buttons(window), find_visible(window.popup, QLabel, "noticeText")) == ([], [])


def test_a_long_change_scrolls_inside_and_the_popup_stays_on_the_screen(window: WindowApp, qtbot: QtBot) -> None:
    long = "\n".join(f"line {number} of a long text" for number in range(200))
    offered(window, qtbot, text=long.replace("long", "lengthy"), original=long)
    find(window.popup, QPushButton, "replace").click()
    text = find(window.popup, QTextBrowser, "diffText")
    qtbot.waitUntil(lambda: text.verticalScrollBar().maximum() > 0)
    assert text.height() <= 240
    area = window.popup.screen().availableGeometry()
    qtbot.waitUntil(lambda: area.contains(window.popup.geometry()))
    assert find(window.popup, QLabel, "diffCounts").text() == "200 words removed, 200 added"
