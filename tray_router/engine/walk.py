"""One question's way through its candidates: who is asked next, who is passed over, and what is tried when all failed.

Rules: something always answers (issue 4): after the plan's own candidates come models that rest after a failure, then
those once more whose failure may have passed, and machines that are down as far as is known. A machine that was lost
on the way is not asked for another of its models. Several machines with the same model are one line to wait in.
Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing

from tray_router.answers.attempts import NextStep, after_failure, may_pass
from tray_router.config.problems import listed
from tray_router.engine.connecting import OvertakenError
from tray_router.engine.first_word import FIRST_WAIT_S, WAIT_TICK_S
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.slots import Slot, SlotBoard
from tray_router.engine.tried import Tried
from tray_router.engine.turn import Turn
from tray_router.errors import BackendError, FailureKind
from tray_router.events import Waiting, WaitReason
from tray_router.model import Candidate, FleetSnapshot, HostState, Rejection, RoutePlan, canonical_model_name

log = logging.getLogger(__name__)

MAX_RIVALS = 4
SOON_S, LATER_S = 0.3, (1.0, 2.0)  # a restarted server or a runner that died is back within about a second
RESTART_S = 5.0
_OLLAMA_HINT = "Start Ollama on one of them; for other machines to reach it, set OLLAMA_HOST=0.0.0.0 there."
_NETWORK_HINT = "Is this computer's own network up? If it is, wake one of them, or allow Ollama's port in its firewall."

Ask = Callable[[Slot, Sequence[str]], Awaitable[None]]
"""Asks the slot's candidate; the names are machines that may overtake it while connecting."""
Replan = Callable[[Turn, FleetSnapshot], RoutePlan]
"""Who could answer in such a fleet, resting models included."""


