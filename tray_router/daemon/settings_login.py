"""Start at login, as the settings window shows and changes it. Worker threads: it reads and writes files."""

from __future__ import annotations

from tray_router.desktop.autostart import autostart, check, start_command
from tray_router.desktop.session import Session
from tray_router.errors import DesktopError


def start_at_login(session: Session) -> tuple[bool | None, str]:
    """Whether it starts with the desktop, and what to know about that; None where there is no such thing."""
    try:
        is_on = autostart(session).is_enabled()
    except DesktopError as error:
        return None, f"{error.title} {error.hint}".strip()
    return is_on, check(session).hint


def set_start_at_login(session: Session, is_on: bool) -> None:
    """Makes the entry, or removes it.

    Raises:
        DesktopError: the desktop has no such thing, or refuses.
    """
    entry = autostart(session)
    if is_on:
        entry.enable(start_command())
    else:
        entry.disable()
