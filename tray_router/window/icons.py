"""The few symbols of the popup, drawn as paths: no image files, no font that may lack them. GUI thread.

Each path lives on a grid of 16 × 16 and is stroked, not filled, unless said otherwise.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

GRID = 16.0
STROKE = 1.4


class Icon(StrEnum):
    """Every symbol there is."""

    CLOSE = "close"
    SELECTION = "selection"
    CLIPBOARD = "clipboard"
    REGION = "region"
    TYPED = "typed"
    CLOSED = "closed"  # a fold that is shut
    OPEN = "open"  # a fold that is open
    COPY = "copy"
    DONE = "done"


def paint_icon(painter: QPainter, icon: Icon, area: QRectF, colour: QColor) -> None:
    """Draws the symbol into the area, which should be a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / GRID, area.height() / GRID)
    pen = QPen(colour, STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if icon is Icon.REGION:
        pen.setDashPattern([2.0, 2.2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_path(icon))
    painter.restore()


@cache
def _path(icon: Icon) -> QPainterPath:
    path = QPainterPath()
    for line in _LINES.get(icon, ()):
        first, *others = line
        path.moveTo(QPointF(*first))
        for point in others:
            path.lineTo(QPointF(*point))
    for left, top, width, height, radius in _BOXES.get(icon, ()):
        path.addRoundedRect(QRectF(left, top, width, height), radius, radius)
    return path


_Point = tuple[float, float]

_LINES: dict[Icon, tuple[tuple[_Point, ...], ...]] = {
    Icon.CLOSE: (((4, 4), (12, 12)), ((12, 4), (4, 12))),
    Icon.CLOSED: (((6, 4), (10, 8), (6, 12)),),
    Icon.OPEN: (((4, 6), (8, 10), (12, 6)),),
    Icon.SELECTION: (((8, 3), (8, 13)), ((5.5, 3), (10.5, 3)), ((5.5, 13), (10.5, 13))),
    Icon.TYPED: (((3, 13), (4, 10), (11, 3), (13, 5), (6, 12), (3, 13)),),
    Icon.COPY: (((10.5, 3.5), (10.5, 3), (3.5, 3), (3.5, 10.5), (5.5, 10.5)),),
    Icon.DONE: (((3.5, 8.5), (6.5, 11.5), (12.5, 4.5)),),
    Icon.CLIPBOARD: (((6, 8), (10, 8)), ((6, 11), (10, 11))),
}
_BOXES: dict[Icon, tuple[tuple[float, float, float, float, float], ...]] = {
    Icon.CLIPBOARD: ((3.5, 3.5, 9, 10.5, 1.6), (6, 2, 4, 3, 1)),
    Icon.COPY: ((6, 5.5, 7, 7.5, 1.4),),
    Icon.REGION: ((2.5, 3.5, 11, 9, 1.2),),
}
