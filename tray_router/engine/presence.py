"""Ends an answer whose machine is gone: one that fell asleep in the middle leaves the connection open, and silent.

Rule: only the liveness probe says that a machine is gone, and only for an answer of which nothing has come since; a
machine that merely thinks for long is waited for as the limits say. Runs in the engine's loop, one timer a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.errors import BackendError, FailureKind
from tray_router.model import Candidate, HostState

LOOK_S = 1.0
GONE_AFTER_S = 5.0  # a machine that was deaf for a moment goes on with its answer


class Presence:
    """Looks after one answer.

    Args:
        gone: is called once, when the machine is.
    """

    def __init__(self, tracker: FleetTracker, host: str, clock: Callable[[], float], gone: Callable[[], None]) -> None:
        self._tracker = tracker
        self._host = host
        self._clock = clock
        self._gone = gone
        self._heard_at = clock()
        self._timer = asyncio.get_running_loop().call_later(LOOK_S, self._look)

    def heard(self) -> None:
        """A piece of the answer has come."""
        self._heard_at = self._clock()

    def stop(self) -> None:
        """The answer is over."""
        self._timer.cancel()

    def _look(self) -> None:
        record = self._tracker.record(self._host)
        if record is not None and record.state is HostState.DOWN and record.since >= self._heard_at:
            if self._clock() - record.since >= GONE_AFTER_S:
                self._gone()
                return
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
            presence = Presence(tracker, candidate.host, clock, lambda: limit.reschedule(0.0))
            try:
                yield presence
            finally:
                presence.stop()
    except TimeoutError:
        if not limit.expired():
            raise
        raise BackendError(
            FailureKind.UNREACHABLE,
            f"{candidate.host} went away in the middle of the answer.",
            "It may have fallen asleep. What came so far is kept; ask again, and another machine answers.",
            host=candidate.host,
            model=candidate.model,
        ) from None
