"""Whom a question meets on its way: lines, machines that are lost meanwhile, and what is tried when all have failed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.builders import failure, installed
from tests.engine.fakes import FINE, FINE_TEXT, Bench, Done, Fail, Say, Think, Wait, bench, route, up
from tests.loops import turns
from tray_router.errors import FailureKind
from tray_router.events import Cancelled, Completed, Failed, Restarted, Routed, Waiting, WaitReason
from tray_router.fleet import record as fleet
from tray_router.model import HostState, LoadedModel, Override, Request

K = FailureKind
SMALL, BIG, OTHER = installed("small"), installed("big", parameters_b=30.0), installed("other")
pytestmark = pytest.mark.virtual_time


@pytest.fixture(autouse=True)
def transitions_are_logged(allow_log: Callable[[str], None]) -> None:
    allow_log(r"^(mac|pc): \w+ -> (down|degraded) ")


def two(*, loaded: bool = True) -> Bench:
    """The same model on mac and pc; mac is asked first."""
    in_memory = ["small"] if loaded else []
    return bench(
        up("mac", SMALL, loaded=in_memory),
        up("pc", SMALL, loaded=in_memory),
        routes=[route("quick", "small@mac", "small@pc")],
    )


def now() -> float:
    return asyncio.get_running_loop().time()


def asked(made: Bench) -> list[str]:
    return [str(attempt.candidate) for attempt in made.backend.asked]


def request(number: int) -> Request:
    return Request(f"r{number}", instruction="why?")


# --- connecting -----------------------------------------------------------------------------------------


async def test_a_machine_that_swallows_packets_is_overtaken_and_only_one_is_asked() -> None:
    made, began = two(), now()
    made.backend.connect_delays["mac"] = 60.0
    assert await made.run() == FINE_TEXT
    assert now() - began == pytest.approx(0.25)
    assert asked(made) == ["small@pc"]
    assert [u.outcome for u in made.usage.records] == ["connect-slow", "completed"]
    assert made.of(Routed)[1].rejections[-1].reason == "mac had not taken the connection when pc had"
    made.check_tidy()


async def test_a_slow_machine_is_asked_after_all_when_the_quick_one_fails() -> None:
    made = two()
    made.backend.connect_delays["mac"] = 1.0
    made.backend.plays("small@pc", (Fail(K.OUT_OF_MEMORY),))
    assert await made.run() == FINE_TEXT
    assert asked(made) == ["small@pc", "small@mac"]
    made.check_tidy()


async def test_a_refusal_costs_no_time_at_all() -> None:
    made, began = two(), now()
    made.backend.refusing.add("mac")
    assert await made.run() == FINE_TEXT
    assert now() == began
    assert asked(made) == ["small@pc"]


async def test_connecting_is_said_when_there_is_nobody_else() -> None:
    made = bench(up("mac", SMALL, loaded=["small"]), routes=[route("quick", "small")])
    made.backend.connect_delays["mac"] = 1.5
    await made.run()
    assert [(w.reason, w.host) for w in made.of(Waiting)] == [(WaitReason.CONNECTING, "mac")] * 2


async def test_a_kept_connection_to_a_machine_heard_lately_is_used() -> None:
    made = two()
    made.backend.kept.add("mac")
    made.tracker.heard("mac")
    await made.run()
    assert made.backend.connected == []
    await asyncio.sleep(60.0)
    await made.run(request(2))
    assert made.backend.connected == ["mac"]  # it may have fallen asleep since


async def test_a_kept_connection_that_leads_nowhere_is_noticed() -> None:
    made, began = two(), now()
    made.backend.kept.add("mac")
    made.tracker.heard("mac")
    made.backend.plays("small@mac", (Wait(3_600.0), *FINE))
    made.backend.connect_delays["mac"] = 60.0
    assert await made.run() == FINE_TEXT
    assert now() - began == pytest.approx(0.25)
    assert asked(made) == ["small@mac", "small@pc"]
    made.check_tidy()


async def test_a_machine_that_takes_new_connections_may_think_as_long_as_it_likes() -> None:
    made = two()
    made.backend.kept.add("mac")
    made.tracker.heard("mac")
    made.backend.plays("small@mac", (Wait(15.0), *FINE))
    await made.run()
    assert asked(made) == ["small@mac"]
    assert made.backend.connected == ["mac"]
    made.check_tidy()


async def test_a_quick_answer_over_a_kept_connection_costs_no_proof() -> None:
    made = two()
    made.backend.kept.add("mac")
    made.tracker.heard("mac")
    made.backend.plays("small@mac", (Wait(0.04), Say("a"), Wait(5.0), Done()))
    await made.run()
    assert made.backend.connected == []


# --- lost on the way ------------------------------------------------------------------------------------


async def test_a_machine_that_is_lost_is_not_asked_for_its_other_models() -> None:
    made = bench(
        up("mac", SMALL, BIG, loaded=["small", "big"]),
        up("pc", OTHER, loaded=["other"]),
        routes=[route("quick", "small@mac", "big@mac", "other@pc")],
    )
    made.backend.plays("small@mac", (Fail(K.REFUSED),))
    await made.run()
    assert asked(made) == ["small@mac", "other@pc"]
    assert [each.model for each in made.of(Routed)[-1].rejections] == ["small"]  # which says all of that machine


@pytest.mark.parametrize(("kind", "hint"), [(K.REFUSED, "Start Ollama"), (K.CONNECT_TIMEOUT, "own network up")])
async def test_where_every_machine_is_away_the_likeliest_cause_is_named(kind: FailureKind, hint: str) -> None:
    made = two()
    for host in ("mac", "pc"):
        made.backend.plays(f"small@{host}", *[(Fail(kind),)] * 4)
    await made.run()
    assert isinstance(made.terminal, Failed)
    assert made.terminal.title == "None of your machines can be reached: mac, pc."
    assert hint in made.terminal.hint


async def test_a_machine_that_went_down_meanwhile_is_not_asked() -> None:
    made = two()
    made.backend.plays("small@mac", (Wait(5.0), Fail(K.CRASHED)))
    task = asyncio.create_task(made.run())
    await asyncio.sleep(1.0)
    gone = failure(K.REFUSED, "pc", "")
    made.tracker.apply("pc", lambda r: fleet.failed(r, gone, now()))
    assert await task == FINE_TEXT
    assert asked(made) == ["small@mac", "small@mac"]  # the crash has passed


async def test_a_load_is_not_given_up_for_one_deaf_moment() -> None:
    made = two(loaded=False)
    made.backend.plays("small@mac", (Wait(20.0), *FINE))
    task = asyncio.create_task(made.run())
    await asyncio.sleep(5.0)
    deaf = failure(K.CONNECT_TIMEOUT, "mac", "")
    made.tracker.apply("mac", lambda r: fleet.failed(r, deaf, now()))
    await asyncio.sleep(3.0)
    made.tracker.apply("mac", lambda r: fleet.answered(r, "0.33.0", 0.01, now()))
    assert await task == FINE_TEXT
    assert asked(made) == ["small@mac"]


async def test_a_load_on_a_machine_that_stays_away_is_given_up() -> None:
    made = two(loaded=False)
    made.backend.plays("small@mac", (Wait(3_600.0), *FINE))
    task = asyncio.create_task(made.run())
    await asyncio.sleep(5.0)
    deaf = failure(K.CONNECT_TIMEOUT, "mac", "")
    made.tracker.apply("mac", lambda r: fleet.failed(r, deaf, now()))
    assert await task == FINE_TEXT
    assert asked(made) == ["small@mac", "small@pc"]


# --- nobody is left -------------------------------------------------------------------------------------


async def test_a_machine_that_falls_asleep_in_the_middle_of_an_answer_is_not_waited_for_long() -> None:
    made, began = two(), now()
    made.backend.plays("small@mac", (*[Say("so ")] * 20, Say("Because "), Wait(3_600.0), *FINE))
    asyncio.get_running_loop().call_later(
        10.0, lambda: made.tracker.apply("mac", lambda r: fleet.failed(r, failure(K.CONNECT_TIMEOUT), now()))
    )
    assert (await made.run()).endswith("so Because ")
    assert isinstance(made.terminal, Failed)
    assert (made.terminal.title, made.terminal.has_partial) == ("mac went away in the middle of the answer.", True)
    assert 15.0 <= now() - began <= 17.0
    record = made.tracker.record("mac")
    assert record is not None
    assert record.figures_of("small").tokens_per_s is None  # that it was gone says nothing of its pace
    assert asked(made) == ["small@mac"]  # what has begun is not replaced unasked
    made.check_tidy()


async def test_an_answer_that_goes_on_is_read_to_its_end_whatever_the_probe_says() -> None:
    made = two()
    made.backend.plays("small@mac", (Say("Because "), Wait(4.0), Say("it "), Wait(4.0), Say("is."), Wait(4.0), *FINE))
    asyncio.get_running_loop().call_later(
        1.0, lambda: made.tracker.apply("mac", lambda r: fleet.failed(r, failure(K.CONNECT_TIMEOUT), now()))
    )
    assert (await made.run()).startswith("Because it is.")
    assert isinstance(made.terminal, Completed)
    made.check_tidy()


async def test_models_that_rest_are_asked_before_giving_up() -> None:
    made = two()
    resting = failure(K.CRASHED, "pc", "small")
    made.tracker.apply("pc", lambda r: fleet.failed(r, resting, now()))
    made.backend.plays("small@mac", (Fail(K.OUT_OF_MEMORY),))
    assert await made.run() == FINE_TEXT
    assert asked(made) == ["small@mac", "small@pc"]


async def test_machines_that_are_down_are_asked_before_giving_up() -> None:
    made = two()
    gone = failure(K.REFUSED, "pc", "")
    made.tracker.apply("pc", lambda r: fleet.failed(r, gone, now()))
    made.backend.plays("small@mac", (Fail(K.OUT_OF_MEMORY),))
    assert await made.run() == FINE_TEXT
    assert asked(made) == ["small@mac", "small@pc"]


@pytest.mark.parametrize("kind", [K.BUSY, K.CRASHED, K.INCOMPLETE])
async def test_what_may_pass_is_tried_again_a_moment_later(kind: FailureKind) -> None:
    made, began = bench(up("mac", SMALL, loaded=["small"]), routes=[route("quick", "small")]), now()
    made.backend.plays("small@mac", (Fail(kind),), (Fail(kind),))
    assert await made.run() == FINE_TEXT
    assert now() - began == pytest.approx(1.3)
    assert [u.outcome for u in made.usage.records] == [kind, kind, "completed"]


async def test_it_is_not_tried_for_ever() -> None:
    made, began = bench(up("mac", SMALL, loaded=["small"]), routes=[route("quick", "small")]), now()
    made.backend.plays("small@mac", *[(Fail(K.CRASHED),)] * 10)
    assert await made.run() == ""
    assert isinstance(made.terminal, Failed)
    assert asked(made) == ["small@mac"] * 4
    assert now() - began == pytest.approx(3.3)
    made.check_tidy()


@pytest.mark.parametrize("kind", [K.OUT_OF_MEMORY, K.LOAD_FAILED, K.MODEL_MISSING, K.REFUSED])
async def test_what_will_not_pass_is_told_at_once(kind: FailureKind) -> None:
    made, began = bench(up("mac", SMALL, loaded=["small"]), routes=[route("quick", "small")]), now()
    made.backend.plays("small@mac", (Fail(kind),))
    await made.run()
    assert isinstance(made.terminal, Failed)
    assert now() == began


async def test_an_update_of_the_only_machine_in_the_middle_of_a_load_is_waited_for() -> None:
    made = bench(up("mac", SMALL), routes=[route("quick", "small@mac")])
    made.backend.plays("small@mac", (Wait(5.0), Fail(K.INCOMPLETE)), FINE)

    async def restart() -> None:
        await asyncio.sleep(5.0)
        made.tracker.apply("mac", lambda r: fleet.failed(r, failure(K.REFUSED), now()))
        await asyncio.sleep(1.0)
        made.tracker.apply("mac", lambda r: fleet.answered(r, "0.34.0", 0.01, now()))

    _, text = await asyncio.gather(restart(), made.run())
    assert text == FINE_TEXT
    assert asked(made) == ["small@mac", "small@mac"]
    made.check_tidy()


async def test_a_machine_that_stays_away_is_not_waited_for_long() -> None:
    made, began = bench(up("mac", SMALL), routes=[route("quick", "small@mac")]), now()
    made.backend.plays("small@mac", (Wait(5.0), Fail(K.INCOMPLETE)))
    asyncio.get_running_loop().call_later(
        5.0, lambda: made.tracker.apply("mac", lambda r: fleet.failed(r, failure(K.REFUSED), now()))
    )
    await made.run()
    assert isinstance(made.terminal, Failed)
    assert now() - began < 9.0
    assert asked(made) == ["small@mac"]


async def test_a_machine_that_comes_up_meanwhile_answers() -> None:
    made = two()
    gone = failure(K.REFUSED, "pc", "")
    made.tracker.apply("pc", lambda r: fleet.failed(r, gone, now()))
    made.backend.refusing.add("pc")
    made.backend.plays("small@mac", (Fail(K.BUSY),), (Fail(K.OUT_OF_MEMORY),))
    task = asyncio.create_task(made.run())
    await asyncio.sleep(0.1)
    made.backend.refusing.clear()
    made.tracker.apply("pc", lambda r: fleet.answered(r, "0.33.0", 0.01, now()))
    assert await task == FINE_TEXT
    assert asked(made)[-1] == "small@pc"


# --- the line -------------------------------------------------------------------------------------------


async def test_questions_wait_in_line_with_their_place_and_take_what_is_free_first() -> None:
    made = two()
    for host, seconds in (("mac", 4.0), ("pc", 2.0)):
        made.backend.plays(f"small@{host}", (Say("a"), Wait(seconds), Done()))
    await asyncio.gather(*(made.run(request(number)) for number in range(4)))
    waits = [(w.request_id, w.position) for w in made.of(Waiting) if w.reason is WaitReason.QUEUED]
    assert sorted(waits) == [("r2", 1), ("r2", 1), ("r3", 2), ("r3", 2)]
    assert asked(made) == ["small@mac", "small@pc", "small@pc", "small@pc"]
    assert all(isinstance(event, Completed) for event in made.events if type(event) in (Completed, Failed))
    made.check_tidy()


async def test_a_question_in_line_does_not_leave_a_warm_model_for_a_cold_one() -> None:
    made = bench(up("mac", SMALL, loaded=["small"]), up("pc", SMALL), routes=[route("quick", "small@mac", "small@pc")])
    made.backend.plays("small@mac", (Say("a"), Wait(4.0), Done()))
    await asyncio.gather(made.run(request(1)), made.run(request(2)))
    assert asked(made) == ["small@mac", "small@mac"]


async def test_a_question_that_is_stopped_leaves_the_line() -> None:
    made = two()
    for host in ("mac", "pc"):
        made.backend.plays(f"small@{host}", (Say("a"), Wait(9.0), Done()))
    running = [asyncio.create_task(made.run(request(number))) for number in range(2)]
    await turns()
    waits = asyncio.create_task(made.run(request(2)))
    await asyncio.sleep(1.0)
    waits.cancel()
    await waits
    assert made.events[-1] == Cancelled("r2")
    assert [u.request_id for u in made.usage.records] == []
    await asyncio.gather(*running)
    made.check_tidy()


async def test_a_paused_machine_lets_go_of_those_who_wait_for_it() -> None:
    made = bench(up("mac", SMALL, loaded=["small"]), up("pc", BIG), routes=[route("quick", "small", "big")])
    made.backend.plays("small@mac", (Say("a"), Wait(30.0), Done()))
    runs = asyncio.create_task(made.run(request(1)))
    await turns()
    waits = asyncio.create_task(made.run(request(2)))
    await asyncio.sleep(1.0)
    made.tracker.apply("mac", lambda r: fleet.paused(r, now()))
    assert await waits == FINE_TEXT
    assert asked(made) == ["small@mac", "big@pc"]
    assert not runs.done()  # the present answer goes on
    await runs
    made.check_tidy()


async def test_two_cold_models_of_one_machine_are_loaded_one_after_the_other() -> None:
    made = bench(up("mac", SMALL, BIG), routes=[route("quick", "small"), route("code", "big")])
    began = now()
    made.backend.plays("small@mac", (Wait(10.0), *FINE))
    made.backend.plays("big@mac", (Wait(10.0), *FINE))
    await asyncio.gather(made.run(request(1)), made.run(Request("r2", instruction="x", override=Override(model="big"))))
    first, second = made.usage.records
    assert first.stats.total_s == second.stats.total_s == pytest.approx(10.0)
    assert now() - began == pytest.approx(20.0)
    assert {w.position for w in made.of(Waiting) if w.request_id == "r2"} == {0, 1}
    made.check_tidy()


# --- stuck ----------------------------------------------------------------------------------------------

STUCK = r"^small on mac is stuck; "


async def test_a_stuck_model_is_unloaded_and_asked_once_more(expect_log: Callable[[str], None]) -> None:
    expect_log(STUCK)
    made = two()
    made.backend.plays("small@mac", (Wait(20.0), Fail(K.SILENT)))
    assert await made.run() == FINE_TEXT
    assert made.backend.unloaded == ["small@mac"]
    assert asked(made) == ["small@mac", "small@mac"]
    assert [u.outcome for u in made.usage.records] == ["stuck", "completed"]
    assert [w.host for w in made.of(Waiting) if w.reason is WaitReason.UNSTICKING] == ["mac"]
    assert made.backend.asked[1].first_token_s > made.backend.asked[0].first_token_s  # it must be loaded
    assert made.of(Restarted) == []  # nothing had been shown
    host = made.tracker.record("mac")
    assert host is not None
    assert host.state is HostState.UP
    made.check_tidy()


async def test_a_model_that_is_still_stuck_is_left_for_the_next_machine(expect_log: Callable[[str], None]) -> None:
    expect_log(STUCK)
    made = two()
    made.backend.plays("small@mac", (Wait(20.0), Fail(K.SILENT)), (Wait(300.0), Fail(K.SILENT)))
    assert await made.run() == FINE_TEXT
    assert asked(made) == ["small@mac", "small@mac", "small@pc"]
    assert made.backend.unloaded == ["small@mac"]


async def test_it_is_not_unloaded_again_for_the_next_question(expect_log: Callable[[str], None]) -> None:
    expect_log(STUCK)
    made = two()
    made.backend.plays("small@mac", (Fail(K.SILENT),), FINE, (Fail(K.SILENT),))
    await made.run()
    await made.run(request(2))
    assert made.backend.unloaded == ["small@mac"]
    assert [u.outcome for u in made.usage.records] == ["stuck", "completed", "silent", "completed"]


async def test_a_silent_model_on_a_silent_machine_is_not_stuck() -> None:
    made = two()
    made.backend.plays("small@mac", (Wait(20.0), Fail(K.SILENT)))
    made.backend.machines["mac"].problem = K.CONNECT_TIMEOUT
    assert await made.run() == FINE_TEXT
    assert made.backend.unloaded == []
    assert [u.outcome for u in made.usage.records] == ["connect-timeout", "completed"]


async def test_a_cold_model_or_one_that_has_thought_is_not_stuck() -> None:
    cold = two(loaded=False)
    cold.backend.plays("small@mac", (Fail(K.SILENT),))
    await cold.run()
    assert cold.backend.unloaded == []
    thinks = two()
    thinks.backend.plays("small@mac", (Think("hm"), Wait(60.0), Fail(K.SILENT)))
    await thinks.run()
    assert thinks.backend.unloaded == []


async def test_an_unload_that_fails_leads_to_the_next_machine(expect_log: Callable[[str], None]) -> None:
    expect_log(STUCK)
    made = two()
    made.backend.plays("small@mac", (Fail(K.SILENT),))
    made.backend.refuses_unload = True
    assert await made.run() == FINE_TEXT
    assert asked(made) == ["small@mac", "small@pc"]
    made.check_tidy()


async def test_stopping_while_a_silent_machine_is_looked_at_is_tidy() -> None:
    made = two()
    made.backend.plays("small@mac", (Fail(K.SILENT),))
    made.backend.machines["mac"].delay_s = 2.0
    task = asyncio.create_task(made.run())
    await asyncio.sleep(1.0)
    task.cancel()
    await task
    assert made.terminal == Cancelled("r1")
    assert [u.outcome for u in made.usage.records] == ["silent"]
    made.check_tidy()


async def test_a_model_that_was_evicted_without_our_knowing_is_waited_for_like_a_cold_one() -> None:
    made = two()
    made.backend.machines["mac"].loaded = ()  # what we believe to be in memory is not
    made.backend.plays("small@mac", (Wait(90.0), *FINE))
    assert await made.run() == FINE_TEXT
    assert asked(made) == ["small@mac"]
    assert made.backend.unloaded == []
    said = [w.reason for w in made.of(Waiting)]
    assert said[0] is WaitReason.READING
    assert said[-1] is WaitReason.LOADING
    assert made.backend.machines["mac"].calls == ["loaded"]


async def test_a_warm_model_that_hangs_is_found_out_by_the_limit(expect_log: Callable[[str], None]) -> None:
    expect_log(STUCK)
    made, began = two(), now()
    made.backend.machines["mac"].loaded = (LoadedModel("small", 4_096),)
    made.backend.plays("small@mac", (Wait(3_600.0), *FINE))
    assert await made.run() == FINE_TEXT
    assert made.backend.unloaded == ["small@mac"]
    assert now() - began == pytest.approx(20.0, abs=1.0)
    assert [u.outcome for u in made.usage.records] == ["stuck", "completed"]


async def test_a_model_that_somebody_else_loads_with_another_context_is_waited_for() -> None:
    made = two()
    made.backend.machines["mac"].loaded = (LoadedModel("small", 32_768),)
    made.backend.plays("small@mac", (Wait(60.0), *FINE))
    assert await made.run() == FINE_TEXT
    assert asked(made) == ["small@mac"]


async def test_a_warm_model_whose_machine_will_not_say_what_is_loaded_is_silent(
    expect_log: Callable[[str], None],
) -> None:
    expect_log(STUCK)
    made = two()
    made.backend.machines["mac"].list_problem = K.SILENT
    made.backend.plays("small@mac", (Wait(3_600.0), *FINE))
    assert await made.run() == FINE_TEXT
    assert [u.outcome for u in made.usage.records] == ["stuck", "completed"]


async def test_a_model_that_was_evicted_and_never_comes_is_silent_not_stuck() -> None:
    made = two()
    made.backend.plays("small@mac", (Wait(320.0), Fail(K.SILENT)))
    assert await made.run() == FINE_TEXT
    assert made.backend.unloaded == []
    assert [u.outcome for u in made.usage.records] == ["silent", "completed"]
