"""Answers that only say the prompt again.

Rule: giving the content back unchanged is right where the user asked for just that. Pure; any thread.
"""

# ruff: noqa: PLR2004 -- a threshold is read best beside what it decides

from __future__ import annotations

import re

from tray_router.answers.weak import cues
from tray_router.answers.weak.lexicon import entries
from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.question import Question
from tray_router.answers.weak.text import tokens


def is_echo(question: Question, answer: str) -> bool:  # noqa: PLR0911 -- a ladder of exceptions
    """The answer is the prompt again, or the content unchanged where something new was asked for."""
    said = tokens(_FENCE_LINE.sub("", answer[:8000]))
    asked = tokens(question.prompt[:8000])
    if len(said) < 3 or not asked or question.asks(_SAY_AGAIN):
        return False
    if said == asked:
        return not question.asks(cues.PROOFREAD) or bool(question.content)
    is_whole = question.prompt.rstrip().endswith(("?", ".", "!", ":", "？", "。"))
    if is_whole and len(asked) >= 5 and said[: len(asked)] == asked and len(said) <= 1.15 * len(asked) + 2:
        return True
    if question.instruction and question.content and said == tokens(question.instruction):
        return True
    if _is_nearly(said, asked):
        return not question.asks(cues.PROOFREAD)
    if question.asks(cues.PROOFREAD) or not question.asks(cues.TRANSLATE, _NEW_WORDING):
        return False
    given = tokens(question.content[:8000])
    return len(given) >= 6 and (said == given or _is_nearly(said, given))


_FENCE_LINE = Pattern(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_SAY_AGAIN = entries(
    """
    repeat after; say after; verbatim; echo; copy this; print exactly; repeat the; repeat this; repeat back;
    output exactly; wiederhole; répète; repite; caps; uppercase; lowercase; upper case; lower case; capital*;
    großbuchst*; kleinbuchst*; majuscule*; minuscule*; mayúscul*; minúscul*; maiuscol*; punctuation; comma; commas;
    accent*; spaces; line break*; remove*; delete; bold; markdown
    """
)

_NEW_WORDING = entries(
    """
    summar*; explain*; tl dr; rewrite*; friendl*; polite*; nicer; warmer; freundlich*; höflich*; rephrase*;
    paraphrase*; simplif*; reply*; answer*; zusammenfass*; fass*; erklär*; formulier*; vereinfach*; résum*; explique*;
    reformul*; simplifi*; resum*; explica*; reescrib*; riassum*; spiega*; riscriv*; samenvat*; перефраз*; объясни*;
    резюм*; кратк*; podsumuj*; wyjaśnij*; streść*; özetle*; açıkla*; 总结; 解释; 概括; 改写; 要約; 説明; 言い換え;
    요약; 설명; shorten*; formal*; kürz*; refactor*; optimi*; convert; bug*; fix; plain english; what does
    """
)


def _is_nearly(said: list[str], other: list[str]) -> bool:
    if len(other) < 12 or not 0.9 <= len(said) / len(other) <= 1.15:
        return False
    grams = {tuple(other[at : at + 4]) for at in range(len(other) - 3)}
    mine = [tuple(said[at : at + 4]) for at in range(len(said) - 3)]
    return sum(gram in grams for gram in mine) >= 0.92 * len(mine)
