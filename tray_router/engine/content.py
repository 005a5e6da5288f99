"""What is known of a captured text before anybody is asked: joins what ``routing`` and ``answers`` can tell.

Pure; any thread.
"""

from __future__ import annotations

from tray_router.answers.actions import ContentFacts
from tray_router.answers.weak.language import are_confusable, language_of, script_shares
from tray_router.routing.content import structure_of
from tray_router.routing.kinds import CODE_KINDS, SURE, ContentKind
from tray_router.routing.shape import has_choices, has_options, is_question
from tray_router.routing.split import sample

_MESSAGE_KINDS = frozenset({ContentKind.MAIL, ContentKind.CHAT})
_PROSE_KINDS = frozenset({ContentKind.PROSE, ContentKind.NONE})
_LANGUAGELESS_KINDS = CODE_KINDS | {ContentKind.MATHS, ContentKind.URLS}
# Common words from which a language is taken as plain: with two, no English text of tests/routing/prompts.jsonl but
# formulas and code is taken for another language; with three, half of the others go unnoticed.
_FEWEST_WORDS = 2
_MOSTLY = 0.6  # share of the letters
_CYRILLIC = frozenset({"ru", "uk", "bg", "sr"})


def content_facts(text: str) -> ContentFacts:
    """Reads the head and the tail of a text; some tenths of a millisecond, whatever its length."""
    part = sample(text)
    structure = structure_of(part)
    is_sure = structure.strength >= SURE
    return ContentFacts(
        chars=len(text.strip()),
        language="" if structure.kind in _LANGUAGELESS_KINDS else _likely_language(text, part),
        is_code=is_sure and structure.kind in CODE_KINDS,
        is_message=is_sure and structure.kind in _MESSAGE_KINDS,
        is_question=is_question(part) or has_choices(part) or has_options(part),
        is_prose=structure.kind in _PROSE_KINDS,
    )


def content_language(text: str) -> str:
    """Code of the text's language; empty when it is not plain."""
    return language_of(sample(text), min_hits=_FEWEST_WORDS)


def _likely_language(text: str, part: str) -> str:
    """Its language; Cyrillic that is not told apart counts as Russian."""
    is_cyrillic = script_shares(part).get("cyrillic", 0.0) >= _MOSTLY
    return content_language(text) or ("ru" if is_cyrillic else "")


def without_neighbours(language: str, read: tuple[str, ...]) -> str:
    """The language, or empty when it may as well be one of those that the user reads (Spanish and Portuguese)."""
    is_near = any(are_confusable(language, other) for other in read if other != language)
    is_near = is_near or (language in _CYRILLIC and not _CYRILLIC.isdisjoint(read))
    return "" if language and is_near else language
