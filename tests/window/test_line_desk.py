"""Enter in every state of the popup: it sends, waits, or does what the first button does; never nothing, unsaid."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.window.scenes import REQUEST, RIGHT, SESSION, WRONG, begin, explained, routed, show
from tests.window.test_popup import opened, take
from tests.window.widgets import find, link_of
from tray_router.events import Cancelled, Completed, Failed, Token
from tray_router.model import Output, Remedy, RemedyKind
from tray_router.window.app import WindowApp
from tray_router.window.controls import PartsCaption
from tray_router.wire.actions import OfferWriteBack, WriteBack
from tray_router.wire.dashboard import PauseHost
from tray_router.wire.popup import FocusPopup, OpenSettings
from tray_router.wire.window import PopupClosed, Retry, ShowProblem, Stop, Submit

Key, Modifier = Qt.Key, Qt.KeyboardModifier
COPY = Remedy(RemedyKind.COPY_COMMAND, "ollama pull qwen2.5vl:3b")
CLOUD = Remedy(RemedyKind.ASK_CLOUD, "$0.02")


def answering(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), explained(), routed(), Token(REQUEST, "a"))


def enter(window: WindowApp, qtbot: QtBot, text: str = "") -> None:
    qtbot.keyClicks(window.popup.input, text)
    qtbot.keyClick(window.popup.input, Key.Key_Return)


def note(window: WindowApp) -> str:
    return find(window.popup, PartsCaption, "figures").accessibleName()


# --- while an answer is on its way --------------------------------------------------------------------------


def test_what_is_typed_meanwhile_says_what_enter_does(window: WindowApp, qtbot: QtBot) -> None:
    answering(window, qtbot)
    qtbot.keyClicks(window.popup.input, "next")
    assert note(window) == "Enter asks this when the answer is complete"
    qtbot.keyClick(window.popup.input, Key.Key_Return)
    assert note(window) == "Asked when this answer is complete · Enter asks now · Esc takes it back"
    take(window, Completed(REQUEST))
    assert link_of(window).of(Submit) == [Submit(SESSION, "next")]
    assert "Enter" not in note(window)


def test_a_waiting_line_goes_out_after_a_stop_too(window: WindowApp, qtbot: QtBot) -> None:
    answering(window, qtbot)
    enter(window, qtbot, "rather this")
    qtbot.keyClick(window.popup.input, Key.Key_Period, Modifier.ControlModifier)
    assert link_of(window).of(Submit) == []
    take(window, Cancelled(REQUEST))
    assert link_of(window).of(Submit) == [Submit(SESSION, "rather this")]


def test_enter_again_asks_now(window: WindowApp, qtbot: QtBot) -> None:
    answering(window, qtbot)
    enter(window, qtbot, "rather this")
    enter(window, qtbot)
    assert link_of(window).of(Submit) == [Submit(SESSION, "rather this")]
    take(window, Cancelled(REQUEST), begin("rather this", "r2"), routed("r2"), Completed("r2"))
    assert len(link_of(window).of(Submit)) == 1


def test_escape_takes_a_waiting_line_back_and_then_closes(window: WindowApp, qtbot: QtBot) -> None:
    answering(window, qtbot)
    enter(window, qtbot, "next")
    qtbot.keyClick(window.popup.input, Key.Key_Escape)
    assert window.popup.isVisible()
    assert note(window) == "Enter asks this when the answer is complete"
    take(window, Completed(REQUEST))
    assert link_of(window).of(Submit) == []
    assert window.popup.input.toPlainText() == "next"
    qtbot.keyClick(window.popup.input, Key.Key_Escape)
    assert link_of(window).of(PopupClosed) == [PopupClosed(SESSION)]


def test_an_edit_takes_a_waiting_line_back(window: WindowApp, qtbot: QtBot) -> None:
    answering(window, qtbot)
    enter(window, qtbot, "next")
    qtbot.keyClicks(window.popup.input, ", and why")
    take(window, Completed(REQUEST))
    assert link_of(window).of(Submit) == []
    enter(window, qtbot)
    assert link_of(window).of(Submit) == [Submit(SESSION, "next, and why")]


def test_a_failure_keeps_a_waiting_line_and_says_so(window: WindowApp, qtbot: QtBot) -> None:
    answering(window, qtbot)
    enter(window, qtbot, "next")
    take(window, Failed(REQUEST, "It broke.", "Ask again."))
    assert link_of(window).of(Submit) == []
    assert note(window) == "Not asked: the answer before it failed · Enter asks it"
    enter(window, qtbot)
    assert link_of(window).of(Submit) == [Submit(SESSION, "next")]


def test_a_line_typed_before_the_first_answer_began_waits_too(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show())
    enter(window, qtbot, "in German, please")
    enter(window, qtbot)
    assert link_of(window).of(Submit) == [], "there is nothing yet that could be stopped for it"
    take(window, begin(), routed(), Completed(REQUEST))
    assert link_of(window).of(Submit) == [Submit(SESSION, "in German, please")]


def test_nothing_is_written_back_by_itself_when_another_question_goes_out(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(WRONG), begin("Fix"), routed(), Token(REQUEST, RIGHT))
    enter(window, qtbot, "more formal")
    take(window, Completed(REQUEST))
    take(window, OfferWriteBack(REQUEST, RIGHT, WRONG, (Output.REPLACE,), Output.REPLACE, shows_diff=False))
    assert link_of(window).of(WriteBack) == []
    assert window.popup.isVisible()
    assert not window.popup.diff.isVisible()


# --- after a failure, a stop, a problem ---------------------------------------------------------------------


@pytest.mark.parametrize("remedies", [(), (Remedy(RemedyKind.RETRY), COPY), (CLOUD, Remedy(RemedyKind.RETRY))])
def test_after_a_failure_enter_asks_again(window: WindowApp, qtbot: QtBot, remedies: tuple[Remedy, ...]) -> None:
    answering(window, qtbot)
    take(window, Failed(REQUEST, "It broke.", "Ask again.", remedies=remedies))
    assert window.popup.input.placeholderText() == "Enter: Try again · or ask something else…"
    enter(window, qtbot)
    assert link_of(window).of(Retry) == [Retry(REQUEST)]


def test_enter_never_leaves_the_network(window: WindowApp, qtbot: QtBot) -> None:
    answering(window, qtbot)
    take(window, Failed(REQUEST, "It broke.", "Ask outside.", remedies=(CLOUD,)))
    enter(window, qtbot)
    assert link_of(window).of(Retry) == []


def test_after_a_failure_enter_does_what_the_first_button_does(window: WindowApp, qtbot: QtBot) -> None:
    answering(window, qtbot)
    take(window, Failed(REQUEST, "It broke.", "Pull it.", remedies=(COPY, Remedy(RemedyKind.RETRY))))
    first = find(window.popup, QPushButton, "remedy-copy-command")
    assert first.property("isFirst")
    assert not find(window.popup, QPushButton, "remedy-retry").property("isFirst")
    enter(window, qtbot)
    assert QGuiApplication.clipboard().text() == COPY.target
    take(
        window, begin("", "r2"), Failed("r2", "Paused.", "Resume it.", remedies=(Remedy(RemedyKind.RESUME_HOST, "pc"),))
    )
    enter(window, qtbot)
    assert link_of(window).sent[-2:] == [PauseHost("pc", is_paused=False), Retry("r2")]


def test_after_a_failure_every_key_works_as_ever(window: WindowApp, qtbot: QtBot) -> None:
    answering(window, qtbot)
    find(window.popup, QPushButton, "stop").setFocus()
    take(window, Failed(REQUEST, "It broke.", "Ask again."))
    focus = window.popup.focusWidget()
    assert focus is not None
    assert focus.isVisible()
    qtbot.keyClick(focus, Key.Key_R, Modifier.ControlModifier)
    assert link_of(window).of(Retry) == [Retry(REQUEST)]
    qtbot.keyClick(focus, Key.Key_3, Modifier.ControlModifier)
    assert len(link_of(window).of(Retry)) == 2
    qtbot.keyClicks(focus, "x")
    assert window.popup.input.toPlainText() == "x"
    assert window.popup.input.hasFocus()


def test_after_a_stop_enter_asks_again(window: WindowApp, qtbot: QtBot) -> None:
    answering(window, qtbot)
    take(window, Cancelled(REQUEST))
    enter(window, qtbot)
    assert link_of(window).of(Stop) == []
    assert link_of(window).of(Retry) == [Retry(REQUEST)]


def test_enter_in_the_empty_line_of_a_whole_answer_does_nothing(window: WindowApp, qtbot: QtBot) -> None:
    answering(window, qtbot)
    take(window, Completed(REQUEST))
    before = list(link_of(window).sent)
    enter(window, qtbot)
    assert link_of(window).sent == before


def test_a_problem_alone_takes_enter(window: WindowApp, qtbot: QtBot) -> None:
    take(window, ShowProblem("The settings have a mistake.", "Line 12.", (Remedy(RemedyKind.OPEN_SETTINGS),)))
    qtbot.waitUntil(window.popup.isVisible)
    qtbot.keyClick(window.popup, Key.Key_Return)
    assert link_of(window).of(OpenSettings) == [OpenSettings()]
    take(window, ShowProblem("Another.", "No button."))
    qtbot.keyClick(window.popup, Key.Key_Return)
    assert not window.popup.isVisible()


def test_the_key_pressed_again_after_a_failure_gets_there(window: WindowApp, qtbot: QtBot) -> None:
    take(window, show(), begin(), Failed(REQUEST, "It broke.", "Ask again."))
    qtbot.waitUntil(window.popup.isVisible)
    take(window, FocusPopup(SESSION))
    qtbot.waitUntil(window.popup.isActiveWindow)
    assert window.popup.input.hasFocus()
