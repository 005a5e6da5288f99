r"""Finds formulas in Markdown. Pure text; no Qt.

Rules: ``$$…$$`` and ``\[…\]`` are set apart, ``$…$`` and ``\(…\)`` stand in the line. Nothing in code is a formula, nor
is an escaped mark. What stands between single dollars is one only where it cannot be money or prose: both dollars
touch their content, no digit follows the second (Pandoc, extension tex_math_dollars), and the content reads like
mathematics. Each formula leaves one private character behind, which no parser of Markdown cares about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FIRST_MARK = 0xF0000  # Unicode's supplementary private use area A
MAX_FORMULAS = 400  # in one block
MAX_CHARACTERS = 2_000  # of one formula

_FENCE = re.compile(r"[ \t]*(?:>[ \t]*)*(`{3,}|~{3,})")
_TOKEN = re.compile(
    r"(?P<code>`+)"
    r"|(?P<escape>\\[^\[\]()])"
    r"|\$\$(?P<display>(?:(?!\n[ \t]*\n)[^$]|\\\$)+?)\$\$"
    r"|\\\[(?P<bracket>(?:(?!\n[ \t]*\n).)+?)\\\]"
    r"|\\\((?P<round>(?:(?!\n[ \t]*\n).)+?)\\\)"
    r"|(?<![\w$\\])\$(?P<inline>(?![\s$])(?:[^$\n\\]|\\.)*?(?<![\s\\]))\$(?![\d$\w])",
    re.DOTALL,
)
_MATHEMATICS = re.compile(r"[\\^_{}=<>+*/|]|[^\W\d_]-|-[^\W\d_]")
_SYMBOL = re.compile(r"[-(]?(?:\d+(?:[.,]\d+)?)?[^\W\d_](?:['!]|\([^\W_]+(?:,\s?[^\W_]+)*\))?\)?")
_MONEY = re.compile(r"\d[\d.,]*(?:\s|\W*$)")


@dataclass(frozen=True, slots=True)
class FormulaSource:
    """A formula as it was written.

    Attributes:
        latex: what stands between the marks.
        written: with its marks, as the answer has it.
        is_display: set apart from the text.
    """

    latex: str
    written: str
    is_display: bool


def mark_formulas(text: str) -> tuple[str, tuple[FormulaSource, ...]]:
    """The text with one private character in the place of each formula, and the formulas by their number."""
    if not any(mark in text for mark in ("$", "\\(", "\\[")):
        return text, ()
    if any(FIRST_MARK <= ord(character) < FIRST_MARK + MAX_FORMULAS for character in text):
        return text, ()  # the answer uses these characters itself
    found: list[FormulaSource] = []
    parts = [part if is_code else _marked(part, found) for part, is_code in _without_fences(text)]
    return "".join(parts), tuple(found)


def formula_number(character: str) -> int | None:
    """The number of the formula that a character stands for; None for any other character."""
    number = ord(character) - FIRST_MARK
    return number if 0 <= number < MAX_FORMULAS else None


def _without_fences(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is code by a fence."""
    pieces: list[tuple[str, bool]] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        match = _FENCE.match(line)
        is_code = bool(fence) or match is not None
        if match is not None and not fence:
            fence = match[1]
        elif match is not None and match[1].startswith(fence):
            fence = ""
        if pieces and pieces[-1][1] == is_code:
            pieces[-1] = (pieces[-1][0] + line, is_code)
        else:
            pieces.append((line, is_code))
    return pieces


def _marked(text: str, found: list[FormulaSource]) -> str:
    out: list[str] = []
    place = 0
    while (match := _TOKEN.search(text, place)) is not None:
        out.append(text[place : match.start()])
        place = match.end()
        kind = match.lastgroup or ""
        if kind == "code":
            end = _end_of_code(text, match)
            out.append(text[match.start() : end])
            place = end
        elif kind == "escape" or not _is_formula(kind, match[kind]) or len(found) >= MAX_FORMULAS:
            skipped = match.end() if kind == "escape" else match.start() + 1
            out.append(text[match.start() : skipped])
            place = skipped
        else:
            out.append(chr(FIRST_MARK + len(found)))
            found.append(FormulaSource(match[kind].strip(), match[0], kind in ("display", "bracket")))
    return "".join((*out, text[place:]))


def _end_of_code(text: str, opening: re.Match[str]) -> int:
    """End of the code that back-ticks open; of the back-ticks alone when nothing closes them (CommonMark 0.31, 6.1)."""
    marks = opening["code"]
    closing = re.compile(rf"(?<!`){marks}(?!`)").search(text, opening.end())
    return closing.end() if closing is not None else opening.end()


def _is_formula(kind: str, latex: str) -> bool:
    if not latex.strip() or len(latex) > MAX_CHARACTERS:
        return False
    if kind != "inline":
        return True
    if _MONEY.match(latex) and "\\" not in latex:
        return False
    return bool(_MATHEMATICS.search(latex) or _SYMBOL.fullmatch(latex))
