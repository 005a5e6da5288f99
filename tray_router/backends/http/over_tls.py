"""httpx's own transport, for machines and services behind https; imported with the first of them.

Rule: TLS is spoken only once the connection carries a request: what is opened beforehand, and raced, is TCP. asyncio's
own TLS is not used, so that it can be loaded without OpenSSL (``tray_router.daemon.lean_start``). Runs in the engine's
loop.
"""

from __future__ import annotations

import importlib.util
import ssl
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

# httpcore tries to import sniffio several times in each request; where it is missing, every try searches the disk.
if importlib.util.find_spec("sniffio") is None:
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

import httpcore
import httpx
from httpcore import AsyncNetworkStream

from tray_router.backends.http.transport import KEEPALIVE_S, MAX_KEPT_ALIVE, Opened, Transport

MAX_CONNECTIONS = 64  # per machine; requests beyond wait in the dispatcher, not here
_PORT = 443


class TlsTransport(httpx.AsyncHTTPTransport, Transport):
    """Connections to one machine, trusted by the system's store of certificates.

    Args:
        url: base URL, with scheme ``https``.

    Raises:
        httpx.InvalidURL: it is none.
    """

    def __init__(self, url: str) -> None:
        self._url = httpx.URL(url)
        context = ssl.create_default_context()
        super().__init__(verify=context, trust_env=False)
        self._dialer = _Dialer()
        self._pool: httpcore.AsyncConnectionPool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=MAX_CONNECTIONS,
            max_keepalive_connections=MAX_KEPT_ALIVE,
            keepalive_expiry=KEEPALIVE_S,
            network_backend=self._dialer,
        )

    def has_idle(self) -> bool:
        """Whether a kept-alive connection that the other side has not closed waits for a request."""
        return any(kept.is_idle() and not kept.has_expired() for kept in self._pool.connections)

    async def open(self, limit_s: float) -> Opened[AsyncNetworkStream]:
        """Opens a connection without sending anything."""
        stream = await _dialled(self._url.raw_host.decode("ascii"), self._url.port or _PORT, limit_s)
        return Opened(self, stream)

    async def use(self, connection: AsyncNetworkStream) -> None:
        """The next request goes over ``connection``; kept ones, older and perhaps dead by now, are closed."""
        for kept in self._pool.connections:
            if kept.is_idle():
                await kept.aclose()
        self._dialer.offer(connection)

    async def discard(self, connection: AsyncNetworkStream, *, was_offered: bool) -> None:
        """Closes ``connection`` unless a request has it."""
        if not was_offered or self._dialer.take_back(connection):
            await connection.aclose()


async def shake_hands(host: str, port: int, limit_s: float) -> str:
    """Connects, speaks TLS and hangs up.

    Returns:
        The version that both sides speak, e.g. ``TLSv1.3``.

    Raises:
        httpx.ConnectError, httpx.ConnectTimeout: no connection, or no valid certificate for ``host``.
    """
    stream = await _dialled(host, port, limit_s)
    try:
        with _as_httpx_tells_it():
            stream = await stream.start_tls(ssl.create_default_context(), host, limit_s)
        version: str | None = stream.get_extra_info("ssl_object").version()
    finally:
        await stream.aclose()
    return version or "TLS"


async def _dialled(host: str, port: int, limit_s: float) -> AsyncNetworkStream:
    with _as_httpx_tells_it():
        return await httpcore.AnyIOBackend().connect_tcp(host, port, timeout=limit_s)


@contextmanager
def _as_httpx_tells_it() -> Iterator[None]:
    try:
        yield
    except httpcore.ConnectTimeout as error:
        raise httpx.ConnectTimeout(str(error)) from error
    except httpcore.ConnectError as error:
        raise httpx.ConnectError(str(error)) from error


class _Dialer(httpcore.AsyncNetworkBackend):
    """Opens the connections of one pool; hands out first what was opened beforehand."""

    def __init__(self) -> None:
        self._network = httpcore.AnyIOBackend()
        self._ready: deque[AsyncNetworkStream] = deque()

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
