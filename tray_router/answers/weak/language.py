"""Which language a text is in, when that is plain to see.

Rule: an unclear text has no language (empty string); a wrong guess costs more than none. Pure; any thread.
"""

# ruff: noqa: PLR2004 -- a threshold is read best beside what it decides

from __future__ import annotations

import re
from functools import cache

from tray_router.answers.weak.lexicon.tongues import NAMES, STOPWORDS
from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.text import fold

_MAX_CHARS = 3000
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("kana", r"[\u3041-\u309f\u30a1-\u30fa]"),
    ("han", r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    ("ko", r"[\u1100-\u11ff\uac00-\ud7af]"),
    ("cyrillic", r"[\u0400-\u04ff]"),
    ("arabic", r"[\u0620-\u064a\u0671-\u06d3]"),
    ("he", r"[\u05d0-\u05ea]"),
    ("hi", r"[\u0904-\u0939]"),
    ("th", r"[\u0e01-\u0e2e]"),
    ("el", r"[\u0370-\u03ff]"),
    ("latin", r"[a-z\u00df-\u024f\u1e00-\u1eff]"),
)
_WORD = Pattern(r"[^\W\d_]+(?:'[^\W\d_]+)?")
CONFUSABLE: tuple[frozenset[str], ...] = (
    frozenset({"da", "no", "sv"}),
    frozenset({"es", "pt"}),
    frozenset({"ru", "uk", "bg"}),
    frozenset({"cs", "pl"}),
    frozenset({"ar", "fa"}),
)
_LETTERS = {
    "ß": "de",
    "ã": "pt",
    "õ": "pt",
    "ñ": "es",
    "¿": "es",
    "¡": "es",
    "ł": "pl",
    "ż": "pl",
    "ř": "cs",
    "ů": "cs",
    "ğ": "tr",
    "ı": "tr",
    "ő": "hu",
    "ű": "hu",
    "ș": "ro",
    "ț": "ro",
    "ø": "da",
    "đ": "vi",
    "ơ": "vi",
    "ư": "vi",
    "œ": "fr",
}


_VARIABLES = frozenset("k s u v z w x n")  # more often letters of a formula than words


@cache
def _words_of() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in STOPWORDS.items():
        for word in set(words.split()) - _VARIABLES:
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in _SCRIPTS)


def script_shares(text: str) -> dict[str, float]:
    """The share of each script among the letters; empty when there are none."""
    folded = fold(text[:_MAX_CHARS])
    counts = {name: len(pattern.findall(folded)) for name, pattern in _patterns()}
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items() if count} if total else {}


def language_of(text: str, *, min_hits: int = 3) -> str:
    """ISO 639-1 code of the language, or empty when it is not plain. ``min_hits``: common words needed."""
    shares = script_shares(text)
    if not shares:
        return ""
    if shares.get("kana", 0.0) >= 0.08:  # Japanese prose is half kana
        return "ja"
    script = max(shares, key=lambda name: shares[name])
    if script == "han":
        return "zh"
    if script == "arabic":
        return "fa" if re.search("[پچژگ]", text) else "ar"
    if script not in ("latin", "cyrillic", "kana"):
        return script
    return _by_common_words(text, min_hits)


def _by_common_words(text: str, min_hits: int) -> str:
    folded = fold(text[:_MAX_CHARS])
    words = _WORD.findall(folded)
    table = _words_of()
    seen: dict[str, set[str]] = {}
    scores: dict[str, float] = {}
    for word in words:
        languages = table.get(word, ())
        for language in languages:
            seen.setdefault(language, set()).add(word)
            scores[language] = scores.get(language, 0.0) + 1.0 / len(languages) ** 0.5
    for letter, language in _LETTERS.items():
        if letter in folded:
            scores[language] = scores.get(language, 0.0) + 1.5
    if not scores:
        return ""
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    best, score = ranked[0]
    if min_hits >= 3 and len(seen.get(best, ())) < 3:  # one word again and again is no language
        return ""
    second = next((value for name, value in ranked[1:] if not are_confusable(best, name)), 0.0)
    is_plain = score >= min_hits * 0.7 and score >= 1.4 * second and score / max(len(words), 1) >= 0.15
    return best if is_plain else ""


def is_surely_not_english(text: str) -> bool:
    """Two common words or more of other languages, two in five of all words, and not one of English."""
    words = _WORD.findall(fold(text[:_MAX_CHARS]))
    known = [languages for word in words if (languages := _words_of().get(word))]
    return len(known) >= 2 and len(known) >= 0.4 * len(words) and not any("en" in languages for languages in known)


_IBERIAN = {  # words that only one of the two has
    "es": frozenset("el los las del y una muy pero con más hay este puede según también hasta donde".split()),
    "pt": frozenset("os do dos das na é uma em não muito mas mais há pode também até onde são ao você".split()),
}
_IBERIAN_LETTERS = {"es": "ñ¿¡", "pt": "ãõç"}


def is_surely_iberian(text: str, language: str, least: int) -> bool:
    """Spanish and not Portuguese (``es``), or the other way round (``pt``), by ``least`` words of its own."""
    words = set(_WORD.findall(fold(text[:_MAX_CHARS])))
    hits = len(_IBERIAN[language] & words) + any(letter in text for letter in _IBERIAN_LETTERS[language])
    return hits >= least and not _IBERIAN["pt" if language == "es" else "es"] & words


def are_confusable(one: str, other: str) -> bool:
    """Neighbours that common words do not tell apart safely."""
    return one == other or any(one in group and other in group for group in CONFUSABLE)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return {code: tuple(NAMES[code].split(", ")) for code in NAMES}


def named_languages(text: str) -> list[str]:
    """Languages whose names are in the text, in the order of their first mention."""
    folded = fold(text[:_MAX_CHARS])
    found: list[tuple[int, str]] = []
    for code, names in _names().items():
        places = [at for name in names if (at := folded.find(name)) >= 0]
        if places:
            found.append((min(places), code))
    return [code for _, code in sorted(found)]
