"""Turns everything that can go wrong with an Ollama server into a BackendError with a sentence and a next step.

Rule: pure. Server texts are read to find the kind (Ollama contract, section 1, table of errors); they are shown only
where they help, shortened, and never hold the prompt. Sign-in addresses are dropped (contract, section 7).
"""

from __future__ import annotations

import errno
from dataclasses import dataclass

import h11

from tray_router.backends.http import httpx, is_tls_error
from tray_router.backends.ollama.remarks import BY_PROXY, error_text, kind_of, unnest, words
from tray_router.errors import BackendError, FailureKind

_NO_ROUTE_ERRNOS = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, 65}  # 65: macOS EHOSTUNREACH


@dataclass(frozen=True, slots=True)
class Place:
    """Who was asked: names for the error texts."""

    host: str
    url: str
    model: str = ""


def from_transport(error: Exception, place: Place, *, has_begun: bool = False) -> BackendError:
    """For exceptions of httpx.

    Args:
        has_begun: a sane reply was on its way; else nothing of it had come.
    """
    cause = _root_cause(error)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return _from_connect(error, cause, place)
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | ValueError):
        return _make(FailureKind.UNREACHABLE, place, f"{place.url} is not a usable address.", "Use http://name:11434.")
    if isinstance(cause, h11.RemoteProtocolError) and not has_begun:
        return _make(
            FailureKind.NOT_OLLAMA,
            place,
            f"{place.host} does not speak HTTP at {place.url}.",
            "Check the scheme and the port: Ollama listens on 11434 by default.",
        )
    if not place.model:
        return _make(
            FailureKind.UNREACHABLE,
            place,
            f"{place.host} hung up without an answer ({place.url}).",
            "Ollama may be starting again there; if this goes on, check the port.",
        )
    return incomplete(place) if has_begun else cut_short(place)


def _from_connect(error: Exception, cause: BaseException, place: Place) -> BackendError:
    number = cause.errno if isinstance(cause, OSError) else None
    if isinstance(error, httpx.ConnectTimeout):
        return _make(
            FailureKind.CONNECT_TIMEOUT,
            place,
            f"{place.host} does not accept connections at {place.url}.",
            "It may be asleep, or a firewall drops the packets: wake it, or allow the port.",
        )
    if is_tls_error(cause):
        return _make(
            FailureKind.TLS,
            place,
            f"{place.host} speaks no valid TLS at {place.url}.",
            "Ollama itself speaks plain http: write http:// in its url, or mend the proxy's certificate.",
        )
    if isinstance(cause, ConnectionRefusedError) or number == errno.ECONNREFUSED:
        return _make(
            FailureKind.REFUSED,
            place,
            f"Nothing listens at {place.url} ({place.host}).",
            "Start Ollama there; for other machines to reach it, set OLLAMA_HOST=0.0.0.0 on it.",
        )
    if number in _NO_ROUTE_ERRNOS:
        return _make(
            FailureKind.UNREACHABLE,
            place,
            f"There is no route to {place.host} ({place.url}).",
            "Is it on and in this network? On macOS allow Local Network for this program in the privacy settings.",
        )
    return _make(
        FailureKind.UNREACHABLE,
        place,
        f"{place.host} cannot be found at {place.url}.",
        "Check the name or use its IP address in the settings.",
    )


def silent(place: Place, waited_s: float) -> BackendError:
    """Connected, then nothing within the limit."""
    again = "Restart Ollama there if this goes on"
    if not place.model:
        return _make(FailureKind.SILENT, place, f"{place.host} sent nothing for {waited_s:.0f} s.", f"{again}.")
    return _make(
        FailureKind.SILENT,
        place,
        f"{place.model} on {place.host} sent nothing for {waited_s:.0f} s.",
        f"{again}; if it only needs longer, raise first_token_cold_s under [limits] in the settings.",
    )


