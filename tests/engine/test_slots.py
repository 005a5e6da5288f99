from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import installed
from tests.engine.fakes import up
from tests.loops import run_virtual, turns
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.slots import Slot, SlotBoard
from tray_router.fleet import record as fleet
from tray_router.model import Candidate

pytestmark = pytest.mark.virtual_time

SMALL, BIG = installed("small"), installed("big")
MAC, PC = Candidate("small", "mac"), Candidate("small:latest", "pc")


@dataclass
class Line:
    """A board, and who got what in which order."""

    board: SlotBoard
    tracker: FleetTracker
    limit: int = 1
    order: list[str] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    async def take(self, name: str, *options: Candidate) -> Slot | None:
        """Names in lower case are in the background."""
        places, patient = self.places.setdefault(name, []), name.islower()
        slot = await self.board.acquire(
            options, lambda c: c.host in self.gone, places.append, itertools.repeat(1.0), is_background=patient
        )
        self.order.append(f"{name}@{slot.candidate.host if slot else 'nobody'}")
        return slot

    async def begin(self, name: str, *options: Candidate) -> asyncio.Task[Slot | None]:
        task = asyncio.create_task(self.take(name, *options))
        await turns()
        return task


def line(*, loaded: bool = True, limit: int = 1) -> Line:
    in_memory = ["small", "big"] if loaded else []
    records = [up(name, SMALL, BIG, loaded=in_memory) for name in ("mac", "pc")]
    tracker = FleetTracker(records, {}, asyncio.get_running_loop().time)
    made = Line(SlotBoard(tracker, lambda: made.limit), tracker, limit)
    return made


