"""From the body of a request to an ``Ask``, with Go's complaints about bodies that do not fit.

Rule: the order of the checks is the server's: JSON, types, think level, keep_alive and base64 come before the
model is looked up; options come after. Pure functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tray_router.simulator import gojson
from tray_router.simulator.api.errors import ApiError
from tray_router.simulator.script import Turn

_THINK_LEVELS = ("high", "medium", "low", "max")
_INTEGER_OPTIONS = frozenset(
    "num_ctx num_batch num_gpu main_gpu num_thread num_keep seed num_predict "
    "top_k repeat_last_n draft_num_predict".split()
)
_FLOAT_OPTIONS = frozenset(
    "top_p min_p typical_p temperature repeat_penalty presence_penalty frequency_penalty".split()
)
_MAX_TOP_LOGPROBS = 20
_MAX_SUFFIX_PARTS = 2

# JSON kind and Go's name of the type, per field; null always passes.
_COMMON_FIELDS: dict[str, tuple[str, str]] = {
    "model": ("string", "string"),
    "stream": ("bool", "bool"),
    "options": ("object", "map[string]interface {}"),
    "truncate": ("bool", "bool"),
    "shift": ("bool", "bool"),
    "logprobs": ("bool", "bool"),
    "top_logprobs": ("number", "int"),
    "_debug_render_only": ("bool", "bool"),
}


class Endpoint(Enum):
    """Which call it is; the value is the name of Go's struct, which error texts show."""

    CHAT = "ChatRequest"
    GENERATE = "GenerateRequest"
    OPENAI = "ChatCompletionRequest"


