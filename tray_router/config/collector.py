"""Turns the tables of a TOML file into the Settings classes and notes *everything* that does not fit.

``msgspec.convert`` stops at the first mistake; this walks the same type information (``msgspec.inspect``) and goes on.
A value that does not fit is noted and replaced by its default, or by INVALID where there is none, so that checks
further on still see the rest. No I/O; any thread.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from msgspec import NODEFAULT
from msgspec import inspect as mi

from tray_router.config.problems import Path, ProblemList, describe_type

_MAX_INT_BITS = 63  # TOML's integers; also keeps float() from overflowing


class _Invalid:
    """Stands where a value does not fit and has no default."""

    def __repr__(self) -> str:
        return "INVALID"


INVALID: Final = _Invalid()


def collect(value: Any, kind: mi.Type, path: Path, problems: ProblemList) -> Any:
    """The value as ``kind``; mistakes are added to ``problems``.

    Args:
        value: what ``tomllib`` made of it.
        kind: from ``msgspec.inspect.type_info``.

    Returns:
        The converted value, or INVALID.
    """
    if isinstance(kind, mi.Metadata):
        return collect(value, kind.type, path, problems)
    if isinstance(kind, mi.StructType):
        return _collect_struct(value, kind, path, problems)
    if isinstance(kind, mi.DictType):
        return _collect_dict(value, kind, path, problems)
    if isinstance(kind, mi.VarTupleType):
        return _collect_list(value, kind, path, problems)
    return _collect_scalar(value, kind, path, problems)


def _collect_struct(value: Any, kind: mi.StructType, path: Path, problems: ProblemList) -> Any:
    if not isinstance(value, dict):
        problems.add(path, f"must be {kind.cls.expected}.", value=value)  # type: ignore[attr-defined]
        return INVALID
    fields = {field.encode_name: field for field in kind.fields}
    for key in value:
        if key not in fields:
            problems.add_unknown_key((*path, key), value[key], fields, belongs_to=tables_with(key))
    made = {field.name: _field_value(value, field, path, problems) for field in kind.fields}
    return kind.cls(**made)


def tables_with(option: str) -> tuple[str, ...]:
    """Headers of the tables that have an option of this name, e.g. ``[cloud]``; ``<name>`` stands for any."""
    return _tables_by_option().get(option, ())


@cache
def _tables_by_option() -> dict[str, tuple[str, ...]]:
    from tray_router.config.settings import Settings  # not at the top: the settings know nothing of this module

    found: dict[str, tuple[str, ...]] = {}
    for header, option in _options(mi.type_info(Settings), ()):
        found[option] = (*found.get(option, ()), header)
    return found


def _options(kind: mi.Type, header: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every option below ``kind`` with the header of its table."""
    if isinstance(kind, mi.Metadata):
        yield from _options(kind.type, header)
    elif isinstance(kind, mi.DictType):
        yield from _options(kind.value_type, (*header, "<name>"))
    elif isinstance(kind, mi.VarTupleType) and isinstance(kind.item_type, mi.StructType):
        yield from ((f"[[{'.'.join(header)}]]", field.encode_name) for field in kind.item_type.fields)
    elif isinstance(kind, mi.StructType):
        for field in kind.fields:
            if header:
                yield f"[{'.'.join(header)}]", field.encode_name
            yield from _options(field.type, (*header, field.encode_name))


def _field_value(table: dict[str, Any], field: mi.Field, path: Path, problems: ProblemList) -> Any:
    here = (*path, field.encode_name)
    if field.encode_name in table:
        found = collect(table[field.encode_name], field.type, here, problems)
        if found is not INVALID:
            return found
    elif field.required:
        problems.add(here, f"is missing. {description(field)}".strip())
    return default_of(field)


def default_of(field: mi.Field) -> Any:
    """The default of an option, or INVALID when it must be given."""
    if field.default is not NODEFAULT:
        return field.default
    return field.default_factory() if field.default_factory is not NODEFAULT else INVALID


def description(field: mi.Field) -> str:
    """The one-line description of an option."""
    schema = field.type.extra_json_schema if isinstance(field.type, mi.Metadata) else None
    return str((schema or {}).get("description", ""))


def _collect_dict(value: Any, kind: mi.DictType, path: Path, problems: ProblemList) -> Any:
    if not isinstance(value, dict):
        problems.add(path, "must be a table.", value=value)
        return INVALID
    return {key: collect(item, kind.value_type, (*path, key), problems) for key, item in value.items()}


