"""Opens and closes the settings window and the first run, and keeps what they know. GUI thread.

Rule: nothing of them is imported before they are opened, and nothing is kept once they are closed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from tray_router.window.big_windows import WindowDoor
from tray_router.window.theme import Colours

if TYPE_CHECKING:
    from tray_router.window.settings.first_run import FirstRunWindow
    from tray_router.window.settings.shell import SettingsWindow
    from tray_router.window.settings.state import SettingsState

KEY = "Ctrl+,"


class SettingsDoor(WindowDoor):
    """The one settings window of the window process, or the first run's in its place.

    Args:
        send: queues a message for the daemon.
        look: the present colours.
    """

    window: SettingsWindow | FirstRunWindow | None
    _state: SettingsState | None

    def __init__(self, send: Callable[[object], None], look: Callable[[], Colours]) -> None:
        super().__init__(look)
        self._send = send
        self._is_first_run = False

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

    def _open(self, *, is_first_run: bool) -> None:
        from tray_router.window.settings.state import SettingsState

        if self.window is not None and self._is_first_run is not is_first_run:
            self._drop(self.window)  # the daemon knows
            self.window = self._state = None
        self._is_first_run = is_first_run
        self._open_with(SettingsState, keeps_place=self._keeps_place())

    def _make(self, state: SettingsState) -> SettingsWindow | FirstRunWindow:
        from tray_router.window.settings.first_run import FirstRunWindow
        from tray_router.window.settings.shell import SettingsWindow

        kind = FirstRunWindow if self._is_first_run else SettingsWindow
        return kind(self._look(), state, self._send)

    def _keeps_place(self) -> bool:
        return not self._is_first_run

    def _told_closed(self) -> None:
        from tray_router.wire.settings import SettingsClosed

        self._send(SettingsClosed())
