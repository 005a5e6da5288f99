"""Turns the messages of one protocol into JSON objects and back, checking every field.

A message is a frozen dataclass; its JSON object carries the class's kebab-case name under ``"type"`` beside its
fields (``ShowPopup(...)`` -> ``{"type": "show-popup", ...}``). Bytes travel as base64. Unknown types, missing or
ill-typed fields raise ProtocolError; unknown *extra* fields are ignored so that versions can differ by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from tray_router.errors import ProtocolError

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


def message_name(message_type: type) -> str:
    """``ShowPopup`` -> ``show-popup``: the value of ``"type"`` on the wire."""
    return _WORD_START.sub("-", message_type.__name__).lower()


class Codec:
    """Encodes and decodes the given message types, and no others."""

    def __init__(self, message_types: Iterable[type]) -> None:
        self._by_name = {message_name(t): t for t in message_types}
        self._names = {t: name for name, t in self._by_name.items()}

    def encode(self, message: object) -> bytes:
        """One JSON object without a line break; halves of UTF-16 pairs, which UTF-8 cannot hold, become U+FFFD.

        Raises:
            ProtocolError: the message does not belong to this protocol.
        """
        fields = self.to_object(message)
        try:
            return msgspec.json.encode(fields)
        except UnicodeEncodeError:  # what other programs put into a selection or a window title need not be text
            return msgspec.json.encode(_without_half_characters(fields))

    def to_object(self, message: object) -> dict[str, Any]:
        """The message as a dict of plain JSON values, ``"type"`` first."""
        name = self._names.get(type(message))
        if name is None:
            raise ProtocolError(f"{type(message).__name__} is not a message of this protocol.")
        fields = msgspec.to_builtins(message)
        return {"type": name, **fields}

    def decode(self, data: bytes | str) -> Any:
        """The message that ``data`` (one JSON object) holds.

        Raises:
            ProtocolError: not JSON, no known type, or a field that does not fit.
        """
        try:
            fields = msgspec.json.decode(data)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise ProtocolError("A message was not valid JSON.") from error
        if not isinstance(fields, dict):
            raise ProtocolError("A message was not a JSON object.")
        name = fields.pop("type", None)
        message_type = self._by_name.get(name) if isinstance(name, str) else None
        if message_type is None:
            raise ProtocolError("A message had no known type.", "Restart Tray Router: its parts differ in version.")
        try:
            return msgspec.convert(fields, message_type)
        except msgspec.ValidationError as error:
            raise ProtocolError(f"A {name} message does not fit: {error}") from error


def _without_half_characters(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {key: _without_half_characters(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_half_characters(inner) for inner in value]
    return value
