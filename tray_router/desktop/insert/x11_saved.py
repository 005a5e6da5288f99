"""Reads what lies in an X selection, all of it, so that it can be put back.

Rule: bounded in bytes and seconds; what is too much is left alone, and that is said. Belongs to the one thread that
owns the display.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from Xlib import Xatom
from Xlib.display import Display

from tray_router.desktop.insert.x11_holder import TEXT_TARGETS
from tray_router.desktop.selection.x11_transfer import (
    Converted,
    Deadlines,
    OwnerSilentError,
    SelectionReader,
    TooLargeError,
)

MAX_BYTES = 16 * 1024 * 1024
MAX_FORMATS = 40
ANSWER_S = 0.5
WHOLE_S = 1.0
# What is made on demand or does something, and what we make ourselves (ICCCM 2.0, section 2.6).
_NOT_CONTENT = ("TARGETS", "TIMESTAMP", "MULTIPLE", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION", "INSERT_PROPERTY")


@dataclass(frozen=True, slots=True)
class Saved:
    """What a selection held; no formats when nobody held it. ``since``: server time of the copy, where known."""

    formats: Mapping[int, Converted] = field(default_factory=dict)
    since: int | None = None


def save_selection(display: Display, reader: SelectionReader, selection: int) -> Saved | None:
    """All formats of a selection; None when they are too much, or come too slowly, to be kept."""
    owner = display.get_selection_owner(selection)
    if not getattr(owner, "id", owner):
        return Saved()
    now = time.monotonic()
    deadlines = Deadlines(now + ANSWER_S, ANSWER_S, now + WHOLE_S)
    left = set(map(display.intern_atom, _NOT_CONTENT))
    try:
        targets = reader.targets(selection, deadlines)
        wanted = [target for target in targets or _plain(display) if target not in left]
        if len(wanted) > MAX_FORMATS:
            return None
        since = reader.timestamp(selection, deadlines)
        formats = _all_of(reader, selection, wanted, deadlines)
    except (OwnerSilentError, TooLargeError):
        return None
    return Saved(formats, since)


def selected_text(display: Display, reader: SelectionReader) -> str:
    """The text that is selected now (PRIMARY); empty when there is none or it does not come."""
    now = time.monotonic()
    deadlines = Deadlines(now + ANSWER_S, ANSWER_S, now + WHOLE_S)
    try:
        reply = reader.read(Xatom.PRIMARY, display.intern_atom(TEXT_TARGETS[0]), deadlines, cap=MAX_BYTES)
        if reply is not None:
            return reply.data.decode("utf-8", "replace").replace("\0", "")
        reply = reader.read(Xatom.PRIMARY, Xatom.STRING, deadlines, cap=MAX_BYTES)
    except (OwnerSilentError, TooLargeError):
        return ""
    return reply.data.decode("latin-1").replace("\0", "") if reply is not None else ""


def _plain(display: Display) -> list[int]:
    """What to try with an owner that does not say what it has."""
    return [display.intern_atom(name) for name in TEXT_TARGETS]


def _all_of(reader: SelectionReader, selection: int, targets: list[int], deadlines: Deadlines) -> dict[int, Converted]:
    found: dict[int, Converted] = {}
    room = MAX_BYTES
    for target in targets:
        later = Deadlines(min(time.monotonic() + ANSWER_S, deadlines.whole_by), ANSWER_S, deadlines.whole_by)
        reply = reader.read(selection, target, later, cap=room)
        if reply is not None:
            found[target] = reply
            room -= len(reply.value) * reply.format // 8
            if room < 0:
                raise TooLargeError
    return found
