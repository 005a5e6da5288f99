"""Which window has the focus, what program it is, and whether another window is of the same program.

Rule: windows vanish at any time, so every question may go unanswered. Our own popup is no application: what was
selected elsewhere before it opened is still what the user looks at. Belongs to the display's one thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from Xlib import X, error
from Xlib.display import Display

_DEEPEST = 32  # levels between a focused widget and its top-level window; a bound, not a measurement
_OWN_CLASS = "tray-router"  # of the popup and the region overlay
_SPECIAL_FOCUS = (X.NONE, X.PointerRoot)


@dataclass(frozen=True, slots=True)
class Focus:
    """The focused window.

    Attributes:
        window: its id, or 0 when nothing has the focus.
        application: the class part of its WM_CLASS, e.g. ``XTerm``; empty when unknown or our own.
        is_own: it is a window of this program.
    """

    window: int = 0
    application: str = ""
    is_own: bool = False


def focused_window(display: Display) -> Focus:
    """By ``_NET_ACTIVE_WINDOW``, else the input focus; the class from the window or the nearest above it."""
    try:
        window = _active_window(display) or _input_focus(display)
        if window is None:
            return Focus()
        name = _wm_class(window)
        is_own = name.casefold() == _OWN_CLASS
        return Focus(window.id, "" if is_own else name, is_own)
    except error.XError:  # it has just been closed
        return Focus()


def is_same_client(display: Display, first: int, second: int) -> bool:
    """Whether two windows belong to one X connection: their ids differ only in the bits that a client chooses."""
    return bool(first) and bool(second) and not (first ^ second) & ~display.display.info.resource_id_mask


def _active_window(display: Display) -> Any:
    atom = display.intern_atom("_NET_ACTIVE_WINDOW")
    found = display.screen().root.get_full_property(atom, X.AnyPropertyType)
    if found is None or not len(found.value) or not found.value[0]:
        return None
    window = display.create_resource_object("window", found.value[0])
    # openbox goes on naming a window that was closed while no other was open, e.g. our popup
    return window if window.get_attributes().map_state == X.IsViewable else None


def _input_focus(display: Display) -> Any:
    focus = display.get_input_focus().focus
    return None if focus in _SPECIAL_FOCUS else focus


def _wm_class(window: Any) -> str:
    for _ in range(_DEEPEST):
        names = window.get_wm_class()
        if names:
            return str(names[1])
        parent = window.query_tree().parent
        if parent in (X.NONE, None):
            break
        window = parent
    return ""
