"""What was captured, as the first thing on the popup. GUI thread.

Rule: nothing here may delay the first paint. Text is clipped before it is laid out; an image's size is read from its
head at once, and an image of more than a megapixel is decoded in a worker thread while its place is already held.
"""

from __future__ import annotations

import threading

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from tray_router.model import Capture, CaptureOrigin
from tray_router.window import wording
from tray_router.window.controls import Caption, ClippedText, IconLabel, make_small
from tray_router.window.icons import Icon
from tray_router.window.theme import SMALL_GAP

MAX_LINES = 4
MAX_THUMBNAIL = QSize(488, 132)  # logical pixels
DECODE_AT_ONCE_PIXELS = 1_000_000
MAX_DECODE_MEGABYTES = 512  # of pixels; Qt refuses larger images, and so an image bomb

_ICONS = {
    CaptureOrigin.SELECTION: Icon.SELECTION,
    CaptureOrigin.CLIPBOARD_TEXT: Icon.CLIPBOARD,
    CaptureOrigin.CLIPBOARD_IMAGE: Icon.CLIPBOARD,
    CaptureOrigin.CLIPBOARD_FILES: Icon.CLIPBOARD,
    CaptureOrigin.REGION: Icon.REGION,
    CaptureOrigin.TYPED: Icon.TYPED,
}


class CaptureView(QFrame):
    """A card with the captured text or picture and one line that says where it came from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("capture")
        self.setAccessibleName("Captured content")
        self._text = ClippedText("captureText", MAX_LINES)
        self._text.setAccessibleName("Captured text")
        self._thumbnail = Thumbnail()
        self._icon = IconLabel()
        self._caption = Caption("captureCaption")
        make_small(self._caption)
        caption_row = QHBoxLayout()
        caption_row.setSpacing(SMALL_GAP)
        caption_row.addWidget(self._icon)
        caption_row.addWidget(self._caption, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 9)
        column.setSpacing(SMALL_GAP + 1)
        column.addWidget(self._thumbnail)
        column.addWidget(self._text)
        column.addLayout(caption_row)

    def show_capture(self, capture: Capture) -> None:
        """Shows the capture; hides the card when there is none."""
        self._text.set_text(capture.text)
        self._text.setVisible(bool(capture.text.strip()))
        size = self._thumbnail.show_image(capture.images[0] if capture.images else b"")
        self._icon.set_icon(_ICONS.get(capture.origin))
        self._caption.set_text(wording.capture_caption(capture, size))
        self.setVisible(not capture.is_empty)


class Thumbnail(QWidget):
    """A picture scaled down, with rounded corners."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("captureImage")
        self._image = QImage()
        self._shown: _Decoder | None = None

    def show_image(self, encoded: bytes) -> tuple[int, int] | None:
        """Shows an encoded image; returns its width and height in pixels, or None when there is no readable one."""
        self._image = QImage()
        self._shown = None
        size = image_size(encoded)
        self.setVisible(size is not None)
        if size is None:
            return None
        target = size.scaled(MAX_THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        target = target.boundedTo(size) if size.width() <= MAX_THUMBNAIL.width() else target
        self.setFixedSize(target)
        self.setAccessibleName(f"Captured image, {size.width()} by {size.height()} pixels")
        pixels = target * self.devicePixelRatioF()
        if size.width() * size.height() <= DECODE_AT_ONCE_PIXELS:
            self._image = decoded(encoded, pixels)
        else:
            self._shown = _Decoder(encoded, pixels)
            self._shown.decoded.connect(self._take)
            self._shown.start()
        return size.width(), size.height()

    def _take(self, decoder: object, image: QImage) -> None:
        if decoder is self._shown:
            self._image, self._shown = image, None
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


class _Decoder(QObject):
    """Decodes one image in a thread of its own; the result arrives in the GUI thread."""

    decoded = Signal(object, QImage)

    def __init__(self, encoded: bytes, pixels: QSize) -> None:
        super().__init__()
        self._thread = threading.Thread(target=self._run, args=(encoded, pixels), name="thumbnail", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _run(self, encoded: bytes, pixels: QSize) -> None:
        image = decoded(encoded, pixels)
        self.decoded.emit(self, image)


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
