"""Lets an action run at most once per interval: the first request at once, the last one never lost.

Needed because dbus-fast drops the connection when a burst of updates fills the socket (python-dbus-next#153).
Belongs to one asyncio loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Throttle:
    """Runs ``action`` at most every ``interval_s`` seconds."""

    def __init__(self, loop: asyncio.AbstractEventLoop, interval_s: float, action: Callable[[], None]) -> None:
        self._loop = loop
        self._interval_s = interval_s
        self._action = action
        self._next_at = 0.0
        self._pending: asyncio.TimerHandle | None = None

    def request(self) -> None:
        """Asks for one run from now on; requests before that run count as one."""
        if self._pending is not None:
            return
        now = self._loop.time()
        if now >= self._next_at:
            self._run()
        else:
            self._pending = self._loop.call_at(self._next_at, self._run)

    def cancel(self) -> None:
        """Drops a run that is still to come."""
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None

    def _run(self) -> None:
        self._pending = None
        self._next_at = self._loop.time() + self._interval_s
        self._action()
