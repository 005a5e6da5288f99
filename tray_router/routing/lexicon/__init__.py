"""Words per concept and language: data, read once by ``words.Lexicon``.

Rule: a concept ("translate", "codenoun") is one row of meaning; a language adds its words for it and nothing else.
Stems end in a star. Chinese, Japanese and Arabic words are matched as substrings, since there are no usable word
boundaries around them; all others sit on boundaries.
"""

from __future__ import annotations

from typing import Final

from tray_router.routing.lexicon.english import ENGLISH, SEED_KEYWORDS

WORD_LANGUAGES: Final = (ENGLISH,)
SUBSTRING_LANGUAGES: Final[tuple[dict[str, str], ...]] = ()

__all__ = ["SEED_KEYWORDS", "SUBSTRING_LANGUAGES", "WORD_LANGUAGES"]
