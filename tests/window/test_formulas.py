"""Formulas in answers: drawn by the real process, beside the text, late, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QImage, QPainter, QTextCursor
from pytestqt.qtbot import QtBot

from tests.window.scenes import MATHEMATICS, REQUEST, SESSION, answered, begin, routed, show
from tests.window.widgets import find, find_visible
from tray_router.events import Token
from tray_router.window import formulas as formulas_module
from tray_router.window.answer_view import AnswerView
from tray_router.window.app import WindowApp
from tray_router.window.formulas import FormulaKey, FormulaMaker
from tray_router.window.markdown.formulas import OBJECT
from tray_router.wire.popup import FocusPopup

FRACTION = FormulaKey(r"\frac{a}{b}", is_display=False, pixels=14.0, colour="#112233")


@pytest.fixture
def maker(qapp: object) -> Iterator[FormulaMaker]:
    made = FormulaMaker()
    yield made
    made.stop()


def view_of(window: WindowApp, qtbot: QtBot, text: str) -> AnswerView:
    for message in (show(), *answered(text)):
        window.take(message)
    qtbot.waitUntil(window.popup.isVisible)
    return find(window.popup, AnswerView, "answer")


def test_a_formula_is_drawn_once_in_its_colour_and_on_its_baseline(maker: FormulaMaker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(maker.made, timeout=10_000) as made:
        assert maker.find(FRACTION) is None
    assert made.args == [FRACTION]
    formula = maker.find(FRACTION)
    assert formula is not None
    assert 5 < formula.width < 20
    assert formula.ascent > formula.descent > 3
    image = QImage(40, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(5, 20)
    formula.draw(painter)
    painter.end()
    inked = [(x, y) for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() > 200]
    assert min(y for _, y in inked) < 20 < max(y for _, y in inked)
    for colour in (image.pixelColor(*place) for place in inked):  # rounded, where an edge is half transparent
        assert (colour.red(), colour.green(), colour.blue()) == pytest.approx((0x11, 0x22, 0x33), abs=3)


@pytest.mark.parametrize("latex", [r"\frac{a", "a & b", r"\left( x", r"\def\x{\x\x}\x", "x" * 1_999 + "{"])
def test_what_cannot_be_drawn_is_known_not_to_be_one(maker: FormulaMaker, qtbot: QtBot, latex: str) -> None:
    bad = FormulaKey(latex, is_display=False, pixels=14.0, colour="#000000")
    with qtbot.waitSignal(maker.made, timeout=10_000):
        maker.find(bad)
    assert maker.is_known(bad)
    with qtbot.waitSignal(maker.made, timeout=10_000):
        maker.find(FRACTION)
    assert maker.find(FRACTION) is not None, "the next formula is not drawn"


def test_a_process_that_cannot_be_started_leaves_latex(
    maker: FormulaMaker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formulas_module, "COMMAND", ("/no/such/program",))
    monkeypatch.setattr(formulas_module, "DRAW_LIMIT_MS", 100)
    maker._limit.setInterval(100)
    with qtbot.waitSignal(maker.made, timeout=10_000):
        maker.find(FRACTION)
    assert maker.is_known(FRACTION)
    assert maker.find(FRACTION) is None


def test_the_process_leaves_when_nothing_is_left_to_draw(maker: FormulaMaker, qtbot: QtBot) -> None:
    maker._leave.setInterval(10)
    with qtbot.waitSignal(maker.made, timeout=10_000):
        maker.find(FRACTION)
    qtbot.waitUntil(lambda: maker._process is None)


def test_formulas_take_the_place_of_their_latex_and_are_copied_as_latex(window: WindowApp, qtbot: QtBot) -> None:
    view = view_of(window, qtbot, MATHEMATICS)
    qtbot.waitUntil(lambda: view.toPlainText().count(OBJECT) == 11, timeout=15_000)
    text = view.toPlainText()
    assert "$5 and the pen $6" in text
    assert r"$\frac{1}{$ is no formula" in text
    assert "ax^2" not in text
    cursor = view.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    view.setTextCursor(cursor)
    copied = view.selected_text()
    spoken = QAccessible.queryAccessibleInterface(view).text(QAccessible.Text.Description)
    for text in (copied, spoken):
        assert OBJECT not in text
        for written in ("$ax^2 + bx + c = 0$", r"\(D = b^2 - 4ac\)", r"$$x_{1,2} = \frac{-b"):
            assert written in text
    cursor.setPosition(0)
    cursor.setPosition(view.toPlainText().index("discriminant"), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert "x_{1,2}" in view.selected_text()
    assert "b^2 - 4ac\\)" not in view.selected_text()
    window.take(show())
    view = view_of(window, qtbot, "No formula.")
    assert view.accessibleDescription() == ""


def test_while_an_answer_streams_late_formulas_do_not_disturb_what_comes(window: WindowApp, qtbot: QtBot) -> None:
    for message in (show(), begin(), routed()):
        window.take(message)
    for start in range(0, len(MATHEMATICS), 7):
        window.take(Token(REQUEST, MATHEMATICS[start : start + 7]))
        window.frames.show()
        qtbot.wait(4)
    view = find(window.popup, AnswerView, "answer")
    qtbot.waitUntil(lambda: view.toPlainText().count(OBJECT) == 11, timeout=15_000)
    assert [line for line in view.toPlainText().split("\n") if "real roots" in line] == [
        f"{OBJECT}: two real roots, for instance with {OBJECT}"
    ]


def test_each_finished_block_of_code_has_a_button_that_copies_it(window: WindowApp, qtbot: QtBot) -> None:
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QAbstractButton

    view = view_of(window, qtbot, "Text\n\n```python\na = 1\n\nb = '$x$'\n```\n\nMore\n\n    indented $y$\n\nEnd\n")
    qtbot.waitUntil(lambda: len(find_visible(view, QAbstractButton, "copyCode")) == 2)
    first, second = find_visible(view, QAbstractButton, "copyCode")
    assert first.accessibleName() == "Copy the code (python)"
    assert second.accessibleName() == "Copy the code"
    first.click()
    assert QGuiApplication.clipboard().text() == "a = 1\n\nb = '$x$'"
    second.click()
    assert QGuiApplication.clipboard().text() == "indented $y$"
    assert 0 < first.y() < second.y() < view.height()


def test_code_that_still_grows_has_no_button(window: WindowApp, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QAbstractButton

    for message in (show(), begin(), routed(), Token(REQUEST, "Text\n\n```python\na = 1\n")):
        window.take(message)
    qtbot.waitUntil(window.popup.isVisible)
    view = find(window.popup, AnswerView, "answer")
    qtbot.waitUntil(lambda: "a = 1" in view.toPlainText())
    assert find_visible(view, QAbstractButton, "copyCode") == []


def test_the_address_of_a_link_is_shown_while_the_keyboard_is_on_it(window: WindowApp, qtbot: QtBot) -> None:
    view = view_of(window, qtbot, "see [the manual](https://docs.python.org/3/) and [this](https://example.org/)")
    said = window.popup.footer._figures
    before = said.text()
    window.take(FocusPopup(SESSION))
    qtbot.waitUntil(window.popup.isActiveWindow)
    view.setFocus()
    for expected in ("https://docs.python.org/3/", "https://example.org/"):
        assert view.focusNextPrevChild(True)
        assert said.text() == expected
    view.focusNextPrevChild(True)
    assert said.text() == before
