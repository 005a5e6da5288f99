"""Opens and closes the settings window and the first run, and keeps what they know. GUI thread.

Rule: nothing of them is imported before they are opened, and nothing is kept once they are closed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from tray_router.window.big_windows import bring_to_front, let_go
from tray_router.window.theme import Colours

if TYPE_CHECKING:
    from tray_router.window.settings.first_run import FirstRunWindow
    from tray_router.window.settings.shell import SettingsWindow
    from tray_router.window.settings.state import SettingsState

KEY = "Ctrl+,"


class SettingsDoor(QObject):
    """The one settings window of the window process, or the first run's in its place.

    Args:
        send: queues a message for the daemon.
        look: the present colours.
    """

    def __init__(self, send: Callable[[object], None], look: Callable[[], Colours]) -> None:
        super().__init__()
        self._send = send
        self._look = look
        self._state: SettingsState | None = None
        self._last_size: tuple[int, int] | None = None
        self._last_page = 0
        self._made_with: tuple[Colours, str] | None = None
        self.window: SettingsWindow | FirstRunWindow | None = None

    def add_key(self, window: QWidget) -> None:
        """The key in another window: the daemon opens it, because it has to feed it."""
        QShortcut(QKeySequence(KEY), window).activated.connect(self.ask)

    def ask(self) -> None:
        """Asks the daemon to open it."""
        from tray_router.wire.settings import OpenSettingsWindow

        self._send(OpenSettingsWindow())

    def take(self, message: object) -> None:
        """Carries out one message of the daemon; those for a window that is closed are dropped."""
        from tray_router.wire.settings import SettingsDocument, SettingsFleet, ShowSettings

        if isinstance(message, ShowSettings):
            self._open(is_first_run=message.is_first_run)
        elif self.window is not None and self._state is not None:
            if isinstance(message, SettingsDocument | SettingsFleet):
                self._state.apply(message)
            self.window.take(message)

    def answered(self) -> None:
        """The popup has answered a question: what the first run waits for."""
        from_first_run = getattr(self.window, "answered", None)
        if from_first_run is not None:
            from_first_run()

    def renew(self) -> None:
        """Makes the window again in the present look, where it is."""
        old, state = self.window, self._state
        if old is None or state is None or self._made_with == (self._look(), QApplication.font().key()):
            return
        place, page = old.geometry(), int(old.page)
        window = self._make(state, is_first_run=self._is_first_run)
        window.setGeometry(place)
        window.show_page(page)
        window.show_all()
        window.show()
        old.closed.disconnect(self._closed)
        old.close()
        old.deleteLater()

    @property
    def _is_first_run(self) -> bool:
        from tray_router.window.settings.first_run import FirstRunWindow

        return isinstance(self.window, FirstRunWindow)

    def _open(self, *, is_first_run: bool) -> None:
        from tray_router.window.settings.state import SettingsState

        if self.window is not None and self._is_first_run is not is_first_run:
            self._drop(self.window)
        if self.window is None:
            self._state = SettingsState()
            window = self._make(self._state, is_first_run=is_first_run)
            window.open(None if is_first_run else self._last_size)
            window.show_page(0 if is_first_run else self._last_page)
        if self.window is not None:
            bring_to_front(self.window)

    def _make(self, state: SettingsState, *, is_first_run: bool) -> SettingsWindow | FirstRunWindow:
        from tray_router.window.settings.first_run import FirstRunWindow
        from tray_router.window.settings.shell import SettingsWindow

        self._made_with = (self._look(), QApplication.font().key())
        kind = FirstRunWindow if is_first_run else SettingsWindow
        window = self.window = kind(self._look(), state, self._send)
        window.closed.connect(self._closed)
        return window

    def _drop(self, window: SettingsWindow | FirstRunWindow) -> None:
        """Closes one for the other; the daemon knows."""
        window.closed.disconnect(self._closed)
        window.close()
        window.deleteLater()
        self.window = self._state = None

    def _closed(self) -> None:
        window = self.window
        if window is not None and not self._is_first_run:
            self._last_size, self._last_page = (window.width(), window.height()), int(window.page)
        self.window = self._state = None
        from tray_router.wire.settings import SettingsClosed

        self._send(SettingsClosed())
        if window is not None:
            let_go(window)
