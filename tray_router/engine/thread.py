"""The engine's thread and the one door into it.

Rule: other threads reach the engine's state only through ``post`` (do this soon) and ``call`` (do this, I wait).
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from tray_router.errors import DaemonError

log = logging.getLogger(__name__)
T = TypeVar("T")


class EngineThread:
    """An asyncio loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def start(self) -> None:
        """Starts the thread; coroutines may be called from now on."""
        self._thread.start()

    def post(self, function: Callable[..., object], *args: object) -> None:
        """Runs ``function(*args)`` in the engine soon; returns at once, from any thread, also after the end."""
        try:
            self._loop.call_soon_threadsafe(function, *args)
        except RuntimeError:  # the loop is closed: whatever this was, it comes too late
            log.debug("Posted to an engine that has ended.")

    def call(self, coroutine: Coroutine[Any, Any, T], timeout_s: float | None = None) -> T:
        """Runs a coroutine in the engine and waits for its result; never call it from the engine itself.

        Raises:
            TimeoutError: not done within ``timeout_s``; the coroutine is cancelled.
            DaemonError: the engine has ended.
        """
        try:
            future: Future[T] = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError as error:  # the loop is closed
            coroutine.close()
            raise DaemonError("Tray Router is stopping.", "Start it again with `tray-router`.") from error
        try:
            return future.result(timeout_s)
        except TimeoutError:
            future.cancel()
            raise

    def stop(self, timeout_s: float = 5.0) -> None:
        """Ends the loop and waits for the thread."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout_s)
        elif self._thread.ident is None:  # never started
            self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            pending = asyncio.all_tasks(self._loop)
            for task in pending:
                task.cancel()
            if pending:
                self._loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
        finally:
            self._loop.close()
