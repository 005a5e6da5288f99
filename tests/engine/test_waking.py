"""Who is woken, when, and what the user is told, with the real dispatcher."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import VISION, installed
from tests.engine.fakes import Bench, bench, route, up
from tray_router.engine.waking import Waker
from tray_router.events import Completed, Routed
from tray_router.fleet.record import HostRecord
from tray_router.fleet.wake import WAKE_INTERVAL_S, WakeTarget
from tray_router.model import HostState, Request

pytestmark = pytest.mark.virtual_time
SMALL, BIG = installed("small"), installed("big")
TARGET = WakeTarget(bytes.fromhex("aabbccddeeff"), "pc")


class RecordingPort:
    """Mirrors ``engine.waking.WakePort``."""

    def __init__(self) -> None:
        self.sent: list[WakeTarget] = []

    def send(self, target: WakeTarget) -> None:
        self.sent.append(target)


def asleep(record: HostRecord) -> HostRecord:
    return replace(record, state=HostState.DOWN, problem="It does not accept connections.", loaded=())


def lab(
    *records: HostRecord, refs: tuple[str, ...] = ("big@pc", "small@mac")
) -> tuple[Bench, RecordingPort, list[float]]:
    """The route names ``pc`` first, which can be woken; and a clock for the waker."""
    made, port, now = bench(*records, routes=[route("quick", *refs)]), RecordingPort(), [100.0]
    made.dispatcher.waker = Waker(port, lambda: now[0], {"pc": TARGET})
    return made, port, now


async def test_a_sleeping_machine_is_woken_while_somebody_else_answers() -> None:
    made, port, _ = lab(asleep(up("pc", BIG)), up("mac", SMALL))
    answer = await made.run()
    assert answer
    assert port.sent == [TARGET]
    (routed,) = made.of(Routed)
    assert routed.host == "mac"
    assert routed.reasons[0] == "woke pc, which should have answered"
    (done,) = made.of(Completed)
    assert done.notice == "Woke pc, which should have answered."
    made.check_tidy()


async def test_it_is_woken_once_a_minute_and_said_with_each_answer() -> None:
    made, port, now = lab(asleep(up("pc", BIG)), up("mac", SMALL))
    for _ in range(3):
        await made.run()
    assert len(port.sent) == 1
    assert all(done.notice for done in made.of(Completed))
    now[0] += WAKE_INTERVAL_S
    await made.run()
    assert len(port.sent) == 2


async def test_nobody_is_woken_who_is_up_paused_not_wanted_or_unable() -> None:
    for sleeper, refs in (
        (up("pc", BIG), ("big@pc", "small@mac")),
        (replace(up("pc", BIG), state=HostState.PAUSED), ("big@pc", "small@mac")),
        (asleep(up("pc", BIG)), ("small@mac", "big@pc")),
        (asleep(up("pc", SMALL)), ("big@pc", "small@mac")),  # has not got the model
    ):
        made, port, _ = lab(sleeper, up("mac", SMALL), refs=refs)
        await made.run()
        assert port.sent == []
        assert made.of(Completed)[0].notice == ""


async def test_a_machine_that_cannot_be_woken_is_not() -> None:
    made, port, _ = lab(asleep(up("nas", BIG)), up("mac", SMALL), refs=("big@nas", "small@mac"))
    await made.run()
    assert port.sent == []


async def test_a_look_at_where_a_question_would_go_wakes_nobody() -> None:
    made, port, _ = lab(asleep(up("pc", BIG)), up("mac", SMALL))
    plan = made.dispatcher.plan(Request("r1", instruction="why?"))
    assert plan.candidates[0].host == "mac"
    assert port.sent == []


async def test_an_image_wakes_only_a_machine_that_sees() -> None:
    seer = installed("seer", VISION)
    made, port, _ = lab(asleep(up("pc", BIG)), up("mac", seer), refs=("big@pc", "seer@mac"))
    await made.run(Request("r1", instruction="what is it?", images=(b"\x89PNG",)))
    assert port.sent == []


async def test_a_sleeping_machine_that_answers_after_all_is_not_said_to_have_been_woken() -> None:
    made, port, _ = lab(asleep(up("pc", BIG)), refs=("big@pc",))
    await made.run()
    assert port.sent == [TARGET]
    assert [event.host for event in made.of(Routed)] == ["pc"]  # the last resort
    assert made.of(Completed)[0].notice == ""
