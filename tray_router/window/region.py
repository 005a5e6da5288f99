"""Takes parts of the screen: freezes every screen, lets the user choose, crops in physical pixels. GUI thread.

Rules: our own popup is off the screen before it is frozen; exactly one message ends each start; the overlay goes away
by itself when nobody touches it, and with the process when the daemon is gone.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QPointF, QRect, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QImage, QScreen

from tray_router.model import ScreenPart
from tray_router.window import x11
from tray_router.window.overlay import ScreenOverlay
from tray_router.window.region_geometry import PixelRect, on_screen, pixel_scale, topmost_at
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
        self._part = ScreenPart.REGION
        self._overlays: list[ScreenOverlay] = []
        self._crops: list[QImage] = []
        self._last: tuple[str, PixelRect] | None = None  # name of the screen, and the region on it
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

    def start(self, session: str, covered: QRect | None, part: ScreenPart = ScreenPart.REGION) -> None:
        """Begins; ``covered`` is where our popup was until just now, in logical pixels, or None.

        The last region, a window or a screen is taken at once, without the overlay.
        """
        self.cancel()
        self._session, self._part = session, part
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
        windows = x11.window_rectangles()
        if (chosen := self._chosen_already(frozen, windows)) is not None:
            self._crops.append(chosen)
            self._finish_taken()
            return
        pointer = QCursor.pos()
        for screen, image in frozen:
            overlay = ScreenOverlay(
                screen,
                image,
                has_help=screen.geometry().contains(pointer),
                windows=_of_screen(windows, screen, image),
                last=self._last_on(screen, image),
            )
            overlay.taken.connect(self._take)
            overlay.confirmed.connect(self._confirm)
            overlay.repeated.connect(self._repeat)
            overlay.cancelled.connect(self.cancel)
            self._overlays.append(overlay)
        for overlay in self._overlays:
            overlay.show()
        self._grab.start()
        self._grab_keyboard()

    def _chosen_already(
        self, frozen: list[tuple[QScreen, QImage]], windows: list[tuple[int, int, int, int]]
    ) -> QImage | None:
        """What a press of its own key means, without the overlay; None when the user is to choose."""
        if self._part is ScreenPart.LAST:
            found = ((image, region) for screen, image in frozen if (region := self._last_on(screen, image)))
            return next((image.copy(QRect(*region)) for image, region in found), None)
        if self._part is ScreenPart.REGION:
            return None
        pointer = QCursor.pos()
        screen, image = next((pair for pair in frozen if pair[0].geometry().contains(pointer)), frozen[0])
        if self._part is ScreenPart.SCREEN:
            return image
        scale = pixel_scale(image.width(), screen.geometry().width(), screen.devicePixelRatio())
        at = QPointF(pointer - screen.geometry().topLeft()) * scale
        region = topmost_at(_of_screen(windows, screen, image), int(at.x()), int(at.y()))
        return image.copy(QRect(*region)) if region else image

    def _last_on(self, screen: QScreen, image: QImage) -> PixelRect | None:
        """The region of the last time, when it was on this screen and still fits it."""
        if self._last is None or self._last[0] != screen.name():
            return None
        region = self._last[1]
        return region if image.rect().contains(QRect(*region)) else None

    def _grab_keyboard(self) -> None:
        """Esc must work at once, though no window manager gives an override-redirect window the focus."""
        overlay = self._overlays[0] if self._overlays else None
        handle = overlay.windowHandle() if overlay is not None else None
        if overlay is None or (handle is not None and handle.setKeyboardGrabEnabled(True)):
            self._grab.stop()

    # --- the end --------------------------------------------------------------------------------------------

    def _take(self, region: PixelRect, has_more: bool) -> None:
        overlay = self.sender()
        if not isinstance(overlay, ScreenOverlay) or not self.is_active:
            return
        self._idle.start()
        self._crops.append(overlay.image.copy(QRect(*region)))
        if region not in (overlay.under_pointer, overlay.whole):
            self._last = (overlay.screen().name(), region)
        if not has_more:
            self._finish_taken()

    def _confirm(self) -> None:
        """Enter: what was taken so far, else the screen under the pointer."""
        if not self._crops and self._overlays:
            pointer = QCursor.pos()
            under = (overlay for overlay in self._overlays if overlay.geometry().contains(pointer))
            self._crops.append(next(under, self._overlays[0]).image)
        self._finish_taken()

    def _repeat(self) -> None:
        """R: the region of the last time, if there is one."""
        for overlay in self._overlays:
            if (region := self._last_on(overlay.screen(), overlay.image)) is not None:
                self._crops.append(overlay.image.copy(QRect(*region)))
                self._finish_taken()
                return

    def _finish_taken(self) -> None:
        crops, session = tuple(self._crops), self._session
        self._remove_overlays()
        self._finish(RegionTaken(session, tuple(png(crop) for crop in crops)))

    def _finish(self, message: RegionTaken | RegionCancelled) -> None:
        self._session = ""
        self._covered, self._last_look = None, []
        self._crops.clear()
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


def _of_screen(windows: list[tuple[int, int, int, int]], screen: QScreen, image: QImage) -> list[PixelRect]:
    """The windows on a screen in its pixels; Qt leaves a screen's corner where the server has it, unscaled."""
    corner = screen.geometry().topLeft()
    parts = (on_screen(window, (corner.x(), corner.y()), (image.width(), image.height())) for window in windows)
    return [part for part in parts if part is not None]


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
