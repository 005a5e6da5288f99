"""The line at the bottom: what was written, what went wrong, and what can be done about it. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.settings.pages import plain_button

SHOWN_MS = 6_000


class NoticeBar(QFrame):
    """A sentence, and perhaps a button; good news go by themselves, bad ones stay."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("noticeBar")
        self.label = WrappedLabel("noticeText")
        make_small(self.label, 0.94)
        self.button = plain_button("")
        self.button.hide()
        self.button.clicked.connect(self._press)
        self._slot: Callable[[], None] = lambda: None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.clear)
        self.clear()

    def show_text(
        self, text: str, button: str = "", slot: Callable[[], None] = lambda: None, *, is_problem: bool = False
    ) -> None:
        """Shows a sentence, with a button where there is something to press."""
        self.label.set_text(text)
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.button.setVisible(bool(button))
        self._slot = slot
        self.setProperty("isProblem", is_problem)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(text)
        self.show()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        if is_problem:
            self._timer.stop()
        else:
            self._timer.start()

    def clear(self) -> None:
        """Nothing to say."""
        self._timer.stop()
        self.hide()

    @property
    def is_problem(self) -> bool:
        """Bad news stay until they are mended."""
        return self.isVisible() and bool(self.property("isProblem"))

    def _press(self) -> None:
        slot = self._slot
        self.clear()
        slot()
