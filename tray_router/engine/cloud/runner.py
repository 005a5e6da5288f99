"""One attempt outside the network: sends, streams what comes, writes the ledger's line.

Rules: ``Routed`` says that the question leaves, once it has passed the gate and not before; of each question that left
one usage record is written, whatever happens. Machines of the user's own are asked by ``engine.attempts``; nothing here
knows of loads, slots and races. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from tray_router.answers.attempts import Limits
from tray_router.answers.guard.words import summary
from tray_router.engine.candidate_failures import empty_stream
from tray_router.engine.first_word import end
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.ports import Chunk, ModelBackend, UsageSink
from tray_router.engine.turn import Turn
from tray_router.engine.usage_record import usage_record
from tray_router.errors import BackendError
from tray_router.events import CloudNotice, CloudStep, Waiting, WaitReason
from tray_router.model import Attempt, Candidate, CloudConsent

CONNECT_S = 5.0  # across the internet, with TLS
FIRST_TOKEN_S = 120.0  # models that think for long without a word send comments or reasoning meanwhile
WAIT_TICK_S = 1.0


@dataclass(slots=True)
class _Leaving:
    """Whether the question has left."""

    has_left: bool = False


class CloudRunner:
    """Asks services outside the network through ``backend``, which lets nothing pass but by the gate."""

    def __init__(
        self,
        backend: Callable[[], ModelBackend],
        tracker: FleetTracker,
        usage: UsageSink,
        clock: Callable[[], float],
    ) -> None:
        self._backend = backend
        self._tracker = tracker
        self._usage = usage
        self._clock = clock

    async def ask(self, turn: Turn, candidate: Candidate, limits: Limits, consent: CloudConsent) -> None:
        """Asks one model; its answer is in ``turn``.

        Raises:
            BackendError: it failed or was turned back; ``turn.answer`` holds what had come.
        """
        turn.attempts += 1
        attempt = Attempt(
            number=turn.attempts,
            candidate=candidate,
            num_ctx=limits.num_ctx_max,
            connect_s=max(limits.connect_s, CONNECT_S),
            first_token_s=FIRST_TOKEN_S,
            idle_s=limits.idle_s,
            total_s=limits.total_s,
            cloud=consent,
        )
        started, outcome, cost_usd = self._clock(), "unexpected", None
        leaving = _Leaving()
        try:
            await self._stream(turn, attempt, leaving)
            outcome, turn.answered_by = "completed", candidate
        except BackendError as error:
            outcome, cost_usd = error.kind.value, error.cost_usd
            raise
        except asyncio.CancelledError:
            outcome = "cancelled"
            raise
        finally:
            if leaving.has_left:
                record = usage_record(turn, candidate, outcome, self._clock() - started, self._tracker.snapshot())
                if cost_usd is not None:
                    record = replace(record, stats=replace(record.stats, cost_usd=cost_usd))
                self._usage.record(record)
            else:
                turn.attempts -= 1

    async def _stream(self, turn: Turn, attempt: Attempt, leaving: _Leaving) -> None:
        started, first_token_s = self._clock(), None
        async with aclosing(self._backend().chat(attempt, turn.messages)) as stream:
            chunk = await self._next(stream, turn, attempt.candidate)
            while chunk is not None:
                if chunk.has_left:
                    leaving.has_left = True
                    turn.emit(turn.routed(attempt.candidate, is_cloud=True))
                if first_token_s is None and (chunk.content or chunk.thinking):
                    first_token_s = self._clock() - started
                _show(turn, chunk, attempt.candidate)
                if chunk.stats is not None:
                    turn.stats = replace(chunk.stats, first_token_s=first_token_s)
                has_begun = first_token_s is not None
                chunk = await (anext(stream, None) if has_begun else self._next(stream, turn, attempt.candidate))
        if turn.stats is None or not (turn.answer or turn.has_thought):
            turn.stats = None
            raise empty_stream(attempt.candidate)

    async def _next(self, stream: AsyncGenerator[Chunk, None], turn: Turn, candidate: Candidate) -> Chunk | None:
        """The next piece before the first word; while it is awaited, says so."""
        started = self._clock()
        first = asyncio.ensure_future(anext(stream, None))
        try:
            while not (await asyncio.wait({first}, timeout=WAIT_TICK_S))[0]:
                waited_s = self._clock() - started
                turn.emit(Waiting(turn.request.id, WaitReason.READING, candidate.model, candidate.host, waited_s))
            return first.result()
        finally:
            await end(first)


def _show(turn: Turn, chunk: Chunk, candidate: Candidate) -> None:
    if chunk.findings:
        is_sent = bool(chunk.content or chunk.thinking)
        what = summary(chunk.findings)
        turn.emit(
            CloudNotice(
                turn.request.id,
                CloudStep.MASKED if is_sent else CloudStep.BLOCKED,
                f"Sent without {what}: placeholders left instead." if is_sent else f"Not sent: it holds {what}.",
                candidate.model,
                candidate.host,
                findings=chunk.findings,
            )
        )
    turn.show(chunk)
