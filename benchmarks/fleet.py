#!/usr/bin/env python3
"""What a machine that does not answer costs, and what the engine costs when all is well.

The engine (client, tracker, dispatcher) against simulated machines on loopback, in turns with bare httpx:

- failover: from the moment of asking until the next machine has the question, medians. Refused: nothing listens.
  Black hole: packets vanish; never heard of, last heard of a minute ago, and heard of a moment ago over a connection
  that is still open. Known to be down: it is not asked at all, so what counts is what it costs beyond no failover.
- first token: one question after the other, ours against httpx with the same body.
- two hundred questions at once: what our share of each is, beyond httpx with the same bodies.
- storm: questions a second while faults come and go on three of four machines (tests/chaos).

Usage: python benchmarks/fleet.py [--trials N] [--json FILE]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import math
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.chaos.storm import MOODS, raging, storm  # noqa: E402
from tests.engine.fakes import RecordingUsage, route  # noqa: E402
from tray_router.answers.attempts import Limits  # noqa: E402
from tray_router.backends.http import httpx  # noqa: E402
from tray_router.backends.ollama import OllamaBackend, OllamaHost  # noqa: E402
from tray_router.engine.dispatch import Dispatcher  # noqa: E402
from tray_router.engine.fleet_tracker import FleetTracker  # noqa: E402
from tray_router.engine.poller import FleetPoller, PollRhythm  # noqa: E402
from tray_router.engine.routing_table import RoutingTable  # noqa: E402
from tray_router.events import AnswerEvent, Completed, Token  # noqa: E402
from tray_router.fleet.record import HostRecord  # noqa: E402
from tray_router.model import Classification, Request  # noqa: E402
from tray_router.simulator import (  # noqa: E402
    FleetThread,
    SimulatedHostSettings,
    SimulatedModel,
    fixed_answer,
    start_in_thread,
)

ANSWER = "It is so because the earth turns once a day, so that the sun seems to wander over the sky."
MODELS = {"first": SimulatedModel("small", size_bytes=4_000_000_000), "second": SimulatedModel("other")}
AT_ONCE = 200
STORM_QUESTIONS = 500


@dataclass(frozen=True)
class Figure:
    """One measured figure with the limit it is held against."""

    name: str
    value: float
    unit: str
    limit: float = math.inf

    @property
    def holds(self) -> bool:
        return self.value <= self.limit


@dataclass
class Engine:
    """The engine's parts for one measurement."""

    backend: OllamaBackend
    tracker: FleetTracker
    poller: FleetPoller
    dispatcher: Dispatcher
    usage: RecordingUsage
    offset_s: float = 0.0
    events: list[AnswerEvent] = field(default_factory=list)

    async def ask(self, number: int = 0) -> float:
        """Asks one question; returns when it was asked, in monotonic seconds."""
        self.events.clear()
        began = time.monotonic()
        await self.dispatcher.run(Request(f"r{number}", instruction="Why does the sun move?"), self.events.append)
        assert isinstance(self.events[-1], Completed), self.events
        return began


@asynccontextmanager
async def engine(urls: dict[str, str], refs: tuple[str, ...], limits: Limits | None = None) -> AsyncIterator[Engine]:
    """An engine that asks ``refs`` in order. Its clock can be moved on, so that what it knows grows old."""
    made: Engine | None = None

    def clock() -> float:
        return time.monotonic() + (made.offset_s if made is not None else 0.0)

    policies = {"quick": route("quick", *refs)}
    tracker = FleetTracker([HostRecord(name, url) for name, url in urls.items()], policies, clock)
    backend = OllamaBackend([OllamaHost(name, url) for name, url in urls.items()])
    known = Classification("quick", 0.9)
    table = RoutingTable(policies, lambda _request: known, limits or Limits(), retries_weak=False)
    usage = RecordingUsage()
    dispatcher = Dispatcher(backend, tracker, table, usage, clock)
    poller = FleetPoller(backend, tracker, clock, PollRhythm())
    made = Engine(backend, tracker, poller, dispatcher, usage)
    try:
        yield made
    finally:
        await poller.aclose()
        await backend.aclose()


# --- failover -------------------------------------------------------------------------------------------

Spoil = Callable[[Engine, FleetThread], Awaitable[None]]


async def _healthy(_made: Engine, _fleet: FleetThread) -> None:
    pass


async def _refused(_made: Engine, fleet: FleetThread) -> None:
    fleet["first"].faults.down = True


async def _hole(_made: Engine, fleet: FleetThread) -> None:
    fleet["first"].faults.black_hole = True


async def _hole_heard_long_ago(made: Engine, fleet: FleetThread) -> None:
    fleet["first"].faults.black_hole = True
    made.offset_s = 60.0


async def _hole_never_heard(_made: Engine, fleet: FleetThread) -> None:
    fleet["first"].faults.black_hole = True


async def _known_down(made: Engine, fleet: FleetThread) -> None:
    fleet["first"].faults.down = True
    await made.poller.look_once()


SPOILS: tuple[tuple[str, Spoil, tuple[str, ...], float], ...] = (
    ("no failover: the first machine has it", _healthy, ("completed",), math.inf),
    ("failover: refused", _refused, ("refused", "completed"), 20.0),
    ("failover: black hole, never heard of", _hole_never_heard, ("connect-slow", "completed"), 300.0),
    ("failover: black hole, heard long ago", _hole_heard_long_ago, ("connect-slow", "completed"), 300.0),
    ("failover: black hole, connection open", _hole, ("connect-slow", "completed"), 300.0),
    ("failover: known to be down", _known_down, ("completed",), 5.0),
)


