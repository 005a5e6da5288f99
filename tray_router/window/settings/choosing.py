"""A switch, and a button that chooses one of several words. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QMenu,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from tray_router.window.icons import Icon, paint_icon

RING_ROOM = 3  # logical pixels left of a switch, for the ring around it when it has the keyboard


class Switch(QAbstractButton):
    """A toggle; Space turns it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(42, 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole
        palette = self.palette()
        track = QRectF(RING_ROOM, 4, 34, 18)
        if self.hasFocus():
            painter.setPen(palette.color(role.Accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-2.5, -2.5, 2.5, 2.5), 11.5, 11.5)
        painter.setPen(Qt.PenStyle.NoPen)
        colour = palette.color(role.Accent if self.isChecked() else role.PlaceholderText)
        if not self.isEnabled():
            colour.setAlphaF(0.4)
        painter.setBrush(colour)
        painter.drawRoundedRect(track, 9, 9)
        knob = QRectF(track.right() - 16 if self.isChecked() else track.left() + 2, track.top() + 2, 14, 14)
        painter.setBrush(palette.color(role.BrightText) if self.isChecked() else palette.color(role.Window))
        painter.drawEllipse(knob)


class Picker(QPushButton):
    """One of several words, chosen from a menu; Up and Down choose the next one without opening it.

    Signals:
        picked: the number of the word.
    """

    picked = Signal(int)

    def __init__(self, words: Sequence[str] = ()) -> None:
        super().__init__()
        self.setObjectName("picker")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._menu = QMenu(self)
        self.clicked.connect(self._open)
        self._words: list[str] = []
        self._current = -1
        self._name = ""
        self.set_words(words)

    def set_words(self, words: Sequence[str]) -> None:
        """Other words; nothing is chosen then."""
        if list(words) == self._words:
            return
        self._words, self._current = list(words), -1
        self._menu.clear()
        for number, word in enumerate(words):
            action = self._menu.addAction(word.replace("&", "&&"))
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, number=number: self._pick(number))

    def show_chosen(self, number: int) -> None:
        """Marks one without telling; -1 for none."""
        self._current = number
        for index, action in enumerate(self._menu.actions()):
            action.setChecked(index == number)
        self.setText(self.current_word.replace("&", "&&"))
        self.setToolTip(self.current_word)
        self.setAccessibleName(f"{self._name}: {self.current_word}" if self._name else self.current_word)

    def setAccessibleName(self, name: str) -> None:
        if not self._name:
            self._name = name
            name = f"{name}: {self.current_word}" if self.current_word else name
        super().setAccessibleName(name)

    @property
    def current_word(self) -> str:
        return self._words[self._current] if 0 <= self._current < len(self._words) else ""

    @property
    def current(self) -> int:
        return self._current

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width() + 24, size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        role = QPalette.ColorRole
        colour = self.palette().color(role.PlaceholderText if self.isEnabled() else role.Mid)
        paint_icon(painter, Icon.OPEN, QRectF(self.width() - 24, self.height() / 2 - 7, 14, 14), colour)

    def _open(self) -> None:
        self._menu.setMinimumWidth(self.width())
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        actions = self._menu.actions()
        if 0 <= self._current < len(actions):
            self._menu.setActiveAction(actions[self._current])

    def _pick(self, number: int) -> None:
        if number != self._current:
            self.show_chosen(number)
            self.picked.emit(number)
        else:
            self.show_chosen(number)

    def keyPressEvent(self, event: Any) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        elif 0 <= self._current + step < len(self._words):
            self._pick(self._current + step)
