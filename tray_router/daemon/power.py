"""Tells the poller when the computer goes on or off its battery. Runs in the engine's loop, reads in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tray_router.desktop.power import is_on_battery

LOOK_S = 60.0


class PowerWatch:
    """Calls ``changed`` with the present source of power at the start and whenever it has changed."""

    def __init__(self, changed: Callable[[bool], None], read: Callable[[], bool] = is_on_battery) -> None:
        self._changed = changed
        self._read = read
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to look."""
        self._task = asyncio.create_task(self._watch(), name="power")

    async def aclose(self) -> None:
        """Stops looking."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        before: bool | None = None
        while True:
            now = await asyncio.to_thread(self._read)
            if now is not before:
                self._changed(now)
                before = now
            await asyncio.sleep(LOOK_S)
