"""Puts edited settings into force while the daemon runs. Engine's loop, unless said otherwise.

Rules: running answers end by the old settings; settings that cannot be used change nothing, and the user is told why.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace

from tray_router.config.settings import Settings
from tray_router.daemon.cloud import CloudParts
from tray_router.daemon.compose import EngineParts, compose_backend, host_records, poll_rhythm, routing_table
from tray_router.daemon.hotkeys import chords_of
from tray_router.daemon.logs import set_log_level
from tray_router.daemon.running import Running
from tray_router.engine.auto_routes import RouteSource
from tray_router.errors import ConfigError, ConfigProblem, TrayRouterError

log = logging.getLogger(__name__)


class SettingsTaker:
    """Changes the parts in ``running``."""

    def __init__(self, running: Running) -> None:
        self._running = running

    async def take_up(self, settings: Settings, notes: tuple[ConfigProblem, ...]) -> None:
        """New settings from the edited file.

        Raises:
            ConfigError: a header's environment variable or keyring entry is missing; machines and routes are as before.
            DaemonError: simulated machines are needed and do not start.
        """
        running, parts = self._running, self._running.parts
        if parts is None:
            return
        complete = await running.machines.edited(settings)
        await self._rewire(parts, complete)
        await running.machines.in_force(complete)
        await running.records.follow(is_simulated=running.machines.is_simulated)
        running.overview.take_up(complete)
        if running.popup is not None:
            running.popup.take_up(complete)
        running.keeping.take_up(complete)
        running.show_private()
        await asyncio.to_thread(self.set_hotkeys, complete)  # talks to the X server
        set_log_level(complete.log.level)
        running.notices.clear("settings")
        self.show_notes(notes)
        self._tell_desk()
        log.info("The edited settings are in force.")

    def broken(self, error: TrayRouterError) -> None:
        """The edited file cannot be used."""
        problems = error.problems if isinstance(error, ConfigError) else ()
        for problem in problems:
            log.error("Settings: %s", problem)
        log.error("%s %s", error.title, error.hint)
        self._running.notices.set("settings", f"{error.title} {error.hint}".strip(), *map(str, problems))
        first = f"{problems[0]} " if problems else ""
        self._running.overview.notifications.tell(error.title, f"{first}{error.hint}")
        self._tell_desk()

    def show_notes(self, notes: tuple[ConfigProblem, ...]) -> None:
        """What is allowed in the settings but unusual; any thread."""
        for note in notes:
            log.warning("Settings: %s", note)
        self._running.notices.set("settings-notes", *map(str, notes))

    def set_hotkeys(self, settings: Settings) -> None:
        """Registers the chords, and says which do not work. Blocking; any thread but the engine's."""
        running = self._running
        running.tray.settings_changed(settings)
        for report in running.hotkeys.set(chords_of(settings)):
            log.warning("Hotkey %s (%s): %s %s", report.action, report.chord, report.problem, report.hint)
            running.overview.notifications.tell(report.problem, report.hint)
        running.notices.set("hotkeys", " ".join(f"{r.problem} {r.hint}" for r in running.hotkeys.reports))

    async def _rewire(self, parts: EngineParts, complete: Settings) -> None:
        """The machines, the way to them, and the routes."""
        running = self._running
        cloud = CloudParts(complete.cloud)
        backend = compose_backend(complete, cloud)
        running.notices.set("cloud", *map(str, cloud.problems))
        retired = parts.backend
        parts.tracker.replace_machines(host_records(complete))
        parts.dispatcher.use_backend(backend)
        parts.dispatcher.cloud = cloud.way(
            lambda: parts.dispatcher.backend, parts.tracker, parts.dispatcher.usage, time.monotonic
        )
        parts.dispatcher.table = routing_table(complete)
        routes = RouteSource(complete.routes, parts.tracker, parts.dispatcher)
        parts.tracker.replace_listener(parts.routes, routes)
        parts.preloader.backend, parts.preloader.is_enabled = backend, complete.routing.preload
        running.parts = replace(parts, settings=complete, backend=backend, routes=routes)
        parts.poller.rhythm = poll_rhythm(complete.fleet)
        if running.owner is not None:
            running.owner.take_up(complete, is_simulated=running.machines.are_simulated(complete))
        backend.on_connection_lost = parts.poller.connection_lost
        await parts.poller.replace_backend(backend)
        await retired.retire()

    def _tell_desk(self) -> None:
        desk = self._running.desk
        if desk is not None and desk.made is not None:
            desk.made.settings_changed()
