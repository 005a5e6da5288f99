"""What a row of models says and how it is drawn, in the list of all and in the routes. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
)
from PySide6.QtWidgets import (
    QListWidget,
    QStyle,
    QStyledItemDelegate,
)

from tray_router.model import HostState, HostStatus
from tray_router.window.dashboard.paint import paint_state_glyph
from tray_router.window.settings.state import SettingsState
from tray_router.window.theme import Colours, scaled

CANDIDATE_ROLE = Qt.ItemDataRole.UserRole
HOST_ROLE = Qt.ItemDataRole.UserRole + 1
NOTE_ROLE = Qt.ItemDataRole.UserRole + 2
NUMBER_ROLE = Qt.ItemDataRole.UserRole + 3
ROW_STEP = 1.95


def candidate_note(
    model: str, host: HostStatus | None, state: SettingsState, needs: tuple[str, ...], *, is_anywhere: bool
) -> str:
    """What stands in the way of a candidate, in a few words; empty when nothing does."""
    hosts = state.fleet.hosts if is_anywhere else (host,) if host is not None else ()
    found = [installed for each in hosts if (installed := each.installed(model)) is not None]
    if not hosts:
        return ""
    if any(each.models for each in hosts) and not found:
        return "is not there" if not is_anywhere else "nobody has it"
    if found and needs and all(each.capabilities for each in found):
        missing = [need for need in needs if not any(need in each.capabilities for each in found)]
        if missing:
            return f"cannot do {', '.join(missing)}"
    return ""


class ModelPainter(QStyledItemDelegate):
    """Draws a row of both lists."""

    def __init__(self, parent: QListWidget, look: Colours) -> None:
        super().__init__(parent)
        self._list = parent
        self._look = look

    def sizeHint(self, option: Any, index: Any) -> QSize:
        return QSize(100, round(option.fontMetrics.height() * ROW_STEP))

    def paint(self, painter: QPainter, option: Any, index: Any) -> None:
        look, view = self._look, self._list
        box = QRectF(option.rect)
        candidate = index.data(CANDIDATE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected) and view.hasFocus()
        if candidate and (is_current or option.state & QStyle.StateFlag.State_MouseOver):
            painter.setPen(QColor(look.focus) if is_current else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.hover))
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
        if candidate is None:
            self._paint_host(painter, box, option.font, index.data(HOST_ROLE))
        else:
            self._paint_model(painter, box, option.font, index)
        painter.restore()

    def _paint_host(self, painter: QPainter, box: QRectF, font: QFont, host: HostStatus) -> None:
        bold = scaled(font, 0.94, bold=True)
        painter.setFont(bold)
        painter.setPen(QColor(self._look.secondary))
        paint_state_glyph(painter, QRectF(box.left() + 6, box.center().y() - 6, 13, 13), host.state, self._look)
        room = box.adjusted(26, 0, -6, 0)
        text = painter.fontMetrics().elidedText(host.name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, _LEFT, text)

    def _paint_model(self, painter: QPainter, box: QRectF, font: QFont, index: Any) -> None:
        look = self._look
        left, right = box.left() + 8, box.right() - 8
        number = index.data(NUMBER_ROLE)
        small = scaled(font, 0.88)
        note = index.data(NOTE_ROLE) or ""
        host = index.data(HOST_ROLE)
        if number:
            painter.setFont(small)
            painter.setPen(QColor(look.faint))
            painter.drawText(QRectF(left, box.top(), 18, box.height()), _LEFT, str(number))
            left += 20
        else:
            left += 18
        painter.setFont(small)
        metrics = painter.fontMetrics()
        tail = note if host is None else ""
        name_width = QFontMetrics(font).horizontalAdvance(index.data()) + 10
        tail_width = max(0, min(metrics.horizontalAdvance(tail) + 2, int(right - left - name_width))) if tail else 0
        if host is not None:
            place = f"{note} · {host.name}" if note else host.name
            width = min(metrics.horizontalAdvance(place) + 20, int((right - left) * 0.6))
            area = QRectF(right - width, box.top(), width, box.height())
            paint_state_glyph(painter, QRectF(area.left(), area.center().y() - 6, 12, 12), host.state, look)
            is_bad = bool(note) or host.state is HostState.DOWN
            painter.setPen(QColor(look.error.text if note else look.faint if is_bad else look.secondary))
            text = metrics.elidedText(place, Qt.TextElideMode.ElideRight, int(width - 17))
            painter.drawText(area.adjusted(17, 0, 0, 0), _LEFT, text)
            tail_width = width + 8
        elif tail:
            painter.setPen(QColor(look.faint))
            text = metrics.elidedText(tail, Qt.TextElideMode.ElideRight, tail_width)
            painter.drawText(QRectF(right - tail_width, box.top(), tail_width, box.height()), _RIGHT, text)
        painter.setFont(font)
        painter.setPen(QColor(look.text))
        width = int(right - left - tail_width - 8)
        text = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(QRectF(left, box.top(), width, box.height()), _LEFT, text)


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
