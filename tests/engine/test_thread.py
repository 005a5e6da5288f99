from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from tray_router.engine.thread import EngineThread
from tray_router.errors import DaemonError


@pytest.fixture
def engine() -> Iterator[EngineThread]:
    thread = EngineThread()
    thread.start()
    yield thread
    thread.stop()


def test_posted_work_runs_in_the_engine_in_order(engine: EngineThread) -> None:
    done, seen = threading.Event(), []
    for number in range(100):
        engine.post(lambda n: seen.append((n, threading.current_thread().name)), number)
    engine.post(done.set)
    assert done.wait(10)
    assert seen == [(number, "engine") for number in range(100)]


def test_a_call_returns_the_result_or_the_error(engine: EngineThread) -> None:
    async def add(a: int, b: int) -> int:
        await asyncio.sleep(0)
        return a + b

    async def fail() -> None:
        raise DaemonError("No.")

    assert engine.call(add(1, 2)) == 3
    with pytest.raises(DaemonError, match="No"):
        engine.call(fail(), 10)


def test_a_call_that_takes_too_long_is_cancelled(engine: EngineThread) -> None:
    cancelled = threading.Event()

    async def slow() -> None:
        try:
            await asyncio.sleep(3_600)
        finally:
            cancelled.set()

    with pytest.raises(TimeoutError):
        engine.call(slow(), 0.05)
    assert cancelled.wait(10)


def test_stopping_cancels_what_runs_and_may_be_done_twice() -> None:
    engine, cancelled = EngineThread(), threading.Event()
    engine.start()

    async def begin() -> asyncio.Task[None]:
        async def forever() -> None:
            try:
                await asyncio.sleep(3_600)
            finally:
                await asyncio.sleep(0)  # a clean-up that takes a turn is let through
                cancelled.set()

        task = asyncio.create_task(forever())
        await asyncio.sleep(0)
        return task

    task = engine.call(begin())
    engine.stop()
    assert cancelled.is_set()
    assert task.cancelled()
    engine.stop()


def test_after_the_end_posts_are_dropped_and_calls_refused() -> None:
    engine = EngineThread()
    engine.start()
    engine.stop()
    engine.post(pytest.fail, "ran after the end")

    async def late() -> None:
        pytest.fail("ran after the end")

    with pytest.raises(DaemonError):
        engine.call(late())


def test_an_engine_that_was_never_started_leaves_nothing_open() -> None:
    EngineThread().stop()


def test_what_is_posted_before_the_start_runs_after_it() -> None:
    engine, done = EngineThread(), threading.Event()
    engine.post(done.set)
    engine.start()
    assert done.wait(10)
    engine.stop()
