"""Reads X selections: one conversion at a time, in one piece or in many (INCR), with a deadline and a cap.

Rule: only reads, and an owner must never be hurt by our impatience. Our window outlives a request that we gave up
on: a late answer to a window that is gone is an X error, and many programs die of one, taking the clipboard with
them. What is too large is still taken piece by piece, without fetching it: an owner such as xclip serves nobody else
until the last piece is gone. Belongs to the one thread that owns the display. Source: ICCCM 2.0, sections 2.2, 2.7.2.
"""

from __future__ import annotations

import select
import time
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from Xlib import X
from Xlib.display import Display

_CHUNK_LONGS = 65_536  # 256 KB at a time: the server's reply is copied by python-xlib while it grows
_BYTES_PER_LONG = 4
_PROPERTIES = 8
_META_CAP = 65_536  # bytes of a list of formats: 16,000 of them
_LATE_STALL_S, _LATE_WHOLE_S = 0.05, 0.15
_WORD_BITS = 32
_HALF_CLOCK = 1 << (_WORD_BITS - 1)


class OwnerSilentError(Exception):
    """The owner did not answer within the deadline."""


class TooLargeError(Exception):
    """There is more than the cap; what was read is dropped."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Monotonic seconds: by when an answer must begin, how long it may pause, by when it must be whole."""

    answer_by: float
    stall_s: float
    whole_by: float


@dataclass(frozen=True, slots=True)
class Converted:
    """What an owner answered: atom of the type, bits per item (8, 16, 32), and the items."""

    type: int
    format: int
    value: Any  # bytes for format 8, else a sequence of ints

    @property
    def data(self) -> bytes:
        return bytes(self.value) if self.format == 8 else b""  # noqa: PLR2004


