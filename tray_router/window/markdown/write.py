"""Writes Markdown, block by block, into the shown document in our formats. GUI thread.

Rules: Qt's own parser reads each block into a scratch document; from there it is written into the shown document. HTML
is text, never markup.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextList,
)

from tray_router.window.markdown.blocks import Block
from tray_router.window.markdown.code_colours import LINE_SEPARATOR, CodeColours
from tray_router.window.markdown.formulas import FormulaWriter
from tray_router.window.markdown.lines import tamed
from tray_router.window.markdown.lists import ListCount
from tray_router.window.markdown.runs import RunWriter
from tray_router.window.markdown.style import (
    CODE_PROPERTY,
    ITEM_GAP,
    PARAGRAPH_GAP,
    CharStyle,
    MarkdownStyle,
    shown_depth,
)
from tray_router.window.markdown.table import write_table

_Feature = QTextDocument.MarkdownFeature
FRONT_MATTER = 0x100000  # Qt 6.8 and later would swallow a leading "---" block as metadata
FEATURES = _Feature((_Feature.MarkdownDialectGitHub | _Feature.MarkdownNoHTML).value & ~FRONT_MATTER)


class BlockWriter:
    """Writes parsed Markdown at the end of a document.

    Args:
        scratch: where Qt's parser puts its reading of each block; loads nothing.
    """

    def __init__(self, document: QTextDocument, scratch: QTextDocument, style: MarkdownStyle) -> None:
        self.style = style
        self.cursor = QTextCursor(document)
        self._document = document
        self._scratch = scratch
        self.formulas = FormulaWriter(document)
        self._runs = RunWriter(self.cursor, style, self.formulas)
        self.colours = CodeColours(style, document)
        self.code_starts: list[QTextCursor] = []  # one in each finished block of code
        self._frozen = QTextCursor(document)  # moves with what a late formula does to the text before it
        self._frozen.setKeepPositionOnInsert(True)
        self._is_fresh = True  # the cursor stands in an empty block that may be used
        self._frozen_fresh = True
        self._frozen_format = QTextBlockFormat()
        self._lists: dict[int, QTextList] = {}
        self._counted: ListCount | None = None  # of the list at the margin that was written last
        self._frozen_count: ListCount | None = None
        self._continued: ListCount | None = None  # where the first list at the margin of this block goes on
        self._is_behind_item = False

    @property
    def frozen_top(self) -> float:
        """Top of the last block that stays, below which everything may change."""
        return self._top(self._frozen.block()) if self._frozen.position() else 0.0

    @property
    def last_line_top(self) -> float:
        """Top of the last line, below which everything changes when text is appended."""
        block = self._document.lastBlock()
        lines = block.layout().lineCount()
        return self._top(block) + (block.layout().lineAt(lines - 1).y() if lines else 0.0)

    def _top(self, block: QTextBlock) -> float:
        return self._document.documentLayout().blockBoundingRect(block).top()

    def editing(self) -> _EditBlock:
        """Groups changes, so that the document is laid out once."""
        return _EditBlock(self.cursor)

    def clear(self) -> None:
        """Removes everything."""
        self._frozen.setPosition(0)
        self._frozen_fresh, self._frozen_count = True, None
        self.drop_tail()

    def drop_tail(self) -> None:
        """Removes what was written since the last ``freeze``."""
        end = self._frozen.position()
        self.formulas.forget_from(end)
        self.colours.forget_from(end)
        self.code_starts = [start for start in self.code_starts if start.position() < end]
        self.cursor.setPosition(end)
        self.cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        self.cursor.removeSelectedText()
        self._is_fresh = self._frozen_fresh
        self._counted = self._frozen_count
        if self._is_fresh:
            self.cursor.setBlockFormat(self.style.sliver())
        elif not self.cursor.block().text():  # Qt gives an empty block (a rule) the format of what was removed
            self.cursor.setBlockFormat(self._frozen_format)

    def freeze(self) -> None:
        """What is written now stays."""
        self._frozen.setPosition(self.cursor.position())
        self._frozen_fresh = self._is_fresh
        self._frozen_format = self.cursor.blockFormat()
        self._frozen_count = self._counted

    def append_code(self, code: str) -> None:
        """Continues the code block at the end."""
        self.cursor.insertText(code.replace("\n", LINE_SEPARATOR), self.style.code())

    def append_words(self, words: str, *, behind: str) -> bool:
        """Continues the text at the end, if it is text and ends with ``behind``; says whether it did."""
        block = self.cursor.block()
        if self._is_fresh or block.blockFormat().hasProperty(CODE_PROPERTY) or not block.text().endswith(behind):
            return False
        self.cursor.insertText(words)
        return True

    def write(self, block: Block, *, is_finished: bool) -> None:
        """Adds Markdown; code is coloured only when it is finished."""
        if not block.text.strip():
            return
        self._scratch.setMarkdown(self._runs.mark_formulas(tamed(block.text)), FEATURES)
        self._lists = {}
        self._is_behind_item = False
        self._continued = self._counted if block.continues_list else None
        self._counted = None
        source = self._scratch.begin()
        while source.isValid():
            source = self._write_one(source, is_finished=is_finished)
        if self._is_behind_item:
            self._leave_paragraph_gap()

    def _write_one(self, block: QTextBlock, *, is_finished: bool) -> QTextBlock:
        """Writes what starts at the block; returns the first block behind it."""
        table = QTextCursor(block).currentTable()
        if table is not None:
            if self._is_fresh:  # a table needs a block before it; at the very start it is an empty one
                self.cursor.setBlockFormat(self.style.sliver())
            elif self._is_behind_item:
                self._leave_paragraph_gap()
            after = write_table(table, self._runs)
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
        quote = shown_depth(form.property(QTextFormat.Property.BlockQuoteLevel))
        items = block.textList()
        target = self.style.paragraph(
            indent=shown_depth(form.indent()), quote=quote, heading=form.headingLevel(), is_item=items is not None
        )
        target.setMarker(form.marker())
        if self._runs.is_display(block.text().strip()):
            target.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._start(target, is_item=items is not None or form.indent() > 0)
        style = CharStyle(is_quoted=quote > 0, heading=form.headingLevel())
        self.cursor.setBlockCharFormat(self.style.text(style))
        if items is not None:
            self._join_list(items)
        self._runs.write(block, style)

    def _write_code(self, block: QTextBlock, *, is_finished: bool) -> QTextBlock:
        first = block.blockFormat()
        lines = []
        while block.isValid() and _is_code(block):
            lines.append(self._runs.as_written(block.text()))
            block = block.next()
        language = str(first.property(QTextFormat.Property.BlockCodeLanguage) or "").split(" ")[0]
        quote = shown_depth(first.property(QTextFormat.Property.BlockQuoteLevel))
        form = self.style.code_block(language, indent=shown_depth(first.indent()), quote=quote)
        self._start(form, is_item=first.indent() > 0)
        self.cursor.setBlockCharFormat(self.style.code())
        if is_finished:
            self.code_starts.append(QTextCursor(self.cursor))
            self.code_starts[-1].setKeepPositionOnInsert(True)
        code = "\n".join(lines)
        if is_finished:
            self.colours.write(self.cursor, code, language)
        else:
            self.cursor.insertText(code.replace("\n", LINE_SEPARATOR), self.style.code())
        return block

    def _join_list(self, source: QTextList) -> None:
        """Makes the block an item, of a list of its own where another block began the list.

        One list over all blocks would be laid out from its beginning for each new item.
        """
        known = self._lists.get(source.objectIndex())
        if known is not None:
            known.add(self.cursor.block())
        else:
            form = source.format()
            form.setIndent(shown_depth(form.indent()))
            is_at_margin = form.indent() <= 1
            if is_at_margin and self._continued is not None and self._continued.is_like(form):
                form.setStart(self._continued.following)
            known = self._lists[source.objectIndex()] = self.cursor.createList(form)
        if known.format().indent() <= 1:
            self._counted = ListCount.of(known)

    def _start(self, form: QTextBlockFormat, *, is_item: bool = False) -> None:
        """Begins a block; the last item of a list gets the distance of a paragraph."""
        if self._continued is not None and is_item and self.cursor.blockFormat().bottomMargin() == PARAGRAPH_GAP:
            self._set_bottom_margin(ITEM_GAP)
        if self._is_behind_item and not is_item:
            self._leave_paragraph_gap()
        self._is_behind_item = is_item
        if self._is_fresh:
            self.cursor.setBlockFormat(form)
        else:
            self.cursor.insertBlock(form)
        self._is_fresh = False

    def _leave_paragraph_gap(self) -> None:
        """Behind the last item of a list; code in it keeps its larger distance."""
        if self.cursor.blockFormat().bottomMargin() < PARAGRAPH_GAP:
            self._set_bottom_margin(PARAGRAPH_GAP)

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
