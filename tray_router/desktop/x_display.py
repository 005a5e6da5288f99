"""Opens connections to the X server. A connection belongs to one thread: python-xlib deadlocks when it is shared."""

from __future__ import annotations

import contextlib
import os
import socket
from typing import Any

from Xlib import error
from Xlib.display import Display

from tray_router.errors import DesktopError

LOST = (error.ConnectionClosedError, OSError)
"""What python-xlib raises in the middle of anything when the server goes away."""


class _CoreDisplay(Display):  # type: ignore[misc]
    """A connection for the core protocol alone, without windows of our own that anybody sees.

    python-xlib imports its module for every extension that this lists, ten with a usual server, and sets them up for
    each connection. That is 1 MB of which we call nothing. ``query_extension`` still asks the server. What the server
    says of each visual, a few hundred of them, would be 0.2 MB for each connection.
    """

    def __init__(self, name: str | None) -> None:
        super().__init__(name)
        for screen in self.display.info.roots:
            screen.allowed_depths.clear()

    def list_extensions(self) -> list[str]:
        return []


def open_display(name: str | None = None) -> Display:
    """A new connection; ``name`` e.g. ``:0``, None for ``DISPLAY``.

    Raises:
        DesktopError: the server cannot be reached or refuses.
    """
    shown = name or os.environ.get("DISPLAY", "")
    try:
        return _CoreDisplay(name)
    except (error.DisplayError, error.XauthError, OverflowError, *LOST) as problem:  # overflow: no such TCP port
        _close_sockets(problem)
        raise DesktopError(f"The X server {shown!r} cannot be reached.", "Check DISPLAY and XAUTHORITY.") from None


def close_display(display: Display) -> None:
    """Closes a connection, also one whose server is gone."""
    try:
        display.close()
    except LOST:
        display.display.socket.close()


def _close_sockets(problem: BaseException | None) -> None:
    """python-xlib leaves the sockets of failed attempts open in the frames of its exceptions."""
    while problem is not None:
        trace: Any = problem.__traceback__
        while trace is not None:
            for value in trace.tb_frame.f_locals.values():
                if isinstance(value, socket.socket):
                    with contextlib.suppress(OSError):
                        value.close()
            trace = trace.tb_next
        problem = problem.__context__
