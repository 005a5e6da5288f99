"""The popup's window: frameless, rounded and shadowed where a compositor runs, square with a thin edge where not.

Rules: the title and the window type are set before the window exists for the window manager; dragging and resizing are
handed to the window manager, so that its snapping and its limits hold. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from tray_router.window.theme import RADIUS, SHADOW, Colours

TITLE = "Tray Router"
RESIZE_BORDER = 6  # logical pixels inside the edge that resize instead of doing nothing
SHADOW_ALPHA = 26  # of the innermost ring, 0..255
MIN_WIDTH = 340
MIN_HEIGHT = 96

_CURSORS = {
    Qt.Edge.LeftEdge.value: Qt.CursorShape.SizeHorCursor,
    Qt.Edge.RightEdge.value: Qt.CursorShape.SizeHorCursor,
    Qt.Edge.TopEdge.value: Qt.CursorShape.SizeVerCursor,
    Qt.Edge.BottomEdge.value: Qt.CursorShape.SizeVerCursor,
    (Qt.Edge.LeftEdge | Qt.Edge.TopEdge).value: Qt.CursorShape.SizeFDiagCursor,
    (Qt.Edge.RightEdge | Qt.Edge.BottomEdge).value: Qt.CursorShape.SizeFDiagCursor,
    (Qt.Edge.RightEdge | Qt.Edge.TopEdge).value: Qt.CursorShape.SizeBDiagCursor,
    (Qt.Edge.LeftEdge | Qt.Edge.BottomEdge).value: Qt.CursorShape.SizeBDiagCursor,
}


class FramelessWindow(QWidget):
    """A top-level window with an edge of its own.

    Args:
        is_composited: a compositor runs, so the corners may be round and the shadow soft.
    """

    def __init__(self, look: Colours, *, is_composited: bool) -> None:
        super().__init__(
            None, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        self.look = look
        self.is_composited = is_composited
        self.was_resized_by_user = False
        self.setWindowTitle(TITLE)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, is_composited)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setMinimumSize(MIN_WIDTH + 2 * self.border, MIN_HEIGHT + 2 * self.border)

    @property
    def border(self) -> int:
        """Logical pixels between the window's edge and the visible frame, on each side."""
        return SHADOW if self.is_composited else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.is_composited:
            painter.fillRect(self.rect(), QColor(self.look.window))
            pen = QPen(QColor(self.look.edge), 1)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)  # the default cuts the corners off at 2x
            painter.setPen(pen)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        self._paint_shadow(painter, frame)
        painter.setPen(QPen(QColor(self.look.edge), 1))
        painter.setBrush(QColor(self.look.window))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _paint_shadow(self, painter: QPainter, frame: QRectF) -> None:
        """Rings that fade outwards, a little lower than the frame; filling them would cost five times more."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        below = frame.translated(0, SHADOW * 0.2)
        for ring in range(SHADOW):
            share = 1 - ring / SHADOW
            painter.setPen(QPen(QColor(0, 0, 0, round(SHADOW_ALPHA * share * share)), 1.6))
            painter.drawRoundedRect(below.adjusted(-ring, -ring, ring, ring), RADIUS + ring, RADIUS + ring)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        edges = self._edges_at(event.position())
        handle = self.windowHandle()
        if event.button() is Qt.MouseButton.LeftButton and edges.value and handle is not None:
            self.was_resized_by_user = True
            handle.startSystemResize(edges)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons().value:
            self.setCursor(_CURSORS.get(self._edges_at(event.position()).value, Qt.CursorShape.ArrowCursor))
        super().mouseMoveEvent(event)

    def _edges_at(self, point: QPointF) -> Qt.Edge:
        near = self.border + RESIZE_BORDER
        edges = Qt.Edge(0)
        if point.x() < near:
            edges |= Qt.Edge.LeftEdge
        elif point.x() >= self.width() - near:
            edges |= Qt.Edge.RightEdge
        if point.y() < near:
            edges |= Qt.Edge.TopEdge
        elif point.y() >= self.height() - near:
            edges |= Qt.Edge.BottomEdge
        return edges
