"""What a test may leave behind: nothing. The root conftest puts these checks around every test.

Three kinds are looked for: asyncio tasks that are not done and loops that are not closed, threads that still run,
and log records of the program at WARNING or above that the test did not announce (fixture ``expect_log``;
``allow_log`` where chance decides whether they come).
What exists before the test's own fixtures are set up, such as a module's server thread, is not the test's.
"""

from __future__ import annotations

import asyncio
import logging
import re
import threading
import time
from collections.abc import Callable

WATCHED_LOGGERS = ("tray_router", "asyncio")  # asyncio complains about exceptions that nobody looked at
THREAD_LIMIT_S = 5.0  # a thread that was told to end gets this long to do so

# Threads that no test can end, each with its reason.
ALLOWED_THREADS = (
    re.compile(r"pytest_timeout .*"),  # the timer of pytest-timeout, cancelled after the test
    re.compile(r"Dummy-\d+"),  # a foreign thread (Qt, a C library) that once ran Python code; it has no handle to join
)


class LogWatch(logging.Handler):
    """Collects the program's warnings and errors, and holds them against what was announced."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._announced: list[re.Pattern[str]] = []
        self._allowed: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def expect(self, pattern: str) -> None:
        """Announces at least one record whose text matches ``pattern`` somewhere."""
        self._announced.append(re.compile(pattern))

    def allow(self, pattern: str) -> None:
        """Announces that records whose text matches ``pattern`` may come, or not."""
        self._allowed.append(re.compile(pattern))

    def texts(self) -> list[str]:
        """The messages so far, in order."""
        return [record.getMessage() for record in self.records]

    def complaints(self) -> list[str]:
        """Records that nobody announced, and announcements that nothing followed."""
        unexpected = [
            f"unannounced log record: {record.levelname} {record.name}: {record.getMessage()}"
            for record in self.records
            if not any(pattern.search(record.getMessage()) for pattern in self._announced + self._allowed)
        ]
        missing = [
            f"announced, but never logged: {pattern.pattern}"
            for pattern in self._announced
            if not any(pattern.search(text) for text in self.texts())
        ]
        return unexpected + missing


class LoopWatch:
    """Remembers the event loops that were made, to see afterwards whether they were left in order."""

    def __init__(self) -> None:
        self._loops: list[asyncio.AbstractEventLoop] = []

    def watching(self, make: Callable[[], asyncio.AbstractEventLoop]) -> Callable[[], asyncio.AbstractEventLoop]:
        """``asyncio.new_event_loop`` that also remembers what it made."""

        def new_event_loop() -> asyncio.AbstractEventLoop:
            loop = make()
            self._loops.append(loop)
            return loop

        return new_event_loop

    def complaints(self) -> list[str]:
        """Tasks that are not done, and loops that are open."""
        found = [f"task left behind: {task!r}" for loop in self._loops for task in asyncio.all_tasks(loop)]
        return found + [f"event loop left open: {loop!r}" for loop in self._loops if not loop.is_closed()]


def threads_now() -> set[threading.Thread]:
    """The threads that run."""
    return set(threading.enumerate())


def thread_complaints(before: set[threading.Thread], limit_s: float = THREAD_LIMIT_S) -> list[str]:
    """Threads that were not there before and do not end within ``limit_s``."""
    ends = time.monotonic() + limit_s
    left = _new_threads(before)
    while left and time.monotonic() < ends:
        left[0].join(0.01)
        left = _new_threads(before)
    return [f"thread left behind: {thread.name}" for thread in left]


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and not any(allowed.fullmatch(thread.name) for allowed in ALLOWED_THREADS)
    ]
