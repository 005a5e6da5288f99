"""A text to try one action on, as if it had been selected somewhere. GUI thread.

Rule: what is tried is what is shown: the form is written first, and the daemon asks when that is in force. The text is
nowhere kept.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from tray_router.window.settings.fields import Field
from tray_router.window.settings.pages import plain_button

SAMPLE = "Thanks for you\u2019re mail from tuesday. I has a look at it and we meets on friday at 10 oclock?"
LINES = 3
MAX_CHARACTERS = 20_000
ABOUT = "The popup opens as if this text were selected in another program."
IS_OFF = "Switch it on to try it."


class TrialField(Field):
    """A text and a button.

    Signals:
        wished: the action is to be tried; the text is selected by then.
    """

    wished = Signal()

    def __init__(self) -> None:
        self.edit = QPlainTextEdit(SAMPLE)
        self.edit.setObjectName("field")
        self.edit.setTabChangesFocus(True)
        self.edit.document().setDocumentMargin(1)
        super().__init__("", "Try it", self.edit, ABOUT)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * LINES + 18)
        self.button = plain_button("Try it", "Asks about the text at the left")
        self.button.clicked.connect(self._try)
        self.row.setSpacing(8)
        self.row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def show_value(self, value: Any) -> None:
        """Whether the action is in use; one that is not has no answer."""
        self.button.setEnabled(bool(value))
        self.about.set_text(ABOUT if value else IS_OFF)

    def _try(self) -> None:
        text = self.edit.toPlainText()[:MAX_CHARACTERS]
        if not text.strip():
            return
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()
        clipboard: Any = QGuiApplication.clipboard()
        if clipboard.supportsSelection():
            clipboard.setText(text, QClipboard.Mode.Selection)
        self.wished.emit()
