"""Who has the keyboard: the popup opens without it and takes it only when it is asked to. GUI thread.

Rules: what the user types while the popup opens belongs to the application. The popup takes the keyboard when it is
clicked (which is the window manager's work), when its key is pressed again, and at once where its key was pressed to
type. A screen reader, which does not notice a window without the focus, is told in words.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from tray_router.window import x11

RETRIES_MS = (60, 200, 500)  # window managers may be late; the user pressed our key, so we ask again
# Qt's xcb platform reads it when the window is shown: _NET_WM_USER_TIME 0, "do not focus" (EWMH).
_SHOW_UNFOCUSED = "_q_showWithoutActivating"


class FocusKeeper(QObject):
    """Keeps one window away from the keyboard, or gets it there."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._is_wanted = False

    def before_showing(self, *, takes_focus: bool) -> None:
        """The window is about to be shown; one that has the focus keeps it."""
        self._is_wanted = False
        self._window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not takes_focus)
        handle = self._window.windowHandle()
        if handle is not None:
            handle.setProperty(_SHOW_UNFOCUSED, not takes_focus)

    def take(self) -> None:
        """Asks for the keyboard now, and again should the window manager be late."""
        self._is_wanted = True
        self._window.raise_()
        self._window.activateWindow()
        for delay_ms in (0, *RETRIES_MS):
            QTimer.singleShot(delay_ms, self._insist)

    def _insist(self) -> None:
        """Until the window had the focus once: then it is the user who takes it away."""
        self._is_wanted = self._is_wanted and not self._window.isActiveWindow()
        if self._is_wanted and self._window.isVisible() and QGuiApplication.platformName() == "xcb":
            x11.request_focus(int(self._window.winId()))

    def announce(self, sentence: str) -> None:
        """Says something to a screen reader, if one runs and does not read the window anyway."""
        if not sentence:
            return
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # hundreds of names: not at the start

        if QAccessible.isActive() and not self._window.isActiveWindow():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, sentence))
