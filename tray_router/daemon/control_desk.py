"""Carries out what clients of the control socket, hotkeys and the tray ask of the daemon. Runs in the engine's loop."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import replace
from datetime import datetime

from tray_router import __version__
from tray_router.daemon.asking import refuse_unknown_place, request_of
from tray_router.daemon.running import Running, still_starting
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.ports import HistoryPort
from tray_router.errors import DaemonError
from tray_router.model import Request, Trigger
from tray_router.wire.control import AskCall, Status


class ControlDesk:
    """Implements ``daemon.control.ControlActions``."""

    def __init__(self, running: Running) -> None:
        self._running = running

    @property
    def dispatcher(self) -> Dispatcher:
        """Answers questions by the present settings."""
        return self._running.engine_parts().dispatcher

    @property
    def history(self) -> HistoryPort:
        """Where questions are kept."""
        return self._running.keeping.history

    def trigger(self, trigger: Trigger) -> None:
        """Opens the popup or the region overlay."""
        if self._running.popup is None:
            raise DaemonError("There is no desktop session for a popup.", "Use `tray-router ask` in the terminal.")
        self._running.popup.trigger(trigger)

    async def request(self, call: AskCall) -> Request:
        """The question of a client's call, by the present settings; raises TrayRouterError when it cannot be asked."""
        parts = self._running.engine_parts()
        parts.poller.note_use()
        refuse_unknown_place(call, parts.tracker.snapshot(), has_cloud=bool(parts.settings.cloud.endpoints))
        call = replace(call, is_private=call.is_private or self._running.keeping.is_private)
        if call.images:  # scaling takes a while
            return await asyncio.to_thread(request_of, call, parts.settings)
        return request_of(call, parts.settings)

    def set_private(self, *, is_private: bool) -> str:
        """Keeps nothing of any question from now on, or keeps it again; says how it stands then."""
        said = self._running.keeping.set_private(is_private=is_private)
        self._running.show_private()
        return said

    async def wipe_history(self) -> None:
        """Removes every conversation that was kept."""
        await self._running.keeping.wipe()

    def status(self) -> Status:
        """How everything is."""
        running, parts = self._running, self._running.engine_parts()
        return Status(
            version=__version__,
            pid=os.getpid(),
            uptime_s=time.monotonic() - running.started_at,
            config_path=str(running.watcher.path),
            fleet=parts.tracker.snapshot(),
            is_simulated=running.machines.is_simulated,
            notices=running.notices.texts(),
            today=running.overview.today(),
        )

    def open_settings_window(self, *, is_first_run: bool = False) -> None:
        """Shows the settings window, or the first run's.

        Raises:
            DaemonError: there is no desktop session to show it in.
        """
        if self._running.desk is None:
            hint = f"Edit the settings file: {self._running.watcher.path}"
            raise DaemonError("There is no desktop session for the settings window.", hint)
        self._running.desk.get().open(is_first_run=is_first_run)

    def open_dashboard(self) -> None:
        """Shows the dashboard."""
        self._running.overview.open_dashboard()

    def pause(self, host: str, *, is_paused: bool, until: datetime | None = None) -> str:
        """Pauses or resumes a machine, and says what happens now."""
        if self._running.owner is None:
            raise still_starting()
        holds = self._running.owner.holds
        return holds.pause(host, until) if is_paused else holds.resume(host)

    def quit(self) -> None:
        """Ends the daemon soon; any thread."""
        self._running.tray.stop()
