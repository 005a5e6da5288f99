"""The menu of other places to ask. GUI thread.

Rule: everything in it can be chosen by arrow keys and Enter, by its own key, and, while it is open, by its digit.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from tray_router.window.elsewhere import Place, keys

BUTTON_GAP = 2
_DIGITS = {Qt.Key(Qt.Key.Key_0.value + number): number for number in range(1, 10)}


class ElsewhereMenu(QMenu):
    """``chosen`` carries the number of the place, counted from 1."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("elsewhereMenu")
        self.setAccessibleName("Ask elsewhere")

    def show_places(self, places: tuple[Place, ...]) -> None:
        """Lists the places; the present one is marked and cannot be chosen."""
        self.clear()
        for number, place in enumerate(places, start=1):
            if number > 1 and places[number - 2].is_route and not place.is_route:
                self.addSeparator()
            action = QAction(place.text.replace("&", "&&"), self)
            action.setCheckable(True)
            action.setChecked(place.is_present)
            action.setEnabled(not place.is_present)
            if keys(number):
                action.setShortcut(QKeySequence(keys(number)))
            action.triggered.connect(lambda _checked=False, number=number: self.chosen.emit(number))
            self.addAction(action)

    def open_at(self, button: QWidget, area: QRect) -> None:
        """Opens below the button, or above it where there is no room, with the first possible entry selected."""
        size = self.sizeHint()
        corner = button.mapToGlobal(QPoint(button.width() - size.width(), button.height() + BUTTON_GAP))
        if corner.y() + size.height() > area.bottom():
            corner.setY(button.mapToGlobal(QPoint(0, 0)).y() - size.height() - BUTTON_GAP)
        self.popup(corner)
        first = next((action for action in self.actions() if action.isEnabled() and not action.isSeparator()), None)
        if first is not None:
            self.setActiveAction(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = _DIGITS.get(Qt.Key(event.key())) if event.key() in _DIGITS else None
        places = [action for action in self.actions() if not action.isSeparator()]
        if number is None or number > len(places):
            super().keyPressEvent(event)
        elif places[number - 1].isEnabled():
            self.close()
            self.chosen.emit(number)
