"""The daemon: joins settings, engine, window, hotkeys, tray and control socket, and runs them until the user quits.

Threads: the main thread runs the tray; the engine thread owns all state and everything below that is ``async`` or
called "in the engine"; the hotkey thread only posts.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tray_router import __version__
from tray_router.config.load import LoadedSettings, config_path, find_config, load_document
from tray_router.config.settings import Settings
from tray_router.config.watch import ConfigWatcher
from tray_router.daemon import first_run
from tray_router.daemon.absences import AbsenceWatch
from tray_router.daemon.asking import request_of
from tray_router.daemon.cloud import CloudParts
from tray_router.daemon.compose import (
    EngineParts,
    compose_backend,
    compose_engine,
    host_records,
    poll_rhythm,
    routing_table,
)
from tray_router.daemon.control import ControlServer
from tray_router.daemon.holds import utc_now
from tray_router.daemon.hotkeys import HotkeyBinding, chords_of, trigger_of
from tray_router.daemon.instance import InstanceLock
from tray_router.daemon.keeping import RecordKeeping
from tray_router.daemon.late_desk import LateDesk
from tray_router.daemon.live_settings import LiveSettings
from tray_router.daemon.logs import set_log_level, set_up_logging
from tray_router.daemon.machines import MachineSource
from tray_router.daemon.notices import Notices
from tray_router.daemon.notifications import Notifications
from tray_router.daemon.overview import Overview
from tray_router.daemon.owner import OwnerControls
from tray_router.daemon.popup import PopupBinding
from tray_router.daemon.tray import TrayBinding
from tray_router.desktop import paths
from tray_router.desktop.session import SessionKind, detect_session
from tray_router.engine.auto_routes import RouteSource
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.ports import HistoryPort
from tray_router.engine.thread import EngineThread
from tray_router.errors import ConfigError, ConfigProblem, DaemonError, ExitCode, TrayRouterError
from tray_router.fleet.holds import parse_end
from tray_router.ledger import UsageLedger
from tray_router.ledger.spending import SpendingBook
from tray_router.model import Request, Trigger, TriggerAction, TriggerSource
from tray_router.wire.control import AskCall, Status
from tray_router.wire.popup import OpenSettings
from tray_router.wire.window import RarePart

if TYPE_CHECKING:
    from tray_router.daemon.settings_desk import SettingsDesk

log = logging.getLogger(__name__)

SWITCH_INTERVAL_S = 0.0005  # the engine never waits longer for the tray's thread; Python's own 5 ms can be felt
START_LIMIT_S = 30.0
STOP_LIMIT_S = 6.0


def run_daemon(explicit_config: Path | None, *, is_simulated: bool = False) -> int:
    """Runs in the foreground until the user quits, SIGTERM or SIGINT.

    Raises:
        ConfigError: the settings have problems; nothing was started.
        DaemonError: another daemon runs.
    """
    path = find_config(explicit_config, os.environ)
    loaded = load_document(path) if path is not None else LoadedSettings(Settings())
    with InstanceLock(paths.lock_file()):
        set_up_logging(paths.log_folder(), loaded.settings.log.level)
        watcher = ConfigWatcher(path or config_path(explicit_config, os.environ), loaded)
        daemon = Daemon(loaded, watcher, is_simulated=is_simulated)
        try:
            daemon.start()
            daemon.run()
        finally:
            daemon.close()
    return ExitCode.OK


class Daemon:
    """Implements ``daemon.control.ControlActions``."""

    def __init__(self, loaded: LoadedSettings, watcher: ConfigWatcher, *, is_simulated: bool) -> None:
        self._loaded = loaded
        self._watcher = watcher
        self._started_at = time.monotonic()
        self._engine = EngineThread()
        self._session = detect_session()
        self._notices = Notices(self._notices_changed)
        self._machines = MachineSource(self._notices, is_simulated=is_simulated)
        self._parts: EngineParts | None = None
        self._owner: OwnerControls | None = None
        self._popup: PopupBinding | None = None
        self._control: ControlServer | None = None
        self._live: LiveSettings | None = None
        self._desk: LateDesk[SettingsDesk] | None = None
        self._keeping = RecordKeeping(loaded.settings, lambda text: self._notices.set("history", text))
        self._hotkeys = HotkeyBinding(self._session, self._pressed)
        self._tray = TrayBinding(self._session, self)
        self._overview = Overview(
            UsageLedger(paths.data_folder() / "usage"),
            Notifications(self._tray.notify, time.monotonic),
            self._tray.today_changed,
            None if is_simulated else paths.state_folder(),
            str(watcher.path),
            SpendingBook(paths.data_folder()),
        )

    # --- lifecycle, main thread ------------------------------------------------------------------------

    def start(self) -> None:
        """Starts everything; the tray runs in ``run``."""
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self._engine.start()
        self._engine.call(self._start_engine(), START_LIMIT_S)
        self._set_hotkeys(self._loaded.settings)
        self._show_notes(self._loaded.notices)
        log.info("Tray Router %s is ready.", __version__)

    def run(self) -> None:
        """Shows the tray icon and blocks until ``quit``."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.quit())
        self._tray.run()

    def close(self) -> None:
        """Stops everything that was started, in the reverse order."""
        self._hotkeys.close()
        try:
            self._engine.call(self._stop_engine(), STOP_LIMIT_S)
        except TimeoutError:
            log.warning("Some parts did not stop in time.")
        self._engine.stop()
        log.info("Tray Router has stopped.")

    # --- engine thread ---------------------------------------------------------------------------------

    async def _start_engine(self) -> None:
        settings = await self._machines.first(self._loaded.settings)
        parts = compose_engine(settings, self._overview.sink)
        self._notices.set("cloud", *map(str, parts.cloud_problems))
        self._parts = parts
        self._owner = OwnerControls(parts, settings, is_simulated=self._machines.is_simulated)
        parts.tracker.subscribe(parts.routes)
        parts.tracker.subscribe(self._tray)
        parts.dispatcher.slots.on_waiting = self._waiting_changed
        parts.tracker.subscribe(AbsenceWatch(self._notices))
        await self._overview.start(parts.tracker, settings)
        parts.poller.start()
        self._owner.start()
        if self._session.kind is SessionKind.NONE:
            self._notices.set("desktop", "There is no desktop session: hotkeys and popup are off, the CLI works.")
        else:
            self._popup = PopupBinding(self._session, parts, settings, parts.poller.watch_closely, self._keeping)
            self._popup.follow(self._overview.show_in(self._popup.window, parts.tracker, self._pause).window_said)
            self._popup.follow(self._window_wishes)
            self._desk = self._settings_desk(self._popup, parts)
            self._popup.follow(self._desk.window_said)
            self._popup.start()
        self._keeping.start()
        self._tray.private_changed(is_private=self._keeping.is_private)
        self._control = ControlServer(paths.control_socket(), self, time.monotonic)
        await self._control.start()
        self._live = LiveSettings(self._watcher, self._take_up, self._settings_broken)
        self._live.start()
        has_settings = self._loaded.fingerprint is not None
        is_simulated = self._machines.is_chosen_simulated
        if self._desk is not None and first_run.is_due(
            paths.state_folder(), has_settings=has_settings, is_simulated=is_simulated
        ):
            self._desk.get().open(is_first_run=True)

    def _settings_desk(self, popup: PopupBinding, parts: EngineParts) -> LateDesk[SettingsDesk]:
        """What answers the settings window, which is shown beside the popup."""

        def made() -> SettingsDesk:
            from tray_router.daemon.settings_desk import DeskParts, SettingsDesk

            desk = SettingsDesk(
                self._watcher.path,
                DeskParts(
                    window=popup.window,
                    session=self._session,
                    settings=lambda: (self._parts or parts).settings,
                    is_simulated=lambda: self._machines.is_simulated,
                    chord_reports=lambda: self._hotkeys.reports,
                    hurry=self._look_at_settings,
                    wipe_history=self.wipe_history,
                    ask=lambda: self.trigger(Trigger(TriggerAction.ASK, TriggerSource.TRAY, time.monotonic())),
                    clock=time.monotonic,
                ),
            )
            parts.tracker.subscribe(desk)
            return desk

        return LateDesk(RarePart.SETTINGS, made)

    def _look_at_settings(self) -> None:
        if self._live is not None:
            self._live.hurry()

    async def _stop_engine(self) -> None:
        if self._desk is not None:
            await self._desk.aclose()
        if self._live is not None:
            await self._live.aclose()
        if self._control is not None:
            await self._control.aclose()
        self._tray.close()
        await self._overview.aclose()
        if self._popup is not None:
            await self._popup.aclose()
        await self._keeping.aclose()
        if self._owner is not None:
            await self._owner.aclose()
        if self._parts is not None:
            await self._parts.poller.aclose()
            await self._parts.preloader.aclose()
            await self._parts.backend.aclose()
        await self._machines.aclose()

    async def _take_up(self, settings: Settings, notes: tuple[ConfigProblem, ...]) -> None:
        """New settings from the edited file; running answers end by the old ones."""
        parts = self._parts
        if parts is None:
            return
        complete = self._machines.edited(settings, parts.settings)
        cloud = CloudParts(complete.cloud)
        backend = compose_backend(complete, cloud)
        self._notices.set("cloud", *map(str, cloud.problems))
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
        self._parts = replace(parts, settings=complete, backend=backend, routes=routes)
        parts.poller.rhythm = poll_rhythm(complete.fleet)
        if self._owner is not None:
            self._owner.take_up(complete)
        self._overview.take_up(complete)
        backend.on_connection_lost = parts.poller.connection_lost
        await parts.poller.replace_backend(backend)
        await retired.retire()
        if self._popup is not None:
            self._popup.take_up(complete)
        self._keeping.take_up(complete)
        self._tray.private_changed(is_private=self._keeping.is_private)
        await asyncio.to_thread(self._set_hotkeys, complete)  # talks to the X server
        set_log_level(complete.log.level)
        self._notices.clear("settings")
        self._show_notes(notes)
        self._tell_desk()
        log.info("The edited settings are in force.")

    def _settings_broken(self, error: TrayRouterError) -> None:
        problems = error.problems if isinstance(error, ConfigError) else ()
        for problem in problems:
            log.error("Settings: %s", problem)
        first = f" {problems[0]}" if problems else ""
        log.error("%s %s", error.title, error.hint)
        self._notices.set("settings", f"{error.title}{first} {error.hint}")
        self._overview.notifications.tell(error.title, f"{first} {error.hint}".strip())
        self._tell_desk()

    def _tell_desk(self) -> None:
        if self._desk is not None and self._desk.made is not None:
            self._desk.made.settings_changed()

    def _show_notes(self, notes: tuple[ConfigProblem, ...]) -> None:
        """What is allowed in the settings but unusual."""
        for note in notes:
            log.warning("Settings: %s", note)
        self._notices.set("settings-notes", *map(str, notes))

    def _notices_changed(self, texts: tuple[str, ...]) -> None:
        self._tray.notices_changed(texts)

    # --- any thread ------------------------------------------------------------------------------------

    def _pressed(self, key: str, at: float) -> None:
        """Hotkey thread: hands the press on and returns."""
        self._engine.post(self.trigger, trigger_of(key, at))

    def _set_hotkeys(self, settings: Settings) -> None:
        self._tray.settings_changed(settings)
        for report in self._hotkeys.set(chords_of(settings)):
            log.warning("Hotkey %s (%s): %s %s", report.action, report.chord, report.problem, report.hint)
            self._overview.notifications.tell(report.problem, report.hint)
        self._notices.set("hotkeys", " ".join(f"{r.problem} {r.hint}" for r in self._hotkeys.reports))

    # --- TrayActions, main thread ------------------------------------------------------------------------

    def trigger_from_tray(self, action: TriggerAction, name: str = "") -> None:
        """Opens the popup or the overlay, for the user's own action of that name if there is one."""
        self._engine.post(self.trigger, Trigger(action, TriggerSource.TRAY, time.monotonic(), name))

    def pause_from_tray(self, host: str, *, is_paused: bool, until: str = "") -> None:
        """Pauses or resumes a machine; ``until`` as in ``fleet.holds.parse_end``, empty for a pause without end."""
        end = parse_end(until, utc_now()) if until else None
        self._engine.post(lambda: self.pause(host, is_paused=is_paused, until=end))

    def open_dashboard_from_tray(self) -> None:
        """Shows the dashboard."""
        self._engine.post(self.open_dashboard)

    def open_settings_from_tray(self) -> None:
        """Shows the settings window; without a desktop session for it, the file in an editor."""
        self._engine.post(self.open_settings_window if self._desk is not None else self.open_settings)

    def set_private_from_tray(self, *, is_private: bool) -> None:
        """Keeps nothing of any question from now on, or keeps it again."""
        self._engine.post(self._set_private_or_say_why_not, is_private)

    def open_settings(self) -> None:
        """Shows the settings file in the user's editor; writes what is in force there first when there is none."""
        from tray_router.daemon.settings_file import open_settings_file

        settings = self._parts.settings if self._parts is not None else self._loaded.settings
        threading.Thread(target=open_settings_file, args=(self._watcher.path, settings), daemon=True).start()

    def _window_wishes(self, message: object) -> None:
        if isinstance(message, OpenSettings):
            self.open_settings()

    def tray_report(self, problem: str, hint: str) -> None:
        """Keeps the reason why the icon cannot be seen."""
        self._notices.set("tray", f"{problem} {hint}".strip())

    # --- ControlActions, in the engine -----------------------------------------------------------------

    @property
    def dispatcher(self) -> Dispatcher:
        """Answers questions by the present settings."""
        if self._parts is None:
            raise DaemonError("Tray Router is still starting.", "Try again in a moment.")
        return self._parts.dispatcher

    def trigger(self, trigger: Trigger) -> None:
        """Opens the popup or the region overlay."""
        if self._popup is None:
            raise DaemonError("There is no desktop session for a popup.", "Use `tray-router ask` in the terminal.")
        self._popup.trigger(trigger)

    async def request(self, call: AskCall) -> Request:
        """The question of a client's call, by the present settings."""
        if self._parts is None:
            raise DaemonError("Tray Router is still starting.", "Try again in a moment.")
        self._parts.poller.note_use()
        call = replace(call, is_private=call.is_private or self._keeping.is_private)
        if call.images:  # scaling takes a while
            return await asyncio.to_thread(request_of, call, self._parts.settings)
        return request_of(call, self._parts.settings)

    @property
    def history(self) -> HistoryPort:
        """Where questions are kept."""
        return self._keeping.history

    def set_private(self, *, is_private: bool) -> str:
        """Keeps nothing of any question from now on, or keeps it again; says how it stands then."""
        said = self._keeping.set_private(is_private=is_private)
        self._tray.private_changed(is_private=self._keeping.is_private)
        return said

    def _set_private_or_say_why_not(self, is_private: bool) -> None:
        try:
            self.set_private(is_private=is_private)
        except TrayRouterError as error:
            log.warning("%s", error)
            self._overview.notifications.tell(error.title, error.hint)

    async def wipe_history(self) -> None:
        """Removes every conversation that was kept."""
        await self._keeping.history.wipe()

    def status(self) -> Status:
        """How everything is."""
        if self._parts is None:
            raise DaemonError("Tray Router is still starting.", "Try again in a moment.")
        return Status(
            version=__version__,
            pid=os.getpid(),
            uptime_s=time.monotonic() - self._started_at,
            config_path=str(self._watcher.path),
            fleet=self._parts.tracker.snapshot(),
            is_simulated=self._machines.is_simulated,
            notices=self._notices.texts(),
            today=self._overview.today(),
        )

    def open_settings_window(self, *, is_first_run: bool = False) -> None:
        """Shows the settings window, or the first run's.

        Raises:
            DaemonError: there is no desktop session to show it in.
        """
        if self._desk is None:
            hint = f"Edit the settings file: {self._watcher.path}"
            raise DaemonError("There is no desktop session for the settings window.", hint)
        self._desk.get().open(is_first_run=is_first_run)

    def open_dashboard(self) -> None:
        """Shows the dashboard."""
        self._overview.open_dashboard()

    def pause(self, host: str, *, is_paused: bool, until: datetime | None = None) -> str:
        """Pauses or resumes a machine, and says what happens now."""
        if self._owner is None:
            raise DaemonError("Tray Router is still starting.", "Try again in a moment.")
        return self._owner.holds.pause(host, until) if is_paused else self._owner.holds.resume(host)

    def _waiting_changed(self, count: int) -> None:
        self._tray.waiting_changed(count)
        self._overview.waiting_changed(count)

    def _pause(self, host: str, is_paused: bool) -> None:
        self.pause(host, is_paused=is_paused)

    def quit(self) -> None:
        """Ends ``run`` soon; any thread."""
        self._tray.stop()
