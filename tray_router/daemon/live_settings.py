"""Takes up edits of the settings file while the daemon runs. Runs in the engine's loop; reads in a worker thread."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from tray_router.config.settings import Settings
from tray_router.config.watch import ConfigWatcher, Reload, ReloadResult
from tray_router.errors import ConfigProblem, TrayRouterError

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0


class LiveSettings:
    """Looks at the file once a second and hands on what changed, with what is unusual in it."""

    def __init__(
        self,
        watcher: ConfigWatcher,
        take_up: Callable[[Settings, tuple[ConfigProblem, ...]], Awaitable[None]],
        broken: Callable[[TrayRouterError], None],
    ) -> None:
        self._watcher = watcher
        self._take_up = take_up
        self._broken = broken
        self._task: asyncio.Task[None] | None = None
        self._hurried = asyncio.Event()

    def start(self) -> None:
        """Begins to watch."""
        self._task = asyncio.create_task(self._watch(), name="live settings")

    def hurry(self) -> None:
        """The file was written just now, whole: takes it up without waiting."""
        self._hurried.set()

    async def aclose(self) -> None:
        """Stops watching."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            is_hurried = await self._pause()
            if not self._watcher.changed(time.monotonic()) and not is_hurried:
                continue
            result = await asyncio.to_thread(self._watcher.check)
            if result.outcome is Reload.BROKEN and result.error is not None:
                self._broken(result.error)
            elif result.outcome is Reload.RELOADED:
                await self._use(result)

    async def _pause(self) -> bool:
        """Waits for the next look; True when it was asked for."""
        try:
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._hurried.wait()
        except TimeoutError:
            return False
        self._hurried.clear()
        return True

    async def _use(self, result: ReloadResult) -> None:
        try:
            await self._take_up(result.settings, result.notices)
        except TrayRouterError as error:  # e.g. a header whose environment variable is not set
            self._broken(error)
        except Exception:
            log.exception("The edited settings could not be taken up.")
