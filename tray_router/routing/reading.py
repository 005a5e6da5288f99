"""Measurements of one text: how many of its lines fit which pattern, how many characters are signs, sentences, mail.

Rule: measured when asked for and only once; nothing is decided here (see ``content``). Pure; any thread.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from tray_router.routing.code_lines import is_code_line, is_prose_line
from tray_router.routing.line_patterns import CONFIG, EQUATION, EQUATION_SIGN, HASH_COMMENT, LATEX, LIST_ITEM, NONPROSE
from tray_router.routing.message_patterns import GREETING, MAIL_HEADER, MAIL_MARK, SIGN_OFF

FEW_LINES: Final = 3
_KEYS_BEFORE_ITEMS: Final = 0.3  # share of keyed lines from which bare list items count as configuration
_HEADER_POINTS: Final = 0.35  # a mail header; two of them make a mail
_GREETING_POINTS: Final = 0.45
_SIGN_OFF_POINTS: Final = 0.35
_MARK_POINTS: Final = 0.45  # "On … wrote:", quoted lines, a signature rule
_SIGN_OFF_CHARS: Final = 200  # characters at the end in which a sign-off stands


class Reading:
    """One bounded sample while its structure is being found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows = [row for row in text.split("\n") if row and not row.isspace()]
        self.count = len(self.rows) or 1

    def share(self, pattern: re.Pattern[str]) -> float:
        """Share of the lines that fit a pattern, 0..1."""
        return min(1.0, len(pattern.findall(self.text)) / self.count)

    @cached_property
    def indented(self) -> float:
        """Share of the lines that start with white space."""
        return sum(row[0] in " \t" for row in self.rows) / self.count

    @cached_property
    def symbols(self) -> float:
        """Share of the characters that are ASCII and no part of running prose."""
        text = self.text
        ascii_part = text if text.isascii() else text.encode("ascii", "ignore").decode("ascii")
        return len(ascii_part.translate(NONPROSE)) / max(len(text), 1)

    @cached_property
    def code(self) -> float:
        """Share of the lines that read like code; comment lines count where there are several."""
        share = sum(map(is_code_line, self.rows)) / self.count
        comments = len(HASH_COMMENT.findall(self.text))
        return min(1.0, share + comments / self.count) if comments > FEW_LINES else share

    @cached_property
    def config(self) -> float:
        """Share of the lines that read like configuration; bare list items count only among keys."""
        share = self.share(CONFIG)
        items = len(LIST_ITEM.findall(self.text)) / self.count
        return share if share < _KEYS_BEFORE_ITEMS or items > share else min(1.0, share + items)

    @cached_property
    def prose(self) -> float:
        """Share of the characters that stand in sentences."""
        return sum(len(row) for row in self.rows if is_prose_line(row)) / max(len(self.text), 1)

    @cached_property
    def mail(self) -> float:
        """0..1: headers, quoting, a greeting line and a sign-off."""
        text = self.text
        strength = _HEADER_POINTS * len(MAIL_HEADER.findall(text))
        if self.count > 1:
            ending = max(0, len(text) - _SIGN_OFF_CHARS)
            strength += _GREETING_POINTS * bool(GREETING.match(text))
            strength += _SIGN_OFF_POINTS * bool(SIGN_OFF.search(text, ending))
        return min(1.0, strength + _MARK_POINTS * bool(MAIL_MARK.search(text)))


def equation_marks(text: str) -> int:
    """How many pieces of mathematical notation a text holds."""
    text = text.replace("−", "-")
    return len(EQUATION.findall(text)) if EQUATION_SIGN.search(text) else 0


def latex_marks(text: str) -> int:
    """How many LaTeX commands or dollar formulas a text holds."""
    return len(LATEX.findall(text)) if "\\" in text or "$" in text else 0


def is_mail_opening(paragraph: str) -> bool:
    """True for a header line, a greeting or a quoting line: the start of a mail and no instruction about one."""
    return bool(MAIL_HEADER.match(paragraph) or GREETING.match(paragraph) or MAIL_MARK.match(paragraph))
