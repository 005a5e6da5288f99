"""Answers that go round in circles.

Rule: a loop at the end is found as the shortest period of the reversed tail (Knuth-Morris-Pratt failure function,
linear time); loops that end again are found by counting lines, sentences and word 4-grams. Pure; any thread.
"""

# ruff: noqa: PLR2004 -- a threshold is read best beside what it decides

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.text import sentences, tokens, without_marker

TAIL_CHARS = 3000
_SPACES = Pattern(r"\s+")
_RULES = frozenset("-=_*~.#|+:─━═│┃┄┈·•<>/\\ \n\t")
_WORDISH = Pattern(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Loop:
    """``unit`` said ``times`` times (not a whole number) at the end of a text."""

    unit: str
    times: float

    @property
    def chars(self) -> float:
        return len(self.unit) * self.times


def loop_at_end(text: str) -> Loop | None:
    """The longest stretch at the end of ``text`` that repeats one unit at least three times, or None."""
    reversed_tail = _SPACES.sub(" ", text[-TAIL_CHARS:]).strip()[::-1]
    length = len(reversed_tail)
    if length < 2:
        return None
    failure = [0] * length
    matched = 0
    best: tuple[int, int] | None = None
    for at in range(1, length):
        while matched and reversed_tail[at] != reversed_tail[matched]:
            matched = failure[matched - 1]
        if reversed_tail[at] == reversed_tail[matched]:
            matched += 1
        failure[at] = matched
        period = at + 1 - matched
        if matched and (at + 1) >= 3 * period:
            best = (at + 1, period)
    if best is None:
        return None
    covered, period = best
    return Loop(reversed_tail[:period][::-1], covered / period)


def is_runaway(loop: Loop, *, is_code: bool = False, is_cut: bool = False, is_verse: bool = False) -> bool:
    """Whether a loop is more than style. ``is_cut``: the length limit ended it; ``is_verse``: refrains are in order."""
    unit = loop.unit.strip()
    if not unit or all(char in _RULES for char in unit):
        return loop.chars >= 400  # rules, leaders and table lines
    size = len(loop.unit)
    needed = _needed_times(size, unit)
    if is_verse:
        needed *= 2.5
    if is_code:
        needed = max(needed, 6 if is_cut else 15)
        if size < 20 and not is_cut:  # arrays of zeros
            return False
        if size < 20 and not _WORDISH.search(unit):
            return loop.chars >= 1000
    if is_cut:
        needed *= 0.75
    return loop.times >= needed


def _needed_times(size: int, unit: str) -> float:
    if set(unit) <= {"0"} or unit.isdigit():
        return 200 / size if size == 1 else max(100 / size, 15)
    for limit, times in ((2, 45), (5, 14), (12, 9), (40, 5), (150, 4)):
        if size <= limit:
            return times
    return 3


def goes_in_circles(prose: str, *, is_cut: bool = False, is_verse: bool = False) -> bool:
    """Whether prose repeats itself: a loop at the end, the same lines or sentences, or few different word 4-grams."""
    bare = "\n".join(without_marker(line) for line in prose[-2 * TAIL_CHARS :].splitlines())
    for text in (prose, bare):
        loop = loop_at_end(text)
        if loop is not None and is_runaway(loop, is_cut=is_cut, is_verse=is_verse):
            return True
    return (
        _repeats_sentences(prose, is_verse=is_verse)
        or _repeats_phrases(prose, is_verse=is_verse)
        or _is_said_twice(prose, is_verse=is_verse)
    )


def _repeats_sentences(prose: str, *, is_verse: bool) -> bool:
    said = [_SPACES.sub(" ", sentence.casefold()) for sentence in sentences(prose) if not sentence.startswith("|")]
    long_ones = [sentence for sentence in said if len(tokens(sentence)) >= 4]
    if len(long_ones) < 4:
        return False
    counts = Counter(long_ones)
    top = counts.most_common(1)[0][1]
    extra = sum(count - 1 for count in counts.values())
    if is_verse:
        return top >= 10 and extra >= 0.7 * len(said)
    return (top >= 4 and top >= 0.4 * len(said)) or (len(long_ones) >= 8 and extra >= 0.5 * len(said))


def _repeats_phrases(prose: str, *, is_verse: bool) -> bool:
    lines = [line for line in prose.splitlines() if line.strip() and not line.lstrip().startswith("|")]
    words = tokens("\n".join(lines))[:4000]
    if len(words) < 80:
        return False
    grams = {tuple(words[at : at + 4]) for at in range(len(words) - 3)}
    is_varied_list = len(lines) >= 5 and len({line.strip() for line in lines}) >= 0.95 * len(lines)
    return len(grams) / (len(words) - 3) < (0.15 if is_verse else 0.3 if is_varied_list else 0.42)


def _is_said_twice(prose: str, *, is_verse: bool) -> bool:
    paragraphs = Counter(_SPACES.sub(" ", p).strip().casefold() for p in prose.split("\n\n"))
    long_ones = [(text, count) for text, count in paragraphs.items() if len(text) >= 120]
    return not is_verse and any(
        count >= 3 or (count == 2 and len(text) * 2 >= 0.9 * len(prose.strip())) for text, count in long_ones
    )
