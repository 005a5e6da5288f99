"""Notifications by org.freedesktop.Notifications, over the connection that the tray holds."""

from __future__ import annotations

import logging

from dbus_fast import DBusError

from tray_router.desktop.notify.message import Urgency, notification
from tray_router.desktop.session_bus import SessionBus

_log = logging.getLogger(__name__)


class DbusNotifier:
    """A ``Notifier`` over a session bus that somebody else runs."""

    def __init__(self, bus: SessionBus) -> None:
        self._bus = bus
        self._has_failed = False

    def notify(self, title: str, body: str, *, is_urgent: bool = False) -> None:
        """Shows one soon and does not wait. Any thread."""
        urgency = Urgency.CRITICAL if is_urgent else Urgency.NORMAL
        self._bus.post(notification(title, body, urgency), on_error=self._failed)

    def _failed(self, problem: DBusError) -> None:
        if not self._has_failed:
            _log.info("notifications are not shown: %s", problem.text)
        self._has_failed = True
