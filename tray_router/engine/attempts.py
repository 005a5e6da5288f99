"""One attempt at a time: asks one model on one machine, streams what comes, keeps the fleet's record and the ledger.

Rules: a machine that works without sending anything is waited for and shown, not abandoned while its liveness probe is
answered; whatever happens, the request is taken off the machine's record again and one usage record is written. Runs in
the engine's loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from tray_router.answers.attempts import Limits, NextStep, after_failure, plan_attempt
from tray_router.answers.weak import StreamingCheck, WeakReason
from tray_router.engine.candidate_failures import broken_stream, empty_stream, stuck_model
from tray_router.engine.connecting import HEAD_START_S, ConnectRace
from tray_router.engine.first_word import PROOF_AFTER_S, FirstWord, Prove
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.ports import Chunk, ModelBackend, OpenConnection, UsageSink
from tray_router.engine.presence import while_there
from tray_router.engine.slots import Slot
from tray_router.engine.turn import Turn
from tray_router.engine.usage_record import usage_record
from tray_router.errors import BackendError, FailureKind, would_leave
from tray_router.events import Waiting, WaitReason
from tray_router.fleet import record as fleet_record
from tray_router.fleet.figures import FinishedAnswer
from tray_router.model import AnswerStats, Attempt, Candidate, HostStatus, canonical_model_name, longest_context

FRESH_S = 6.0  # longer than the usual time between two probes: silence for so long says nothing about a machine
UNSTICK_REST_S = 120.0  # a model is not unloaded again so soon: others may be waiting in the server's own line

log = logging.getLogger(__name__)


class EarlyVerdictError(Exception):
    """The answer is certainly weak before its end, and somebody bigger can be asked; the stream has been closed."""

    def __init__(self, reason: WeakReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class AttemptRunner:
    """Asks candidates."""

    def __init__(
        self, backend: ModelBackend, tracker: FleetTracker, usage: UsageSink, clock: Callable[[], float]
    ) -> None:
        self.backend = backend
        self._tracker = tracker
        self._usage = usage
        self._clock = clock
        self._first_word = FirstWord(tracker, clock)
        self._unstuck_at: dict[str, float] = {}

    def race(self) -> ConnectRace:
        """A race for the connections of one question."""
        return ConnectRace(self._dial, self._note_failure)

    async def _dial(self, host: str, limit_s: float) -> OpenConnection:
        return await self.backend.connect(host, limit_s)  # of the present settings, not of those at the beginning

    async def ask(
        self,
        turn: Turn,
        slot: Slot,
        limits: Limits,
        rivals: Sequence[str] = (),
        *,
        think: bool | None,
        stops_when_weak: bool,
    ) -> None:
        """Asks the slot's candidate; once more when the server named the context that the prompt needs, and once more
        after a stuck model was taken out of memory.

        Args:
            rivals: machines that may overtake this one while it is being connected to.
            stops_when_weak: leave in the middle when the answer is certainly weak.

        Raises:
            BackendError: it failed; ``turn.answer`` holds what had come.
            EarlyVerdictError: see ``stops_when_weak``.
        """
        candidate, needed, may_be_stuck = slot.candidate, None, True
        while True:
            try:
                return await self._attempt(
                    turn, slot, limits, rivals, think=think, stops_when_weak=stops_when_weak, exact_context=needed
                )
            except BackendError as error:
                step = after_failure(error, has_content=bool(turn.answer), was_exact=needed is not None)
                if step is NextStep.SAME_WITH_EXACT_CONTEXT and self._fits(candidate, limits, error.needed_context):
                    needed = error.needed_context
                elif error.kind is FailureKind.STUCK and may_be_stuck:
                    may_be_stuck = False
                    await self._unstick(turn, candidate)
                else:
                    raise
                turn.restart_if_shown(error.title)

    async def _unstick(self, turn: Turn, candidate: Candidate) -> None:
        """Takes the model out of memory, which frees the slots that the server has lost (contract, section 5).

        Raises:
            BackendError: the machine does not answer, or will not.
        """
        log.warning("%s on %s is stuck; it is unloaded and asked once more.", candidate.model, candidate.host)
        turn.emit(Waiting(turn.request.id, WaitReason.UNSTICKING, candidate.model, candidate.host))
        self._unstuck_at[str(candidate)] = self._clock()
        try:
            await self.backend.unload(candidate.host, candidate.model)
        except BackendError as error:
            self._note_failure(error)
            raise
        self._tracker.apply(candidate.host, lambda r: fleet_record.unloaded(r, candidate.model))

    def _note_failure(self, error: BackendError) -> None:
        self._tracker.apply(error.host, lambda r: fleet_record.failed(r, error, self._clock()))

    def _fits(self, candidate: Candidate, limits: Limits, needed: int | None) -> bool:
        host = self._tracker.snapshot().host(candidate.host)
        installed = host.installed(candidate.model) if host else None
        limit = longest_context(installed.context_length if installed else None, limits.num_ctx_max)
        return needed is not None and (limit is None or needed < limit)

    async def _attempt(
        self,
        turn: Turn,
        slot: Slot,
        limits: Limits,
        rivals: Sequence[str],
        *,
        think: bool | None,
        stops_when_weak: bool,
        exact_context: int | None = None,
    ) -> None:
        candidate = slot.candidate
        host = self._tracker.snapshot().host(candidate.host)
        turn.attempts += 1
        attempt = plan_attempt(
            turn.attempts,
            candidate,
            host,
            turn.estimated_tokens,
            limits,
            think=think,
            exact_context=exact_context,
        )
        turn.emit(turn.routed(candidate, is_simulated=host.is_simulated if host else False))
        started, outcome = self._clock(), "unexpected"
        was_cold = host is None or host.loaded_model(candidate.model) is None
        joined_load = host is not None and canonical_model_name(candidate.model) in dict(host.loading)
        self._tracker.apply(candidate.host, lambda r: fleet_record.request_started(r, candidate.model, started))
        try:
            was_kept = await self._connect(turn, attempt, rivals)
            if host is not None and not host.models:
                await self._check_stays_here(candidate)
            prove = self._proof(turn, attempt, rivals) if was_kept else None
            await self._stream(turn, slot, attempt, prove, stops_when_weak=stops_when_weak)
            outcome, turn.answered_by = "completed", candidate
            self._measured(turn, candidate, was_cold=was_cold, joined_load=joined_load)
        except BackendError as error:
            outcome = error.kind.value  # for one who stops while the machine is looked at
            host_now = self._tracker.snapshot().host(candidate.host)  # what counted as loaded may not have been
            had_to_load = _will_load(host, attempt) or _will_load(host_now, attempt)
            failure = await self._diagnosed(turn, attempt, error, will_load=had_to_load)
            outcome = failure.kind.value
            self._note_failure(failure)
            if failure is error:
                raise
            raise failure from error
        except EarlyVerdictError as verdict:
            outcome, turn.answered_by = f"weak:{verdict.reason.value}", candidate
            raise
        except asyncio.CancelledError:
            outcome = "cancelled"
            raise
        finally:
            self._tracker.apply(candidate.host, lambda r: fleet_record.request_ended(r, candidate.model))
            took_s, fleet = self._clock() - started, self._tracker.snapshot()
            self._usage.record(usage_record(turn, candidate, outcome, took_s, fleet))

    async def _connect(self, turn: Turn, attempt: Attempt, rivals: Sequence[str]) -> bool:
        """Sees to a connection to the machine; True when a kept one will do, for the machine was heard lately."""
        candidate = attempt.candidate
        if self.backend.is_connected(candidate.host) and self._tracker.silent_s(candidate.host) < FRESH_S:
            return True
        started = self._clock()

        def say() -> None:
            waited_s = self._clock() - started
            turn.emit(Waiting(turn.request.id, WaitReason.CONNECTING, candidate.model, candidate.host, waited_s))

        connection = await turn.race.reach(candidate.host, rivals, attempt.connect_s, say)
        turn.race.keep(connection)
        await connection.use()
        return False

    async def _check_stays_here(self, candidate: Candidate) -> None:
        """For a machine that has not said what it has: a model of another server's must not get the question.

        Raises:
            BackendError: the machine does not list its models, or passes this one on.
        """
        wanted = canonical_model_name(candidate.model)
        listed = await self.backend.installed_models(candidate.host)
        if not candidate.is_cloud and any(m.is_remote and canonical_model_name(m.name) == wanted for m in listed):
            raise would_leave(candidate.model, candidate.host)

    def _proof(self, turn: Turn, attempt: Attempt, rivals: Sequence[str]) -> Prove:
        """For a request on a kept connection: whether the machine still takes new ones."""

        async def prove() -> None:
            connection = await turn.race.reach(
                attempt.candidate.host, rivals, attempt.connect_s, head_start_s=HEAD_START_S - PROOF_AFTER_S
            )
            self._tracker.heard(attempt.candidate.host)
            await connection.aclose()

        return prove

    async def _diagnosed(self, turn: Turn, attempt: Attempt, error: BackendError, *, will_load: bool) -> BackendError:
        """The failure as it is to be told: a model that is in memory and silent, though its machine answers, is stuck.

        The liveness probe is asked here and now, so that it holds without a poller, too.
        """
        candidate = attempt.candidate
        rested_s = self._clock() - self._unstuck_at.get(str(candidate), float("-inf"))
        has_shown = bool(turn.answer) or turn.has_thought
        if error.kind is not FailureKind.SILENT or will_load or has_shown or rested_s < UNSTICK_REST_S:
            return error
        try:
            await self.backend.version(candidate.host)
        except BackendError as dead:
            return dead
        return stuck_model(candidate, attempt.first_token_s)

    def _measured(self, turn: Turn, candidate: Candidate, *, was_cold: bool, joined_load: bool) -> None:
        """Lets the figures of a whole answer count for the next choice of a machine."""
        answer = FinishedAnswer(
            turn.stats or AnswerStats(),
            was_cold,
            turn.estimated_tokens,
            joined_load=joined_load,
            is_follow_up=bool(turn.request.history),
        )
        now = self._clock()
        self._tracker.apply(candidate.host, lambda r: fleet_record.answer_measured(r, candidate.model, answer, now))

    async def _stream(
        self, turn: Turn, slot: Slot, attempt: Attempt, prove: Prove | None, *, stops_when_weak: bool
    ) -> None:
        started = self._clock()
        check: StreamingCheck | None = None
        async with aclosing(self.backend.chat(attempt, turn.messages)) as stream:
            look = partial(self.backend.loaded_models, attempt.candidate.host)
            chunk: Chunk | None = await self._first_word.wait(stream, turn, attempt, prove, look)
            first_token_s = self._clock() - started
            self._has_begun(attempt)
            slot.has_loaded()
            async with while_there(self._tracker, attempt.candidate, self._clock) as presence:
                while chunk is not None:
                    presence.heard()
                    turn.show(chunk)
                    if chunk.stats is not None:
                        turn.stats = replace(chunk.stats, first_token_s=first_token_s)
                    elif stops_when_weak and chunk.content:
                        check = check or _streaming_check(turn)
                        reason = check.feed(chunk.content)
                        if reason is not None:
                            raise EarlyVerdictError(reason)
                    chunk = await anext(stream, None)
        if turn.stats is None:  # done: true or it failed, whatever the backend thinks of it
            raise broken_stream(attempt.candidate) if turn.answer else empty_stream(attempt.candidate)

    def _has_begun(self, attempt: Attempt) -> None:
        model, now = attempt.candidate.model, self._clock()
        self._tracker.heard(attempt.candidate.host)
        self._tracker.apply(attempt.candidate.host, lambda r: fleet_record.first_token(r, model, attempt.num_ctx, now))


def _will_load(host: HostStatus | None, attempt: Attempt) -> bool:
    loaded = host.loaded_model(attempt.candidate.model) if host else None
    return loaded is None or loaded.context_length != attempt.num_ctx


def _streaming_check(turn: Turn) -> StreamingCheck:
    request = turn.request
    return StreamingCheck(turn.task, turn.messages[-1].content, request.instruction, has_image=request.has_image)
