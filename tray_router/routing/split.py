r"""What is asked, and about what: splits one text into an instruction and pasted content.

Rule: only the head and the tail of a text are read (``HEAD`` + ``TAIL`` characters), which bounds every later step;
reading more did not make the trial more accurate. A split needs a visible seam: a code fence, a blank line, a line
that ends in a colon or a question mark. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

HEAD: Final = 700  # characters
TAIL: Final = 300  # characters
LONGEST_ASK: Final = 420  # characters; longer first paragraphs are content
LONGEST_LAST_ASK: Final = 200  # characters; an instruction at the end, or before a colon, is short
SHORTEST_BODY: Final = 12  # characters after a colon that count as content
_SEARCHED_BLANK: Final = 65_536  # characters of leading white space that are skipped
_SURROGATES: Final = re.compile("[\x00\ud800-\udfff]")

_FENCE: Final = re.compile(r"```|~~~")
_ORDER_WORD: Final = re.compile(
    r"\b(?:following|below|above|this|these|given|here(?:'s| is| are)|attached|folgende\w*|diese[nrsm]?|"
    r"suivant\w*|ci-dessous|siguientes?|seguintes?|seguent[ei]|volgende|następując\w*|poniższ\w*|следующ\w*|ниже|"
    r"наступн\w*|aşağıdaki\w*|şu)\b|以下|下面|下列|次の|다음|निम्न|التالي",
    re.IGNORECASE,
)
_COLON: Final = re.compile(r": +(?=[\S])|：")
_SEAM: Final = re.compile(r"\n[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Parts:
    """Bounded samples of one question.

    Attributes:
        ask: the instruction, or the whole text when no seam was found; may be empty.
        body: the pasted content; may be empty.
        is_given: the instruction was given apart from the content, not found by a seam.
        body_chars: full length of the content in characters.
    """

    ask: str
    body: str
    is_given: bool
    body_chars: int


def sample(text: str) -> str:
    """Head and tail of a text, without leading blanks, lone surrogates or NULs."""
    if len(text) <= HEAD + TAIL:
        short = text
    else:
        head = text[:HEAD]
        if head.isspace():
            head = text[:_SEARCHED_BLANK].lstrip()[:HEAD]
        short = f"{head}\n{text[-TAIL:]}" if head else text[-HEAD:]
    return _SURROGATES.sub(" ", short).strip("\n\r \t\f\v\ufeff")


def split(instruction: str, content: str, is_request: Callable[[str], bool]) -> Parts:
    """Samples both texts; when no instruction was given, looks for one inside the content.

    Args:
        instruction: what was typed, or empty.
        content: what was captured, or empty.
        is_request: whether a short paragraph asks for something.
    """
    ask = sample(instruction)
    body = sample(content)
    if ask or not body:
        return Parts(ask, body, True, len(content))
    ask, body = _split_bare(body, is_request)
    return Parts(ask, body, False, len(content))


def _split_bare(text: str, is_request: Callable[[str], bool]) -> tuple[str, str]:
    fence = _FENCE.search(text)
    if fence:
        return _split_fence(text, fence.start())
    paragraphs = _SEAM.split(text)
    if len(paragraphs) > 1:
        first, last = paragraphs[0], paragraphs[-1]
        if len(first) <= LONGEST_ASK and is_request(first):
            return first, "\n\n".join(paragraphs[1:])
        if len(last) <= LONGEST_LAST_ASK and is_request(last):
            return last, "\n\n".join(paragraphs[:-1])
    return _split_line(text, is_request)


def _split_fence(text: str, at: int) -> tuple[str, str]:
    """Text around a code fence asks; what is inside is the content."""
    end = text.find(text[at : at + 3], at + 3)
    inside, after = (text[at:], "") if end < 0 else (text[at:end], text[end + 3 :])
    return f"{text[:at]}\n{after}".strip(), inside.strip("`~ \n")


def _split_line(text: str, is_request: Callable[[str], bool]) -> tuple[str, str]:
    """A first line that ends in a colon or question mark, a last line that asks, or ``do this: text``."""
    head, newline, rest = text.partition("\n")
    if newline:
        line = head.rstrip()
        if len(line) <= LONGEST_ASK and (line.endswith((":", "?", "：", "？")) or _ORDER_WORD.search(line)) and is_request(line):
            return line, rest
        before, _, last = text.rpartition("\n")
        if len(last) <= LONGEST_LAST_ASK and before and is_request(last):
            return last, before
        return text, ""
    colon = _COLON.search(text)
    if colon and colon.start() <= LONGEST_LAST_ASK and len(text) - colon.end() >= SHORTEST_BODY:
        order, rest = text[: colon.start()], text[colon.end() :]
        if is_request(order):
            return order, rest
    return text, ""