async def stop(*tasks: asyncio.Task[Slot | None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def taken(task: asyncio.Task[Slot | None]) -> Slot:
    slot = task.result()
    assert slot is not None
    return slot


async def test_a_free_slot_is_there_at_once_and_the_next_waits_for_it() -> None:
    made = line()
    first = await made.begin("a", MAC)
    second = await made.begin("b", MAC)
    assert made.order == ["a@mac"]
    await asyncio.sleep(2.5)
    assert made.places["b"] == [1, 1]
    taken(first).release()
    taken(first).release()
    await turns()
    assert made.order == ["a@mac", "b@mac"]
    taken(second).release()
    assert made.board.is_empty


async def test_the_line_is_fair_and_tells_places() -> None:
    made = line()
    tasks = [await made.begin(name, MAC) for name in "abcd"]
    await asyncio.sleep(1.5)
    assert [made.places[name] for name in "abcd"] == [[], [1], [2], [3]]
    for task in tasks:
        taken(task).release()
        await turns()
    assert made.order == ["a@mac", "b@mac", "c@mac", "d@mac"]
    assert made.board.is_empty


async def test_other_models_on_the_machine_do_not_wait() -> None:
    made = line()
    await made.begin("a", MAC)
    await made.begin("b", Candidate("big", "mac"))
    assert made.order == ["a@mac", "b@mac"]


async def test_whoever_waits_takes_the_machine_that_is_free_first() -> None:
    made = line()
    mac, pc = await made.begin("a", MAC), await made.begin("b", PC)
    waits = await made.begin("c", MAC, PC)
    taken(pc).release()
    await turns()
    assert made.order[-1] == "c@pc"
    assert taken(waits).candidate is PC
    taken(mac).release()
    taken(waits).release()
    assert made.board.is_empty


async def test_a_second_machine_that_is_free_is_taken_at_once() -> None:
    made = line()
    await made.begin("a", MAC)
    await made.begin("b", MAC, PC)
    assert made.order == ["a@mac", "b@pc"]


async def test_nobody_overtakes_those_who_wait() -> None:
    made = line()
    first = await made.begin("a", MAC)
    await made.begin("b", MAC)
    taken(first).release()  # b has it from this moment, though it has not run yet
    late = await made.begin("c", MAC)
    assert made.order == ["a@mac", "b@mac"]
    assert not late.done()
    await stop(late)


async def test_how_many_stand_in_line_is_told_whenever_it_changes_each_of_them_once() -> None:
    made = line()
    told: list[int] = []
    made.board.on_waiting = told.append
    first, other = await made.begin("a", MAC), await made.begin("b", PC)
    assert told == []
    waits, leaves = await made.begin("c", MAC, PC), await made.begin("d", MAC, PC)
    assert told == [1, 2]
    await stop(leaves)
    taken(first).release()
    await turns()
    assert told == [1, 2, 1, 0]
    for task in (other, waits):
        taken(task).release()
    assert made.board.is_empty


async def test_whoever_leaves_is_out_of_the_line_at_once() -> None:
    made = line()
    first = await made.begin("a", MAC)
    leaves = await made.begin("b", MAC)
    stays = await made.begin("c", MAC)
    await stop(leaves)
    await asyncio.sleep(1.0)
    assert made.places["c"][-1] == 1
    taken(first).release()
    await turns()
    assert made.order == ["a@mac", "c@mac"]
    taken(stays).release()
    assert made.board.is_empty


async def test_a_slot_given_to_somebody_who_leaves_in_that_moment_is_not_lost() -> None:
    made = line()
    first = await made.begin("a", MAC)
    leaves = await made.begin("b", MAC)
    taken(first).release()
    await stop(leaves)
    assert made.board.is_empty


async def test_when_all_machines_are_gone_the_wait_ends() -> None:
    made = line()
    first = await made.begin("a", MAC)
    waits = await made.begin("b", MAC)
    made.gone.add("mac")
    assert await waits is None
    taken(first).release()
    assert made.board.is_empty


async def test_those_for_whose_answer_nobody_waits_come_last() -> None:
    made = line()
    tasks = [await made.begin(name, MAC) for name in ("A", "b", "C", "d", "E")]
    await asyncio.sleep(1.5)
    assert {name: places[-1] for name, places in made.places.items() if places} == {"b": 3, "C": 1, "d": 4, "E": 2}
    for number in (0, 2, 4, 1, 3):
        taken(tasks[number]).release()
        await turns()
    assert made.order == ["A@mac", "C@mac", "E@mac", "b@mac", "d@mac"]
    assert made.board.is_empty


async def test_room_that_comes_from_elsewhere_is_noticed() -> None:
    made = line()
    await made.begin("a", MAC)
    waits = await made.begin("b", MAC)
    made.limit = 2  # new settings
    await asyncio.sleep(1.5)
    assert waits.done()


async def test_a_larger_limit_lets_more_in() -> None:
    made = line(limit=2)
    tasks = [await made.begin(name, MAC) for name in "abc"]
    assert made.order == ["a@mac", "b@mac"]
    await stop(*tasks)


async def test_a_machine_may_take_more_than_others() -> None:
    made = line()
    made.tracker.apply("pc", lambda r: replace(r, max_in_flight=3))
    tasks = [await made.begin(name, PC) for name in "abcd"]
    assert made.order == ["a@pc", "b@pc", "c@pc"]
    await stop(*tasks)


async def test_a_machine_loads_one_model_at_a_time() -> None:
    made = line(loaded=False, limit=2)
    big = Candidate("big", "mac")
    loads = await made.begin("a", MAC)
    await made.begin("same", MAC)  # shares the load
    waits = await made.begin("b", big)
    await made.begin("c", Candidate("big", "pc"))
    assert made.order == ["a@mac", "same@mac", "c@pc"]
    made.tracker.apply("mac", lambda r: fleet.first_token(r, "small", 4_096, 0.0))
    taken(loads).has_loaded()
    taken(loads).has_loaded()
    await turns()
    assert not waits.done()  # the other question that loads the same model is not through
    await asyncio.sleep(0)
    assert not waits.done()
    await stop(waits)


async def test_after_the_load_the_next_model_is_loaded() -> None:
    made = line(loaded=False)
    loads = await made.begin("a", MAC)
    waits = await made.begin("b", Candidate("big", "mac"))
    assert not waits.done()
    taken(loads).has_loaded()
    await turns()
    assert waits.done()
    taken(loads).release()
    taken(waits).release()
    assert made.board.is_empty


async def test_a_load_that_fails_lets_the_next_one_load() -> None:
    made = line(loaded=False)
    loads = await made.begin("a", MAC)
    waits = await made.begin("b", Candidate("big", "mac"))
    taken(loads).release()
    await turns()
    assert waits.done()


async def test_a_machine_that_is_not_one_of_ours_has_no_line() -> None:
    made = line()
    for name in "abc":
        await made.begin(name, Candidate("gpt", "somewhere"))
    assert len(made.order) == 3


STEPS = st.lists(
    st.tuples(st.sampled_from(["ask", "ask", "end", "leave"]), st.integers(0, 20), st.integers(0, 5)), max_size=40
)
OPTIONS = [
    (MAC,),
    (PC,),
    (MAC, PC),
    (PC, MAC),
    (Candidate("big", "mac"),),
    (Candidate("big", "pc"), Candidate("big", "mac")),
]


@given(STEPS, st.integers(1, 3), st.booleans())
def test_whatever_happens_no_slot_is_given_twice_or_lost(
    steps: list[tuple[str, int, int]], limit: int, loaded: bool
) -> None:
    async def run() -> None:
        made = line(limit=limit, loaded=loaded)
        tasks: list[asyncio.Task[Slot | None]] = []
        for number, (step, which, options) in enumerate(steps):
            if step == "ask":
                tasks.append(await made.begin(str(number), *OPTIONS[options]))
            elif tasks:
                task = tasks.pop(which % len(tasks))
                _end(task) if step == "end" and task.done() else task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                if task.done() and not task.cancelled():
                    _end(task)
            await turns(3)
            held = [f"{taken(task).candidate}" for task in tasks if task.done()]
            assert all(held.count(name) <= limit for name in held)
        while tasks:
            await turns(3)
            done = [task for task in tasks if task.done()]
            assert done, "somebody waits though nobody asks"
            for task in done:
                _end(task)
                tasks.remove(task)
        assert made.board.is_empty

    run_virtual(run)


def _end(task: asyncio.Task[Slot | None]) -> None:
    taken(task).release()


async def test_whoever_stands_in_line_at_a_machine_that_is_paused_goes_elsewhere() -> None:
    made = line()
    mac, pc = await made.begin("a", MAC), await made.begin("b", PC)
    only_mac, either = await made.begin("c", MAC), await made.begin("d", MAC, PC)
    made.tracker.apply("mac", lambda record: fleet.paused(record, 1.0))
    made.gone.add("mac")  # as the walk says of a machine that is paused
    taken(mac).release()  # its answer has ended; nobody new begins there
    await asyncio.sleep(1.5)
    assert made.order[-1] == "c@nobody"
    assert only_mac.result() is None
    taken(pc).release()
    await turns()
    assert made.order[-1] == "d@pc"
    taken(either).release()
    assert made.board.is_empty
