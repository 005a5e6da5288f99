"""One frozen screen of which a region can be dragged, or a window clicked. GUI thread.

Rules: the window manager has no say (override-redirect), so that every screen is covered at once and nothing is
animated; what is drawn is never part of what is cropped; only what changed is painted again.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
    QScreen,
)
from PySide6.QtWidgets import QWidget

from tray_router.window.region_geometry import PixelRect, dragged, label_at, pixel_scale, topmost_at
from tray_router.window.theme import LIGHT

TITLE = "Tray Router region"
DIM = QColor(12, 12, 16, 112)
GUIDE = QColor(255, 255, 255, 110)
EDGE = QColor(LIGHT.accent)
CHIP = QColor(18, 18, 20, 220)
CHIP_TEXT = QColor(255, 255, 255)
HELP = "Drag over a region  ·  Click takes the window  ·  Enter the screen  ·  Shift takes several  ·  Esc cancels"
HELP_LAST = "R takes the last region again"
HELP_MORE = "Enter asks about what is marked  ·  One more without Shift asks, too  ·  Esc cancels"
HOVER = QColor(255, 255, 255, 200)
CHIP_SIZE = QSizeF(26, 24)
HELP_TOP = 28  # logical pixels below the screen's upper edge


class ScreenOverlay(QWidget):
    """Covers one screen with its own frozen picture.

    Signals:
        taken: a region or window, as ``PixelRect`` of ``image``, and whether more are to follow (Shift).
        confirmed: Enter: those taken so far, or the screen under the pointer.
        repeated: R: the region that was taken last time.
        cancelled: Esc, a right click, or too small a drag.

    Args:
        windows: what a click takes, topmost first, in pixels of ``image``; elsewhere it takes the whole screen.
        last: the region of the last time on this screen, or None.
    """

    taken = Signal(object, bool)
    confirmed = Signal()
    repeated = Signal()
    cancelled = Signal()

    def __init__(
        self,
        screen: QScreen,
        image: QImage,
        *,
        has_help: bool,
        windows: Sequence[PixelRect] = (),
        last: PixelRect | None = None,
    ) -> None:
        flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.X11BypassWindowManagerHint
        super().__init__(None, flags | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(TITLE)
        self.setObjectName("regionOverlay")
        self.setAccessibleName("Drag over a region of the screen, or click a window")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMouseTracking(True)
        self.image = image
        self._scale = pixel_scale(image.width(), screen.geometry().width(), screen.devicePixelRatio())
        self._bright = self._picture(image)
        self._dimmed = self._picture(_dimmed(image))
        self._help = (f"{HELP}\n{HELP_LAST}" if last else HELP) if has_help else ""
        self._windows = tuple(windows)
        self._last = last
        self._marked: list[PixelRect] = []
        self._start: QPointF | None = None
        self._pointer = QPointF(QCursor.pos(screen) - screen.geometry().topLeft())
        self._shows_guides = screen.geometry().contains(QCursor.pos())

    def _picture(self, image: QImage) -> QPixmap:
        picture = QPixmap.fromImage(image, Qt.ImageConversionFlag.NoFormatConversion)
        picture.setDevicePixelRatio(self._scale)
        return picture

    @property
    def region(self) -> PixelRect:
        """What would be taken now, in pixels of the image."""
        start = self._start if self._start is not None else self._pointer
        ends = (start.x(), start.y()), (self._pointer.x(), self._pointer.y())
        return dragged(*ends, self._scale, (self.image.width(), self.image.height()))

    @property
    def whole(self) -> PixelRect:
        """The whole screen."""
        return PixelRect(0, 0, self.image.width(), self.image.height())

    @property
    def under_pointer(self) -> PixelRect:
        """The window that a click would take now, or the whole screen where there is none."""
        x, y = int(self._pointer.x() * self._scale), int(self._pointer.y() * self._scale)
        return topmost_at(self._windows, x, y) or self.whole

    # --- the hand -------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            self.cancelled.emit()
            return
        self._move(event.position(), start=event.position())
        if self._help:
            self._help = ""
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(event.position(), start=self._start)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._start is None:
            return
        self._pointer = event.position()
        region = self.region
        is_click = region.width == 0 and region.height == 0
        if not is_click and not region.is_region:
            self.cancelled.emit()
            return
        wished = self.under_pointer if is_click else region
        has_more = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if has_more:
            self._marked.append(wished)
            self._start, self._help = None, HELP_MORE
            self.update()
        self.taken.emit(wished, has_more)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second click of two quick ones is a click like the first."""
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.cancelled.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.confirmed.emit()
            case Qt.Key.Key_R:
                self.repeated.emit()

    def leaveEvent(self, event: object) -> None:
        if self._start is None:
            self._shows_guides = False
            self.update()

    def _move(self, pointer: QPointF, *, start: QPointF | None) -> None:
        touched, window = self._touched(), self.under_pointer
        was_dragging = self._start is not None
        self._pointer, self._start, self._shows_guides = pointer, start, True
        if self.under_pointer != window or was_dragging != (start is not None):
            self.update()
        else:
            self.update(touched.united(self._touched()))

    # --- the picture ----------------------------------------------------------------------------------------

    def _selected(self) -> QRectF:
        return self._logical(self.region)

    def _logical(self, region: PixelRect) -> QRectF:
        left, top, width, height = (value / self._scale for value in region)
        return QRectF(left, top, width, height)

    def _touched(self) -> QRegion:
        """Everything that is drawn for the current pointer."""
        x, y = int(self._pointer.x()), int(self._pointer.y())
        touched = QRegion(x - 2, 0, 5, self.height()).united(QRegion(0, y - 2, self.width(), 5))
        if self._start is None:
            return touched
        touched = touched.united(self._selected().toAlignedRect().adjusted(-3, -3, 3, 3))
        return touched.united(self._label_area().toAlignedRect().adjusted(-2, -2, 2, 2))

    def _label(self) -> str:
        region = self.region
        return f"{region.width} × {region.height}"

    def _label_area(self) -> QRectF:
        area = self._selected()
        metrics = self.fontMetrics()
        size = metrics.horizontalAdvance(self._label()) + 18, metrics.height() + 8
        place = label_at((area.x(), area.y(), area.width(), area.height()), size, (self.width(), self.height()))
        return QRectF(*place, *size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._dimmed)
        if self._start is None and self._shows_guides and self._windows:
            self._paint_bright(painter, self.under_pointer, HOVER)  # below the marks, which it may hold
        for number, marked in enumerate(self._marked, 1):
            self._paint_bright(painter, marked, EDGE)
            _paint_chip(painter, QRectF(self._logical(marked).topLeft() + QPointF(8, 8), CHIP_SIZE), str(number))
        if self._start is not None:
            self._paint_bright(painter, self.region, EDGE)
        if self._last is not None and self._start is None:
            painter.setPen(QPen(GUIDE, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._logical(self._last))
        if self._shows_guides:
            painter.setPen(QPen(GUIDE, 1))
            x, y = int(self._pointer.x()), int(self._pointer.y())
            painter.drawLine(x, 0, x, self.height())
            painter.drawLine(0, y, self.width(), y)
        if self._start is not None:
            _paint_chip(painter, self._label_area(), self._label())
        if self._help:
            metrics = self.fontMetrics()
            lines = self._help.split("\n")
            width = max(metrics.horizontalAdvance(line) for line in lines) + 32
            area = QRectF((self.width() - width) / 2, HELP_TOP, width, metrics.lineSpacing() * len(lines) + 16)
            _paint_chip(painter, area, self._help)

    def _paint_bright(self, painter: QPainter, region: PixelRect, edge: QColor) -> None:
        """A part of the screen as bright as it was, with an edge around it."""
        area = self._logical(region)
        if area.isEmpty():
            return
        painter.drawPixmap(area, self._bright, QRectF(QRect(*region)))
        painter.setPen(QPen(edge, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(-1, -1, 1, 1))


def _dimmed(image: QImage) -> QImage:
    dimmed = image.copy()
    painter = QPainter(dimmed)
    painter.fillRect(dimmed.rect(), DIM)
    painter.end()
    return dimmed


def _paint_chip(painter: QPainter, area: QRectF, text: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(CHIP)
    painter.drawRoundedRect(area, 6, 6)
    painter.setPen(CHIP_TEXT)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
