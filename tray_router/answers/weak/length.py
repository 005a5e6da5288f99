"""Answers that are far shorter than what was asked for.

Rule: no demand for length, no verdict. Pure; any thread.
"""

# ruff: noqa: PLR2004 -- a threshold is read best beside what it decides

from __future__ import annotations

import re

from tray_router.answers.weak import cues
from tray_router.answers.weak.lexicon import contains, entries
from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.question import Question
from tray_router.answers.weak.text import Parts, as_words, sentences, without_inline_code, word_count

_NUMBER = r"(\d{1,3}(?:[.,]\d{3})+|\d{2,5})"

_WORDS_ASKED = Pattern(
    rf"{_NUMBER}(?:\s?(?:-|–|to|bis|à|a)\s?\d{{2,5}})?[\s-]{{0,2}}(?:words?\b|wörter|worte[nr]?\b|wort\b|mots\b"
    rf"|palabras|parole\b|palavras|woorden|слов|słów|slov|kelime|ord\b|từ\b|kata\b|字|文字|단어|자(?:\s|로|의|이)"
    rf"|كلمة|शब्द)"
    rf"|(?:words?|wörter) (?:long|count)\D{{0,8}}{_NUMBER}",
    re.IGNORECASE,
    limit=600,
)

_AT_MOST = Pattern(
    r"(?:at most|max(?:imum|imal)?|up to|under|below|less than|fewer than|no more than|within|not exceed\w*"
    r"|höchstens|unter|weniger als|moins de|au plus|menos de|como máximo|meno di|al massimo|no máximo|"
    r"не более|до|maks\w*|en fazla|不超过|少于|最多|以内|以内で)\W{0,3}(?:of |als )?$",
    re.IGNORECASE,
    limit=40,
)

_NUMERALS = {
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "zehn": 10,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "dix": 10,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
    "diez": 10,
    "cinque": 5,
    "dieci": 10,
    "dez": 10,
    "пять": 5,
    "десять": 10,
    "pięć": 5,
    "dziesięć": 10,
    "vijf": 5,
    "tien": 10,
}

_ITEMS_ASKED = Pattern(
    r"\b(?:list|give|name|write|suggest|provide|generate|tell|nenne?|liste|gib|schreib\w*|cite|donne\w*|énumère"
    r"|liste|da|dame|enumera|lista|nombra|elenca|dammi|cita|liste|noem|geef|назови\w*|перечисли\w*|wymień|podaj"
    r"|vyjmenuj)"
    r"(?:\s+(?:me|mir|moi|us|down|out|at least|the|top|mindestens|les|die|mi|al menos|almeno))*\s+(\d{1,2}|"
    + "|".join(_NUMERALS)
    + r")\s+(?:\w+\s+){0,3}?(\w+)",
    re.IGNORECASE,
    limit=600,
)

_WORDS_A_PART = 6
_PARTS_ASKED = Pattern(
    r"\b(\d{1,2}|" + "|".join(_NUMERALS) + r")[\s-](?:\w+\s)?(?:stanzas?|verses?|paragraphs?|pages?|chapters?|strophen?"
    r"|absätze[n]?|seiten|strophes?|paragraphes?|pages|estrofas?|párrafos?|páginas?|strofe|paragrafi|pagine|parágrafos?"
    r"|alinea'?s|абзац\w*|строф\w*|akapit\w*)\b",
    re.IGNORECASE,
    limit=600,
)

_ITEMS_CJK = Pattern(
    r"(?:列出|列举|写出|给出|推荐|举出|说出|提供)[^\d\n]{0,6}?(\d{1,2}|[三四五六七八九十])\s?(?:个|個|种|種|条|條|点"
    r"|項|项|部|本|款)|(\d{1,2}|[三四五六七八九十])(?:個|つ|点|冊)(?:挙げ|教え|書い|提案|リスト)|(\d{1,2})(?:개"
    r"|가지)",
    limit=600,
)

_CJK_DIGITS = {char: value for value, char in enumerate("三四五六七八九十", start=3)}

_NOT_ITEMS = frozenset(
    (
        "bits bytes character characters chars chiffres days decimals digit digits dollars décimales euro euros hours "
        "jahre kg kilo km letter letters lines minute minutes month months of out paragraph percent point points "
        "sentence star stars stellen weeks word words year years zeichen ziffern "
    ).split()
)


