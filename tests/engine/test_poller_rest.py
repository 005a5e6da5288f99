"""The slow rhythm while nobody asks anything, and the look that ends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.engine.fakes import FakeMachine, ScriptedBackend
from tests.loops import turns
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.poller import FleetPoller, PollRhythm
from tray_router.fleet.record import HostRecord

pytestmark = pytest.mark.virtual_time
RHYTHM = PollRhythm(alive_s=2.0, idle_s=4.0, idle_after_s=600.0, fast_s=1.0, fast_for_s=5.0, loaded_s=1e6)


@asynccontextmanager
async def watching(rhythm: PollRhythm = RHYTHM) -> AsyncIterator[tuple[FleetPoller, FakeMachine]]:
    clock = asyncio.get_running_loop().time
    machine = FakeMachine()
    backend = ScriptedBackend({"mac": machine})
    tracker = FleetTracker([HostRecord("mac", "http://mac")], {}, clock)
    poller = FleetPoller(backend, tracker, clock, rhythm)
    poller.start()
    try:
        yield poller, machine
    finally:
        await poller.aclose()


async def probes_in(machine: FakeMachine, seconds: float) -> int:
    before = machine.calls.count("version")
    await asyncio.sleep(seconds)
    return machine.calls.count("version") - before


async def test_after_ten_minutes_without_a_question_it_looks_half_as_often() -> None:
    async with watching() as (_, machine):
        await asyncio.sleep(100.5)
        assert await probes_in(machine, 100) == 50
        await asyncio.sleep(600)
        assert await probes_in(machine, 100) == 25


async def test_the_first_use_after_a_rest_looks_at_once_and_at_what_is_loaded() -> None:
    async with watching() as (poller, machine):
        await asyncio.sleep(1_000.5)
        machine.calls.clear()
        poller.note_use()
        await turns()
        assert machine.calls == ["version", "loaded"]
        assert await probes_in(machine, 101) == 50
        await asyncio.sleep(600)
        assert await probes_in(machine, 100) == 25


async def test_use_while_awake_keeps_the_rhythm_and_asks_nobody() -> None:
    async with watching() as (poller, machine):
        for _ in range(20):
            await asyncio.sleep(300)
            machine.calls.clear()
            poller.note_use()
            await turns()
            assert machine.calls == []
        assert await probes_in(machine, 100) == 50


async def test_another_rhythm_holds_from_the_next_look_on() -> None:
    async with watching() as (poller, machine):
        await asyncio.sleep(100.5)
        poller.rhythm = PollRhythm(alive_s=10.0, idle_s=20.0)
        await asyncio.sleep(2)
        assert await probes_in(machine, 100) == 10


async def test_a_quick_rhythm_is_not_slowed_down_after_a_change() -> None:
    """``fast_s`` is for machines that have just changed; it never makes the user's own rhythm slower."""
    async with watching(PollRhythm(alive_s=0.5, fast_s=1.0)) as (_, machine):
        await turns()
        assert await probes_in(machine, 4) >= 7


async def test_with_the_defaults_a_change_is_known_within_six_seconds() -> None:
    probe_limit_s = 2.0  # of the Ollama client
    assert PollRhythm().idle_s + probe_limit_s <= 6.0
