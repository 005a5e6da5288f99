"""The daemon: joins settings, engine, window, hotkeys, tray and control socket, and runs them until the user quits.

Threads: the main thread runs the tray; the engine thread owns all state and everything below that is ``async`` or
called "in the engine"; the hotkey thread only posts.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path

import msgspec

from tray_router import __version__
from tray_router.config.load import LoadedSettings, config_path, find_config, load_document
from tray_router.config.settings import Settings
from tray_router.config.watch import ConfigWatcher
from tray_router.daemon.compose import EngineParts, compose_backend, compose_engine, host_records, routing_table
from tray_router.daemon.control import ControlServer
from tray_router.daemon.discovery import effective_settings
from tray_router.daemon.hotkeys import HotkeyBinding
from tray_router.daemon.instance import InstanceLock
from tray_router.daemon.live_settings import LiveSettings
from tray_router.daemon.logs import set_up_logging
from tray_router.daemon.notices import Notices
from tray_router.daemon.settings_file import open_settings_file
from tray_router.daemon.simulated import SimulatedFleetProcess
from tray_router.daemon.tray import TrayBinding
from tray_router.daemon.window_link import WindowLink
from tray_router.desktop import paths
from tray_router.desktop.selection import capture_source
from tray_router.desktop.session import SessionKind, detect_session
from tray_router.engine.auto_routes import RouteSource
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.sessions import PopupSessions
from tray_router.engine.thread import EngineThread
from tray_router.errors import ConfigError, DaemonError, ExitCode, TrayRouterError
from tray_router.fleet import record as fleet_record
from tray_router.ledger import UsageLedger
from tray_router.model import Trigger, TriggerAction, TriggerSource
from tray_router.wire.control import Status
from tray_router.wire.window import SetAppearance

log = logging.getLogger(__name__)

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
        daemon = Daemon(loaded.settings, watcher, is_simulated=is_simulated)
        try:
            daemon.start()
            daemon.run()
        finally:
            daemon.close()
    return ExitCode.OK


class Daemon:
    """Implements ``daemon.control.ControlActions``."""

    def __init__(self, settings: Settings, watcher: ConfigWatcher, *, is_simulated: bool) -> None:
        self._settings = settings
        self._watcher = watcher
        self._is_simulated = is_simulated
        self._started_at = time.monotonic()
        self._engine = EngineThread()
        self._simulated = SimulatedFleetProcess()
        self._session = detect_session()
        self._usage = UsageLedger(paths.data_folder() / "usage")
        self._notices = Notices(self._notices_changed)
        self._parts: EngineParts | None = None
        self._window: WindowLink | None = None
        self._sessions: PopupSessions | None = None
        self._control: ControlServer | None = None
        self._live: LiveSettings | None = None
        self._hotkeys = HotkeyBinding(self._session, self._pressed)
        self._tray = TrayBinding(self._session, self)

    # --- lifecycle, main thread ------------------------------------------------------------------------

    def start(self) -> None:
        """Starts everything; the tray runs in ``run``."""
        self._engine.start()
        self._engine.call(self._start_engine(), START_LIMIT_S)
        self._set_hotkeys(self._settings)
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
        settings = await self._with_machines(self._settings)
        parts = compose_engine(settings, self._usage)
        self._parts = parts
        parts.tracker.subscribe(parts.routes)
        parts.tracker.subscribe(self._tray)
        parts.poller.start()
        self._start_popup(parts, settings)
        self._control = ControlServer(paths.control_socket(), self, time.monotonic)
        await self._control.start()
        self._live = LiveSettings(self._watcher, self._take_up, self._settings_broken)
        self._live.start()

    def _start_popup(self, parts: EngineParts, settings: Settings) -> None:
        if self._session.kind is SessionKind.NONE:
            self._notices.set("desktop", "There is no desktop session: hotkeys and popup are off, the CLI works.")
            return
        self._window = WindowLink([sys.executable, "-m", "tray_router.window"], self._window_said, time.monotonic)
        self._window.send(_appearance(settings))
        self._window.start()
        source = capture_source(self._session, settings.limits.max_clipboard_bytes)
        self._sessions = PopupSessions(parts.dispatcher, self._window, source, time.monotonic, _log_painted)

    async def _stop_engine(self) -> None:
        if self._live is not None:
            await self._live.aclose()
        if self._control is not None:
            await self._control.aclose()
        if self._sessions is not None:
            await self._sessions.aclose()
        if self._window is not None:
            await self._window.aclose()
        if self._parts is not None:
            await self._parts.poller.aclose()
            await self._parts.backend.aclose()
        await self._simulated.aclose()

    async def _with_machines(self, settings: Settings) -> Settings:
        """The settings with machines: the file's, this machine's, or, when there is none, simulated ones."""
        why = "as you asked"
        if not self._is_simulated:
            settings = await effective_settings(settings)
            if settings.hosts:
                return settings
            self._is_simulated = True
            why = "because no Ollama answers at OLLAMA_HOST or localhost:11434 and no machine is configured"
        hosts = await self._simulated.start()
        text = (
            f"These machines are SIMULATED, {why}. Connect your own: tray-router init --host NAME=http://ADDRESS:11434"
        )
        self._notices.set("simulated", text)
        sys.stderr.write(f"{text}\n")
        return msgspec.structs.replace(settings, hosts=hosts, routes={})

    async def _take_up(self, settings: Settings) -> None:
        """New settings from the edited file; running answers end by the old ones."""
        parts = self._parts
        if parts is None:
            return
        complete = settings if settings.hosts else msgspec.structs.replace(settings, hosts=parts.settings.hosts)
        backend = compose_backend(complete)
        retired = parts.backend
        parts.tracker.replace_machines(host_records(complete))
        parts.dispatcher.use_backend(backend)
        parts.dispatcher.table = routing_table(complete)
        routes = RouteSource(complete.routes, parts.tracker, parts.dispatcher)
        parts.tracker.replace_listener(parts.routes, routes)
        self._parts = EngineParts(complete, backend, parts.tracker, parts.poller, parts.dispatcher, routes)
        await parts.poller.replace_backend(backend)
        await retired.retire()
        if self._window is not None:
            self._window.send(_appearance(complete))
        self._set_hotkeys(complete)
        self._notices.clear("settings")
        log.info("The edited settings are in force.")

    def _settings_broken(self, error: TrayRouterError) -> None:
        problems = error.problems if isinstance(error, ConfigError) else ()
        for problem in problems:
            log.error("Settings: %s", problem)
        first = f" {problems[0]}" if problems else ""
        log.error("%s %s", error.title, error.hint)
        self._notices.set("settings", f"{error.title}{first} {error.hint}")

    def _window_said(self, message: object) -> None:
        if self._sessions is not None:
            self._sessions.window_said(message)

    def _notices_changed(self, texts: tuple[str, ...]) -> None:
        self._tray.notices_changed(texts)

    # --- any thread ------------------------------------------------------------------------------------

    def _pressed(self, action: str, at: float) -> None:
        """Hotkey thread: hands the press on and returns."""
        self._engine.post(self.trigger, Trigger(TriggerAction(action), TriggerSource.HOTKEY, at))

    def _set_hotkeys(self, settings: Settings) -> None:
        chords = settings.hotkeys.by_action()
        self._tray.chords_changed(chords)
        for report in self._hotkeys.set(chords):
            log.warning("Hotkey %s (%s): %s %s", report.action, report.chord, report.problem, report.hint)
        self._notices.set("hotkeys", " ".join(f"{r.problem} {r.hint}" for r in self._hotkeys.reports))

    # --- TrayActions, main thread ------------------------------------------------------------------------

    def trigger_from_tray(self, action: TriggerAction) -> None:
        """Opens the popup or the overlay."""
        self._engine.post(self.trigger, Trigger(action, TriggerSource.TRAY, time.monotonic()))

    def pause_from_tray(self, host: str, *, is_paused: bool) -> None:
        """Pauses or resumes a machine."""
        self._engine.post(lambda: self.pause(host, is_paused=is_paused))

    def open_settings(self) -> None:
        """Shows the settings file in the user's editor; writes what is in force there first when there is none."""
        settings = self._parts.settings if self._parts is not None else self._settings
        threading.Thread(target=open_settings_file, args=(self._watcher.path, settings), daemon=True).start()

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
        if self._sessions is None:
            raise DaemonError("There is no desktop session for a popup.", "Use `tray-router ask` in the terminal.")
        self._sessions.trigger(trigger)

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
            is_simulated=self._is_simulated,
            notices=self._notices.texts(),
        )

    def pause(self, host: str, *, is_paused: bool) -> None:
        """Pauses or resumes a machine."""
        parts = self._parts
        if parts is None or parts.tracker.record(host) is None:
            known = ", ".join(parts.tracker.names()) if parts else ""
            raise DaemonError(f"No machine is named {host!r}.", f"There are: {known}.")
        now = time.monotonic()
        change = fleet_record.paused if is_paused else fleet_record.resumed
        parts.tracker.apply(host, lambda record: change(record, now))
        parts.poller.hurry(host)

    def quit(self) -> None:
        """Ends ``run`` soon; any thread."""
        self._tray.stop()


def _appearance(settings: Settings) -> SetAppearance:
    popup = settings.popup
    return SetAppearance(
        theme=popup.theme.value, font_points=popup.font_points, width=popup.width, max_height=popup.max_height
    )


def _log_painted(seconds: float) -> None:
    log.debug("Popup painted %.1f ms after the press.", seconds * 1000)
