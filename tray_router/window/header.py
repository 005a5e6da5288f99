"""The popup's first lines: which model on which machine, why, and what must not be missed about it. GUI thread.

Rule: a press on it that moves drags the window; one that does not, on the route's lines, asks for the long explanation.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

from tray_router.window import wording
from tray_router.window.controls import Caption, IconButton, make_small
from tray_router.window.flow import FlowLayout
from tray_router.window.icons import Icon
from tray_router.window.state import PopupState
from tray_router.window.theme import SMALL_GAP

EXPLAIN = "Why this model (Ctrl+I)"


class Header(QWidget):
    """``route → machine / model``, the marks, the reasons; the window is dragged by it.

    ``explain_asked``: the explanation is to be unfolded, or folded again.
    """

    close_pressed = Signal()
    explain_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAccessibleName("Route")
        self._headline = Caption("headline")
        make_small(self._headline, 1.0, bold=True)
        self._why = Caption("why")
        make_small(self._why)
        self._marks = QWidget()
        self._marks_row = FlowLayout(self._marks, gap=SMALL_GAP)
        self._marks_row.setContentsMargins(0, SMALL_GAP, 0, 0)
        self._shown_marks: tuple[wording.Mark, ...] = ()
        self.explain = IconButton(Icon.CLOSED, EXPLAIN)
        self.explain.setObjectName("explain")
        self.explain.setCheckable(True)
        self.explain.clicked.connect(self.explain_asked)
        self.explain.toggled.connect(lambda is_on: self.explain.set_icon(Icon.OPEN if is_on else Icon.CLOSED))
        self._pressed_at: QPoint | None = None
        close = IconButton(Icon.CLOSE, "Close (Esc)")
        close.setObjectName("close")
        close.clicked.connect(self.close_pressed)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SMALL_GAP)
        grid.setVerticalSpacing(1)
        grid.addWidget(self._headline, 0, 0)
        grid.addWidget(self.explain, 0, 1)
        grid.addWidget(close, 0, 2)
        grid.addWidget(self._why, 1, 0, 1, 3)
        grid.addWidget(self._marks, 2, 0, 1, 3)
        grid.setColumnStretch(0, 1)
        for part in (self._marks, self._why, self.explain):
            part.hide()

    def show_state(self, state: PopupState) -> None:
        """Shows the route of the newest question."""
        turn = state.last_turn
        self._headline.set_text(wording.headline(state))
        reasons = wording.why(turn) if turn is not None else ""
        self._why.set_text(reasons)
        self._why.setVisible(bool(reasons))
        self._show_marks(wording.all_marks(state))
        can_explain = state.explained_turn is not None
        if can_explain is self.explain.isHidden():
            self.explain.setVisible(can_explain)
            for line in (self._headline, self._why):
                line.setCursor(Qt.CursorShape.PointingHandCursor if can_explain else Qt.CursorShape.ArrowCursor)

    def _show_marks(self, marks: tuple[wording.Mark, ...]) -> None:
        if marks == self._shown_marks:
            return
        self._shown_marks = marks
        while (item := self._marks_row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for mark in marks:
            self._marks_row.addWidget(_chip(mark))
        self._marks.setVisible(bool(marks))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        handle = self.window().windowHandle()
        if self._pressed_at is None or handle is None:
            return
        way = event.position().toPoint() - self._pressed_at
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            handle.startSystemMove()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed_at, self._pressed_at = self._pressed_at, None
        if pressed_at is None or self.explain.isHidden():
            return
        if any(line.isVisible() and line.geometry().contains(pressed_at) for line in (self._headline, self._why)):
            self.explain_asked.emit()


def _chip(mark: wording.Mark) -> QLabel:
    chip = QLabel(mark.text)
    chip.setObjectName(f"mark-{mark.kind}")
    chip.setTextFormat(Qt.TextFormat.PlainText)
    chip.setAccessibleName(mark.text)
    chip.setAccessibleDescription(mark.explanation)
    chip.setToolTip(mark.explanation)
    make_small(chip, 0.78, bold=True)
    return chip
