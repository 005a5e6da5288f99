"""One HTTP/1.1 connection: h11 on top of an asyncio transport, as Go's ``net/http`` would behave.

Rules: nothing is sent before the handler starts its reply, so that "no byte before the first token" can hold; a
client that closes its side cancels the handler, in both streaming modes (contract, section 5); requests on one
connection are served one after another. Runs in the loop's thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import struct
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

import h11

_log = logging.getLogger(__name__)
_MAX_HEAD_BYTES = 64 * 1024
_LINGER_NOW = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
_BAD_REQUEST = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request"
)

_STATUSES = frozenset(int(status) for status in HTTPStatus)

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request with its whole body. ``path`` is the target without the query; header names are lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


Handler = Callable[[HttpRequest, "Reply"], Awaitable[None]]


class Reply:
    """The one reply to a request. Either ``send``, or ``start``, ``write`` and ``finish``; or cut it off."""

    def __init__(self, connection: Connection, *, is_head: bool) -> None:
        self._connection = connection
        self._is_head = is_head
        self.status: int | None = None
        self.started_at: float | None = None  # monotonic seconds of the first byte
        self.is_cut = False

    @property
    def is_client_gone(self) -> bool:
        """The client closed the connection, or its end of it, before the reply was whole."""
        return self._connection.is_client_gone

    async def send(self, status: int, body: bytes = b"", headers: Headers | None = None) -> None:
        """A whole reply with its length."""
        head = self._head(status, [*(headers or []), ("Content-Length", str(len(body)))])
        content = [h11.Data(data=body)] if body and not self._is_head else []
        await self._connection.send(head, *content, h11.EndOfMessage())

    async def start(self, status: int, headers: Headers, data: bytes = b"") -> None:
        """Status line and headers, with the first piece of the body; without a length the body is chunked."""
        head = self._head(status, headers)
        content = [h11.Data(data=data)] if data and not self._is_head else []
        await self._connection.send(head, *content)

    async def write(self, data: bytes) -> None:
        """A piece of the body; waits while the client reads too slowly."""
        if not self._is_head:
            await self._connection.send(h11.Data(data=data))

    async def finish(self) -> None:
        """The regular end."""
        await self._connection.send(h11.EndOfMessage())

    def _head(self, status: int, headers: Headers) -> h11.Response:
        self.status, self.started_at = status, asyncio.get_running_loop().time()
        phrase = HTTPStatus(status).phrase if status in _STATUSES else ""
        return h11.Response(status_code=status, headers=headers, reason=phrase.encode())

    def close(self) -> None:
        """End the connection in the middle of the body (FIN)."""
        self.is_cut = True
        self._connection.cut(with_reset=False)

    def reset(self) -> None:
        """Tear the connection down (RST)."""
        self.is_cut = True
        self._connection.cut(with_reset=True)


class Connection(asyncio.Protocol):
    """A client's connection. ``peers`` is the server's set of open ones, which it enters and leaves by itself.

    It enters when it is made, before asyncio hands over the transport: a server that goes down in between must
    find it.
    """

    def __init__(self, handler: Handler, peers: set[Connection]) -> None:
        self._handler = handler
        self._peers = peers
        self._h11 = h11.Connection(h11.SERVER, max_incomplete_event_size=_MAX_HEAD_BYTES)
        self._transport: asyncio.Transport | None = None
        self._task: asyncio.Task[None] | None = None
        self._head: h11.Request | None = None
        self._body = bytearray()
        self._writable = asyncio.Event()
        self._writable.set()
        self._is_frozen = False
        self._is_cut = False
        self._lost = asyncio.Event()
        self.is_client_gone = False
        peers.add(self)

    # --- called by asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a stream transport, by the server's kind
        if self._is_cut:
            self.abort()
        elif self._is_frozen:
            self.freeze()

    def data_received(self, data: bytes) -> None:
        self._h11.receive_data(data)
        self._advance()

    def eof_received(self) -> bool:
        # Go takes a half-closed client for a gone one while a request is running.
        self._leave()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._peers.discard(self)
        self._lost.set()
        self._leave()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    # --- called by the server

    def freeze(self) -> None:
        """Fall silent without closing: nothing is read or sent any more."""
        self._is_frozen = True
        if self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()

    def abort(self) -> None:
        """Close the connection as the end of the process would, at once, and stop what runs on it."""
        task = self._task
        self._is_cut = True
        if self._transport is not None:
            sock: socket.socket | None = self._transport.get_extra_info("socket")
            with contextlib.suppress(OSError):  # the client was first
                if sock is not None and sock.fileno() >= 0:
                    sock.shutdown(socket.SHUT_RDWR)  # the client sees it now, not one turn of the loop later
            self._transport.abort()
        if task is not None:
            task.cancel()

    async def wait_closed(self) -> None:
        """Return when the connection is closed and the handler, if one runs, has ended."""
        await self._lost.wait()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    # --- called by the reply

    async def send(self, *events: h11.Event) -> None:
        """All events as one write, so that small replies are one packet."""
        data = b"".join([self._h11.send(event) or b"" for event in events])
        if self._transport is None or self._is_frozen or self._is_cut or self._transport.is_closing():
            return
        if data:
            self._transport.write(data)
        if not self._writable.is_set():
            await self._writable.wait()

    def cut(self, *, with_reset: bool) -> None:
        self._is_cut = True
        transport = self._transport
        if transport is None:
            return
        if not with_reset:
            transport.close()
            return
        sock: socket.socket | None = transport.get_extra_info("socket")
        if sock is not None and sock.fileno() >= 0:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOW)
        transport.abort()

    # --- inside

    def _advance(self) -> None:
        while self._task is None:
            try:
                event = self._h11.next_event()
            except h11.RemoteProtocolError:
                self._refuse()
                return
            if event is h11.NEED_DATA or event is h11.PAUSED:
                self._invite_body()
                return
            if isinstance(event, h11.Request):
                self._head, self._body = event, bytearray()
            elif isinstance(event, h11.Data):
                self._body += event.data
            elif isinstance(event, h11.EndOfMessage):
                self._begin()
            else:  # the client closed an idle connection
                self._close()
                return

    def _invite_body(self) -> None:
        if self._h11.they_are_waiting_for_100_continue and self._transport is not None:
            go_on = h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")
            self._transport.write(self._h11.send(go_on) or b"")

    def _begin(self) -> None:
        head = self._head
        if head is None:  # h11 gives no end without a head
            return
        request = HttpRequest(
            method=head.method.decode("ascii"),
            target=head.target.decode("latin-1"),
            headers={name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers},
            body=bytes(self._body),
        )
        self._body = bytearray()
        self._task = asyncio.get_running_loop().create_task(self._serve(request))

    async def _serve(self, request: HttpRequest) -> None:
        try:
            await self._handler(request, Reply(self, is_head=request.method == "HEAD"))
        except Exception:
            _log.exception("The simulator failed on %s %s", request.method, request.path)
            self.cut(with_reset=True)
        self._task = None
        if self._is_cut or self._is_frozen:
            return
        if self._h11.our_state is h11.DONE and self._h11.their_state is h11.DONE:
            self._h11.start_next_cycle()
            self._advance()
        else:
            self._close()

    def _leave(self) -> None:
        if self._task is not None and not self._is_cut:
            self.is_client_gone = True
            self._task.cancel()
        self._writable.set()

    def _refuse(self) -> None:
        if self._transport is not None:
            self._transport.write(_BAD_REQUEST)
        self._close()

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()
