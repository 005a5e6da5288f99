"""Opens connections to machines in a race: one that swallows packets is overtaken by the next, never asked beside it.

Rules (issue 4, point 3): only connecting is raced; nothing is sent before the race is decided, and then over one
connection. A rival starts ``HEAD_START_S`` after the machine before it, or as soon as that one has failed. What is
left over is closed without a byte on it. Runs in the engine's loop; one race per question.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from tray_router.engine.ports import OpenConnection
from tray_router.errors import BackendError, FailureKind

HEAD_START_S = 0.25  # as RFC 8305 gives one address over the next; a machine in the same house takes milliseconds
WAIT_TICK_S = 1.0


class OvertakenError(BackendError):
    """Another machine took a connection first; ``winner`` is its name."""

    def __init__(self, host: str, winner: str) -> None:
        super().__init__(
            FailureKind.CONNECT_SLOW,
            f"{host} had not taken the connection when {winner} had.",
            "It may be asleep or its network slow; it is asked again once it answers.",
            host=host,
        )
        self.winner = winner


class ConnectRace:
    """The connections that one question opens."""

    def __init__(
        self,
        connect: Callable[[str, float], Coroutine[Any, Any, OpenConnection]],
        failed: Callable[[BackendError], None],
    ) -> None:
        """``failed`` is told of rivals that could not be reached; the machine that is asked raises instead."""
        self._connect = connect
        self._failed = failed
        self._kept: list[OpenConnection] = []
        self._running: dict[str, asyncio.Task[OpenConnection]] = {}

    async def reach(
        self,
        host: str,
        rivals: Sequence[str],
        limit_s: float,
        waits: Callable[[], None] = lambda: None,
        head_start_s: float = HEAD_START_S,
    ) -> OpenConnection:
        """A connection to ``host``, which may have been opened as a rival before.

        Args:
            rivals: machines that could be asked instead, the best first; none makes this wait for ``host`` alone.
            limit_s: how long each machine may take.
            head_start_s: before the first rival starts; less when ``host`` has been waited for already.
            waits: called while nobody has taken a connection, about once a second.

        Raises:
            BackendError: ``host`` cannot be reached; OvertakenError: it is slower than a rival.
        """
        wanted = self._start(host, limit_s)
        waiting = [rival for rival in rivals if rival != host]
        pause = head_start_s
        while not wanted.done():
            runners = {task for name, task in self._running.items() if name in (host, *rivals)}
            done, _ = await asyncio.wait(runners, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            if wanted.done():
                break
            winner = self._winner(rivals)
            if winner:
                await self._drop(host)
                raise OvertakenError(host, winner)
            self._forget_failed(rivals)
            if waiting:
                self._start(waiting.pop(0), limit_s)
                pause = HEAD_START_S
            elif not done:
                pause = WAIT_TICK_S
            if not done:
                waits()
        del self._running[host]
        return wanted.result()

    def keep(self, connection: OpenConnection) -> None:
        """Closes it with the race when no request has taken it by then."""
        self._kept.append(connection)

    async def aclose(self) -> None:
        """Ends what still connects and closes what was opened and not used."""
        for connection in self._kept:
            await connection.aclose()
        for host in list(self._running):
            await self._drop(host)

    def _start(self, host: str, limit_s: float) -> asyncio.Task[OpenConnection]:
        task = self._running.get(host)
        if task is None:
            task = asyncio.create_task(self._connect(host, limit_s), name=f"connect {host}")
            self._running[host] = task
        return task

    def _winner(self, rivals: Sequence[str]) -> str:
        return next((name for name in rivals if name in self._running and _has_connected(self._running[name])), "")

    def _forget_failed(self, rivals: Sequence[str]) -> None:
        for name in rivals:
            task = self._running.get(name)
            if task is not None and task.done():
                del self._running[name]
                error = None if task.cancelled() else task.exception()
                if isinstance(error, BackendError):
                    self._failed(error)

    async def _drop(self, host: str) -> None:
        task = self._running.pop(host)
        task.cancel()
        await asyncio.wait({task})
        if _has_connected(task):
            await task.result().aclose()


def _has_connected(task: asyncio.Task[OpenConnection]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None
