"""The popup as a person meets it: real widgets on a real X server."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QDesktopServices, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from tests.support.x11 import XServer
from tests.window.scenes import ANSWER, REQUEST, SCENES, SESSION, answered, begin, picture, routed, show
from tests.window.widgets import find, find_visible, link_of
from tray_router.events import Cancelled, Completed, Failed, Restarted, Routed, Thinking, Token, Waiting, WaitReason
from tray_router.model import Capture, CaptureOrigin
from tray_router.window.answer_view import AnswerView
from tray_router.window.app import WindowApp
from tray_router.window.capture_view import CaptureView
from tray_router.window.controls import Caption, ClippedText, FoldButton, PartsCaption, WrappedLabel
from tray_router.window.key_help import KEYS
from tray_router.window.theme import DARK, LIGHT
from tray_router.window.thumbnail import Thumbnail
from tray_router.wire.popup import FocusPopup
from tray_router.wire.window import (
    BeginAnswer,
    HidePopup,
    Painted,
    PopupClosed,
    Retry,
    SetAppearance,
    ShowPopup,
    ShowProblem,
    Stop,
    Submit,
)

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def take(window: WindowApp, *messages: object) -> None:
    for message in messages:
        window.take(message)


def opened(window: WindowApp, qtbot: QtBot, *messages: object) -> None:
    """Shows these messages and waits until the popup is painted and has the keyboard, as if its key came twice."""
    before = len(link_of(window).of(Painted))
    take(window, *(messages or (show(),)))
    qtbot.waitUntil(lambda: len(link_of(window).of(Painted)) > before)
    take(window, FocusPopup(window._state.session))
    qtbot.waitUntil(window.popup.isActiveWindow)


def label(window: WindowApp, name: str) -> str:
    return find(window.popup, QLabel, name).text()


# --- opening and closing ------------------------------------------------------------------------------------


def test_painted_is_sent_once_for_each_opening(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, ShowPopup("a", "text", triggered_at=5.0))
    take(window, *answered("more"))
    window.popup.repaint()
    qtbot.wait(50)
    painted = link_of(window).of(Painted)
    assert [(p.session, p.triggered_at) for p in painted] == [("a", 5.0)]
    assert painted[0].at > 5.0
    opened(window, qtbot, ShowPopup("b", "text"))
    assert [p.session for p in link_of(window).of(Painted)] == ["a", "b"]


def test_a_second_press_replaces_the_session_and_closes_the_first(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, ShowPopup("a", "one"))
    opened(window, qtbot, ShowPopup("b", "two"))
    assert link_of(window).of(PopupClosed) == [PopupClosed("a")]
    assert window.popup.isVisible()


@pytest.mark.parametrize("how", ["escape", "button", "window manager", "daemon"])
def test_every_way_of_closing_hides_and_says_so(window: WindowApp, qtbot: QtBot, how: str) -> None:
    opened(window, qtbot)
    match how:
        case "escape":
            qtbot.keyClick(window.popup.input, Key.Key_Escape)
        case "button":
            find(window.popup, QAbstractButton, "close").click()
        case "window manager":
            window.popup.close()
        case "daemon":
            take(window, HidePopup())
    assert not window.popup.isVisible()
    assert link_of(window).of(PopupClosed) == [PopupClosed(SESSION)]
    take(window, HidePopup())
    assert len(link_of(window).of(PopupClosed)) == 1


def test_escape_closes_while_an_answer_streams_and_does_not_stop_it(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed(), Token(REQUEST, "a"))
    qtbot.keyClick(window.popup.input, Key.Key_Escape)
    assert link_of(window).of(Stop) == []
    assert link_of(window).of(PopupClosed) == [PopupClosed(SESSION)]


def test_late_events_of_a_closed_session_are_ignored(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin())
    take(window, HidePopup(), BeginAnswer(SESSION, "late"), Token(REQUEST, "late"), Completed(REQUEST))
    assert not window.popup.isVisible()


def test_losing_the_focus_does_not_close(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    assert window.popup.isVisible()


def test_the_window_has_its_name_and_stays_on_top(window: WindowApp, qtbot: QtBot, x_display: XServer) -> None:
    opened(window, qtbot)
    assert int(window.popup.winId()) in x_display.titled("^Tray Router$")
    assert "_NET_WM_STATE_ABOVE" in x_display.run("xprop", "-id", str(int(window.popup.winId())), "_NET_WM_STATE")


@pytest.mark.parametrize("pointer", [(0, 0), (1279, 0), (0, 899), (1279, 899), (640, 450)])
def test_it_opens_on_the_screen_wherever_the_pointer_is(
    window: WindowApp, qtbot: QtBot, x_display: XServer, pointer: tuple[int, int]
) -> None:
    x_display.run("xdotool", "mousemove", *map(str, pointer))
    opened(window, qtbot, show(), *answered())
    qtbot.wait(50)
    area = window.popup.screen().availableGeometry()
    assert area.contains(window.popup.geometry())


# --- the capture --------------------------------------------------------------------------------------------


def test_the_captured_text_is_on_the_screen_when_painted_is_sent(
    window: WindowApp, qtbot: QtBot, x_display: XServer
) -> None:
    """Looks at the pixels of the server, not at what Qt believes."""
    opened(window, qtbot, ShowPopup("a", "MMMMMMMM " * 20))
    shot = x_display.screenshot()
    place = window.popup.capture.mapToGlobal(QPoint(0, 0))
    size = window.popup.capture.size()
    card = shot.crop((place.x(), place.y(), place.x() + size.width(), place.y() + size.height()))
    dark = sum(card.convert("L").histogram()[:150])
    assert dark > 500


def test_text_says_where_it_is_from(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, ShowPopup("a", "x" * 1204, (), CaptureOrigin.SELECTION, "Firefox"))
    assert label(window, "captureCaption") == "Selection · Firefox · 1,204 characters"


@pytest.mark.parametrize("size", [(640, 360), (3840, 2160)], ids=["small", "4k"])
def test_a_picture_is_shown_with_its_size(window: WindowApp, qtbot: QtBot, size: tuple[int, int]) -> None:
    encoded = picture(*size)
    opened(window, qtbot, ShowPopup("a", "", (encoded,), CaptureOrigin.REGION))
    assert f"{size[0]:,} × {size[1]:,} pixels" in label(window, "captureCaption")
    thumbnail = find(window.popup, Thumbnail, "captureImage")
    qtbot.waitUntil(lambda: not thumbnail._image.isNull())
    assert thumbnail.width() / thumbnail.height() == pytest.approx(16 / 9, rel=0.02)
    shown = thumbnail.grab().toImage()
    assert shown.pixelColor(shown.width() // 2, shown.height() // 2) != shown.pixelColor(4, shown.height() // 2)


@pytest.mark.parametrize("encoded", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_a_picture_that_cannot_be_read_is_left_out(window: WindowApp, qtbot: QtBot, encoded: bytes) -> None:
    opened(window, qtbot, ShowPopup("a", "text", (encoded,), CaptureOrigin.REGION))
    assert not find(window.popup, Thumbnail, "captureImage").isVisible()
    assert window.popup.capture.isVisible()


def test_without_a_capture_there_is_only_the_input(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, *SCENES["prompt-empty"]())
    assert not find(window.popup, CaptureView, "capture").isVisible()
    assert window.popup.input.hasFocus()
    assert window.popup.input.placeholderText() == "Ask anything…"


def test_a_notice_is_a_bar(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, *SCENES["notice"]())
    assert window.popup.notice.isVisible()
    assert label(window, "noticeText") == "Nothing is selected, and the clipboard is empty."
    take(window, show())
    qtbot.waitUntil(lambda: not window.popup.notice.isVisible())


# --- the answer ---------------------------------------------------------------------------------------------


def test_streamed_text_appears_and_the_end_is_whole(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed())
    for start in range(0, len(ANSWER), 9):
        take(window, Token(REQUEST, ANSWER[start : start + 9]))
    view = find(window.popup, AnswerView, "answer")
    qtbot.waitUntil(lambda: view.markdown == ANSWER)
    take(window, Completed(REQUEST))
    assert "price_of(table: dict[str, float], item: str)" in view.toPlainText()
    assert view.height() >= int(view.document().size().height())


def test_a_second_answer_that_comes_in_one_piece_is_seen(window: WindowApp, qtbot: QtBot) -> None:
    """Its widget stood there at its full width before any text came."""
    opened(window, qtbot, show(), *answered("one"))
    window.popup.keep_ready()
    qtbot.wait(50)
    take(window, BeginAnswer(SESSION, "r2", "And two?"))
    qtbot.wait(50)
    take(window, Routed("r2", "code", "m", "h"), Token("r2", "two"), Completed("r2"))
    view = find(window.popup, AnswerView, "answer")
    qtbot.waitUntil(lambda: view.markdown == "two" and view.isVisible())
    assert view.height() >= int(view.document().size().height()) > 0


def test_text_is_not_painted_for_every_token(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed())
    frames: list[str] = []
    view = find(window.popup, AnswerView, "answer")
    view.document().contentsChanged.connect(lambda: frames.append(view.markdown))
    for _ in range(300):
        take(window, Token(REQUEST, "word "))
    qtbot.waitUntil(lambda: view.markdown == "word " * 300)
    assert len(frames) < 30


def test_header_and_marks(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed(is_degraded=True, is_simulated=True, is_cloud=True))
    assert label(window, "headline") == "code → windows / qwen3-coder:30b"
    for kind, text in (("cloud", "CLOUD"), ("simulated", "SIMULATED"), ("degraded", "DEGRADED")):
        chip = find(window.popup, QLabel, f"mark-{kind}")
        qtbot.waitUntil(chip.isVisible)
        assert text in chip.text()
        assert chip.toolTip()
        assert chip.width() >= chip.sizeHint().width()
    take(window, *answered("x", "r2", "again"))
    qtbot.waitUntil(lambda: not find_visible(window.popup, QLabel, "mark-cloud"))


def test_waiting_counts_by_itself(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed(), Waiting(REQUEST, WaitReason.LOADING, "m", "pc", 2.9))
    progress = find(window.popup, Caption, "progress")
    assert progress.text() == "loading m on pc… 2 s"
    qtbot.waitUntil(lambda: progress.text() == "loading m on pc… 3 s", timeout=3000)
    take(window, Token(REQUEST, "a"))
    qtbot.waitUntil(lambda: not progress.isVisible())


def test_thinking_is_folded_away_and_never_copied(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed(), Thinking(REQUEST, "secret thoughts"), Token(REQUEST, "result"))
    take(window, Completed(REQUEST))
    fold = find(window.popup, FoldButton, "thinkingToggle")
    assert fold.text() == "thought for 1 s"
    assert not find_visible(window.popup, QLabel, "thinkingText")
    qtbot.keyClick(window.popup.input, Key.Key_T, Modifier.ControlModifier)
    assert find(window.popup, QLabel, "thinkingText").text() == "secret thoughts"
    qtbot.keyClick(window.popup.input, Key.Key_C, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == "result"
    fold.click()
    assert not find_visible(window.popup, QLabel, "thinkingText")


def test_an_earlier_answer_can_be_reached(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, *SCENES["restarted"]())
    assert "went away" in label(window, "restart")
    first, second = find_visible(window.popup, QPushButton, "answerTab")
    assert (first.text(), second.text()) == ("Earlier · qwen3-coder:30b", "Now · qwen3-coder:30b")
    assert "went away" in first.toolTip()
    answer = find(window.popup, AnswerView, "answer")
    assert (first.isChecked(), second.isChecked(), answer.isVisible()) == (False, True, True)
    qtbot.keyClick(window.popup.input, Key.Key_E, Modifier.ControlModifier)
    earlier = find(window.popup, AnswerView, "earlierAnswer")
    qtbot.waitUntil(earlier.isVisible)
    assert earlier.toPlainText().startswith("The key is missing because")
    assert not answer.isVisible()
    second.click()
    qtbot.waitUntil(answer.isVisible)
    assert not earlier.isVisible()


def test_an_earlier_answer_that_is_looked_at_stays_while_the_new_one_streams(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed(), Token(REQUEST, "first"))
    take(window, Restarted(REQUEST, "it was weak"), routed(), Token(REQUEST, "second"))
    answer = find(window.popup, AnswerView, "answer")
    qtbot.waitUntil(lambda: answer.markdown == "second" and answer.isVisible())
    find_visible(window.popup, QPushButton, "answerTab")[0].click()
    take(window, Token(REQUEST, " and more"))
    qtbot.waitUntil(lambda: answer.markdown == "second and more")
    assert find(window.popup, AnswerView, "earlierAnswer").isVisible()
    assert not answer.isVisible()
    qtbot.keyClick(window.popup.input, Key.Key_C, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == "second and more"


def test_a_restart_empties_the_answer(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed(), Token(REQUEST, "first text"))
    view = find(window.popup, AnswerView, "answer")
    qtbot.waitUntil(lambda: view.toPlainText() == "first text")
    take(window, Restarted(REQUEST, "busy"), Routed(REQUEST, "code", "m", "h"), Token(REQUEST, "second"))
    qtbot.waitUntil(lambda: view.toPlainText() == "second")


def test_a_failure_says_what_and_what_next_and_keeps_the_text(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed(), Token(REQUEST, "part"))
    take(window, Failed(REQUEST, "It broke.", "Do this.", has_partial=True))
    assert label(window, "failureTitle") == "It broke."
    assert label(window, "failureHint") == "Do this."
    assert find(window.popup, QLabel, "failureTitle").font().weight() > 500
    assert find(window.popup, AnswerView, "answer").toPlainText() == "part"


def test_a_problem_is_shown_and_loses_nothing(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), *answered("kept"))
    take(window, ShowProblem("The settings have a mistake.", "Line 12."))
    assert window.popup.problem.isVisible()
    assert find(window.popup, AnswerView, "answer").toPlainText() == "kept"
    find(window.popup, QAbstractButton, "problemDismiss").click()
    assert not window.popup.problem.isVisible()
    assert window.popup.isVisible()


def test_a_problem_alone_opens_the_popup_and_closing_it_ends_no_session(window: WindowApp, qtbot: QtBot) -> None:
    take(window, ShowProblem("No key.", "Choose another."))
    qtbot.waitUntil(window.popup.isVisible)
    assert not window.popup.input.isVisible()
    find(window.popup, QAbstractButton, "problemDismiss").click()
    assert not window.popup.isVisible()
    assert link_of(window).sent[1:] == []  # nothing but WindowReady


# --- what the user does -------------------------------------------------------------------------------------


def test_enter_sends_and_shift_enter_does_not(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(will_send=False))
    field = window.popup.input
    qtbot.keyClicks(field, "one")
    height = field.height()
    qtbot.keyClick(field, Key.Key_Return, Modifier.ShiftModifier)
    qtbot.keyClicks(field, "two")
    assert field.height() > height
    assert link_of(window).of(Submit) == []
    qtbot.keyClick(field, Key.Key_Return)
    assert link_of(window).of(Submit) == [Submit(SESSION, "one\ntwo")]
    assert field.toPlainText() == ""
    qtbot.keyClick(field, Key.Key_Return)
    assert len(link_of(window).of(Submit)) == 1


def test_while_an_answer_runs_typing_works_and_enter_waits(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed(), Token(REQUEST, "a"))
    field = window.popup.input
    qtbot.keyClicks(field, "next")
    qtbot.keyClick(field, Key.Key_Return)
    assert link_of(window).of(Submit) == []
    assert field.toPlainText() == "next"
    assert "Ctrl+." in field.toolTip()
    take(window, Completed(REQUEST))
    assert field.toolTip() == ""
    assert field.toPlainText() == ""
    assert link_of(window).of(Submit) == [Submit(SESSION, "next")]


def test_stop_and_retry(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed(), Token(REQUEST, "a"))
    stop, retry = find(window.popup, QPushButton, "stop"), find(window.popup, QPushButton, "retry")
    qtbot.waitUntil(stop.isVisible)
    assert not retry.isVisible()
    qtbot.keyClick(window.popup.input, Key.Key_R, Modifier.ControlModifier)
    qtbot.keyClick(window.popup.input, Key.Key_Period, Modifier.ControlModifier)
    assert link_of(window).of(Stop) == [Stop(REQUEST)]
    assert link_of(window).of(Retry) == []
    take(window, Cancelled(REQUEST))
    assert retry.isVisible()
    assert not stop.isVisible()
    qtbot.keyClick(window.popup.input, Key.Key_R, Modifier.ControlModifier)
    assert link_of(window).of(Retry) == [Retry(REQUEST)]


@pytest.mark.parametrize("modifiers", [Modifier.ControlModifier, Modifier.ControlModifier | Modifier.ShiftModifier])
def test_copy_takes_the_answer_as_markdown(window: WindowApp, qtbot: QtBot, modifiers: Qt.KeyboardModifier) -> None:
    opened(window, qtbot, show(), *answered("Use `get` **now**.\n"))
    qtbot.keyClick(window.popup.input, Key.Key_C, modifiers)
    assert QGuiApplication.clipboard().text() == "Use `get` **now**."
    assert find(window.popup, QPushButton, "copy").text() == "Copied"


def test_copy_takes_the_selection_where_there_is_one(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), *answered("alpha beta"))
    view = find(window.popup, AnswerView, "answer")
    cursor = view.textCursor()
    cursor.setPosition(6)
    cursor.movePosition(cursor.MoveOperation.End, cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    qtbot.keyClick(window.popup.input, Key.Key_C, Modifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "beta"


def test_a_selection_in_the_input_is_copied_from_there(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), *answered("answer"))
    qtbot.keyClicks(window.popup.input, "typed")
    window.popup.input.selectAll()
    qtbot.keyClick(window.popup.input, Key.Key_C, Modifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "typed"


@pytest.mark.parametrize("key", ["f1", "?"])
def test_the_keys_can_be_looked_up(window: WindowApp, qtbot: QtBot, key: str) -> None:
    opened(window, qtbot, *SCENES["prompt-empty"]())
    for expected in (True, False):
        if key == "f1":
            qtbot.keyClick(window.popup.input, Key.Key_F1)
        else:
            qtbot.keyClicks(window.popup.input, "?")
        qtbot.waitUntil(lambda wanted=expected: window.popup.keys.isVisible() is wanted)
    assert window.popup.input.toPlainText() == ""
    qtbot.keyClicks(window.popup.input, "why?")
    assert window.popup.input.toPlainText() == "why?"


def test_typing_goes_to_the_input_wherever_the_focus_is(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), *answered("text"))
    view = find(window.popup, AnswerView, "answer")
    view.setFocus()
    qtbot.keyClicks(view, "hi")
    assert window.popup.input.toPlainText() == "hi"
    assert window.popup.input.hasFocus()


def test_everything_that_can_be_pressed_has_a_name_and_can_be_reached(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, *SCENES["thought"]())
    pressable = [b for b in window.popup.findChildren(QAbstractButton) if b.isVisible()]
    assert {b.objectName() for b in pressable} >= {"close", "retry", "copy", "thinkingToggle"}
    for button in pressable:
        interface = QAccessible.queryAccessibleInterface(button)
        assert interface.text(QAccessible.Text.Name)
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    reached = set()
    for _ in range(20):
        QTest.keyClick(window.popup.focusWidget(), Key.Key_Tab)
        focus = window.popup.focusWidget()
        reached.add(focus.objectName())
    assert reached >= {"close", "retry", "copy", "thinkingToggle", "answer", "inputLine"}


# --- links --------------------------------------------------------------------------------------------------


class Opened:
    """Takes the place of the desktop's browser."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    def take(self, url: QUrl) -> None:
        self.urls.append(url.toString())


