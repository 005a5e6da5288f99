"""Cuts text that is longer than what is sent, without tearing a character apart. PURE."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"  # ties emoji together
_MAX_STEPS_BACK = 64  # a character with more marks than this is a prank, and is torn


def shortened(text: str, max_chars: int) -> str:
    """At most the first ``max_chars`` characters; a letter keeps its accents, a joined emoji its parts."""
    if len(text) <= max_chars:
        return text
    end = max_chars
    for _ in range(min(max_chars - 1, _MAX_STEPS_BACK)):
        if not _continues(text, end):
            return text[:end]
        end -= 1
    return text[:max_chars]


def shortening_notice(sent: int, captured: int) -> str:
    """What the user is told, with both lengths in characters; empty when nothing was cut."""
    return "" if sent >= captured else f"The first {sent:,} of {captured:,} characters are sent."


def _continues(text: str, position: int) -> bool:
    """Whether what stands at ``position`` belongs to the character before it."""
    here, before = text[position], text[position - 1]
    return unicodedata.category(here) in ("Mn", "Mc", "Me") or _JOINER in (here, before)
