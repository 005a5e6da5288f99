"""Shows what an answer would change in a document, and waits for a yes. GUI thread.

Rules: what goes is struck through and what comes is underlined, so that nothing is told by colour alone; Enter applies
and Esc goes back, wherever in here the keyboard is.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from tray_router.model import Output
from tray_router.window import diff_wording
from tray_router.window.controls import ActionButton, Caption, WrappedLabel, make_small
from tray_router.window.diff_words import Piece, PieceKind, changed_words, word_diff
from tray_router.window.theme import SMALL_GAP, Colours
from tray_router.wire.actions import OfferWriteBack

MAX_HEIGHT = 240  # logical pixels of the text; more of it scrolls
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DiffView(QFrame):
    """A question with two answers: ``applied`` carries the way that was agreed to, ``dismissed`` is the other."""

    applied = Signal(object)
    dismissed = Signal()

    def __init__(self, look: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diff")
        self._look = look
        self._output = Output.REPLACE
        self._question = WrappedLabel("diffQuestion")
        make_small(self._question, 1.0, bold=True)
        self._counts = Caption("diffCounts")
        make_small(self._counts)
        self._text = QTextBrowser()
        self._text.setObjectName("diffText")
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setOpenLinks(False)
        self._text.setAccessibleName("What would change")
        self._text.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._text.document().setDocumentMargin(0)
        self.apply = ActionButton("diffApply", "", "Enter")
        self.back = ActionButton("diffBack", "Back", "Esc")
        self.apply.clicked.connect(lambda: self.applied.emit(self._output))
        self.back.clicked.connect(self.dismissed)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._counts, 1)
        for button in (self.back, self.apply):
            make_small(button, 0.92)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 9)
        column.setSpacing(SMALL_GAP)
        column.addWidget(self._question)
        column.addWidget(self._text)
        column.addLayout(row)

    def ask(self, offer: OfferWriteBack, output: Output, application: str) -> None:
        """Shows what would change, and asks for a yes."""
        self._output = output
        old = offer.original if output is Output.REPLACE else ""
        pieces = word_diff(old, offer.text if output is Output.REPLACE else offer.text.strip())
        self._question.set_text(diff_wording.write_back_question(output, application, is_behind=bool(offer.original)))
        self._counts.set_text(diff_wording.changes(*changed_words(pieces)))
        verb = diff_wording.VERBS[output]
        self.apply.setText(verb)
        self.apply.setAccessibleName(verb)
        self.apply.setToolTip(f"{verb} (Enter)")
        self.setAccessibleName(f"{self._question.text()} {diff_wording.changes(*changed_words(pieces))}")
        self._show_pieces(pieces)
        self.show()
        self._fit()

    def _show_pieces(self, pieces: tuple[Piece, ...]) -> None:
        document = self._text.document()
        document.clear()
        document.setDefaultFont(self._text.font())
        cursor = QTextCursor(document)
        formats = {kind: self._format(kind) for kind in PieceKind}
        for piece in pieces:
            cursor.insertText(piece.text, formats[piece.kind])
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        self._text.setAccessibleDescription(diff_wording.spoken_changes(pieces))

    def _format(self, kind: PieceKind) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(QColor(self._look.text))
        if kind is PieceKind.REMOVED:
            made.setForeground(QColor(self._look.removed.text))
            made.setBackground(QColor(self._look.removed.surface))
            made.setFontStrikeOut(True)
        elif kind is PieceKind.ADDED:
            made.setForeground(QColor(self._look.added.text))
            made.setBackground(QColor(self._look.added.surface))
            made.setFontUnderline(True)
        return made

    def _fit(self) -> None:
        document = self._text.document()
        document.setTextWidth(self._text.viewport().width())
        self._text.setFixedHeight(min(round(document.size().height()) + 2, MAX_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self._fit)  # once the text has its new width

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            (self.back if self.back.hasFocus() else self.apply).click()
        else:
            super().keyPressEvent(event)