def click_link(window: WindowApp, qtbot: QtBot, address: str) -> None:
    opened(window, qtbot, show(), *answered(f"[word]({address})"))
    view = find(window.popup, QTextBrowser, "answer")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))


def test_a_link_asks_before_it_is_opened(window: WindowApp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Opened()
    monkeypatch.setattr(QDesktopServices, "openUrl", browser.take)
    click_link(window, qtbot, "https://example.org/a?b=c")
    assert window.popup.link_bar.isVisible()
    assert label(window, "linkText") == "Open “https://example.org/a?b=c”?"
    assert browser.urls == []
    find(window.popup, QPushButton, "linkCancel").click()
    assert (window.popup.link_bar.isVisible(), browser.urls) == (False, [])
    click_link(window, qtbot, "https://example.org/a?b=c")
    find(window.popup, QPushButton, "linkOpen").click()
    assert browser.urls == ["https://example.org/a?b=c"]


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "/etc/passwd", "ssh://host", "https:"]
)
def test_other_addresses_cannot_be_opened(
    window: WindowApp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    browser = Opened()
    monkeypatch.setattr(QDesktopServices, "openUrl", browser.take)
    click_link(window, qtbot, address)
    assert not find(window.popup, QPushButton, "linkOpen").isVisible()
    assert "cannot be opened" in label(window, "linkText")
    assert browser.urls == []


def test_a_lookalike_address_is_shown_in_its_true_spelling(window: WindowApp, qtbot: QtBot) -> None:
    window.popup.link_bar.ask("https://аpple.com/")  # the first letter is Cyrillic
    assert "xn--pple-43d.com" in label(window, "linkText")


# --- size and scrolling -------------------------------------------------------------------------------------


def test_it_grows_to_its_limit_and_then_scrolls(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed())
    small = window.popup.height()
    take(window, Token(REQUEST, "line\n\n" * 8))
    qtbot.waitUntil(lambda: window.popup.height() > small)
    take(window, Token(REQUEST, "line\n\n" * 200))
    bar = window.popup.scroll_area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and window.popup.height() == window.popup.max_height)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())


