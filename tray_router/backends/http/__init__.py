"""HTTP clients that leak nothing: no proxies, no credentials and no cookies from the environment.

Runs in the engine's loop. One client, hence one pool of kept-alive connections, per machine.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

# httpx imports its own command line, with click, rich and Pygments, when those are installed: 9 MB that the daemon
# does not need. None in sys.modules makes that optional import fail, which httpx expects.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

import httpx  # noqa: E402

from tray_router.backends.http.plain import PlainTransport  # noqa: E402
from tray_router.backends.http.transport import KEEPALIVE_S, Opened, Transport  # noqa: E402

__all__ = [
    "KEEPALIVE_S",
    "Opened",
    "Transport",
    "client_over",
    "httpx",
    "is_tls_error",
    "new_client",
    "new_transport",
]


def new_transport(url: str) -> Transport:
    """The connections to one machine.

    Args:
        url: base URL, with scheme; OpenSSL is loaded with the first that is ``https``.

    Raises:
        httpx.InvalidURL: it is none.
    """
    if not url.lower().startswith("https:"):
        return PlainTransport(url)
    from tray_router.backends.http.over_tls import TlsTransport

    return TlsTransport(url)


def new_client(url: str, headers: Mapping[str, str]) -> httpx.AsyncClient:
    """A client for one machine.

    Args:
        url: base URL, with scheme.
        headers: sent to this machine with every request, and to no other.
    """
    return client_over(new_transport(url), url, headers)


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


def is_tls_error(error: BaseException) -> bool:
    """Whether TLS is what failed; loads no OpenSSL to find out."""
    loaded = sys.modules.get("ssl")
    return loaded is not None and isinstance(error, loaded.SSLError)
