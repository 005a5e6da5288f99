"""One frozen screen that a region can be dragged on. GUI thread.

Rules: the window manager has no say (override-redirect), so that every screen is covered at once and nothing is
animated; what is drawn is never part of what is cropped; only what changed is painted again.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QGuiApplication,
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

from tray_router.window.region_geometry import PixelRect, dragged, label_at, pixel_scale
from tray_router.window.theme import LIGHT

TITLE = "Tray Router region"
DIM = QColor(12, 12, 16, 112)
GUIDE = QColor(255, 255, 255, 110)
EDGE = QColor(LIGHT.accent)
CHIP = QColor(18, 18, 20, 220)
CHIP_TEXT = QColor(255, 255, 255)
HELP = "Drag over a region  ·  double-click for the whole screen  ·  Esc cancels"
HELP_TOP = 28  # logical pixels below the screen's upper edge


class ScreenOverlay(QWidget):
    """Covers one screen with its own frozen picture.

    Signals:
        taken: the region that was dragged, as ``PixelRect`` of ``image``.
        cancelled: Esc, Enter, a right click, a click without a drag, or too small a drag.
    """

    taken = Signal(object)
    cancelled = Signal()

    def __init__(self, screen: QScreen, image: QImage, *, has_help: bool) -> None:
        flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.X11BypassWindowManagerHint
        super().__init__(None, flags | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(TITLE)
        self.setObjectName("regionOverlay")
        self.setAccessibleName("Drag over a region of the screen")
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
        self._has_help = has_help
        self._start: QPointF | None = None
        self._pointer = QPointF(QCursor.pos(screen) - screen.geometry().topLeft())
        self._shows_guides = screen.geometry().contains(QCursor.pos())
        self._click = QTimer(self, singleShot=True, interval=QGuiApplication.styleHints().mouseDoubleClickInterval())
        self._click.timeout.connect(self.cancelled)

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

    # --- the hand -------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            self.cancelled.emit()
            return
        self._click.stop()
        self._move(event.position(), start=event.position())
        if self._has_help:
            self._has_help = False
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(event.position(), start=self._start)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._start is None:
            return
        self._pointer = event.position()
        region = self.region
        if region.is_region:
            self.taken.emit(region)
        elif region.width == 0 and region.height == 0:
            self._move(event.position(), start=None)
            self._click.start()  # perhaps the first half of a double click
        else:
            self.cancelled.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._click.stop()
        self.taken.emit(PixelRect(0, 0, self.image.width(), self.image.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cancelled.emit()

    def leaveEvent(self, event: object) -> None:
        if self._start is None:
            self._shows_guides = False
            self.update()

    def _move(self, pointer: QPointF, *, start: QPointF | None) -> None:
        touched = self._touched()
        self._pointer, self._start, self._shows_guides = pointer, start, True
        self.update(touched.united(self._touched()))

    # --- the picture ----------------------------------------------------------------------------------------

    def _selected(self) -> QRectF:
        left, top, width, height = (value / self._scale for value in self.region)
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
        if self._start is not None:
            self._paint_region(painter)
        if self._shows_guides:
            painter.setPen(QPen(GUIDE, 1))
            x, y = int(self._pointer.x()), int(self._pointer.y())
            painter.drawLine(x, 0, x, self.height())
            painter.drawLine(0, y, self.width(), y)
        if self._start is not None:
            _paint_chip(painter, self._label_area(), self._label())
        if self._has_help:
            metrics = self.fontMetrics()
            width, height = metrics.horizontalAdvance(HELP) + 32, metrics.height() + 16
            _paint_chip(painter, QRectF((self.width() - width) / 2, HELP_TOP, width, height), HELP)

    def _paint_region(self, painter: QPainter) -> None:
        area = self._selected()
        if area.isEmpty():
            return
        region = self.region
        painter.drawPixmap(area, self._bright, QRectF(QRect(*region)))
        painter.setPen(QPen(EDGE, 1.5))
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