def test_an_open_popup_rests(window: WindowApp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fitting the window must not cause the next fitting (it once did, and took half a core)."""
    opened(window, qtbot, *SCENES["finished"]())
    qtbot.wait(700)  # the focus retries are over
    fits: list[float] = []
    monkeypatch.setattr(window.popup, "_wished_height", lambda _area: fits.append(0.0) or window.popup.height())
    qtbot.wait(300)
    assert fits == []


def test_a_reader_who_scrolled_back_is_left_alone(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed(), Token(REQUEST, "line\n\n" * 100))
    bar = window.popup.scroll_area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    qtbot.keyClick(window.popup.input, Key.Key_PageUp)
    place, before = bar.value(), bar.maximum()
    take(window, Token(REQUEST, "line\n\n" * 100))
    qtbot.waitUntil(lambda: bar.maximum() > before)
    qtbot.wait(50)
    assert bar.value() == place


def test_the_text_keeps_its_width_with_and_without_a_scroll_bar(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed(), Token(REQUEST, "line"))
    view = find(window.popup, AnswerView, "answer")
    qtbot.waitUntil(lambda: view.width() == window.popup.capture.width())
    width = view.width()
    take(window, Token(REQUEST, "\n\nline" * 100))
    bar = window.popup.scroll_area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.wait(30)
    assert view.width() == width


def test_a_selection_survives_the_end_of_the_answer(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed(), Token(REQUEST, "alpha beta\n\ngamma delta\n\nend"))
    view = find(window.popup, AnswerView, "answer")
    qtbot.waitUntil(lambda: "end" in view.toPlainText())
    cursor = view.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(5, cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    take(window, Completed(REQUEST))
    assert view.textCursor().selectedText() == "alpha"


# --- looks --------------------------------------------------------------------------------------------------


def test_the_look_follows_the_settings(window: WindowApp, qtbot: QtBot) -> None:
    for theme, look in (("dark", DARK), ("light", LIGHT), ("auto", LIGHT), ("no such theme", LIGHT)):
        take(window, SetAppearance(theme=theme, width=500))
        opened(window, qtbot, show())
        shown: QImage = window.popup.grab().toImage()
        assert shown.pixelColor(shown.width() // 2, 3).name() == look.window
        assert window.popup.width() == 500
        take(window, HidePopup())


def test_a_change_of_the_look_keeps_what_is_shown(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), *answered("kept text"))
    old = window.popup
    take(window, SetAppearance(theme="dark", font_points=14.0))
    assert window.popup is not old
    assert window.popup.isVisible()
    view = find(window.popup, AnswerView, "answer")
    assert view.toPlainText() == "kept text"
    assert window.popup.font().pointSizeF() == 14.0
    qtbot.wait(30)
    assert len(link_of(window).of(Painted)) == 1


def test_without_a_compositor_no_corner_is_black(window: WindowApp, qtbot: QtBot, x_display: XServer) -> None:
    opened(window, qtbot)
    edge = tuple(int(LIGHT.edge[i : i + 2], 16) for i in (1, 3, 5))

    def corners() -> set[object]:
        shot, area = x_display.screenshot(), window.popup.geometry()
        places = [(area.left(), area.top()), (area.right(), area.top()), (area.left(), area.bottom())]
        return {shot.getpixel(place) for place in places}

    qtbot.waitUntil(lambda: corners() == {edge})  # the server shows what was painted a moment later


def test_a_question_opens_with_its_route_in_one_layout(window: WindowApp, qtbot: QtBot) -> None:
    """What the daemon says right behind ShowPopup is on the screen at the first paint: nothing jumps."""
    take(window, show())
    assert not window.popup.isVisible(), "opened before its route was known"
    take(window, begin(), routed())
    assert window.popup.isVisible()
    qtbot.waitUntil(lambda: bool(link_of(window).of(Painted)))
    height = window.popup.height()
    qtbot.wait(100)
    assert window.popup.height() == height


def test_a_question_opens_without_its_route_when_that_is_late(window: WindowApp, qtbot: QtBot) -> None:
    take(window, show())
    qtbot.waitUntil(window.popup.isVisible)
    assert window.popup.capture.isVisible()


def test_no_window_flashes_up_when_a_second_question_begins(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), begin(), routed())
    seen: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                seen.append(f"{type(watched).__name__} {watched.objectName()}")
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    take(window, Completed(REQUEST), BeginAnswer(SESSION, "r2", "and why?"))
    qtbot.wait(50)
    QApplication.instance().removeEventFilter(watch)
    assert seen == []


# --- what is painted while an answer streams -----------------------------------------------------------------


@pytest.mark.parametrize("height", [260, 640], ids=["scrolled", "growing"])
def test_only_what_changed_is_painted_and_nothing_old_is_left(
    window: WindowApp, qtbot: QtBot, x_display: XServer, height: int
) -> None:
    """After many partial paints the screen shows what one whole paint shows."""
    take(window, SetAppearance(max_height=height))
    opened(window, qtbot, show(), begin(), routed())
    text = (ANSWER + "\n1. one\n2. two with a `code` word\n\n> quoted\n> more\n\n") * 2
    view = find(window.popup, AnswerView, "answer")
    for end in range(0, len(text), 23):
        take(window, Token(REQUEST, text[end : end + 23]))
        window.frames.show()
        QApplication.processEvents()
    qtbot.waitUntil(lambda: view.markdown == text)

    def shown() -> bytes:
        qtbot.wait(60)
        area = window.popup.geometry()
        picture = x_display.screenshot().crop((area.left(), area.top(), area.right() + 1, area.bottom() + 1))
        picture.paste("white", (0, picture.height - 90, picture.width, picture.height))  # a cursor blinks there
        return picture.tobytes()

    streamed = shown()
    for part in (window.popup, *window.popup.findChildren(QWidget)):
        part.update()
    assert shown() == streamed


# --- screen readers -----------------------------------------------------------------------------------------


def test_a_screen_reader_is_told_of_a_popup_without_the_keyboard(
    window: WindowApp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    take(window, show(), begin(), routed(), Token(REQUEST, "a"))
    qtbot.waitUntil(window.popup.isVisible)
    assert said == ["Tray Router is answering. Press the key again to go there."]
    take(window, Completed(REQUEST))
    assert said[1:] == ["The answer is there. Press the key again to go there."]
    take(window, FocusPopup(SESSION))
    qtbot.waitUntil(window.popup.isActiveWindow)
    said.clear()
    take(window, BeginAnswer(SESSION, "r2"), routed("r2"), Failed("r2", "It broke."))
    assert said == [], "what has the keyboard is read anyway"


def test_figures_that_do_not_fit_are_left_out_whole(window: WindowApp) -> None:
    caption = PartsCaption("figures")
    whole = "38.1 tokens/s · 412 tokens · 11 s"
    width = caption.fontMetrics().horizontalAdvance
    assert caption.shortened(whole, width(whole) + 2) == whole
    assert caption.shortened(whole, width(whole) - 3) == "38.1 tokens/s · 412 tokens"
    assert caption.shortened(whole, width("38.1 tokens/s") + 4) == "38.1 tokens/s"


def test_a_captured_text_is_seen_whole_after_the_window_became_narrower(qtbot: QtBot) -> None:
    card = CaptureView()
    qtbot.addWidget(card)
    card.show_capture(Capture(text="Which line of this sentence is the first that does not fit?"))
    text = find(card, ClippedText, "captureText")
    card.show()
    for width in (900, 200, 900, 200):
        card.setFixedSize(width, card.heightForWidth(width))
        qtbot.waitUntil(lambda width=width: card.width() == width and text.width() < width)  # type: ignore[misc]
        qtbot.waitUntil(lambda: text.height() == text.heightForWidth(text.width()))
    assert text.height() > text.heightForWidth(900)


def test_the_least_height_of_a_captured_text_is_that_of_no_width_that_it_had(qtbot: QtBot) -> None:
    """Layouts keep size hints; one made for a narrow window would leave a hole in every wider one."""
    text = ClippedText("captureText", 4)
    qtbot.addWidget(text)
    text.set_text("Which line of this sentence is the first that does not fit?")
    hints = []
    for width in (900, 120):
        text.resize(width, 20)
        hints.append(text.sizeHint())
    assert hints[0] == hints[1]
    assert hints[0].height() <= text.heightForWidth(900)


def test_a_session_that_comes_as_a_whole_opens_once_with_its_answer(window: WindowApp, qtbot: QtBot) -> None:
    messages = SCENES["finished"]()
    link_of(window).has_waiting = True
    for message in messages[:-1]:
        window.take(message)
    assert not window.popup.isVisible()
    link_of(window).has_waiting = False
    window.take(messages[-1])
    assert window.popup.isVisible()
    height = window.popup.height()
    qtbot.waitUntil(lambda: len(link_of(window).of(Painted)) > 0)
    assert window.popup.height() == height


def test_a_popup_that_is_called_back_before_it_stands_there_is_closed(window: WindowApp) -> None:
    link_of(window).has_waiting = True
    take(window, show(), begin(), HidePopup())
    assert not window.popup.isVisible()
    assert len(link_of(window).of(PopupClosed)) == 1


def test_a_label_that_lies_nowhere_yet_is_no_window(qtbot: QtBot) -> None:
    label = WrappedLabel("label")
    qtbot.addWidget(label)
    label.set_text("text")
    assert not label.isVisible()


def test_the_keys_are_made_when_they_are_first_shown(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show())
    assert not window.popup.keys.findChildren(QLabel)
    window.popup.keyboard.toggle_sheet()
    texts = [label.text() for label in window.popup.keys.findChildren(QLabel) if label.isVisible()]
    assert {line.keys for line in KEYS} <= set(texts)
    qtbot.waitUntil(lambda: window.popup.height() >= window.popup.keys.wished_height(window.popup.width()))
    window.popup.keyboard.toggle_sheet()
    window.popup.keyboard.toggle_sheet()
    assert len(window.popup.keys.findChildren(QLabel, "keysTitle")) == 1


@pytest.mark.parametrize("before", ["marks", "restarted", "explained", "captured-image", "german"])
def test_a_popup_is_as_high_as_its_content_whatever_was_shown_before(
    window: WindowApp, qtbot: QtBot, before: str
) -> None:
    """What the earlier session had in its header is hidden by then, and must leave no room."""
    heights = []
    for name in (before, "failed", "failed"):
        painted = len(link_of(window).of(Painted))
        take(window, *SCENES[name]())
        qtbot.waitUntil(lambda painted=painted: len(link_of(window).of(Painted)) > painted)  # type: ignore[misc]
        heights.append(window.popup.height())
        window.take(HidePopup())
    assert heights[1] == heights[2]


def test_a_window_manager_that_names_the_corner_meanwhile_does_not_keep_the_popup_there(
    window: WindowApp, qtbot: QtBot
) -> None:
    """While it frames a window, openbox tells of (0, 0); a popup that grows just then must not believe it."""
    opened(window, qtbot, *SCENES["captured"]())
    popup = window.popup
    place = popup.pos()
    popup.place()
    popup.move(0, 0)
    popup.resize(popup.width(), popup.height() - 40)
    popup.fit()
    assert popup.pos() == place
    popup.move(0, 0)
    qtbot.waitUntil(lambda: popup.pos() == place)


def test_once_it_stands_the_user_may_move_it(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, *SCENES["captured"]())
    popup = window.popup
    qtbot.waitUntil(lambda: not popup._settling.isActive())
    popup.move(30, 60)
    popup.resize(popup.width(), popup.height() - 40)
    popup.fit()
    assert (popup.x(), popup.y()) == (30, 60)
