"""JSON, durations and base64 as Go reads and writes them, error texts included.

Rule: a good value takes the fast path (msgspec, the standard library); only a bad one is looked at again, to find
the words that Go's decoder would use. Pure functions.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import math
import re
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder()
_BASE64 = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
_GROUP = 4  # base64 digits that make three bytes
_UNIT_S = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_DURATION_PART = re.compile(r"(\d+\.?\d*|\.\d+)([^\d.]*)")
_GO_PLACES = {
    "Expecting property name enclosed in double quotes": "looking for beginning of object key string",
    "Illegal trailing comma before end of object": "looking for beginning of object key string",
    "Illegal trailing comma before end of array": "looking for beginning of value",
    "Expecting value": "looking for beginning of value",
    "Expecting ':' delimiter": "after object key",
    "Invalid control character at": "in string literal",
}


class GoError(ValueError):
    """A value that Go's decoder refuses; the message is its text."""


def encode(value: Any) -> bytes:
    """One JSON value without spaces; ``< > &`` are escaped, as Go does for the sake of HTML."""
    data = _ENCODER.encode(value)
    for sign, escaped in ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026")):
        if sign in data:
            data = data.replace(sign, escaped)
    return data


def decode(data: bytes) -> Any:
    """The first JSON value; what follows it is ignored, as Go's stream decoder does.

    Raises:
        GoError: no value, or not JSON; ``EOF`` when there is nothing but spaces.
    """
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return _decode_slowly(data)


def _decode_slowly(data: bytes) -> Any:
    text = data.decode("utf-8", "replace").lstrip(" \t\r\n")
    if not text:
        raise GoError("EOF")
    try:
        value, _ = json.JSONDecoder().raw_decode(text)
    except RecursionError as error:
        raise GoError("exceeded max depth") from error
    except json.JSONDecodeError as error:
        raise GoError(_syntax_error(text, error)) from error
    return value


def _syntax_error(text: str, error: json.JSONDecodeError) -> str:
    at = error.pos
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    if at >= len(text) or error.msg.startswith("Unterminated string"):
        return "unexpected EOF"
    if error.msg == "Expecting ',' delimiter":
        place = f"after {_container(text[:at])}"
    else:
        place = _GO_PLACES.get(error.msg, "looking for beginning of value")
    return f"invalid character {_quoted(text[at])} {place}"


def _container(text: str) -> str:
    depth: list[str] = []
    for sign in re.sub(r'"(?:\\.|[^"\\])*"', "", text):
        if sign in "{[":
            depth.append(sign)
        elif sign in "}]" and depth:
            depth.pop()
    return "array element" if depth and depth[-1] == "[" else "object key:value pair"


def _quoted(sign: str) -> str:
    if sign == "'":
        return r"'\''"
    if ord(sign) < ord(" ") or sign == "\x7f":
        named = {"\n": r"\n", "\t": r"\t", "\r": r"\r", "\b": r"\b", "\f": r"\f", "\v": r"\v", "\a": r"\a"}
        return "'" + named.get(sign, f"\\x{ord(sign):02x}") + "'"
    return f"'{sign}'"


def kind_of(value: Any) -> str:
    """What Go calls a decoded JSON value: number, string, bool, array, object or null."""
    if isinstance(value, bool):
        return "bool"
    names = {int: "number", float: "number", str: "string", list: "array", dict: "object", type(None): "null"}
    return names[type(value)]


def seconds(value: Any) -> float:
    """A ``keep_alive``: number of seconds, or Go duration text. Infinite for anything below zero.

    Raises:
        GoError: not a duration.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        named = {"bool": "bool", "array": "[]interface {}", "object": "map[string]interface {}"}
        raise GoError(f"Unsupported type: '{named.get(kind_of(value), '<nil>')}'")
    result = parse_duration_s(value) if isinstance(value, str) else float(value)
    return math.inf if result < 0 else result


def parse_duration_s(text: str) -> float:
    """Go's ``time.ParseDuration`` in seconds, e.g. ``1h15m30.5s``.

    Raises:
        GoError: with Go's text.
    """
    quoted = json.dumps(text, ensure_ascii=False)
    sign = -1.0 if text.startswith("-") else 1.0
    rest = text[1:] if text[:1] in ("-", "+") else text
    if rest == "0":
        return 0.0
    if not rest:
        raise GoError(f"time: invalid duration {quoted}")
    total = 0.0
    while rest:
        part = _DURATION_PART.match(rest)
        if part is None:
            raise GoError(f"time: invalid duration {quoted}")
        number, unit = part.groups()
        if not unit:
            raise GoError(f"time: missing unit in duration {quoted}")
        if unit not in _UNIT_S:
            raise GoError(f"time: unknown unit {json.dumps(unit, ensure_ascii=False)} in duration {quoted}")
        total += float(number) * _UNIT_S[unit]
        rest = rest[part.end() :]
    return sign * total


def base64_bytes(text: str) -> bytes:
    """Standard base64 with padding; line ends are skipped.

    Raises:
        GoError: with the offset that Go names.
    """
    raw = text.encode("utf-8")
    packed = raw.replace(b"\n", b"").replace(b"\r", b"")
    try:
        return base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise GoError(f"illegal base64 data at input byte {_first_bad_byte(raw)}") from error


def _first_bad_byte(raw: bytes) -> int:
    """Offset of what Go's decoder trips over: a foreign byte, wrong padding, what follows it, or a group cut short."""
    places = [at for at, byte in enumerate(raw) if byte not in b"\r\n"]
    bad = next((number for number, at in enumerate(places) if raw[at] not in _BASE64), None)
    if bad is None:
        return len(raw) - len(places) % _GROUP
    after = places[bad + 1 :]
    missing = _GROUP - bad % _GROUP - 1  # padding that must follow this one
    if raw[places[bad]] != ord("=") or missing > 1:
        return places[bad]
    if missing and not after:
        return len(raw)
    if missing and raw[after[0]] != ord("="):
        return after[0] - 1
    return after[missing] if len(after) > missing else len(raw)


def timestamp(at: dt.datetime | None = None) -> str:
    """RFC 3339 in UTC with microseconds and a ``Z``; now when no time is given."""
    moment = at or dt.datetime.now(dt.UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
