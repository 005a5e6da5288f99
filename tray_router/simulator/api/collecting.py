"""What the two API families do alike with a generation: put it together for one reply, and hang up in its middle.

No state; runs in the loop's thread.
"""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.simulator.api.errors import StreamFailure
from tray_router.simulator.api.generation import Events, Final, Piece
from tray_router.simulator.connection import Reply
from tray_router.simulator.faults import Ending
from tray_router.simulator.request_log import RequestRecord


@dataclass(frozen=True, slots=True)
class Collected:
    """A generation as far as it came; ``final`` is None where ``failure`` came in its place."""

    text: str
    thinking: str
    final: Final | None
    failure: StreamFailure | None = None


async def collect(events: Events, record: RequestRecord) -> Collected:
    """The whole generation; every piece is counted in the record."""
    text: list[str] = []
    thinking: list[str] = []
    final: Final | None = None
    failure: StreamFailure | None = None
    try:
        async for event in events:
            if isinstance(event, Piece):
                record.tokens_sent += 1
                (thinking if event.is_thinking else text).append(event.text)
            else:
                final = event
    except StreamFailure as error:
        failure = error
    return Collected("".join(text), "".join(thinking), final, failure)


def hangs_up(reply: Reply, failure: StreamFailure) -> bool:
    """Ends the connection in the middle where the fault is one of those; whether it is."""
    if failure.ending is Ending.RESET:
        reply.reset()
    elif failure.ending is Ending.CLOSE:
        reply.close()
    else:
        return False
    return True
