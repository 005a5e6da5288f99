"""What was captured, as the first thing on the popup. GUI thread.

Rule: nothing here may delay the first paint. Text is clipped before it is laid out; pictures are decoded beside
(``thumbnail``).
"""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from tray_router.model import Capture, CaptureOrigin
from tray_router.window import wording
from tray_router.window.controls import Caption, ClippedText, IconLabel, make_small
from tray_router.window.icons import Icon
from tray_router.window.theme import SMALL_GAP
from tray_router.window.thumbnail import Thumbnail
from tray_router.window.thumbnails import ThumbnailRow

MAX_LINES = 4

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
        self._pictures = ThumbnailRow("capturePictures", can_remove=False)
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
        column.addWidget(self._pictures)
        column.addWidget(self._text)
        column.addLayout(caption_row)

    def show_capture(self, capture: Capture) -> None:
        """Shows the capture; hides the card when there is none."""
        self._text.set_text(capture.text)
        self._text.setVisible(bool(capture.text.strip()))
        has_one = len(capture.images) == 1
        size = self._thumbnail.show_image(capture.images[0] if has_one else b"")
        self._pictures.show_images(() if has_one else capture.images)
        self._icon.set_icon(_ICONS.get(capture.origin))
        self._caption.set_text(wording.capture_caption(capture, size))
        self.setVisible(not capture.is_empty)
