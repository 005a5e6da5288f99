"""Start at login: the chooser. Importing this opens nothing and works on every system."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from tray_router.desktop.capability import Backend, CapabilityReport, choose
from tray_router.desktop.session import Session, SessionKind, detect_session
from tray_router.errors import DesktopError

__all__ = ["Autostart", "autostart", "check", "start_command"]


class Autostart(Protocol):
    """Whether Tray Router starts with the desktop."""

    def is_enabled(self) -> bool:
        """Whether it does."""

    def enable(self, command: Sequence[str]) -> None:
        """Makes the desktop run this command at login.

        Raises:
            DesktopError: the entry cannot be written.
        """

    def disable(self) -> None:
        """Ends that; nothing happens when it was not so.

        Raises:
            DesktopError: the entry cannot be removed.
        """


def _load_xdg() -> Callable[[], Autostart]:
    from tray_router.desktop.autostart.xdg import XdgAutostart

    return XdgAutostart


_LINUX = frozenset({SessionKind.X11, SessionKind.WAYLAND, SessionKind.NONE})
_BACKENDS = (Backend("XDG autostart", _LINUX, (), "", _load_xdg),)
# Wayland compositors and window managers that are their own session: they do not read XDG autostart entries.
_WITHOUT_XDG_AUTOSTART = ("sway", "hyprland", "i3", "river", "openbox")


def autostart(session: Session | None = None) -> Autostart:
    """The one for this system.

    Raises:
        UnsupportedError: there is none yet.
    """
    return choose("Start at login", _BACKENDS, session or detect_session()).load()()


def check(session: Session | None = None) -> CapabilityReport:
    """Whether it starts at login, and whether this desktop heeds that. Reads one file."""
    session = session or detect_session()
    try:
        is_enabled = autostart(session).is_enabled()
    except DesktopError as problem:
        return CapabilityReport("autostart", False, problem.title, problem.hint)
    detail = "Starts at login." if is_enabled else "Does not start at login."
    if session.desktop.lower() in _WITHOUT_XDG_AUTOSTART:
        hint = f"{session.desktop} ignores autostart entries: add `exec tray-router` to its own configuration."
        return CapabilityReport("autostart", not is_enabled, detail, hint)
    return CapabilityReport("autostart", True, detail)


def start_command() -> list[str]:
    """The command that starts this very installation."""
    script = Path(sys.executable).parent / "tray-router"
    return [str(script)] if script.exists() else [sys.executable, "-m", "tray_router"]