class PlanWalker:
    """Walks plans; keeps nothing between two questions."""

    def __init__(self, tracker: FleetTracker, slots: SlotBoard, replan: Replan, clock: Callable[[], float]) -> None:
        self._tracker = tracker
        self._slots = slots
        self._replan = replan
        self._clock = clock

    async def walk(self, turn: Turn, ask: Ask) -> None:
        """Asks the candidates of the turn's plan, of which there is at least one, until one has answered.

        Raises:
            BackendError: nobody did; the last failure.
        """
        way = Tried(list(turn.plan.candidates))
        way.asked_though_down = {c.host for c in way.ahead if self._state(c.host) is HostState.DOWN}
        way.is_lenient = all(self._is_resting(candidate) for candidate in way.ahead)
        async with aclosing(self._refills(turn, way)) as refills:
            await self._walk(turn, way, refills, ask)

    async def _walk(self, turn: Turn, way: Tried, refills: AsyncGenerator[bool, None], ask: Ask) -> None:
        last_error: BackendError | None = None
        while True:
            candidate = self._next(turn, way)
            if candidate is None:
                if not await anext(refills, False):
                    passed = turn.plan.candidates[0]
                    gone = self._gone(way, passed) or "it failed for others"
                    raise self._in_all(way, last_error) or _all_gone(passed, gone)
                continue
            slot = await self.acquire(turn, self._alternatives(way, candidate), lambda c: bool(self._gone(way, c)))
            if slot is None:
                continue
            way.ahead.remove(slot.candidate)
            if last_error is not None:
                turn.restart_if_shown(last_error.title)
            try:
                await ask(slot, self._rivals(way, slot.candidate))
            except BackendError as error:
                if after_failure(error, has_content=bool(turn.answer), was_exact=True) is NextStep.GIVE_UP:
                    raise
                last_error = error
                self._note(turn, way, slot.candidate, error)
            else:
                return
            finally:
                slot.release()

    async def acquire(
        self, turn: Turn, options: Sequence[Candidate], is_gone: Callable[[Candidate], bool] = lambda _: False
    ) -> Slot | None:
        """A slot for one of ``options``, the first if it is free; the place in line is told while waiting.

        Returns:
            None once all of them are gone.
        """
        first, started = options[0], self._clock()

        def say(place: int) -> None:
            waited_s = self._clock() - started
            turn.emit(Waiting(turn.request.id, WaitReason.QUEUED, first.model, first.host, waited_s, place))

        return await self._slots.acquire(options, is_gone, say, _ticks(), is_background=turn.request.is_background)

    async def acquire_alone(self, turn: Turn, candidate: Candidate) -> Slot:
        """A slot for the candidate, or for the same model on another of the plan's machines.

        Raises:
            BackendError: none of them can be asked any more.
        """
        way = Tried(list(turn.plan.candidates), is_lenient=True)
        slot = await self.acquire(turn, self._alternatives(way, candidate), lambda c: bool(self._gone(way, c)))
        if slot is None:
            raise _all_gone(candidate, self._gone(way, candidate))
        return slot

    # --- who is next ---------------------------------------------------------------------------------

    def _next(self, turn: Turn, way: Tried) -> Candidate | None:
        while way.ahead:
            gone = self._gone(way, way.ahead[0])
            if not gone:
                return way.ahead[0]
            passed = way.ahead.pop(0)
            if passed.host not in way.lost:  # of those it has been said how they were lost
                turn.rejections.append(Rejection(passed.model, passed.host, gone))
        return None

    def _gone(self, way: Tried, candidate: Candidate) -> str:
        """Why the candidate cannot be asked any more, or an empty string; the plan may be minutes old."""
        state = self._state(candidate.host)
        if candidate.host in way.lost:
            return "the machine could not be reached"
        if state is HostState.PAUSED:
            return "the machine is paused"
        if state is HostState.DOWN and candidate.host not in way.asked_though_down:
            return "the machine went down meanwhile"
        if not way.is_lenient and self._is_resting(candidate):
            return "it failed a moment ago for another question"
        return ""

    def _alternatives(self, way: Tried, candidate: Candidate) -> list[Candidate]:
        """Waiting for a model in memory is shorter than loading it elsewhere; else any machine will do."""
        is_warm = self._is_loaded(candidate)
        model = canonical_model_name(candidate.model)
        others = [
            other
            for other in way.ahead
            if other != candidate
            and canonical_model_name(other.model) == model
            and not self._gone(way, other)
            and (self._is_loaded(other) or not is_warm)
        ]
        return [candidate, *others]

    def _rivals(self, way: Tried, candidate: Candidate) -> list[str]:
        hosts = (
            other.host
            for other in way.ahead
            if other.host != candidate.host and not self._gone(way, other) and self._slots.is_free(other)
        )
        return list(dict.fromkeys(hosts))[:MAX_RIVALS]

    def _note(self, turn: Turn, way: Tried, candidate: Candidate, error: BackendError) -> None:
        if isinstance(error, OvertakenError):
            way.note_overtaken(candidate, error.winner)
        else:
            way.note_failure(candidate, error)
        turn.rejections.append(Rejection(candidate.model, candidate.host, error.title.rstrip(".")))
        log.info("%s on %s did not answer (%s): %s", candidate.model, candidate.host, error.kind.value, error.title)

    # --- when all have failed ------------------------------------------------------------------------

    async def _refills(self, turn: Turn, way: Tried) -> AsyncGenerator[bool, None]:
        """Puts more candidates ahead, one kind at a time; ends when nothing is left to try."""
        way.is_lenient = True
        stages = (0.0, self._untried), (SOON_S, self._again), (0.0, self._down), *((s, self._again) for s in LATER_S)
        for pause_s, find in stages:
            if pause_s and not self._may_pass(way):
                continue
            await asyncio.sleep(pause_s)
            way.ahead = find(turn, way)
            if way.ahead:
                yield True

    def _untried(self, turn: Turn, way: Tried) -> list[Candidate]:
        """Those that rest, and those that have come up since the plan was made."""
        plan = self._replan(turn, self._tracker.snapshot())
        return [c for c in plan.candidates if way.is_new(c) and self._state(c.host) is not HostState.DOWN]

    def _down(self, turn: Turn, way: Tried) -> list[Candidate]:
        """Nobody else is left: those that count as down."""
        fleet = self._tracker.snapshot()
        hosts = tuple(h for h in fleet.hosts if h.state is HostState.DOWN and h.name not in way.lost)
        plan = self._replan(turn, FleetSnapshot(hosts=hosts, at=fleet.at))
        way.asked_though_down |= {host.name for host in hosts}
        return [c for c in plan.candidates if way.is_new(c)]

    def _again(self, turn: Turn, way: Tried) -> list[Candidate]:
        """Those whose failure may have passed, after those that have come up."""
        new, found = self._untried(turn, way), [c for c in self._may_pass(way) if self._is_up(c.host)]
        for candidate in found:
            way.forget_failure(candidate)
        return [*new, *found]

    def _may_pass(self, way: Tried) -> list[Candidate]:
        """Those whose failure may have passed, on machines that are up or went down a moment ago."""
        return [
            way.candidates[key]
            for key, kind in way.failed.items()
            if (self._is_up(key[1]) and (may_pass(kind) or kind.is_about_host))
            or (self._may_be_restarting(key[1]) and may_pass(kind))
        ]

    def _is_up(self, host: str) -> bool:
        return self._state(host) in (HostState.UP, HostState.DEGRADED)

    def _may_be_restarting(self, host: str) -> bool:
        """An update of Ollama ends the answers and takes a second or two until it listens again."""
        record = self._tracker.record(host)
        return record is not None and record.state is HostState.DOWN and self._clock() - record.since < RESTART_S

    def _in_all(self, way: Tried, last: BackendError | None) -> BackendError | None:
        """The last failure; where all of several machines are away it is not told as if one of them had failed."""
        hosts = self._tracker.snapshot().hosts
        away = [host.name for host in hosts if host.name in way.lost or host.state is HostState.DOWN]
        if last is None or not last.kind.is_about_host or len(away) != len(hosts) or len(away) == 1:
            return last
        title = f"None of your machines can be reached: {listed(away)}."
        hint = _NETWORK_HINT if FailureKind.REFUSED not in way.failed.values() else _OLLAMA_HINT
        return BackendError(last.kind, title, hint, host=last.host)

    def _state(self, host: str) -> HostState | None:
        return record.state if (record := self._tracker.record(host)) is not None else None

    def _is_resting(self, candidate: Candidate) -> bool:
        record = self._tracker.record(candidate.host)
        return record is not None and record.trouble(candidate.model, self._clock()) is not None

    def _is_loaded(self, candidate: Candidate) -> bool:
        record, model = self._tracker.record(candidate.host), canonical_model_name(candidate.model)
        return record is not None and any(canonical_model_name(m.name) == model for m in record.loaded)


def _ticks() -> Iterator[float]:
    return itertools.chain((FIRST_WAIT_S,), itertools.repeat(WAIT_TICK_S))


def _all_gone(last: Candidate, why: str) -> BackendError:
    return BackendError(
        FailureKind.UNREACHABLE,
        f"{last.model} on {last.host} cannot answer any more: {why}.",
        "`tray-router status` says how each machine is.",
        host=last.host,
    )
