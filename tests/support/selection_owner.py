"""A program that holds X selections and offers any formats, with a window of its own to take the focus.

Run as ``python selection_owner.py '{"PRIMARY": {"UTF8_STRING": "<base64>"}, …}' [class]``; prints ``ready`` and serves
until it is ended. Every selection also offers TARGETS and TIMESTAMP. Values must fit into one X request (256 KB).
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.protocol import event


class Owner:
    """Holds the selections in the order given, each with a server time of its own."""

    def __init__(self, offers: dict[str, dict[str, bytes]], wm_class: str) -> None:
        self.display = Display()
        screen = self.display.screen()
        self.window: Any = screen.root.create_window(
            300, 300, 150, 80, 0, screen.root_depth, event_mask=X.PropertyChangeMask
        )
        self.atom = self.display.intern_atom
        self.offers = {
            self.atom(selection): {self.atom(target): data for target, data in formats.items()}
            for selection, formats in offers.items()
        }
        if wm_class:
            self.window.set_wm_name(wm_class)
            self.window.set_wm_class(wm_class.lower(), wm_class)
            self.window.map()
        self.since = {}
        for selection in self.offers:
            self.since[selection] = self._server_time()
            self.window.set_selection_owner(selection, self.since[selection])
        self.display.sync()

    def serve(self) -> None:
        print(f"ready {self.window.id}", flush=True)
        while True:
            request = self.display.next_event()
            if request.type == X.SelectionRequest:
                self._answer(request)

    def _server_time(self) -> int:
        """The time of a property change of our own, as ICCCM section 2.1 wants it; later than the one before."""
        self.window.change_text_property(self.atom("CLOCK"), Xatom.STRING, b"")
        self.display.flush()
        while True:
            noted = self.display.next_event()
            if noted.type == X.PropertyNotify and noted.atom == self.atom("CLOCK"):
                if noted.time > max(self.since.values(), default=0):
                    return int(noted.time)
                return self._server_time()

    def _answer(self, request: Any) -> None:
        formats = self.offers.get(request.selection, {})
        where = request.property or request.target
        if request.target == self.atom("TARGETS"):
            listed = [*formats, self.atom("TARGETS"), self.atom("TIMESTAMP")]
            request.requestor.change_property(where, Xatom.ATOM, 32, listed)
        elif request.target == self.atom("TIMESTAMP"):
            request.requestor.change_property(where, Xatom.INTEGER, 32, [self.since[request.selection]])
        elif request.target in formats:
            request.requestor.change_property(where, request.target, 8, formats[request.target])
        else:
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
        self.display.flush()


if __name__ == "__main__":
    wanted = {
        selection: {target: base64.b64decode(data) for target, data in formats.items()}
        for selection, formats in json.loads(sys.argv[1]).items()
    }
    Owner(wanted, sys.argv[2] if len(sys.argv) > 2 else "").serve()
