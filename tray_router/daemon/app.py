"""The daemon: joins settings, engine, window, hotkeys, tray and control socket, and runs them until the user quits.

Threads: the main thread runs the tray; the engine thread owns all state and everything below that is ``async`` or
called "in the engine"; the hotkey thread only posts. What a running daemon is asked to do is in ``control_desk`` and
``tray_desk``, how it takes up edited settings in ``taking_up``.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tray_router import __version__
from tray_router.config.load import LoadedSettings, config_path, find_config, load_document
from tray_router.config.settings import Settings
from tray_router.config.watch import ConfigWatcher
from tray_router.daemon import first_run
from tray_router.daemon.absences import AbsenceWatch
from tray_router.daemon.compose import EngineParts, compose_engine
from tray_router.daemon.control import ControlServer
from tray_router.daemon.control_desk import ControlDesk
from tray_router.daemon.hotkeys import HotkeyBinding, trigger_of
from tray_router.daemon.instance import InstanceLock
from tray_router.daemon.keeping import RecordKeeping
from tray_router.daemon.late_desk import LateDesk
from tray_router.daemon.live_settings import LiveSettings
from tray_router.daemon.logs import set_up_logging
from tray_router.daemon.notifications import Notifications
from tray_router.daemon.overview import Overview
from tray_router.daemon.owner import OwnerControls
from tray_router.daemon.popup import PopupBinding
from tray_router.daemon.record_place import RecordPlace
from tray_router.daemon.running import Running
from tray_router.daemon.taking_up import SettingsTaker
from tray_router.daemon.tray import TrayBinding
from tray_router.daemon.tray_desk import TrayDesk
from tray_router.desktop import paths
from tray_router.desktop.session import SessionKind, detect_session
from tray_router.engine.thread import EngineThread
from tray_router.errors import ExitCode
from tray_router.ledger import UsageLedger
from tray_router.ledger.spending import SpendingBook
from tray_router.model import Trigger, TriggerAction, TriggerSource
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
    """Starts and stops the parts. Main thread, but for what is ``async``."""

    def __init__(self, loaded: LoadedSettings, watcher: ConfigWatcher, *, is_simulated: bool) -> None:
        session = detect_session()
        running = self._running = Running(loaded, watcher, session, is_simulated=is_simulated)
        self._engine: EngineThread = running.engine
        self._control = ControlDesk(running)
        self._clicks = TrayDesk(running, self._control)
        self._taker = SettingsTaker(running)
        running.keeping = RecordKeeping(loaded.settings, lambda text: running.notices.set("history", text))
        running.hotkeys = HotkeyBinding(session, self._pressed)
        running.tray = TrayBinding(session, self._clicks)
        running.overview = Overview(
            UsageLedger(paths.data_folder() / "usage"),
            Notifications(running.tray.notify, time.monotonic),
            running.tray.today_changed,
            paths.state_folder(),
            str(watcher.path),
            SpendingBook(paths.data_folder()),
        )
        running.records = RecordPlace(running.overview, running.keeping)

    def start(self) -> None:
        """Starts everything; the tray runs in ``run``."""
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        for number in (signal.SIGTERM, signal.SIGINT):  # from the start: who is told to end while starting ends well
            signal.signal(number, lambda *_: self._control.quit())
        self._engine.start()
        self._engine.call(self._start_engine(), START_LIMIT_S)
        self._taker.set_hotkeys(self._running.loaded.settings)
        self._taker.show_notes(self._running.loaded.notices)
        settle_memory()
        log.info("Tray Router %s is ready.", __version__)

    def run(self) -> None:
        """Shows the tray icon and blocks until ``quit``."""
        self._running.tray.run()

    def close(self) -> None:
        """Stops everything that was started, in the reverse order."""
        self._running.hotkeys.close()
        try:
            self._engine.call(self._stop_engine(), STOP_LIMIT_S)
        except TimeoutError:
            log.warning("Some parts did not stop in time.")
        self._engine.stop()
        log.info("Tray Router has stopped.")

    def _pressed(self, key: str, at: float) -> None:
        """Hotkey thread: hands the press on and returns."""
        self._engine.post(self._control.trigger, trigger_of(key, at))

    # --- engine thread ---------------------------------------------------------------------------------

    async def _start_engine(self) -> None:
        running = self._running
        settings = await running.machines.first(running.loaded.settings)
        await running.records.follow(is_simulated=running.machines.is_simulated)
        parts = running.parts = compose_engine(settings, running.overview.sink)
        running.notices.set("cloud", *map(str, parts.cloud_problems))
        running.owner = OwnerControls(parts, settings, is_simulated=running.machines.is_simulated)
        parts.tracker.subscribe(parts.routes)
        parts.tracker.subscribe(running.tray)
        parts.dispatcher.slots.on_waiting = self._waiting_changed
        parts.tracker.subscribe(AbsenceWatch(running.notices))
        await running.overview.start(parts.tracker, settings)
        parts.poller.start()
        running.owner.start()
        if running.session.kind is SessionKind.NONE:
            running.notices.set("desktop", "There is no desktop session: hotkeys and popup are off, the CLI works.")
        else:
            self._start_window(parts, settings)
        running.keeping.start()
        running.show_private()
        running.control = ControlServer(paths.control_socket(), self._control, time.monotonic)
        await running.control.start()
        running.live = LiveSettings(running.watcher, self._taker.take_up, self._taker.broken)
        running.live.start()
        self._show_first_run()

    def _start_window(self, parts: EngineParts, settings: Settings) -> None:
        """The window process, and who answers it."""
        running = self._running
        popup = PopupBinding(running.session, parts, settings, parts.poller.watch_closely, running.keeping)
        popup.follow(running.overview.show_in(popup.window, parts.tracker, self._pause).window_said)
        popup.follow(self._window_wishes)
        desk = self._settings_desk(popup, parts)
        popup.follow(desk.window_said)
        running.popup, running.desk = popup, desk
        popup.start()

    def _settings_desk(self, popup: PopupBinding, parts: EngineParts) -> LateDesk[SettingsDesk]:
        """What answers the settings window, which is shown beside the popup."""
        running, control = self._running, self._control

        def made() -> SettingsDesk:
            from tray_router.daemon.settings_desk import DeskParts, SettingsDesk

            desk = SettingsDesk(
                running.watcher.path,
                DeskParts(
                    window=popup.window,
                    session=running.session,
                    settings=lambda: running.settings,
                    is_simulated=lambda: running.machines.is_simulated,
                    chord_reports=lambda: running.hotkeys.reports,
                    hurry=self._look_at_settings,
                    wipe_history=control.wipe_history,
                    ask=lambda action: control.trigger(
                        Trigger(TriggerAction.ASK, TriggerSource.TRAY, time.monotonic(), action)
                    ),
                    clock=time.monotonic,
                ),
            )
            parts.tracker.subscribe(desk)
            return desk

        return LateDesk(RarePart.SETTINGS, made)

    def _show_first_run(self) -> None:
        running = self._running
        if running.desk is not None and first_run.is_due(
            paths.state_folder(),
            has_settings=running.loaded.fingerprint is not None,
            is_simulated=running.machines.is_chosen_simulated,
        ):
            running.desk.get().open(is_first_run=True)

    async def _stop_engine(self) -> None:
        running = self._running
        for early in (running.desk, running.live, running.control):
            if early is not None:
                await early.aclose()
        running.tray.close()
        await running.overview.aclose()
        if running.popup is not None:
            await running.popup.aclose()
        await running.keeping.aclose()
        await running.records.aclose()
        if running.owner is not None:
            await running.owner.aclose()
        if running.parts is not None:
            await running.parts.poller.aclose()
            await running.parts.preloader.aclose()
            await running.parts.backend.aclose()
        await running.machines.aclose()

    def _look_at_settings(self) -> None:
        if self._running.live is not None:
            self._running.live.hurry()

    def _window_wishes(self, message: object) -> None:
        if isinstance(message, OpenSettings):
            self._clicks.open_settings()

    def _waiting_changed(self, count: int) -> None:
        self._running.tray.waiting_changed(count)
        self._running.overview.waiting_changed(count)

    def _pause(self, host: str, is_paused: bool) -> None:
        self._control.pause(host, is_paused=is_paused)


def settle_memory() -> None:
    """Spares the collector of cyclic garbage what was loaded at the start and stays.

    It would look through all 50,000 objects every few hundred questions, and stop every thread for 20 to 40 ms: more
    than a popup takes to open.
    """
    gc.collect(1)  # what the start itself left over, which is young
    gc.freeze()