def stalled(place: Place, waited_s: float) -> BackendError:
    """The answer had begun, then nothing within the limit."""
    return _make(
        FailureKind.SILENT,
        place,
        f"{place.model or 'The answer'} on {place.host} stopped in the middle: nothing came for {waited_s:.0f} s.",
        "Ask again; what came so far is kept. If it only needs longer, raise idle_s under [limits] in the settings.",
    )


def too_long(place: Place) -> BackendError:
    """The answer went on, but not to its end within the limit for the whole of it."""
    return _make(
        FailureKind.INCOMPLETE,
        place,
        f"{place.model or place.host} on {place.host} took too long to finish.",
        "Ask for less at once; a larger limit is total_s under [limits] in the settings.",
    )


def incomplete(place: Place) -> BackendError:
    """The stream ended without ``done: true`` (contract, section 1, silent failures)."""
    return _make(
        FailureKind.INCOMPLETE,
        place,
        f"The answer of {place.model or place.host} on {place.host} broke off.",
        "Ask again; what came so far is kept.",
    )


def cut_short(place: Place) -> BackendError:
    """The connection ended before the first byte of an answer."""
    return _make(
        FailureKind.INCOMPLETE,
        place,
        f"{place.host} hung up before {place.model} had answered.",
        "Ollama was stopped or started anew there: ask again.",
    )


def not_ollama(place: Place) -> BackendError:
    """A reply that is not Ollama's."""
    return _make(
        FailureKind.NOT_OLLAMA,
        place,
        f"{place.url} ({place.host}) answers, but not as Ollama does.",
        "Check the port, and whether a proxy or a login page stands in between.",
    )


def from_status(status: int, content_type: str, body: bytes, place: Place) -> BackendError:
    """For a reply with an error status, whatever its body is."""
    if status == httpx.codes.UNAUTHORIZED:
        return _make(
            FailureKind.UNAUTHORIZED,
            place,
            f"{place.host} wants a login (401).",
            "Add the proxy's header for this host in the settings: headers = { Authorization = { env = … } }.",
        )
    if status == httpx.codes.FORBIDDEN:
        return _make(
            FailureKind.FORBIDDEN,
            place,
            f"{place.host} refuses this address (403).",
            "Bound to localhost Ollama takes no other Host header: set OLLAMA_HOST=0.0.0.0 there, "
            "or let the proxy rewrite Host.",
        )
    text = error_text(body) if "html" not in content_type.lower() else ""
    if status in BY_PROXY and (not text or status < 500):  # noqa: PLR2004 - Ollama passes on 502 of its cloud
        kind, title, hint = BY_PROXY[status]
        return _make(kind, place, title.format(host=place.host), hint)
    if not text:
        return not_ollama(place)
    return from_error_text(text, place, status=status)


def from_error_text(raw: str, place: Place, *, status: int = 200) -> BackendError:
    """For ``{"error": "..."}``, alone or as the last line of a stream; nested JSON is unpacked."""
    text, needed = unnest(raw)
    kind = kind_of(text, status)
    if kind is None:
        kind = FailureKind.BAD_REQUEST if 400 <= status < 500 else FailureKind.CRASHED  # noqa: PLR2004
    title, hint = words(kind, place.host, place.model, text)
    if needed is not None:
        title = f"{title.rstrip('.')}: it has {needed:,} tokens."
    return _make(kind, place, title, hint, needed_context=needed)


def _make(kind: FailureKind, place: Place, title: str, hint: str, *, needed_context: int | None = None) -> BackendError:
    return BackendError(kind, title, hint, host=place.host, model=place.model, needed_context=needed_context)


def _root_cause(error: BaseException) -> BaseException:
    seen = {id(error)}
    while True:
        deeper = error.__cause__ or error.__context__
        if deeper is None and isinstance(error, BaseExceptionGroup):
            # one try per address of a name; that somebody refused says more than that IPv6 has no route
            deeper = next((e for e in error.exceptions if isinstance(e, ConnectionRefusedError)), error.exceptions[0])
        if deeper is None or id(deeper) in seen:
            return error
        seen.add(id(deeper))
        error = deeper
