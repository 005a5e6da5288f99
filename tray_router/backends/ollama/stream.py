"""The bytes of a chat: the body that asks, and the lines that come back, within limits of time and size.

Rule: a stream is read to its end, so that its connection can serve the next question; what is not Ollama's is told,
never guessed at. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from typing import Any

import msgspec

from tray_router.backends.http import httpx
from tray_router.backends.ollama import failures, replies
from tray_router.backends.ollama.failures import Place
from tray_router.engine.ports import Chunk
from tray_router.errors import BackendError, FailureKind
from tray_router.model import Attempt, Message

MAX_LINE_BYTES = 4 * 1024 * 1024  # a line of a chat stream is a few hundred bytes
MAX_BODY_BYTES = 16 * 1024 * 1024
DRAIN_LIMIT_S = 0.5  # the end of a stream comes with its last line; only a proxy could hold it back

# JSON that is none, or nested beyond all measure; replies that are not Ollama's
UNREADABLE = (ValueError, msgspec.DecodeError, RecursionError)


def chat_body(attempt: Attempt, messages: tuple[Message, ...]) -> dict[str, Any]:
    """The request body; no ``keep_alive``, so that the server's own setting stays (contract, section 3)."""
    body: dict[str, Any] = {
        "model": attempt.candidate.model,
        "messages": [_message(turn) for turn in messages],
        "stream": True,
        "truncate": False,
        "options": {"num_ctx": attempt.num_ctx},
    }
    if attempt.think is not None:
        body["think"] = attempt.think
    return body


def _message(turn: Message) -> dict[str, Any]:
    plain: dict[str, Any] = {"role": turn.role.value, "content": turn.content}
    if turn.images:
        plain["images"] = [base64.b64encode(image).decode("ascii") for image in turn.images]
    return plain


def read_line(line: bytes, place: Place) -> Chunk:
    """One line of a chat stream.

    Raises:
        BackendError: it is an error, or no line of Ollama's.
    """
    try:
        decoded = msgspec.json.decode(line)
        error = decoded.get("error") if isinstance(decoded, dict) else None
        if error:
            raise failures.from_error_text(str(error), place)
        chunk = replies.read_chunk(decoded)
    except UNREADABLE:
        raise _garbled(place) from None
    if chunk.stats is not None and chunk.stats.done_reason == "load":
        raise _garbled(place)  # a load reply to a real prompt: the messages did not arrive (contract, section 3)
    return chunk


def _garbled(place: Place) -> BackendError:
    return BackendError(
        FailureKind.PROTOCOL,
        f"{place.host} sent something that is not an answer.",
        "Check that no proxy changes the stream; update Ollama there.",
        host=place.host,
        model=place.model,
    )


async def drain(lines: AsyncIterator[bytes]) -> None:
    """Reads what comes after the last line, normally nothing, so that the connection can serve the next request."""
    with suppress(TimeoutError, BackendError):
        async with asyncio.timeout(DRAIN_LIMIT_S):
            async for _line in lines:
                pass


async def split_lines(
    pieces: AsyncIterator[bytes], place: Place, idle_s: float, deadline: float
) -> AsyncGenerator[bytes, None]:
    """Whole lines of a stream; each piece must come within ``idle_s`` and before ``deadline`` (loop time)."""
    buffer = b""
    while piece := await _next_piece(pieces, place, idle_s, deadline):
        *lines, buffer = (buffer + piece).split(b"\n")
        for line in lines:
            if line.strip():
                yield line
        if len(buffer) > MAX_LINE_BYTES:
            raise _garbled(place)
    if buffer.strip():
        yield buffer


async def _next_piece(pieces: AsyncIterator[bytes], place: Place, idle_s: float, deadline: float) -> bytes | None:
    clock = asyncio.get_running_loop().time
    try:
        async with asyncio.timeout_at(min(clock() + idle_s, deadline)):
            return await anext(pieces, None)
    except TimeoutError:
        raise (failures.too_long(place) if clock() >= deadline else failures.stalled(place, idle_s)) from None


async def read_capped(response: httpx.Response, place: Place) -> bytes:
    """The whole body of a reply, as long as it has a sane length."""
    payload = bytearray()
    async for piece in response.aiter_bytes():
        payload += piece
        if len(payload) > MAX_BODY_BYTES:
            raise failures.not_ollama(place)
    return bytes(payload)
