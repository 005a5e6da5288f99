"""The listening end of a simulated machine: up, down, or a black hole, always on the same port.

Rules: the port is held for the machine's whole life, so that nobody else gets it while the machine is "down";
a change has taken effect in the kernel when the call returns. Runs in the loop's thread.

How connecting is made to hang (measured on Linux 6): a socket that listens with a backlog of 0 takes exactly one
connection that nobody accepts; from then on the kernel drops every SYN, and ``connect()`` waits like against a
sleeping machine. macOS drops SYNs as well; Windows refuses instead, so a black hole is a closed port there.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from enum import Enum

from tray_router.simulator.connection import Connection, Handler

_BACKLOG = 4096


class Reach(Enum):
    """How the port behaves."""

    CLOSED = "closed"  # before the start and after the end
    UP = "up"
    DOWN = "down"
    BLACK_HOLE = "black-hole"


class Listener:
    """Serves ``handler`` on one loopback port."""

    def __init__(self, handler: Handler, address: str, port: int) -> None:
        self._handler = handler
        self._address = address
        self._port = port
        self._reserved: socket.socket | None = None
        self._sockets: list[socket.socket] = []
        self._server: asyncio.Server | None = None
        self._attaching: asyncio.Task[None] | None = None
        self._connections: set[Connection] = set()
        self._reach = Reach.CLOSED

    @property
    def port(self) -> int:
        """The port; 0 until the first start when any was asked for."""
        return self._port

    @property
    def connection_count(self) -> int:
        """Open connections."""
        return len(self._connections)

    def reserve(self) -> None:
        """Take the port without listening on it.

        Raises:
            OSError: the address or port cannot be bound.
        """
        sock = self._bound()
        self._port = sock.getsockname()[1]
        if sys.platform == "linux":
            self._reserved = sock  # a bound socket beside the listening one is possible only here
        else:
            sock.close()

    def switch(self, reach: Reach) -> None:
        """Make the port behave so, now."""
        if reach is self._reach:
            return
        was = self._reach
        self._reach = reach
        self._stop_listening()
        if reach is Reach.BLACK_HOLE:
            for connection in tuple(self._connections):
                connection.freeze()
            self._swallow()
            return
        if reach is not Reach.UP or was is Reach.BLACK_HOLE:
            self.drop_connections()
        if reach is Reach.UP:
            self._listen()

    def drop_connections(self) -> None:
        """Close every open connection, as the end of the server process does."""
        for connection in tuple(self._connections):
            connection.abort()

    async def aclose(self) -> None:
        """Stop listening, end every connection and give the port back."""
        waiting = [connection.wait_done() for connection in self._connections]
        self.switch(Reach.CLOSED)
        await asyncio.gather(*waiting)
        if self._reserved is not None:
            self._reserved.close()
            self._reserved = None

    def _bound(self) -> socket.socket:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform != "win32":  # there it would let two servers share the port
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setblocking(False)
        try:
            sock.bind((self._address, self._port))
        except OSError:
            sock.close()
            raise
        return sock

    def _listen(self) -> None:
        sock = self._bound()
        sock.listen(_BACKLOG)  # from here on connecting works; accepting follows in the task
        self._sockets = [sock]
        self._attaching = asyncio.get_running_loop().create_task(self._attach(sock))

    async def _attach(self, sock: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        # Not started by create_server itself: that would leave a moment in which a cancel loses the server.
        self._server = await loop.create_server(
            lambda: Connection(self._handler, self._connections), sock=sock, backlog=_BACKLOG, start_serving=False
        )
        await self._server.start_serving()

    def _swallow(self) -> None:
        sock = self._bound()
        sock.listen(0)
        self._sockets = [sock]
        filler = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        filler.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            filler.connect((self._address, self._port))
        self._sockets.append(filler)

    def _stop_listening(self) -> None:
        if self._attaching is not None:
            self._attaching.cancel()
            self._attaching = None
        if self._server is not None:
            self._server.close()
            self._server = None
        for sock in self._sockets:
            sock.close()
        self._sockets = []
