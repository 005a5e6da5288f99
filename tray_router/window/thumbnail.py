"""One picture, scaled down: its size is known at once, a large one is decoded beside. GUI thread.

Rule: nothing here may delay the first paint. An image's size is read from its head, and an image of more than a
megapixel is decoded in a worker thread while its place is already held.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from tray_router.window.aside import run_aside

MAX_THUMBNAIL = QSize(488, 132)  # logical pixels
DECODE_AT_ONCE_PIXELS = 1_000_000
MAX_DECODE_MEGABYTES = 512  # of pixels; Qt refuses larger images, and so an image bomb


class Thumbnail(QWidget):
    """A picture scaled down, with rounded corners."""

    def __init__(self, largest: QSize = MAX_THUMBNAIL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("captureImage")
        self._largest = largest
        self._image = QImage()
        self._number = 0  # of the picture that is shown

    def show_image(self, encoded: bytes) -> tuple[int, int] | None:
        """Shows an encoded image; returns its width and height in pixels, or None when there is no readable one."""
        self._image = QImage()
        self._number += 1
        size = image_size(encoded)
        self.setVisible(size is not None)
        if size is None:
            return None
        target = size.scaled(self._largest, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        target = target.boundedTo(size) if size.width() <= self._largest.width() else target
        self.setFixedSize(target)
        self.setAccessibleName(f"Captured image, {size.width()} by {size.height()} pixels")
        pixels = target * self.devicePixelRatioF()
        if size.width() * size.height() <= DECODE_AT_ONCE_PIXELS:
            self._image = decoded(encoded, pixels)
        else:
            run_aside(partial(_decoded_later, self._number, encoded, pixels), self._take, name="thumbnail")
        return size.width(), size.height()

    def _take(self, made: tuple[int, QImage]) -> None:
        number, image = made
        if number == self._number:
            self._image = image
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 5, 5)
        painter.setClipPath(outline)
        if self._image.isNull():
            painter.fillPath(outline, self.palette().color(QPalette.ColorRole.Midlight))
        else:
            painter.drawImage(QRectF(self.rect()), self._image)


def image_size(encoded: bytes) -> QSize | None:
    """Width and height from the image's head, without decoding it; None when it cannot be read."""
    if not encoded:
        return None
    with _Reader(encoded) as reader:
        size = reader.size()
        return size if size.isValid() and not size.isEmpty() else None


def decoded(encoded: bytes, pixels: QSize) -> QImage:
    """The image scaled to ``pixels``; a null image when it cannot be read. Any thread."""
    with _Reader(encoded) as reader:
        reader.setScaledSize(pixels)
        return reader.read()


def _decoded_later(number: int, encoded: bytes, pixels: QSize) -> tuple[int, QImage]:
    return number, decoded(encoded, pixels)


class _Reader:
    """A QImageReader over bytes, with a limit on what it may allocate."""

    def __init__(self, encoded: bytes) -> None:
        self._bytes = QByteArray(encoded)
        self._buffer = QBuffer(self._bytes)

    def __enter__(self) -> QImageReader:
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        QImageReader.setAllocationLimit(MAX_DECODE_MEGABYTES)
        self._reader = QImageReader(self._buffer)
        return self._reader

    def __exit__(self, *_: object) -> None:
        self._buffer.close()
