"""The fleet in the tray: keeps a pystray icon in step with the newest snapshot and notices.

Rule: ``show_*`` may be called from any thread and return at once; only what changed is sent. ``run`` blocks the main
thread; pictures are drawn there, when a panel asks for them.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from tray_router.desktop.session import Session
from tray_router.desktop.session_bus import SessionBus
from tray_router.desktop.tray.icon import draw_icon
from tray_router.desktop.tray.menu import OnCommand, pystray_menu
from tray_router.desktop.tray.models import OnTrayReport, TrayReport
from tray_router.desktop.tray.picture import icon_view
from tray_router.desktop.tray.sni import SniIcon
from tray_router.desktop.tray.view import TrayView, tray_view
from tray_router.model import FleetSnapshot, TriggerAction
from tray_router.model.usage import Today


class FleetTray(Protocol):
    """The tray as the daemon uses it."""

    def run(self) -> None:
        """Shows the icon and blocks the main thread until ``stop``."""

    def stop(self) -> None:
        """Ends ``run`` soon, also before it has begun. Any thread, and a signal handler."""

    def show_fleet(self, snapshot: FleetSnapshot) -> None:
        """Shows this state of the machines. Any thread, returns at once."""

    def show_notices(self, notices: tuple[str, ...]) -> None:
        """Shows these sentences in the menu. Any thread, returns at once."""

    def show_chords(self, chords: Mapping[TriggerAction, str]) -> None:
        """Shows these readable chords behind the actions. Any thread, returns at once."""

    def show_actions(self, actions: Mapping[str, str]) -> None:
        """Shows the user's own actions: name to readable chord, which may be empty. Any thread, returns at once."""

    def show_today(self, today: Today) -> None:
        """Shows this day's figures and the last answer. Any thread, returns at once."""

    def show_private(self, *, is_private: bool) -> None:
        """Shows whether nothing is kept of any question. Any thread, returns at once."""

    def show_waiting(self, count: int) -> None:
        """Shows how many questions stand in line. Any thread, returns at once."""

    def show_pulse(self, pulse: int) -> None:
        """Lights up what works by a step of ``picture.PULSES``. Any thread, returns at once."""

    @property
    def report(self) -> TrayReport:
        """Whether the icon can be seen, and if not, why. Any thread."""


class SniFleetTray:
    """A ``FleetTray`` by StatusNotifierItem.

    Args:
        on_command: what the user chose; called in the tray's loop.
        on_report: told of every change of ``report``, in the tray's loop.
        bus: shared with the notifications; one of its own when not given.
    """

    def __init__(
        self,
        session: Session,
        on_command: OnCommand,
        *,
        on_report: OnTrayReport | None = None,
        bus: SessionBus | None = None,
    ) -> None:
        self._on_command = on_command
        self._lock = threading.Lock()
        self._snapshot = FleetSnapshot()
        self._notices: tuple[str, ...] = ()
        self._chords: dict[TriggerAction, str] = {}
        self._actions: dict[str, str] = {}
        self._today: Today | None = None
        self._pulse = 0
        self._waiting = 0
        self._is_private = False
        self._shown = tray_view(self._snapshot)
        self._icon: Any = SniIcon(
            "tray-router",
            self._shown.icon,
            self._shown.tooltip,
            pystray_menu(self._shown.menu, on_command),
            bus=bus or SessionBus(session.bus_address),
            desktop=session.desktop,
            on_report=on_report,
            draw=draw_icon,
        )

    @property
    def report(self) -> TrayReport:
        """Whether the icon can be seen, and if not, why."""
        report: TrayReport = self._icon.report
        return report

    def run(self) -> None:
        """Shows the icon and blocks the main thread until ``stop``."""
        self._icon.run()

    def stop(self) -> None:
        """Ends ``run`` soon, also before it has begun."""
        self._icon.stop()

    def show_fleet(self, snapshot: FleetSnapshot) -> None:
        """Shows this state of the machines."""
        with self._lock:
            self._snapshot = snapshot
            self._show()

    def show_notices(self, notices: tuple[str, ...]) -> None:
        """Shows these sentences in the menu."""
        with self._lock:
            self._notices = notices
            self._show()

    def show_chords(self, chords: Mapping[TriggerAction, str]) -> None:
        """Shows these readable chords behind the actions."""
        with self._lock:
            self._chords = dict(chords)
            self._show()

    def show_actions(self, actions: Mapping[str, str]) -> None:
        """Shows the user's own actions below the built-in ones."""
        with self._lock:
            self._actions = dict(actions)
            self._show()

    def show_today(self, today: Today) -> None:
        """Shows this day's figures and the last answer."""
        with self._lock:
            self._today = today
            self._show()

    def show_private(self, *, is_private: bool) -> None:
        """Shows whether nothing is kept of any question."""
        with self._lock:
            self._is_private = is_private
            self._show()

    def show_waiting(self, count: int) -> None:
        """Shows how many questions stand in line."""
        with self._lock:
            self._waiting = count
            self._show()

    def show_pulse(self, pulse: int) -> None:
        """Another step of the animation: only the picture changes."""
        with self._lock:
            self._pulse = pulse
            icon = icon_view(self._snapshot, pulse)
            if icon != self._shown.icon:
                self._shown = replace(self._shown, icon=icon)
                self._icon.icon = icon

    def _show(self) -> None:
        """Hands over what differs from what is shown; the icon coalesces bursts."""
        view = tray_view(
            self._snapshot,
            self._notices,
            self._chords,
            self._actions,
            self._today,
            self._pulse,
            self._waiting,
            is_private=self._is_private,
        )
        before, self._shown = self._shown, view
        if view.icon != before.icon:
            self._icon.icon = view.icon
        if view.tooltip != before.tooltip:
            self._icon.title = view.tooltip
        if view.menu != before.menu:
            self._icon.menu = pystray_menu(view.menu, self._on_command)

    @property
    def shown(self) -> TrayView:
        """What is shown now."""
        return self._shown
