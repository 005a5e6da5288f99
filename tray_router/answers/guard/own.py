"""The user's own words and patterns: what must not leave the network whatever it looks like.

Rules: words are found as whole words, upper and lower case alike, in any script, also inside file names; a pattern is
accepted only if its worst case is bounded (the settings' checks see to it), and it sees each line in overlapping
windows no longer than what that bound was worked out for. PURE.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

OWN_WORD = "one of your own words"
OWN_PATTERN = "one of your own patterns"
SEARCHED_CHARS = 300  # as in routing.patterns, whose bound on the worst case holds for a text of this length
_THAI_TO_LAO = range(0x0E00, 0x0F00)
_CJK = 0x2E80
_OVERLAP = SEARCHED_CHARS // 2  # a match of up to this length is found wherever it lies


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: ``text[start:end]`` is a ``kind``."""

    kind: str
    start: int
    end: int


class Stretches:
    """Pieces of a text, in order and not overlapping; tells quickly whether a place lies in one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in spans:
            self._starts.append(start)
            self._ends.append(end)

    def __contains__(self, place: int) -> bool:
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place < self._ends[index]


class OwnWords:
    """Finds the user's own words and patterns.

    Args:
        words: plain words or phrases.
        patterns: regular expressions of a bounded worst case (``routing.patterns.problem_with``).
    """

    def __init__(self, words: Iterable[str] = (), patterns: Sequence[str] = ()) -> None:
        alternatives = [_as_pattern(word) for word in sorted({w.strip() for w in words if w.strip()}, key=len)[::-1]]
        self._words = re.compile("|".join(alternatives), re.IGNORECASE) if alternatives else None
        self._patterns = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]

    def find(self, text: str) -> Iterator[Hit]:
        """Every place of ``text`` that holds one of them, in no order."""
        if self._words is not None:
            for match in self._words.finditer(text):
                yield Hit(OWN_WORD, *match.span())
        for start, end in _windows(text) if self._patterns else ():
            for pattern in self._patterns:
                for match in pattern.finditer(text, start, end):
                    if match.end() > match.start():
                        yield Hit(OWN_PATTERN, *match.span())


def _as_pattern(word: str) -> str:
    """The word, not as part of a longer one; spaces stand for any white space. ``_`` parts words, as in file names."""
    inner = r"\s+".join(re.escape(part) for part in word.split())
    before = r"(?<![^\W_])" if _has_borders(word[0]) else ""
    after = r"(?![^\W_])" if _has_borders(word[-1]) else ""
    return f"{before}{inner}{after}"


def _has_borders(char: str) -> bool:
    """Letters of scripts that part words by spaces; Thai, Chinese, Japanese and their neighbours do not."""
    number = ord(char)
    return char.isalnum() and number < _CJK and number not in _THAI_TO_LAO


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Pieces of at most SEARCHED_CHARS characters, line by line; those of a long line overlap by half."""
    at = 0
    for line in text.splitlines(keepends=True):
        end = at + len(line)
        start = at
        while True:
            yield start, min(start + SEARCHED_CHARS, end)
            if start + SEARCHED_CHARS >= end:
                break
            start += _OVERLAP
        at = end