def _collect_list(value: Any, kind: mi.VarTupleType, path: Path, problems: ProblemList) -> Any:
    if not isinstance(value, list):
        item = kind.item_type
        inner = f"{_plural(item)} in brackets"
        if isinstance(item, mi.StructType):
            inner = f"tables, each {item.cls.expected}"  # type: ignore[attr-defined]
        problems.add(path, f"must be a list of {inner}.", value=value)
        return INVALID
    return tuple(collect(item, kind.item_type, (*path, index), problems) for index, item in enumerate(value))


def _collect_scalar(value: Any, kind: mi.Type, path: Path, problems: ProblemList) -> Any:
    names = choices(kind)
    if names:
        return _collect_choice(value, kind, names, path, problems)
    written = value
    if isinstance(kind, mi.FloatType) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value) if value.bit_length() <= _MAX_INT_BITS else math.inf
    if not _has_type(value, kind):
        problems.add(path, f"must be {_words(kind)}, not {describe_type(written)}.", value=written)
        return INVALID
    broken = _broken_bound(value, kind)
    if broken:
        problems.add(path, broken, value=written)
        return INVALID
    return value


def choices(kind: mi.Type) -> tuple[str, ...]:
    """The words that an option allows, or nothing when it is not a choice."""
    if isinstance(kind, mi.Metadata):
        return choices(kind.type)
    if isinstance(kind, mi.EnumType):
        return tuple(str(member.value) for member in kind.cls)
    if isinstance(kind, mi.UnionType):
        return tuple(name for part in kind.types for name in choices(part))
    if isinstance(kind, mi.LiteralType):
        return tuple(str(word) for word in kind.values)
    return ("true", "false") if isinstance(kind, mi.BoolType) else ()


def _collect_choice(value: Any, kind: mi.Type, names: tuple[str, ...], path: Path, problems: ProblemList) -> Any:
    takes_bool = isinstance(kind, mi.BoolType) or (
        isinstance(kind, mi.UnionType) and any(isinstance(part, mi.BoolType) for part in kind.types)
    )
    if takes_bool and isinstance(value, bool):
        return value
    words = tuple(name for name in names if not (takes_bool and name in ("true", "false")))
    if isinstance(value, str) and value in words:
        return kind.cls(value) if isinstance(kind, mi.EnumType) else value
    shown = [f'"{word}"' for word in words] + (["true", "false"] if takes_bool else [])
    hint = " (without quotes)" if takes_bool and value in ("true", "false") else ""
    problems.add(path, f"must be {_either(shown)}{hint}.", value=value, known=words)
    return INVALID


def _has_type(value: Any, kind: mi.Type) -> bool:
    if isinstance(kind, mi.StrType):
        return isinstance(value, str)
    if isinstance(kind, mi.IntType):
        return isinstance(value, int) and not isinstance(value, bool)
    if isinstance(kind, mi.FloatType):
        return isinstance(value, float)
    raise TypeError(f"The settings use a type that the collector does not know: {kind}")


def _broken_bound(value: Any, kind: mi.Type) -> str:
    """The sentence for the bound that ``value`` breaks, or an empty string."""
    if isinstance(kind, mi.StrType):
        if kind.min_length is not None and len(value) < kind.min_length:
            return "must not be empty."
        if kind.max_length is not None and len(value) > kind.max_length:
            return f"must have at most {kind.max_length:,} characters, not {len(value):,}."
        return ""
    if not isinstance(kind, (mi.IntType, mi.FloatType)):
        return ""
    is_low = (kind.ge is not None and value < kind.ge) or (kind.gt is not None and value <= kind.gt)
    is_high = (kind.le is not None and value > kind.le) or (kind.lt is not None and value >= kind.lt)
    if is_low or is_high or not math.isfinite(value):
        low = f"at least {kind.ge:,}" if kind.ge is not None else f"more than {kind.gt:,}"
        return f"must be {low} and at most {kind.le:,}."
    return ""


def _words(kind: mi.Type) -> str:
    if isinstance(kind, mi.StrType):
        return "text in quotes"
    return "a whole number" if isinstance(kind, mi.IntType) else "a number"


def _plural(kind: mi.Type) -> str:
    names = choices(kind)
    return f"words ({', '.join(names)})" if names else "texts"


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
