"""The shape of one language's phrases, and how a phrase is found.

Rule: looking is a chain of ``str.find``; no regular expressions. Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_GAP = "…"
_HEBREW = "\u0590"  # the first of the scripts that run words together or onto each other
_LATIN_AGAIN = "\u1e00"  # Vietnamese letters and general punctuation, up to …
_CJK = "\u2fff"


class Entries:
    """Phrases from a table that people can read, taken apart on first use."""

    __slots__ = ("_phrases", "_table")

    def __init__(self, table: str) -> None:
        self._table = table
        self._phrases: tuple[str, ...] | None = None

    @property
    def phrases(self) -> tuple[str, ...]:
        if self._phrases is None:
            self._phrases = tuple(_phrase(entry.strip()) for entry in self._table.split(";") if entry.strip())
        return self._phrases

    def __iter__(self) -> Iterator[str]:
        return iter(self.phrases)

    def begin(self, words: str) -> bool:
        """Whether ``words`` begin with one of the phrases."""
        return words.startswith(self.phrases)

    def include(self, words: str) -> bool:
        """Whether ``words``, spaces aside, are one of the phrases and nothing else."""
        return words.strip() in {phrase.strip() for phrase in self.phrases}


def entries(table: str) -> Entries:
    """Phrases parted by semicolons, whole words unless ``*`` leaves an end open.

    In scripts that run words together both ends are open, and ``_`` stands for a space.
    """
    return Entries(table)


NOTHING = Entries("")


def _phrase(entry: str) -> str:
    last = max(entry)
    if _HEBREW <= last < _LATIN_AGAIN or last > _CJK:
        return entry.replace("_", " ")
    before = "" if entry[0] == "*" else " "
    after = "" if entry[-1] == "*" else " "
    return f"{before}{entry.strip('*')}{after}"


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's building blocks of answers that are none.

    Attributes:
        language: ISO 639-1 code.
        apology: "I'm sorry", "unfortunately".
        cannot: the speaker is unable or unwilling, first person.
        serve: what is refused is service itself: "assist", "fulfil this request"; cannot + serve is a refusal.
        act: what a refusal may be about: "write", "provide"; only apology + cannot + act is a sure refusal.
        persona: "as an AI language model".
        give: "please provide", "paste", "upload".
        material: what is asked for: "the text", "your code".
        missing: "I don't see any", "you haven't provided"; missing + material or image says that nothing came.
        image: "image", "screenshot".
        see: "see", "view", "process".
        idle: the opening line of an assistant that waits: "how can I help you today".
    """

    language: str
    apology: Entries
    cannot: Entries
    serve: Entries
    act: Entries = NOTHING
    persona: Entries = NOTHING
    give: Entries = NOTHING
    material: Entries = NOTHING
    missing: Entries = NOTHING
    image: Entries = NOTHING
    see: Entries = NOTHING
    idle: Entries = NOTHING


def contains(words: str, table: Entries) -> bool:
    """Whether one of the phrases is in ``words``; the parts around a gap must come in their order."""
    return any(_found(words, phrase) for phrase in table.phrases)


def _found(words: str, phrase: str) -> bool:
    if _GAP not in phrase:
        return phrase in words
    at = 0
    for part in phrase.split(_GAP):
        at = words.find(part, at)
        if at < 0:
            return False
        at += max(len(part) - 1, 0)  # two parts may share the space between them
    return True
