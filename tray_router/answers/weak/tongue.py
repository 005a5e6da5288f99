"""Answers in another language than the question.

Rule: any language that the prompt is in or speaks of is right; without a plain language there is no verdict.
Pure; any thread.
"""

# ruff: noqa: PLR2004 -- a threshold is read best beside what it decides

from __future__ import annotations

import re

from tray_router.answers.weak import cues
from tray_router.answers.weak.language import (
    are_confusable,
    is_surely_iberian,
    is_surely_not_english,
    language_of,
    named_languages,
    script_shares,
)
from tray_router.answers.weak.lexicon import entries
from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.question import Question
from tray_router.answers.weak.text import Parts, without_inline_code, without_quotes, word_count


def is_wrong_language(question: Question, cut: Parts) -> bool:
    """The prose is plainly in a language that the prompt is not in and that was not asked for."""
    prose = _NOT_PROSE.sub(" ", without_inline_code(cut.prose)).strip()
    if len(cut.code) > len(prose) or word_count(prose) < 4:
        return False
    named = named_languages(question.instruction or question.prompt)
    if _is_foreign_script(question, prose, named):
        return True
    wanted = _wanted_languages(question, named)
    few = 18 if question.asks(cues.TRANSLATE) else 12
    language = language_of(prose, min_hits=3 if word_count(prose) < few else 4 if word_count(prose) < 25 else 5)
    if not wanted:
        return _falls_back_to_english(question, language, named)
    if {language, *wanted} == {"es", "pt"} and _is_the_other_iberian(question, prose, language):
        return True
    if not language or any(are_confusable(language, code) for code in wanted):
        return _mixes_in_han(question, prose, wanted)
    return not _quotes_what_was_wanted(question, cut.prose, named)


_NOT_PROSE = Pattern(
    r"https?://\S+|www\.\S+|\$[^$\n]{1,200}\$|\\\(.{1,200}?\\\)|^[ \t]*\|.*$|#\w+|^.*(?:[{}\[\]();=<>|$\\].*){4}$",
    re.MULTILINE,
)


def _is_the_other_iberian(question: Question, prose: str, language: str) -> bool:
    """Spanish to a plainly Portuguese question, or the other way round."""
    other = "pt" if language == "es" else "es"
    return is_surely_iberian(prose, language, 2) and is_surely_iberian(question.prompt, other, 1)


def _is_foreign_script(question: Question, prose: str, named: list[str]) -> bool:
    """Most letters are of a script that the prompt has none of, and no other language was spoken of."""
    shares = script_shares(prose)
    asked = script_shares(question.prompt)
    if not shares or not asked or question.asks(cues.TRANSLATE) or any(code in _SCRIPT_OF for code in named):
        return False
    main = max(shares, key=lambda name: shares[name])
    is_kin = main in ("kana", "han") and ("kana" in asked or "han" in asked)
    return (
        main != "latin"
        and shares[main] >= 0.6
        and main not in asked
        and not is_kin
        and word_count(question.prompt) >= 2
        and len(prose) >= 8
    )


_SCRIPT_OF = frozenset({"zh", "ja", "ko", "ru", "uk", "ar", "he", "hi", "th", "el", "fa"})


def _quotes_what_was_wanted(question: Question, prose: str, named: list[str]) -> bool:
    return (
        question.asks(cues.TRANSLATE)
        and bool(named)
        and (without_quotes(prose).strip() != prose.strip() or ":" in prose[:120] or "**" in prose)
    )


def _wanted_languages(question: Question, named: list[str]) -> list[str]:
    if question.asks(cues.TRANSLATE):
        return _targets(question, named)
    ordered = _ORDERED.search(question.instruction)
    if ordered and question.asks(_SAYING):
        chosen = named_languages(ordered.group(1))
        if len(chosen) == 1:
            return chosen
    own = language_of(without_quotes(question.instruction), min_hits=2) if question.instruction else ""
    if question.content:
        given = language_of(question.content, min_hits=2)
        return [code for code in (own, given, *named) if code] if own else []
    whole = language_of(without_quotes(question.prompt), min_hits=2)
    return [code for code in (own, whole, *named) if code] if own or whole else []


# "Reply in French.", "Resume este texto en español": the language stands at the end of what is asked
_ORDERED = Pattern(
    r"(?:\b(?:in|auf|en|em|på|по|на)[ -])(\w{4,})\W{0,3}(?:$|\n|[:.,!?](?:\s|$)|\s+to\s)",
    re.IGNORECASE | re.MULTILINE,
    limit=400,
)
_SAYING = entries(
    """
    answer; reply; respond; write; summari*; antworte*; schreib*; fass*; réponds; répondre; écris; résume*; responde*;
    escribe; resume*; resumir; rispondi; scrivi; riassumi; responda; escreva; resuma; antwoord; schrijf; vat; ответь;
    напиши; odpowiedz; napisz
    """
)


def _falls_back_to_english(question: Question, language: str, named: list[str]) -> bool:
    """An English answer to a short question whose language is not plain, but plainly not English."""
    if language != "en" or "en" in named or question.asks(cues.TRANSLATE) or question.content:
        return False
    shares = script_shares(question.prompt)
    return bool(shares) and (shares.get("latin", 0.0) < 0.4 or is_surely_not_english(question.prompt))


def _targets(question: Question, named: list[str]) -> list[str]:
    if not named:
        return []
    if question.content and not question.prompt.startswith(question.instruction.split(" ")[0]):
        return []
    after = re.search(
        r"\b(?:to|into|in|ins|auf|nach|en|au|al|para o|na|do|naar|på|til|till|на)\s+(?:the\s+|el\s+|le\s+|il\s+"
        r"|o\s+)?(\w{4,})",
        question.instruction,
        re.IGNORECASE,
    )
    target = named_languages(after.group(1)) if after else []
    if not target and len(named) == 1:
        target = named
    return target


def _mixes_in_han(question: Question, prose: str, wanted: list[str]) -> bool:
    """Chinese in the middle of an answer in another script: a slip of bilingual models."""
    if (
        "zh" in wanted
        or "ja" in wanted
        or question.asks(cues.TRANSLATE)
        or script_shares(question.prompt).get("han", 0.0) > 0
    ):
        return False
    return script_shares(prose).get("han", 0.0) >= 0.06
