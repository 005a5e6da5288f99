"""What people write as the address of a machine, turned into one base URL.

Rules (Ollama contract, section 7): without a scheme the port is 11434; ``http://machine`` means port 80 and
``https://machine`` 443; an address to listen on, such as 0.0.0.0, is none to connect to. No I/O; any thread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

OLLAMA_PORT = 11434
_SCHEME_PORTS = {"http": 80, "https": 443}
_MAX_PORT = 65535
_LISTEN_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (refused as a target, not bound)
_NAME = re.compile(r"[^\W_]([\w.-]*[^\W_])?\.?")  # host names and IPv4 addresses; letters of any script
_ADDRESS_6 = re.compile(r"[0-9a-fA-F:.]+(%[\w.-]+)?")


@dataclass(frozen=True, slots=True)
class Address:
    """A base URL.

    Attributes:
        url: scheme, name and port, perhaps a path; no trailing slash.
        machine: the name or IP address alone, lower case.
        note: one sentence about what was changed or is unusual; empty when all is plain.
    """

    url: str
    machine: str
    note: str = ""

    @property
    def is_local(self) -> bool:
        """True for this very machine, as far as the address tells."""
        return self.machine in ("localhost", "::1") or self.machine.startswith("127.")


def parse_address(text: str) -> Address:
    """The base URL that ``text`` means.

    Raises:
        ValueError: it is no address; the message is a sentence for the user and never repeats the text.
    """
    written = text.strip()
    if not written:
        raise ValueError("must not be empty, e.g. http://192.168.1.20:11434.")
    if any(char.isspace() or not char.isprintable() for char in written) or "\\" in written:
        raise ValueError("must not contain spaces, control characters or backslashes.")
    has_scheme = "://" in written
    if "@" in written.partition("://")[2 if has_scheme else 0].partition("/")[0]:
        raise ValueError('must not hold a user name or password; use headers = { Authorization = { env = "NAME" } }.')
    parts = _split(written if has_scheme else f"http://{_bracketed(written)}")
    if parts.scheme not in _SCHEME_PORTS:
        raise ValueError("must begin with http:// or https://, or with no scheme at all.")
    if parts.query or parts.fragment or written.endswith(("?", "#")):
        raise ValueError("must end with the address, without ? or #.")
    return _build(parts, has_scheme=has_scheme)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (its check is lazy)
    except ValueError:
        raise ValueError(f"must have a port between 1 and {_MAX_PORT} and a valid name or IP address.") from None
    return parts


def _bracketed(text: str) -> str:
    """An IPv6 address needs brackets in a URL; people write it bare."""
    return f"[{text}]" if text.count(":") > 1 and not text.startswith("[") and "/" not in text else text


def _build(parts: SplitResult, *, has_scheme: bool) -> Address:
    machine = parts.hostname or ""
    is_v6 = ":" in machine
    if not (_ADDRESS_6 if is_v6 else _NAME).fullmatch(machine) or ".." in machine:
        raise ValueError("must name a machine, e.g. http://192.168.1.20:11434.")
    if parts.port == 0 or parts.netloc.endswith(":"):
        raise ValueError(f"must have a port between 1 and {_MAX_PORT} after the colon.")
    note = ""
    if machine in _LISTEN_ANYWHERE:
        note = f"is an address to listen on, not to connect to; {_LISTEN_ANYWHERE[machine]} is used instead."
        machine = _LISTEN_ANYWHERE[machine]
    port = parts.port
    if port is None and not has_scheme:
        port = OLLAMA_PORT
    if port is None and parts.scheme == "http" and not note:
        note = f"has no port, which means 80; if you mean Ollama's own, add :{OLLAMA_PORT}."
    shown = f"[{machine}]" if is_v6 else machine
    netloc = shown if port is None else f"{shown}:{port}"
    return Address(url=f"{parts.scheme}://{netloc}{parts.path.rstrip('/')}", machine=machine, note=note)
