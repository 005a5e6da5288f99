"""While one machine that can answer lives, every question is answered, once; and nothing is left behind.

A thousand questions in the normal suite. ``TRAY_ROUTER_SOAK=20`` runs twenty more storms of another seed each.
"""

from __future__ import annotations

import asyncio
import gc
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos.storm import CALM, CUTS, MOODS, raging, storm
from tests.loops import until
from tray_router.model import HostState

Allow = Callable[[str], None]
SOAK = range(100, 100 + int(os.environ.get("TRAY_ROUTER_SOAK", "0")))
OWN_CODE = [tracemalloc.Filter(True, f"*/{part}/*") for part in ("tray_router/engine", "tray_router/backends", "fleet")]
GROWTH_BYTES = 60_000  # four hundred questions that each kept one small object would show


@pytest.mark.parametrize("seed", [1, *SOAK])
async def test_one_steady_machine_is_enough(seed: int, allow_log: Allow) -> None:
    async with storm(seed, allow=allow_log) as found:
        async with raging(found.rage(["m0", "m1", "m2"], MOODS)):
            await found.ask_many(400, at_once=25)
        found.check()
        assert found.tally()["whole"] >= 390  # a machine may go down in the middle of an answer, which then stays
        assert {mood for mood, _ in MOODS} & set(found.moods)
        failed = [usage for usage in found.usage.records if usage.outcome != "completed"]
        assert len(failed) > 10  # there was a storm


@pytest.mark.parametrize("seed", [2, *SOAK])
async def test_the_steady_machine_may_change(seed: int, allow_log: Allow) -> None:
    async with storm(seed, allow=allow_log) as found:
        async with raging(found.wander(MOODS)):
            await found.ask_many(400, at_once=25, stops=0.05)
        found.check()
        assert found.tally()["whole"] >= 350


@pytest.mark.parametrize("seed", [3, *SOAK])
async def test_answers_that_break_off_keep_their_text_and_are_asked_nowhere_else(seed: int, allow_log: Allow) -> None:
    async with storm(seed, allow=allow_log) as found:
        async with raging(found.wander((*MOODS, *CUTS, *CUTS, *CUTS))):
            await found.ask_many(200, at_once=25, stops=0.05)
        found.check()


@pytest.mark.parametrize("seed", [4, *SOAK])
async def test_machines_that_nobody_has_heard_of_yet(seed: int, allow_log: Allow) -> None:
    """The first questions come before the first probe has; three of four machines are in no state to answer."""
    async with storm(seed, calm_first=False, allow=allow_log) as found:
        for name, fault in (("m0", "black_hole"), ("m1", "down"), ("m2", "queue_full")):
            found.set_mood(name, (fault, {fault: True}))
        await found.ask_many(20, at_once=20)
        found.check()
        assert found.tally() == {"whole": 20}


async def test_after_the_storm_everything_is_as_before(allow_log: Allow) -> None:
    files_before = _open_files()
    async with storm(5, allow=allow_log) as found:
        async with raging(found.rage(["m0", "m1"], MOODS)):
            await found.ask_many(100, at_once=20)
        for name in found.machines:
            found.set_mood(name, CALM)
        answers = (HostState.UP, HostState.DEGRADED)  # the latter when it has come and gone too often
        await until(lambda: all(host.state in answers for host in found.tracker.snapshot().hosts))
        tasks_before = len(asyncio.all_tasks())
        tracemalloc.start()
        try:
            before = _traced(found.forget)
            async with raging(found.rage(["m0", "m1"], MOODS)):
                await found.ask_many(200, at_once=20)
            for name in found.machines:
                found.set_mood(name, CALM)
            found.check()
            await until(lambda: len(asyncio.all_tasks()) <= tasks_before)
            grown = _traced(found.forget) - before
        finally:
            tracemalloc.stop()
        assert grown < GROWTH_BYTES
        assert not found.backend.is_busy
    await until(lambda: _open_files() <= files_before)


def _traced(forget: Callable[[], None]) -> int:
    """Bytes that our own code holds, without what the test itself keeps."""
    forget()
    gc.collect()
    if not tracemalloc.is_tracing():
        return 0
    return sum(stat.size for stat in tracemalloc.take_snapshot().filter_traces(OWN_CODE).statistics("filename"))


def _open_files() -> int:
    """File descriptors of this process; 0 where they cannot be counted."""
    listing = Path("/proc/self/fd")
    return len(list(listing.iterdir())) if listing.is_dir() else 0
