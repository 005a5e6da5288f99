"""Answers that no text engine likes: nothing of them is lost, and no frame takes its time with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextTable
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.window.scenes import REQUEST, answered, begin, routed, show
from tests.window.test_popup import opened, take
from tests.window.widgets import find
from tray_router.events import Completed, Token
from tray_router.window.answer_view import AnswerView
from tray_router.window.app import WindowApp
from tray_router.window.markdown.lines import CUT_IN_CODE, MAX_LINE_CHARACTERS, MAX_TABLE_CELLS, LineCutter, tamed


def cut(text: str, size: int, *, is_in_code: bool = False) -> str:
    """The text in pieces of this size, as a renderer hands them on."""
    cutter, out = LineCutter(), []
    for start in range(0, len(text), size):
        piece = text[start : start + size]
        if cutter.has_room(piece):
            out.append(cutter.pass_by(piece))
        else:
            out += [cutter.cut(line, is_in_code=is_in_code) for line in piece.splitlines(keepends=True)]
    return "".join(out)


@given(
    st.lists(st.sampled_from(["word ", "x" * 900, "\n", "\n\n", "字"]), max_size=60), st.sampled_from([1, 700, 100_000])
)
def test_nothing_is_lost_and_no_line_is_endless(pieces: list[str], size: int) -> None:
    text = "".join(pieces)
    made = cut(text, size, is_in_code=True)
    assert made.replace(CUT_IN_CODE, "") == text
    assert max(map(len, made.split("\n"))) <= MAX_LINE_CHARACTERS + len(CUT_IN_CODE)


def test_a_usual_text_is_handed_on_as_it_is() -> None:
    text = ("A sentence of a usual answer. " * 40 + "\n\n") * 20
    assert cut(text, 13) == text


def test_the_cut_is_at_a_blank_where_there_is_one() -> None:
    parts = cut("word " * 2_000, 1_000_000).split("\n\n")
    assert len(parts) == 3
    assert all(part.endswith(" ") for part in parts[:-1])


def test_a_table_of_too_many_cells_is_text_and_a_usual_one_is_none() -> None:
    row = "|" + "a|" * 30 + "\n"
    table = row + "|" + "-|" * 30 + "\n" + row * 50
    assert table.count("|") > MAX_TABLE_CELLS
    assert tamed(table).startswith("```\n|a|")
    assert tamed(row + "|" + "-|" * 30 + "\n" + row * 5) == row + "|" + "-|" * 30 + "\n" + row * 5
    assert tamed("a | b " * 2_000) == "a | b " * 2_000


NASTY = {
    "nested quotations": ">" * 1_000 + " deep",
    "nested quotations, line by line": "\n".join(">" * depth + " x" for depth in range(1, 300)),
    "nested lists": "\n".join(" " * (2 * depth) + "- x" for depth in range(200)),
    "one line of words": "word " * 200_000,
    "one word": "x" * 1_000_000,
    "a huge table": "|" + "h|" * 40 + "\n|" + "-|" * 40 + "\n" + ("|" + "c|" * 40 + "\n") * 300,
    "marks": "*a_ " * 10_000,
    "brackets": "[" * 10_000,
    "links": "[a](http://127.0.0.1:9/) " * 3_000,
    "html": "<img src=http://127.0.0.1:9/y.png><script>alert(1)</script><iframe src=file:///etc/passwd>" * 500,
    "images": "![a](file:///etc/passwd) ![b](http://127.0.0.1:9/x.png) ![c](qrc:/x) ![d](data:image/png;base64,AA) "
    * 200,
}


@pytest.mark.timeout(30)  # a million letters in one line took ten minutes
@pytest.mark.parametrize("name", NASTY)
def test_an_answer_that_is_made_to_hurt_is_shown(window: WindowApp, qtbot: QtBot, name: str) -> None:
    text = NASTY[name]
    opened(window, qtbot, show(), begin(), routed())
    step = len(text) // 20 + 1
    for start in range(0, len(text), step):
        take(window, Token(REQUEST, text[start : start + step]))
        window.frames.show()
    take(window, Completed(REQUEST))
    view = find(window.popup, AnswerView, "answer")
    assert view.toPlainText().strip()
    assert view.document().size().width() <= view.width() + 1
    take(window, *answered("and the next one"))


def test_code_in_one_endless_line_is_copied_as_it_was(window: WindowApp, qtbot: QtBot) -> None:
    code = '{"a": "' + "0123456789" * 1_500 + '"}'
    opened(window, qtbot, show(), *answered(f"Here:\n\n```json\n{code}\n```\n"))
    find(window.popup, QAbstractButton, "copyCode").click()
    assert QGuiApplication.clipboard().text() == code


def test_the_head_of_a_column_is_aligned_as_the_column(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), *answered("|n|b|\n|---:|:-:|\n|100000|2|\n"))
    frames = find(window.popup, AnswerView, "answer").document().rootFrame().childFrames()
    (table,) = (frame for frame in frames if isinstance(frame, QTextTable))
    mask = Qt.AlignmentFlag.AlignHorizontal_Mask
    for column, side in ((0, Qt.AlignmentFlag.AlignRight), (1, Qt.AlignmentFlag.AlignHCenter)):
        for row in range(2):
            block = table.cellAt(row, column).firstCursorPosition().block()
            assert block.blockFormat().alignment() & mask == side


def test_a_table_of_a_usual_size_is_a_table(window: WindowApp, qtbot: QtBot) -> None:
    opened(window, qtbot, show(), *answered("|a|b|\n|-|-|\n" + "|1|2|\n" * 60))
    view = find(window.popup, AnswerView, "answer")
    assert any(isinstance(frame, QTextTable) for frame in view.document().rootFrame().childFrames())
