"""Turns Markdown into a laid-out document, piece by piece while it streams. GUI thread.

Rules: Qt's own parser reads each block into a scratch document; from there it is written into the shown document in our
formats. HTML is text, never markup. Nothing that an answer names is ever loaded: images become words, and the document
answers every request for a resource itself. Blocks that can no longer change are written once; only the tail behind
them is written again when text arrives.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat, QTextList

from tray_router.window.highlight import coloured
from tray_router.window.markdown_blocks import BlockScanner
from tray_router.window.markdown_style import INDENT_WIDTH, PARAGRAPH_GAP, CharStyle, MarkdownStyle
from tray_router.window.markdown_table import write_table

_Feature = QTextDocument.MarkdownFeature
FRONT_MATTER = 0x100000  # Qt 6.8 and later would swallow a leading "---" block as metadata
FEATURES = _Feature((_Feature.MarkdownDialectGitHub | _Feature.MarkdownNoHTML).value & ~FRONT_MATTER)
LINE_SEPARATOR = "\u2028"
IMAGE_CHARACTER = "\ufffc"


class AnswerDocument(QTextDocument):
    """A document that loads nothing: no file, no image, no address."""

    def __init__(self) -> None:
        super().__init__()
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setIndentWidth(INDENT_WIDTH)
        self._blank = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._blank.fill(0)

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        """One transparent pixel, whatever is asked for: an empty reply would make Qt look for a file of that name."""
        return self._blank


class MarkdownRenderer:
    """Writes one growing answer into one document."""

    def __init__(self, document: QTextDocument, style: MarkdownStyle) -> None:
        self._document = document
        self._style = style
        self._scanner = BlockScanner()
        self._written = 0  # characters of the answer that the scanner has seen
        self._writer = BlockWriter(document, style)
        self._open_code = ""  # body of the open fence as written last, while nothing but it is in the tail

    def grow(self, text: str) -> None:
        """Shows ``text``, of which the text of the last call is the beginning."""
        finished = self._scanner.feed(text[self._written :])
        self._written = len(text)
        if not finished and self._extend_code():
            return
        with self._writer.editing():
            self._writer.drop_tail()
            for block in finished:
                self._writer.write(block, is_finished=True)
            self._writer.freeze()
            self._writer.write(self._scanner.tail, is_finished=False)
        self._open_code = _fence_body(self._scanner.tail) if self._scanner.is_in_fence else ""

    def finish(self, text: str) -> None:
        """Shows the whole answer, rendered once as a whole."""
        self._scanner = BlockScanner()
        self._written = len(text)
        self._open_code = ""
        with self._writer.editing():
            self._writer.clear()
            self._writer.write(text, is_finished=True)

    def _extend_code(self) -> bool:
        """Appends to the code at the end without writing it again; False where that cannot be done."""
        if not self._open_code or not self._scanner.is_in_fence:
            return False
        body = _fence_body(self._scanner.tail)
        if not body.startswith(self._open_code):
            return False
        self._writer.append_code(body[len(self._open_code) :])
        self._open_code = body
        return True


def _fence_body(tail: str) -> str:
    """The code behind the opening line of a fence, without a line that may become its end."""
    _, _, body = tail.partition("\n")
    lines = body.split("\n")
    if lines and lines[-1].strip(" \t`~") == "":
        lines.pop()
    return "\n".join(lines)


class BlockWriter:
    """Writes parsed Markdown at the end of a document."""

    def __init__(self, document: QTextDocument, style: MarkdownStyle) -> None:
        self.style = style
        self.cursor = QTextCursor(document)
        self._document = document
        self._frozen_end = 0
        self._is_fresh = True  # the cursor stands in an empty block that may be used
        self._frozen_fresh = True
        self._frozen_format = QTextBlockFormat()
        self._lists: dict[int, QTextList] = {}
        self._is_behind_item = False

    def editing(self) -> _EditBlock:
        """Groups changes, so that the document is laid out once."""
        return _EditBlock(self.cursor)

    def clear(self) -> None:
        """Removes everything."""
        self._frozen_end, self._frozen_fresh = 0, True
        self.drop_tail()

    def drop_tail(self) -> None:
        """Removes what was written since the last ``freeze``."""
        self.cursor.setPosition(self._frozen_end)
        self.cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        self.cursor.removeSelectedText()
        self._is_fresh = self._frozen_fresh
        if self._is_fresh:
            self.cursor.setBlockFormat(self.style.sliver())
        elif not self.cursor.block().text():  # Qt gives an empty block (a rule) the format of what was removed
            self.cursor.setBlockFormat(self._frozen_format)

    def freeze(self) -> None:
        """What is written now stays."""
        self._frozen_end = self.cursor.position()
        self._frozen_fresh = self._is_fresh
        self._frozen_format = self.cursor.blockFormat()

    def append_code(self, code: str) -> None:
        """Continues the code block at the end."""
        self.cursor.insertText(code.replace("\n", LINE_SEPARATOR), self.style.code())

    def write(self, markdown: str, *, is_finished: bool) -> None:
        """Adds Markdown; code is coloured only when it is finished."""
        if not markdown.strip():
            return
        source = AnswerDocument()
        source.setMarkdown(markdown, FEATURES)
        self._lists = {}
        self._is_behind_item = False
        block = source.begin()
        while block.isValid():
            block = self._write_one(block, is_finished=is_finished)
        if self._is_behind_item:
            self._set_bottom_margin(PARAGRAPH_GAP)

    def _write_one(self, block: QTextBlock, *, is_finished: bool) -> QTextBlock:
        """Writes what starts at the block; returns the first block behind it."""
        table = QTextCursor(block).currentTable()
        if table is not None:
            if self._is_fresh:  # a table needs a block before it; at the very start it is an empty one
                self.cursor.setBlockFormat(self.style.sliver())
            elif self._is_behind_item:
                self._set_bottom_margin(PARAGRAPH_GAP)
            after = write_table(table, self)
            self._is_fresh = True
            self._is_behind_item = False
            return after
        if _is_code(block):
            return self._write_code(block, is_finished=is_finished)
        form = block.blockFormat()
        if form.hasProperty(QTextFormat.Property.BlockTrailingHorizontalRulerWidth) and not block.text():
            self._start(self.style.rule())
            self.cursor.setBlockCharFormat(self.style.text(CharStyle()))
        elif block.text():
            self._write_text(block)
        return block.next()

    def _write_text(self, block: QTextBlock) -> None:
        form = block.blockFormat()
        quote = int(form.property(QTextFormat.Property.BlockQuoteLevel) or 0)
        items = block.textList()
        target = self.style.paragraph(
            indent=form.indent(), quote=quote, heading=form.headingLevel(), is_item=items is not None
        )
        target.setMarker(form.marker())
        self._start(target, is_item=items is not None or form.indent() > 0)
        style = CharStyle(is_quoted=quote > 0, heading=form.headingLevel())
        self.cursor.setBlockCharFormat(self.style.text(style))
        if items is not None:
            self._join_list(items)
        self.write_runs(block, style)

    def write_runs(self, block: QTextBlock, base: CharStyle) -> None:
        """The text of one source block in our formats, at the cursor."""
        run = block.begin()
        while not run.atEnd():
            fragment = run.fragment()
            form = fragment.charFormat()
            image = form.toImageFormat().name() if form.isImageFormat() else ""
            style = CharStyle(
                is_bold=base.is_bold or form.fontWeight() > 500,  # noqa: PLR2004 (CSS weights: above medium)
                is_italic=form.fontItalic(),
                is_struck=form.fontStrikeOut(),
                is_code=form.fontFixedPitch(),
                is_quoted=base.is_quoted,
                heading=base.heading,
                link=form.anchorHref() or image,
            )
            text = fragment.text()
            if image:
                text = f"[image: {form.property(QTextFormat.Property.ImageAltText) or image}]"
            self.cursor.insertText(text.replace(IMAGE_CHARACTER, ""), self.style.text(style))
            run += 1

    def _write_code(self, block: QTextBlock, *, is_finished: bool) -> QTextBlock:
        first = block.blockFormat()
        lines = []
        while block.isValid() and _is_code(block):
            lines.append(block.text())
            block = block.next()
        language = str(first.property(QTextFormat.Property.BlockCodeLanguage) or "").split(" ")[0]
        quote = int(first.property(QTextFormat.Property.BlockQuoteLevel) or 0)
        form = self.style.code_block(language, indent=first.indent(), quote=quote)
        self._start(form, is_item=first.indent() > 0)
        self.cursor.setBlockCharFormat(self.style.code())
        code = "\n".join(lines)
        pieces = coloured(code, language, is_dark=self.style.look.is_dark) if is_finished else ((code, ""),)
        for text, colour in pieces:
            self.cursor.insertText(text.replace("\n", LINE_SEPARATOR), self.style.code(colour))
        return block

    def _join_list(self, source: QTextList) -> None:
        known = self._lists.get(source.objectIndex())
        if known is None:
            self._lists[source.objectIndex()] = self.cursor.createList(source.format())
        else:
            known.add(self.cursor.block())

    def _start(self, form: QTextBlockFormat, *, is_item: bool = False) -> None:
        """Begins a block; the last item of a list gets the distance of a paragraph."""
        if self._is_behind_item and not is_item:
            self._set_bottom_margin(PARAGRAPH_GAP)
        self._is_behind_item = is_item
        if self._is_fresh:
            self.cursor.setBlockFormat(form)
        else:
            self.cursor.insertBlock(form)
        self._is_fresh = False

    def _set_bottom_margin(self, margin: float) -> None:
        change = QTextBlockFormat()
        change.setBottomMargin(margin)
        self.cursor.mergeBlockFormat(change)


def _is_code(block: QTextBlock) -> bool:
    return bool(block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeLanguage))


class _EditBlock:
    def __init__(self, cursor: QTextCursor) -> None:
        self._cursor = cursor

    def __enter__(self) -> None:
        self._cursor.beginEditBlock()

    def __exit__(self, *_: object) -> None:
        self._cursor.endEditBlock()
