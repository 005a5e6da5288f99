"""The engine with the real client against simulated machines over real sockets: no part of it is a stand-in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from tests.engine.fakes import RecordingUsage, route
from tests.loops import until
from tray_router.answers.attempts import Limits
from tray_router.backends.ollama import OllamaBackend, OllamaHost
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.poller import FleetPoller, PollRhythm
from tray_router.engine.routing_table import RoutingTable
from tray_router.events import AnswerEvent, Cancelled, Completed, Failed, Restarted, Routed, Thinking, Token, Waiting
from tray_router.fleet.record import HostRecord
from tray_router.model import Capability, Classification, HostState, Override, Request
from tray_router.simulator import (
    Cloud,
    Ending,
    LoadFailure,
    Outcome,
    SimulatedHost,
    SimulatedHostSettings,
    SimulatedModel,
    fixed_answer,
)

ANSWER = "It is so because the earth turns once a day, so that the sun seems to wander over the sky."
SMALL = SimulatedModel("small", size_bytes=4_000_000_000)
LIMITS = Limits(connect_s=20.0, first_token_warm_s=20.0, idle_s=20.0)
"""More than any noisy computer needs: a test that waits for a limit names it."""
THINKER = SimulatedModel("thinker", capabilities=frozenset({Capability.COMPLETION, Capability.THINKING}))


@dataclass
class Lab:
    """Simulated machines by name, and the engine's parts that know them."""

    machines: dict[str, SimulatedHost]
    backend: OllamaBackend
    tracker: FleetTracker
    poller: FleetPoller
    dispatcher: Dispatcher
    usage: RecordingUsage
    events: list[AnswerEvent] = field(default_factory=list)

    async def ask(self, text: str = "Why does the sun move?") -> str:
        self.events.clear()
        return await self.dispatcher.run(Request("r1", instruction=text), self.events.append)

    def names(self) -> list[str]:
        """The events' names, equal neighbours as one, without waiting, which depends on the computer."""
        found = [type(event).__name__ for event in self.events if not isinstance(event, Waiting)]
        return [name for name, before in zip(found, ["", *found], strict=False) if name != before]

    def asked(self) -> list[str]:
        return [f"{event.model}@{event.host}" for event in self.events if isinstance(event, Routed)]


@asynccontextmanager
async def lab(
    *names: str,
    models: Iterable[SimulatedModel] = (SMALL,),
    refs: Iterable[str] = ("small",),
    looks: bool = True,
    limits: Limits = LIMITS,
) -> AsyncIterator[Lab]:
    """Machines with these models; the route ``quick`` names ``refs``."""
    clock = asyncio.get_running_loop().time
    async with AsyncExitStack() as stack:
        machines = {}
        for name in names:
            settings = SimulatedHostSettings(name, tuple(models), answers=fixed_answer(ANSWER, "Hm, let me see."))
            machines[name] = await stack.enter_async_context(SimulatedHost(settings))
        backend = OllamaBackend([OllamaHost(name, machine.url) for name, machine in machines.items()])
        stack.push_async_callback(backend.aclose)
        policies = {"quick": route("quick", *refs)}
        tracker = FleetTracker([HostRecord(name, m.url) for name, m in machines.items()], policies, clock)
        rhythm = PollRhythm(alive_s=0.02, fast_s=0.02, loaded_s=0.1)
        poller, usage = FleetPoller(backend, tracker, clock, rhythm), RecordingUsage()
        stack.push_async_callback(poller.aclose)
        known = Classification("quick", 0.9)
        table = RoutingTable(policies, lambda request: known, limits)
        dispatcher = Dispatcher(backend, tracker, table, usage, clock)
        if looks:
            await poller.look_once()
        yield Lab(machines, backend, tracker, poller, dispatcher, usage)


def state(found: Lab, name: str) -> HostState:
    host = found.tracker.snapshot().host(name)
    assert host is not None
    return host.state


async def test_a_look_at_the_fleet_and_an_answer() -> None:
    async with lab("mac") as found:
        (host,) = found.tracker.snapshot().hosts
        assert (host.state, host.is_simulated, [m.name for m in host.models]) == (HostState.UP, True, ["small:latest"])
        assert found.tracker.silent_s("mac") < float("inf")  # the probe was heard
        assert await found.ask() == ANSWER
        assert found.names() == ["Routed", "Token", "Completed"]
        (routed,) = [event for event in found.events if isinstance(event, Routed)]
        assert routed.is_simulated
        (usage,) = found.usage.records
        assert usage.outcome == "completed"
        assert usage.stats.prompt_tokens
        assert usage.stats.first_token_s is not None


async def test_a_machine_that_is_down_is_passed_over_and_found_again(expect_log: Callable[[str], None]) -> None:
    expect_log("mac: up -> down")
    async with lab("mac", "pc", refs=("small@mac", "small@pc")) as found:
        found.machines["mac"].faults.down = True
        assert await found.ask() == ANSWER
        assert found.asked() == ["small:latest@mac", "small:latest@pc"]
        assert state(found, "mac") is HostState.DOWN
        await found.ask()
        assert found.asked() == ["small:latest@pc"]
        found.machines["mac"].faults.down = False
        found.poller.start()
        await until(lambda: state(found, "mac") is HostState.UP)
        await found.ask()
        assert found.asked() == ["small:latest@pc"]  # where the model is in memory
        assert "mac" in [candidate.host for candidate in found.dispatcher.plan(Request("r2", "why?")).candidates]


