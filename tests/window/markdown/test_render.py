"""Answers as documents: streamed or at once, the same; nothing is loaded, nothing is interpreted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.window.markdown.test_blocks import TEXTS
from tests.window.scenes import ANSWER, CJK, GERMAN
from tray_router.window.markdown.blocks import Block
from tray_router.window.markdown.render import AnswerDocument, MarkdownRenderer
from tray_router.window.markdown.style import CODE_PROPERTY, QUOTE_PROPERTY, RULE_PROPERTY, MarkdownStyle
from tray_router.window.markdown.write import BlockWriter
from tray_router.window.theme import DARK, LIGHT, body_font

pytestmark = pytest.mark.usefixtures("qapp")


def rendered(text: str, *, step: int = 0, is_dark: bool = False) -> AnswerDocument:
    """The document of a text, shown at once or grown by ``step`` characters at a time and then finished."""
    document = laid_out_document()
    renderer = MarkdownRenderer(document, MarkdownStyle(DARK if is_dark else LIGHT, body_font(0)))
    if step:
        for end in range(step, len(text) + step, step):
            renderer.grow(text[:end])
    else:
        renderer.finish(text)
    return document


def laid_out_document() -> AnswerDocument:
    """One that reports its changes: Qt does so only where there is a layout to tell."""
    document = AnswerDocument()
    document.documentLayout()
    return document


def blocks_of(document: QTextDocument) -> list[QTextBlock]:
    blocks = []
    block = document.begin()
    while block.isValid():
        blocks.append(block)
        block = block.next()
    return blocks


def outline(document: QTextDocument) -> list[tuple[object, ...]]:
    """Every block with what a reader would notice about it."""
    found: list[tuple[object, ...]] = []
    for block in blocks_of(document):
        form = block.blockFormat()
        items = block.textList()
        found.append(
            (
                block.text(),
                form.indent(),
                form.headingLevel(),
                items.itemText(block) if items else None,
                QTextCursor(block).currentTable() is not None,
                form.property(CODE_PROPERTY),
                form.property(QUOTE_PROPERTY),
                form.property(RULE_PROPERTY),
            )
        )
    return found


def test_every_kind_of_block_is_there() -> None:
    document = rendered("# Head\n\npara\n\n- a\n  - b\n\n3. c\n\n```py\nx = 1\n\ny\n```\n\n> q\n\n---\n\n- [x] done\n")
    assert outline(document) == [
        ("Head", 0, 1, None, False, None, None, None),
        ("para", 0, 0, None, False, None, None, None),
        ("a", 0, 0, outline(document)[2][3], False, None, None, None),
        ("b", 0, 0, outline(document)[3][3], False, None, None, None),
        ("c", 0, 0, "3.", False, None, None, None),
        ("x = 1\u2028\u2028y", 0, 0, None, False, "py", None, None),
        ("q", 0, 0, None, False, None, 1, None),
        ("", 0, 0, None, False, None, None, True),
        ("done", 0, 0, outline(document)[8][3], False, None, None, None),
    ]


def test_a_table_keeps_its_cells_and_alignment() -> None:
    document = rendered("| Way | Time |\n|:----|-----:|\n| `get` | **38** |\n")
    table = next(t for b in blocks_of(document) if (t := QTextCursor(b).currentTable()))
    texts = [[table.cellAt(r, c).firstCursorPosition().block().text() for c in range(2)] for r in range(2)]
    assert texts == [["Way", "Time"], ["get", "38"]]
    assert table.cellAt(0, 0).firstCursorPosition().charFormat().fontWeight() > 500


def test_a_table_behind_code_keeps_its_first_cell() -> None:
    """Qt's parser puts an empty block in front of it (seen with 6.11)."""
    document = rendered("```py\nx\n```\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert "a" in [block.text() for block in blocks_of(document)]


@pytest.mark.parametrize("step", [1, 7, 64])
@pytest.mark.parametrize("text", [ANSWER, GERMAN, CJK, ANSWER + "\n" + ANSWER], ids=["code", "german", "cjk", "twice"])
def test_streamed_is_the_same_as_at_once(text: str, step: int) -> None:
    assert outline(rendered(text, step=step)) == outline(rendered(text))


@given(text=TEXTS, step=st.integers(1, 20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_text_can_be_streamed_and_finished(text: str, step: int) -> None:
    document = rendered(text, step=step)
    renderer = MarkdownRenderer(document, MarkdownStyle(LIGHT, body_font(0)))
    renderer.finish(text)
    assert outline(document) == outline(rendered(text))


def whole(text: str) -> AnswerDocument:
    """The document as Qt's parser reads the text in one go, without any cut."""
    document = AnswerDocument()
    writer = BlockWriter(document, AnswerDocument(), MarkdownStyle(LIGHT, body_font(0)))
    writer.write(Block(text), is_finished=True)
    return document


PIECES = (
    "word |two words| |. |*|**|`|_|\n|\n\n|- |\n- item |\n1. one |\n1. next|www.|https://e.org/a|b.org|a@b"
    "|\\|[x](|)|&am|p;|字，|# |    |~~|!|x_y|$|$$".split("|")
)
WORDS = st.sampled_from([*PIECES, "|"])


@given(pieces=st.lists(WORDS, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_words_that_are_appended_read_as_if_parsed_again(pieces: list[str]) -> None:
    document = laid_out_document()
    renderer = MarkdownRenderer(document, MarkdownStyle(LIGHT, body_font(0)))
    text = ""
    for piece in pieces:
        text += piece
        renderer.grow(text)
    again = AnswerDocument()
    MarkdownRenderer(again, MarkdownStyle(LIGHT, body_font(0))).grow(text)
    assert outline(document) == outline(again)
    assert [_anchors(block) for block in blocks_of(document)] == [_anchors(block) for block in blocks_of(again)]


def _anchors(block: QTextBlock) -> list[tuple[int, str]]:
    return [(f.start, f.format.anchorHref()) for f in block.textFormats() if f.format.isAnchor()]


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- b\n- c\n\nend\n",
        "- a\n\n- b\n\n  more\n\n- c\n\nend\n",
        "1. a\n1. b\n1. c\n",
        "3. a\n4. b\n   - x\n   - y\n5. c\n",
        "- a\n* b\n* c\n1. d\n2) e\n",
        "- [ ] todo\n- [x] done\n- text\n",
        "* a\n* * *\n* b\n",
        "steps:\n1. a\n2. b\n\n3. c\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n- x\n- y\n",
        "1. a\n\n   ```py\n   x = 1\n   ```\n2. b\n",
    ],
)
@pytest.mark.parametrize("step", [0, 1, 5])
def test_a_list_that_is_cut_between_its_items_is_one_list(text: str, step: int) -> None:
    shown = rendered(text, step=step)
    assert outline(shown) == outline(whole(text))
    margins = [block.blockFormat().bottomMargin() for block in blocks_of(shown)]
    assert margins == [block.blockFormat().bottomMargin() for block in blocks_of(whole(text))]


def test_a_frame_of_a_long_list_writes_one_item() -> None:
    text = "".join(f"- item {n} of a list without an end\n" for n in range(300))
    document = laid_out_document()
    renderer = MarkdownRenderer(document, MarkdownStyle(LIGHT, body_font(0)))
    renderer.grow(text)
    removed: list[int] = []
    document.contentsChange.connect(lambda _at, gone, _new: removed.append(gone))
    renderer.grow(text + "- *one* more\n")
    assert removed
    assert max(removed) < 50


def test_the_end_of_a_long_answer_writes_its_last_block_only() -> None:
    text = "A paragraph with **some** words.\n\n" * 300 + "The *end*"
    document = laid_out_document()
    renderer = MarkdownRenderer(document, MarkdownStyle(LIGHT, body_font(0)))
    renderer.grow(text)
    removed: list[int] = []
    document.contentsChange.connect(lambda _at, gone, _new: removed.append(gone))
    renderer.finish(text)
    assert max(removed) < 50
    assert outline(document) == outline(whole(text))


def test_a_link_whose_address_comes_last_is_one_when_the_answer_is_whole() -> None:
    document = rendered("see [the manual][1] now\n\n[1]: https://docs.python.org/3/\n", step=3)
    renderer = MarkdownRenderer(document, MarkdownStyle(LIGHT, body_font(0)))
    renderer.finish("see [the manual][1] now\n\n[1]: https://docs.python.org/3/\n")
    assert _anchors(document.begin()) == [(4, "https://docs.python.org/3/")]


def test_long_code_is_only_appended_to() -> None:
    """The text of an open fence grows in place: what was written before keeps its position in the document."""
    document = laid_out_document()
    renderer = MarkdownRenderer(document, MarkdownStyle(LIGHT, body_font(0)))
    renderer.grow("text\n\n```py\nfirst = 1\n")
    removed: list[int] = []
    document.contentsChange.connect(lambda _at, gone, _new: removed.append(gone))
    code = "".join(f"line_{n} = {n}\n" for n in range(50))
    for end in range(0, len(code), 5):
        renderer.grow("text\n\n```py\nfirst = 1\n" + code[:end])
    assert len(removed) > 50
    assert sum(removed) == 0
    assert blocks_of(document)[1].text().startswith("first = 1\u2028line_0 = 0\u2028line_1")


def colours_of(document: AnswerDocument) -> set[str]:
    block = blocks_of(document)[0]
    return {block.charFormat().foreground().color().name()} | {
        r.format.foreground().color().name() for r in block.textFormats()
    }


@pytest.mark.parametrize("lines", [1, 80], ids=["short", "long"])
def test_code_is_coloured_when_its_fence_closes(qtbot: QtBot, lines: int) -> None:
    text = "```py\n" + "def f(): return 'a😀'  # é\n" * lines
    assert len(colours_of(rendered(text, step=50))) == 1
    document = rendered(text + "```\n", step=50)
    qtbot.waitUntil(lambda: len(colours_of(document)) > 2)
    strings = [
        block.text()[r.start : r.start + r.length]
        for block in blocks_of(document)[:1]
        for r in block.textFormats()
        if r.format.foreground().color().name() == "#0b6b3a"
    ]
    assert len(strings) == lines


def test_colours_that_come_late_are_dropped_when_the_text_is_gone(qtbot: QtBot) -> None:
    document = laid_out_document()
    renderer = MarkdownRenderer(document, MarkdownStyle(LIGHT, body_font(0)))
    renderer.finish("```py\n" + "x = 'a'\n" * 400 + "```\n")
    renderer.clear()
    renderer.finish("other text")
    qtbot.wait(300)
    assert document.toPlainText() == "other text"
    assert len(colours_of(document)) == 1


def test_html_is_text() -> None:
    text = '<b>bold</b> <img src="file:///etc/passwd"> <script>alert(1)</script> <a href="file:///x">y</a>\n\n<div>block</div>\n'
    document = rendered(text)
    assert document.toPlainText().replace("\n", " ").strip() == text.replace("\n\n", " ").strip()
    assert not any(
        f.format.isAnchor() or f.format.isImageFormat() for b in blocks_of(document) for f in b.textFormats()
    )


def test_front_matter_is_not_swallowed() -> None:
    assert "title: x" in rendered("---\ntitle: x\n---\nhello\n").toPlainText()


@pytest.mark.parametrize("step", [0, 5])
def test_an_image_becomes_words_and_is_never_read(tmp_path: Path, step: int) -> None:
    secret = tmp_path / "secret.png"
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0xFF0000)
    assert picture.save(str(secret))
    document = rendered(f"before ![a picture]({secret}) after ![another]({secret.as_uri()})\n", step=step)
    assert document.toPlainText() == "before [image: a picture] after [image: another]"
    assert not any(f.format.isImageFormat() for b in blocks_of(document) for f in b.textFormats())
    document.setTextWidth(400)
    assert document.size().height() < 30  # one line of text, no room taken by a picture


@pytest.mark.parametrize("kind", QTextDocument.ResourceType)
def test_the_document_answers_every_request_itself(tmp_path: Path, kind: QTextDocument.ResourceType) -> None:
    secret = tmp_path / "secret.png"
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    assert picture.save(str(secret))
    loaded = AnswerDocument().resource(kind.value, QUrl.fromLocalFile(str(secret)))
    assert isinstance(loaded, QImage)
    assert (loaded.width(), loaded.height()) == (1, 1)


def test_both_looks_differ_in_colour_only() -> None:
    assert outline(rendered(ANSWER, is_dark=True)) == outline(rendered(ANSWER))


def test_links_keep_their_address(qapp: QApplication) -> None:
    document = rendered("see [the manual](https://docs.python.org/3/) or https://example.org/x\n")
    found = {f.format.anchorHref() for f in blocks_of(document)[0].textFormats()} - {""}
    assert found == {"https://docs.python.org/3/", "https://example.org/x"}
