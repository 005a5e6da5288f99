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
from collections.abc import Callable
from enum import Enum

from tray_router.simulator.connection import Connection, Handler

_BACKLOG = 4096
_PAUSE_S = 0.1


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
        self._acceptor: Acceptor | None = None
        self._welcomes: set[asyncio.Task[None]] = set()
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
        self.switch(Reach.CLOSED)
        await asyncio.gather(*self._welcomes, return_exceptions=True)
        await asyncio.gather(*(connection.wait_closed() for connection in tuple(self._connections)))
        if self._reserved is not None:
            self._reserved.close()
            self._reserved = None

    def _bound(self) -> socket.socket:
        # With the protocol named: asyncio switches Nagle's algorithm off only then, which costs 40 ms per reply.
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
        sock.listen(_BACKLOG)  # from here on connecting works
        self._sockets = [sock]
        self._acceptor = Acceptor(sock, self._welcome)

    def _welcome(self, client: socket.socket) -> None:
        """Known from here on, so that going down right now does not forget it."""
        connection = Connection(self._handler, self._connections)
        task = asyncio.get_running_loop().create_task(_connect(connection, client))
        self._welcomes.add(task)
        task.add_done_callback(self._welcomes.discard)

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
        if self._acceptor is not None:
            self._acceptor.stop()
            self._acceptor = None
        for sock in self._sockets:
            sock.close()
        self._sockets = []


async def _connect(connection: Connection, client: socket.socket) -> None:
    try:
        await asyncio.get_running_loop().connect_accepted_socket(lambda: connection, client)
    except OSError:  # the client left at once
        client.close()
        connection.connection_lost(None)


class Acceptor:
    """Takes connections from a listening socket as they come.

    Why not ``loop.create_server``: a server that is closed between accepting and attaching a connection drops it
    without closing it (seen with Python 3.11), and going down at any moment is what this is for. Loops that cannot
    watch a socket (Windows) accept in a task.
    """

    def __init__(self, sock: socket.socket, welcome: Callable[[socket.socket], None]) -> None:
        self._sock = sock
        self._welcome = welcome
        self._loop = asyncio.get_running_loop()
        self._task: asyncio.Task[None] | None = None
        self._pause: asyncio.TimerHandle | None = None
        try:
            self._loop.add_reader(sock, self._accept)
        except NotImplementedError:
            self._task = self._loop.create_task(self._accept_in_task())

    def stop(self) -> None:
        """Accept no more; the socket is the caller's to close."""
        if self._task is not None:
            self._task.cancel()
            return
        if self._pause is not None:
            self._pause.cancel()
        self._loop.remove_reader(self._sock)

    def _accept(self) -> None:
        for _ in range(_BACKLOG):
            try:
                client, _address = self._sock.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError:  # no more file descriptors: without a pause this would spin
                self._loop.remove_reader(self._sock)
                self._pause = self._loop.call_later(_PAUSE_S, self._loop.add_reader, self._sock, self._accept)
                return
            client.setblocking(False)
            self._welcome(client)

    async def _accept_in_task(self) -> None:
        while True:
            client, _address = await self._loop.sock_accept(self._sock)
            self._welcome(client)
