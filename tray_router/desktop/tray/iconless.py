"""A tray without an icon, for sessions where there is none: blocks the main thread like the others, shows nothing."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from tray_router.desktop.tray.models import TrayReport, TrayState
from tray_router.model import FleetSnapshot, TriggerAction
from tray_router.model.usage import Today

_WAKE_UP_S = 0.5  # on Windows a signal does not interrupt a wait without an end


class IconlessTray:
    """A ``FleetTray`` that only says why nothing can be seen."""

    def __init__(self, problem: str, hint: str) -> None:
        self._report = TrayReport(TrayState.NO_HOST, problem, hint)
        self._ended = threading.Event()

    @property
    def report(self) -> TrayReport:
        """Why there is no icon."""
        return self._report

    def run(self) -> None:
        """Blocks until ``stop``."""
        while not self._ended.wait(_WAKE_UP_S):
            pass

    def stop(self) -> None:
        """Ends ``run`` soon."""
        self._ended.set()

    def show_fleet(self, snapshot: FleetSnapshot) -> None:
        """Nobody sees it."""

    def show_notices(self, notices: tuple[str, ...]) -> None:
        """Nobody sees them; the status and the log have them."""

    def show_chords(self, chords: Mapping[TriggerAction, str]) -> None:
        """Nobody sees them."""

    def show_today(self, today: Today) -> None:
        """Nobody sees it; the status has it."""

    def show_private(self, *, is_private: bool) -> None:
        """Nobody sees it; `tray-router history private` says it."""

    def show_waiting(self, count: int) -> None:
        """Nobody sees them."""

    def show_pulse(self, pulse: int) -> None:
        """Nothing moves."""

    def show_actions(self, actions: Mapping[str, str]) -> None:
        """Nobody sees them; their hotkeys and the command line work."""
