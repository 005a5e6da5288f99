"""Turns everything that can go wrong with a server of OpenAI's protocol into a BackendError with a next step.

Rules: pure. What a server says is read to find the kind, and never shown: services repeat parts of the key and of the
question in their texts. Only a short code such as ``model_not_found`` is. Error bodies come in several forms (OpenAI,
OpenRouter, Anthropic's and Google's compatible endpoints, LiteLLM, vLLM, llama.cpp); see ``read_error``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import msgspec

from tray_router.backends.http import httpx, is_tls_error
from tray_router.errors import BackendError, FailureKind

MAX_PAUSE_S = 3600.0  # a service that asks for more is asked again after this all the same
_NO_JSON = (msgspec.DecodeError, UnicodeError, RecursionError)
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{1,59}")

_BAD_KEY = re.compile(r"api[ _]key (not valid|is invalid|expired)|api_key_invalid|invalid[ _](x-)?api[ _-]?key", re.I)
_NO_CREDIT = re.compile(
    r"insufficient_quota|insufficient (credit|balance|funds)|credit balance is too low|billing", re.I
)
_TOO_LONG = re.compile(
    r"context_length_exceeded|maximum context length|context (window|size)|prompt is too long|too many tokens|"
    r"exceeds the (available|maximum).{0,40}(context|token)|request_too_large|input token count",
    re.I,
)
_NO_IMAGES = re.compile(
    r"image(s|_url| input)?\b.{0,60}(not|un)[ -]?support|not a multimodal|does not support image", re.I
)
_NO_MODEL = re.compile(
    r"model_not_found|model .{0,80}(not found|does not exist|not exist)|not a valid model|no endpoints found", re.I
)
_FILTERED = re.compile(r"content_filter|content_policy|moderation|safety|flagged", re.I)
_BUSY = re.compile(r"overloaded|loading model|server_busy|capacity|unavailable", re.I)
_RATE = re.compile(r"rate.?limit|resource_exhausted|too many requests", re.I)

_PAYMENT_REQUIRED, _TOO_MANY, _OVERLOADED = 402, 429, 529  # 529: Anthropic
_TIMEOUTS = frozenset({408, 504, 522, 524})  # 522, 524: Cloudflare, which stands before most services
_SERVER_ERRORS = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Who was asked."""

    endpoint: str
    url: str
    model: str = ""

    @property
    def who(self) -> str:
        return f"{self.model} at {self.endpoint}" if self.model else self.endpoint


@dataclass(frozen=True, slots=True)
class Said:
    """What an error body says. ``text`` is never shown; ``code`` is a short word that may be."""

    text: str = ""
    code: str = ""
    parameter: str = ""
    status: int = 0


def read_error(body: Any) -> Said | None:
    """The error in a decoded body or event; None when it holds none.

    Forms: ``{"error": {"message", "type", "code", "param"}}`` (OpenAI, OpenRouter, LiteLLM, llama.cpp, Anthropic),
    ``{"error": "text"}``, ``[{"error": {"code", "message", "status"}}]`` (Google), ``{"object": "error", "message",
    "type", "code"}`` (vLLM), ``{"detail": …}`` (FastAPI).
    """
    if isinstance(body, list):
        return next((said for entry in body if (said := read_error(entry)) is not None), None)
    if not isinstance(body, dict):
        return None
    error = body.get("error")
    if isinstance(error, dict) or body.get("object") == "error":
        return _said(error if isinstance(error, dict) else body)
    text = error if isinstance(error, str) else body.get("detail")
    return Said(str(text)) if text else None


def read_error_body(body: bytes) -> Said | None:
    """The error in a body as it came; None when it holds none, or is no JSON."""
    try:
        return read_error(msgspec.json.decode(body))
    except _NO_JSON:
        return None


def _said(error: dict[str, Any]) -> Said:
    words = [str(error[key]) for key in ("code", "status", "type") if isinstance(error.get(key), str)]
    numbers = [error[key] for key in ("code", "status") if type(error.get(key)) is int]
    numbers += [int(word) for word in words if word.isdecimal() and len(word) == 3]  # noqa: PLR2004 - LiteLLM
    code = next((word for word in words if _CODE.fullmatch(word)), "")
    text = " ".join([str(error.get("message") or ""), *words])
    return Said(text, code, str(error.get("param") or ""), numbers[0] if numbers else 0)


def from_status(status: int, content_type: str, retry_after: str, body: bytes, place: Place) -> BackendError:
    """For a reply with an error status, whatever its body is."""
    if 300 <= status < 400:  # noqa: PLR2004
        return _make(
            FailureKind.NOT_OLLAMA,
            place,
            f"{place.endpoint} sends on to another address.",
            "Write the final address into its url; questions are not sent after redirects.",
        )
    said = read_error_body(body) if "html" not in content_type.lower() else None
    return from_error(said or Said(), place, status=status, pause_s=read_pause(retry_after))


def from_error(said: Said, place: Place, *, status: int = 200, pause_s: float | None = None) -> BackendError:
    """For an error body, or an error event in the middle of a stream (then ``status`` is 200)."""
    kind = _kind_of(said, said.status if status == httpx.codes.OK and said.status else status)
    title, hint = _words(kind, place, said, status, pause_s)
    return _make(kind, place, title, hint, retry_after_s=pause_s)


def read_pause(retry_after: str) -> float | None:
    """Seconds of a ``Retry-After`` header (RFC 9110, section 10.2.3); None for a date or nonsense."""
    try:
        seconds = float(retry_after)
    except ValueError:
        return None
    return min(max(seconds, 0.0), MAX_PAUSE_S) if math.isfinite(seconds) else None


