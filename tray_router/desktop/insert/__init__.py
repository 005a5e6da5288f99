"""Answers put back into the window that their text came from: the chooser. Importing this opens nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tray_router.desktop.capability import Backend, CapabilityReport, choose
from tray_router.desktop.session import Session, SessionKind, detect_session
from tray_router.engine.ports import Inserter
from tray_router.errors import DesktopError

__all__ = ["ClosableInserter", "check", "inserter"]


class ClosableInserter(Inserter, Protocol):
    """An inserter that may hold a connection: what lay on the clipboard before is handed out by it afterwards."""

    def close(self) -> None:
        """Closes its connections; nothing may be inserted afterwards."""


def _load_x11() -> Callable[[str], ClosableInserter]:
    from tray_router.desktop.insert.x11 import X11Inserter

    return lambda display: X11Inserter(display or None)


_BACKENDS = (Backend("XTEST", frozenset({SessionKind.X11}), ("Xlib",), "pip install python-xlib", _load_x11),)


def inserter(session: Session) -> ClosableInserter:
    """The inserter for this session, not connected yet.

    Raises:
        UnsupportedError: this kind of session has none; answers are copied there.
        DesktopError: its package is missing.
    """
    return choose("Replace and insert", _BACKENDS, session).load()(session.display)


def check(session: Session | None = None) -> CapabilityReport:
    """Whether answers can be put back here; opens a connection for some milliseconds and sends no key."""
    session = session or detect_session()
    try:
        choose("Replace and insert", _BACKENDS, session)
        from tray_router.desktop.insert.x11_keys import check_keys

        check_keys(session.display or None)
    except DesktopError as problem:
        return CapabilityReport("replace and insert", False, problem.title, problem.hint)
    return CapabilityReport("replace and insert", True, f"XTEST on {session.display}.")
