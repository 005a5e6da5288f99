"""Hypothesis strategies for every message of the two protocols, made from their annotations.

Left out of the values: NaN and infinities, which JSON cannot hold, and lone surrogates, which UTF-8 cannot; what
becomes of those has tests of its own.
"""

from __future__ import annotations

import typing
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any

from hypothesis import strategies as st

TEXTS = st.text(max_size=30)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_PLAIN: dict[object, st.SearchStrategy[Any]] = {
    str: TEXTS,
    float: FLOATS,
    int: st.integers(min_value=-(2**63), max_value=2**63 - 1),
    bool: st.booleans(),
    bytes: st.binary(max_size=40),
}


def instances(message_type: type) -> st.SearchStrategy[Any]:
    """Instances of a dataclass, each field filled by its annotation; nested ones as well."""
    assert is_dataclass(message_type)
    hints = typing.get_type_hints(message_type)
    return st.builds(message_type, **{f.name: _values(hints[f.name]) for f in fields(message_type)})


def _values(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if is_dataclass(hint):
        return instances(hint)
    arguments = typing.get_args(hint)
    match typing.get_origin(hint):
        case origin if origin is UnionType or origin is typing.Union:
            return st.one_of(*(_values(part) for part in arguments))
        case origin if origin is tuple:
            return _tuples(arguments)
        case origin if origin is frozenset:
            return st.frozensets(_values(arguments[0]), max_size=3)
    return st.from_type(hint)  # enums and None


def _tuples(parts: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if parts[-1] is Ellipsis:
        return st.lists(_values(parts[0]), max_size=2).map(tuple)
    return st.tuples(*(_values(part) for part in parts))
