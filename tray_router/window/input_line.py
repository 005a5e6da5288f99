"""The line that the user types into: Enter sends, Shift+Enter starts a new line. GUI thread.

Rules: it can always be typed into; what Enter sends while an answer is on its way waits for the end of that, and can be
taken back until then. Enter in the empty line is reported too: it means what the popup offers first.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from tray_router.window.state import LineState

MAX_LINES = 6
VERTICAL_PADDING = 14  # of the style sheet's padding and border, above and below together
MAX_CHARACTERS = 200_000  # a paste beyond this is cut


class InputLine(QPlainTextEdit):
    """A text field that grows with its text up to MAX_LINES.

    ``confirmed``: Enter, and nothing is typed; ``line_changed``: its text or its ``line_state`` did.
    """

    submitted = Signal(str)
    confirmed = Signal()
    line_changed = Signal()
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
        self._may_hurry = False
        self.line_state = LineState.DRAFT
        self.textChanged.connect(lambda: self._become(LineState.DRAFT))
        self._fit()

    def invite(self, sentence: str) -> None:
        """Says what can be typed here, or how to get here; a screen reader hears it as the description."""
        self.setPlaceholderText(sentence)
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleDescription(" ".join(filter(None, (self.placeholderText(), self.toolTip()))))

    def set_can_submit(
        self, can_submit: bool, reason: str, *, may_be_empty: bool = False, may_hurry: bool = False
    ) -> None:
        """Whether Enter sends.

        Args:
            can_submit: at once; otherwise the line waits.
            reason: the tooltip, in words, when it does not.
            may_be_empty: even without any text.
            may_hurry: Enter on a line that waits sends it and ends the answer.
        """
        self._can_submit, self._may_be_empty, self._may_hurry = can_submit, may_be_empty, may_hurry
        self.setToolTip(reason)
        self._describe()

    def end_waiting(self, *, is_sent: bool) -> None:
        """The answer that the line waited for has ended; ``is_sent``: well enough to ask the next one."""
        if self.line_state is LineState.WAITING:
            if is_sent:
                self._send()
            else:
                self._become(LineState.KEPT)

    def take_back(self) -> bool:
        """Makes a waiting line a draft again; False when none waits."""
        is_waiting = self.line_state is LineState.WAITING
        if is_waiting:
            self._become(LineState.DRAFT)
        return is_waiting

    def _become(self, line_state: LineState) -> None:
        self.line_state = line_state
        self.line_changed.emit()

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
        is_empty = not self.toPlainText().strip()
        if is_empty and not (self._can_submit and self._may_be_empty):
            self.confirmed.emit()
        elif self._can_submit or (self._may_hurry and self.line_state is LineState.WAITING):
            self._send()
        else:
            self._become(LineState.WAITING)

    def _send(self) -> None:
        text = self.toPlainText().strip()[:MAX_CHARACTERS]
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
