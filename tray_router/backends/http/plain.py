"""httpx's transport to a machine that speaks plain HTTP: a pool of connections of our own (``connection``).

Why not httpx's own: httpcore, anyio and the OpenSSL that both load take 7 MB of a daemon that may have 45, and a
millisecond of every first word (ADR 13). They are used for https (``over_tls``).

Rules: a request goes over the connection that was opened for it, else over the one that was used last, else over a new
one, and over no second one: what was sent may have been carried out. Requests are never held back for want of a
connection; how many are out at once is the dispatcher's business. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

import httpx

from tray_router.backends.http.connection import Connection
from tray_router.backends.http.dialing import dial
from tray_router.backends.http.transport import KEEPALIVE_S, MAX_KEPT_ALIVE, Opened, Transport

_PORT = 80


class PlainTransport(Transport):
    """Connections to one machine.

    Args:
        url: base URL, with scheme.

    Raises:
        httpx.InvalidURL: it is none.
    """

    def __init__(self, url: str) -> None:
        self._url = httpx.URL(url)
        self._opened: deque[Connection] = deque()
        self._kept: list[Connection] = []  # the one that was used last comes last
        self._busy: set[Connection] = set()

    def has_idle(self) -> bool:
        """Whether a kept-alive connection that the other side has not closed waits for a request."""
        self._forget_dead()
        return bool(self._kept)

    async def open(self, limit_s: float) -> Opened[Connection]:
        """Opens a connection without sending anything."""
        return Opened(self, await self._connect(limit_s))

    async def use(self, connection: Connection) -> None:
        """The next request goes over ``connection``; kept ones, older and perhaps dead by now, are closed."""
        kept, self._kept = self._kept, []
        for each in kept:
            each.close()
        self._opened.append(connection)

    async def discard(self, connection: Connection, *, was_offered: bool) -> None:
        """Closes ``connection`` unless a request has it."""
        if was_offered:
            if connection not in self._opened:
                return
            self._opened.remove(connection)
        connection.close()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request and waits for the head of its reply; called by httpx."""
        if request.url.netloc != self._url.netloc or request.url.scheme != self._url.scheme:
            raise httpx.UnsupportedProtocol(f"This client speaks to {self._url} alone.")
        connection = self._idle() or await self._connect(request.extensions.get("timeout", {}).get("connect"))
        self._busy.add(connection)
        try:
            await connection.send(request)
            head = await connection.head(request)
        except BaseException:
            self.release(connection)
            raise
        return httpx.Response(
            head.status_code,
            headers=head.headers.raw_items(),
            stream=_Body(self, connection, request),
            extensions={"http_version": b"HTTP/" + head.http_version, "reason_phrase": head.reason},
        )

    async def aclose(self) -> None:
        """Closes all connections, also those with a request."""
        for connection in (*self._opened, *self._kept, *self._busy):
            connection.close()
        self._opened.clear()
        self._kept.clear()
        await asyncio.sleep(0)  # asyncio closes the sockets in its next turn

    def release(self, connection: Connection) -> None:
        """A request has ended: its connection is kept when the reply was whole, else closed."""
        self._busy.discard(connection)
        if connection.finish() and len(self._kept) < MAX_KEPT_ALIVE:
            self._kept.append(connection)
        else:
            connection.close()

    def _idle(self) -> Connection | None:
        while self._opened:
            connection = self._opened.popleft()
            if connection.is_usable():
                return connection
            connection.close()
        self._forget_dead()
        return self._kept.pop() if self._kept else None

    def _forget_dead(self) -> None:
        too_old = asyncio.get_running_loop().time() - KEEPALIVE_S
        for connection in tuple(self._kept):
            if connection.idle_since < too_old or not connection.is_usable():
                self._kept.remove(connection)
                connection.close()

    async def _connect(self, limit_s: float | None) -> Connection:
        if self._url.scheme != "http":
            raise httpx.UnsupportedProtocol(f"{self._url.scheme!r} is not spoken.")
        try:
            async with asyncio.timeout(limit_s):
                connected = await dial(self._url.raw_host.decode("ascii"), self._url.port or _PORT)
                return await Connection.over(connected)
        except TimeoutError as error:  # ours, or that of the operating system; an OSError as well, hence first
            raise httpx.ConnectTimeout("Nobody takes the connection.") from error
        except OSError as error:
            raise httpx.ConnectError(str(error)) from error


class _Body(httpx.AsyncByteStream):
    """The body of one reply; read once, as it comes, without the framing of chunks."""

    def __init__(self, transport: PlainTransport, connection: Connection, request: httpx.Request) -> None:
        self._transport = transport
        self._connection = connection
        self._request = request
        self._is_released = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        piece = await self._connection.piece(self._request)
        if piece is None:
            raise StopAsyncIteration
        return piece

    async def aclose(self) -> None:
        if not self._is_released:
            self._is_released = True
            self._transport.release(self._connection)
