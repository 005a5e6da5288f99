"""Regular expressions that cost nothing until they are used.

Rule: importing this package compiles nothing, so that a process which never judges an answer does not pay for it. A
pattern compiles on first use and keeps the result; doing so twice in two threads is harmless. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator


class Pattern:
    """A regular expression with the methods of ``re.Pattern`` that this package needs.

    Args:
        source: the expression.
        flags: as for ``re.compile``.
        limit: characters read of any text; for expressions of lines, whose time may grow with the square.
    """

    __slots__ = ("_compiled", "_flags", "_limit", "_source")

    def __init__(self, source: str, flags: int = 0, *, limit: int | None = None) -> None:
        self._source = source
        self._flags = flags
        self._limit = limit
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._source, self._flags)
        return self._compiled

    def search(self, text: str) -> re.Match[str] | None:
        return self.compiled.search(text[: self._limit])

    def match(self, text: str) -> re.Match[str] | None:
        return self.compiled.match(text[: self._limit])

    def findall(self, text: str) -> list[str]:
        return self.compiled.findall(text[: self._limit])

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text[: self._limit])

    def split(self, text: str) -> list[str]:
        return self.compiled.split(text[: self._limit])

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self.compiled.sub(new, text[: self._limit])
