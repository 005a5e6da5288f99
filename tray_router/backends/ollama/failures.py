"""Turns everything that can go wrong with an Ollama server into a BackendError with a sentence and a next step.

Rule: pure. Server texts are read to find the kind (Ollama contract, section 1, table of errors); they are shown only
where they help, shortened, and never hold the prompt. Sign-in addresses are dropped (contract, section 7).
"""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass
from typing import Any

import h11
import msgspec

from tray_router.backends.http import httpx, is_tls_error
from tray_router.errors import BackendError, FailureKind

MAX_SHOWN_CHARS = 160
_NO_ROUTE_ERRNOS = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, 65}  # 65: macOS EHOSTUNREACH
_PROMPT_TOKENS = re.compile(r"\((\d+) tokens\)")
_PERMANENT_500 = re.compile(r"must be of type|invalid format", re.IGNORECASE)  # contract, section 9
_NO_IMAGES = re.compile(r"image input is not supported|does not support multimodal", re.IGNORECASE)
_BAD_IMAGE = re.compile(r"failed to load image|illegal base64|invalid image", re.IGNORECASE)
_MEMORY = re.compile(
    r"out of memory|failed to allocate|more system memory|cudaMalloc|insufficient memory", re.IGNORECASE
)
_CRASH = re.compile(r"unexpectedly stopped|unexpected EOF|error was encountered while running", re.IGNORECASE)
_LOAD = re.compile(
    r"(llama-server|llama runner) process has terminated|waiting for (llama|runner)|load(ing)? model", re.IGNORECASE
)
_DISK_FULL = re.compile(r"no space left on device|not enough space on the disk|disk quota exceeded", re.IGNORECASE)
_LOAD_TIMEOUT = re.compile(r"timed out waiting for (llama|runner)", re.IGNORECASE)
# Statuses that Ollama itself never sends (contract, sections 1 and 7): what stands in front of it does.
_BY_PROXY = {
    408: (FailureKind.BUSY, "The proxy before {host} waited too long (408).", "Ask again, or lengthen its timeouts."),
    413: (
        FailureKind.PROTOCOL,
        "The proxy before {host} refuses a question of this size (413).",
        "Raise its limit (nginx: client_max_body_size 64m), or send less: a smaller region, a shorter text.",
    ),
    429: (
        FailureKind.BUSY,
        "{host} wants fewer questions (429).",
        "Wait a moment, or raise the limit of the proxy before it.",
    ),
    502: (
        FailureKind.NOT_OLLAMA,
        "The proxy before {host} does not reach Ollama (502).",
        "Start Ollama behind it, or check the address that it passes on to.",
    ),
    504: (
        FailureKind.NOT_OLLAMA,
        "The proxy before {host} gave up waiting for Ollama (504).",
        "Loading a model takes minutes without a byte: lengthen its timeout (nginx: proxy_read_timeout 600s).",
    ),
}
_NO_JSON = (msgspec.DecodeError, UnicodeError, RecursionError)
_MISSING = re.compile(r"^model .* not found", re.IGNORECASE)  # load errors name tensors that are not found


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
    if status in _BY_PROXY and (not text or status < 500):  # noqa: PLR2004 - Ollama passes on 502 of its cloud
        kind, title, hint = _BY_PROXY[status]
        return _make(kind, place, title.format(host=place.host), hint)
    if not text:
        return not_ollama(place)
    return from_error_text(text, place, status=status)


def from_error_text(raw: str, place: Place, *, status: int = 200) -> BackendError:
    """For ``{"error": "..."}``, alone or as the last line of a stream; nested JSON is unpacked."""
    text, needed = _unnest(raw)
    kind = _kind_of(text, status)
    if kind is None:
        kind = FailureKind.BAD_REQUEST if 400 <= status < 500 else FailureKind.CRASHED  # noqa: PLR2004
    title, hint = _words(kind, place, text)
    if needed is not None:
        title = f"{title.rstrip('.')}: it has {needed:,} tokens."
    return _make(kind, place, title, hint, needed_context=needed)


def error_text(body: bytes) -> str:
    """The text under ``"error"``, also of the nested and the OpenAI form; empty when there is none."""
    try:
        decoded: Any = msgspec.json.decode(body)
    except _NO_JSON:
        return ""
    found = decoded.get("error") if isinstance(decoded, dict) else None
    if isinstance(found, dict):
        found = found.get("message")
    return found if isinstance(found, str) else ""


