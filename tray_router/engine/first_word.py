"""Waits for the first piece of an answer: says what for, and sees to it that the machine is still there meanwhile.

Rules: silence alone is no failure before the attempt's own limit (Ollama contract, section 1: nothing is sent before
the first token); a machine is left when its liveness probe has failed, or when a request went out on a kept
connection and the machine takes no new one while another does. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

from tray_router.engine.candidate_failures import empty_stream, gone_before_answer, silent_model
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.ports import Chunk
from tray_router.engine.turn import Turn
from tray_router.errors import BackendError
from tray_router.events import Waiting, WaitReason
from tray_router.fleet import record as fleet_record
from tray_router.fleet.record import HostRecord
from tray_router.model import Attempt, Candidate, HostState, LoadedModel, canonical_model_name

FIRST_WAIT_S = 0.25  # silence shorter than this is not worth a word
WAIT_TICK_S = 1.0
PROOF_AFTER_S = 0.05  # a warm model that is quicker than this never pays for the proof
# Reading a large model from a slow disk can make a machine deaf for a moment; what it has loaded so far would be lost.
GONE_AFTER_LOADING_S = 5.0

LookAtLoaded = Callable[[], Awaitable[tuple[LoadedModel, ...]]]
Prove = Callable[[], Awaitable[None]]
"""Returns once the machine has taken a new connection; raises BackendError when it does not."""


class FirstWord:
    """Waits for first words."""

    def __init__(self, tracker: FleetTracker, clock: Callable[[], float]) -> None:
        self._tracker = tracker
        self._clock = clock

    async def wait(
        self,
        stream: AsyncGenerator[Chunk, None],
        turn: Turn,
        attempt: Attempt,
        prove: Prove | None,
        look_at_loaded: LookAtLoaded,
    ) -> Chunk:
        """The first piece of the answer.

        Args:
            look_at_loaded: what is in memory now; asked once, when a model that counts as loaded is silent for longer
                than it should: one that was evicted meanwhile is loading, and is waited for like any other.
            prove: for a request that went out on a kept connection, which may be dead; None for a new one.

        Raises:
            BackendError: of the stream, of ``prove``, or because the machine went away.
        """
        candidate = attempt.candidate
        started, loads = self._clock(), self._loads(candidate)
        first = asyncio.ensure_future(anext(stream))
        proving: asyncio.Future[None] | None = None
        proof_at = started + PROOF_AFTER_S if prove is not None else float("inf")
        word_at = started + FIRST_WAIT_S
        limit_at = started + attempt.first_token_s if attempt.load_s else float("inf")
        try:
            while True:
                watched: set[asyncio.Future[Chunk] | asyncio.Future[None]] = {first}
                if proving is not None:
                    watched.add(proving)
                pause = max(min(proof_at, word_at, limit_at) - self._clock(), 0.0)
                await asyncio.wait(watched, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
                if first.done():
                    return first.result()
                if proving is not None and proving.done():
                    proving.result()
                    proving = None
                if prove is not None and self._clock() >= proof_at:
                    proof_at, proving = float("inf"), asyncio.ensure_future(prove())
                if self._clock() >= limit_at:
                    limit_at = float("inf")
                    await self._check_is_loading(attempt, look_at_loaded)
                    loads = True
                if self._clock() >= word_at:
                    word_at = self._clock() + WAIT_TICK_S
                    self._say(turn, candidate, started, loads=loads)
        except StopAsyncIteration:
            raise empty_stream(candidate) from None
        finally:
            await end(first)
            if proving is not None:
                await end(proving)

    async def _check_is_loading(self, attempt: Attempt, look_at_loaded: LookAtLoaded) -> None:
        """Raises BackendError (SILENT) when the model is in memory just as it was asked for."""
        candidate, key = attempt.candidate, canonical_model_name(attempt.candidate.model)
        try:
            loaded = await look_at_loaded()
        except BackendError:
            raise silent_model(attempt) from None
        if any(canonical_model_name(m.name) == key and m.context_length == attempt.num_ctx for m in loaded):
            raise silent_model(attempt)
        self._tracker.apply(candidate.host, lambda r: fleet_record.unloaded(r, candidate.model))

    def _loads(self, candidate: Candidate) -> bool:
        record = self._tracker.record(candidate.host)
        return record is not None and _reason(record, candidate) is WaitReason.LOADING

    def _say(self, turn: Turn, candidate: Candidate, started: float, *, loads: bool) -> None:
        record = self._tracker.record(candidate.host)
        if record is not None:
            self._check_still_there(record, candidate, started, GONE_AFTER_LOADING_S if loads else 0.0)
        waited_s = self._clock() - started
        turn.emit(Waiting(turn.request.id, _reason(record, candidate), candidate.model, candidate.host, waited_s))

    def _check_still_there(self, record: HostRecord, candidate: Candidate, started: float, patience_s: float) -> None:
        """A machine that fell asleep with our connection open is silent for ever; the liveness probe tells."""
        if record.state is not HostState.DOWN or record.since <= started:
            return
        if self._clock() - record.since >= patience_s:
            raise gone_before_answer(candidate, record.hint)


def _reason(record: HostRecord | None, candidate: Candidate) -> WaitReason:
    key = canonical_model_name(candidate.model)
    if record is None or key in record.loading or all(canonical_model_name(m.name) != key for m in record.loaded):
        return WaitReason.LOADING
    return WaitReason.QUEUED if record.in_flight.get(key, 0) > 1 else WaitReason.READING


async def end(future: asyncio.Future[Any]) -> None:
    """Stops what is awaited no longer; what came of it counts as seen."""
    if not future.done():
        future.cancel()
        await asyncio.wait({future})
    if not future.cancelled():
        future.exception()  # seen, even when the request was stopped in the same moment