async def failover_ms(fleet: FleetThread, spoil: Spoil, outcomes: tuple[str, ...], trials: int) -> float:
    """Median milliseconds from asking until a machine has the question."""
    times = []
    for _ in range(trials):
        for host in fleet.hosts.values():
            host.faults.reset()
        async with engine(fleet.urls, ("small@first", "other@second")) as made:
            if spoil is not _hole_never_heard:
                await made.poller.look_once()
                await made.ask()
            await spoil(made, fleet)
            for host in fleet.hosts.values():
                host.requests.clear()
            made.usage.records.clear()
            began = await made.ask()
        assert tuple(usage.outcome for usage in made.usage.records) == outcomes
        is_healthy = spoil is _healthy
        (record,) = fleet["first" if is_healthy else "second"].requests.questions
        assert is_healthy or not [r for r in fleet["first"].requests.questions if r.tokens_sent]
        times.append((record.at - began) * 1000)
    return statistics.median(times)


async def failovers(trials: int) -> list[Figure]:
    machines = [SimulatedHostSettings(name, (model,), answers=fixed_answer(ANSWER)) for name, model in MODELS.items()]
    with start_in_thread(machines) as fleet:
        return [
            Figure(name, await failover_ms(fleet, spoil, outcomes, trials), "ms", limit)
            for name, spoil, outcomes, limit in SPOILS
        ]


# --- when all is well -----------------------------------------------------------------------------------


@contextmanager
def simulator() -> Iterator[str]:
    """The fast demo fleet as a process of its own; yields the URL of ``mac``."""
    command = [sys.executable, "-m", "tray_router.simulator", "--fast"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield str(json.loads(process.stdout.readline())["urls"]["mac"])
        finally:
            process.stdin.close()


BODY = {
    "model": "qwen3:4b",
    "messages": [{"role": "system", "content": "You answer."}, {"role": "user", "content": "Why does the sun move?"}],
    "stream": True,
    "truncate": False,
    "options": {"num_ctx": 4096},
}


async def _by_httpx(client: httpx.AsyncClient, body: dict[str, Any]) -> float:
    began, first = time.perf_counter(), 0.0
    async with client.stream("POST", "/api/chat", json=body) as reply:
        async for _line in reply.aiter_lines():
            first = first or time.perf_counter() - began
    return first


async def _by_engine(made: Engine, number: int) -> float:
    began, first = time.perf_counter(), 0.0

    def emit(event: AnswerEvent) -> None:
        nonlocal first
        if isinstance(event, Token) or type(event).__name__ == "Thinking":
            first = first or time.perf_counter() - began

    await made.dispatcher.run(Request(f"r{number}", instruction="Why does the sun move?"), emit)
    return first


async def when_well(trials: int) -> list[Figure]:
    """First token and many questions at once, in turns with httpx."""
    with simulator() as url:
        limits = replace(Limits(), max_in_flight=64)
        async with (
            engine({"mac": url}, ("qwen3:4b@mac",), limits) as made,
            httpx.AsyncClient(base_url=url, trust_env=False, timeout=60, limits=httpx.Limits(max_connections=64)) as c,
        ):
            await made.poller.look_once()
            ours, theirs, many, bare_many = [], [], [], []
            for trial in range(trials + 2):
                made.tracker.heard("mac")
                pair = await _by_engine(made, trial), await _by_httpx(c, BODY)
                if trial > 1:
                    ours.append(pair[0] * 1000)
                    theirs.append(pair[1] * 1000)
            for _ in range(3):
                began = time.process_time()
                await asyncio.gather(*(_by_engine(made, number) for number in range(AT_ONCE)))
                many.append((time.process_time() - began) * 1000 / AT_ONCE)
                began = time.process_time()
                await asyncio.gather(*(_by_httpx(c, BODY) for _ in range(AT_ONCE)))
                bare_many.append((time.process_time() - began) * 1000 / AT_ONCE)
    token, bare = statistics.median(ours), statistics.median(theirs)
    return [
        Figure("first token, engine", token, "ms", 1.05 * bare + 3),
        Figure("first token, bare httpx", bare, "ms"),
        Figure(f"{AT_ONCE} at once: CPU each, engine", min(many), "ms"),
        Figure(f"{AT_ONCE} at once: CPU each, bare httpx", min(bare_many), "ms"),
    ]


async def in_a_storm() -> list[Figure]:
    """Questions a second in a storm, and how many were not answered."""
    async with storm(7, allow=lambda _pattern: None) as found:
        began = time.perf_counter()
        async with raging(found.rage(["m0", "m1", "m2"], MOODS)):
            await found.ask_many(STORM_QUESTIONS, at_once=25)
        seconds = time.perf_counter() - began
        found.check()
        tally = found.tally()
    return [
        Figure("storm: questions a second", STORM_QUESTIONS / seconds, "1/s"),
        Figure("storm: answers that broke off", tally["partial"], ""),
        Figure("storm: unanswered", STORM_QUESTIONS - tally["whole"] - tally["partial"], "", 0),
    ]


async def measure(trials: int) -> list[Figure]:
    """All figures."""
    return [*await failovers(trials), *await when_well(max(trials, 30)), *await in_a_storm()]


def main() -> int:
    """Measures, prints, and says whether every limit holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=15)
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    options = parser.parse_args()
    logging.disable(logging.ERROR)
    figures = asyncio.run(measure(options.trials))
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}")
    for figure in figures:
        limit = "" if math.isinf(figure.limit) else f"limit {figure.limit:.4g}"
        print(f"{'ok  ' if figure.holds else 'OVER'}  {figure.name:<42} {figure.value:>8.2f} {figure.unit:<4} {limit}")
    if options.json:
        options.json.write_text(json.dumps([asdict(f) for f in figures if not math.isinf(f.limit)], indent=1))
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
