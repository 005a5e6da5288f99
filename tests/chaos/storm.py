"""A storm over a simulated fleet: seeded random faults that come and go while questions are asked.

Everything is real but the machines: client, sockets, poller, dispatcher. The same seed gives the same faults and the
same questions; which question meets which fault depends on the computer, so what is checked holds whatever it meets.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.engine.fakes import RecordingUsage, route
from tray_router.answers.attempts import Limits
from tray_router.backends.ollama import OllamaBackend, OllamaHost
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.poller import FleetPoller, PollRhythm
from tray_router.engine.routing_table import RoutingTable
from tray_router.events import AnswerEvent, Cancelled, Completed, Failed, is_terminal
from tray_router.fleet.record import HostRecord
from tray_router.model import Classification, Request
from tray_router.simulator import (
    Ending,
    Front,
    LoadFailure,
    RequestRecord,
    SimulatedHost,
    SimulatedHostSettings,
    SimulatedModel,
    fixed_answer,
)
from tray_router.simulator.answers import split_tokens

ANSWER = "It is so because the earth turns once a day, so that the sun seems to wander over the sky."
SMALL = SimulatedModel("small", size_bytes=4_000_000_000, load_s=0.01)
BIG = SimulatedModel("big", size_bytes=18_000_000_000, parameter_size="30B", load_s=0.03)
TOKENS = len(split_tokens(ANSWER))
LOST_ON_THE_WAY = ("connect-slow", "connect-timeout", "unreachable", "silent", "incomplete")  # sent, but never arrived
LIMITS = Limits(connect_s=0.6, first_token_warm_s=0.8, first_token_cold_s=2.0, idle_s=0.6, total_s=20.0)

Mood = tuple[str, dict[str, Any]]
CALM: Mood = ("calm", {})
MOODS: tuple[Mood, ...] = (
    ("down", {"down": True}),
    ("black hole", {"black_hole": True}),
    ("accepts and says nothing", {"startup_hang": True}),
    ("hangs", {"hang": True}),
    ("queue full", {"queue_full": True}),
    ("out of memory", {"load_failure": LoadFailure.OUT_OF_MEMORY}),
    ("load fails", {"load_failure": LoadFailure.BROKEN}),
    ("crashes at once", {"crash_before_first": True}),
    ("empty reply", {"ending": Ending.EOF, "ending_after": 0}),
    ("reset at once", {"ending": Ending.RESET, "ending_after": 0}),
    ("slow load", {"load_s": 0.3}),
    ("slow", {"tokens_per_s": 150.0}),
    ("bad gateway", {"front": Front.BAD_GATEWAY}),
    ("login page", {"front": Front.LOGIN_PAGE}),
    ("forbidden", {"front": Front.FORBIDDEN}),
    ("late", {"reply_delay_s": 0.05}),
    ("leaks slots", {"leaks_slot": True}),
)
CUTS: tuple[Mood, ...] = (
    ("cut", {"ending": Ending.CLOSE, "ending_after": 4}),
    ("reset", {"ending": Ending.RESET, "ending_after": 3}),
    ("stalls", {"ending": Ending.STALL, "ending_after": 3}),
    ("garbage", {"ending": Ending.GARBAGE, "ending_after": 2}),
    ("runner dies", {"ending": Ending.CRASH, "ending_after": 2}),
)


@dataclass
class Asked:
    """One question and what came of it."""

    request: Request
    events: list[AnswerEvent] = field(default_factory=list)
    answer: str = ""
    was_stopped: bool = False

    @property
    def terminal(self) -> list[AnswerEvent]:
        return [event for event in self.events if is_terminal(event)]

    @property
    def is_whole(self) -> bool:
        return isinstance(self.events[-1], Completed) and self.answer == ANSWER

    @property
    def is_partial(self) -> bool:
        end = self.events[-1]
        return isinstance(end, Failed) and end.has_partial and ANSWER.startswith(self.answer) and bool(self.answer)


@dataclass
class Storm:
    """The machines, the engine's parts that know them, and everything that was asked."""

    machines: dict[str, SimulatedHost]
    backend: OllamaBackend
    tracker: FleetTracker
    poller: FleetPoller
    dispatcher: Dispatcher
    usage: RecordingUsage
    dice: random.Random
    asked: list[Asked] = field(default_factory=list)
    moods: Counter[str] = field(default_factory=Counter)

    def set_mood(self, name: str, mood: Mood) -> None:
        """One machine behaves so from now on."""
        self.moods[mood[0]] += 1
        faults = self.machines[name].faults
        faults.reset()
        if mood[1]:
            faults.update(**mood[1])

    async def rage(self, victims: Sequence[str], moods: Sequence[Mood]) -> None:
        """Changes the mood of one of ``victims`` every few hundredths of a second, until cancelled."""
        while True:
            await asyncio.sleep(self.dice.uniform(0.01, 0.06))
            victim = self.dice.choice(victims)
            self.set_mood(victim, CALM if self.dice.random() < 0.35 else self.dice.choice(moods))
            if self.dice.random() < 0.1:
                self.machines[victim].drop_connections()
            if self.dice.random() < 0.1:
                self.machines[victim].evict()

    async def wander(self, moods: Sequence[Mood]) -> None:
        """All machines rage but one; which one changes, after the next one has been well for a while."""
        names = list(self.machines)
        well = names[0]
        while True:
            async with raging(self.rage([name for name in names if name != well], moods)):
                await asyncio.sleep(0.4)
            well = self.dice.choice([name for name in names if name != well])
            self.set_mood(well, CALM)
            await asyncio.sleep(0.1)

    async def ask_many(self, count: int, at_once: int, *, stops: float = 0.0) -> None:
        """Asks ``count`` questions, ``at_once`` of them at a time; the share ``stops`` is stopped on the way."""
        gate = asyncio.Semaphore(at_once)
        first = len(self.asked)
        stop_after_s = [self.dice.uniform(0.0, 0.2) if self.dice.random() < stops else None for _ in range(count)]
        names = [f"q{first + number}-" for number in range(count)]
        await asyncio.gather(*(self._ask(*fate, gate) for fate in zip(names, stop_after_s, strict=True)))

    async def _ask(self, name: str, stop_after_s: float | None, gate: asyncio.Semaphore) -> None:
        asked = Asked(Request(name, instruction=f"{name} Why does the sun move?"))
        async with gate:
            self.asked.append(asked)
            task = asyncio.create_task(self.dispatcher.run(asked.request, asked.events.append))
            if stop_after_s is not None:
                await asyncio.wait({task}, timeout=stop_after_s)
                task.cancel()
            asked.answer = await task
            asked.was_stopped = stop_after_s is not None and isinstance(asked.events[-1], Cancelled)

    # --- what must hold whatever came -----------------------------------------------------------------

    def check(self) -> None:
        """Every question ended in exactly one terminal event, and with an answer unless it was stopped.

        An answer that broke off in the middle, because its machine did, is one: what came is kept, and said to be so.
        """
        for asked in self.asked:
            assert len(asked.terminal) == 1, asked.terminal
            assert asked.events[-1] is asked.terminal[0]
            assert all(getattr(event, "request_id", "") == asked.request.id for event in asked.events)
            if not asked.was_stopped:
                assert asked.is_whole or asked.is_partial, f"unanswered: {asked.events}"
        self._check_generations()
        assert self.dispatcher.slots.is_empty
        assert all(host.in_flight == 0 for host in self.tracker.snapshot().hosts)

    def _check_generations(self) -> None:
        """Nobody was asked beside or after somebody who answered."""
        outcomes: dict[str, list[str]] = {}
        for usage in self.usage.records:
            outcomes.setdefault(usage.request_id, []).append(usage.outcome)
        for asked in self.asked:
            told = outcomes.get(asked.request.id, [])
            assert "completed" not in told[:-1], told
            got = self.generations(asked.request.id)
            assert len(got) <= len(told), (told, [record.summary() for record in got])
            whole = [record for record in got if record.tokens_sent == TOKENS]
            lost = [outcome for outcome in told if outcome in LOST_ON_THE_WAY]
            assert len(whole) <= 1 + len(lost), told

    def generations(self, request_id: str) -> list[RequestRecord]:
        """Every question that reached a machine for this request."""
        return [
            record
            for machine in self.machines.values()
            for record in machine.requests.questions
            if record.prompt.startswith(f"{request_id} ")
        ]

    def forget(self) -> None:
        """Drops what the storm itself remembers."""
        self.asked.clear()
        self.usage.records.clear()
        for machine in self.machines.values():
            machine.requests.clear()

    def tally(self) -> Counter[str]:
        """How many questions ended how."""
        return Counter(
            "stopped" if asked.was_stopped else "whole" if asked.is_whole else "partial" for asked in self.asked
        )