def _kind_of(said: Said, status: int) -> FailureKind:
    text = said.text
    rules: tuple[tuple[bool, FailureKind], ...] = (
        (status == httpx.codes.UNAUTHORIZED or _BAD_KEY.search(text) is not None, FailureKind.UNAUTHORIZED),
        (status == _PAYMENT_REQUIRED or _NO_CREDIT.search(text) is not None, FailureKind.UNPAID),
        (status == _TOO_MANY or _RATE.search(text) is not None, FailureKind.RATE_LIMITED),
        (
            _TOO_LONG.search(text) is not None or status == httpx.codes.REQUEST_ENTITY_TOO_LARGE,
            FailureKind.CONTEXT_EXCEEDED,
        ),
        (_NO_IMAGES.search(text) is not None, FailureKind.NOT_VISION),
        (status == httpx.codes.NOT_FOUND or _NO_MODEL.search(text) is not None, FailureKind.MODEL_MISSING),
        (status == httpx.codes.FORBIDDEN or _FILTERED.search(text) is not None, FailureKind.FORBIDDEN),
        (status in _TIMEOUTS, FailureKind.SILENT),
        (status in (503, _OVERLOADED) or _BUSY.search(text) is not None, FailureKind.BUSY),
        (status >= _SERVER_ERRORS, FailureKind.CRASHED),
    )
    return next((kind for matches, kind in rules if matches), FailureKind.PROTOCOL)


def _words(kind: FailureKind, place: Place, said: Said, status: int, pause_s: float | None) -> tuple[str, str]:
    section = f"[cloud.endpoints.{place.endpoint}]"
    again = f"It asks for a pause of {pause_s:.0f} s." if pause_s else "Wait a moment, or use another model."
    code = f" ({said.code})" if said.code else f" ({status})" if status != httpx.codes.OK else ""
    table: dict[FailureKind, tuple[str, str]] = {
        FailureKind.UNAUTHORIZED: (
            f"{place.endpoint} does not accept the key.",
            f"Look at what key under {section} names: is it set, and is it the key of this service?",
        ),
        FailureKind.UNPAID: (
            f"The account at {place.endpoint} has no credit left.",
            "Top it up on the service's site.",
        ),
        FailureKind.RATE_LIMITED: (f"{place.endpoint} takes no more questions just now.", again),
        FailureKind.CONTEXT_EXCEEDED: (
            f"The text is too long for {place.who}.",
            "Select less, or choose a model with a longer context.",
        ),
        FailureKind.NOT_VISION: (f"{place.who} cannot see images.", f"Take it out of vision under {section}."),
        FailureKind.MODEL_MISSING: (
            f"{place.endpoint} has no model {place.model}.",
            f"Check models and url under {section}; `tray-router cloud test {place.endpoint}` tries them.",
        ),
        FailureKind.FORBIDDEN: (
            f"{place.endpoint} refuses this question{code}.",
            "Its rules, your region or the rights of the key do not allow it.",
        ),
        FailureKind.SILENT: (f"{place.who} took too long to answer{code}.", "Ask again, or use another model."),
        FailureKind.BUSY: (f"{place.who} is overloaded{code}.", again),
        FailureKind.CRASHED: (f"{place.who} failed{code}.", "Ask again, or use another model."),
    }
    return table.get(kind, (f"{place.who} refused the request{code}.", f"Check models and url under {section}."))


def from_transport(error: Exception, place: Place) -> BackendError:
    """For exceptions of httpx."""
    causes = _causes(error)
    if any(is_tls_error(cause) for cause in causes):
        return _make(FailureKind.TLS, place, f"{place.endpoint} speaks no valid TLS.", "Check its url and certificate.")
    if isinstance(error, httpx.ConnectTimeout):
        return _make(
            FailureKind.CONNECT_TIMEOUT, place, f"{place.endpoint} does not answer.", "Is this machine online?"
        )
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return _make(FailureKind.REFUSED, place, f"Nothing listens at {place.url}.", f"Is {place.endpoint} running?")
    if isinstance(error, httpx.ConnectError | httpx.UnsupportedProtocol | httpx.InvalidURL | ValueError):
        return _make(
            FailureKind.UNREACHABLE,
            place,
            f"{place.endpoint} cannot be reached.",
            "Is this machine online? Check its url.",
        )
    return incomplete(place)


def silent(place: Place, waited_s: float) -> BackendError:
    """Nothing within the limit."""
    return _make(
        FailureKind.SILENT, place, f"{place.who} sent nothing for {waited_s:.0f} s.", "Ask again, or use another model."
    )


def too_long(place: Place) -> BackendError:
    """The answer did not end within the limit for the whole of it."""
    return _make(
        FailureKind.INCOMPLETE,
        place,
        f"{place.who} took too long to finish.",
        "Ask for less at once; a larger limit is total_s under [limits] in the settings.",
    )


def incomplete(place: Place) -> BackendError:
    """The stream ended without ``[DONE]``."""
    return _make(
        FailureKind.INCOMPLETE, place, f"The answer of {place.who} broke off.", "Ask again; what came so far is kept."
    )


def garbled(place: Place) -> BackendError:
    """A reply that is not of OpenAI's protocol."""
    return _make(
        FailureKind.NOT_OLLAMA,
        place,
        f"{place.endpoint} answers, but not as OpenAI's protocol has it.",
        "Its url must end before /chat/completions, mostly in /v1.",
    )


def _make(
    kind: FailureKind, place: Place, title: str, hint: str, *, retry_after_s: float | None = None
) -> BackendError:
    return BackendError(kind, title, hint, host=place.endpoint, model=place.model, retry_after_s=retry_after_s)


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    waiting: list[BaseException] = [error]
    while waiting:
        one = waiting.pop()
        if any(one is known for known in found):
            continue
        found.append(one)
        waiting += [cause for cause in (one.__cause__, one.__context__) if cause is not None]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
    return found
