"""Finds the windows that are on the screen of an X server, asking it directly.

Rule: read only. A window that goes while it is looked at is as good as gone; nothing is raised for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from Xlib import X
from Xlib.display import Display
from Xlib.error import XError
from Xlib.xobject.drawable import Window


def with_class(display: Display, wm_class: str) -> list[int]:
    """Ids of the windows whose class says this, in any case; those of the root first, each level from below."""
    wanted = re.compile(wm_class, re.IGNORECASE)
    return [window.id for window in _visible(display) if wanted.search(_class_of(window))]


def with_title(display: Display, title: str) -> list[int]:
    """Ids of the windows whose title matches the regular expression, in any case; in the same order."""
    wanted, utf8_title = re.compile(title, re.IGNORECASE), display.get_atom("_NET_WM_NAME")
    return [window.id for window in _visible(display) if wanted.search(_title_of(window, utf8_title))]


def geometry(display: Display, window: int) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom in screen pixels, without the window manager's frame; None when it has gone."""
    target = display.create_resource_object("window", window)
    try:
        size = target.get_geometry()
        at = display.screen().root.translate_coords(target, 0, 0)
    except XError:
        return None
    return at.x, at.y, at.x + size.width, at.y + size.height


def _visible(display: Display) -> Iterator[Window]:
    """Every window that is on the screen, the windows of one level before those within them."""
    level = [display.screen().root]
    while level:
        deeper: list[Window] = []
        for window in level:
            try:
                children = window.query_tree().children
            except XError:
                continue
            deeper += [child for child in children if _is_viewable(child)]
        yield from deeper
        level = deeper


def _is_viewable(window: Window) -> bool:
    try:
        return bool(window.get_attributes().map_state == X.IsViewable)
    except XError:
        return False


def _class_of(window: Window) -> str:
    try:
        return (window.get_wm_class() or ("", ""))[1]
    except XError:
        return ""


def _title_of(window: Window, utf8_title: int) -> str:
    try:
        found = window.get_full_property(utf8_title, X.AnyPropertyType)
        if found is not None:
            return bytes(found.value).decode(errors="replace")
        title = window.get_wm_name()
    except XError:
        return ""
    return title.decode(errors="replace") if isinstance(title, bytes) else title or ""
