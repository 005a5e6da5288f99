"""Where each key of a TOML text stands, so that a problem can name its line.

Rules: the text has been read by ``tomllib`` before, so only its structure is walked here: strings and comments are
passed over whole, and nothing is checked. Imported only when there is something to tell. No I/O; any thread.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

from tray_router.config.problems import Path

# No possessive quantifiers behind groups: Python 3.11 before 3.11.5 reads them wrongly. The alternatives begin with
# different characters, so nothing is tried twice.
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]*")


def line_numbers(text: str) -> dict[Path, int]:
    """The line on which each key, table and list entry of ``text`` begins, counted from 1.

    Args:
        text: TOML that ``tomllib`` takes; of anything else what was understood is returned, never an error.
    """
    walk = _Walk(text)
    try:
        walk.document()
    except (RecursionError, ValueError, IndexError):
        pass  # a line number is a help; the problem is told without one
    return walk.lines


class _Walk:
    """One pass over a text; ``lines`` fills up on the way."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._text = text
        self._at = 0
        self._newlines = [index for index, char in enumerate(text) if char == "\n"]
        self._entries: dict[Path, int] = {}  # list of tables -> how many have begun

    def document(self) -> None:
        """Headers and assignments, one after the other."""
        table: Path = ()
        while self._skip(_BLANK) < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._assignment(table)

    def _header(self) -> Path:
        """``[a.b]`` or ``[[a.b]]``; the path of the table that it opens."""
        line = self._line()
        is_list = self._text.startswith("[[", self._at)
        self._at += 1 + is_list
        *parents, name = self._key()
        self._at = self._text.index("]", self._at) + 1 + is_list
        path: Path = ()
        for part in parents:
            path = self._newest((*path, part))
        path = (*path, name)
        if is_list:
            self._entries[path] = self._entries.get(path, 0) + 1
        path = self._newest(path)
        self._note(path, line)
        return path

    def _newest(self, path: Path) -> Path:
        """The entry that was begun last when ``path`` is a list of tables, else ``path``."""
        return (*path, self._entries[path] - 1) if path in self._entries else path

    def _assignment(self, table: Path) -> None:
        line = self._line()
        path = (*table, *self._key())
        self._note(path, line)
        self._at = self._text.index("=", self._at) + 1
        self._value(path)

    def _key(self) -> list[str]:
        """``a . "b c"`` -> its parts; stops behind the last one."""
        parts = []
        while True:
            self._skip(_SPACE)
            quoted = _STRING.match(self._text, self._at)
            found = quoted or _BARE_KEY.match(self._text, self._at)
            if found is None:
                raise ValueError("no key")
            self._at = found.end()
            parts.append(str(tomllib.loads(f"k = {found[0]}")["k"]) if quoted else found[0])
            if self._skip(_SPACE) >= len(self._text) or self._text[self._at] != ".":
                return parts
            self._at += 1

    def _value(self, path: Path) -> None:
        start = self._skip(_SPACE)
        if self._text[start] == "[":
            self._at += 1
            index = 0
            while self._text[self._skip(_BLANK)] != "]":
                self._note((*path, index), self._line())
                self._value((*path, index))
                index += 1
                self._comma()
            self._at += 1
        elif self._text[start] == "{":
            self._at += 1
            while self._text[self._skip(_BLANK)] != "}":
                self._assignment(path)
                self._comma()
            self._at += 1
        else:
            found = _STRING.match(self._text, start) or _BARE_VALUE.match(self._text, start)
            if found is None or found.end() == start:
                raise ValueError("no value")
            self._at = found.end()

    def _comma(self) -> None:
        if self._text[self._skip(_BLANK)] == ",":
            self._at += 1

    def _note(self, path: Path, line: int) -> None:
        """Keeps the first line of the path and of what it lies in."""
        for end in range(1, len(path) + 1):
            self.lines.setdefault(path[:end], line)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _line(self) -> int:
        return bisect_right(self._newlines, self._at - 1) + 1 if self._at else 1
