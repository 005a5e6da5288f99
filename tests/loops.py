"""Runs coroutines for tests: on the usual loop, or on one whose clock jumps instead of waiting.

On a ``VirtualTimeLoop`` a sleep of an hour takes no time, and waiting for something that can never come raises at
once instead of hanging the suite. It is for tests without sockets and without threads.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
_START = 1_000.0  # monotonic clocks start anywhere but at zero


class NothingCanHappenError(AssertionError):
    """Every task waits, no timer runs: the test would wait for ever."""


class _JumpingSelector(selectors.SelectSelector):
    """Finds out what is ready without waiting; when nothing is, moves the clock to the next timer."""

    now = _START

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise NothingCanHappenError("all tasks wait and no timer runs")
        self.now += max(timeout, 0.0)
        return []


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """A loop whose ``time()`` is moved by waiting."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def run_virtual(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs ``main()`` in virtual time; fails when it leaves a task behind."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(_tidily(main))


def run_real(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs ``main()`` in real time; fails when it leaves a task behind."""
    with asyncio.Runner() as runner:
        return runner.run(_tidily(main))


async def until(condition: Callable[[], object], limit_s: float = 20.0) -> None:
    """Waits in real time for a condition; fails when it does not come true."""
    ends = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > ends:
            raise AssertionError("it did not come true in time")
        await asyncio.sleep(0.002)


async def turns(count: int = 20) -> None:
    """Lets everything that can run now run, without moving the clock."""
    for _ in range(count):
        await asyncio.sleep(0)


async def _tidily(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    result = await main()
    for _ in range(5):  # transports and generators that are closing need a turn or two
        if len(asyncio.all_tasks()) == 1:
            break
        await asyncio.sleep(0)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert not left, f"tasks left behind: {left}"
    return result
