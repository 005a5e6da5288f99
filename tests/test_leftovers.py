"""The rules for tests hold: what is left behind is found, what is in order is not."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest

from tests.leftovers import LogWatch, LoopWatch, thread_complaints, threads_now
from tests.loops import NothingCanHappenError, run_real, run_virtual


def test_a_running_thread_is_found_and_an_ended_one_is_not() -> None:
    before, go = threads_now(), threading.Event()
    thread = threading.Thread(target=go.wait, name="forgotten")
    thread.start()
    assert thread_complaints(before, limit_s=0.0) == ["thread left behind: forgotten"]
    go.set()
    assert thread_complaints(before) == []


def test_open_loops_and_waiting_tasks_are_found() -> None:
    watch = LoopWatch()
    loop = watch.watching(asyncio.new_event_loop)()
    task = loop.create_task(asyncio.sleep(3600))
    loop.run_until_complete(asyncio.sleep(0))
    assert [text.split(":")[0] for text in watch.complaints()] == ["task left behind", "event loop left open"]
    task.cancel()
    loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
    loop.close()
    assert watch.complaints() == []


def test_unannounced_and_missing_records_are_found() -> None:
    watch, logger = LogWatch(), logging.getLogger("not_of_the_program")
    logger.addHandler(watch)
    logger.propagate = False
    logger.warning("the %s is on fire", "house")
    logger.info("all is well")
    watch.expect("flood")
    assert watch.complaints() == [
        "unannounced log record: WARNING not_of_the_program: the house is on fire",
        "announced, but never logged: flood",
    ]
    logger.warning("a flood")
    watch.expect("^the house")
    assert watch.complaints() == []


def test_a_forgotten_task_fails_a_coroutine_test() -> None:
    kept = []

    async def forgetful() -> None:
        kept.append(asyncio.create_task(asyncio.sleep(3600)))

    for run in (run_real, run_virtual):
        with pytest.raises(AssertionError, match="tasks left behind"):
            run(forgetful)


def test_virtual_time_jumps_and_refuses_to_wait_for_ever() -> None:
    async def sleepy() -> float:
        started = asyncio.get_running_loop().time()
        await asyncio.gather(asyncio.sleep(3600), asyncio.sleep(7200))
        return asyncio.get_running_loop().time() - started

    assert run_virtual(sleepy) == pytest.approx(7200)
    with pytest.raises(NothingCanHappenError):
        run_virtual(lambda: asyncio.Event().wait())
