"""Formulas in a document: as text until they are drawn, then as one character that paints itself. GUI thread.

Rule: a formula never holds the text up, and one that comes late takes the place of its LaTeX wherever that has moved
to.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Signal
from PySide6.QtGui import (
    QFontInfo,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from tray_router.window.formulas import Formula, FormulaKey, FormulaMaker, formula_maker
from tray_router.window.markdown.formula_spans import FormulaSource

OBJECT = "\ufffc"
OBJECT_TYPE = QTextFormat.ObjectTypes.UserObject.value + 1
NUMBER_PROPERTY = QTextFormat.Property.UserProperty.value + 10  # of the formula among those of its document
WRITTEN_PROPERTY = QTextFormat.Property.UserProperty.value + 11  # with its marks, for copying
DISPLAY_PROPERTY = QTextFormat.Property.UserProperty.value + 12


class FormulaObject(QPyTextObject):
    """Paints the formulas of one document; one that is wider than the text is made smaller."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.formulas: list[Formula] = []

    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:
        formula = self.formulas[int(format.property(NUMBER_PROPERTY))]
        return formula.size(is_alone=_is_alone(doc, posInDocument, format)) * _share(formula, doc)

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, doc: QTextDocument, posInDocument: int, format: QTextFormat
    ) -> None:
        formula = self.formulas[int(format.property(NUMBER_PROPERTY))]
        share = _share(formula, doc)
        baseline = rect.top() + share * formula.ascent
        if not _is_alone(doc, posInDocument, format):
            baseline = _baseline(doc, posInDocument)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(rect.left(), baseline)
        painter.scale(share, share)
        formula.draw(painter)
        painter.restore()


def _is_alone(document: QTextDocument, position: int, form: QTextFormat) -> bool:
    """Whether it is set apart, so that there is no text beside it whose baseline counts."""
    return bool(form.property(DISPLAY_PROPERTY)) and document.findBlock(position).length() <= len(OBJECT) + 1


def _baseline(document: QTextDocument, position: int) -> float:
    block = document.findBlock(position)
    line = block.layout().lineForTextPosition(position - block.position())
    return document.documentLayout().blockBoundingRect(block).top() + line.y() + line.ascent()


def _share(formula: Formula, document: QTextDocument) -> float:
    room = document.textWidth()
    return min(1.0, room / formula.width) if 0 < room < formula.width else 1.0


class FormulaWriter(QObject):
    """Puts formulas into one document. ``changed``: one has taken the place of its text."""

    changed = Signal()

    def __init__(self, document: QTextDocument, maker: FormulaMaker | None = None) -> None:
        super().__init__(document)
        self._maker = maker or formula_maker()
        self._object = FormulaObject(self)
        self._waiting: list[tuple[QTextCursor, FormulaKey, FormulaSource]] = []
        document.documentLayout().registerHandler(OBJECT_TYPE, self._object)
        self._maker.made.connect(self._take)

    def insert(self, cursor: QTextCursor, source: FormulaSource, form: QTextCharFormat) -> None:
        """Writes a formula at the cursor, in the size and the colour of a format."""
        pixels = float(QFontInfo(form.font()).pixelSize())
        key = FormulaKey(source.latex, source.is_display, pixels, form.foreground().color().name())
        formula = self._maker.find(key)
        if formula is not None:
            cursor.insertText(OBJECT, self._format(formula, source, form))
            return
        start = cursor.position()
        cursor.insertText(source.written.replace("\n", " "), form)
        if not self._maker.is_known(key):
            place = QTextCursor(cursor)
            place.setPosition(start)
            place.setPosition(cursor.position(), QTextCursor.MoveMode.KeepAnchor)
            place.setKeepPositionOnInsert(True)
            self._waiting.append((place, key, source))

    def forget_from(self, position: int) -> None:
        """What is behind the position is about to be removed."""
        self._waiting = [one for one in self._waiting if one[0].selectionStart() < position]

    def _take(self, key: Any) -> None:
        mine = [one for one in self._waiting if one[1] == key]
        if not mine:
            return
        self._waiting = [one for one in self._waiting if one[1] != key]
        formula = self._maker.find(key)
        if formula is None:
            return
        for place, _, source in mine:
            start, end = place.selectionStart(), place.selectionEnd()
            writer = QTextCursor(place.document())
            writer.beginEditBlock()
            writer.setPosition(start + 1)
            form = writer.charFormat()
            writer.setPosition(start)
            writer.insertText(OBJECT, self._format(formula, source, form))
            writer.setPosition(start + 1)
            writer.setPosition(end + 1, QTextCursor.MoveMode.KeepAnchor)
            writer.removeSelectedText()
            writer.endEditBlock()
        self.changed.emit()

    def _format(self, formula: Formula, source: FormulaSource, text: QTextCharFormat) -> QTextCharFormat:
        formulas = self._object.formulas
        if formula not in formulas:
            formulas.append(formula)
        form = QTextCharFormat(text)
        form.setObjectType(OBJECT_TYPE)
        form.setProperty(NUMBER_PROPERTY, formulas.index(formula))
        form.setProperty(DISPLAY_PROPERTY, source.is_display)
        form.setProperty(WRITTEN_PROPERTY, source.written)
        form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        return form


def spoken_text(document: QTextDocument) -> str:
    """All of the text, with formulas as they were written; empty when none is drawn.

    To a screen reader a drawn formula is one unnamed character.
    """
    if document.find(OBJECT).isNull():
        return ""
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    return selected_text(cursor)


def selected_text(cursor: QTextCursor) -> str:
    """What is selected, with formulas as they were written."""
    text = cursor.selection().toPlainText()
    if OBJECT not in text:
        return text
    written, document = [], cursor.document()
    found = document.find(OBJECT, cursor.selectionStart())
    while not found.isNull() and found.selectionEnd() <= cursor.selectionEnd():
        written.append(str(found.charFormat().property(WRITTEN_PROPERTY) or ""))
        found = document.find(OBJECT, found)
    parts = text.split(OBJECT)
    return "".join(part + formula for part, formula in zip_longest(parts, written[: len(parts) - 1], fillvalue=""))
