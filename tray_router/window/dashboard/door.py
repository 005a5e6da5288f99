"""Opens and closes the dashboard, and keeps what it knows. GUI thread.

Rule: nothing of the dashboard is imported before it is opened, and nothing of it is kept once it is closed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from tray_router.window.big_windows import WindowDoor
from tray_router.window.theme import Colours

if TYPE_CHECKING:
    from tray_router.window.dashboard.shell import DashboardWindow
    from tray_router.window.dashboard.state import DashboardState
    from tray_router.wire.dashboard import UsagePeriod

KEY = "Ctrl+D"


class DashboardDoor(WindowDoor):
    """The one dashboard of the window process.

    Args:
        send: queues a message for the daemon.
        look: the present colours.
    """

    window: DashboardWindow | None
    _state: DashboardState | None

    def __init__(self, send: Callable[[object], None], look: Callable[[], Colours]) -> None:
        super().__init__(look)
        self._send = send
        self.open_history: Callable[[], None] = lambda: None
        self.open_settings: Callable[[], None] = lambda: None

    def add_key(self, popup: QWidget) -> None:
        """The dashboard's key in the popup: the daemon opens it, because it has to feed it."""
        QShortcut(QKeySequence(KEY), popup).activated.connect(self._ask)

    def _ask(self) -> None:
        from tray_router.wire.dashboard import OpenDashboard

        self._send(OpenDashboard())

    def take(self, message: object) -> None:
        """Carries out one message of the daemon; those for a dashboard that is closed are dropped."""
        from tray_router.wire.dashboard import TO_TYPES, ShowDashboard

        if isinstance(message, ShowDashboard):
            self._open()
        elif self.window is not None and self._state is not None and isinstance(message, TO_TYPES):
            self._state.apply(message, time.monotonic())
            self.window.take(message)

    def _open(self) -> None:
        from tray_router.window.dashboard.state import DashboardState

        self._open_with(DashboardState)

    def _make(self, state: DashboardState) -> DashboardWindow:
        from tray_router.window.dashboard.shell import DashboardWindow

        window = DashboardWindow(self._look(), state)
        window.pause_pressed.connect(self._pause_pressed)
        window.period_chosen.connect(self._period_chosen)
        window.history_pressed.connect(self.open_history)
        window.settings_pressed.connect(self.open_settings)
        return window

    def _pause_pressed(self, host: str, is_paused: bool) -> None:
        from tray_router.wire.dashboard import PauseHost

        self._send(PauseHost(host, is_paused))

    def _period_chosen(self, period: UsagePeriod) -> None:
        from tray_router.wire.dashboard import ChooseUsagePeriod

        self._send(ChooseUsagePeriod(period))

    def _told_closed(self) -> None:
        from tray_router.wire.dashboard import DashboardClosed

        self._send(DashboardClosed())
