"""What the windows beside the popup have in common: coming to the front, and leaving nothing behind. GUI thread."""

from __future__ import annotations

import gc

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from tray_router.window import x11

RELEASE_MS = 500  # after closing: Qt has let go of the window by then


def bring_to_front(window: QWidget) -> None:
    """Shows the window and asks for the keyboard, because the user has just asked for it."""
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()
    if QGuiApplication.platformName() == "xcb":
        x11.request_focus(int(window.winId()))


def let_go(window: QWidget) -> None:
    """The window is closed: Qt deletes it, and soon its memory goes back to the system."""
    window.deleteLater()
    QTimer.singleShot(RELEASE_MS, _release)


def _release() -> None:
    gc.collect()
    x11.release_memory()
