"""The one popup there is: whose session is open in it, what its window is told, and what runs for it.

Rules: what concerns a session that is over reaches no window; everything else that was told is kept, so that a window
that starts again shows it. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from tray_router.engine.popup.session import Session
from tray_router.engine.ports import WindowPort

log = logging.getLogger(__name__)


class Stage:
    """Where a session is shown.

    Attributes:
        session: the open one, or None.
    """

    def __init__(self, window: WindowPort) -> None:
        self.session: Session | None = None
        self._window = window
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self, session: Session) -> Session:
        """Shows this one from now on; the question of the one before is stopped."""
        self.close()
        self.session = session
        return session

    def close(self) -> None:
        """Shows none any more, and stops its question."""
        if self.session is not None:
            self.session.stop()
        self.session = None

    def tell(self, session: Session, message: object, *, is_kept: bool = True) -> None:
        """Sends a message to the window, unless the session is over; kept for a window that starts again."""
        if session is not self.session:
            return
        if is_kept:
            session.remember(message)
        self._window.send(message)

    def tell_again(self) -> None:
        """The window process is new: it gets the open session again as it stands."""
        if self.session is not None:
            for message in self.session.shown:
                self._window.send(message)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Runs this beside everything else; what goes wrong is logged."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def aclose(self) -> None:
        """Stops whatever runs."""
        self.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("A popup task failed.", exc_info=task.exception())
