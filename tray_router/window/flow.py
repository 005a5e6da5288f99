"""A layout that puts widgets beside each other, and into further lines where there is no room. GUI thread.

Rule: nothing is ever cut off at the right, however narrow the window is; a widget that is wider than a line gets the
whole line.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Left to right, then down.

    Args:
        gap: logical pixels between widgets, and between lines.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._placed(QRect(0, 0, width, 0), is_trial=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        margins = self.contentsMargins()
        sizes = [item.sizeHint() for item in self._seen()]
        width = sum(size.width() + self._gap for size in sizes) - (self._gap if sizes else 0)
        height = max((size.height() for size in sizes), default=0)
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        least = QSize()
        for item in self._seen():
            least = least.expandedTo(item.minimumSize())
        return least + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._placed(rect, is_trial=False)

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _placed(self, rect: QRect, *, is_trial: bool) -> int:
        """Places the items, unless it is a trial; returns the height that they take."""
        margins = self.contentsMargins()
        room = rect.marginsRemoved(margins)
        left, top, line_height = room.left(), room.top(), 0
        for item in self._seen():
            size = item.sizeHint()
            if left > room.left() and left + size.width() > room.left() + room.width():
                left, top, line_height = room.left(), top + line_height + self._gap, 0
            if not is_trial:
                fitting = QSize(min(size.width(), max(1, room.width())), size.height())
                item.setGeometry(QRect(QPoint(left, top), fitting))
            left += size.width() + self._gap
            line_height = max(line_height, size.height())
        return top + line_height - rect.top() + margins.bottom()
