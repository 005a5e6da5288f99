"""HTTP clients that leak nothing: no proxies, no credentials and no cookies from the environment.

Runs in the engine's loop. One client, hence one pool of kept-alive connections, per machine.
"""

from __future__ import annotations

import sys

# httpx imports its own command line, with click, rich and Pygments, when those are installed: 9 MB that the daemon
# does not need. None in sys.modules makes that optional import fail, which httpx expects.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

import httpx  # noqa: E402

from tray_router.backends.http.clients import Clients  # noqa: E402
from tray_router.backends.http.factory import client_over, new_client  # noqa: E402
from tray_router.backends.http.transport import KEEPALIVE_S, Opened  # noqa: E402

__all__ = [
    "KEEPALIVE_S",
    "Clients",
    "Opened",
    "client_over",
    "httpx",
    "is_tls_error",
    "new_client",
]


def is_tls_error(error: BaseException) -> bool:
    """Whether TLS is what failed; loads no OpenSSL to find out."""
    loaded = sys.modules.get("ssl")
    return loaded is not None and isinstance(error, loaded.SSLError)
