"""Takes a region of the screen: freezes every screen, lets the user drag, crops in physical pixels. GUI thread.

Rules: our own popup is off the screen before it is frozen; exactly one message ends each start; the overlay goes away
by itself when nobody touches it, and with the process when the daemon is gone.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QImage, QScreen

from tray_router.window.overlay import ScreenOverlay
from tray_router.window.region_geometry import PixelRect
from tray_router.wire.window import RegionCancelled, RegionTaken

log = logging.getLogger(__name__)

IDLE_LIMIT_MS = 120_000  # an overlay that nobody touches is given up
GRAB_RETRY_MS = 15  # until then the key of the hotkey may still be held, which keeps the keyboard grabbed
GONE_POLL_MS = 16
GONE_LEAST_POLLS = 3  # a compositor needs a frame or two, an application behind the popup some time to repaint
GONE_MOST_POLLS = 20
PNG_QUALITY = 80  # Qt's scale; compression level 1 of zlib: a quarter of the time for a tenth more bytes
NO_SCREEN = "The screen cannot be read."
NO_SCREEN_HINT = "Screen regions need an X11 session. Copy a screenshot to the clipboard and ask about that instead."


class RegionCapture(QObject):
    """One region at a time. ``finished`` carries RegionTaken or RegionCancelled."""

    finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = ""
        self._overlays: list[ScreenOverlay] = []
        self._covered: QRect | None = None
        self._last_look: list[QImage] = []
        self._polls = 0
        self._gone = QTimer(self, interval=GONE_POLL_MS)
        self._gone.timeout.connect(self._look_whether_gone)
        self._grab = QTimer(self, interval=GRAB_RETRY_MS)
        self._grab.timeout.connect(self._grab_keyboard)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_LIMIT_MS)
        self._idle.timeout.connect(self.cancel)

    @property
    def is_active(self) -> bool:
        """Between ``start`` and ``finished``."""
        return bool(self._session)

    def start(self, session: str, covered: QRect | None) -> None:
        """Begins; ``covered`` is where our popup was until just now, in logical pixels, or None."""
        self.cancel()
        self._session = session
        self._idle.start()
        if covered is None:
            self._freeze()
            return
        self._covered, self._last_look, self._polls = covered, [], 0
        self._gone.start()

    def cancel(self) -> None:
        """Gives up, if it is under way."""
        if self.is_active:
            self._finish(RegionCancelled(self._session))

    # --- freezing -------------------------------------------------------------------------------------------

    def _look_whether_gone(self) -> None:
        """The popup is gone once what it covered no longer changes."""
        self._polls += 1
        look = [image for screen in QGuiApplication.screens() if not (image := self._covered_part(screen)).isNull()]
        is_settled = look == self._last_look and self._polls > GONE_LEAST_POLLS
        self._last_look = look
        if is_settled or self._polls >= GONE_MOST_POLLS:
            self._gone.stop()
            self._last_look = []
            self._freeze()

    def _covered_part(self, screen: QScreen) -> QImage:
        part = (self._covered or QRect()).intersected(screen.geometry())
        if part.isEmpty():
            return QImage()
        part.translate(-screen.geometry().topLeft())
        return screen.grabWindow(0, part.x(), part.y(), part.width(), part.height()).toImage()

    def _freeze(self) -> None:
        frozen = [(screen, _grabbed(screen)) for screen in QGuiApplication.screens()]
        if not frozen or any(image.isNull() for _, image in frozen):
            self._finish(RegionCancelled(self._session, NO_SCREEN, NO_SCREEN_HINT))
            return
        pointer = QCursor.pos()
        for screen, image in frozen:
            overlay = ScreenOverlay(screen, image, has_help=screen.geometry().contains(pointer))
            overlay.taken.connect(self._take)
            overlay.cancelled.connect(self.cancel)
            self._overlays.append(overlay)
        for overlay in self._overlays:
            overlay.show()
        self._grab.start()
        self._grab_keyboard()

    def _grab_keyboard(self) -> None:
        """Esc must work at once, though no window manager gives an override-redirect window the focus."""
        overlay = self._overlays[0] if self._overlays else None
        handle = overlay.windowHandle() if overlay is not None else None
        if overlay is None or (handle is not None and handle.setKeyboardGrabEnabled(True)):
            self._grab.stop()

    # --- the end --------------------------------------------------------------------------------------------

    def _take(self, region: PixelRect) -> None:
        overlay = self.sender()
        if not isinstance(overlay, ScreenOverlay) or not self.is_active:
            return
        crop = overlay.image.copy(QRect(*region))
        session = self._session
        self._remove_overlays()
        self._finish(RegionTaken(session, png(crop), crop.width(), crop.height()))

    def _finish(self, message: RegionTaken | RegionCancelled) -> None:
        self._session = ""
        self._covered, self._last_look = None, []
        for timer in (self._gone, self._grab, self._idle):
            timer.stop()
        self._remove_overlays()
        self.finished.emit(message)

    def _remove_overlays(self) -> None:
        overlays, self._overlays = self._overlays, []
        for overlay in overlays:
            if (handle := overlay.windowHandle()) is not None:
                handle.setKeyboardGrabEnabled(False)
            overlay.hide()
            overlay.deleteLater()


def _grabbed(screen: QScreen) -> QImage:
    """The whole screen in physical pixels; a null image where it cannot be read."""
    if QGuiApplication.platformName().startswith("wayland"):
        return QImage()  # Qt gives nothing there, and other ways can hang for minutes
    image = screen.grabWindow(0).toImage()
    image.setDevicePixelRatio(1.0)
    return image


def png(image: QImage) -> bytes:
    """The image as PNG, pixel for pixel."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", PNG_QUALITY)  # type: ignore[call-overload]
    return bytes(data.data())
