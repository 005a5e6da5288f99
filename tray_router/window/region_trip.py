"""The popup steps aside while a part of the screen is taken, and comes back as it was. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from tray_router.window.popup import Popup
from tray_router.window.region import RegionCapture
from tray_router.window.state import PopupState
from tray_router.wire.window import StartRegion


class RegionTrip(QObject):
    """Takes parts of the screen, one at a time.

    Args:
        send: queues a message for the daemon.
        popup: the present one.
        state: what the popup shows.
    """

    def __init__(
        self, send: Callable[[object], None], popup: Callable[[], Popup], state: PopupState, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._send = send
        self._popup = popup
        self._state = state
        self._had_focus = False
        self._region = RegionCapture(self)
        self._region.finished.connect(self._finished)

    def start(self, message: StartRegion) -> None:
        """Hides the popup and freezes the screens."""
        popup = self._popup()
        was_visible = popup.isVisible()
        self._had_focus = popup.isActiveWindow()
        covered = popup.geometry() if was_visible else None
        popup.hide()
        self._region.start(message.session, covered, message.part)

    def cancel(self) -> None:
        """Nothing is taken."""
        self._region.cancel()

    def _finished(self, message: object) -> None:
        self._send(message)
        popup = self._popup()
        if self._state.session and not popup.isVisible():
            popup.focus.before_showing(takes_focus=self._had_focus)
            popup.show()
            if self._had_focus:
                popup.focus.take()