def is_too_short(question: Question, answer: str, cut: Parts) -> bool:  # noqa: PLR0911 -- a ladder of exceptions
    """Far less than was asked for: an essay in three words, two items of ten, or an acknowledgement alone."""
    words = word_count(without_inline_code(answer))
    if _is_only_acknowledgement(question, answer):
        return True
    wanted = _words_wanted(question)
    if wanted:
        return words < 0.3 * wanted
    if _lacks_items(question, answer, words) or _lacks_parts(question, words):
        return True
    if cut.blocks or question.asks(cues.LIMIT, cues.SHORT_QUESTION, cues.TRANSLATE) or question.asks_for_code:
        return False
    if (
        question.asks(cues.WRITE_VERBS)
        and question.asks(cues.LONG_TEXT)
        and not question.asks(cues.REWRITE, cues.POEM, _USER_STORY)
    ):
        return words < 30
    if question.asks(cues.IN_DETAIL) and (question.asks(cues.EXPLAIN, cues.WRITE_VERBS) or question.task != "code"):
        return words < 12
    return question.asks(cues.EXPLAIN) and words <= 2 and not question.has_image and not _has_figure(answer)


def _has_figure(answer: str) -> bool:
    return any(char.isdigit() or char in "=`<>" for char in answer)


def _is_only_acknowledgement(question: Question, answer: str) -> bool:
    if word_count(question.prompt) < 5 or contains(question.words, _ACK_ASKED) or question.asks(cues.TRANSLATE):
        return False
    said = [as_words(sentence).strip() for sentence in sentences(answer, 4)]
    if not said or len(said) > 3:
        return False
    if all(cues.ACKNOWLEDGEMENTS.include(sentence) for sentence in said):
        is_question = question.prompt.rstrip().endswith(("?", "？"))
        return not (is_question and as_words(answer).strip() in _MEANS_YES)
    is_lead_in = answer.rstrip(" *_\n").endswith((":", "：")) and word_count(answer) <= 30
    return is_lead_in and "\n" not in answer.strip()


_USER_STORY = entries("user stor*")
_MEANS_YES = frozenset(
    {
        "sure",
        "absolutely",
        "certainly",
        "of course",
        "natürlich",
        "sicher",
        "claro",
        "certo",
        "bien sûr",
        "конечно",
        "好",
        "当然",
        "はい",
        "네",
    }
)
_ACK_ASKED = entries(
    """
    ok; okay; understood; confirm*; acknowledge*; ready; got it; thanks; thank you; yes or no; reply; answer with; say;
    translat*; übersetz*; synonym*; agree*
    """
)


def _words_wanted(question: Question) -> int:
    found = _WORDS_ASKED.search((question.instruction or question.prompt)[:600])
    if not found:
        return 0
    text = (question.instruction or question.prompt)[:600]
    if _AT_MOST.search(text[: found.start()][-40:]) or re.match(
        r"\s*(?:or less|or fewer|max|以内|以下|이내|oder weniger|ou moins|o menos)", text[found.end() :], re.IGNORECASE
    ):
        return 0
    if not question.asks(cues.WRITE_VERBS, cues.LONG_TEXT, cues.REWRITE, cues.EXPLAIN, cues.IN_DETAIL):
        return 0
    number = int(re.sub(r"[.,]", "", found.group(1) or found.group(2)))
    is_dense = found.group().endswith(("字", "자 ", "자로", "자의", "자이"))
    return number // 2 if is_dense else number


def _lacks_items(question: Question, answer: str, words: int) -> bool:
    text = (question.instruction or question.prompt)[:600]
    number = _items_wanted(text)
    if number < 4:
        return False
    lines = [line for line in answer.splitlines() if line.strip()]
    separators = len(re.findall(r"[,;、，;·]|\s[–—-]\s|\band\b|\bund\b|\bet\b", answer))
    items = max(len(lines), separators + 1, len(sentences(answer, 100)))
    return items < 0.6 * number and words < 12 * number


def _lacks_parts(question: Question, words: int) -> bool:
    """Ten stanzas or four paragraphs were asked for, and there is not even a line for each."""
    text = (question.instruction or question.prompt)[:600]
    found = _PARTS_ASKED.search(text)
    if not found or _AT_MOST.search(text[: found.start()][-40:]) or not question.asks(cues.WRITE_VERBS, cues.EXPLAIN):
        return False
    value = found.group(1).casefold()
    number = _NUMERALS.get(value) or (int(value) if value.isdigit() else 0)
    return number >= 3 and words < _WORDS_A_PART * number


def _items_wanted(text: str) -> int:
    found = _ITEMS_ASKED.search(text[:600])
    if found and found.group(2).casefold() not in _NOT_ITEMS and "word" not in found.group().casefold():
        value = found.group(1).casefold()
        return _NUMERALS.get(value) or (int(value) if value.isdigit() else 0)
    dense = _ITEMS_CJK.search(text[:600])
    if dense:
        value = next(group for group in dense.groups() if group)
        return _CJK_DIGITS.get(value) or (int(value) if value.isdigit() else 0)
    return 0
