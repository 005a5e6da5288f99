"""The kinds of pasted content, and what the structure of a text says about it.

Rule: names only; which text is of which kind is found in ``content``. Pure; any thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SURE: Final = 0.6  # strength from which a text is its kind, whatever its words say
CERTAIN: Final = 0.9


class ContentKind(StrEnum):
    """Kinds of pasted content."""

    TRACEBACK = "traceback"
    DIFF = "diff"
    LOG = "log"
    SQL = "sql"
    MAIL = "mail"
    CHAT = "chat"
    SHELL = "shell"
    TERMINAL = "terminal"
    MARKUP = "markup"
    CONFIG = "config"
    CODE = "code"
    MATHS = "maths"
    URLS = "urls"
    TABLE = "table"
    RECIPE = "recipe"
    SONG = "song"
    PROSE = "prose"
    NONE = "none"


CODE_KINDS: Final = frozenset(
    {
        ContentKind.TRACEBACK, ContentKind.DIFF, ContentKind.LOG, ContentKind.SQL, ContentKind.SHELL,
        ContentKind.TERMINAL, ContentKind.MARKUP, ContentKind.CONFIG, ContentKind.CODE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Structure:
    """What the structure of one text says.

    Attributes:
        kind: the best fitting kind; PROSE or NONE when no structure was found.
        strength: 0..1, how sure the structure is on its own.
        symbols: share of characters that prose does not use.
        indented: share of lines that start with white space.
        code: share of lines that read like code; 0 where that was not looked at.
    """

    kind: ContentKind
    strength: float
    symbols: float = 0.0
    indented: float = 0.0
    code: float = 0.0

    @property
    def is_certain_code(self) -> bool:
        """Code by declarations or statements, not only by the look of its lines."""
        return self.kind in CODE_KINDS and self.strength >= CERTAIN
