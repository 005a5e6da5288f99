"""Buttons that do what a failure's hint says, and the size that is remembered."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.window.scenes import REQUEST, begin, show
from tests.window.widgets import find, find_visible, link_of
from tray_router.events import Failed
from tray_router.model import Remedy, RemedyKind
from tray_router.window.app import WindowApp
from tray_router.wire.dashboard import PauseHost
from tray_router.wire.popup import OpenSettings, PopupSized
from tray_router.wire.window import HidePopup, Retry, SetAppearance, ShowProblem

PULL = Remedy(RemedyKind.COPY_COMMAND, "ollama pull qwen2.5vl:3b")
OFFERED = (Remedy(RemedyKind.RESUME_HOST, "mac"), PULL, Remedy(RemedyKind.RETRY))


def failed(window: WindowApp, qtbot: QtBot) -> None:
    for message in (show(), begin(), Failed(REQUEST, "It broke.", "Do this: `ollama pull x`.", remedies=OFFERED)):
        window.take(message)
    qtbot.waitUntil(window.popup.isVisible)


def test_each_remedy_is_a_button_with_a_name(window: WindowApp, qtbot: QtBot) -> None:
    failed(window, qtbot)
    shown = [find(window.popup, QPushButton, f"remedy-{kind}") for kind in ("resume-host", "copy-command", "retry")]
    assert [button.text() for button in shown] == ["Resume mac", "Copy “ollama pull qwen2.5vl:3b”", "Try again"]
    assert all(button.isVisible() and button.accessibleName() == button.text() for button in shown)


def test_a_command_is_copied_as_it_is(window: WindowApp, qtbot: QtBot) -> None:
    failed(window, qtbot)
    button = find(window.popup, QPushButton, "remedy-copy-command")
    button.click()
    assert QGuiApplication.clipboard().text() == PULL.target
    assert button.text() == "Copied"
    assert link_of(window).of(Retry) == []


def test_trying_again_asks_again(window: WindowApp, qtbot: QtBot) -> None:
    failed(window, qtbot)
    find(window.popup, QPushButton, "remedy-retry").click()
    assert link_of(window).of(Retry) == [Retry(REQUEST)]


def test_resuming_a_machine_resumes_it_and_asks_again(window: WindowApp, qtbot: QtBot) -> None:
    failed(window, qtbot)
    find(window.popup, QPushButton, "remedy-resume-host").click()
    assert link_of(window).sent[-2:] == [PauseHost("mac", is_paused=False), Retry(REQUEST)]


def test_a_problem_of_the_settings_opens_them(window: WindowApp, qtbot: QtBot) -> None:
    window.take(ShowProblem("A mistake.", "Line 12.", (Remedy(RemedyKind.OPEN_SETTINGS),)))
    qtbot.waitUntil(window.popup.isVisible)
    find(window.popup, QPushButton, "remedy-open-settings").click()
    assert link_of(window).of(OpenSettings) == [OpenSettings()]
    window.take(ShowProblem("Another.", "No button."))
    assert find_visible(window.popup, QPushButton, "remedy-open-settings") == []


def test_the_size_that_the_user_gave_it_is_told_once_and_kept(window: WindowApp, qtbot: QtBot) -> None:
    window.take(show())
    qtbot.waitUntil(window.popup.isVisible)
    window.popup.was_resized_by_user = True  # as the window's border says when it is dragged
    window.popup.resize(700, 420)
    window.take(HidePopup())
    assert link_of(window).of(PopupSized) == [PopupSized(700, 420)]
    window.take(show())
    qtbot.waitUntil(window.popup.isVisible)
    assert window.popup.width() == 700
    window.take(HidePopup())
    window.take(SetAppearance(theme="dark", width=700, max_height=420))
    assert (window.popup.wished_width, window.popup.max_height) == (700, 420)
    assert len(link_of(window).of(PopupSized)) == 1
