"""The tray icon: the chooser. Importing this opens nothing and works on every system.

Order of preference on Linux: our StatusNotifierItem (menu, clicks, no GTK). pystray's own backends are left out:
xorg has no menu and deadlocks under quick updates, appindicator shuts an open menu at every change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tray_router.desktop.capability import Backend, CapabilityReport, choose
from tray_router.desktop.session import Session, SessionKind, detect_session
from tray_router.desktop.tray.models import OnTrayReport, TrayReport, TrayState, no_bus_report, no_host_report
from tray_router.errors import DesktopError

if TYPE_CHECKING:
    from tray_router.desktop.session_bus import SessionBus
    from tray_router.desktop.tray.menu import OnCommand
    from tray_router.desktop.tray.sni_tray import FleetTray

__all__ = ["TrayReport", "TrayState", "check", "fleet_tray"]

_Factory = Callable[..., "FleetTray"]


def _load_sni() -> _Factory:
    from tray_router.desktop.tray.sni_tray import SniFleetTray

    return SniFleetTray


_BACKENDS = (
    Backend(
        "StatusNotifierItem",
        frozenset({SessionKind.X11, SessionKind.WAYLAND}),
        ("dbus_fast", "pystray"),
        "pip install dbus-fast pystray",
        _load_sni,
    ),
)


def fleet_tray(
    session: Session, on_command: OnCommand, *, on_report: OnTrayReport | None = None, bus: SessionBus | None = None
) -> FleetTray:
    """The tray for this session; one without an icon, whose report says why, where there is no other.

    Args:
        on_command: what the user chose in the menu; called in the tray's loop, must return at once.
        on_report: told when the icon can or can no longer be seen, in the tray's loop.
        bus: shared with the notifications; only the StatusNotifierItem uses it, and then runs it.
    """
    try:
        return choose("Tray icon", _BACKENDS, session).load()(session, on_command, on_report=on_report, bus=bus)
    except DesktopError as problem:
        from tray_router.desktop.tray.iconless import IconlessTray

        return IconlessTray(problem.title, problem.hint)


def check(session: Session | None = None) -> CapabilityReport:
    """Whether a panel shows tray icons here. Blocks some milliseconds, five seconds when the bus hangs."""
    session = session or detect_session()
    try:
        backend = choose("Tray icon", _BACKENDS, session)
    except DesktopError as problem:
        return CapabilityReport("tray", False, problem.title, problem.hint)
    from tray_router.desktop.bus_probe import has_owner
    from tray_router.desktop.tray.sni_objects import WATCHER

    answer = has_owner(session.bus_address, WATCHER)
    if answer:
        return CapabilityReport("tray", True, f"{backend.name}: a panel shows icons.")
    report = no_bus_report() if answer is None else no_host_report(session.desktop)
    return CapabilityReport("tray", False, report.problem, report.hint)
