"""Connections that are opened before anything is sent: for racing machines, and for seeing whether one is there.

Rule: a connection that was opened here carries the next request of its client, or is closed without a byte on it.
TLS, where the address wants it, is spoken only once the connection carries a request: what is raced is TCP, and a
name with several addresses is tried as RFC 8305 says (anyio does that). Runs in the engine's loop.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import httpcore
from httpcore import AsyncNetworkStream


class Dialer(httpcore.AsyncNetworkBackend):
    """Opens the connections of one client; hands out first what was opened beforehand."""

    def __init__(self) -> None:
        self._network = httpcore.AnyIOBackend()
        self._ready: deque[AsyncNetworkStream] = deque()

    async def dial(self, host: str, port: int, limit_s: float) -> AsyncNetworkStream:
        """A new connection.

        Raises:
            httpcore.ConnectError, httpcore.ConnectTimeout: there is none.
        """
        return await self._network.connect_tcp(host, port, timeout=limit_s)

    def offer(self, stream: AsyncNetworkStream) -> None:
        """The next request that needs a new connection takes this one."""
        self._ready.append(stream)

    def take_back(self, stream: AsyncNetworkStream) -> bool:
        """False when a request has taken it already."""
        try:
            self._ready.remove(stream)
        except ValueError:
            return False
        return True

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature of httpcore
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """Called by httpcore for every connection that it misses."""
        if self._ready:
            return self._ready.popleft()
        return await self._network.connect_tcp(host, port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """Not used here; passed on."""
        return await self._network.connect_unix_socket(path, timeout, socket_options)

    async def sleep(self, seconds: float) -> None:
        """Called by httpcore between its own retries, which are switched off."""
        await self._network.sleep(seconds)
