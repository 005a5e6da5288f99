"""Loads the standard library without OpenSSL: 5 MB that plain http to one's own machines never needs (ADR 13).

asyncio, hashlib and the rest work as where Python was built without it. TLS, for machines and services behind https,
is spoken by httpcore and anyio, which load OpenSSL themselves (``backends.http.over_tls``); asyncio's own and urllib's
are not there.

Rule: runs before anything that imports one of them. Main thread, once.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys

# Python's own hashes, which take OpenSSL's place; some distributions build Python without them.
_OWN_HASHES = ("_md5", "_sha1", "_sha3", "_blake2") + (
    ("_sha2",) if sys.version_info >= (3, 12) else ("_sha256", "_sha512")
)
_USE_TLS_IF_THERE = ("asyncio", "http.client", "urllib.request")  # the last two come with httpx


def leave_out_openssl() -> None:
    """Loads them without OpenSSL, as far as they are not loaded yet."""
    if all(importlib.util.find_spec(name) is not None for name in _OWN_HASHES):
        _load("hashlib", without="_hashlib")
    for name in _USE_TLS_IF_THERE:
        _load(name, without="ssl")


def _load(name: str, *, without: str) -> None:
    if name in sys.modules or without in sys.modules:
        return
    sys.modules[without] = None  # type: ignore[assignment]
    try:
        importlib.import_module(name)
    finally:
        del sys.modules[without]  # for everybody else it can be imported
