"""How a text is read: bounded, cut into prose and code, folded for comparison.

Rule: every function is linear in its input and never raises on any ``str`` (NULs and lone surrogates included).
Pure; any thread.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tray_router.answers.weak.patterns import Pattern

_SYMBOLS = frozenset({"So", "Sm", "Sc", "Lo"})
HEAD_CHARS = 16_000
TAIL_CHARS = 16_000
_FENCE = Pattern(r"^[ \t]{0,8}(?:```|~~~)", re.MULTILINE)
_INLINE_CODE = Pattern(r"`[^`\n]{1,400}`")
_QUOTES = Pattern(
    r'"[^"\n]{2,600}"|“[^”\n]{2,600}”|„[^“”"\n]{2,600}[“”"]|«[^»\n]{2,600}»|「[^」\n]{1,600}」|『[^』\n]{1,600}』'
    r"|‘[^\n‘]{2,400}?’(?!\w)|(?<!\w)'[^\n]{2,400}?'(?!\w)"
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "\u00a0": " ", "\u202f": " "})
_NOT_WORD = Pattern(r"[^\w'\u0900-\u097f\u0e00-\u0e7f]+")
_SENTENCE_END = Pattern(r"(?<=[.!?…])(?=[\s\"”»)*_]|$)|[。！？\n।؟]+")
_CJK = Pattern(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_MARKER = Pattern(r"^\s*(?:[-*+•>#]+|\(?\d{1,4}[.):、]|[a-zA-Z][.)])\s*")
_NOISE = Pattern(r"[\u200b-\u200f\u2060\ufeff\x00]+")


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """One fenced block: the word after the fence (lower case), its lines, and whether its fence was closed."""

    language: str
    text: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """A Markdown text cut in two: ``prose`` without fenced code, and the ``blocks`` of code."""

    prose: str
    blocks: tuple[CodeBlock, ...]

    @property
    def code(self) -> str:
        return "\n".join(block.text for block in self.blocks)


def clip(text: str, head: int = HEAD_CHARS, tail: int = TAIL_CHARS) -> str:
    """At most ``head + tail`` characters: the beginning and the end. A fence that the cut opens is closed again."""
    if len(text) <= head + tail:
        return _NOISE.sub("", text)
    first, last = text[:head], text[-tail:]
    if len(_FENCE.findall(first)) % 2:
        first += "\n```"
    if len(_FENCE.findall(text)) % 2 != len(_FENCE.findall(last)) % 2:
        last = "```\n" + last
    return _NOISE.sub("", first + "\n" + last)


def parts(text: str) -> Parts:
    """Cuts Markdown into prose and fenced blocks; an unclosed fence runs to the end."""
    prose: list[str] = []
    blocks: list[CodeBlock] = []
    lines: list[str] = []
    language: str | None = None
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped.startswith(("```", "~~~")):
            (prose if language is None else lines).append(line)
            continue
        info = stripped.strip("`~").strip().lower()
        if language is None:
            if stripped.count("```") > 1 and len(stripped) > len("``````"):
                prose.append(line)  # ```one line``` is inline code
                continue
            language = info
        else:
            blocks.append(CodeBlock(language, "\n".join(lines), is_closed=True))
            language = info or None
        lines = []
    if language is not None:
        blocks.append(CodeBlock(language, "\n".join(lines), is_closed=False))
    return Parts("\n".join(prose), tuple(blocks))


def without_inline_code(prose: str) -> str:
    """Inline code replaced by a neutral word, so that sentences stay sentences."""
    return _INLINE_CODE.sub(" code ", prose)


def without_quotes(prose: str) -> str:
    """Quoted speech and quoted lines removed: what is quoted is not said by the model."""
    lines = (line for line in prose.splitlines() if not line.lstrip().startswith(">"))
    return _QUOTES.sub(" ", "\n".join(lines))


def is_one_quote(text: str) -> bool:
    """The whole text is one quotation."""
    found = _QUOTES.match(text.strip())
    return found is not None and found.end() >= len(text.strip()) - 1


def fold(text: str) -> str:
    """Compatibility form, straight apostrophes, case folded."""
    return unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).translate(_APOSTROPHES).casefold()


def as_words(text: str) -> str:
    """Folded text with one space between words and at both ends, so that ``" word "`` finds whole words."""
    return f" {_NOT_WORD.sub(' ', fold(text)).strip()} "


def sentences(text: str, limit: int = 400) -> list[str]:
    """Sentences and lines, stripped, without list markers; at most ``limit`` of them."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text):
        bare = _MARKER.sub("", piece).strip(" \t*_")
        if bare:
            found.append(bare)
            if len(found) >= limit:
                break
    return found


def without_marker(line: str) -> str:
    """A line without its bullet or number."""
    return _MARKER.sub("", line).strip()


def word_count(text: str) -> int:
    """Words; scripts without spaces count half a word for each character."""
    dense = len(_CJK.findall(text))
    return len(_CJK.sub(" ", text).split()) + dense // 2 if dense else len(text.split())


def tokens(text: str) -> list[str]:
    """Folded words; each character of a script without spaces is a token of its own."""
    spaced = _CJK.sub(lambda found: f" {found.group()} ", fold(text))
    return [word for word in _NOT_WORD.sub(" ", spaced).split() if word]


def has_content(text: str) -> bool:
    """A letter, a digit, an emoji or a symbol beyond ASCII: something that could be an answer."""
    return any(char.isalnum() or (not char.isascii() and unicodedata.category(char) in _SYMBOLS) for char in text)
