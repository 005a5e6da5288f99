"""One answer as selectable rich text. GUI thread.

Rules: as high as its text, so that the popup scrolls and not the answer; loads nothing; a click on a link only reports
it; what lies behind code, quotations and lines is painted here.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from tray_router.window.code_buttons import CodeButtons
from tray_router.window.controls import ICON_BUTTON_SIZE
from tray_router.window.markdown.formulas import selected_text, spoken_text
from tray_router.window.markdown.render import AnswerDocument, MarkdownRenderer
from tray_router.window.markdown.style import (
    CODE_PADDING,
    CODE_PROPERTY,
    QUOTE_INDENT,
    QUOTE_PROPERTY,
    RULE_PROPERTY,
    MarkdownStyle,
)
from tray_router.window.theme import CARD_RADIUS, Colours, scaled

LANGUAGE_ROOM = 100  # logical pixels of a code block's corner: its language and the button
CHANGE_MARGIN = 24  # logical pixels above a change that it can reach, by the surface behind code or a distance
_PAGING = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)


class AnswerView(QTextBrowser):
    """Shows Markdown that grows.

    ``link_pressed`` carries the address, and nothing else happens; ``link_touched`` carries it as long as the pointer
    or the keyboard is on it, and then nothing.
    """

    link_pressed = Signal(str)
    link_touched = Signal(str)

    def __init__(self, style: MarkdownStyle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer")
        self.setAccessibleName("Answer")
        self._style = style
        self._text = ""
        self._is_finished = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        # What lies below need not be painted first, which was a third of the cost of a frame.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        for part in (self, self.viewport()):
            part.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # growing changes nothing above
        self.anchorClicked.connect(self._report_link)
        self.highlighted.connect(lambda address: self.link_touched.emit(address.toString()))
        self._document = AnswerDocument()
        self._renderer = MarkdownRenderer(self._document, style)
        self._document.setParent(self)
        self.setDocument(self._document)
        self._buttons = CodeButtons(self)
        for late in (self._renderer.formulas, self._renderer.colours):
            late.changed.connect(self._take_late)
        layout = self._document.documentLayout()
        layout.documentSizeChanged.connect(self._fit)
        layout.update.disconnect()  # it names far more than what changed; ``show_text`` knows
        self.setFixedHeight(0)

    @property
    def markdown(self) -> str:
        """The text shown last."""
        return self._text

    def show_text(self, text: str, *, is_finished: bool) -> None:
        """Shows the answer so far, or, finished, as a whole; does nothing when that is shown already."""
        if text == self._text and is_finished == self._is_finished:
            return
        if not text.startswith(self._text) or self._is_finished:
            self._renderer.clear()
        self._text, self._is_finished = text, is_finished  # known when the new size is told
        selection = self._selection()
        top = self._renderer.finish(text) if is_finished else self._renderer.grow(text)
        self.viewport().update(0, math.floor(top - CHANGE_MARGIN), self.width(), self.height() + CHANGE_MARGIN)
        self._buttons.show_for(self._renderer.code_starts)
        self._restore(selection)
        if is_finished:
            self._describe()

    def _describe(self) -> None:
        """Formulas are objects that a screen reader cannot read: it gets the text with their LaTeX."""
        self.setAccessibleDescription(spoken_text(self._document))

    def selected_text(self) -> str:
        """What is selected, formulas as LaTeX; empty when nothing is."""
        cursor = self.textCursor()
        return selected_text(cursor) if cursor.hasSelection() else ""

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.selected_text())
        return data

    def _take_late(self) -> None:
        self._buttons.place()
        self.viewport().update()
        if self._is_finished:
            self._describe()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from link to link; where it is, is told as for the pointer."""
        is_done = super().focusNextPrevChild(next)
        self.link_touched.emit(self.textCursor().charFormat().anchorHref() if self.hasFocus() else "")
        return is_done

    def _selection(self) -> tuple[int, int] | None:
        cursor = self.textCursor()
        return (cursor.anchor(), cursor.position()) if cursor.hasSelection() else None

    def _restore(self, selection: tuple[int, int] | None) -> None:
        last = self._document.characterCount() - 1
        if selection is None or max(selection) > last:
            return
        cursor = self.textCursor()
        cursor.setPosition(selection[0])
        cursor.setPosition(selection[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _report_link(self, address: QUrl) -> None:
        self.link_pressed.emit(address.toString())

    def _fit(self, size: QSizeF) -> None:
        ends_with_code = self._document.lastBlock().blockFormat().hasProperty(CODE_PROPERTY)
        below = CODE_PADDING if ends_with_code else 0  # Qt leaves the last block's margin out
        height = math.ceil(size.height() + below) if self._text else 0
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(self._document.size())
        if event.size().width() != event.oldSize().width():
            self._buttons.place()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the popup scrolls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PAGING and not event.modifiers().value:
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Copy) and not self.textCursor().hasSelection():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._style.look.window))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_behind_text(painter, self._document, QRectF(event.rect()), self._style)
        painter.end()
        super().paintEvent(event)