@asynccontextmanager
async def storm(
    seed: int, machines: int = 4, *, calm_first: bool = True, limits: Limits = LIMITS, allow: Callable[[str], None]
) -> AsyncIterator[Storm]:
    """A fleet of machines ``m0`` … with the same two models, polled quickly."""
    allow(r"^m\d: \w+ -> ")
    allow(r"^m\d comes and goes")
    allow(r"^\w+(:latest)? on m\d is stuck; ")
    clock = asyncio.get_running_loop().time
    hosts = {
        f"m{number}": SimulatedHost(
            SimulatedHostSettings(f"m{number}", (SMALL, BIG), slots=1 + number % 2, answers=fixed_answer(ANSWER))
        )
        for number in range(machines)
    }
    backend: OllamaBackend | None = None
    poller: FleetPoller | None = None
    try:
        for host in hosts.values():
            await host.start()
        backend = OllamaBackend([OllamaHost(name, host.url) for name, host in hosts.items()])
        policies = {"quick": route("quick", "small", "big")}
        tracker = FleetTracker([HostRecord(name, host.url) for name, host in hosts.items()], policies, clock)
        poller = FleetPoller(backend, tracker, clock, PollRhythm(alive_s=0.1, fast_s=0.05, loaded_s=0.5))
        usage = RecordingUsage()
        known = Classification("quick", 0.9)
        table = RoutingTable(policies, lambda _request: known, limits, retries_weak=False)
        if calm_first:
            await poller.look_once()
        poller.start()
        dispatcher = Dispatcher(backend, tracker, table, usage, clock)
        yield Storm(hosts, backend, tracker, poller, dispatcher, usage, random.Random(seed))
    finally:
        if poller is not None:
            await poller.aclose()
        if backend is not None:
            await backend.aclose()
        await asyncio.gather(*(host.aclose() for host in hosts.values()))


@asynccontextmanager
async def raging(work: Any) -> AsyncIterator[None]:
    """Lets the faults come and go inside the block."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        results = await asyncio.gather(task, return_exceptions=True)
        assert isinstance(results[0], asyncio.CancelledError), results
