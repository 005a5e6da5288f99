"""What a server says when something fails, read: which kind of failure it is, and what the user is told.

Rule: pure. Server texts are shown only where they help, shortened; they never hold the prompt (Ollama contract, section
1, table of errors).
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from tray_router.backends.http import httpx
from tray_router.errors import FailureKind

MAX_SHOWN_CHARS = 160
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
BY_PROXY = {
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


def unnest(raw: str) -> tuple[str, int | None]:
    """The text and the tokens of the prompt, if they are named: llama-server's errors come as a JSON text inside the
    error text (contract, section 1)."""
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


def kind_of(text: str, status: int) -> FailureKind | None:
    """The kind that a text tells, or None."""
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


def words(kind: FailureKind, host: str, model: str, text: str) -> tuple[str, str]:
    """What happened, and what to do next; ``text`` is what the server said."""
    where = f"{model} on {host}" if model else host
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
            f"{model or 'The model'} is not installed on {host}.",
            f"Run `ollama pull {model}` there, or change the route." if model else "",
        ),
        FailureKind.BUSY: (f"{host} has too many requests waiting.", "Wait a moment, or use another machine."),
        FailureKind.OUT_OF_MEMORY: (
            f"{host} has too little memory for {model}.",
            "Unload other models there, or choose a smaller one.",
        ),
        FailureKind.CRASHED: (f"{where} failed while answering.", f"Ask again: Ollama starts it anew. It said: {said}"),
        FailureKind.LOAD_FAILED: (f"{host} could not load {model}.", _mend_load(text, said)),
    }
    return table.get(kind, (f"{where} refused the request.", f"Ollama said: {said}"))


def _mend_load(text: str, said: str) -> str:
    if _DISK_FULL.search(text):
        return "Its disk is full: free some space there, e.g. with `ollama rm` of a model that nobody uses."
    if _LOAD_TIMEOUT.search(text):
        return "It took longer than Ollama waits: set OLLAMA_LOAD_TIMEOUT=15m there, or use a smaller model."
    return f"Pull it again there if this goes on, or update Ollama. It said: {said}"


def _short(text: str) -> str:
    line = " ".join(text.split()).rstrip(" -:")
    return line if len(line) <= MAX_SHOWN_CHARS else f"{line[:MAX_SHOWN_CHARS]}…"
