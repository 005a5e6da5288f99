"""Notifications: the chooser. Importing this opens nothing and works on every system."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from tray_router.desktop.capability import Backend, CapabilityReport, choose
from tray_router.desktop.session import Session, SessionKind, detect_session
from tray_router.errors import DesktopError

if TYPE_CHECKING:
    from tray_router.desktop.session_bus import SessionBus

__all__ = ["Notifier", "check", "notifier"]

_log = logging.getLogger(__name__)


class Notifier(Protocol):
    """Shows short messages outside our own windows."""

    def notify(self, title: str, body: str, *, is_urgent: bool = False) -> None:
        """Shows one soon and does not wait; where nobody shows notifications that is logged once. Any thread.

        Never put a prompt or an answer in: notifications are kept and shown on locked screens.
        """


class SilentNotifier:
    """A ``Notifier`` for sessions that have none."""

    def __init__(self, reason: str) -> None:
        _log.info("notifications are off: %s", reason)

    def notify(self, title: str, body: str, *, is_urgent: bool = False) -> None:
        """Shows nothing."""


def _load_dbus() -> Callable[[SessionBus], Notifier]:
    from tray_router.desktop.notify.dbus import DbusNotifier

    return DbusNotifier


_BACKENDS = (
    Backend(
        "org.freedesktop.Notifications",
        frozenset({SessionKind.X11, SessionKind.WAYLAND}),
        ("dbus_fast",),
        "pip install dbus-fast",
        _load_dbus,
    ),
)


def notifier(session: Session, bus: SessionBus) -> Notifier:
    """The notifier for this session; a silent one where there is no other.

    Args:
        bus: somebody else runs it (the tray's loop); messages wait until it is connected.
    """
    try:
        return choose("Notifications", _BACKENDS, session).load()(bus)
    except DesktopError as problem:
        return SilentNotifier(problem.title)


def check(session: Session | None = None) -> CapabilityReport:
    """Whether somebody shows notifications here. Blocks some milliseconds, five seconds when the bus hangs."""
    session = session or detect_session()
    try:
        backend = choose("Notifications", _BACKENDS, session)
    except DesktopError as problem:
        return CapabilityReport("notifications", False, problem.title, problem.hint)
    from tray_router.desktop.bus_probe import has_owner

    if has_owner(session.bus_address, backend.name, or_can_start=True):
        return CapabilityReport("notifications", True, f"{backend.name} answers.")
    hint = "Install a notification daemon, e.g. xfce4-notifyd or dunst; everything else works without."
    return CapabilityReport("notifications", False, "Nobody shows notifications here.", hint)
