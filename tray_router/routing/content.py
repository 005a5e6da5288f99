r"""What pasted content is: traceback, log, diff, code, SQL, shell, config, table, mail, chat, maths, URLs or prose.

Rule: structure decides, not vocabulary. Each kind has line patterns that are tried at line starts only, and counts as
found by the share of lines that fit it; a few marks ("Traceback (most recent call last)") suffice alone. Pure; any
thread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tray_router.routing.code_lines import STRONG, is_code_line, is_command, is_prose_line
from tray_router.routing.line_patterns import (
    CHAT,
    CONFIG,
    DIFF,
    EQUATION,
    EQUATION_SIGN,
    GREETING,
    HASH_COMMENT,
    LATEX_COMMAND,
    LICENCE,
    LATEX,
    LATEX_SOURCE,
    LIST_ITEM,
    LOG,
    MAIL_HEADER,
    MAIL_MARK,
    MARKUP,
    NONPROSE,
    PROGRAM_SIGN,
    SENTENCE_WORD,
    SHELL,
    SHELL_PROMPT,
    SIGN_OFF,
    SQL,
    SURE_MAIL,
    TABLE_LINE,
    TABLE_RULE,
    TRACE,
    URL_LINE,
)

_FEW_LINES: Final = 3
_LIKELY_MAIL: Final = 0.4  # a greeting or a sign-off alone
_MAIL_LINES: Final = 3  # non-blank lines from which a greeting is not just a polite question
_MOSTLY: Final = 0.5  # share of the characters that stand in sentences, from which a text is prose


class ContentKind(StrEnum):
    """Kinds of pasted content, in the order in which they win when several fit."""

    TRACEBACK = "traceback"
    DIFF = "diff"
    LOG = "log"
    SQL = "sql"
    MAIL = "mail"
    CHAT = "chat"
    SHELL = "shell"
    MARKUP = "markup"
    CONFIG = "config"
    CODE = "code"
    MATHS = "maths"
    URLS = "urls"
    TABLE = "table"
    PROSE = "prose"
    NONE = "none"


CODE_KINDS: Final = frozenset(
    {
        ContentKind.TRACEBACK, ContentKind.DIFF, ContentKind.LOG, ContentKind.SQL, ContentKind.SHELL,
        ContentKind.MARKUP, ContentKind.CONFIG, ContentKind.CODE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Structure:
    """What the structure of one text says.

    Attributes:
        kind: the best fitting kind; PROSE or NONE when no structure was found.
        strength: 0..1, how sure the structure is on its own.
        shares: share of lines (0..1) that fit each kind that was tried.
        symbols: share of characters that prose does not use.
        lines: number of non-blank lines looked at.
        indented: share of lines that start with white space.
    """

    kind: ContentKind
    strength: float
    symbols: float
    lines: int
    indented: float = 0.0
    shares: dict[ContentKind, float] = field(default_factory=dict)

    @property
    def is_strong_code(self) -> bool:
        """Code by declarations or statements, not only by the look of its lines."""
        return self.kind in CODE_KINDS and self.strength >= _STRONG


_STRONG: Final = 0.9
_EMPTY: Final = Structure(ContentKind.NONE, 0.0, 0.0, 0)


def structure_of(text: str) -> Structure:
    """Finds the kind of one bounded sample (see ``split.sample``)."""
    return _Reading(text).structure() if text else _EMPTY


class _Reading:
    """One text while its structure is being found."""

    __slots__ = ("count", "indented", "mail", "rows", "shares", "symbols", "text")

    def __init__(self, text: str) -> None:
        rows = [row for row in text.split("\n") if row and not row.isspace()]
        self.text = text
        self.rows = rows
        self.count = len(rows) or 1
        self.indented = sum(row[0] in " \t" for row in rows) / self.count
        self.symbols = _symbol_share(text)
        self.shares: dict[ContentKind, float] = {}
        self.mail = 0.0

    def share(self, kind: ContentKind, pattern: re.Pattern[str]) -> float:
        self.shares[kind] = min(1.0, len(pattern.findall(self.text)) / self.count)
        return self.shares[kind]

    def is_maths(self) -> bool:
        """Formulas without the marks of a program or of a LaTeX document."""
        text = self.text
        if "\\" in text and LATEX_COMMAND.search(text):
            return not LATEX_SOURCE.search(text) and (
                self.count <= _FEW_LINES or len(LATEX_COMMAND.findall(text)) >= _FEW_LINES or self.code_share() < _MOSTLY
            )
        return self.count <= _FEW_LINES and self.symbols > 0.04 and equation_marks(text) > 0 and not PROGRAM_SIGN.search(text)

    def prose_share(self) -> float:
        """Share of the characters that stand in sentences."""
        return sum(len(row) for row in self.rows if is_prose_line(row)) / len(self.text)

    def config_share(self) -> float:
        """Share of configuration lines; bare list items count only among keys."""
        share = self.share(ContentKind.CONFIG, CONFIG)
        items = len(LIST_ITEM.findall(self.text)) / self.count
        if share < 0.3 or items > share:
            return share
        self.shares[ContentKind.CONFIG] = min(1.0, share + items)
        return self.shares[ContentKind.CONFIG]

    def code_share(self) -> float:
        share = sum(map(is_code_line, self.rows)) / self.count
        comments = len(HASH_COMMENT.findall(self.text))
        if comments > _FEW_LINES:
            share = min(1.0, share + comments / self.count)
        self.shares[ContentKind.CODE] = share
        return share

    def found(self, kind: ContentKind, strength: float) -> Structure:
        return Structure(kind, min(1.0, strength), self.symbols, self.count, self.indented, self.shares)

    def structure(self) -> Structure:
        return self._marked() or self._by_line_shape() or self._plain()

    def _marked(self) -> Structure | None:
        """The kinds that a few unmistakable lines give away."""
        text, count = self.text, self.count
        self.mail = _mail_strength(text, count)
        if self.mail >= SURE_MAIL:
            return self.found(ContentKind.MAIL, self.mail)
        trace = self.share(ContentKind.TRACEBACK, TRACE)
        if trace >= 0.3 or (trace and ("Traceback (most" in text or trace * count >= 3)):
            return self.found(ContentKind.TRACEBACK, 0.6 + trace)
        if ("@@ -" in text or "diff --git" in text or "\n+++ " in text) and self.share(ContentKind.DIFF, DIFF):
            return self.found(ContentKind.DIFF, 0.9)
        log = self.share(ContentKind.LOG, LOG)
        if log >= 0.4:
            return self.found(ContentKind.LOG, 0.6 + log * 0.4)
        if self.mail >= 0.6:
            return self.found(ContentKind.MAIL, self.mail)
        if SQL.search(text):
            return self.found(ContentKind.SQL, 0.9)
        if STRONG.search(text):
            return self.found(ContentKind.CODE, 0.9)
        shell = self.share(ContentKind.SHELL, SHELL)
        if shell >= 0.5 or (shell and SHELL_PROMPT.search(text)) or (count == 1 and is_command(text)):
            return self.found(ContentKind.SHELL, 0.6 + shell * 0.4)
        return None

    def _by_line_shape(self) -> Structure | None:
        """The kinds that need most of their lines to fit."""
        text, count, symbols = self.text, self.count, self.symbols
        markup = self.share(ContentKind.MARKUP, MARKUP) if "<" in text or "{%" in text or "{{" in text else 0.0
        if markup >= 0.4 and symbols > 0.05:
            return self.found(ContentKind.MARKUP, 0.6 + markup * 0.4)
        if self.is_maths():
            return self.found(ContentKind.MATHS, 0.7)
        code, config = self.code_share(), self.config_share()
        if code < _MOSTLY and self.prose_share() >= _MOSTLY:
            return None
        if count > 1 and self.share(ContentKind.URLS, URL_LINE) >= 0.6:
            return self.found(ContentKind.URLS, 0.8)
        chat = self.share(ContentKind.CHAT, CHAT) if count > 1 else 0.0
        if chat >= 0.7 and symbols < 0.14 and code < 0.4 and config < 0.6:
            return self.found(ContentKind.CHAT, 0.3 + chat * 0.4)
        if config >= 0.6 and config >= code and count > 1:
            return self.found(ContentKind.CONFIG, 0.3 + config * 0.7)
        if code >= 0.5 and (count > 1 or (symbols > 0.08 and not SENTENCE_WORD.search(text))):
            return self.found(ContentKind.CODE, 0.4 + code * 0.5 + min(0.2, symbols))
        if count > 2 and (TABLE_RULE.search(text) or self.share(ContentKind.TABLE, TABLE_LINE) >= 0.8):
            return self.found(ContentKind.TABLE, 0.7)
        if code >= 0.25 and self.indented >= 0.4 and count > _FEW_LINES:
            return self.found(ContentKind.CODE, 0.5 + code)
        if LICENCE.search(text) and (code + self.indented > 0.2 or symbols > 0.09):
            return self.found(ContentKind.CODE, 0.6)
        if code + config >= 0.3 and symbols > 0.09 and count > 1:
            return self.found(ContentKind.CODE, 0.4 + code)
        return None

    def _plain(self) -> Structure:
        if self.mail >= _LIKELY_MAIL:
            return self.found(ContentKind.MAIL, self.mail + 0.2 if self.count >= _MAIL_LINES else self.mail)
        if self.symbols < 0.05:
            return self.found(ContentKind.PROSE, 0.5)
        return self.found(ContentKind.NONE, 0.0)


def _symbol_share(text: str) -> float:
    """Share of the ASCII characters that running prose does not use; letters of other scripts are prose."""
    ascii_part = text if text.isascii() else text.encode("ascii", "ignore").decode("ascii")
    if not ascii_part:
        return 0.0
    return len(ascii_part.translate(NONPROSE)) / max(len(text), 1)


def _mail_strength(text: str, count: int) -> float:
    """0..1: headers, quoting, a greeting line and a sign-off."""
    headers = len(MAIL_HEADER.findall(text))
    strength = min(0.9, 0.35 * headers) if headers else 0.0
    if count > 1:
        strength += 0.45 * bool(GREETING.match(text)) + 0.35 * bool(SIGN_OFF.search(text, max(0, len(text) - 200)))
    return min(1.0, strength + 0.45 * bool(MAIL_MARK.search(text)))


def equation_marks(text: str) -> int:
    """How many pieces of mathematical notation a text holds."""
    return len(EQUATION.findall(text)) if EQUATION_SIGN.search(text) else 0


def latex_marks(text: str) -> int:
    """How many LaTeX commands or dollar formulas a text holds."""
    return len(LATEX.findall(text)) if "\\" in text or "$" in text else 0


def is_mail_opening(paragraph: str) -> bool:
    """True for a header line, a greeting or a quoting line: the start of a mail and no instruction about one."""
    return bool(MAIL_HEADER.match(paragraph) or GREETING.match(paragraph) or MAIL_MARK.match(paragraph))
