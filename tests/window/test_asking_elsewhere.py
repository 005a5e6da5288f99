"""Asking elsewhere and the long explanation, with real keys and a real mouse on a real X server."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.processes import wait_for
from tests.support.x11 import XServer
from tests.window.process import WindowProcess
from tests.window.scenes import REQUEST, SESSION, answered, begin, explained, routed, show
from tests.window.widgets import find, find_visible, link_of
from tray_router.events import Cancelled, Completed, Failed, Routed, Token
from tray_router.model import FeatureHit, Override
from tray_router.window.answer_view import AnswerView
from tray_router.window.app import WindowApp
from tray_router.window.controls import Caption, IconButton
from tray_router.window.elsewhere_menu import ElsewhereMenu
from tray_router.wire.popup import FocusPopup
from tray_router.wire.window import BeginAnswer, Explained, Painted, PopupClosed, Retry, Stop

STREAMING = (show(), begin(), explained(), routed(), Token(REQUEST, "The key is"))


def take(window: WindowApp, *messages: object) -> None:
    for message in messages:
        window.take(message)


def opened(window: WindowApp, qtbot: QtBot, *messages: object) -> None:
    """Shows these messages and waits until the popup is painted and has the keyboard."""
    take(window, *messages)
    qtbot.waitUntil(lambda: bool(link_of(window).of(Painted)))
    take(window, FocusPopup(window._state.session))
    qtbot.waitUntil(window.popup.isActiveWindow)


def retries(window: WindowApp) -> list[Retry]:
    return link_of(window).of(Retry)


def menu_of(window: WindowApp, qtbot: QtBot) -> ElsewhereMenu:
    """The menu once it is on the screen."""
    qtbot.waitUntil(lambda: bool(find_visible(window.popup, ElsewhereMenu, "elsewhereMenu")))
    return find(window.popup, ElsewhereMenu, "elsewhereMenu")


# --- the menu -----------------------------------------------------------------------------------------------


def test_ctrl_k_arrow_keys_and_enter_ask_elsewhere(window: WindowApp, qtbot: QtBot, x_display: XServer) -> None:
    opened(window, qtbot, show(), *answered("Use `get`."))
    x_display.press("ctrl+k")
    menu = menu_of(window, qtbot)
    entries = [(a.text(), a.isEnabled(), a.isChecked()) for a in menu.actions() if not a.isSeparator()]
    assert entries == [
        ("quick → mac / qwen3:4b", True, False),
        ("code → windows / qwen3-coder:30b", False, True),
        ("reasoning → windows / deepseek-r1:8b", True, False),
        ("qwen3-coder:30b on ubuntu", True, False),
        ("gemma3:12b on ubuntu", True, False),
    ]
    assert [a.shortcut().toString() for a in menu.actions() if not a.isSeparator()][:2] == ["Ctrl+1", "Ctrl+2"]
    x_display.press("Down")
    qtbot.waitUntil(lambda: menu.activeAction().text().startswith("reasoning"))
    x_display.press("Return")
    qtbot.waitUntil(lambda: retries(window) == [Retry(REQUEST, Override(route="reasoning"))])
    assert not menu.isVisible()
    qtbot.waitUntil(window.popup.input.hasFocus)


@pytest.mark.parametrize(
    ("chord", "override"),
    [
        ("ctrl+1", Override(route="quick")),
        ("ctrl+3", Override(route="reasoning")),
        ("ctrl+4", Override(model="qwen3-coder:30b", host="ubuntu")),
    ],
)
def test_a_number_asks_there_at_once(
    window: WindowApp, qtbot: QtBot, x_display: XServer, chord: str, override: Override
) -> None:
    opened(window, qtbot, show(), *answered("Use `get`."))
    x_display.press(chord)
    qtbot.waitUntil(lambda: retries(window) == [Retry(REQUEST, override)])
    assert window.popup.input.toPlainText() == ""


def test_where_the_question_is_and_beyond_the_list_a_number_does_nothing(
    window: WindowApp, qtbot: QtBot, x_display: XServer
) -> None:
    opened(window, qtbot, show(), *answered("Use `get`."))
    for chord in ("ctrl+2", "ctrl+6", "ctrl+9", "ctrl+1"):
        x_display.press(chord)
    qtbot.waitUntil(lambda: bool(retries(window)))
    assert retries(window) == [Retry(REQUEST, Override(route="quick"))]


@pytest.mark.parametrize("key", ["3", "ctrl+3", "KP_3"])
def test_in_the_open_menu_the_digit_is_enough(window: WindowApp, qtbot: QtBot, x_display: XServer, key: str) -> None:
    opened(window, qtbot, show(), *answered("Use `get`."))
    x_display.press("ctrl+k")
    menu = menu_of(window, qtbot)
    x_display.press("2")  # where it is
    x_display.press(key)
    qtbot.waitUntil(lambda: retries(window) == [Retry(REQUEST, Override(route="reasoning"))])
    assert not menu.isVisible()


def test_escape_closes_the_menu_and_not_the_popup(window: WindowApp, qtbot: QtBot, x_display: XServer) -> None:
    opened(window, qtbot, show(), *answered("Use `get`."))
    x_display.press("ctrl+k")
    menu = menu_of(window, qtbot)
    x_display.press("Escape")
    qtbot.waitUntil(lambda: not menu.isVisible())
    assert window.popup.isVisible()
    assert retries(window) == []
    x_display.press("Escape")
    qtbot.waitUntil(lambda: link_of(window).of(PopupClosed) == [PopupClosed(SESSION)])


def test_the_button_opens_the_menu_inside_the_screen(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), *answered("line\n\n" * 60))
    find(window.popup, QPushButton, "elsewhere").click()
    menu = menu_of(window, qtbot)
    assert window.popup.screen().availableGeometry().contains(menu.geometry())
    button = find(window.popup, QPushButton, "elsewhere")
    corner = button.mapToGlobal(QPoint(0, 0))
    assert not menu.geometry().contains(corner), "the menu covers its button"
    menu.close()


def test_it_is_possible_while_an_answer_streams_and_after_every_end(
    window: WindowApp, qtbot: QtBot, x_display: XServer
) -> None:
    opened(window, qtbot, *STREAMING)
    button = find(window.popup, QPushButton, "elsewhere")
    qtbot.waitUntil(button.isVisible)
    x_display.press("ctrl+1")
    qtbot.waitUntil(lambda: retries(window) == [Retry(REQUEST, Override(route="quick"))])
    assert link_of(window).of(Stop) == [], "the daemon stops the old answer itself"
    take(window, Cancelled(REQUEST))
    assert button.isVisible()
    for request, end in (("r2", Failed("r2", "It broke.")), ("r3", Completed("r3"))):
        take(window, begin("", request))
        assert not button.isVisible(), "nothing is known of this question yet"
        take(window, explained(request), end)
        assert button.isVisible()


def test_an_answer_that_goes_on_leaves_the_menu_open_and_its_end_elsewhere_closes_it(
    window: WindowApp, qtbot: QtBot
) -> None:
    opened(window, qtbot, *STREAMING)
    find(window.popup, QPushButton, "elsewhere").click()
    menu = menu_of(window, qtbot)
    take(window, Token(REQUEST, " missing."), Completed(REQUEST))
    qtbot.wait(50)
    assert menu.isVisible()
    take(window, begin("", "r2"))
    assert not menu.isVisible()


def test_without_another_place_there_is_no_button_and_no_menu(
    window: WindowApp, qtbot: QtBot, x_display: XServer
) -> None:
    opened(window, qtbot, show(), begin(), routed(), Token(REQUEST, "x"), Completed(REQUEST))
    assert not find(window.popup, QPushButton, "elsewhere").isVisible()
    x_display.press("ctrl+k")
    x_display.press("ctrl+1")
    x_display.press("ctrl+r")
    qtbot.waitUntil(lambda: retries(window) == [Retry(REQUEST)])
    assert find_visible(window.popup, ElsewhereMenu, "elsewhereMenu") == []


def test_the_earlier_answer_stays_above_the_new_one_and_says_whose_it_is(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), *answered("first answer"))
    assert find_visible(window.popup, Caption, "author") == []
    take(window, begin("", "r2"), Routed("r2", "quick", "qwen3:4b", "mac"), Token("r2", "second answer"))
    qtbot.waitUntil(lambda: find(window.popup, AnswerView, "answer").toPlainText() == "second answer")
    answers = [view.toPlainText() for view in find_visible(window.popup, AnswerView, "answer")]
    assert answers == ["first answer", "second answer"]
    qtbot.waitUntil(lambda: bool(find_visible(window.popup, Caption, "author")))
    assert [c.text() for c in find_visible(window.popup, Caption, "author")] == ["code → windows / qwen3-coder:30b"]


def test_names_of_models_are_shown_as_they_are(window: WindowApp, qtbot: QtBot) -> None:
    why = explained()
    odd = Explained(REQUEST, "code", candidates=(why.candidates[0], type(why.candidates[0])("r&d:1b", "mac")))
    opened(window, qtbot, show(), begin(), odd, routed())
    find(window.popup, QPushButton, "elsewhere").click()
    menu = menu_of(window, qtbot)
    assert menu.actions()[1].text() == "r&&d:1b on mac", "one & would underline the next letter"
    menu.close()


def test_a_screen_reader_hears_button_menu_and_entries(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), *answered("x"))
    button = find(window.popup, QPushButton, "elsewhere")
    button.click()
    menu = menu_of(window, qtbot)
    name = QAccessible.Text.Name
    assert QAccessible.queryAccessibleInterface(button).text(name) == "Elsewhere"
    heard = QAccessible.queryAccessibleInterface(menu)
    assert heard.text(name) == "Ask elsewhere"
    entries = [heard.child(number) for number in range(heard.childCount())]
    assert entries[0].text(name) == "quick → mac / qwen3:4b"
    assert entries[1].state().checked
    assert entries[1].state().disabled
    menu.close()


# --- the explanation ----------------------------------------------------------------------------------------


def folded(window: WindowApp) -> bool:
    return not window.popup.explanation.isVisible()


def cells(window: WindowApp, name: str = "explanationCell") -> list[str]:
    return [label.text() for label in find_visible(window.popup, QLabel, name)]


def test_ctrl_i_unfolds_and_folds_and_the_popup_gets_its_height_back(
    window: WindowApp, qtbot: QtBot, x_display: XServer
) -> None:
    opened(window, qtbot, show(), *answered("Use `get`."))
    qtbot.wait(50)
    height = window.popup.height()
    x_display.press("ctrl+i")
    qtbot.waitUntil(lambda: not folded(window) and window.popup.height() > height + 100)
    assert "Python traceback" in cells(window)
    assert "the machine is down (no route to the host)" in cells(window)
    assert cells(window, "explanationTotal") == ["total", "+6.0", "−0.5", "−4.5"]
    assert cells(window, "explanationHead") == ["code", "quick", "reasoning"]
    x_display.press("ctrl+i")
    qtbot.waitUntil(lambda: folded(window) and window.popup.height() <= height)


@pytest.mark.parametrize("line", ["headline", "why"])
def test_a_click_on_the_route_unfolds(window: WindowApp, qtbot: QtBot, line: str) -> None:
    opened(window, qtbot, show(), *answered("x"))
    label = find(window.popup, Caption, line)
    qtbot.waitUntil(label.isVisible)
    assert label.cursor().shape() is Qt.CursorShape.PointingHandCursor
    for expected in (False, True):
        qtbot.mouseClick(label, Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
        assert folded(window) is expected
    qtbot.mouseClick(label, Qt.MouseButton.RightButton, pos=QPoint(20, 5))
    assert folded(window)


def test_the_toggle_is_reached_by_tab_and_pressed_by_space(window: WindowApp, qtbot: QtBot, x_display: XServer) -> None:
    opened(window, qtbot, show(), *answered("x"))
    toggle = find(window.popup, IconButton, "explain")
    assert QAccessible.queryAccessibleInterface(toggle).text(QAccessible.Text.Name) == "Why this model (Ctrl+I)"
    for _ in range(12):
        if toggle.hasFocus():
            break
        x_display.press("Tab")
        qtbot.wait(20)
    assert toggle.hasFocus()
    x_display.press("space")
    qtbot.waitUntil(lambda: not folded(window))
    assert toggle.isChecked()
    heard = QAccessible.queryAccessibleInterface(window.popup.explanation)
    assert heard.text(QAccessible.Text.Name) == "Why this model"
    assert "Asked in this order" in heard.text(QAccessible.Text.Description)


def test_before_it_is_known_nothing_unfolds(window: WindowApp, qtbot: QtBot, x_display: XServer) -> None:
    opened(window, qtbot, show(), begin())
    headline = find(window.popup, Caption, "headline")
    assert headline.cursor().shape() is Qt.CursorShape.ArrowCursor
    qtbot.mouseClick(headline, Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
    x_display.press("ctrl+i")
    qtbot.wait(100)
    take(window, explained(), routed())
    assert folded(window)


def test_a_long_one_scrolls_in_its_own_place(window: WindowApp, qtbot: QtBot, x_display: XServer) -> None:
    many = tuple(FeatureHit(f"feature-{number}", "code", 0.5) for number in range(60))
    opened(window, qtbot, show(), begin(), Explained(REQUEST, "code", 0.9, many, (("code", 30.0),)), routed())
    x_display.press("ctrl+i")
    bar = window.popup.explanation.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 400)
    assert window.popup.explanation.height() < 260
    window.popup.explanation.setFocus()
    x_display.press("Page_Down")
    qtbot.waitUntil(lambda: bar.value() > 0)


def test_it_follows_the_question_and_is_folded_in_the_next_session(
    window: WindowApp, qtbot: QtBot, x_display: XServer
) -> None:
    opened(window, qtbot, *STREAMING)
    x_display.press("ctrl+i")
    qtbot.waitUntil(lambda: not folded(window))
    assert "asked now · loaded" in cells(window)
    take(window, Completed(REQUEST))
    assert "answered · loaded" in cells(window)
    take(window, BeginAnswer(SESSION, "r2"), Explained("r2", "quick", 0.5, scores=(("quick", 2.0),)))
    assert cells(window) == ["Nothing in the text speaks for any route."]
    take(window, show(), *answered("x"))
    assert folded(window)


# --- dragging, in the real process --------------------------------------------------------------------------


def test_the_header_drags_the_popup_and_a_click_on_it_explains(window_process: WindowProcess) -> None:
    server = window_process.server
    window_process.send(show(), *answered("Use `get`."))
    window_process.wait(Painted)

    def place() -> tuple[int, int, int]:
        found = server.place(server.titled("^Tray Router$")[-1])
        assert found is not None
        left, top, _, bottom = found
        return left, top, bottom - top

    server.wait_rest()
    left, top, height = place()
    x, y = left + 60, top + 20
    steps = ["mousemove", str(x), str(y), "mousedown", "1"]
    for step in range(1, 11):
        steps += ["mousemove", str(x + 12 * step), str(y + 9 * step), "sleep", "0.03"]
    server.run("xdotool", *steps, "mouseup", "1")
    wait_for(lambda: abs(place()[0] - left - 120) <= 12 and abs(place()[1] - top - 90) <= 12, what="the drag")
    window_process.drain(0.2)
    left, top, after = place()
    assert after == height, "the drag was taken for a click"
    server.click(left + 60, top + 20)
    wait_for(lambda: place()[2] > height + 100, what="the explanation")
