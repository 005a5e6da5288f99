"""HTTP clients that leak nothing: no proxies, no credentials and no cookies from the environment.

Runs in the engine's loop. One client, hence one pool of kept-alive connections, per machine.
"""

from __future__ import annotations

import ssl
import sys
from collections.abc import Mapping

# httpx imports its own command line, with click, rich and Pygments, when those are installed: 9 MB that the daemon
# does not need. None in sys.modules makes that optional import fail, which httpx expects.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

import httpx  # noqa: E402

__all__ = ["httpx", "new_client"]

MAX_CONNECTIONS = 64  # per machine; requests beyond wait in the dispatcher, not here
KEEPALIVE_S = 90.0  # longer than the idle poll interval, so that probes never reconnect


def new_client(url: str, headers: Mapping[str, str]) -> httpx.AsyncClient:
    """A client for one machine.

    Args:
        url: base URL, with scheme.
        headers: sent to this machine with every request, and to no other.
    """
    transport = httpx.AsyncHTTPTransport(
        verify=_tls_context(url),
        trust_env=False,
        limits=httpx.Limits(
            max_connections=MAX_CONNECTIONS,
            max_keepalive_connections=8,
            keepalive_expiry=KEEPALIVE_S,
        ),
    )
    return httpx.AsyncClient(
        base_url=url,
        headers=httpx.Headers(dict(headers), encoding="latin-1"),  # RFC 9110, section 5.5; httpx would take ASCII alone
        transport=transport,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(None, connect=3.0, write=60.0),
    )


def _tls_context(url: str) -> ssl.SSLContext:
    """The system's trust store for https; an empty context, which costs nothing to make, for plain http."""
    if url.lower().startswith("https:"):
        return ssl.create_default_context()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
