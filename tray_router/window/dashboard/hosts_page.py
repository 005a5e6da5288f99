"""The page of the machines: a header that sorts and carries the time axis, and a row for each machine. GUI thread.

Rules: few machines come unfolded, many folded; what the user folded stays so; rows are moved, never made anew, when
the order changes, so that focus and unfolded tables stay.
"""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from tray_router.window.controls import QuietScrollBar
from tray_router.window.dashboard.host_row import HostRow, host_columns
from tray_router.window.dashboard.hosts_header import HostOrder, HostsHeader, ordered
from tray_router.window.dashboard.state import DashboardState
from tray_router.window.theme import BAR_WIDTH, Colours, scaled

UNFOLDED_UP_TO = 4  # machines; more are easier to compare folded
DAY_S = 86_400.0
STRIP_STEP_S = 30.0  # strips move on in such steps, far below a pixel: they are not drawn again for each message
RESUME_ROOM = 14  # "Resume" is so much longer than "Pause"


class HostsPage(QWidget):
    """All machines."""

    pause_pressed = Signal(str, bool)

    def __init__(self, look: Colours) -> None:
        super().__init__()
        self.setObjectName("hostsPage")
        self._look = look
        self._state = DashboardState()
        self._rows: dict[str, HostRow] = {}
        self._order = HostOrder.SETTINGS
        self.header = HostsHeader(look)
        self.header.order_chosen.connect(self.sort_by)
        self._list = QWidget()
        self._list.setObjectName("hostsList")
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 4, 0, 12)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self.scroll_area = QScrollArea()
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.scroll_area.setVerticalScrollBar(QuietScrollBar())
        self.scroll_area.setWidget(self._list)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self.scroll_area, 1)
        self._list.installEventFilter(self)
        self._layout_soon = QTimer(self, singleShot=True, interval=0)
        self._layout_soon.timeout.connect(self._lay_out_columns)

    @property
    def rows(self) -> dict[str, HostRow]:
        """The row of each machine."""
        return self._rows

    def show_state(self, state: DashboardState, now: float) -> None:
        """Shows all machines as they are; ``now`` is our monotonic clock."""
        self._state = state
        self._remove_gone(state)
        is_many = len(state.hosts) > UNFOLDED_UP_TO
        for name in state.hosts:
            if name not in self._rows:
                self._add_row(name, is_folded=is_many)
        self._show_hosts(now)
        self.show_states(now)
        self._put_in_order()

    def _show_hosts(self, now: float) -> None:
        wall = self._state.wall(now)
        for name, host in self._state.hosts.items():
            self._rows[name].show_host(host, self._state.age_s(host, now), wall)

    def show_states(self, now: float) -> None:
        """Shows the strips until now."""
        until = math.ceil(self._state.wall(now) / STRIP_STEP_S) * STRIP_STEP_S
        since = until - DAY_S
        self.header.since, self.header.until = since, until
        self.header.update()
        for name, row in self._rows.items():
            row.line.show_states(self._state.states_of(name), since, until)

    def tick(self, now: float) -> None:
        """What changes with the time alone."""
        self._show_hosts(now)
        self.show_states(now)

    def sort_by(self, order: HostOrder) -> None:
        """Sorts the machines."""
        self._order = self.header.order = order
        self.header.update()
        self._put_in_order()

    def _add_row(self, name: str, *, is_folded: bool) -> None:
        row = HostRow(self._look)
        row.pause_pressed.connect(self.pause_pressed)
        self._rows[name] = row
        for part in (row.line, row.pause):
            part.installEventFilter(self)
        self._column.insertWidget(self._column.count() - 1, row)
        row.line.setChecked(not is_folded)
        self._layout_soon.start()

    def _remove_gone(self, state: DashboardState) -> None:
        for name in self._rows.keys() - state.hosts.keys():
            row = self._rows.pop(name)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _put_in_order(self) -> None:
        wanted = [self._rows[host.name] for host in ordered(list(self._state.hosts.values()), self._order)]
        items = (self._column.itemAt(number) for number in range(self._column.count() - 1))
        present = [item.widget() for item in items if item is not None]
        if wanted == present:
            return
        for number, row in enumerate(wanted):
            self._column.removeWidget(row)
            self._column.insertWidget(number, row)
        before: QWidget | None = None
        for row in wanted:
            for part in (row.line, row.pause):
                if before is not None:
                    QWidget.setTabOrder(before, part)
                before = part

    # --- layout and keys

    def _lay_out_columns(self) -> None:
        width = self.scroll_area.viewport().width() - 4
        row = next(iter(self._rows.values()), None)
        button = row.pause.sizeHint().width() if row is not None else 70
        bold = QFontMetricsF(scaled(self.font(), 1.0, bold=True))
        longest = max((bold.horizontalAdvance(name) for name in self._rows), default=0.0)
        columns = host_columns(width, QFontMetricsF(self.font()), button + RESUME_ROOM, longest)
        self.header.columns = columns
        self.header.update()
        for row in self._rows.values():
            row.set_columns(columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_columns()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._layout_soon.start()

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._list:
            self._layout_soon.start()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is not self._list:
            return self.take_key(event)  # before the button and the scroll area make something else of it
        return super().eventFilter(watched, event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Up and Down go to the next machine, Right and Left unfold and fold it, P pauses it, with Ctrl they sort.

        Returns:
            True when the key meant something here.
        """
        key, row = Qt.Key(event.key()), self._focused_row()
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and key in _SIDEWAYS:
            self.header.step(_SIDEWAYS[key])
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        elif key in _UP_AND_DOWN:
            self._focus_next(row, _UP_AND_DOWN[key])
        elif key in _SIDEWAYS and row is not None:
            row.line.setChecked(key is Qt.Key.Key_Right)
        elif key is Qt.Key.Key_P and row is not None:
            row.toggle_pause()
        else:
            return False
        return True

    def _focused_row(self) -> HostRow | None:
        return next((row for row in self._rows.values() if row.line.hasFocus() or row.pause.hasFocus()), None)

    def _focus_next(self, row: HostRow | None, step: int) -> None:
        rows = [self._rows[host.name] for host in ordered(list(self._state.hosts.values()), self._order)]
        if not rows:
            return
        number = rows.index(row) + step if row is not None else 0
        target = rows[min(max(number, 0), len(rows) - 1)]
        target.line.setFocus(Qt.FocusReason.TabFocusReason)
        self.scroll_area.ensureWidgetVisible(target.line, 0, 2 * BAR_WIDTH)


_UP_AND_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
