"""Makes clients, and the connections below them, that take nothing from the environment and follow no redirect.

Runs in the engine's loop.
"""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from tray_router.backends.http.plain import PlainTransport
from tray_router.backends.http.transport import Transport


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
