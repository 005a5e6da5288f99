"""Tables of expressions for ``words``: phrases of several words, and pieces of text in scripts without spaces.

Rule: little memory and few look-ups, however many expressions are known. Of a phrase only the hash is kept, ten bytes
with its concept, in order; a map of marks says of most pairs of words that no phrase begins with them. Pieces are filed
under their first two signs. Pure; any thread.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from operator import add
from typing import Final

_MARKS: Final = 1 << 18  # one in sixteen is set by the twenty thousand phrases
_SPREAD: Final = 31  # so that "a b" and "b a" have marks of their own


class Phrases:
    """Phrases of whole words, each with the concepts it means."""

    def __init__(self) -> None:
        self._hashes = array("q")
        self._concepts = array("H")  # places in ``_names``, beside the hashes
        self._names: list[str] = []
        self._places: dict[str, int] = {}
        self._marks = bytearray(_MARKS)

    def add(self, phrase: str, concept: str) -> None:
        """Adds a phrase, its words joined by single spaces; it is known after ``sort``."""
        if concept not in self._places:
            self._places[concept] = len(self._names)
            self._names.append(concept)
        first, second = phrase.split(" ", 2)[:2]
        self._hashes.append(hash(phrase))
        self._concepts.append(self._places[concept])
        self._marks[(hash(first) * _SPREAD + hash(second)) % _MARKS] = 1

    def sort(self) -> None:
        """Puts what was added in order."""
        order = array("I", sorted(range(len(self._hashes)), key=self._hashes.__getitem__))
        self._concepts = array("H", map(self._concepts.__getitem__, order))
        self._hashes = array("q", map(self._hashes.__getitem__, order))

    def may_begin(self, first: str, second: str) -> int:
        """Whether a phrase may begin with these two words; texts remember their hashes, so that this costs little."""
        return self._marks[(hash(first) * _SPREAD + hash(second)) % _MARKS]

    def concepts_of(self, phrase: str) -> tuple[str, ...]:
        """What the phrase means; nothing for most."""
        key, hashes, found = hash(phrase), self._hashes, []
        place = bisect_left(hashes, key)
        while place < len(hashes) and hashes[place] == key:
            found.append(self._names[self._concepts[place]])
            place += 1
        return tuple(dict.fromkeys(found))


class Pieces:
    """Pieces of text that mean a concept wherever they stand.

    Args:
        entries: pieces, folded, with their concepts.
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._filed: dict[str, tuple[tuple[str, str], ...]] = {}
        for entry in dict.fromkeys(entries):
            key = entry[0][:2]
            self._filed[key] = (*self._filed.get(key, ()), entry)

    def found_in(self, text: str) -> Iterable[tuple[str, int]]:
        """Concept and first place of every piece that stands in a text."""
        for key in {*text, *map(add, text, text[1:])}:
            for piece, concept in self._filed.get(key, ()):
                place = text.find(piece)
                if place >= 0:
                    yield concept, place
