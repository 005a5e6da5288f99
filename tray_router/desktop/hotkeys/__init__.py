"""Global hotkeys: the chooser. Importing this opens nothing and works on every system.

Order of preference on X11: XGrabKey (swallows the key, reports conflicts); pynput's listener only when the person
asked for it, because it sees every keystroke, cannot swallow and never notices a conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tray_router.desktop.capability import Backend, CapabilityReport, choose, unsupported_text
from tray_router.desktop.hotkeys.chord import Chord, ChordError, Modifier, parse_chord
from tray_router.desktop.hotkeys.models import HotkeyBackend, HotkeyReport, OnPress
from tray_router.desktop.session import Session, SessionKind, detect_session
from tray_router.errors import DesktopError

__all__ = [
    "Chord",
    "ChordError",
    "HotkeyBackend",
    "HotkeyFactory",
    "HotkeyReport",
    "Modifier",
    "OnPress",
    "check",
    "hotkey_backend",
    "parse_chord",
]

HotkeyFactory = Callable[[Mapping[str, str], OnPress], HotkeyBackend]
_Factory = Callable[[Mapping[str, str], OnPress, str], HotkeyBackend]


def _load_x11() -> _Factory:
    from tray_router.desktop.hotkeys.x11 import X11Hotkeys

    return lambda chords, on_press, display: X11Hotkeys(chords, on_press, display_name=display or None)


def _load_listener() -> _Factory:
    from tray_router.desktop.hotkeys.pynput_listener import PynputHotkeys

    return lambda chords, on_press, _display: PynputHotkeys(chords, on_press)


_X11 = Backend("XGrabKey", frozenset({SessionKind.X11}), ("Xlib",), "pip install python-xlib", _load_x11)
_LISTENER = Backend("pynput listener", frozenset({SessionKind.X11}), ("pynput",), "pip install pynput", _load_listener)


def hotkey_backend(session: Session | None = None, *, use_listener: bool = False) -> HotkeyFactory:
    """What builds a backend for this session from ``(chords, on_press)``; it is not started yet.

    Args:
        session: detected when not given.
        use_listener: the person chose pynput's listener in the settings.

    Raises:
        UnsupportedError: this kind of session has none; the hint names the way round it.
        DesktopError: the backend's package is missing.
    """
    session = session or detect_session()
    build = choose("Hotkeys", [_LISTENER] if use_listener else [_X11], session).load()
    return lambda chords, on_press: build(chords, on_press, session.display)


def check(chords: Mapping[str, str], *, session: Session | None = None) -> tuple[CapabilityReport, ...]:
    """Whether hotkeys work here: tries to take each chord and gives it back. Blocks some milliseconds.

    A running Tray Router holds its own chords, so ask the daemon instead when there is one.
    """
    session = session or detect_session()
    if session.kind is not SessionKind.X11:
        return (CapabilityReport("hotkeys", False, *unsupported_text("Hotkeys", session)),)
    try:
        backend = hotkey_backend(session)(chords, lambda _action, _at: None)
        problems = backend.start()
    except DesktopError as problem:
        return (CapabilityReport("hotkeys", False, problem.title, problem.hint),)
    backend.close()
    if not problems:
        wanted = ", ".join(str(parse_chord(text)) for text in chords.values() if text) or "none set"
        return (CapabilityReport("hotkeys", True, f"XGrabKey on {session.display}: {wanted}."),)
    return tuple(CapabilityReport(f"hotkey {each.action}", False, each.problem, each.hint) for each in problems)
