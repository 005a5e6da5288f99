"""Carries out clicks in the tray's menu. Main thread; nothing here waits: what touches the engine is posted to it."""

from __future__ import annotations

import logging
import threading
import time

from tray_router.daemon.control_desk import ControlDesk
from tray_router.daemon.holds import utc_now
from tray_router.daemon.running import Running
from tray_router.errors import TrayRouterError
from tray_router.fleet.holds import parse_end
from tray_router.model import Trigger, TriggerAction, TriggerSource

log = logging.getLogger(__name__)


class TrayDesk:
    """Implements ``daemon.tray.TrayActions``."""

    def __init__(self, running: Running, control: ControlDesk) -> None:
        self._running = running
        self._control = control
        self._post = running.engine.post

    def trigger_from_tray(self, action: TriggerAction, name: str = "") -> None:
        """Opens the popup or the overlay, for the user's own action of that name if there is one."""
        self._post(self._control.trigger, Trigger(action, TriggerSource.TRAY, time.monotonic(), name))

    def pause_from_tray(self, host: str, *, is_paused: bool, until: str = "") -> None:
        """Pauses or resumes a machine; ``until`` as in ``fleet.holds.parse_end``, empty for a pause without end."""
        end = parse_end(until, utc_now()) if until else None
        self._post(lambda: self._control.pause(host, is_paused=is_paused, until=end))

    def open_dashboard_from_tray(self) -> None:
        """Shows the dashboard."""
        self._post(self._control.open_dashboard)

    def open_settings_from_tray(self) -> None:
        """Shows the settings window; without a desktop session for it, the file in an editor."""
        has_window = self._running.desk is not None
        self._post(self._control.open_settings_window if has_window else self.open_settings)

    def set_private_from_tray(self, *, is_private: bool) -> None:
        """Keeps nothing of any question from now on, or keeps it again."""
        self._post(self._set_private_or_say_why_not, is_private)

    def open_settings(self) -> None:
        """Shows the settings file in the user's editor; writes what is in force there first when there is none."""
        from tray_router.daemon.settings_file import open_settings_file

        arguments = (self._running.watcher.path, self._running.settings)
        threading.Thread(target=open_settings_file, args=arguments, daemon=True).start()

    def tray_report(self, problem: str, hint: str) -> None:
        """Keeps the reason why the icon cannot be seen."""
        self._running.notices.set("tray", f"{problem} {hint}".strip())

    def quit(self) -> None:
        """Ends the daemon soon; any thread."""
        self._control.quit()

    def _set_private_or_say_why_not(self, is_private: bool) -> None:
        try:
            self._control.set_private(is_private=is_private)
        except TrayRouterError as error:
            log.warning("%s", error)
            self._running.overview.notifications.tell(error.title, error.hint)
