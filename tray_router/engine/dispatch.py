"""Walks a plan until somebody answers, and tells every step as an AnswerEvent.

Rules: exactly one terminal event per request, emitted here and nowhere else; another candidate is asked only before
the first token; a machine that works without sending anything is waited for and shown, not abandoned; stopping a
request cancels its task, which closes the stream. Runs in the engine's loop, one task per request.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from tray_router.answers.attempts import Limits, NextStep, after_failure, plan_attempt
from tray_router.answers.context import prompt_tokens
from tray_router.answers.prompt import build_messages
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.ports import Chunk, ModelBackend, UsageRecord, UsageSink
from tray_router.errors import BackendError, FailureKind, RoutingError, TrayRouterError
from tray_router.events import (
    AnswerEvent,
    Cancelled,
    Completed,
    Failed,
    Routed,
    Thinking,
    Token,
    Waiting,
    WaitReason,
)
from tray_router.fleet import record as fleet_record
from tray_router.model import (
    AnswerStats,
    Attempt,
    Candidate,
    Classification,
    Message,
    Rejection,
    Request,
    RoutePlan,
)
from tray_router.routing.plan import Demand, RoutePolicy, make_plan

log = logging.getLogger(__name__)

FIRST_WAIT_S = 0.25  # silence shorter than this is not worth a word
WAIT_TICK_S = 1.0

Emit = Callable[[AnswerEvent], None]
Classify = Callable[[Request], Classification]


@dataclass(frozen=True, slots=True)
class RoutingTable:
    """What the settings say about routing, as the pure rooms want it."""

    policies: dict[str, RoutePolicy]
    classify: Classify
    limits: Limits = field(default_factory=Limits)


@dataclass(slots=True)
class _Progress:
    """One request on its way through its plan."""

    request: Request
    messages: tuple[Message, ...]
    estimated_tokens: int
    classification: Classification
    plan: RoutePlan
    started_at: float
    rejections: list[Rejection]
    attempts: int = 0
    answer: list[str] = field(default_factory=list)
    stats: AnswerStats | None = None


class Dispatcher:
    """Answers requests."""

    def __init__(
        self,
        backend: ModelBackend,
        tracker: FleetTracker,
        table: RoutingTable,
        usage: UsageSink,
        clock: Callable[[], float],
    ) -> None:
        self.backend = backend
        self.table = table
        self._tracker = tracker
        self._usage = usage
        self._clock = clock

    def plan(self, request: Request) -> RoutePlan:
        """Who would be asked for this request, in order; asks nobody."""
        return self._plan(request, prompt_tokens(build_messages(request)))[1]

    async def run(self, request: Request, emit: Emit) -> str:
        """Answers one request; every step goes to ``emit``, ending with exactly one terminal event.

        Returns:
            The answer's text, or as much of it as came.
        """
        messages = build_messages(request)
        tokens = prompt_tokens(messages)
        progress: _Progress | None = None
        try:
            classification, plan = self._plan(request, tokens)
            rejections = list(plan.rejections)
            progress = _Progress(request, messages, tokens, classification, plan, self._clock(), rejections)
            await self._walk(progress, emit)
            emit(Completed(request.id, progress.stats or AnswerStats(), _completion_notice(progress.stats)))
        except asyncio.CancelledError:
            emit(Cancelled(request.id))
        except TrayRouterError as error:
            emit(_failed_event(request.id, error, progress))
        except Exception:
            log.exception("A request ended in an unexpected error.")
            emit(Failed(request.id, "Tray Router met an unexpected error.", "The log has its details.", exit_code=1))
        return "".join(progress.answer) if progress else ""

    def _plan(self, request: Request, tokens: int) -> tuple[Classification, RoutePlan]:
        classification = self.table.classify(request)
        plan = make_plan(
            classification,
            Demand(needs_vision=request.has_image, context_tokens=tokens),
            request.override,
            self.table.policies,
            self._tracker.snapshot(),
            cooldowns=self._tracker.cooldowns(),
        )
        return classification, plan

    async def _walk(self, progress: _Progress, emit: Emit) -> None:
        if not progress.plan.candidates:
            raise _nobody(progress)
        last_error: BackendError | None = None
        for candidate in progress.plan.candidates:
            try:
                await self._ask(progress, candidate, emit)
            except BackendError as error:
                if after_failure(error, has_content=bool(progress.answer), was_exact=True) is NextStep.GIVE_UP:
                    raise
                last_error = error
                progress.rejections.append(Rejection(candidate.model, candidate.host, error.title.rstrip(".")))
            else:
                return
        if last_error is not None:
            raise last_error

    async def _ask(self, progress: _Progress, candidate: Candidate, emit: Emit) -> None:
        """One candidate, tried a second time only when the server named the context that the prompt needs."""
        try:
            await self._attempt(progress, candidate, emit, exact_context=None)
        except BackendError as error:
            step = after_failure(error, has_content=bool(progress.answer), was_exact=False)
            if step is not NextStep.SAME_WITH_EXACT_CONTEXT or not self._fits(candidate, error.needed_context):
                raise
            await self._attempt(progress, candidate, emit, exact_context=error.needed_context)

    def _fits(self, candidate: Candidate, needed: int | None) -> bool:
        host = self._tracker.snapshot().host(candidate.host)
        installed = host.installed(candidate.model) if host else None
        limit = installed.context_length if installed else None
        return needed is not None and (limit is None or needed < limit)

    async def _attempt(
        self, progress: _Progress, candidate: Candidate, emit: Emit, *, exact_context: int | None
    ) -> None:
        host = self._tracker.snapshot().host(candidate.host)
        progress.attempts += 1
        policy = self.table.policies.get(progress.plan.route)
        attempt = plan_attempt(
            progress.attempts,
            candidate,
            host,
            progress.estimated_tokens,
            self.table.limits,
            think=policy.think if policy else None,
            exact_context=exact_context,
        )
        emit(_routed_event(progress, candidate, is_simulated=host.is_simulated if host else False))
        started = self._clock()
        outcome = "cancelled"
        self._tracker.apply(candidate.host, lambda r: fleet_record.request_started(r, candidate.model))
        try:
            await self._stream(progress, attempt, emit)
            outcome = "completed"
        except BackendError as error:
            failure = error
            outcome = error.kind.value
            self._tracker.apply(candidate.host, lambda r: fleet_record.failed(r, failure, self._clock()))
            raise
        finally:
            self._tracker.apply(candidate.host, lambda r: fleet_record.request_ended(r, candidate.model))
            self._record(progress, candidate, outcome, self._clock() - started)

    async def _stream(self, progress: _Progress, attempt: Attempt, emit: Emit) -> None:
        request_id, candidate = progress.request.id, attempt.candidate
        started = self._clock()
        async with aclosing(self.backend.chat(attempt, progress.messages)) as stream:
            chunk: Chunk | None = await self._first_chunk(stream, request_id, candidate, emit)
            first_token_s = self._clock() - started
            now = self._clock()
            self._tracker.apply(
                candidate.host, lambda r: fleet_record.first_token(r, candidate.model, attempt.num_ctx, now)
            )
            while chunk is not None:
                if chunk.thinking:
                    emit(Thinking(request_id, chunk.thinking))
                if chunk.content:
                    progress.answer.append(chunk.content)
                    emit(Token(request_id, chunk.content))
                if chunk.stats is not None:
                    progress.stats = replace(chunk.stats, first_token_s=first_token_s)
                chunk = await anext(stream, None)

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
                reason = self._wait_reason(candidate)
                emit(Waiting(request_id, reason, candidate.model, candidate.host, self._clock() - started))
            return first.result()
        except StopAsyncIteration:
            raise _empty_stream(candidate) from None
        finally:
            if not first.done():
                first.cancel()
                await asyncio.wait({first})

    def _wait_reason(self, candidate: Candidate) -> WaitReason:
        host = self._tracker.snapshot().host(candidate.host)
        if host is None or host.loaded_model(candidate.model) is None:
            return WaitReason.LOADING
        return WaitReason.QUEUED if host.in_flight > 1 else WaitReason.READING

    def _record(self, progress: _Progress, candidate: Candidate, outcome: str, total_s: float) -> None:
        stats = progress.stats or AnswerStats()
        self._usage.record(
            UsageRecord(
                request_id=progress.request.id,
                route=progress.plan.route,
                model=candidate.model,
                host=candidate.host,
                attempt=progress.attempts,
                outcome=outcome,
                confidence=progress.plan.confidence,
                is_degraded=candidate.is_degraded,
                stats=replace(stats, total_s=total_s),
            )
        )


def _routed_event(progress: _Progress, candidate: Candidate, *, is_simulated: bool) -> Routed:
    reasons = progress.plan.reasons
    return Routed(
        request_id=progress.request.id,
        route=progress.plan.route,
        model=candidate.model,
        host=candidate.host,
        confidence=progress.plan.confidence,
        reasons=reasons,
        rejections=tuple(progress.rejections),
        attempt=progress.attempts,
        is_degraded=candidate.is_degraded,
        is_simulated=is_simulated,
    )


def _failed_event(request_id: str, error: TrayRouterError, progress: _Progress | None) -> Failed:
    return Failed(
        request_id,
        error.title,
        error.hint,
        exit_code=int(error.exit_code),
        has_partial=bool(progress and progress.answer),
        rejections=tuple(progress.rejections) if progress else (),
    )


def _completion_notice(stats: AnswerStats | None) -> str:
    if stats is not None and stats.done_reason == "length":
        return "The answer was cut: it reached the model's length limit."
    return ""


def _nobody(progress: _Progress) -> RoutingError:
    if progress.request.has_image:
        return RoutingError(
            "No machine that is up has a model that can see images.",
            "Install one, e.g. `ollama pull granite3.2-vision:2b`, and put it into the vision route.",
        )
    if progress.request.override.model:
        wanted = progress.request.override
        return RoutingError(
            f"{wanted.model} cannot be asked{f' on {wanted.host}' if wanted.host else ''}.",
            "`tray-router status` lists the machines and their models.",
        )
    return RoutingError(
        "No machine can take the question.",
        "Start Ollama on one of them, or resume a paused one; `tray-router status` says how each one is.",
    )


def _empty_stream(candidate: Candidate) -> BackendError:
    return BackendError(
        FailureKind.INCOMPLETE,
        f"{candidate.model} on {candidate.host} sent an empty reply.",
        "Ask again, or use another model.",
        host=candidate.host,
        model=candidate.model,
    )
