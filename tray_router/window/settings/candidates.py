"""The ordered models of one route, and the list of all models that they are dragged from. GUI thread.

Rules: everything that can be dragged can be done by menu and by keys as well: Alt+Up and Alt+Down move, Delete takes
out, Enter opens the menu; what is dropped says which model it is and nothing else.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QListWidgetItem,
    QMenu,
)

from tray_router.model import HostStatus
from tray_router.window.settings.candidate_rows import (
    CANDIDATE_ROLE,
    HOST_ROLE,
    NOTE_ROLE,
    NUMBER_ROLE,
    ROW_STEP,
    candidate_note,
)
from tray_router.window.settings.model_list import MIME, DragSource
from tray_router.window.settings.pages import is_key
from tray_router.window.settings.state import SettingsState, split_candidate
from tray_router.window.theme import Colours


class CandidateList(DragSource):
    """The models of one route in the order in which they are asked.

    Signals:
        changed: the user wants this list, a tuple of candidates.
    """

    changed = Signal(object)

    def __init__(self, route: str, look: Colours) -> None:
        super().__init__(f"Models of {route}", look)
        self.route = route
        self.setObjectName("candidates")
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._drop_row = -1
        self.candidates: tuple[str, ...] = ()
        self.is_editable = True

    # --- showing

    def show_candidates(self, candidates: tuple[str, ...], state: SettingsState, needs: tuple[str, ...] = ()) -> None:
        """Shows them; ``needs`` is what a model of this route must be able to do."""
        row = self.currentRow()
        self.candidates = candidates
        while self.count() > len(candidates):
            self.takeItem(self.count() - 1)
        for number, candidate in enumerate(candidates):
            item = self.item(number)
            if item is None:
                item = QListWidgetItem()
                self.addItem(item)
            model, name = split_candidate(candidate)
            host = state.host(name) if name else None
            note = candidate_note(model, host, state, needs, is_anywhere=not name)
            item.setText(model)
            item.setData(CANDIDATE_ROLE, candidate)
            item.setData(HOST_ROLE, host or HostStatus(name or "any machine", ""))
            item.setData(NOTE_ROLE, note)
            item.setData(NUMBER_ROLE, number + 1)
            where = f"on {name}" if name else "on any machine"
            said = f"{number + 1}. {model} {where}{f', {note}' if note else ''}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            item.setToolTip("Alt+Up and Alt+Down move it, Delete takes it out")
        if candidates:
            self.setCurrentRow(min(max(row, 0), len(candidates) - 1))
        self.setFixedHeight(max(1, len(candidates)) * self.row_height + 2)
        self.setAccessibleDescription("" if candidates else "empty")
        self.viewport().update()

    @property
    def row_height(self) -> int:
        return round(self.fontMetrics().height() * ROW_STEP)

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if not self.candidates:
            painter.setPen(QColor(self.look.faint))
            area = QRectF(self.viewport().rect()).adjusted(8, 0, -8, 0)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(area, flags, "Drag a model here, or use Add model")
        if self._drop_row >= 0:
            painter.setPen(QPen(QColor(self.look.focus), 2))
            y = min(self._drop_row * self.row_height + 1, self.viewport().height() - 1)
            painter.drawLine(4, y, self.viewport().width() - 4, y)

    # --- the user's hands

    def add(self, candidate: str, row: int = -1) -> None:
        """Puts a candidate in, at the end or before a row; one that is in it already moves there."""
        at = len(self.candidates) if row < 0 else row
        before = [each for each in self.candidates[:at] if each != candidate]
        after = [each for each in self.candidates[at:] if each != candidate]
        self._wish((*before, candidate, *after), len(before))

    def shift(self, step: int) -> None:
        """Moves the current one up or down."""
        row = self.currentRow()
        if 0 <= row < len(self.candidates) and 0 <= row + step < len(self.candidates):
            order = list(self.candidates)
            order.insert(row + step, order.pop(row))
            self._wish(tuple(order), row + step)

    def take_out(self) -> None:
        """Takes the current one out."""
        row = self.currentRow()
        if 0 <= row < len(self.candidates):
            order = (*self.candidates[:row], *self.candidates[row + 1 :])
            self._wish(order, min(row, len(order) - 1))

    def _wish(self, order: tuple[str, ...], row: int) -> None:
        if not self.is_editable or order == self.candidates:
            return
        self.candidates = order
        self.changed.emit(order)
        self.setCurrentRow(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = Qt.KeyboardModifier.AltModifier
        if is_key(event, Qt.Key.Key_Up, alt):
            self.shift(-1)
        elif is_key(event, Qt.Key.Key_Down, alt):
            self.shift(1)
        elif is_key(event, Qt.Key.Key_Delete) or is_key(event, Qt.Key.Key_Backspace):
            self.take_out()
        elif is_key(event, Qt.Key.Key_Return) or is_key(event, Qt.Key.Key_Enter):
            self._open_menu()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu()

    def _open_menu(self) -> None:
        if not self.chosen or not self.is_editable:
            return
        menu = QMenu(self)
        row = self.currentRow()
        for text, works, slot in (
            ("Ask first", row > 0, lambda: self.add(self.chosen, 0)),
            ("Move up\tAlt+Up", row > 0, lambda: self.shift(-1)),
            ("Move down\tAlt+Down", row < len(self.candidates) - 1, lambda: self.shift(1)),
            ("Take out\tDel", True, self.take_out),
        ):
            action = menu.addAction(text)
            action.setEnabled(works)
            action.triggered.connect(slot)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.menu_point())

    # --- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self.is_editable and event.mimeData().hasFormat(MIME):
            self._show_drop(self._row_at(event.position().y()))
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_drop(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        candidate = bytes(event.mimeData().data(MIME).data()).decode(errors="replace")
        row = self._row_at(event.position().y())
        self._show_drop(-1)
        event.acceptProposedAction()
        if candidate:
            self.add(candidate, row)

    def _row_at(self, y: float) -> int:
        return min(max(round(y / self.row_height), 0), len(self.candidates))

    def _show_drop(self, row: int) -> None:
        if row != self._drop_row:
            self._drop_row = row
            self.setProperty("isTarget", row >= 0)
            self.style().unpolish(self)
            self.style().polish(self)
            self.viewport().update()
