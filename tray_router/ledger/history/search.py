"""From the words that somebody looks for to SQL, and from a text that was found to the line that is shown.

Rules: every word must be found in the same question with its answer, upper and lower case alike; words of three
characters and more go through the index, shorter ones (most of Chinese) are compared with every text. No I/O.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SHORTEST_INDEXED = 3  # characters: the index is made of trigrams
LONGEST_QUERY = 500  # characters that are looked for; more is no search
TITLE_CHARS = 120
BEFORE_CHARS, AFTER_CHARS = 40, 100
_MARKS = re.compile(r"\*\*|`+|^[ \t]*(?:#{1,6}|>|[*-])[ \t]+", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*])\*(\w[^*\n]*)\*(?![\w*])")
COLUMNS = ("instruction", "content", "answer")


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of an SQL statement with its arguments; ``words`` are what it looks for."""

    sql: str
    arguments: tuple[str, ...]
    words: tuple[str, ...]


def condition(text: str, *, has_index: bool) -> Condition:
    """What turns (``t``) must fulfil to be found; always true for an empty text."""
    words = tuple(dict.fromkeys(text[:LONGEST_QUERY].split()))
    indexed = [word for word in words if has_index and len(word) >= SHORTEST_INDEXED]
    parts: list[str] = []
    arguments: list[str] = []
    if indexed:
        parts.append("t.id IN (SELECT rowid FROM turns_text WHERE turns_text MATCH ?)")
        arguments.append(" AND ".join(_quoted(word) for word in indexed))
    for word in words:
        if word not in indexed:
            parts.append("(" + " OR ".join(f"t.{column} LIKE ? ESCAPE '\\'" for column in COLUMNS) + ")")
            arguments += [_pattern(word)] * len(COLUMNS)
    return Condition(" AND ".join(parts) or "1", tuple(arguments), words)


def excerpt(texts: tuple[str, ...], words: tuple[str, ...], title: str) -> str:
    """A line around the first word that is found in one of the texts; else the beginning of the first that has one.

    Empty when it would only say the title again: a question without an answer.
    """
    line = _excerpt(texts, words)
    return "" if line == title else line


def _excerpt(texts: tuple[str, ...], words: tuple[str, ...]) -> str:
    for word in words:
        wanted = word.casefold()
        for text in texts:
            found = text.casefold().find(wanted)
            if found >= 0:
                start = _word_start(text, found)
                shown = one_line(_without_marks(text[start : found + AFTER_CHARS]))
                return f"…{shown}" if start else shown
    return next((one_line(_without_marks(text[:AFTER_CHARS])) for text in texts if text.strip()), "")


def _word_start(text: str, found: int) -> int:
    """Where a line that shows ``found`` begins: some characters before it, behind a space where there is one."""
    start = max(0, min(found, len(text)) - BEFORE_CHARS)
    if not start:
        return 0
    space = re.search(r"\s", text[start:found])
    return start + space.end() if space else start


def _without_marks(text: str) -> str:
    """Markdown without the marks that only disturb on one line."""
    return _EMPHASIS.sub(r"\1", _MARKS.sub("", text))


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def title_of(instruction: str, content: str) -> str:
    """What a conversation is called in a list: the beginning of its first question."""
    text = one_line(instruction[: 4 * TITLE_CHARS]) or one_line(content[: 4 * TITLE_CHARS])
    return text if len(text) <= TITLE_CHARS else f"{text[: TITLE_CHARS - 1]}…"


def _quoted(word: str) -> str:
    """One string of FTS5's query language, in which nothing is an operator."""
    return '"' + word.replace('"', '""') + '"'


def _pattern(word: str) -> str:
    for special in ("\\", "%", "_"):
        word = word.replace(special, f"\\{special}")
    return f"%{word}%"