async def test_a_machine_in_a_black_hole_delays_nobody() -> None:
    async with lab("hole", "pc", looks=False) as found:
        found.machines["hole"].faults.black_hole = True
        look = asyncio.create_task(found.poller.look_once())
        await until(lambda: state(found, "pc") is HostState.UP)
        assert state(found, "hole") is HostState.UNKNOWN
        assert not look.done()
        assert await found.ask() == ANSWER
        look.cancel()
        await asyncio.gather(look, return_exceptions=True)


async def test_a_black_hole_is_overtaken_while_connecting() -> None:
    async with lab("hole", "pc", refs=("small@hole", "small@pc"), looks=False) as found:
        found.machines["hole"].faults.black_hole = True
        assert await found.ask() == ANSWER
        assert found.asked() == ["small@hole", "small@pc"]
        assert [u.outcome for u in found.usage.records] == ["connect-slow", "completed"]
        assert state(found, "hole") is HostState.UNKNOWN  # slow is not down
        assert found.machines["hole"].requests.total == 0


async def test_connecting_into_a_black_hole_is_given_up_when_nobody_else_is_there(
    expect_log: Callable[[str], None],
) -> None:
    expect_log("hole: unknown -> down")
    limits = replace(LIMITS, connect_s=0.8)  # the first word of waiting comes after a quarter of a second
    async with lab("hole", looks=False, limits=limits) as found:
        found.machines["hole"].faults.black_hole = True
        assert await found.ask() == ""
        assert [u.outcome for u in found.usage.records] == ["connect-timeout"]
        waits = [event.reason for event in found.events if isinstance(event, Waiting)]
        assert waits
        assert set(waits) == {"connecting"}


async def test_a_machine_that_falls_asleep_with_the_connection_open_is_left(
    allow_log: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    allow_log("hole: .* -> ")  # slow for the question, then down for the probe, or the other way round
    allow_log("pc: ")  # a busy computer may be late with the other machine's probes
    async with lab("hole", "pc", refs=("small@hole", "small@pc")) as found:
        monkeypatch.setattr("tray_router.backends.ollama.client.PROBE_LIMIT_S", 0.4)  # and three quarters to connect
        monkeypatch.setattr(OllamaBackend._json, "__defaults__", (0.4, None))
        hole = found.machines["hole"]
        hole.faults.hang = True
        answer = asyncio.create_task(found.ask())
        await until(lambda: hole.requests.questions)
        hole.faults.black_hole = True
        found.poller.start()
        assert await answer == ANSWER
        assert found.asked() == ["small:latest@hole", "small:latest@pc"]
        assert [u.outcome for u in found.usage.records][1:] == ["completed"]
        assert found.usage.records[0].outcome in ("connect-slow", "unreachable")


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"queue_full": True}, "busy"),
        ({"load_failure": LoadFailure.OUT_OF_MEMORY}, "out-of-memory"),
        ({"load_failure": LoadFailure.BROKEN}, "load-failed"),
        ({"crash_before_first": True}, "crashed"),
        ({"ending": Ending.EOF, "ending_after": 0}, "incomplete"),
    ],
)
async def test_failures_of_a_model_go_to_the_next_machine(fault: dict[str, object], outcome: str) -> None:
    async with lab("mac", "pc", refs=("small@mac", "small@pc")) as found:
        found.machines["mac"].faults.update(**fault)
        assert await found.ask() == ANSWER
        assert [u.outcome for u in found.usage.records] == [outcome, "completed"]
        assert state(found, "mac") is HostState.UP
        assert "Restarted" not in found.names()


async def test_a_stream_that_breaks_keeps_its_text(expect_log: Callable[[str], None]) -> None:
    async with lab("mac", "pc", refs=("small@mac", "small@pc")) as found:
        found.machines["mac"].faults.update(ending=Ending.CLOSE, ending_after=4)
        answer = await found.ask()
        assert answer
        assert ANSWER.startswith(answer)
        assert found.asked() == ["small:latest@mac"]
        end = found.events[-1]
        assert isinstance(end, Failed)
        assert end.has_partial
    assert found.machines["pc"].requests.questions == ()


async def test_thinking_that_breaks_off_starts_again_elsewhere_and_says_so() -> None:
    async with lab("mac", "pc", models=(THINKER,), refs=("thinker@mac", "thinker@pc")) as found:
        found.machines["mac"].faults.update(ending=Ending.CLOSE, ending_after=2)
        assert await found.ask() == ANSWER
        assert found.names() == ["Routed", "Thinking", "Restarted", "Routed", "Thinking", "Token", "Completed"]
        (restarted,) = [event for event in found.events if isinstance(event, Restarted)]
        assert "broke off" in restarted.reason
        assert [event for event in found.events if isinstance(event, Thinking)]


