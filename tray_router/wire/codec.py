"""Turns the messages of one protocol into JSON objects and back, checking every field.

A message is a frozen dataclass; its JSON object carries the class's kebab-case name under ``"type"`` beside its
fields (``ShowPopup(...)`` -> ``{"type": "show-popup", ...}``). Bytes travel as base64. Unknown types, missing or
ill-typed fields raise ProtocolError; unknown *extra* fields are ignored so that versions can differ by one.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from typing import Any

import msgspec

from tray_router.errors import ProtocolError

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


def message_name(message_type: type) -> str:
    """``ShowPopup`` -> ``show-popup``: the value of ``"type"`` on the wire."""
    return _WORD_START.sub("-", message_type.__name__).lower()


class Codec:
    """Encodes and decodes the given message types, and no others; any thread.

    Args:
        rare: more types, in parts, each of which is asked for only when a message is none of the types before it: a
            class with its fields takes 10 kB, and most windows are never opened.
    """

    def __init__(self, message_types: Iterable[type], rare: Iterable[Iterable[type]] = ()) -> None:
        self._by_name: dict[str, type] = {}
        self._names: dict[type, str] = {}
        self._rare = iter(rare)
        self._loading = threading.Lock()
        self._add(message_types)

    def message_types(self) -> tuple[type, ...]:
        """All of them; loads every part."""
        with self._loading:
            while self._load_more():
                pass
        return tuple(self._names)

    def _add(self, message_types: Iterable[type]) -> None:
        for message_type in message_types:
            name = message_name(message_type)
            self._by_name[name] = message_type
            self._names[message_type] = name

    def _load_more(self) -> bool:
        part = next(self._rare, None)
        if part is None:
            return False
        self._add(part)
        return True

    def _name_of(self, message_type: type) -> str | None:
        found = self._names.get(message_type)
        if found is None:
            with self._loading:
                while (found := self._names.get(message_type)) is None and self._load_more():
                    pass
        return found

    def _type_of(self, name: object) -> type | None:
        if not isinstance(name, str):
            return None
        found = self._by_name.get(name)
        if found is None:
            with self._loading:
                while (found := self._by_name.get(name)) is None and self._load_more():
                    pass
        return found

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
        name = self._name_of(type(message))
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
        message_type = self._type_of(name)
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
