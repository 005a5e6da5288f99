"""Stand-ins for everything behind the engine's ports: machines that follow a script, and sinks that remember.

``test_fakes.py`` holds them against ``engine.ports``.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tests.builders import failure
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.ports import Chunk, UsageRecord
from tray_router.engine.routing_table import RoutingTable
from tray_router.errors import BackendError, FailureKind
from tray_router.events import AnswerEvent, is_terminal
from tray_router.fleet.record import HostRecord
from tray_router.model import (
    AnswerStats,
    Attempt,
    Capture,
    Classification,
    FleetSnapshot,
    HostState,
    InstalledModel,
    LoadedModel,
    Message,
    Request,
)
from tray_router.routing.plan import ModelRef, RoutePolicy

M = TypeVar("M")

# --- what a machine does during one attempt ---------------------------------------------------------------


@dataclass(frozen=True)
class Say:
    text: str


@dataclass(frozen=True)
class Think:
    text: str


@dataclass(frozen=True)
class Wait:
    seconds: float


@dataclass(frozen=True)
class Fail:
    kind: FailureKind
    needed_context: int | None = None


@dataclass(frozen=True)
class Break:
    """An exception that no backend should raise."""

    error: Exception


@dataclass(frozen=True)
class Done:
    stats: AnswerStats = field(
        default_factory=lambda: AnswerStats(prompt_tokens=3, answer_tokens=5, done_reason="stop")
    )
    text: str = ""


Step = Say | Think | Wait | Fail | Break | Done
Script = tuple[Step, ...]  # one without Done or Fail just ends
FINE_TEXT = "It is so because the earth turns once a day, so that the sun seems to wander over the sky."
FINE: Script = (Say(FINE_TEXT), Done())  # no test of weak answers objects to it


@dataclass
class FakeMachine:
    """What a machine answers to probes. ``problem`` fails every call, ``delay_s`` comes before every answer."""

    version: str = "0.33.0"
    models: tuple[InstalledModel, ...] = ()
    loaded: tuple[LoadedModel, ...] = ()
    problem: FailureKind | None = None
    list_problem: FailureKind | None = None
    delay_s: float = 0.0
    calls: list[str] = field(default_factory=list)


@dataclass(eq=False)
class FakeConnection:
    """Mirrors ``engine.ports.OpenConnection``."""

    host: str
    is_used: bool = False
    is_closed: bool = False

    async def use(self) -> None:
        self.is_used = True

    async def aclose(self) -> None:
        self.is_closed = True


class ScriptedBackend:
    """Mirrors ``engine.ports.ModelBackend``: each attempt of a model on a machine plays its next script.

    Attributes:
        asked: every attempt, in order; prompts: the messages of each.
        open_streams: answers that were begun and not closed.
        kept: machines with a kept-alive connection.
        connect_delays: seconds until a machine takes a connection; refusing: those that take none.
        connected: machines that were connected to, in order; connections: what came of it.
        unloaded: models that were told to leave the memory, as ``model@host``.
    """

    def __init__(self, machines: Mapping[str, FakeMachine] | None = None) -> None:
        self.machines = dict(machines or {})
        self.asked: list[Attempt] = []
        self.prompts: list[tuple[Message, ...]] = []
        self.preloads: list[tuple[str, int]] = []
        self.open_streams = 0
        self.is_closed = False
        self.kept: set[str] = set()
        self.connect_delays: dict[str, float] = {}
        self.refusing: set[str] = set()
        self.connected: list[str] = []
        self.connections: list[FakeConnection] = []
        self.unloaded: list[str] = []
        self.refuses_unload = False
        self._scripts: dict[str, list[Script]] = {}

    def plays(self, candidate: str, *scripts: Script) -> None:
        """What ``model@host`` does in its next attempts; after them it answers FINE."""
        self._scripts.setdefault(candidate, []).extend(scripts)

    async def version(self, host: str) -> str:
        machine = await self._called(host, "version")
        return machine.version

    async def installed_models(self, host: str) -> tuple[InstalledModel, ...]:
        machine = await self._called(host, "installed", is_list=True)
        return machine.models

    async def loaded_models(self, host: str) -> tuple[LoadedModel, ...]:
        machine = await self._called(host, "loaded", is_list=True)
        return machine.loaded

    async def describe(self, host: str, model: InstalledModel) -> InstalledModel:
        await self._called(host, f"describe {model.name}", is_list=True)
        return replace(model, family="described")

    def is_connected(self, host: str) -> bool:
        return host in self.kept

    async def connect(self, host: str, limit_s: float) -> FakeConnection:
        self.connected.append(host)
        delay_s = self.connect_delays.get(host, 0.0)
        await asyncio.sleep(min(delay_s, limit_s))
        if delay_s >= limit_s:
            raise failure(FailureKind.CONNECT_TIMEOUT, host, "")
        if host in self.refusing:
            raise failure(FailureKind.REFUSED, host, "")
        self.connections.append(FakeConnection(host))
        return self.connections[-1]

    async def unload(self, host: str, model: str) -> None:
        await self._called(host, f"unload {model}")
        if self.refuses_unload:
            raise failure(FailureKind.BUSY, host, model)
        self.unloaded.append(f"{model}@{host}")

    async def preload(self, host: str, model: str, num_ctx: int, limit_s: float) -> None:
        self.preloads.append((f"{model}@{host}", num_ctx))
        await self._called(host, f"preload {model}")

    async def chat(self, attempt: Attempt, messages: tuple[Message, ...]) -> AsyncGenerator[Chunk, None]:
        self.asked.append(attempt)
        self.prompts.append(messages)
        waiting = self._scripts.get(str(attempt.candidate), [])
        script = waiting.pop(0) if waiting else FINE
        self.open_streams += 1
        try:
            for step in script:
                chunk = await _perform(step, attempt)
                if chunk is not None:
                    yield chunk
        finally:
            self.open_streams -= 1

    async def aclose(self) -> None:
        self.is_closed = True

    async def _called(self, host: str, call: str, *, is_list: bool = False) -> FakeMachine:
        machine = self.machines[host]
        machine.calls.append(call)
        if machine.delay_s:
            await asyncio.sleep(machine.delay_s)
        problem = machine.problem or (machine.list_problem if is_list else None)
        if problem is not None:
            raise failure(problem, host, "")
        return machine


async def _perform(step: Step, attempt: Attempt) -> Chunk | None:
    match step:
        case Say(text):
            return Chunk(content=text)
        case Think(text):
            return Chunk(thinking=text)
        case Done(stats, text):
            return Chunk(content=text, stats=stats)
        case Wait(seconds):
            await asyncio.sleep(seconds)
        case Fail(kind, needed):
            candidate = attempt.candidate
            raise BackendError(
                kind,
                f"{candidate} failed: {kind}.",
                "Try again.",
                host=candidate.host,
                model=candidate.model,
                needed_context=needed,
            )
        case Break(error):
            raise error
    return None


# --- sinks and sources ------------------------------------------------------------------------------------


class RecordingUsage:
    """Mirrors ``engine.ports.UsageSink``."""

    def __init__(self) -> None:
        self.records: list[UsageRecord] = []
        self.corrections: list[tuple[str, str, str]] = []

    def record(self, usage: UsageRecord) -> None:
        self.records.append(usage)

    def corrected(self, request_id: str, chosen: str, wanted: str) -> None:
        self.corrections.append((request_id, chosen, wanted))


class RecordingListener:
    """Mirrors ``engine.ports.FleetListener``."""

    def __init__(self) -> None:
        self.snapshots: list[FleetSnapshot] = []

    def fleet_changed(self, snapshot: FleetSnapshot) -> None:
        self.snapshots.append(snapshot)


class RecordingWindow:
    """Mirrors ``engine.ports.WindowPort``."""

    def __init__(self) -> None:
        self.sent: list[object] = []

    def send(self, message: object) -> None:
        self.sent.append(message)

    def of(self, kind: type[M]) -> list[M]:
        """The messages of one type."""
        return [message for message in self.sent if isinstance(message, kind)]


class FakeSource:
    """Mirrors ``engine.ports.CaptureSource``. ``gate``, when given, holds the capture back until it is set."""

    def __init__(self, *results: Capture | Exception, gate: threading.Event | None = None) -> None:
        self._results = list(results)
        self._gate = gate
        self.threads: list[threading.Thread] = []

    def capture(self) -> Capture:
        self.threads.append(threading.current_thread())
        if self._gate is not None:
            self._gate.wait(30)
        result = self._results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


# --- a dispatcher with everything around it ---------------------------------------------------------------


@dataclass
class Bench:
    """A dispatcher, what it works with, and what it said."""

    backend: ScriptedBackend
    tracker: FleetTracker
    usage: RecordingUsage
    dispatcher: Dispatcher
    events: list[AnswerEvent] = field(default_factory=list)

    async def run(self, request: Request | None = None) -> str:
        """Answers one request; its events are added to ``events``."""
        return await self.dispatcher.run(request or Request("r1", instruction="why?"), self.events.append)

    def of(self, kind: type[M]) -> list[M]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def terminal(self) -> AnswerEvent:
        """The one terminal event, which is the last."""
        found = [event for event in self.events if is_terminal(event)]
        assert len(found) == 1, found
        assert self.events[-1] is found[0]
        return found[0]

    def check_tidy(self) -> None:
        """Nothing runs any more, as far as anybody can tell."""
        assert self.backend.open_streams == 0
        assert all(host.in_flight == 0 for host in self.tracker.snapshot().hosts)
        assert self.dispatcher.slots.is_empty
        assert all(connection.is_closed for connection in self.backend.connections)


def up(name: str, *models: InstalledModel, loaded: Iterable[str] = ()) -> HostRecord:
    """The record of a machine that is up and has ``models``; ``loaded`` are in memory with 4,096 tokens."""
    in_memory = tuple(LoadedModel(model, 4_096) for model in loaded)
    return HostRecord(name, f"http://{name}:11434", state=HostState.UP, models=models, loaded=in_memory)


def route(name: str, *refs: str) -> RoutePolicy:
    return RoutePolicy(name, tuple(map(ModelRef.parse, refs)))


def bench(
    *records: HostRecord,
    routes: Iterable[RoutePolicy] = (),
    classify: Callable[[Request], Classification] | None = None,
    retries_weak: bool = False,
) -> Bench:
    """A dispatcher for these machines; every question goes to the route ``quick``."""
    clock = asyncio.get_running_loop().time
    policies = {policy.name: policy for policy in routes}
    backend = ScriptedBackend({record.name: FakeMachine(models=record.models) for record in records})
    usage = RecordingUsage()
    tracker = FleetTracker(records, policies, clock)
    known = Classification("quick", 0.9, reasons=("because",))
    table = RoutingTable(policies, classify or (lambda request: known), retries_weak=retries_weak)
    return Bench(backend, tracker, usage, Dispatcher(backend, tracker, table, usage, clock))
