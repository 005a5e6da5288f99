"""Collects what is wrong in the settings: where, what stands there, what is allowed, the nearest known name.

Rules: everything found is kept, up to a bound that protects the reader and the machine; values are shown short, with
control characters escaped, and never when they may be a secret. No I/O; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from tray_router.errors import ConfigProblem

Path = tuple[str | int, ...]

MAX_PROBLEMS = 100  # more than anyone reads; a broken 1 MB file can hold a hundred thousand
MAX_SHOWN_CHARS = 60
_MAX_GUESSED_CHARS = 80  # difflib is quadratic; longer names have no near neighbour anyway
_MAX_GUESSES = 200  # names compared
_MAX_LISTED = 20
_MAX_TABLES = 3
_MAX_SHOWN_BITS = 64
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SECRET_KEY = re.compile(r"auth|token|secret|passw|key|bearer|credential|cookie|session|private", re.IGNORECASE)
_SECRET_VALUE = re.compile(r"\s*(bearer|basic|token)\s|\s*(sk|ghp|xox[a-z]|hf|glpat)[-_]", re.IGNORECASE)
_OPEN_HOST_KEYS = frozenset(("url", "priority", "always_on", "rented", "wake", "wake_broadcast"))
HIDDEN = "(hidden)"


class ProblemList:
    """Grows while the settings are read; empty means they are good."""

    def __init__(self) -> None:
        self._found: list[tuple[Path, ConfigProblem]] = []
        self._left_out = 0

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(
        self,
        path: Path,
        message: str,
        *,
        value: Any = None,
        shown: str = "",
        known: Iterable[str] = (),
        suggestion: str = "",
        is_secret: bool = False,
    ) -> None:
        """Notes one problem.

        Args:
            message: what is allowed, one sentence.
            value: what stands there as TOML gave it; None when nothing does.
            shown: what to show instead, when there is no value or another room has shortened it.
            known: names among which the nearest to ``value`` is suggested, unless ``suggestion`` is given.
            is_secret: ``value`` must not be shown.
        """
        if self.is_full:
            self._left_out += 1
            return
        if value is not None:
            shown = HIDDEN if is_secret else show_value(value, path)
        if not suggestion and isinstance(value, str) and not is_secret:
            suggestion = nearest(value, known)
        self._found.append((path, ConfigProblem(format_path(path), shown, message, suggestion)))

    def add_unknown_key(self, path: Path, value: Any, known: Iterable[str], belongs_to: Iterable[str] = ()) -> None:
        """Notes a key that does not exist; the last part of ``path`` is its name.

        Args:
            known: names that exist there.
            belongs_to: headers of the tables that do have it.
        """
        if self.is_full:
            self._left_out += 1
            return
        names = tuple(known)
        suggestion = nearest(str(path[-1]), names)
        meant = (*path[:-1], suggestion) if suggestion else path
        shown = HIDDEN if isinstance(value, str) and _may_be_secret(meant) else show_value(value, meant)
        elsewhere = " or ".join(islice(belongs_to, _MAX_TABLES))
        message = f"is not an option; allowed here: {', '.join(names)}."
        if elsewhere:  # the usual slip: it stands below the header of the table after its own
            message, suggestion = f"is no option of this table, but of {elsewhere}: move it there.", ""
        self._found.append((path, ConfigProblem(format_path(path), shown, message, suggestion)))

    def in_order_of(self, document: dict[str, Any], lines: Mapping[Path, int]) -> tuple[ConfigProblem, ...]:
        """All problems in the order in which they stand in ``document``, and a last one that counts those left out.

        Args:
            lines: where what is written stands (``config.lines``); what is missing gets the line of its table.
        """
        ordered = sorted(self._found, key=lambda entry: _position(entry[0], document))
        found = [replace(problem, line=_line_of(path, lines)) for path, problem in ordered]
        if self._left_out:
            found.append(ConfigProblem("…", "", f"and {self._left_out} more like these."))
        return tuple(found)

    @property
    def is_full(self) -> bool:
        """Further problems are only counted; nothing need be worked out for them."""
        return len(self._found) >= MAX_PROBLEMS

    @property
    def count(self) -> int:
        """Problems found, those left out included."""
        return len(self._found) + self._left_out


def _line_of(path: Path, lines: Mapping[Path, int]) -> int:
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 0)


def _position(path: Path, document: Any) -> tuple[int, ...]:
    """Where each part of ``path`` stands among its neighbours; what is missing comes after them."""
    ranks: list[int] = []
    for part in path:
        if isinstance(document, dict):
            keys = list(document)
            ranks.append(keys.index(part) if part in document else len(keys))
            document = document.get(part) if isinstance(part, str) else None
        elif isinstance(document, list) and isinstance(part, int):
            ranks.append(part)
            document = document[part] if part < len(document) else None
    return tuple(ranks)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like ``name``, or an empty string when none is near."""
    if len(name) > _MAX_GUESSED_CHARS:
        return ""
    import difflib  # a file without mistakes, the usual one, does not need it

    by_folded = {candidate.casefold(): candidate for candidate in islice(known, _MAX_GUESSES)}
    found = difflib.get_close_matches(name.strip().casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""


def listed(names: Iterable[str]) -> str:
    """The names with commas between them, the first few if there are many."""
    shown = [name if _BARE_KEY.fullmatch(name) else _quoted(name) for name in islice(names, _MAX_LISTED + 1)]
    return ", ".join(shown[:_MAX_LISTED]) + (" …" if len(shown) > _MAX_LISTED else "")


def format_path(path: Path) -> str:
    """``("routes", "quick", "candidates", 1)`` -> ``routes.quick.candidates[1]``; odd keys are quoted."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
            continue
        name = part if _BARE_KEY.fullmatch(part) and len(part) <= MAX_SHOWN_CHARS else _quoted(part)
        text += f".{name}" if text else name
    return text


def show_value(value: Any, path: Path = ()) -> str:
    """The value as short TOML text; ``(hidden)`` where it may be a secret."""
    if isinstance(value, str):
        return _show_text(value, path)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value.bit_length() <= _MAX_SHOWN_BITS else "a very large number"
    if isinstance(value, float):
        return repr(value)
    return describe_type(value)


def describe_type(value: Any) -> str:
    """What kind of TOML value it is, in words."""
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "true or false"),
        (str, "text"),
        (int, "a whole number"),
        (float, "a number"),
        (dict, "a table"),
        (list, "a list"),
        ((datetime, date, time), "a date or time"),
    )
    return next((words for kind, words in kinds if isinstance(value, kind)), type(value).__name__)


def _show_text(value: str, path: Path) -> str:
    if _SECRET_VALUE.match(value):
        return HIDDEN
    if path and path[0] == "hosts":
        if _may_be_secret(path):
            return HIDDEN
        if "@" in value:  # user:password@machine
            return _quoted("…@" + value.rsplit("@", 1)[1])
    return _quoted(value)


def _may_be_secret(path: Path) -> bool:
    """True for anything about headers, for unknown names in a machine's table, and for names that sound like it."""
    names = [part for part in path if isinstance(part, str)]
    if names[:1] == ["hosts"] and len(names) > 2 and names[2] not in _OPEN_HOST_KEYS:  # noqa: PLR2004
        return True
    return any(_SECRET_KEY.search(name) for name in names[1:] or names)


def _quoted(text: str) -> str:
    short = text if len(text) <= MAX_SHOWN_CHARS else text[: MAX_SHOWN_CHARS - 1] + "…"
    escaped = "".join(char if char.isprintable() else _escaped(char) for char in short)
    return '"' + escaped.replace('"', '\\"') + '"' if '"' in escaped else f'"{escaped}"'


def _escaped(char: str) -> str:
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(char) or f"\\u{ord(char):04x}"
