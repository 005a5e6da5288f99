"""What this program needs of a transport beside sending requests: looking at its connections, and opening one early.

Rule: a connection that was opened here carries the next request of its client, or is closed without a byte on it.
Runs in the engine's loop.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, Protocol, TypeVar

import httpx

from tray_router.engine.ports import OpenConnection

C = TypeVar("C")
C_contra = TypeVar("C_contra", contravariant=True)

MAX_KEPT_ALIVE = 8  # per machine
KEEPALIVE_S = 90.0  # longer than the idle poll interval, so that probes never reconnect


class Transport(httpx.AsyncBaseTransport):
    """httpx's transport to one machine, whose connections can be opened beforehand and looked at."""

    @abstractmethod
    def has_idle(self) -> bool:
        """Whether a kept-alive connection that the other side has not closed waits for a request."""

    @abstractmethod
    async def open(self, limit_s: float) -> OpenConnection:
        """Opens a connection without sending anything.

        Raises:
            httpx.ConnectError, httpx.ConnectTimeout: nobody takes it within ``limit_s``.
            httpx.UnsupportedProtocol: the address is neither http nor https.
        """


class Pool(Protocol[C_contra]):
    """Who owns the connections."""

    async def use(self, connection: C_contra) -> None:
        """The next request goes over this one; kept connections, older and perhaps dead by now, are closed."""

    async def discard(self, connection: C_contra, *, was_offered: bool) -> None:
        """Closes it unless a request has it."""


class Opened(Generic[C]):
    """A connection of a pool, without a request; an ``engine.ports.OpenConnection``."""

    def __init__(self, pool: Pool[C], connection: C) -> None:
        self._pool = pool
        self._connection = connection
        self._is_offered = False

    async def use(self) -> None:
        """The next request to the machine goes over this connection."""
        self._is_offered = True
        await self._pool.use(self._connection)

    async def aclose(self) -> None:
        """Closes the connection, unless a request has taken it."""
        await self._pool.discard(self._connection, was_offered=self._is_offered)