_FIELDS: dict[Endpoint, dict[str, tuple[str, str]]] = {
    Endpoint.CHAT: _COMMON_FIELDS | {"messages": ("array", "[]api.Message"), "tools": ("array", "api.Tools")},
    Endpoint.GENERATE: _COMMON_FIELDS
    | {
        "prompt": ("string", "string"),
        "suffix": ("string", "string"),
        "system": ("string", "string"),
        "template": ("string", "string"),
        "raw": ("bool", "bool"),
    },
}


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for an answer, whichever call it came by.

    Attributes:
        name: the model's name as it was sent.
        turns: the conversation; empty for a preload or an unload.
        keep_alive_s: seconds, infinite for ever, None when not said.
        think: None when not said.
        options: not checked yet.
        format: anything, None when not said.
    """

    endpoint: Endpoint
    name: str
    turns: tuple[Turn, ...] = ()
    stream: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)
    keep_alive_s: float | None = None
    think: bool | None = None
    truncate: bool = True
    shift: bool = True
    format: Any = None
    has_tools: bool = False
    suffix: str = ""
    raw: bool = False
    logprobs: bool = False
    renders_only: bool = False


def decoded_object(body: bytes) -> dict[str, Any]:
    """The body as a JSON object; ``null`` is an empty one.

    Raises:
        ApiError: 400 with Go's text.
    """
    try:
        value = gojson.decode(body)
    except gojson.GoError as error:
        text = "missing request body" if str(error) == "EOF" else str(error)
        raise ApiError(400, text) from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        kind = gojson.kind_of(value)
        raise ApiError(400, f"json: cannot unmarshal {kind} into Go value of type api.ChatRequest")
    return value


def native_ask(endpoint: Endpoint, body: bytes) -> Ask:
    """The body of ``/api/chat`` or ``/api/generate``.

    Raises:
        ApiError: 400, with the server's text.
    """
    data = decoded_object(body)
    try:
        _check_fields(endpoint, data)
        think = _think(data.get("think"))
        keep_alive_s = None if data.get("keep_alive") is None else gojson.seconds(data["keep_alive"])
        turns = _turns(data) if endpoint is Endpoint.CHAT else _prompt_turns(data)
    except gojson.GoError as error:
        raise ApiError(400, str(error)) from error
    if not 0 <= int(data.get("top_logprobs") or 0) <= _MAX_TOP_LOGPROBS:
        raise ApiError(400, f"top_logprobs must be between 0 and {_MAX_TOP_LOGPROBS}")
    return Ask(
        endpoint=endpoint,
        name=data.get("model") or "",
        turns=turns,
        stream=data.get("stream") is not False,
        options=data.get("options") or {},
        keep_alive_s=keep_alive_s,
        think=think,
        truncate=data.get("truncate") is not False,
        shift=data.get("shift") is not False,
        format=data.get("format"),
        has_tools=bool(data.get("tools")),
        suffix=data.get("suffix") or "",
        raw=bool(data.get("raw")),
        logprobs=bool(data.get("logprobs")),
        renders_only=bool(data.get("_debug_render_only")),
    )


def check_options(options: Mapping[str, Any]) -> None:
    """Types of the known options; unknown ones are ignored.

    Raises:
        ApiError: 500 (not 400; contract, section 1).
    """
    for name, value in options.items():
        kind = gojson.kind_of(value)
        wanted = ""
        if name in _INTEGER_OPTIONS and kind != "number":
            wanted = "integer"
        elif name in _FLOAT_OPTIONS and kind != "number":
            wanted = "float32"
        elif name == "use_mmap" and kind not in ("bool", "null"):
            wanted = "boolean"
        elif name == "stop" and kind != "array":
            wanted = "array"
        if wanted:
            raise ApiError(500, f'option "{name}" must be of type {wanted}')


def check_suffixes(name: str) -> None:
    """Raise for a name that asks for the machine and the cloud at once."""
    if {"local", "cloud"} <= set(name.split(":")[-_MAX_SUFFIX_PARTS:]):
        raise ApiError(400, f'use either :local or :cloud, not both: "{name}"')


def _check_fields(endpoint: Endpoint, data: dict[str, Any]) -> None:
    known = _FIELDS[endpoint]
    for name, value in data.items():
        if name in known and value is not None:
            kind, go_type = known[name]
            _check_kind(value, kind, f"{endpoint.value}.{name}", go_type)


def _check_kind(value: Any, kind: str, path: str, go_type: str) -> None:
    found = gojson.kind_of(value)
    if found not in (kind, "null"):
        raise gojson.GoError(f"json: cannot unmarshal {found} into Go struct field {path} of type {go_type}")


def _think(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _THINK_LEVELS:
        return True
    levels = ", ".join(f'"{level}"' for level in _THINK_LEVELS)
    if isinstance(value, str):
        raise gojson.GoError(f'invalid think value: "{value}" (must be {levels}, true, or false)')
    raise gojson.GoError('think must be a boolean or string ("high", "medium", "low", "max", true, or false)')


def _turns(data: dict[str, Any]) -> tuple[Turn, ...]:
    turns = []
    for message in data.get("messages") or ():
        _check_kind(message, "object", "ChatRequest.messages", "api.Message")
        fields = message or {}
        _check_kind(fields.get("role"), "string", "ChatRequest.messages.role", "string")
        _check_kind(fields.get("content"), "string", "ChatRequest.messages.content", "string")
        images = _images(fields.get("images"), "ChatRequest.messages.images")
        turns.append(Turn((fields.get("role") or "").lower(), fields.get("content") or "", images))
    return tuple(turns)


def _prompt_turns(data: dict[str, Any]) -> tuple[Turn, ...]:
    images = _images(data.get("images"), "GenerateRequest.images")
    prompt, system = data.get("prompt") or "", data.get("system") or ""
    if not prompt and not images:
        return ()
    asked = Turn("user", prompt, images)
    return (Turn("system", system), asked) if system else (asked,)


def _images(value: Any, path: str) -> tuple[bytes, ...]:
    _check_kind(value, "array", path, "[]api.ImageData")
    images = []
    for encoded in value or ():
        _check_kind(encoded, "string", path, "api.ImageData")
        images.append(gojson.base64_bytes(encoded or ""))
    return tuple(images)
