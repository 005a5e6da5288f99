"""The history as the engine uses it: nothing of it ever waits for a disk.

Rules: one worker thread owns the database and does everything in the order in which it was asked for; what cannot be
kept is logged without any text and stops nothing. SQLite is loaded by the first use. Called in the engine's loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tray_router.errors import LedgerError

if TYPE_CHECKING:
    from tray_router.ledger.history.store import HistoryStore
    from tray_router.model.history import HistoryConversation, HistoryEntry, HistoryQuery, HistoryTurn

log = logging.getLogger(__name__)
T = TypeVar("T")

EXPIRE_EVERY_S = 6 * 3600.0
REST_S = 20.0  # after so long without use the database is closed, which gives its memory back


class HistoryKeeper:
    """Implements ``engine.ports.HistoryPort`` with the database at ``path``.

    Args:
        told: is given a sentence for the user when a damaged database was set aside; called in the worker thread.
        keep_days: conversations are removed so many days after their last question; 0 keeps them.
    """

    def __init__(self, path: Path, told: Callable[[str], None], *, is_enabled: bool = True, keep_days: int = 0) -> None:
        self.is_enabled = is_enabled
        self.keep_days = keep_days
        self._path = path
        self._told = told
        self._store: HistoryStore | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="history")
        self._expiry: asyncio.Task[None] | None = None
        self._rest: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begins to remove what is too old, now and every few hours."""
        self._expiry = asyncio.create_task(self._expire(), name="history expiry")

    async def aclose(self) -> None:
        """Finishes what was asked for and lets go of the database."""
        if self._expiry is not None:
            self._expiry.cancel()
            await asyncio.gather(self._expiry, return_exceptions=True)
        if self._rest is not None:
            self._rest.cancel()
        self._let_go()
        await asyncio.to_thread(self._worker.shutdown)

    def move_to(self, path: Path) -> None:
        """What is asked for from now on goes to the database at ``path``; what was asked for before is still done."""
        self._worker.submit(self._move, path)

    def keep(self, turn: HistoryTurn) -> None:
        """Adds a question to its conversation soon, unless the history is switched off; never blocks or raises."""
        if self.is_enabled:
            self._submit(lambda store: store.keep(turn)).add_done_callback(_log_failure)

    def forget(self, conversation: str) -> None:
        """Removes a conversation soon; never blocks or raises."""
        self._submit(lambda store: store.forget(conversation)).add_done_callback(_log_failure)

    async def find(self, query: HistoryQuery) -> tuple[HistoryEntry, ...]:
        """Conversations in which one question, with its answer, has all the words; the latest first.

        Raises:
            LedgerError: the database cannot be read.
        """
        return await self._call(lambda store: store.find(query))

    async def conversation(self, number: int) -> HistoryConversation | None:
        """A whole conversation, or None when there is none of that number.

        Raises:
            LedgerError: the database cannot be read.
        """
        return await self._call(lambda store: store.conversation(number))

    async def wipe(self) -> None:
        """Removes everything.

        Raises:
            LedgerError: a file cannot be removed.
        """
        await self._call(lambda store: store.wipe())

    async def _expire(self) -> None:
        while True:
            if self.keep_days > 0 and self._path.exists():
                days = self.keep_days
                try:
                    await self._call(lambda store, days=days: store.expire(days))  # type: ignore[misc]
                except LedgerError as error:
                    log.warning("Old conversations could not be removed: %s", error.title)
            await asyncio.sleep(EXPIRE_EVERY_S)

    async def _call(self, work: Callable[[HistoryStore], T]) -> T:
        return await asyncio.wrap_future(self._submit(work))

    def _submit(self, work: Callable[[HistoryStore], T]) -> Future[T]:
        if self._rest is not None:
            self._rest.cancel()
        self._rest = asyncio.get_running_loop().call_later(REST_S, self._let_go)
        return self._worker.submit(lambda: work(self._opened()))

    def _let_go(self) -> None:
        self._worker.submit(self._close)

    def _move(self, path: Path) -> None:
        """Worker thread."""
        self._close()
        self._store, self._path = None, path

    def _close(self) -> None:
        """Worker thread."""
        if self._store is not None:
            self._store.close()

    def _opened(self) -> HistoryStore:
        """Worker thread."""
        if self._store is None:
            from tray_router.ledger.history.store import HistoryStore

            self._store = HistoryStore(self._path, told=self._told)
        return self._store


def _log_failure(done: Future[Any]) -> None:
    error = done.exception()
    if isinstance(error, LedgerError):
        log.warning("A conversation could not be kept: %s", error.title)
    elif error is not None:
        log.error("A conversation could not be kept: %s", type(error).__name__)
