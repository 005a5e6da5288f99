"""What the user selected or copied: the chooser. Importing this opens nothing and works on every system."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tray_router.desktop.capability import Backend, CapabilityReport, choose
from tray_router.desktop.selection.models import CaptureLimits
from tray_router.desktop.session import Session, SessionKind, detect_session
from tray_router.engine.ports import CaptureSource
from tray_router.errors import CaptureError, DesktopError

__all__ = ["CaptureLimits", "ClosableCaptureSource", "capture_source", "check"]


class ClosableCaptureSource(CaptureSource, Protocol):
    """A capture source that holds a connection."""

    def close(self) -> None:
        """Closes the connection; no capture may follow."""


_Factory = Callable[[str, CaptureLimits], ClosableCaptureSource]


def _load_x11() -> _Factory:
    from tray_router.desktop.selection.x11 import X11CaptureSource

    return lambda display, limits: X11CaptureSource(display or None, limits)


def _load_pyperclip() -> _Factory:
    from tray_router.desktop.selection.fallback import PyperclipCaptureSource

    return lambda _display, limits: PyperclipCaptureSource(limits)


_ELSEWHERE = frozenset({SessionKind.WAYLAND, SessionKind.WINDOWS, SessionKind.MACOS})
_BACKENDS = (
    Backend("X11 selections", frozenset({SessionKind.X11}), ("Xlib",), "pip install python-xlib", _load_x11),
    Backend("pyperclip", _ELSEWHERE, ("pyperclip",), "pip install pyperclip", _load_pyperclip),
)


def capture_source(
    session: Session, max_text_bytes: int | None = None, max_image_bytes: int | None = None
) -> ClosableCaptureSource:
    """The source for this session, not connected yet.

    Raises:
        UnsupportedError: there is no desktop session.
        DesktopError: its package is missing.
    """
    plain = CaptureLimits()
    limits = CaptureLimits(max_text_bytes or plain.max_text_bytes, max_image_bytes or plain.max_image_bytes)
    return choose("Selection", _BACKENDS, session).load()(session.display, limits)


def check(session: Session | None = None) -> CapabilityReport:
    """Whether the selection can be read here, by reading it; what it holds is not shown. Blocks up to 0.5 s."""
    session = session or detect_session()
    try:
        backend = choose("Selection", _BACKENDS, session)
        source = capture_source(session)
    except DesktopError as problem:
        return CapabilityReport("selection", False, problem.title, problem.hint)
    try:
        found = source.capture()
    except CaptureError as problem:
        return CapabilityReport("selection", False, problem.title, problem.hint)
    finally:
        source.close()
    if session.kind is SessionKind.X11:
        return CapabilityReport("selection", True, f"{backend.name} on {session.display}: {found.origin.value} now.")
    hint = "Copy the text before you ask."
    return CapabilityReport("selection", True, f"{backend.name}: the clipboard's text only, no selection.", hint)
