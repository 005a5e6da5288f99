"""One action tried from its own page: on a text, by what the page shows, and only when that is written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest

from tests.window.settings.conftest import Desk
from tests.window.settings.scenes import ACTIONS, document, usual
from tray_router.window.settings.actions_page import ActionsPage
from tray_router.wire.settings import ChangeDone, ChangeSettings, FieldProblem, TryAsking


def page_of(desk: Desk, action: str) -> ActionsPage:
    page = desk.show(usual, ACTIONS).prompts
    assert page.list.choose(action)
    return page


def test_the_text_is_selected_and_the_action_is_asked(desk: Desk) -> None:
    page = page_of(desk, "explain")
    trial = page.form.trial
    trial.edit.setPlainText("What is a mutex?")
    trial.button.click()
    assert desk.of(TryAsking) == [TryAsking("explain")]
    assert trial.edit.textCursor().selectedText() == "What is a mutex?"
    assert QGuiApplication.clipboard().text(QClipboard.Mode.Selection) == "What is a mutex?"
    assert desk.of(ChangeSettings) == [], "the text is no setting"


def test_what_is_typed_is_written_first(desk: Desk) -> None:
    page = page_of(desk, "explain")
    page.form.prompt.edit.setPlainText("Explain to a child: {text}")
    page.form.trial.button.click()
    (change,) = desk.of(ChangeSettings)
    assert desk.of(TryAsking) == [], "it is not written yet"
    desk.tell(document(revision="r2"), ChangeDone(change.number))
    assert desk.of(TryAsking) == [TryAsking("explain")]


def test_what_the_settings_refuse_is_not_tried(desk: Desk) -> None:
    page = page_of(desk, "explain")
    page.form.prompt.edit.setPlainText("{texts}")
    page.form.trial.button.click()
    (change,) = desk.of(ChangeSettings)
    problem = FieldProblem(page.form.prompt.path, "There is no {texts}.")
    desk.tell(ChangeDone(change.number, (problem,)))
    assert desk.of(TryAsking) == []
    assert page.form.prompt.problem.text() == "There is no {texts}."


def test_an_action_that_is_off_cannot_be_tried_and_says_why(desk: Desk) -> None:
    page = page_of(desk, "explain")
    trial = page.form.trial
    trial.show_value(False)
    QTest.mouseClick(trial.button, Qt.MouseButton.LeftButton)
    assert desk.of(TryAsking) == []
    assert trial.about.text() == "Switch it on to try it."


def test_without_a_text_nothing_is_asked(desk: Desk) -> None:
    page = page_of(desk, "explain")
    page.form.trial.edit.setPlainText(" \n")
    page.form.trial.button.click()
    assert desk.of(TryAsking) == []
