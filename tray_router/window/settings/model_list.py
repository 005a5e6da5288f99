"""The list of all models, which routes are filled from by dragging, by menu or by Enter. GUI thread.

Rule: what is dragged says which model it is and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
)

from tray_router.model import HostStatus
from tray_router.window.controls import QuietScrollBar
from tray_router.window.dashboard import wording
from tray_router.window.settings.candidate_rows import (
    CANDIDATE_ROLE,
    HOST_ROLE,
    NOTE_ROLE,
    ModelPainter,
)
from tray_router.window.settings.pages import is_key
from tray_router.window.settings.state import ModelPlace
from tray_router.window.theme import Colours

MIME = "application/x-tray-router-candidate"


class DragSource(QListWidget):
    """A list of models that can be dragged."""

    def __init__(self, name: str, look: Colours) -> None:
        super().__init__()
        self.look = look
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(ModelPainter(self, look))
        self.setDragEnabled(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(QuietScrollBar())
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        data = QMimeData()
        if items:
            data.setData(MIME, QByteArray(str(items[0].data(CANDIDATE_ROLE)).encode()))
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    @property
    def chosen(self) -> str:
        """The candidate of the current row; empty for none."""
        item = self.currentItem()
        return str(item.data(CANDIDATE_ROLE) or "") if item is not None else ""

    def menu_point(self) -> QPoint:
        """Where the menu of the current row opens."""
        item = self.currentItem()
        area = self.visualItemRect(item) if item is not None else self.rect()
        return self.viewport().mapToGlobal(area.bottomLeft() + QPoint(24, 0))


class ModelList(DragSource):
    """All models of all machines.

    Signals:
        menu_wished: the user wants to put this candidate into a route; where the menu opens.
    """

    menu_wished = Signal(str, QPoint)

    def __init__(self, look: Colours) -> None:
        super().__init__("All models", look)
        self.setObjectName("list")
        self.itemActivated.connect(lambda _item: self._wish())

    def show_models(self, models: Sequence[ModelPlace]) -> None:
        """Shows them below the names of their machines."""
        chosen = self.chosen
        self.clear()
        host = ""
        for place in models:
            if place.host.name != host:
                host = place.host.name
                self._add_host(place.host)
            item = QListWidgetItem(place.model.name)
            item.setData(CANDIDATE_ROLE, place.candidate)
            note = " · ".join(
                filter(None, (wording.size(place.model.size_bytes).strip("–"), wording.capabilities(place.model)))
            )
            item.setData(NOTE_ROLE, note)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{place.model.name} on {host}, {note}. Enter puts it into a route."
            )
            item.setToolTip(f"{place.candidate}\nDrag it to a route, or press Enter")
            self.addItem(item)
            if place.candidate == chosen:
                self.setCurrentItem(item)

    def _add_host(self, host: HostStatus) -> None:
        item = QListWidgetItem(host.name)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setData(HOST_ROLE, host)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{host.name}, {wording.host_word(host)}")
        self.addItem(item)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._wish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_key(event, Qt.Key.Key_Return) or is_key(event, Qt.Key.Key_Enter) or is_key(event, Qt.Key.Key_Space):
            self._wish()
        else:
            super().keyPressEvent(event)

    def _wish(self) -> None:
        if self.chosen:
            self.menu_wished.emit(self.chosen, self.menu_point())
