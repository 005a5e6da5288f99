"""The popup's last line: figures of the answer, and what can be done with it. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tray_router.window import wording
from tray_router.window.controls import ActionButton, Caption, make_small
from tray_router.window.state import PopupState

COPIED_SHOWN_MS = 1500


class Footer(QWidget):
    """Figures at the left; Stop, Retry and Copy at the right, each only where it can do something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self._figures = Caption("figures")
        make_small(self._figures)
        self.stop = ActionButton("stop", "Stop", "Ctrl+.")
        self.retry = ActionButton("retry", "Retry", "Ctrl+R")
        self.copy = ActionButton("copy", "Copy", "Ctrl+Shift+C")
        self._copied = QTimer(self, singleShot=True, interval=COPIED_SHOWN_MS)
        self._copied.timeout.connect(lambda: self.copy.setText("Copy"))
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._figures, 1)
        for button in (self.stop, self.retry, self.copy):
            make_small(button, 0.92)
            row.addWidget(button)

    def show_state(self, state: PopupState) -> None:
        """Shows what can be done now."""
        turn = state.last_turn
        stats = turn.stats if turn is not None else None
        self._figures.set_text(wording.figures(stats) if stats is not None else self._hint(state))
        self.stop.setVisible(state.can_stop)
        self.retry.setVisible(state.can_retry)
        self.copy.setVisible(state.can_copy)
        hint = bool(self._hint(state))
        self.setVisible(bool(state.turns) or hint)

    def show_copied(self) -> None:
        """Says on the button for a moment that the answer was copied."""
        self.copy.setText("Copied")
        self._copied.start()

    @staticmethod
    def _hint(state: PopupState) -> str:
        return "F1 shows the keys" if state.can_submit and not state.turns else ""
