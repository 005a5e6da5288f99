"""What kind of desktop session this is. Rule: decided from the environment alone, nothing is opened or started.

Pure functions of their arguments; any thread.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class SessionKind(StrEnum):
    """Who owns the screen and the keyboard."""

    X11 = "x11"
    WAYLAND = "wayland"
    WINDOWS = "windows"
    MACOS = "macos"
    NONE = "none"  # a console, a service, an SSH login


@dataclass(frozen=True, slots=True)
class Session:
    """One desktop session.

    Attributes:
        kind: who owns screen and keyboard.
        display: value of ``DISPLAY``; also set under Wayland when XWayland runs; may be empty.
        desktop: value of ``XDG_CURRENT_DESKTOP``, e.g. ``XFCE``; may be empty.
        bus_address: where the D-Bus session bus should be; empty when there is no sign of one.
    """

    kind: SessionKind
    display: str = ""
    desktop: str = ""
    bus_address: str = ""


def detect_session(environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> Session:
    """Reads the session from the environment (``os.environ`` unless given) and the platform's name.

    A Wayland session counts as Wayland even when ``DISPLAY`` is set: XWayland shows key presses and selections of
    X programs only.
    """
    env = os.environ if environ is None else environ
    if platform == "win32":
        return Session(SessionKind.WINDOWS)
    if platform == "darwin":
        return Session(SessionKind.MACOS)
    display = env.get("DISPLAY", "")
    if env.get("XDG_SESSION_TYPE", "").lower() == "wayland" or env.get("WAYLAND_DISPLAY"):
        kind = SessionKind.WAYLAND
    else:
        kind = SessionKind.X11 if display else SessionKind.NONE
    return Session(kind, display, env.get("XDG_CURRENT_DESKTOP", ""), _bus_address(env))


def _bus_address(env: Mapping[str, str]) -> str:
    """The address that libraries would try: the variable, else systemd's socket in the runtime folder."""
    address = env.get("DBUS_SESSION_BUS_ADDRESS", "")
    runtime = env.get("XDG_RUNTIME_DIR", "")
    if address or not runtime:
        return address
    socket = os.path.join(runtime, "bus")  # noqa: PTH118 - a D-Bus address is text, not a path
    return f"unix:path={socket}" if os.path.exists(socket) else ""  # noqa: PTH110
