"""Several pictures in a row: those of one question, or those that go out with the next. GUI thread.

Rule: however many there are, the row takes one height; what does not fit is counted in words.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from tray_router.window.controls import IconButton, make_small
from tray_router.window.icons import Icon
from tray_router.window.theme import SMALL_GAP
from tray_router.window.thumbnail import Thumbnail
from tray_router.window.wording import counted

THUMBNAIL = QSize(104, 60)  # logical pixels at most


class ThumbnailRow(QWidget):
    """The pictures in order; with ``can_remove`` each has a button that takes it back.

    Signals:
        removed: the index of a picture, from 0.
    """

    removed = Signal(int)

    def __init__(self, name: str, *, can_remove: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._can_remove = can_remove
        self._images: tuple[bytes, ...] = ()
        self._parts: list[QWidget] = []
        self._more = QLabel()
        make_small(self._more)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SMALL_GAP)
        self._row.addWidget(self._more)
        self._row.addStretch(1)
        self.hide()

    def show_images(self, images: tuple[bytes, ...]) -> None:
        """Shows these pictures; hides the row when there are none."""
        if images != self._images:
            self._images = images
            for part in self._parts:
                self._row.removeWidget(part)
                part.hide()
                part.deleteLater()
            self._parts = [self._made(index, image) for index, image in enumerate(images)]
            for index, part in enumerate(self._parts):
                self._row.insertWidget(index, part)
            self.setAccessibleName(counted(len(images), "picture"))
            self._show_what_fits()
        self.setVisible(bool(images))

    def _made(self, index: int, image: bytes) -> QWidget:
        thumbnail = Thumbnail(THUMBNAIL)
        thumbnail.show_image(image)
        if not self._can_remove:
            return thumbnail
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(thumbnail)
        remove = IconButton(Icon.CLOSE, f"Remove picture {index + 1}")
        remove.setObjectName("removePicture")
        remove.clicked.connect(lambda: self.removed.emit(index))
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return part

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_what_fits()

    def _show_what_fits(self) -> None:
        room = self.width() - self._more.fontMetrics().horizontalAdvance("and 99 more")
        shown = 0
        for part in self._parts:
            room -= part.sizeHint().width() + SMALL_GAP
            is_shown = room >= 0 or not shown
            part.setVisible(is_shown)
            shown += is_shown
        hidden = len(self._parts) - shown
        self._more.setText(f"and {hidden} more")
        self._more.setVisible(hidden > 0)
