"""Formats of everything that an answer can hold, for one look and one font. GUI thread.

Rule: formats are made once for each look and handed out; the renderer writes no measure and no colour itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from tray_router.window.theme import Colours, code_font

# Our own marks on a block, read again when the view paints what lies behind the text.
CODE_PROPERTY = QTextFormat.Property.UserProperty.value + 1  # language of a code block, may be empty
QUOTE_PROPERTY = QTextFormat.Property.UserProperty.value + 2  # depth of a quotation, from 1
RULE_PROPERTY = QTextFormat.Property.UserProperty.value + 3  # a horizontal line

LINE_HEIGHT = 138.0  # per cent of the font's own
CODE_LINE_HEIGHT = 125.0
PARAGRAPH_GAP = 9.0
ITEM_GAP = 4.0
MAX_DEPTH = 8  # of quotations and lists
CODE_PADDING = 12.0
CODE_GAP = 4.0
INDENT_WIDTH = 22.0
QUOTE_INDENT = 14.0
HEADING_SCALE = (1.0, 1.3, 1.18, 1.08, 1.0, 1.0, 1.0)  # by level; level 0 is no heading


@dataclass(frozen=True, slots=True)
class CharStyle:
    """What distinguishes one run of text from another."""

    is_bold: bool = False
    is_italic: bool = False
    is_struck: bool = False
    is_code: bool = False
    is_quoted: bool = False
    heading: int = 0
    link: str = ""


class MarkdownStyle:
    """Formats for answers in one look and one body font."""

    def __init__(self, look: Colours, body: QFont) -> None:
        self.look = look
        self.body = body
        self._code_font = code_font(body)
        self._formats: dict[CharStyle, QTextCharFormat] = {}

    def dimmed(self) -> MarkdownStyle:
        """The same in quieter colours, for what no longer counts."""
        return MarkdownStyle(replace(self.look, text=self.look.secondary), self.body)

    def text(self, style: CharStyle) -> QTextCharFormat:
        """The format of one run of text; made once for each style."""
        found = self._formats.get(style)
        if found is None:
            found = self._formats[style] = self._made(style)
        return found

    def _made(self, style: CharStyle) -> QTextCharFormat:
        made = QTextCharFormat()
        font = QFont(self._code_font if style.is_code else self.body)
        font.setPointSizeF(font.pointSizeF() * HEADING_SCALE[style.heading])
        font.setItalic(style.is_italic)
        font.setStrikeOut(style.is_struck)
        if style.is_bold or style.heading:
            font.setWeight(QFont.Weight.DemiBold)
        made.setFont(font)
        made.setForeground(QColor(self.look.secondary if style.is_quoted else self.look.text))
        if style.is_code:
            made.setBackground(QColor(self.look.code))
        if style.link:
            made.setAnchor(True)
            made.setAnchorHref(style.link)
            made.setForeground(QColor(self.look.link))
            made.setFontUnderline(True)
        return made

    def code(self, colour: str = "") -> QTextCharFormat:
        """Text in a block of code; its surface is painted by the view."""
        made = QTextCharFormat()
        made.setFont(self._code_font)
        made.setForeground(QColor(colour or self.look.text))
        return made

    def paragraph(
        self, *, indent: int = 0, quote: int = 0, heading: int = 0, is_item: bool = False
    ) -> QTextBlockFormat:
        """A block of flowing text."""
        made = _block(LINE_HEIGHT)
        made.setIndent(indent)
        made.setBottomMargin(ITEM_GAP if is_item or indent else PARAGRAPH_GAP)
        if heading:
            made.setTopMargin(PARAGRAPH_GAP)
            made.setBottomMargin(PARAGRAPH_GAP * 0.6)
            made.setHeadingLevel(heading)
        if quote:
            made.setLeftMargin(QUOTE_INDENT * quote)
            made.setProperty(QUOTE_PROPERTY, quote)
        return made

    def code_block(self, language: str, *, indent: int = 0, quote: int = 0) -> QTextBlockFormat:
        """A whole block of code; its lines are separated by U+2028."""
        made = _block(CODE_LINE_HEIGHT)
        made.setIndent(indent)
        made.setLeftMargin(CODE_PADDING + QUOTE_INDENT * quote)
        made.setRightMargin(CODE_PADDING)
        made.setTopMargin(CODE_PADDING + CODE_GAP)
        made.setBottomMargin(CODE_PADDING + CODE_GAP)
        made.setProperty(CODE_PROPERTY, language)
        return made

    def rule(self) -> QTextBlockFormat:
        """A horizontal line, painted by the view."""
        made = _block(60.0)
        made.setBottomMargin(PARAGRAPH_GAP)
        made.setProperty(RULE_PROPERTY, True)
        return made

    def sliver(self) -> QTextBlockFormat:
        """The empty block that Qt keeps on both sides of a table, as flat as it can be."""
        made = QTextBlockFormat()
        made.setLineHeight(1.0, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return made

    def table(self, columns: int) -> QTextTableFormat:
        """A table with thin lines that takes the width it needs."""
        made = QTextTableFormat()
        made.setBorderCollapse(True)
        made.setBorder(1.0)
        made.setBorderBrush(QBrush(QColor(self.look.line)))
        made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        made.setCellSpacing(0.0)
        made.setCellPadding(4.0)
        made.setTopMargin(ITEM_GAP)
        made.setBottomMargin(PARAGRAPH_GAP)
        made.setHeaderRowCount(1)
        made.setColumnWidthConstraints([QTextLength(QTextLength.Type.VariableLength, 0)] * columns)
        return made

    def header_cell(self) -> QTextTableCellFormat:
        """A cell of a table's first row."""
        made = QTextTableCellFormat()
        made.setBackground(QColor(self.look.code))
        return made

    def cell(self, alignment: Qt.AlignmentFlag) -> QTextBlockFormat:
        """The text in a cell."""
        made = _block(LINE_HEIGHT * 0.92)
        made.setAlignment(alignment)
        return made


def _block(line_height: float) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setLineHeight(line_height, _proportional())
    return made


@cache
def _proportional() -> int:
    return int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)


def shown_depth(level: Any) -> int:
    """How far in quotations and lists are shown: text that is deeper would leave the window at the right."""
    return min(int(level or 0), MAX_DEPTH)
