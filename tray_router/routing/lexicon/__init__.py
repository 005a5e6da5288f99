"""Words per concept and language: data, read once by ``words.Lexicon``.

Rule: a concept ("translate", "codenoun") is one row of meaning; a language adds its words for it and nothing else.
Stems end in a star. Chinese, Japanese and Arabic words are matched as substrings, since there are no usable word
boundaries around them; all others sit on boundaries.
"""

from __future__ import annotations

from typing import Final

from tray_router.routing.lexicon.claims import CLAIMS, CLAIMS_BY_SCRIPT
from tray_router.routing.lexicon.eastern import ARABIC, CHINESE, HINDI, JAPANESE, KOREAN, TURKISH
from tray_router.routing.lexicon.english import ENGLISH, SEED_KEYWORDS
from tray_router.routing.lexicon.germanic import DUTCH, GERMAN
from tray_router.routing.lexicon.romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH
from tray_router.routing.lexicon.slavic import POLISH, RUSSIAN, UKRAINIAN

WORD_LANGUAGES: Final = (
    ENGLISH, GERMAN, DUTCH, FRENCH, SPANISH, PORTUGUESE, ITALIAN, POLISH, RUSSIAN, UKRAINIAN, TURKISH, KOREAN, HINDI,
    CLAIMS,
)  # fmt: skip
SUBSTRING_LANGUAGES: Final = {
    "han": CHINESE | CLAIMS_BY_SCRIPT["han"],
    "kana": JAPANESE | CLAIMS_BY_SCRIPT["kana"],
    "arabic": ARABIC | CLAIMS_BY_SCRIPT["arabic"],
}

__all__ = ["SEED_KEYWORDS", "SUBSTRING_LANGUAGES", "WORD_LANGUAGES"]
