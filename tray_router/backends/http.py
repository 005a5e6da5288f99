"""HTTP clients that leak nothing: no proxies, no credentials and no cookies from the environment.

Runs in the engine's loop. One client, hence one pool of kept-alive connections, per machine.
"""

from __future__ import annotations

import importlib.util
import ssl
import sys
from collections.abc import Mapping

# httpx imports its own command line, with click, rich and Pygments, when those are installed: 9 MB that the daemon
# does not need. None in sys.modules makes that optional import fail, which httpx expects.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

# httpcore tries to import sniffio several times in each request; where it is missing, every try searches the disk.
if importlib.util.find_spec("sniffio") is None:
    sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

import httpcore  # noqa: E402
import httpx  # noqa: E402

from tray_router.backends.dialing import Dialer  # noqa: E402

__all__ = ["Transport", "httpcore", "httpx", "new_client"]

MAX_CONNECTIONS = 64  # per machine; requests beyond wait in the dispatcher, not here
MAX_KEPT_ALIVE = 8
KEEPALIVE_S = 90.0  # longer than the idle poll interval, so that probes never reconnect
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Transport(httpx.AsyncHTTPTransport):
    """httpx's own transport, with a pool whose connections can be opened beforehand and looked at.

    Args:
        url: base URL, with scheme.
    """

    def __init__(self, url: str) -> None:
        context = _tls_context(url)
        super().__init__(verify=context, trust_env=False)  # type: ignore[arg-type]
        self._dialer = Dialer()
        self._url = httpx.URL(url)
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

    async def open(self, limit_s: float) -> Opened:
        """Opens a connection without sending anything.

        Raises:
            httpx.ConnectError, httpx.ConnectTimeout: nobody takes it within ``limit_s``.
            httpx.UnsupportedProtocol: the address is neither http nor https.
        """
        if self._url.scheme not in _DEFAULT_PORTS:
            raise httpx.UnsupportedProtocol(f"{self._url.scheme!r} is not spoken")
        port = self._url.port or _DEFAULT_PORTS[self._url.scheme]
        try:
            stream = await self._dialer.dial(self._url.raw_host.decode("ascii"), port, limit_s)
        except httpcore.ConnectTimeout as error:
            raise httpx.ConnectTimeout(str(error)) from error
        except httpcore.ConnectError as error:
            raise httpx.ConnectError(str(error)) from error
        return Opened(self, stream)

    async def use(self, stream: httpcore.AsyncNetworkStream) -> None:
        """The next request goes over ``stream``; kept connections, older and perhaps dead by now, are closed."""
        for kept in self._pool.connections:
            if kept.is_idle():
                await kept.aclose()
        self._dialer.offer(stream)

    async def discard(self, stream: httpcore.AsyncNetworkStream, *, was_offered: bool) -> None:
        """Closes ``stream`` unless a request has it."""
        if not was_offered or self._dialer.take_back(stream):
            await stream.aclose()


class Opened:
    """A connection without a request; ``engine.ports.OpenConnection``."""

    def __init__(self, transport: Transport, stream: httpcore.AsyncNetworkStream) -> None:
        self._transport = transport
        self._stream = stream
        self._is_offered = False

    async def use(self) -> None:
        """The next request to the machine goes over this connection."""
        self._is_offered = True
        await self._transport.use(self._stream)

    async def aclose(self) -> None:
        """Closes the connection, unless a request has taken it."""
        await self._transport.discard(self._stream, was_offered=self._is_offered)


def new_client(url: str, headers: Mapping[str, str]) -> httpx.AsyncClient:
    """A client for one machine.

    Args:
        url: base URL, with scheme.
        headers: sent to this machine with every request, and to no other.
    """
    return client_over(Transport(url), url, headers)


def client_over(transport: Transport, url: str, headers: Mapping[str, str]) -> httpx.AsyncClient:
    """The same, over a transport that the caller keeps at hand."""
    return httpx.AsyncClient(
        base_url=url,
        headers=httpx.Headers(dict(headers), encoding="latin-1"),  # RFC 9110, section 5.5; httpx would take ASCII alone
        transport=transport,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(None, connect=3.0, write=60.0),
    )


def _tls_context(url: str) -> ssl.SSLContext | None:
    """The system's trust store for https; none for plain http, where the first one would cost 0.4 MB for nothing.

    httpx and httpcore pass None through, and would make a context of their own only for an https address, to which no
    client for plain http goes: addresses are relative to its own and redirects are not followed.
    """
    return ssl.create_default_context() if url.lower().startswith("https:") else None
