"""One HTTP/1.1 connection without TLS: asyncio moves the bytes, h11 knows the protocol.

Rules: one request at a time; reading stops while nobody takes what came; a connection that was left in the middle, on
which something came that nobody asked for, or whose peer wants to close it serves no other request. What goes wrong is
raised as httpx's exceptions, with the cause. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
import select
import socket
from typing import cast

import h11
import httpx

MAX_HEAD_BYTES = 100 * 1024  # status line and headers, or the head of a chunk; nobody's are longer
MAX_UNREAD_BYTES = 256 * 1024  # a line of an answer is a few hundred


class Connection(asyncio.Protocol):
    """A connection to a machine; asyncio calls ``connection_made`` before anybody else calls anything.

    Attributes:
        is_closed: nothing can be sent over it any more.
        idle_since: loop time of the last request's end, or of the connect.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD_BYTES)
        self._transport: asyncio.Transport
        self._received = b""
        self._is_ended = False  # nothing more will come
        self._error: Exception | None = None
        self._awaits_data: asyncio.Future[None] | None = None
        self._awaits_room: asyncio.Future[None] | None = None
        self._is_held_back = self._is_full = self._is_busy = False
        self.is_closed = False
        self.idle_since = self._loop.time()

    @classmethod
    async def over(cls, connected: socket.socket) -> Connection:
        """The connection of a connected socket, which belongs to it from now on."""
        loop = asyncio.get_running_loop()
        try:
            _, connection = await loop.create_connection(cls, sock=connected)
        except BaseException:
            connected.close()
            raise
        return connection

    def is_usable(self) -> bool:
        """Whether another request can be sent; asks the socket itself, for the loop may not have got to its news."""
        return not (self.is_closed or self._is_ended or self._is_busy or self._is_readable())

    def close(self) -> None:
        """Hangs up at once; what was not sent yet never is."""
        self.is_closed = True
        self._transport.abort()

    # --- one request ----------------------------------------------------------------------------------

    async def send(self, request: httpx.Request) -> None:
        """Sends a whole request.

        A peer that hangs up meanwhile is no failure here: it may have answered before.

        Raises:
            httpx.WriteTimeout: the peer takes nothing.
            httpx.LocalProtocolError: this is no request that can be sent.
        """
        self._is_busy = True
        limit_s = _limits(request).get("write")
        try:
            waiting = self._to_send(
                h11.Request(
                    method=request.method.encode("ascii"), target=request.url.raw_path, headers=request.headers.raw
                )
            )
            async for piece in cast(httpx.AsyncByteStream, request.stream):  # the first goes out together with the head
                await self._write(waiting + self._to_send(h11.Data(data=piece)), limit_s)
                waiting = b""
            await self._write(waiting + self._to_send(h11.EndOfMessage()), limit_s)
        except h11.LocalProtocolError as error:
            raise httpx.LocalProtocolError(str(error)) from error

    async def head(self, request: httpx.Request) -> h11.Response:
        """The head of the reply, as soon as it comes.

        Raises:
            httpx.RemoteProtocolError: what comes is no HTTP, or nothing came before the end.
            httpx.ReadError, httpx.ReadTimeout: nothing comes.
        """
        limit_s = _limits(request).get("read")
        while True:
            event = await self._event(limit_s)
            if isinstance(event, h11.Response):
                return event
            if not isinstance(event, h11.InformationalResponse):  # 100 and 103 go before the reply (RFC 9110, 15.2)
                raise httpx.RemoteProtocolError("This is no reply to the request.")

    async def piece(self, request: httpx.Request) -> bytes | None:
        """The next piece of the reply's body, or None at its end.

        Raises:
            as ``head``.
        """
        event = await self._event(_limits(request).get("read"))
        return bytes(event.data) if isinstance(event, h11.Data) else None

    def finish(self) -> bool:
        """Makes ready for the next request after a whole reply; False when it cannot serve one."""
        is_whole = self._http.our_state is h11.DONE and self._http.their_state is h11.DONE
        if self.is_closed or self._is_ended or not is_whole or self._received or self._http.trailing_data[0]:
            return False
        self._http.start_next_cycle()
        self._is_busy, self.idle_since = False, self._loop.time()
        return True

    def _to_send(self, event: h11.Event) -> bytes:
        return self._http.send(event) or b""

    async def _event(self, limit_s: float | None) -> object:
        """The next thing that h11 makes of what comes."""
        while True:
            try:
                event = self._http.next_event()
            except h11.RemoteProtocolError as error:
                raise httpx.RemoteProtocolError(str(error)) from error
            if event is not h11.NEED_DATA:
                return event
            data = await self._read(limit_s)
            if not data and self._http.their_state is h11.SEND_RESPONSE:
                raise httpx.RemoteProtocolError("The server hung up without a reply.")
            self._http.receive_data(data)

    async def _read(self, limit_s: float | None) -> bytes:
        """What has come, or comes next; empty at the end."""
        if not self._received and not self._is_ended:
            self._awaits_data = self._loop.create_future()
            try:
                async with asyncio.timeout(limit_s):
                    await self._awaits_data
            except TimeoutError as error:
                raise httpx.ReadTimeout("The server sent nothing.") from error
        data, self._received = self._received, b""
        if self._is_held_back and not self.is_closed:
            self._is_held_back = False
            self._transport.resume_reading()
        if not data and self._error is not None:
            raise httpx.ReadError(str(self._error)) from self._error
        return data

    async def _write(self, data: bytes, limit_s: float | None) -> None:
        if self.is_closed or not data:
            return
        self._transport.write(data)
        if not self._is_full:
            return
        self._awaits_room = self._loop.create_future()
        try:
            async with asyncio.timeout(limit_s):
                await self._awaits_room
        except TimeoutError as error:
            raise httpx.WriteTimeout("The server takes nothing.") from error

    def _is_readable(self) -> bool:
        """On a connection where nothing was asked that is the end, or something that should not be there."""
        handle = self._transport.get_extra_info("socket").fileno()
        if handle < 0:
            return True
        if hasattr(select, "poll"):  # takes any number; select() only those below 1,024
            poll = select.poll()
            poll.register(handle, select.POLLIN)
            return bool(poll.poll(0))
        return bool(select.select([handle], [], [], 0)[0])

    # --- called by asyncio ----------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if not self._is_busy:
            self.close()
            return
        self._received = self._received + data if self._received else data
        if len(self._received) > MAX_UNREAD_BYTES and not self._is_held_back:
            self._is_held_back = True
            self._transport.pause_reading()
        _wake(self._awaits_data)

    def eof_received(self) -> bool:
        self._is_ended = True
        _wake(self._awaits_data)
        return False  # asyncio closes our half as well

    def connection_lost(self, error: Exception | None) -> None:
        self.is_closed = self._is_ended = True
        self._error = error
        _wake(self._awaits_data)
        _wake(self._awaits_room)

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False
        _wake(self._awaits_room)


def _wake(waiter: asyncio.Future[None] | None) -> None:
    if waiter is not None and not waiter.done():
        waiter.set_result(None)


def _limits(request: httpx.Request) -> dict[str, float | None]:
    """Seconds for connect, read and write, as httpx hands them on; None or missing: no limit."""
    limits: dict[str, float | None] = request.extensions.get("timeout", {})
    return limits
