"""What the windows beside the popup have in common: coming to the front, changing their look, leaving nothing behind.

Rule: a window that is opened again has the size and the page that it was closed with. GUI thread.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from tray_router.window import memory, x11
from tray_router.window.theme import Colours

RELEASE_MS = 500  # after closing: Qt has let go of the window by then
MARGIN_WIDTH, MARGIN_HEIGHT = 40, 60  # logical pixels of the work area that stay free, title bar included


class BigWindow(QWidget):
    """A window of its own beside the popup.

    Args:
        name: by which the style sheet knows it.
        usual: its size when nothing else is said, in logical pixels; ``smallest`` what the user can make of it.

    Signals:
        closed: by the user.
    """

    closed = Signal()

    def __init__(self, name: str, title: str, *, usual: tuple[int, int], smallest: tuple[int, int]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._usual_size = usual
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setMinimumSize(*smallest)

    def open(self, size: tuple[int, int] | None = None) -> None:
        """Shows the window in the middle of the screen, as large as it was last, at most as the work area."""
        area, (width, height) = self.screen().availableGeometry(), size or self._usual_size
        self.resize(min(width, area.width() - MARGIN_WIDTH), min(height, area.height() - MARGIN_HEIGHT))
        self.move(area.center() - self.rect().center())
        if self.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show()

    def add_keys(self, keys: Iterable[tuple[str, Callable[[], object]]]) -> None:
        """Connects keys that work wherever the focus is in the window."""
        for chord, slot in keys:
            QShortcut(QKeySequence(chord), self).activated.connect(slot)


class WindowDoor(QObject):
    """Opens one window with pages, makes it again when the look changes, and lets it go.

    A window of it is a ``BigWindow`` with ``page``, ``show_page`` and ``show_all``.

    Args:
        look: the present colours.

    Attributes:
        window: None while it is closed.
    """

    window: Any

    def __init__(self, look: Callable[[], Colours]) -> None:
        super().__init__()
        self.window = None
        self._look = look
        self._state: Any = None  # what the window shows; lives as long as it is open
        self._last_size: tuple[int, int] | None = None
        self._last_page = 0
        self._made_with: tuple[Colours, str] | None = None

    def renew(self) -> None:
        """Makes the window again in the present look, where it is."""
        old = self.window
        if old is None or self._state is None or self._made_with == self._present_look():
            return
        place, page = old.geometry(), int(old.page)
        window = self._make_and_note()
        window.setGeometry(place)
        window.show_page(page)
        window.show_all()
        window.show()
        self._drop(old)

    def _open_with(self, state: Callable[[], Any], *, keeps_place: bool = True) -> None:
        """Opens the window, or brings it to the front."""
        if self.window is None:
            self._state = state()
            window = self._make_and_note()
            window.open(self._last_size if keeps_place else None)
            window.show_page(self._last_page if keeps_place else 0)
        bring_to_front(self.window)

    def _make(self, state: Any) -> Any:
        """A new window that shows the state, with its signals connected, but for ``closed``."""
        raise NotImplementedError

    def _told_closed(self) -> None:
        """The user has closed the window."""
        raise NotImplementedError

    def _make_and_note(self) -> Any:
        self._made_with = self._present_look()
        self.window = self._make(self._state)
        self.window.closed.connect(self._closed)
        return self.window

    def _present_look(self) -> tuple[Colours, str]:
        return self._look(), QApplication.font().key()

    def _drop(self, window: Any) -> None:
        """Closes a window that another one replaces; nobody is told."""
        window.closed.disconnect(self._closed)
        window.close()
        window.deleteLater()

    def _keeps_place(self) -> bool:
        """Whether the window's size and page are those of the next one."""
        return True

    def _closed(self) -> None:
        window = self.window
        if window is not None and self._keeps_place():
            self._last_size, self._last_page = (window.width(), window.height()), int(window.page)
        self.window = self._state = None
        self._told_closed()
        if window is not None:
            let_go(window)


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
    memory.release()
