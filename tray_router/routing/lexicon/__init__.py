"""Words per concept and language: data, read once by ``words.Lexicon``.

Rule: a concept ("translate", "codenoun") is one row of meaning; a language adds its words for it and nothing else.
Stems end in a star. Chinese, Japanese and Arabic words are matched as substrings, since there are no usable word
boundaries around them; all others sit on boundaries.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tray_router.routing.lexicon.claims import CLAIMS, CLAIMS_BY_SCRIPT
from tray_router.routing.lexicon.cues import CUES, CUES_BY_SCRIPT
from tray_router.routing.lexicon.eastern import ARABIC, CHINESE, HINDI, JAPANESE, KOREAN, TURKISH
from tray_router.routing.lexicon.english import ENGLISH, SEED_KEYWORDS
from tray_router.routing.lexicon.germanic import DUTCH, GERMAN
from tray_router.routing.lexicon.intents import INTENTS, INTENTS_BY_SCRIPT
from tray_router.routing.lexicon.romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH
from tray_router.routing.lexicon.slavic import POLISH, RUSSIAN, UKRAINIAN
from tray_router.routing.lexicon.speech import SPEECH, SPEECH_BY_SCRIPT

WORD_LANGUAGES: Final = (
    ENGLISH, GERMAN, DUTCH, FRENCH, SPANISH, PORTUGUESE, ITALIAN, POLISH, RUSSIAN, UKRAINIAN, TURKISH, KOREAN, HINDI,
    CLAIMS, INTENTS, CUES, *SPEECH,
)  # fmt: skip


def _joined(*tables: Mapping[str, str]) -> dict[str, str]:
    """One table with the words of several; a concept that more than one has keeps the words of each."""
    concepts = dict.fromkeys(concept for table in tables for concept in table)
    return {concept: ", ".join(table[concept] for table in tables if concept in table) for concept in concepts}


SUBSTRING_LANGUAGES: Final = {
    script: _joined(
        words, CLAIMS_BY_SCRIPT[script], INTENTS_BY_SCRIPT[script], CUES_BY_SCRIPT[script], SPEECH_BY_SCRIPT[script]
    )
    for script, words in (("han", CHINESE), ("kana", JAPANESE), ("arabic", ARABIC))
}

__all__ = ["SEED_KEYWORDS", "SUBSTRING_LANGUAGES", "WORD_LANGUAGES"]
