"""What failing models say, by language: phrases for the parts of a refusal, not whole refusals.

Rule: a phrase is looked for in text folded by ``text.as_words`` (one space between words and at both ends), so a space
in a phrase is a word boundary and a missing one leaves room for endings. ``…`` stands for a gap. Data only; any thread.
"""

from tray_router.answers.weak.lexicon.asian import ASIAN
from tray_router.answers.weak.lexicon.eastern import EASTERN
from tray_router.answers.weak.lexicon.english import ENGLISH
from tray_router.answers.weak.lexicon.germanic import GERMANIC
from tray_router.answers.weak.lexicon.phrases import Entries, Phrases, contains, entries
from tray_router.answers.weak.lexicon.romance import ROMANCE
from tray_router.answers.weak.lexicon.slavic import SLAVIC

LANGUAGES: tuple[Phrases, ...] = (ENGLISH, *GERMANIC, *ROMANCE, *SLAVIC, *EASTERN, *ASIAN)

__all__ = ["LANGUAGES", "Entries", "Phrases", "contains", "entries"]