async def test_a_prompt_that_was_underestimated_is_asked_again_with_the_servers_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tray_router.engine.dispatch.prompt_tokens", lambda messages: 10)
    async with lab("mac") as found:
        assert await found.ask("word " * 6_000) == ANSWER
        assert found.asked() == ["small:latest@mac"] * 2
        sizes = [record.body["options"]["num_ctx"] for record in found.machines["mac"].requests.chats]
        assert sizes == [4_096, 16_384]
        assert [u.outcome for u in found.usage.records] == ["context-exceeded", "completed"]
        assert found.tracker.cooldowns() == ()


async def test_stopping_reaches_the_machine() -> None:
    async with lab("mac") as found:
        found.machines["mac"].faults.tokens_per_s = 20.0
        task = asyncio.create_task(found.ask())
        await until(lambda: any(isinstance(event, Token) for event in found.events))
        task.cancel()
        assert ANSWER.startswith(await task)
        assert isinstance(found.events[-1], Cancelled)
        (record,) = found.machines["mac"].requests.questions
        await until(lambda: record.outcome is Outcome.CLIENT_GONE)
        found.machines["mac"].faults.reset()
        assert await found.ask() == ANSWER


async def test_a_slow_load_is_shown_and_waited_for() -> None:
    async with lab("mac") as found:
        found.machines["mac"].faults.load_s = 0.6
        await found.ask()
        assert any(isinstance(event, Waiting) and event.reason == "loading" for event in found.events)
        assert isinstance(found.events[-1], Completed)
        assert len(found.machines["mac"].requests.questions) == 1


async def test_many_questions_at_once_all_end() -> None:
    async with lab("mac", "pc") as found:
        ends: list[AnswerEvent] = []

        def emit(event: AnswerEvent) -> None:
            if isinstance(event, Completed | Failed | Cancelled):
                ends.append(event)

        questions = [Request(f"r{n}", instruction="Why does the sun move?") for n in range(30)]
        answers = await asyncio.gather(*(found.dispatcher.run(question, emit) for question in questions))
        assert answers == [ANSWER] * 30
        assert sorted(end.request_id for end in ends) == sorted(question.id for question in questions)
        assert all(isinstance(end, Completed) for end in ends)
        assert all(host.in_flight == 0 for host in found.tracker.snapshot().hosts)


# --- what must not leave, and what the server loses -----------------------------------------------------

STUB = SimulatedModel("far", remote_host="https://ollama.com:443", remote_model="far:480b")


@pytest.mark.parametrize("looks", [True, False])
async def test_names_and_stubs_of_ollamas_cloud_are_never_asked(looks: bool) -> None:
    """Before the first look nobody knows what is a stub: the machine is asked for its list first."""
    refs = ("big:120b-cloud", "small:cloud@mac", "far", "small")
    async with lab("mac", models=(STUB, SMALL), refs=refs, looks=looks) as found:
        found.machines["mac"].faults.update(cloud=Cloud.SERVING, remote=Cloud.SERVING)
        assert await found.ask() == ANSWER
        for wanted in ("big:120b-cloud", "far", "far:cloud"):
            events: list[AnswerEvent] = []
            request = Request("r2", instruction="secret", override=Override(model=wanted, host="mac"))
            await found.dispatcher.run(request, events.append)
            assert isinstance(events[-1], Failed)
        assert not any(record.left_machine for record in found.machines["mac"].requests.all())
        assert {record.model.removesuffix(":latest") for record in found.machines["mac"].requests.questions} == {
            "small"
        }


async def test_a_lost_slot_is_freed_by_unloading_and_the_question_is_answered(
    expect_log: Callable[[str], None],
) -> None:
    """Ollama issue 17131, from end to end: stopping an answer loses the only slot, the next question finds out."""
    expect_log(r"^small:latest on mac is stuck; ")
    async with lab("mac", limits=replace(LIMITS, first_token_warm_s=0.4)) as found:
        mac = found.machines["mac"]
        mac.faults.update(leaks_slot=True, tokens_per_s=30.0)
        stopped = asyncio.create_task(found.ask())
        await until(lambda: any(isinstance(event, Token) for event in found.events))
        stopped.cancel()
        await stopped
        (left,) = mac.requests.questions
        await until(lambda: left.outcome is Outcome.CLIENT_GONE)
        mac.faults.reset()
        assert await found.ask() == ANSWER
        assert [u.outcome for u in found.usage.records] == ["cancelled", "stuck", "completed"]
        assert any(isinstance(event, Waiting) and event.reason == "unsticking" for event in found.events)


async def test_a_model_that_was_evicted_behind_our_back_is_loaded_and_waited_for() -> None:
    async with lab("mac", limits=replace(LIMITS, first_token_warm_s=0.3)) as found:
        assert await found.ask() == ANSWER
        mac = found.machines["mac"]
        mac.evict()
        mac.faults.load_s = 0.8
        assert await found.ask() == ANSWER
        assert [u.outcome for u in found.usage.records] == ["completed", "completed"]
        assert len(mac.requests.questions) == 2
