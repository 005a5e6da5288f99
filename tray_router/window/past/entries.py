"""The list of conversations, painted: a title, when and by whom, and the line that was found. GUI thread."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tray_router.model.history import HistoryEntry
from tray_router.window.past import wording
from tray_router.window.theme import CARD_RADIUS, Colours, scaled

SMALL = 0.86  # of the text's size
PADDING_X, PADDING_Y, LINE_GAP = 12, 9, 3
ENTRY = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class EntryList(QListWidget):
    """Conversations, the latest first."""

    def __init__(self, look: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pastList")
        self.setAccessibleName("Conversations")
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.set_look(look)

    def set_look(self, look: Colours) -> None:
        """Paints in these colours from now on."""
        self._painter = _EntryPainter(look, self)
        self.setItemDelegate(self._painter)

    def show_entries(self, entries: tuple[HistoryEntry, ...], now: datetime) -> None:
        """Shows these; the one that was chosen stays chosen when it is among them."""
        chosen = self.number
        self.blockSignals(True)
        self.clear()
        for entry in entries:
            item = QListWidgetItem()
            item.setData(ENTRY, (entry, wording.caption(entry, now)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, wording.spoken(entry, now))
            self.addItem(item)
            if entry.number == chosen:
                self.setCurrentItem(item)
        self.blockSignals(False)

    @property
    def number(self) -> int | None:
        """The conversation that is chosen."""
        item = self.currentItem()
        if item is None:
            return None
        entry: HistoryEntry = item.data(ENTRY)[0]
        return entry.number


class _EntryPainter(QStyledItemDelegate):
    def __init__(self, look: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        text = QFontMetrics(option.font)
        small = QFontMetrics(scaled(option.font, SMALL))
        return QSize(0, text.height() + 2 * small.height() + 2 * LINE_GAP + 2 * PADDING_Y)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry, caption = index.data(ENTRY)
        look, rect = self._look, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.pressed if is_chosen else look.hover))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), CARD_RADIUS, CARD_RADIUS)
        area = rect.adjusted(PADDING_X, PADDING_Y, -PADDING_X, -PADDING_Y)
        small = scaled(option.font, SMALL)
        for text, font, colour in (
            (entry.title, scaled(option.font, 1.0, bold=True), look.text),
            (caption, small, look.secondary),
            (entry.excerpt, small, look.secondary),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            metrics = QFontMetrics(font)
            line = QRect(area.left(), area.top(), area.width(), metrics.height())
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            area.setTop(line.bottom() + 1 + LINE_GAP)
        painter.restore()
