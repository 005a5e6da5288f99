"""Tabs over the answers of one question: the earlier ones, oldest first, and the one that counts. GUI thread.

Rule: what is copied or written back is always the answer that counts, whichever is looked at.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from tray_router.window import wording
from tray_router.window.controls import make_small
from tray_router.window.flow import FlowLayout
from tray_router.window.turn import Turn


class AnswerTabs(QWidget):
    """``chosen`` carries the number of the tab, from 0; the last one is the answer that counts."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answerTabs")
        self.setAccessibleName("Answers to this question")
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        self._row = FlowLayout(self, gap=2)
        self._row.setContentsMargins(0, 0, 0, 2)
        self._shown: tuple[wording.AnswerTab, ...] = ()
        self.hide()

    @property
    def current(self) -> int:
        """The number of the tab that is looked at."""
        return max(0, self._group.checkedId())

    def show_turn(self, turn: Turn) -> bool:
        """Has one tab for each answer; true when there are more or fewer than before, and the last is chosen."""
        tabs = wording.answer_tabs(turn)
        if tabs == self._shown:
            return False
        is_new = len(tabs) != len(self._shown)
        self._shown = tabs
        buttons = [button for button in self._group.buttons() if isinstance(button, QPushButton)]
        for button in buttons[len(tabs) :]:
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        for number, tab in enumerate(tabs):
            button = buttons[number] if number < len(buttons) else self._made(number)
            button.setText(tab.text)
            button.setAccessibleName(tab.text)
            button.setAccessibleDescription(tab.explanation)
            button.setToolTip(tab.explanation)
        self.setVisible(len(tabs) > 1)
        if is_new and tabs:
            self._group.button(len(tabs) - 1).setChecked(True)
        return is_new

    def choose_next(self) -> None:
        """Goes one tab back, from the first to the last."""
        if len(self._shown) > 1:
            self._group.button((self.current - 1) % len(self._shown)).click()

    def _made(self, number: int) -> QPushButton:
        button = QPushButton()
        button.setObjectName("answerTab")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        make_small(button, 0.88)
        self._group.addButton(button, number)
        self._row.addWidget(button)
        return button
