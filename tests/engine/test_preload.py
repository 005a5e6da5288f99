"""Models are loaded before they are needed, where that disturbs nobody."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.builders import GB, VISION, installed
from tests.engine.fakes import FINE, Bench, FakeMachine, Wait, bench, route, up
from tests.loops import run_virtual
from tray_router.engine.preload import Preloader
from tray_router.errors import FailureKind
from tray_router.events import Routed
from tray_router.fleet.record import HostRecord
from tray_router.model import HostState, LoadedModel, ModelFigures, Override, Request

SMALL, BIG = installed("qwen3:4b"), installed("qwen3-coder:30b", size_bytes=18 * GB)
SEES = installed("llava:7b", VISION)
ROUTES = (route("quick", "qwen3:4b"), route("code", "qwen3-coder:30b", "qwen3:4b"), route("vision", "llava:7b"))


def prepared(*records: HostRecord, is_enabled: bool = True) -> tuple[Bench, Preloader]:
    made = bench(*records, routes=ROUTES)
    made.backend.machines = {record.name: FakeMachine(delay_s=5.0) for record in records}
    loop = asyncio.get_running_loop()
    table = made.dispatcher
    return made, Preloader(made.backend, made.tracker, lambda: table.table, loop.time, is_enabled=is_enabled)


def loaded(made: Bench, host: str) -> list[str]:
    found = made.tracker.snapshot().host(host)
    assert found is not None
    return [model.name for model in found.loaded]


def test_the_likely_model_is_loaded_once_with_the_context_that_a_question_asks_for() -> None:
    async def run() -> None:
        made, preloader = prepared(up("mac", SMALL))
        first = preloader.expect("quick")
        assert first is not None
        assert str(first) == "qwen3:4b@mac"
        await asyncio.sleep(1.0)
        assert preloader.expect("quick") is None  # it is being loaded
        (host,) = made.tracker.snapshot().hosts
        assert [name for name, _ in host.loading] == ["qwen3:4b"]
        await asyncio.sleep(10.0)
        assert preloader.expect("quick") is None  # it is there
        assert made.backend.preloads == [("qwen3:4b@mac", 4_096)]
        (host,) = made.tracker.snapshot().hosts
        assert (host.loading, host.loaded) == ((), (LoadedModel("qwen3:4b", 4_096),))
        known = host.figures_of("qwen3:4b")
        assert known is not None
        assert known.load_s == pytest.approx(5.0)
        await made.run(Request("r1", instruction="why?"))
        assert made.backend.asked[0].num_ctx == 4_096  # so that it is not loaded again
        await preloader.aclose()

    run_virtual(run)


@pytest.mark.parametrize(
    "record",
    [
        up("mac", SMALL, loaded=["qwen3:4b"]),
        replace(up("mac", SMALL), state=HostState.UNKNOWN),
        replace(up("mac", SMALL), state=HostState.DEGRADED),
        replace(up("mac", SMALL), state=HostState.DOWN),
        replace(up("mac", SMALL), state=HostState.PAUSED),
        replace(up("mac", SMALL, BIG), loading={"qwen3-coder:30b": 900.0}),  # one load at a time
        up("mac", BIG, loaded=["qwen3-coder:30b"]),
    ],
)
def test_nothing_is_loaded_where_it_is_there_or_may_not_be(record: HostRecord) -> None:
    async def run() -> None:
        made, preloader = prepared(record)
        assert preloader.expect("quick") is None
        assert made.backend.preloads == []

    run_virtual(run)


def test_nothing_that_is_in_use_is_pushed_out() -> None:
    async def run() -> None:
        now = asyncio.get_running_loop().time()
        holds = up("pc", SMALL, BIG, loaded=["qwen3:4b"])
        used = replace(holds, figures={"qwen3:4b": ModelFigures("qwen3:4b", used_at=now - 30.0)})
        _, preloader = prepared(used)
        assert preloader.expect("code") is None
        made, preloader = prepared(replace(used, memory_bytes=40 * GB))  # both were seen in it together
        assert preloader.expect("code") is not None
        await preloader.aclose()
        idle = replace(holds, figures={"qwen3:4b": ModelFigures("qwen3:4b", used_at=now - 600.0)})
        made, preloader = prepared(idle)
        assert preloader.expect("code") is not None
        await preloader.aclose()
        assert [name for name, _ in made.backend.preloads] in ([], ["qwen3-coder:30b@pc"])
        running = replace(idle, in_flight={"qwen3:4b": 1})
        _, preloader = prepared(running)
        assert preloader.expect("code") is None

    run_virtual(run)


def test_never_on_battery_and_not_when_switched_off() -> None:
    async def run() -> None:
        _, preloader = prepared(up("mac", SMALL), is_enabled=False)
        assert preloader.expect("quick") is None
        _, preloader = prepared(up("mac", SMALL))
        preloader.is_on_battery = True
        assert preloader.expect("quick") is None

    run_virtual(run)


def test_an_image_and_an_action_lead_to_their_models() -> None:
    async def run() -> None:
        made, preloader = prepared(up("mac", SMALL, SEES), up("pc", BIG))
        seen = preloader.expect("vision", has_image=True)
        fixed = preloader.expect("quick", Override(model="qwen3-coder:30b"))
        assert [str(one) for one in (seen, fixed)] == ["llava:7b@mac", "qwen3-coder:30b@pc"]
        await asyncio.sleep(0)
        assert [name for name, _ in made.backend.preloads] == ["llava:7b@mac", "qwen3-coder:30b@pc"]
        await preloader.aclose()

    run_virtual(run)


def test_a_load_that_fails_rests_its_model_and_is_not_tried_again_at_once() -> None:
    async def run() -> None:
        made, preloader = prepared(up("mac", SMALL))
        made.backend.machines["mac"].problem = FailureKind.OUT_OF_MEMORY
        assert preloader.expect("quick") is not None
        await asyncio.sleep(6.0)
        record = made.tracker.record("mac")
        assert record is not None
        assert (record.loading, record.loaded) == ({}, ())
        assert record.state is HostState.UP
        await preloader.aclose()

    run_virtual(run)


def test_a_question_joins_the_load_and_the_end_of_one_does_not_end_the_other() -> None:
    async def run() -> None:
        made, preloader = prepared(up("mac", SMALL))
        preloader.expect("quick")
        await asyncio.sleep(1.0)
        made.backend.plays("qwen3:4b@mac", (Wait(8.0), *FINE))
        asking = asyncio.create_task(made.run())
        await asyncio.sleep(1.0)
        asking.cancel()
        await asking
        assert [name for name, _ in made.tracker.snapshot().hosts[0].loading] in (["qwen3:4b"], [])
        await asyncio.sleep(5.0)
        assert loaded(made, "mac") == ["qwen3:4b"]  # nobody cancelled the load
        await preloader.aclose()
        made.check_tidy()

    run_virtual(run)


def test_a_model_that_came_too_late_is_loaded_for_the_next_question() -> None:
    async def run() -> None:
        slow = replace(up("pc", BIG), figures={"qwen3-coder:30b": ModelFigures("qwen3-coder:30b", load_s=60.0)})
        made, preloader = prepared(up("mac", SMALL, loaded=["qwen3:4b"]), slow)
        preloader.is_enabled = False  # what is owed is owed
        made.dispatcher.make_up_for = preloader.make_up_for
        await made.run(Request("r1", instruction="write it", override=Override(route="code")))
        (routed,) = made.of(Routed)
        assert (routed.model, routed.is_degraded) == ("qwen3:4b", True)
        assert routed.reasons[0] == "qwen3-coder:30b would need about 60 s to load"
        await asyncio.sleep(10.0)
        assert loaded(made, "pc") == ["qwen3-coder:30b"]
        made.events.clear()
        await made.run(Request("r2", instruction="write it", override=Override(route="code")))
        assert [routed.model for routed in made.of(Routed)] == ["qwen3-coder:30b"]
        await preloader.aclose()

    run_virtual(run)


def test_an_answer_leaves_its_figures_for_the_next_choice() -> None:
    async def run() -> None:
        made, _ = prepared(up("mac", SMALL, loaded=["qwen3:4b"]))
        await made.run()
        known = made.tracker.snapshot().hosts[0].figures_of("qwen3:4b")
        assert known is not None
        assert known.attempts == 1
        assert known.first_token_s is not None

    run_virtual(run)
