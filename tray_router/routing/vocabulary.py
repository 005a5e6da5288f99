"""What single words say for a route, beside the concepts of the lexicon.

Rule: no word decides alone: the points of all known words of a question are added, divided by the square root of their
number and bounded, so that a long text says no more than a short one. Words are compared by their first letters; in
scripts without spaces pairs of signs take their place. Pure; any thread.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final

STEM: Final = 6  # letters of a word that count: inflections fall together
ROUTES: Final = ("quick", "code", "reasoning")
ASKED: Final = "?"  # before a stem of the instruction; a stem of the content has nothing before it
SHORTEST: Final = 2  # letters up to which a Latin token is a grammatical word of some language
LAST_LATIN: Final = "\u024f"
TENTHS: Final = 10  # the tables hold tenths of a point
_RUN: Final = re.compile("[\u3041-\u30ff\u3400-\u9fff]{2,}")
_MOST: Final = 3.0  # points of all words together that make the full value
SPREAD: Final = 3.0  # points are multiplied by this and divided by the root of the number of known words


def stems(tokens: Iterable[str], text: str, mark: str = "") -> set[str]:
    """The stems of a text's tokens, and its pairs of Han letters or kana; each with ``mark`` before it."""
    found = {mark + token[:STEM] for token in tokens if len(token) > SHORTEST or token[0] > LAST_LATIN}
    if not text.isascii():
        found |= {mark + pair for run in _RUN.findall(text) for pair in map("".join, pairwise(run))}
    return found


class Vocabulary:
    """Points per stem and route.

    Args:
        table: for each route, "tenths of a point" to the stems that give so many, separated by spaces.
    """

    def __init__(self, table: Mapping[str, Mapping[int, str]]) -> None:
        self._points: dict[str, tuple[int, int, int]] = {}
        shared: dict[tuple[int, int, int], tuple[int, int, int]] = {}  # few amounts come again and again
        for place, route in enumerate(ROUTES):
            for tenths, words in table.get(route, {}).items():
                for word in words.split():
                    points = list(self._points.get(word, (0, 0, 0)))
                    points[place] = tenths
                    entry = (points[0], points[1], points[2])
                    self._points[word] = shared.setdefault(entry, entry)

    def read(self, values: dict[str, float], found: Iterable[str]) -> None:
        """Adds for each route what the known words say for it, 0..1: ``words-<route>``, ``text-words-<route>``."""
        asked: list[tuple[int, int, int]] = []
        written: list[tuple[int, int, int]] = []
        for stem in found:
            points = self._points.get(stem)
            if points:
                (asked if stem[0] == ASKED else written).append(points)
        _add(values, "words-", asked)
        _add(values, "text-words-", written)


def _add(values: dict[str, float], prefix: str, known: list[tuple[int, int, int]]) -> None:
    if not known:
        return
    scale = SPREAD / (TENTHS * math.sqrt(len(known)))
    totals = [scale * sum(points[place] for points in known) for place in range(len(ROUTES))]
    mean = sum(totals) / len(totals)
    for route, total in zip(ROUTES, totals, strict=True):
        if total > mean:
            values[f"{prefix}{route}"] = min(1.0, (total - mean) / _MOST)
