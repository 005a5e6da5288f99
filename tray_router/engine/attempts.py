"""One attempt at a time: asks one model on one machine, streams what comes, keeps the fleet's record and the ledger.

Rules: a machine that works without sending anything is waited for and shown, not abandoned while its liveness probe is
answered; whatever happens, the request is taken off the machine's record again and one usage record is written. Runs in
the engine's loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace

from tray_router.answers.attempts import Limits, NextStep, after_failure, plan_attempt
from tray_router.answers.weak import StreamingCheck, WeakReason
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.ports import Chunk, ModelBackend, UsageRecord, UsageSink
from tray_router.engine.turn import Emit, Turn
from tray_router.errors import BackendError, FailureKind
from tray_router.events import Routed, Thinking, Token, Waiting, WaitReason
from tray_router.fleet import record as fleet_record
from tray_router.model import AnswerStats, Attempt, Candidate, HostState, longest_context

FIRST_WAIT_S = 0.25  # silence shorter than this is not worth a word
WAIT_TICK_S = 1.0


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

    async def ask(
        self, turn: Turn, candidate: Candidate, limits: Limits, *, think: bool | None, stops_when_weak: bool
    ) -> None:
        """Asks one candidate; a second time only when the server named the context that the prompt needs.

        Args:
            stops_when_weak: leave in the middle when the answer is certainly weak.

        Raises:
            BackendError: it failed; ``turn.answer`` holds what had come.
            EarlyVerdictError: see ``stops_when_weak``.
        """
        try:
            await self._attempt(turn, candidate, limits, think=think, stops_when_weak=stops_when_weak)
        except BackendError as error:
            step = after_failure(error, has_content=bool(turn.answer), was_exact=False)
            needed = error.needed_context
            if step is not NextStep.SAME_WITH_EXACT_CONTEXT or not self._fits(candidate, limits, needed):
                raise
            turn.restart_if_shown(error.title)
            await self._attempt(
                turn, candidate, limits, think=think, stops_when_weak=stops_when_weak, exact_context=needed
            )

    def _fits(self, candidate: Candidate, limits: Limits, needed: int | None) -> bool:
        host = self._tracker.snapshot().host(candidate.host)
        installed = host.installed(candidate.model) if host else None
        limit = longest_context(installed.context_length if installed else None, limits.num_ctx_max)
        return needed is not None and (limit is None or needed < limit)

    async def _attempt(
        self,
        turn: Turn,
        candidate: Candidate,
        limits: Limits,
        *,
        think: bool | None,
        stops_when_weak: bool,
        exact_context: int | None = None,
    ) -> None:
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
        turn.emit(_routed(turn, candidate, is_simulated=host.is_simulated if host else False))
        started, outcome = self._clock(), "unexpected"
        was_cold = host is None or host.loaded_model(candidate.model) is None
        self._tracker.apply(candidate.host, lambda r: fleet_record.request_started(r, candidate.model, started))
        try:
            await self._stream(turn, attempt, stops_when_weak=stops_when_weak)
            outcome, turn.answered_by = "completed", candidate
            self._measured(turn, candidate, was_cold=was_cold)
        except BackendError as error:
            failure, outcome = error, error.kind.value
            self._tracker.apply(candidate.host, lambda r: fleet_record.failed(r, failure, self._clock()))
            raise
        except EarlyVerdictError as verdict:
            outcome, turn.answered_by = f"weak:{verdict.reason.value}", candidate
            raise
        except asyncio.CancelledError:
            outcome = "cancelled"
            raise
        finally:
            self._tracker.apply(candidate.host, lambda r: fleet_record.request_ended(r, candidate.model))
            self._usage.record(_usage(turn, candidate, outcome, self._clock() - started))

    def _measured(self, turn: Turn, candidate: Candidate, *, was_cold: bool) -> None:
        """Lets the figures of a whole answer count for the next choice of a machine."""
        stats, tokens, now = turn.stats or AnswerStats(), turn.estimated_tokens, self._clock()
        self._tracker.apply(
            candidate.host,
            lambda r: fleet_record.answer_measured(
                r, candidate.model, stats, was_cold=was_cold, prompt_tokens=tokens, now=now
            ),
        )

    async def _stream(self, turn: Turn, attempt: Attempt, *, stops_when_weak: bool) -> None:
        started = self._clock()
        check: StreamingCheck | None = None
        async with aclosing(self.backend.chat(attempt, turn.messages)) as stream:
            chunk: Chunk | None = await self._first_chunk(stream, turn.request.id, attempt.candidate, turn.emit)
            first_token_s = self._clock() - started
            self._has_begun(attempt)
            while chunk is not None:
                _show(turn, chunk)
                if chunk.stats is not None:
                    turn.stats = replace(chunk.stats, first_token_s=first_token_s)
                elif stops_when_weak and chunk.content:
                    check = check or _streaming_check(turn)
                    reason = check.feed(chunk.content)
                    if reason is not None:
                        raise EarlyVerdictError(reason)
                chunk = await anext(stream, None)
        if turn.stats is None:  # done: true or it failed, whatever the backend thinks of it
            raise _broken_stream(attempt.candidate) if turn.answer else _empty_stream(attempt.candidate)

    def _has_begun(self, attempt: Attempt) -> None:
        model, now = attempt.candidate.model, self._clock()
        self._tracker.apply(attempt.candidate.host, lambda r: fleet_record.first_token(r, model, attempt.num_ctx, now))

    async def _first_chunk(
        self, stream: AsyncGenerator[Chunk, None], request_id: str, candidate: Candidate, emit: Emit
    ) -> Chunk:
        """The first piece of the answer; while it is awaited, says what for."""
        started = self._clock()
        first = asyncio.ensure_future(anext(stream))
        pause = FIRST_WAIT_S
        try:
            while not (await asyncio.wait({first}, timeout=pause))[0]:
                pause = WAIT_TICK_S
                self._check_still_there(candidate, started)
                reason = self._wait_reason(candidate)
                emit(Waiting(request_id, reason, candidate.model, candidate.host, self._clock() - started))
            return first.result()
        except StopAsyncIteration:
            raise _empty_stream(candidate) from None
        finally:
            if not first.done():
                first.cancel()
                await asyncio.wait({first})
            if not first.cancelled():
                first.exception()  # seen, even when the request was stopped in the same moment

    def _check_still_there(self, candidate: Candidate, started: float) -> None:
        """A machine that fell asleep with our connection open is silent for ever; the liveness probe tells."""
        record = self._tracker.record(candidate.host)
        if record is not None and record.state is HostState.DOWN and record.since > started:
            raise BackendError(
                FailureKind.UNREACHABLE,
                f"{candidate.host} went away before {candidate.model} had answered.",
                record.hint or "It may have fallen asleep: wake it, or use another machine.",
                host=candidate.host,
                model=candidate.model,
            )

    def _wait_reason(self, candidate: Candidate) -> WaitReason:
        host = self._tracker.snapshot().host(candidate.host)
        if host is None or host.loaded_model(candidate.model) is None:
            return WaitReason.LOADING
        return WaitReason.QUEUED if host.in_flight > 1 else WaitReason.READING


def _show(turn: Turn, chunk: Chunk) -> None:
    if chunk.thinking:
        turn.has_thought = True
        turn.emit(Thinking(turn.request.id, chunk.thinking))
    if chunk.content:
        turn.answer.append(chunk.content)
        turn.emit(Token(turn.request.id, chunk.content))


def _streaming_check(turn: Turn) -> StreamingCheck:
    request = turn.request
    return StreamingCheck(turn.task, turn.messages[-1].content, request.instruction, has_image=request.has_image)


def _routed(turn: Turn, candidate: Candidate, *, is_simulated: bool) -> Routed:
    return Routed(
        request_id=turn.request.id,
        route=turn.plan.route,
        model=candidate.model,
        host=candidate.host,
        confidence=turn.plan.confidence,
        reasons=turn.plan.reasons,
        rejections=tuple(turn.rejections),
        attempt=turn.attempts,
        is_degraded=candidate.is_degraded and not turn.escalated_from,
        is_simulated=is_simulated,
    )


def _usage(turn: Turn, candidate: Candidate, outcome: str, total_s: float) -> UsageRecord:
    return UsageRecord(
        request_id=turn.request.id,
        route=turn.plan.route,
        model=candidate.model,
        host=candidate.host,
        attempt=turn.attempts,
        outcome=outcome,
        confidence=turn.plan.confidence,
        is_degraded=candidate.is_degraded,
        stats=replace(turn.stats or AnswerStats(), total_s=total_s),
        escalated_from=turn.escalated_from,
    )


def _broken_stream(candidate: Candidate) -> BackendError:
    return BackendError(
        FailureKind.INCOMPLETE,
        f"The answer of {candidate.model} on {candidate.host} broke off.",
        "Ask again; what came so far is kept.",
        host=candidate.host,
        model=candidate.model,
    )


def _empty_stream(candidate: Candidate) -> BackendError:
    return BackendError(
        FailureKind.INCOMPLETE,
        f"{candidate.model} on {candidate.host} sent an empty reply.",
        "Ask again, or use another model.",
        host=candidate.host,
        model=candidate.model,
    )