class SelectionReader:
    """Converts selections into our own properties."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._window = self._new_window()
        # A late answer to an earlier request lands in another property than the one that is waited for.
        self._properties = cycle([display.intern_atom(f"TRAY_ROUTER_{number}") for number in range(_PROPERTIES)])
        self._incr = display.intern_atom("INCR")
        self._targets = display.intern_atom("TARGETS")
        self._timestamp = display.intern_atom("TIMESTAMP")

    def targets(self, selection: int, deadlines: Deadlines) -> frozenset[int] | None:
        """Atoms of the formats on offer; None when the owner does not say.

        Raises:
            OwnerSilentError: no answer in time.
        """
        words = self._read_words(selection, self._targets, deadlines)
        return None if words is None else frozenset(words)

    def timestamp(self, selection: int, deadlines: Deadlines) -> int | None:
        """Server time in ms at which the owner took the selection; None when it does not say.

        Asks only when TIMESTAMP is on offer: xclip answers any question with its text.

        Raises:
            OwnerSilentError: no answer in time.
        """
        if self._timestamp not in (self.targets(selection, deadlines) or ()):
            return None
        words = self._read_words(selection, self._timestamp, deadlines)
        return words[0] if words and len(words) == 1 else None

    def _read_words(self, selection: int, target: int, deadlines: Deadlines) -> tuple[int, ...] | None:
        try:
            reply = self.read(selection, target, deadlines, cap=_META_CAP)
        except TooLargeError:
            return None
        return tuple(reply.value) if reply is not None and reply.format == _WORD_BITS else None

    def read(self, selection: int, target: int, deadlines: Deadlines, *, cap: int) -> Converted | None:
        """One selection in one format; None when the owner refuses, or there is none.

        Args:
            cap: bytes at most.

        Raises:
            OwnerSilentError: no answer in time, or it stopped in the middle.
            TooLargeError: more than ``cap`` bytes.
        """
        wanted = next(self._properties)
        self._window.delete_property(wanted)
        self._window.convert_selection(selection, target, wanted, X.CurrentTime)
        self._display.flush()
        if not self._wait_for_answer(selection, target, wanted, deadlines.answer_by):
            return None
        try:
            first = self._property(wanted, cap)
        except TooLargeError:
            self._delete(wanted)
            raise
        if first is None:
            return None
        if first.type != self._incr:
            self._delete(wanted)
            return first
        announced = int(first.value[0]) if len(first.value) else 0
        if announced > cap:
            self._discard_pieces(wanted, deadlines)
            raise TooLargeError
        return self._read_pieces(wanted, deadlines, cap)

    def _wait_for_answer(self, selection: int, target: int, wanted: int, until: float) -> bool:
        """True when the answer lies in the property, False when the owner refused."""
        while True:
            event = self._next_event(until)
            if event.type != X.SelectionNotify:
                continue
            is_ours = (event.selection, event.target) == (selection, target)
            if is_ours and event.property in (wanted, X.NONE):
                return bool(event.property != X.NONE)
            if event.property not in (wanted, X.NONE):
                self._take_late_answer(event.property)

    def _take_late_answer(self, late: int) -> None:
        """The owner of an earlier request has woken up; lets it finish, so that it can serve others."""
        reply = self._window.get_property(late, X.AnyPropertyType, 0, 0)
        if reply is not None and reply.property_type == self._incr:
            now = time.monotonic()
            self._discard_pieces(late, Deadlines(now, _LATE_STALL_S, now + _LATE_WHOLE_S))
        else:
            self._delete(late)

    def _read_pieces(self, wanted: int, deadlines: Deadlines, cap: int) -> Converted | None:
        """The owner writes a piece, we delete the property, it writes the next; an empty piece is the end."""
        pieces: list[bytes] = []
        left = cap
        while True:
            self._ask_for_piece(wanted, deadlines)
            try:
                piece = self._property(wanted, left)
            except TooLargeError:
                pieces.clear()
                self._discard_pieces(wanted, deadlines)
                raise
            if piece is None:
                return None
            if not len(piece.value):
                self._delete(wanted)
                return Converted(piece.type, piece.format, b"".join(pieces))
            pieces.append(piece.data)
            left -= len(piece.data)

    def _discard_pieces(self, wanted: int, deadlines: Deadlines) -> None:
        """Lets the owner finish without fetching what it writes; gives up at the deadline."""
        try:
            while True:
                self._ask_for_piece(wanted, deadlines)
                reply = self._window.get_property(wanted, X.AnyPropertyType, 0, 0)
                if reply is None or not reply.bytes_after:
                    self._delete(wanted)
                    return
        except OwnerSilentError:
            return

    def _ask_for_piece(self, wanted: int, deadlines: Deadlines) -> None:
        self._delete(wanted)
        self._wait_for_piece(wanted, min(time.monotonic() + deadlines.stall_s, deadlines.whole_by))

    def _delete(self, wanted: int) -> None:
        self._window.delete_property(wanted)
        self._display.flush()

    def _wait_for_piece(self, wanted: int, until: float) -> None:
        while True:
            event = self._next_event(until)
            if (
                event.type == X.PropertyNotify
                and event.window == self._window
                and event.atom == wanted
                and event.state == X.PropertyNewValue
            ):
                return

    def _property(self, wanted: int, cap: int) -> Converted | None:
        """The property's whole value, fetched in chunks; looked at for its size before it is fetched."""
        reply = self._window.get_property(wanted, X.AnyPropertyType, 0, _CHUNK_LONGS)
        if reply is None:
            return None
        pieces = [reply.value]
        size = _size_of(reply)
        if size + reply.bytes_after > cap and reply.property_type != self._incr:
            raise TooLargeError
        if not reply.bytes_after:
            return Converted(reply.property_type, reply.format, reply.value)
        kind, bits = reply.property_type, reply.format
        while reply is not None and reply.bytes_after:
            reply = self._window.get_property(wanted, kind, size // _BYTES_PER_LONG, _CHUNK_LONGS)
            if reply is not None:
                pieces.append(reply.value)
                size += _size_of(reply)
        whole = b"".join(pieces) if bits == 8 else [item for piece in pieces for item in piece]  # noqa: PLR2004
        return Converted(kind, bits, whole)

    def _next_event(self, until: float) -> Any:
        while not self._display.pending_events():
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._display.fileno()], [], [], left)[0]:
                raise OwnerSilentError
        return self._display.next_event()

    def _new_window(self) -> Any:
        screen = self._display.screen()
        return screen.root.create_window(
            -1, -1, 1, 1, 0, X.CopyFromParent, X.InputOnly, override_redirect=True, event_mask=X.PropertyChangeMask
        )


def is_newer(first: int, second: int) -> bool:
    """Whether one server time is later than another; the 32-bit clock wraps after 49.7 days."""
    return 0 < (first - second) % (1 << _WORD_BITS) < _HALF_CLOCK


def _size_of(reply: Any) -> int:
    return int(len(reply.value) * reply.format // 8)
