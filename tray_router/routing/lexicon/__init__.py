"""Words per concept and language: text files beside this module, which say what they are in their first line.

Rule: a concept ("translate", "codenoun") is one row of meaning; a language adds its words for it and nothing else. A
row is the concept, a colon, and entries separated by commas; it goes on where a line begins with a space. A star ends
a stem, a space makes a phrase, and every entry sits on word boundaries. Chinese, Japanese and Arabic entries are
pieces of text, since there are no usable word boundaries around them (in Arabic articles and prepositions are written
onto the front of a word); Korean and Hindi put endings behind the word, so nearly all their entries are stems.

Files are named after a table and the script of its entries, so that nothing is read that no text asked for. They are
no Python modules, whose texts would stay in memory beside what is made of them. Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from pkgutil import get_data
from typing import Final

TABLES: Final[dict[str, tuple[str, ...]]] = {
    "latin": (
        "english", "german", "dutch", "french", "spanish", "portuguese", "italian", "polish", "turkish",
        "claims", "intents", "cues",
        "speech_asian", "speech_gallic", "speech_iberian", "speech_northern", "speech_slavic", "speech_southern",
    ),
    "cyrillic": (
        "russian", "ukrainian", "claims", "intents", "cues", "speech_slavic",
    ),
    "hangul": (
        "korean", "claims", "intents", "cues", "speech_asian",
    ),
    "devanagari": (
        "hindi", "claims", "intents", "cues", "speech_southern",
    ),
    "han": (
        "chinese", "claims", "intents", "cues", "speech_asian",
    ),
    "kana": (
        "japanese", "claims", "intents", "cues", "speech_asian",
    ),
    "arabic": (
        "arabic", "claims", "intents", "cues", "speech_southern",
    ),
}  # fmt: skip
WORD_SCRIPTS: Final = ("latin", "cyrillic", "hangul", "devanagari")
PIECE_SCRIPTS: Final = ("kana", "han", "arabic")

# The keyword lists that the idea came with (benchmarks/routing.py). Each is a feature of its own, with the points that
# it earned on real prompts: "analyze" and its like were right for reasoning only one time in five.
SEED_KEYWORDS: Final[dict[str, tuple[str, ...]]] = {
    "vision": ("image", "screenshot", "picture", "see this", "what's on"),
    "code": (
        "function", "class", "debug", "refactor", "implement", "write code", "python", "javascript", "typescript",
        "api endpoint", "sql", "regex",
    ),
    "reasoning": ("prove", "solve", "calculate", "math", "logic", "reason", "analyze", "compare", "evaluate"),
}  # fmt: skip


def entries(script: str) -> Iterator[tuple[str, str]]:
    """Concept and entry, of all tables of a script, as they stand in the files."""
    for table in TABLES[script]:
        for concept, row in _rows(f"words/{table}.{script}.txt"):
            for entry in row.split(","):
                yield concept, entry.strip()


def learned() -> dict[str, dict[int, str]]:
    """Points of single words as ``vocabulary`` takes them: for each route, tenths of a point to stems."""
    found: dict[str, dict[int, str]] = {}
    for name, stems in _rows("learned.txt"):
        route, tenths = name.split()
        found.setdefault(route, {})[int(tenths)] = stems
    return found


def _rows(file: str) -> Iterator[tuple[str, str]]:
    """Name and content of every row of a file."""
    text = (get_data(__name__, file) or b"").decode("utf-8")
    rows: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith(" "):
            rows[-1].append(line.strip())
        elif line and not line.startswith("#"):
            rows.append([line])
    for row in rows:
        name, _, content = " ".join(row).partition(":")
        yield name, content.strip()
