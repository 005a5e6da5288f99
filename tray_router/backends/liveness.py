"""The cheapest question to a machine, whether it is there: ``GET /api/version`` over one kept-alive connection.

Why beside httpx: a probe of sixty-four machines every two seconds through a general client costs 5 % of a core; this
reads exactly the one reply that Ollama gives (HTTP/1.1, a length, no coding) and leaves everything else to httpx. The
connection is a sentinel as well: when the machine's process ends, the operating system closes it, and ``on_lost``
tells at once instead of at the next probe.

Rule: never more than ``limit_s`` in all. A reply that does not come within ``SUSPECT_S`` over the old connection is
looked for over a fresh one at the same time, so that a machine that lost its power is known to be gone, not only
silent, within the same limit. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

SUSPECT_S = 0.6
CONNECT_SHARE = 0.75  # of the limit: a machine that takes the connection late still has time to answer
ODD_S = 60.0  # how long a server that answers otherwise is left to the general client
MAX_REPLY_BYTES = 16_384

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,6})[ \t]*(?:\r\n|$)", re.IGNORECASE)
_NOT_PLAIN = re.compile(rb"\r\n(?:transfer-encoding|content-encoding):", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection:[^\r\n]*\bclose\b", re.IGNORECASE)


class OddReplyError(Exception):
    """The server speaks, but not as Ollama does to this question: ask it with the general client."""


class ConnectTimeoutError(Exception):
    """Nobody took the connection in time."""


class LivenessProbe:
    """Asks one machine.

    Args:
        url: base URL; only ``http`` is spoken here, see ``can_probe``.
        headers: sent with every request, Latin-1 text.
        on_lost: called when the other side closes the connection while nothing is asked.
    """

    def __init__(self, url: str, headers: Mapping[str, str], on_lost: Callable[[], None]) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        own = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        path = f"{parts.path.rstrip('/')}/api/version"
        head = f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: application/json\r\n{own}\r\n"
        self._request = head.encode("latin-1")
        self._on_lost = on_lost
        self._wire: _Wire | None = None
        self._odd_until = float("-inf")

    @staticmethod
    def can_probe(url: str) -> bool:
        """Whether this client speaks to that address at all."""
        parts = urlsplit(url)
        return parts.scheme == "http" and bool(parts.hostname) and url.isascii()

    async def ask(self, limit_s: float) -> bytes:
        """The body of the reply.

        Raises:
            OddReplyError: ask with the general client.
            ConnectTimeoutError, OSError: no connection.
            TimeoutError: connected, and nothing came within ``limit_s``.
        """
        loop = asyncio.get_running_loop()
        ends = loop.time() + limit_s
        if loop.time() < self._odd_until:
            raise OddReplyError
        try:
            wire = self._wire
            if wire is None or wire.is_closed:
                return await self._ask_anew(ends, limit_s)
            return await self._ask_again(wire, ends)
        except OddReplyError:
            self._odd_until = loop.time() + ODD_S
            self.close()
            raise

    def close(self) -> None:
        """Hangs up; the next question connects again."""
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.hang_up()

    async def _ask_anew(self, ends: float, limit_s: float) -> bytes:
        wire = await self._connected(min(limit_s * CONNECT_SHARE, _left(ends)))
        self.close()
        self._wire = wire
        try:
            reply = await _within(wire.ask(self._request), _left(ends))
        except (TimeoutError, asyncio.CancelledError):
            self.close()  # a reply that comes later would be taken for that of the next question
            raise
        if reply is None:
            raise OddReplyError  # it hung up at once: let the general client say what that means
        return reply

    async def _ask_again(self, wire: _Wire, ends: float) -> bytes:
        """Over the connection of before, and over a fresh one as well when that seems dead."""
        answer = wire.ask(self._request)
        done, _ = await asyncio.wait((answer,), timeout=min(SUSPECT_S, _left(ends)))
        if done:
            reply = answer.result()
            return reply if reply is not None else await self._ask_anew(ends, _left(ends))
        self._wire = None
        second = asyncio.ensure_future(self._ask_anew(ends, _left(ends) / CONNECT_SHARE))
        try:
            await asyncio.wait((answer, second), return_when=asyncio.FIRST_COMPLETED)
            if answer.done() and not answer.cancelled() and (reply := answer.result()) is not None:
                return reply
            return await second
        finally:
            wire.hang_up()
            second.cancel()
            await asyncio.gather(second, return_exceptions=True)

    async def _connected(self, limit_s: float) -> _Wire:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(limit_s):
                _, wire = await loop.create_connection(lambda: _Wire(loop, self._lost), self._host, self._port)
        except TimeoutError:
            raise ConnectTimeoutError from None
        return wire

    def _lost(self, wire: _Wire) -> None:
        if wire is self._wire:
            self._wire = None
            self._on_lost()


class _Wire(asyncio.Protocol):
    """One connection: one question at a time, one plain reply to each."""

    def __init__(self, loop: asyncio.AbstractEventLoop, lost: Callable[[_Wire], None]) -> None:
        self._loop = loop
        self._lost = lost
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[bytes | None] | None = None
        self._buffer = b""
        self._has_answered = False
        self.is_closed = False

    def ask(self, request: bytes) -> asyncio.Future[bytes | None]:
        """Sends the question.

        Returns:
            The body of the reply, None when the other side hung up instead, or the exception OddReplyError.
        """
        answer: asyncio.Future[bytes | None] = self._loop.create_future()
        self._answer, self._buffer = answer, b""
        if self._transport is None or self.is_closed:
            answer.set_result(None)
        else:
            self._transport.write(request)
        return answer

    def hang_up(self) -> None:
        """Closes at once, without a word to ``lost``."""
        self.is_closed = True
        if self._transport is not None:
            self._transport.abort()
        self._settle(None)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        if self._answer is None or self._answer.done():
            self.hang_up()  # nobody asked
            return
        self._buffer = self._buffer + data if self._buffer else data
        try:
            found = read_reply(self._buffer)
        except OddReplyError as error:
            self._answer.set_exception(error)
            self._answer.exception()  # seen, even when the question was given up in the same moment
            return
        if found is None:
            return
        body, stays_open = found
        self._buffer, self._has_answered = b"", True
        if not stays_open:
            self.is_closed = True
        self._settle(body)

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, error: Exception | None) -> None:
        was_idle = not self.is_closed and self._has_answered and (self._answer is None or self._answer.done())
        self.is_closed = True
        self._settle(None)
        if was_idle:
            self._lost(self)

    def _settle(self, result: bytes | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(result)


def read_reply(data: bytes) -> tuple[bytes, bool] | None:
    """Body of a whole plain reply, and whether the connection stays open; None while it is not whole.

    Raises:
        OddReplyError: another status than 200, a coding, no length, or more than was announced.
    """
    end = data.find(b"\r\n\r\n")
    if end < 0:
        if len(data) > MAX_REPLY_BYTES or not b"HTTP/1.1 200 ".startswith(data[:13]):
            raise OddReplyError
        return None
    head, body = data[: end + 2], data[end + 4 :]
    length = _LENGTH.search(head)
    if not head.startswith(b"HTTP/1.1 200") or length is None or _NOT_PLAIN.search(head) is not None:
        raise OddReplyError
    announced = int(length[1])
    if announced > MAX_REPLY_BYTES or len(body) > announced:
        raise OddReplyError
    return (body, _CLOSES.search(head) is None) if len(body) == announced else None


def _left(ends: float) -> float:
    return max(ends - asyncio.get_running_loop().time(), 0.0)


async def _within(answer: asyncio.Future[bytes | None], limit_s: float) -> bytes | None:
    """The answer, without a task of its own around it."""
    done, _ = await asyncio.wait((answer,), timeout=limit_s)
    if not done:
        raise TimeoutError
    return answer.result()
