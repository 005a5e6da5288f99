"""The HTTP clients of a backend: one per machine, made when first needed, closed when nobody streams over them.

Rule: new settings bring a new backend; the connections of the old one stay until its last running answer has ended.
Runs in the engine's loop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType

import httpx

from tray_router.backends.http.factory import client_over, new_transport
from tray_router.backends.http.transport import Transport
from tray_router.engine.ports import OpenConnection


class Clients:
    """Clients by the names of their machines.

    Args:
        closing: called whenever the connections are closed, for what the owner keeps open beside them.
    """

    def __init__(self, closing: Callable[[], None] = lambda: None) -> None:
        self._closing = closing
        self._known: dict[str, tuple[httpx.AsyncClient, Transport]] = {}
        self._running = 0
        self._is_retired = False

    @property
    def is_busy(self) -> bool:
        """Something is under way that keeps the connections open; see ``running``."""
        return bool(self._running)

    def of(self, name: str, url: str, headers: Mapping[str, str]) -> httpx.AsyncClient:
        """The client of a machine.

        Raises:
            httpx.InvalidURL: ``url`` is none.
            ValueError: a header that is no text.
        """
        known = self._known.get(name)
        if known is None:
            transport = new_transport(url)
            known = self._known[name] = client_over(transport, url, headers), transport
        return known[0]

    def has_idle(self, name: str) -> bool:
        """Whether a kept-alive connection to the machine is free for the next request."""
        known = self._known.get(name)
        return known is not None and known[1].has_idle()

    async def open(self, name: str, limit_s: float) -> OpenConnection:
        """Opens a connection for a client that ``of`` has made, without sending anything; the caller uses or closes it.

        Raises:
            httpx.HTTPError: nobody takes it within ``limit_s``.
        """
        return await self._known[name][1].open(limit_s)

    def running(self) -> _Running:
        """While this async context lasts, ``retire`` waits with closing."""
        return _Running(self)

    async def retire(self) -> None:
        """Closes all connections as soon as nothing runs any more."""
        self._is_retired = True
        await self._close_if_over()

    async def aclose(self) -> None:
        """Closes all connections."""
        self._closing()
        known, self._known = list(self._known.values()), {}
        for client, _ in known:
            await client.aclose()

    def _begin(self) -> None:
        self._running += 1

    async def _end(self) -> None:
        self._running -= 1
        await self._close_if_over()

    async def _close_if_over(self) -> None:
        if self._is_retired and not self._running:
            await self.aclose()


class _Running:
    """No generator: it stands around every answer."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def __aenter__(self) -> None:
        self._clients._begin()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._clients._end()
