"""How each capability says what works here, and how its backend is chosen.

Rule: a backend is asked three things in the order of preference: compatible with this session? installed? and if
not, what is to be done about it. Nothing platform-specific is imported before its backend is chosen. Any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Generic, TypeVar

from tray_router.desktop.session import Session, SessionKind
from tray_router.errors import DesktopError

Factory = TypeVar("Factory")

_TRIGGER_HINT = "Bind a shortcut of your desktop to `tray-router trigger ask`, or use `tray-router ask` in a terminal."


@dataclass(frozen=True, slots=True)
class CapabilityReport:
    """One line of ``tray-router doctor``.

    Attributes:
        name: the capability, e.g. ``hotkeys``.
        works: whether it does, here and now.
        detail: what was found, one sentence.
        hint: how to mend it; empty when it works.
    """

    name: str
    works: bool
    detail: str
    hint: str = ""


class UnsupportedError(DesktopError):
    """This capability has no backend for this kind of session (yet)."""


@dataclass(frozen=True, slots=True)
class Backend(Generic[Factory]):
    """One way to provide a capability.

    Attributes:
        name: for reports, e.g. ``XGrabKey``.
        kinds: sessions it fits.
        modules: Python modules it needs.
        install_hint: what to install when one is missing.
        load: imports the platform module and returns its class.
    """

    name: str
    kinds: frozenset[SessionKind]
    modules: tuple[str, ...]
    install_hint: str
    load: Callable[[], Factory]

    def is_compatible(self, session: Session) -> bool:
        return session.kind in self.kinds

    def is_installed(self) -> bool:
        return all(find_spec(module) is not None for module in self.modules)


def choose(capability: str, backends: Sequence[Backend[Factory]], session: Session) -> Backend[Factory]:
    """The first backend that fits the session and is installed.

    Raises:
        UnsupportedError: none fits this kind of session.
        DesktopError: one fits, but is not installed; the hint says what to install.
    """
    fitting = [backend for backend in backends if backend.is_compatible(session)]
    if not fitting:
        raise UnsupportedError(*unsupported_text(capability, session))
    for backend in fitting:
        if backend.is_installed():
            return backend
    raise DesktopError(f"{capability} needs a package that is not installed.", fitting[0].install_hint)


def unsupported_text(capability: str, session: Session) -> tuple[str, str]:
    """Title and hint for a capability that has no backend in this session."""
    if session.kind is SessionKind.NONE:
        return (
            f"{capability}: there is no desktop session here.",
            "Start Tray Router from your desktop, or set DISPLAY. `tray-router ask` works without one.",
        )
    if session.kind is SessionKind.WAYLAND:
        return f"{capability}: a Wayland session does not let a program do this itself.", _TRIGGER_HINT
    return f"{capability}: not supported yet on this system.", _TRIGGER_HINT
