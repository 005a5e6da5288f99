"""Holds X selections and hands their content out, in one piece or in many (INCR).

Rule: what is handed out can be exchanged without taking the selection anew, so that what lay on the clipboard before
can be put back. While something of ours is there it is marked as not to be kept by clipboard histories. Belongs to
the one thread that owns the display. Source: ICCCM 2.0, sections 2.1, 2.2, 2.6.2 and 2.7.2.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.protocol import event

from tray_router.desktop.selection.x11_transfer import Converted

PIECE_BYTES = 200_000  # below the largest request that every server takes (256 KB)
TEXT_TARGETS = ("UTF8_STRING", "text/plain;charset=utf-8", "STRING", "TEXT", "text/plain")
_LATIN1_TARGETS = ("STRING", "TEXT")
_NOT_KEPT_HINT = "x-kde-passwordManagerHint"  # "secret": KDE's and other clipboard histories leave it out
_BYTE = 8
_WORD = 32
_CLOCK = "TRAY_ROUTER_CLOCK"

Formats = Mapping[int, Converted]


@dataclass(slots=True)
class _Offer:
    """What one selection hands out; ``since`` is server time in ms."""

    formats: Formats
    since: int


@dataclass(slots=True)
class _Transfer:
    """A value on its way in pieces; the receiver deletes the property when it has read one."""

    requestor: Any
    type: int
    data: bytes
    sent: int = 0


class SelectionHolder:
    """A window that owns selections.

    Attributes:
        served: the windows that have fetched a text, with the monotonic time of their last piece.

    Args:
        wake: a file descriptor that becomes readable when ``serve`` is to return.
    """

    def __init__(self, display: Display, wake: int) -> None:
        self._display = display
        self._wake = wake
        self._window = display.screen().root.create_window(
            -1, -1, 1, 1, 0, X.CopyFromParent, X.InputOnly, override_redirect=True, event_mask=X.PropertyChangeMask
        )
        self._offers: dict[int, _Offer] = {}
        self._transfers: dict[tuple[int, int], _Transfer] = {}
        self._atom = display.intern_atom
        self._targets, self._timestamp, self._incr = map(self._atom, ("TARGETS", "TIMESTAMP", "INCR"))
        self._text_targets = frozenset(map(self._atom, TEXT_TARGETS))
        self.served: dict[int, float] = {}

    @property
    def is_holding(self) -> bool:
        """Whether a selection is still ours, or somebody still reads."""
        return bool(self._offers or self._transfers)

    def text_formats(self, text: str) -> dict[int, Converted]:
        """A text in the formats that programs ask for, with the mark that keeps it out of clipboard histories."""
        formats = {}
        for name in TEXT_TARGETS:
            is_latin1 = name in _LATIN1_TARGETS
            kind = Xatom.STRING if is_latin1 else self._atom(name)
            data = text.encode("latin-1", "replace") if is_latin1 else text.encode("utf-8", "replace")
            formats[self._atom(name)] = Converted(kind, _BYTE, data)
        hint = self._atom(_NOT_KEPT_HINT)
        formats[hint] = Converted(hint, _BYTE, b"secret")
        return formats

    def take(self, selection: int, formats: Formats) -> bool:
        """Takes a selection over; False when another program was faster."""
        since = self._server_time()
        self._window.set_selection_owner(selection, since)
        owner = self._display.get_selection_owner(selection)
        if getattr(owner, "id", owner) != self._window.id:
            return False
        self._offers[selection] = _Offer(formats, since)
        return True

    def exchange(self, selection: int, formats: Formats, since: int | None) -> None:
        """Hands something else out from now on; ``since`` is the time it was copied at, where that is known."""
        offer = self._offers.get(selection)
        if offer is not None:
            self._offers[selection] = _Offer(formats, since if since is not None else offer.since)

    def give_up(self, selection: int) -> None:
        """Nobody holds the selection afterwards."""
        if self._offers.pop(selection, None) is not None:
            owned = self._display.get_selection_owner(selection)
            if getattr(owned, "id", owned) == self._window.id:
                self._release(selection)

    def serve(self, until: float, is_done: Callable[[], bool] = lambda: False) -> None:
        """Answers requests until that monotonic time, until ``is_done``, or until woken."""
        while not is_done():
            while self._display.pending_events():
                self._handle(self._display.next_event())
            left = until - time.monotonic()
            if left <= 0 or is_done():
                return
            ready = select.select([self._display.fileno(), self._wake], [], [], min(left, 3600.0))[0]
            if self._wake in ready:
                return

    # --- one event ----------------------------------------------------------------------------------------

    def _handle(self, noted: Any) -> None:
        if noted.type == X.SelectionRequest:
            self._answer(noted)
        elif noted.type == X.SelectionClear:
            self._offers.pop(getattr(noted, "atom", getattr(noted, "selection", 0)), None)
        elif noted.type == X.PropertyNotify and noted.state == X.PropertyDelete:
            self._send_piece((noted.window.id, noted.atom))

    def _answer(self, request: Any) -> None:
        offer = self._offers.get(request.selection)
        where = request.property or request.target  # clients of before ICCCM name no property
        if offer is None or not self._put(request, where, offer):
            where = X.NONE
        request.requestor.send_event(
            event.SelectionNotify(
                time=request.time,
                requestor=request.requestor,
                selection=request.selection,
                target=request.target,
                property=where,
            )
        )
        self._display.flush()

    def _put(self, request: Any, where: int, offer: _Offer) -> bool:
        if request.target == self._targets:
            listed = [*offer.formats, self._targets, self._timestamp]
            request.requestor.change_property(where, Xatom.ATOM, _WORD, listed)
            return True
        if request.target == self._timestamp:
            request.requestor.change_property(where, Xatom.INTEGER, _WORD, [offer.since])
            return True
        found = offer.formats.get(request.target)
        if found is None:
            return False
        if request.target in self._text_targets:
            self.served[request.requestor.id] = time.monotonic()
        if found.format == _BYTE and len(found.value) > PIECE_BYTES:
            self._begin_pieces(request.requestor, where, found)
        else:
            request.requestor.change_property(where, found.type, found.format, found.value)
        return True

    def _begin_pieces(self, requestor: Any, where: int, found: Converted) -> None:
        self._transfers[requestor.id, where] = _Transfer(requestor, found.type, bytes(found.value))
        requestor.change_attributes(event_mask=X.PropertyChangeMask)
        requestor.change_property(where, self._incr, _WORD, [len(found.value)])

    def _send_piece(self, key: tuple[int, int]) -> None:
        transfer = self._transfers.get(key)
        if transfer is None:
            return
        piece = transfer.data[transfer.sent : transfer.sent + PIECE_BYTES]
        transfer.requestor.change_property(key[1], transfer.type, _BYTE, piece)
        transfer.sent += len(piece)
        if key[0] in self.served:
            self.served[key[0]] = time.monotonic()
        if not piece:  # an empty one is the end
            del self._transfers[key]
        self._display.flush()

    # --- the server ---------------------------------------------------------------------------------------

    def _server_time(self) -> int:
        """Now, as the server counts: the time of a property change of our own (ICCCM, section 2.1)."""
        clock = self._atom(_CLOCK)
        self._window.change_property(clock, Xatom.STRING, _BYTE, b"")
        self._display.flush()
        while True:
            noted = self._display.next_event()
            if noted.type == X.PropertyNotify and noted.window == self._window and noted.atom == clock:
                return int(noted.time)
            self._handle(noted)

    def _release(self, selection: int) -> None:
        from Xlib.protocol import request

        request.SetSelectionOwner(display=self._display.display, window=X.NONE, selection=selection, time=X.CurrentTime)
        self._display.flush()