def paint_behind_text(painter: QPainter, document: AnswerDocument, clip: QRectF, style: MarkdownStyle) -> None:
    """Surfaces of code, bars of quotations, horizontal lines, for the part of the document that ``clip`` shows."""
    layout = document.documentLayout()
    width = document.textWidth()
    first = layout.hitTest(QPointF(0, max(0.0, clip.top())), Qt.HitTestAccuracy.FuzzyHit)
    block = document.findBlock(max(0, first))
    if block.previous().isValid():
        block = block.previous()
    while block.isValid():
        area = layout.blockBoundingRect(block)
        if area.top() - CODE_PADDING > clip.bottom():
            return
        _paint_behind(painter, block, QRectF(0, area.top(), width, area.height()), style)
        block = block.next()


def _paint_behind(painter: QPainter, block: QTextBlock, area: QRectF, style: MarkdownStyle) -> None:
    form = block.blockFormat()
    look = style.look
    painter.setPen(Qt.PenStyle.NoPen)
    if form.hasProperty(QUOTE_PROPERTY):
        painter.setBrush(QColor(look.line))
        for depth in range(int(form.property(QUOTE_PROPERTY))):
            painter.drawRoundedRect(QRectF(depth * QUOTE_INDENT, area.top(), 3, area.height()), 1.5, 1.5)
    if form.hasProperty(RULE_PROPERTY):
        painter.fillRect(QRectF(0, round(area.center().y()), area.width(), 1), QColor(look.line))
    if form.hasProperty(CODE_PROPERTY):
        left = form.leftMargin() - CODE_PADDING + form.indent() * block.document().indentWidth()
        language = str(form.property(CODE_PROPERTY)) if _has_room_for_language(block, area.width()) else ""
        _paint_code(painter, area.adjusted(left, 0, 0, 0), language, style)


def _has_room_for_language(block: QTextBlock, width: float) -> bool:
    """Whether the first line of code ends before the corner where its language stands."""
    line = block.layout().lineAt(0)
    return not line.isValid() or line.naturalTextRect().right() < width - LANGUAGE_ROOM


def _paint_code(painter: QPainter, area: QRectF, language: str, style: MarkdownStyle) -> None:
    look: Colours = style.look
    box = area.adjusted(0, -CODE_PADDING * 0.8, 0, CODE_PADDING * 0.8)
    painter.setBrush(QColor(look.code))
    painter.drawRoundedRect(box, CARD_RADIUS, CARD_RADIUS)
    if not language:
        return
    font: QFont = scaled(style.body, 0.78)
    painter.setFont(font)
    painter.setPen(QColor(look.faint))
    corner = box.adjusted(0, 0, -ICON_BUTTON_SIZE - CODE_PADDING * 0.7, 0)
    corner.setHeight(ICON_BUTTON_SIZE + CODE_PADDING * 0.5)
    painter.drawText(corner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, language)
