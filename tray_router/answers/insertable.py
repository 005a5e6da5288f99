"""What of an answer goes into a document: the text that was asked for, without the frame that models put around it.

Rule: only what surely is a frame is taken away (a code fence or quotation marks around all of it), and what surrounded
the replaced text (indentation, line ends) is put back. Pure; any thread.
"""

from __future__ import annotations

import re
import textwrap

_FENCED = re.compile(r"\s*(?P<fence>`{3,}|~{3,})[^\n`]*\n(?P<inside>.*?)\n?[ \t]*(?P=fence)[`~]*\s*", re.DOTALL)
_FENCE_LINE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})", re.MULTILINE)
_QUOTES = (('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("»", "«"), ("「", "」"), ("『", "』"), ("'", "'"))
_BLANK = " \t\r\n"


def insertable_text(answer: str, original: str) -> str:
    """The answer as it takes the place of ``original``, the text that was selected.

    Args:
        answer: the model's whole answer, without its reasoning.
    """
    block = fenced_block(answer) if not _FENCE_LINE.match(original.lstrip(_BLANK)) else None
    text = _without_quotes(answer.strip(), original) if block is None else _indented_as(block, original)
    body = original.strip(_BLANK)
    if not body:
        return text.strip(_BLANK)
    start = original.index(body)
    lead, tail = original[:start], original[start + len(body) :]
    return lead + text.strip(_BLANK) + tail


def fenced_block(answer: str) -> str | None:
    """What stands in the code fence when the answer is one fenced block and nothing else; else None."""
    found = _FENCED.fullmatch(answer)
    if found is None or _FENCE_LINE.search(found["inside"]):
        return None
    return found["inside"]


def _indented_as(block: str, original: str) -> str:
    """The block, moved to where the original stood when it came back at the left margin."""
    lines = [line for line in original.splitlines() if line.strip()]
    indent = _common_indent(original)
    if len(lines) <= 1 or not indent or _common_indent(block):
        return block
    return textwrap.indent(block, indent)


def _common_indent(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    heads = [line[: len(line) - len(line.lstrip(" \t"))] for line in lines]
    shortest = min(heads, key=len, default="")
    return shortest if all(head.startswith(shortest) for head in heads) else ""


def _without_quotes(text: str, original: str) -> str:
    """The text without quotation marks around all of it, unless the original has such itself."""
    for opening, closing in _QUOTES:
        inside = text[1:-1]
        is_quoted = len(text) > 2 and text[0] == opening and text[-1] == closing  # noqa: PLR2004 - the two marks
        if is_quoted and not (opening in inside or closing in inside):
            return text if original.strip()[:1] == opening else inside.strip()
    return text
