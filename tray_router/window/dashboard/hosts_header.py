"""By what the machines are sorted, and the header that says it and carries the time axis. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tray_router.model import HostState, HostStatus
from tray_router.window.dashboard import wording
from tray_router.window.dashboard.axis import hour_marks
from tray_router.window.dashboard.host_row import HostColumns, line_font
from tray_router.window.theme import Colours

MARK_WIDTH = 64  # logical pixels that a mark of the axis needs


class HostOrder(StrEnum):
    """By what the machines are sorted; SETTINGS is the order of the settings file."""

    SETTINGS = "settings"
    NAME = "name"
    STATE = "state"
    RTT = "rtt"
    MEMORY = "memory"
    RUNNING = "running"


_TITLES = {
    HostOrder.NAME: "Machine",
    HostOrder.STATE: "State",
    HostOrder.RTT: "Round trip",
    HostOrder.MEMORY: "In memory",
    HostOrder.RUNNING: "Running",
}
_WORST_FIRST = (
    HostState.DOWN,
    HostState.DEGRADED,
    HostState.STARTING,
    HostState.UNKNOWN,
    HostState.PAUSED,
    HostState.UP,
)
_KEYS: dict[HostOrder, Callable[[HostStatus], Any]] = {
    HostOrder.NAME: lambda host: host.name.casefold(),
    HostOrder.STATE: lambda host: _WORST_FIRST.index(host.state),
    HostOrder.RTT: lambda host: host.rtt_s if host.rtt_s is not None and host.is_usable else float("inf"),
    HostOrder.MEMORY: lambda host: -wording.loaded_bytes(host),
    HostOrder.RUNNING: lambda host: -host.in_flight,
}


def ordered(hosts: list[HostStatus], order: HostOrder) -> list[HostStatus]:
    """The machines in an order; equal ones as in the settings."""
    return hosts if order is HostOrder.SETTINGS else sorted(hosts, key=_KEYS[order])


class HostsHeader(QWidget):
    """The titles of the columns; a click sorts, another one goes back to the order of the settings."""

    order_chosen = Signal(object)

    def __init__(self, look: Colours) -> None:
        super().__init__()
        self._look = look
        self.columns: HostColumns | None = None
        self.order = HostOrder.SETTINGS
        self.since = self.until = 0.0
        self.setAccessibleName("Columns")
        self.setAccessibleDescription("Ctrl+Left and Ctrl+Right sort the machines by another column")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, round(self.fontMetrics().height() * 2))

    def step(self, step: int) -> None:
        """Sorts by the next or the previous column."""
        orders = list(HostOrder)
        self.order_chosen.emit(orders[(orders.index(self.order) + step) % len(orders)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for order in _TITLES:
            left, width = self._place(order)
            if width and left <= event.position().x() <= left + width:
                self.order_chosen.emit(HostOrder.SETTINGS if order is self.order else order)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.columns is None:
            return
        painter = QPainter(self)
        font = line_font(self.font())
        painter.setFont(font)
        for order, title in _TITLES.items():
            left, width = self._place(order)
            if not width:
                continue
            is_figure = order in (HostOrder.RTT, HostOrder.MEMORY, HostOrder.RUNNING)
            painter.setPen(QColor(self._look.text if order is self.order else self._look.faint))
            text = f"{title} ↓" if order is self.order else title
            side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(left, 0, width, self.height() - 4), side | Qt.AlignmentFlag.AlignBottom, text)
        self._paint_axis(painter)
        painter.setPen(QColor(self._look.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _place(self, order: HostOrder) -> tuple[float, float]:
        left, width = getattr(self.columns, order.value) if self.columns is not None else (0.0, 0.0)
        return (left + 4, width - 4) if order is HostOrder.NAME else (left, width)

    def _paint_axis(self, painter: QPainter) -> None:
        if self.columns is None or self.until <= self.since:
            return
        left, width = self.columns.strip
        painter.setPen(QColor(self._look.faint))
        metrics = painter.fontMetrics()
        now = metrics.horizontalAdvance("now")
        free_until = left + width - now - 8
        painter.drawText(
            QRectF(left, 0, width, self.height() - 4), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, "now"
        )
        for at in hour_marks(self.since, self.until, max(1, int(width / MARK_WIDTH))):
            x = left + width * (at - self.since) / (self.until - self.since)
            text = wording.clock(at)
            half = metrics.horizontalAdvance(text) / 2
            if x - half < left or x + half > free_until:
                continue
            painter.drawText(
                QRectF(x - half - 2, 0, 2 * half + 4, self.height() - 4),
                Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom,
                text,
            )
