"""Looks after an answer that is being read: ends it when its machine is gone, and learns from one that was stopped.

Rules: a machine that fell asleep in the middle leaves the connection open, and silent; only the liveness probe says
that it is gone, and only for an answer of which nothing has come since. One that merely thinks is waited for as the
limits say. Whoever stops an answer may have found it slow: its pace counts. Runs in the engine's loop, one timer a
second.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tray_router.engine.candidate_failures import gone_in_answer
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.errors import BackendError
from tray_router.fleet import record as fleet_record
from tray_router.model import Candidate, HostState

LOOK_S = 1.0
GONE_AFTER_S = 5.0  # a machine that was deaf for a moment goes on with its answer


class Presence:
    """Watches over one answer, from its first piece on.

    Args:
        gone: is called once, when the machine is.
    """

    def __init__(
        self, tracker: FleetTracker, candidate: Candidate, clock: Callable[[], float], gone: Callable[[], None]
    ) -> None:
        self._tracker = tracker
        self._candidate = candidate
        self._clock = clock
        self._gone = gone
        self._pieces = 0
        self._began_at = self._heard_at = clock()
        self._timer = asyncio.get_running_loop().call_later(LOOK_S, self._look)
        self.is_gone = False

    def heard(self) -> None:
        """A piece of the answer has come; of Ollama each is a token (contract, section 1)."""
        self._heard_at = self._clock()
        self._pieces += 1

    def note_stopped(self) -> None:
        """Somebody has stopped the answer."""
        tokens, now, model = self._pieces - 1, self._clock(), self._candidate.model
        seconds = now - self._began_at
        self._tracker.apply(self._candidate.host, lambda r: fleet_record.answer_stopped(r, model, tokens, seconds, now))

    def end(self) -> None:
        """The answer is over, however it ended."""
        self._timer.cancel()

    def _look(self) -> None:
        record = self._tracker.record(self._candidate.host)
        if record is not None and record.state is HostState.DOWN and record.since >= self._heard_at:
            self.is_gone = self._clock() - record.since >= GONE_AFTER_S
        if self.is_gone:
            self._gone()
        else:
            self._timer = asyncio.get_running_loop().call_later(LOOK_S, self._look)


@asynccontextmanager
async def while_there(
    tracker: FleetTracker, candidate: Candidate, clock: Callable[[], float]
) -> AsyncIterator[Presence]:
    """Within this an answer is read.

    Raises:
        BackendError: its machine went away; what is within has been cancelled.
    """
    try:
        async with asyncio.timeout(None) as limit:
            presence = Presence(tracker, candidate, clock, lambda: limit.reschedule(0.0))
            try:
                yield presence
            except BackendError:
                raise
            except BaseException:  # the user, or the verdict that the answer is weak; never the machine
                if not presence.is_gone:
                    presence.note_stopped()
                raise
            finally:
                presence.end()
    except TimeoutError:
        if not limit.expired():
            raise
        raise gone_in_answer(candidate) from None
