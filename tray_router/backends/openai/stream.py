"""The bytes that come back: an answer's events, and replies that are no stream, within limits of time and size.

Rules: an answer is whole only with ``[DONE]``; a stream is read to its end, so that its connection can serve the next
question; what is not of OpenAI's protocol is told, never guessed at. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress

import msgspec

from tray_router.backends.http import httpx
from tray_router.backends.openai import failures, replies
from tray_router.backends.openai.failures import Place
from tray_router.backends.openai.sse import EventReader, EventTooLargeError
from tray_router.engine.ports import Chunk
from tray_router.model import Attempt

MAX_EVENT_BYTES = 4 * 1024 * 1024
MAX_BODY_BYTES = 16 * 1024 * 1024
DRAIN_LIMIT_S = 0.5
UNREADABLE = (ValueError, msgspec.DecodeError, RecursionError)  # JSON that is none, or nested beyond all measure
_DONE = b"[DONE]"


async def chunks(
    pieces: AsyncIterator[bytes], attempt: Attempt, place: Place, deadline: float
) -> AsyncGenerator[Chunk, None]:
    """The answer in the pieces of a reply; each piece must come within the attempt's limits and before ``deadline``.

    Args:
        deadline: loop time, in seconds.

    Yields:
        Chunks; the last one carries ``stats``.

    Raises:
        BackendError: an error of the server's, what is no answer, silence, or an end without ``[DONE]``.
    """
    reader = EventReader(MAX_EVENT_BYTES)
    usage: replies.Usage | None = None
    finish_reason, has_begun = "", False
    while piece := await _next_piece(pieces, place, attempt.idle_s if has_begun else attempt.first_token_s, deadline):
        try:
            events = reader.feed(piece)
        except EventTooLargeError:
            raise failures.garbled(place) from None
        for event in events:
            if event.strip() == _DONE:
                yield Chunk(stats=replies.stats_of(usage, finish_reason))
                await _drain(pieces)
                return
            delta = _read_event(event, place)
            usage = delta.usage or usage
            finish_reason = delta.finish_reason or finish_reason
            if delta.content or delta.thinking:
                has_begun = True
                yield Chunk(delta.content, delta.thinking)
    raise failures.incomplete(place)


def _read_event(event: bytes, place: Place) -> replies.Delta:
    try:
        decoded = msgspec.json.decode(event)
        said = failures.read_error(decoded)
        if said is not None:
            raise failures.from_error(said, place)
        return replies.read_delta(decoded)
    except UNREADABLE:
        raise failures.garbled(place) from None


async def _next_piece(pieces: AsyncIterator[bytes], place: Place, limit_s: float, deadline: float) -> bytes | None:
    clock = asyncio.get_running_loop().time
    try:
        async with asyncio.timeout_at(min(clock() + limit_s, deadline)):
            return await anext(pieces, None)
    except TimeoutError:
        raise (failures.too_long(place) if clock() >= deadline else failures.silent(place, limit_s)) from None


async def _drain(pieces: AsyncIterator[bytes]) -> None:
    """Reads the end of the body, so that the connection can serve the next request."""
    with suppress(TimeoutError, httpx.HTTPError):
        async with asyncio.timeout(DRAIN_LIMIT_S):
            async for _piece in pieces:
                pass


async def read_whole(response: httpx.Response, place: Place, limit_s: float) -> bytes:
    """The body of a reply that is no stream; the reply is closed afterwards.

    Raises:
        BackendError: it does not come within ``limit_s``, breaks off, or is longer than any sane one.
    """
    payload = bytearray()
    try:
        async with asyncio.timeout(limit_s):
            async for piece in response.aiter_bytes():
                payload += piece
                if len(payload) > MAX_BODY_BYTES:
                    raise failures.garbled(place)
    except TimeoutError:
        raise failures.silent(place, limit_s) from None
    except httpx.HTTPError as error:
        raise failures.from_transport(error, place) from None
    finally:
        await response.aclose()
    return bytes(payload)