def _unnest(raw: str) -> tuple[str, int | None]:
    """llama-server's errors come as a JSON text inside the error text (contract, section 1)."""
    try:
        inner: Any = msgspec.json.decode(raw)
    except _NO_JSON:
        return raw, None
    error = inner.get("error") if isinstance(inner, dict) else None
    if not isinstance(error, dict):
        return raw, None
    message = error.get("message")
    text = message if isinstance(message, str) else raw
    if error.get("type") != "exceed_context_size_error":
        return text, None
    count = error.get("n_prompt_tokens")
    if type(count) is int:
        return text, count
    named = _PROMPT_TOKENS.search(text)
    return text, int(named[1]) if named else None


def _kind_of(text: str, status: int) -> FailureKind | None:
    lowered = text.lower()
    rules: tuple[tuple[bool, FailureKind], ...] = (
        ("exceeds the available context size" in lowered, FailureKind.CONTEXT_EXCEEDED),
        ("prompt is longer than the context" in lowered, FailureKind.CONTEXT_EXCEEDED),
        (_NO_IMAGES.search(text) is not None, FailureKind.NOT_VISION),
        (_BAD_IMAGE.search(text) is not None, FailureKind.BAD_IMAGE),
        (status == httpx.codes.NOT_FOUND or _MISSING.search(text) is not None, FailureKind.MODEL_MISSING),
        (status == httpx.codes.SERVICE_UNAVAILABLE or "server busy" in lowered, FailureKind.BUSY),
        (_PERMANENT_500.search(text) is not None, FailureKind.BAD_REQUEST),
        (_MEMORY.search(text) is not None, FailureKind.OUT_OF_MEMORY),
        (_CRASH.search(text) is not None, FailureKind.CRASHED),
        (_LOAD.search(text) is not None or _DISK_FULL.search(text) is not None, FailureKind.LOAD_FAILED),
    )
    return next((kind for matches, kind in rules if matches), None)


def _words(kind: FailureKind, place: Place, text: str) -> tuple[str, str]:
    where = f"{place.model} on {place.host}" if place.model else place.host
    said = _short(text)
    table: dict[FailureKind, tuple[str, str]] = {
        FailureKind.CONTEXT_EXCEEDED: (
            f"The text is too long for {where}.",
            "Select less, or choose a model with a longer context.",
        ),
        FailureKind.NOT_VISION: (
            f"{where} cannot see images.",
            "Put a model with the vision capability into the vision route.",
        ),
        FailureKind.BAD_IMAGE: (f"{where} cannot read this image.", "Take the screenshot again, or use PNG or JPEG."),
        FailureKind.MODEL_MISSING: (
            f"{place.model or 'The model'} is not installed on {place.host}.",
            f"Run `ollama pull {place.model}` there, or change the route." if place.model else "",
        ),
        FailureKind.BUSY: (f"{place.host} has too many requests waiting.", "Wait a moment, or use another machine."),
        FailureKind.OUT_OF_MEMORY: (
            f"{place.host} has too little memory for {place.model}.",
            "Unload other models there, or choose a smaller one.",
        ),
        FailureKind.CRASHED: (f"{where} failed while answering.", f"Ask again: Ollama starts it anew. It said: {said}"),
        FailureKind.LOAD_FAILED: (f"{place.host} could not load {place.model}.", _mend_load(text, said)),
    }
    return table.get(kind, (f"{where} refused the request.", f"Ollama said: {said}"))


def _mend_load(text: str, said: str) -> str:
    if _DISK_FULL.search(text):
        return "Its disk is full: free some space there, e.g. with `ollama rm` of a model that nobody uses."
    if _LOAD_TIMEOUT.search(text):
        return "It took longer than Ollama waits: set OLLAMA_LOAD_TIMEOUT=15m there, or use a smaller model."
    return f"Pull it again there if this goes on, or update Ollama. It said: {said}"


def _make(kind: FailureKind, place: Place, title: str, hint: str, *, needed_context: int | None = None) -> BackendError:
    return BackendError(kind, title, hint, host=place.host, model=place.model, needed_context=needed_context)


def _short(text: str) -> str:
    line = " ".join(text.split()).rstrip(" -:")
    return line if len(line) <= MAX_SHOWN_CHARS else f"{line[:MAX_SHOWN_CHARS]}…"


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
