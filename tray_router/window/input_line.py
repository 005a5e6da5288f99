"""The line that the user types into: Enter sends, Shift+Enter starts a new line. GUI thread.

Rule: it can always be typed into; while an answer is on its way Enter does nothing and the tooltip says why.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

MAX_LINES = 6
VERTICAL_PADDING = 14  # of the style sheet's padding and border, above and below together
MAX_CHARACTERS = 200_000  # a paste beyond this is cut


class InputLine(QPlainTextEdit):
    """A text field that grows with its text up to MAX_LINES."""

    submitted = Signal(str)
    help_asked = Signal()
    height_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inputLine")
        self.setAccessibleName("Your question")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._can_submit = False
        self._may_be_empty = False
        self._fit()

    def invite(self, sentence: str) -> None:
        """Says what can be typed here, or how to get here; a screen reader hears it as the description."""
        self.setPlaceholderText(sentence)
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleDescription(" ".join(filter(None, (self.placeholderText(), self.toolTip()))))

    def set_can_submit(self, can_submit: bool, reason: str, *, may_be_empty: bool = False) -> None:
        """Whether Enter sends, and even without any text; ``reason`` is shown as the tooltip when it does not."""
        self._can_submit, self._may_be_empty = can_submit, may_be_empty
        self.setToolTip(reason)
        self._describe()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._submit()
        elif event.text() == "?" and not self.toPlainText():
            self.help_asked.emit()
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) or self._is_plain_copy(event):
            event.ignore()  # the popup scrolls, or copies the answer
        else:
            super().keyPressEvent(event)

    def _is_plain_copy(self, event: QKeyEvent) -> bool:
        is_copy = event.key() == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        return is_copy and not self.textCursor().hasSelection()

    def _submit(self) -> None:
        text = self.toPlainText().strip()[:MAX_CHARACTERS]
        if self._can_submit and (text or self._may_be_empty):
            self.clear()
            self.submitted.emit(text)

    def _fit(self) -> None:
        # The size of a plain text document counts lines, not pixels.
        lines = max(1, round(self.document().documentLayout().documentSize().height()))
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if lines > MAX_LINES else policy.ScrollBarAlwaysOff)
        height = self.fontMetrics().lineSpacing() * min(lines, MAX_LINES) + VERTICAL_PADDING + 4
        if height != self.minimumHeight():
            self.setFixedHeight(height)
            self.height_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
