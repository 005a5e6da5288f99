"""A small language for the shape of JSON, used by ``cases.json``.

- an object must have exactly the keys given; a key ending in ``?`` may be missing
- ``{"@": "name", ...}`` is the shape of that name with more or other keys
- ``"<str>" "<int>" "<float>" "<bool>" "<any>" "<hex64>" "<rfc3339>" "<utc>"`` stand for values of that kind,
  ``"<int>=N"`` for an integer of at least N, ``"<re:...>"`` for text that matches whole, ``"<never>"`` for none
- ``["<each>", shape]`` is a list whose every element has the shape; other lists are compared one by one
- ``{"<json>": shape}`` is text that holds JSON of that shape
- anything else is compared as it is, kinds included
"""

import datetime as dt
import json
import re
from typing import Any

Shapes = dict[str, dict[str, Any]]


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and dt.datetime.fromisoformat(value).tzinfo is not None


_KINDS = {
    "<any>": lambda value: True,
    "<never>": lambda value: False,
    "<str>": lambda value: isinstance(value, str),
    "<int>": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "<float>": lambda value: isinstance(value, float),
    "<bool>": lambda value: isinstance(value, bool),
    "<hex64>": lambda value: isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None,
    "<rfc3339>": _is_time,
    "<utc>": lambda value: _is_time(value) and re.search(r"\.\d{1,9}Z$", value) is not None,
}


def mismatches(value: Any, shape: Any, shapes: Shapes, path: str = "$") -> list[str]:
    """What is wrong with the value, one sentence each; empty when it has the shape."""
    if isinstance(shape, str):
        return _text_mismatch(value, shape, path)
    if isinstance(shape, dict):
        if "<json>" in shape:
            return mismatches(json.loads(value), shape["<json>"], shapes, f"{path}<json>")
        return _object_mismatches(value, _resolved(shape, shapes), shapes, path)
    if isinstance(shape, list):
        return _list_mismatches(value, shape, shapes, path)
    return [] if type(value) is type(shape) and value == shape else [f"{path} is {value!r}, not {shape!r}"]


def _text_mismatch(value: Any, shape: str, path: str) -> list[str]:
    if shape in _KINDS:
        fits = _KINDS[shape](value)
    elif shape.startswith("<int>="):
        fits = _KINDS["<int>"](value) and value >= int(shape.removeprefix("<int>="))
    elif shape.startswith("<re:"):
        fits = isinstance(value, str) and re.fullmatch(shape[4:-1], value) is not None
    else:
        fits = value == shape
    return [] if fits else [f"{path} is {value!r}, not {shape}"]


def _resolved(shape: dict[str, Any], shapes: Shapes) -> dict[str, Any]:
    if "@" not in shape:
        return shape
    merged = dict(_resolved(shapes[shape["@"]], shapes))
    for key, wanted in shape.items():
        if key != "@":
            merged.pop(key.rstrip("?"), None)
            merged.pop(f"{key.rstrip('?')}?", None)
            merged[key] = wanted
    return merged


def _object_mismatches(value: Any, shape: dict[str, Any], shapes: Shapes, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path} is {value!r}, not an object"]
    found = []
    names = {key.removesuffix("?") for key in shape}
    found += [f"{path}.{key} is not expected" for key in value if key not in names]
    for key, wanted in shape.items():
        name = key.removesuffix("?")
        if name in value:
            found += mismatches(value[name], wanted, shapes, f"{path}.{name}")
        elif not key.endswith("?"):
            found.append(f"{path}.{name} is missing")
    return found


def _list_mismatches(value: Any, shape: list[Any], shapes: Shapes, path: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{path} is {value!r}, not a list"]
    if shape[:1] == ["<each>"]:
        return [m for at, each in enumerate(value) for m in mismatches(each, shape[1], shapes, f"{path}[{at}]")]
    if len(value) != len(shape):
        return [f"{path} has {len(value)} elements, not {len(shape)}"]
    pairs = enumerate(zip(value, shape, strict=True))
    return [m for at, (each, wanted) in pairs for m in mismatches(each, wanted, shapes, f"{path}[{at}]")]


def sequence_mismatches(values: list[Any], wanted: list[Any], shapes: Shapes) -> list[str]:
    """Like a list, where ``["<many>", shape]`` stands for one or more values in a row."""
    at, found = 0, []
    for number, shape in enumerate(wanted):
        if not (isinstance(shape, list) and shape[:1] == ["<many>"]):
            if at >= len(values):
                return [*found, f"value {at} is missing"]
            found += mismatches(values[at], shape, shapes, f"[{at}]")
            at += 1
            continue
        first, rest = at, len(wanted) - number - 1
        while at < len(values) - rest:
            found += mismatches(values[at], shape[1], shapes, f"[{at}]")
            at += 1
        if at == first:
            found.append(f"no value for {shape[1]}")
    return found + [f"value {extra} is not expected" for extra in range(at, len(values))]
