"""Answers that refuse.

Rule: a phrase counts only where the model itself speaks: not in quotes, code, quoted lines or speech of a character,
and not where the user asked for a text that declines. Pure; any thread.
"""

# ruff: noqa: PLR2004 -- a threshold is read best beside what it decides

from __future__ import annotations

import re
from enum import IntEnum

from tray_router.answers.weak import cues
from tray_router.answers.weak.lexicon import LANGUAGES, Phrases, contains, entries
from tray_router.answers.weak.moralising import is_moralising
from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.question import Question
from tray_router.answers.weak.speech import HEAD_SENTENCES, LETTER_FORM, OFFERS, SHORT_WORDS, is_idle_line, own_words
from tray_router.answers.weak.text import as_words, sentences, word_count

_SPEAKER = Pattern(r"^[ \t]*(?!\d+[.)]|[-*•] )(?:\*\*)?[\w .'-]{1,24}(?:\*\*)?:(?:\*\*)?\s+\S.*$", re.MULTILINE)

_META = entries(
    """
    your request; this request; that request; language model; as an ai; assist with that; assist you with that;
    help with that; ai assistant; fulfill; generate; this type of content; such content
    """
)


class Decline(IntEnum):
    """How sure a sentence is a refusal; ordered."""

    NONE = 0
    SOFT = 1  # "I can't give a diagnosis": weak only when little else is said
    SURE = 2  # "As an AI, I cannot predict …": weak unless an answer follows all the same
    FINAL = 3  # "I'm sorry, but I can't assist with that"


def is_refusal(question: Question, prose: str) -> bool:
    """The answer refuses. ``prose`` is the answer without fenced code."""
    spoken = own_words(prose)
    head = _with_apologies(sentences(spoken, 40))
    if not head or _is_asked_for(question, prose, head):
        return False
    total = word_count(spoken)
    look_at = head if total <= SHORT_WORDS else head[:HEAD_SENTENCES]
    if is_moralising(question, prose, head):
        return True
    found = [(decline(as_words(sentence)), -at) for at, sentence in enumerate(look_at)]
    worst, at = max(found)
    return worst is not Decline.NONE and _is_final(question, head, -at, worst, total)


def _with_apologies(said: list[str]) -> list[str]:
    """A short apology belongs to the sentence after it: "Sorry. I can't do that."."""
    if (
        len(said) > 1
        and word_count(said[0]) <= 4
        and any(contains(as_words(said[0]), lang.apology) for lang in LANGUAGES)
    ):
        return [f"{said[0]} {said[1]}", *said[2:]]
    return said


def is_refusal_for_good(question: Question, prose: str, first: str) -> bool:
    """The first sentence (as folded words) refuses so plainly that nothing after it could matter."""
    if (
        question.asks(cues.CORRESPONDENCE, cues.ABOUT_ASSISTANTS, cues.POEM)
        or question.is_transformation
        or _SPEAKER.search(prose)
    ):
        return False
    return decline(first) is Decline.FINAL and not _turns(first)


def _is_final(  # noqa: PLR0911 -- a ladder of exceptions
    question: Question, head: list[str], at: int, worst: Decline, total: int
) -> bool:
    words = as_words(head[at])
    useful = _useful_words(head, at)
    if _is_about_itself(question):
        return worst is Decline.FINAL and useful == 0 and not question.asks(_YES_NO_ABOUT_ITSELF)
    if worst is Decline.SOFT:
        if question.has_image and (_words_after_turn(words) >= 4 or _words_ahead(words) >= 6):
            return False  # "I can't read the last digits, but …", "A man in a red coat; I can't say who he is"
        return at == 0 and useful < SHORT_WORDS // 3 and not _turns(words)
    if worst is Decline.SURE and useful >= SHORT_WORDS and _is_mere_persona(words):
        return False
    if at == 0 and not _turns(words) and (worst is Decline.FINAL or not _turns_later(head)):
        return True
    if at >= 2 and total > SHORT_WORDS // 2:  # said after the answer was given: a reservation
        return False
    return useful < 20 and _words_after_turn(words) < 10


def _is_mere_persona(words: str) -> bool:
    """ "As an AI I have no opinion": a preamble when an answer follows, other than an apology or a moral."""
    return any(contains(words, language.persona) for language in LANGUAGES) and not contains(words, _MORAL_WORDS)


_MORAL_WORDS = entries(
    """
    sorry; apologi*; *ethical*; harmful; illegal; guidelines; *appropriate*; responsible; unfortunately; glorif*;
    promote*; leider; désolé*; lo siento; mi dispiace; desculp*; 抱歉; 对不起; 申し訳; 죄송
    """
)


def _words_ahead(words: str) -> int:
    """Words in front of the "I can't" of a sentence: something was said before."""
    places = [at for language in LANGUAGES for phrase in language.cannot if (at := words.find(phrase)) >= 0]
    return word_count(words[: min(places)]) if places else 0


def _words_after_turn(words: str) -> int:
    """Words behind the "but …" with which a refusing sentence turns to the matter; 0 when it does not."""
    unable = [at for language in LANGUAGES for phrase in language.cannot if (at := words.find(phrase)) >= 0]
    start = min(unable, default=0)
    places = [at for phrase in _BUT if (at := words.find(phrase, start)) >= 0]
    rest = words[min(places) :] if places else ""
    return 0 if contains(rest, OFFERS) else word_count(rest)


_BUT = entries("but; however; although; aber; jedoch; mais; pero; ma; mas; maar; но; ale; 但; 不过; ただし; 하지만")
_YES_NO_ABOUT_ITSELF = entries(
    """
    are you; can you; do you; have you; bist du; kannst du; hast du; es tu; peux tu; eres; puedes; who are you; 你是;
    你能; what are you; your
    """
)


def _is_about_itself(question: Question) -> bool:
    return question.asks(cues.ABOUT_ASSISTANTS) and not question.has_content


def _useful_words(head: list[str], at: int) -> int:
    """Words of the sentences after the refusal that are neither refusals nor polite offers."""
    rest = [as_words(sentence) for sentence in head[:at] + head[at + 1 :]]
    return sum(
        word_count(words)
        for words in rest
        if not contains(words, OFFERS) and decline(words) is Decline.NONE and not is_idle_line(words)
    )


def _turns_later(head: list[str]) -> bool:
    """A later sentence turns to the matter, and something is said about it."""
    for at, sentence in enumerate(head[1:], start=1):
        words = as_words(sentence)
        if contains(words, _ALTERNATIVES):
            return False
        if _TURNING.begin(words):
            rest = [as_words(later) for later in head[at:]]
            return sum(word_count(later) for later in rest if not contains(later, OFFERS)) >= 25
    return False


_ALTERNATIVES = entries(
    """
    instead; alternative*; other ways; rather than; illegal; unethical; stattdessen; plutôt; en su lugar; en lugar;
    em vez; invece
    """
)

_TURNING = entries(
    """
    however; but; nevertheless; that said; here; here's; here are; based on; generally; in general; still; as of;
    according; jedoch; allerdings; aber; dennoch; hier; cependant; toutefois; mais; voici; sin embargo; pero; aquí;
    tuttavia; ma; ecco; no entanto; porém; mas; однако; но; 但; 不过; 然而; しかし; ただし; 하지만; 그러나; ancak;
    jednak; echter; nhưng; namun; لكن; my last; the last time; 1
    """
)


def _turns(words: str) -> bool:
    return _CONCEDING.begin(words) or _words_after_turn(words) >= 8


_CONCEDING = entries(
    "while; although; even though; though; obwohl; auch wenn; bien que; aunque; anche se; embora; hoewel; хотя; 虽然"
)


def decline(words: str) -> Decline:
    """How surely one sentence (as folded words) refuses."""
    worst = Decline.NONE
    for language in LANGUAGES:
        worst = max(worst, _decline_in(language, words))
        if worst is Decline.FINAL:
            break
    return worst


def _decline_in(language: Phrases, words: str) -> Decline:  # noqa: PLR0911 -- a ladder of exceptions
    if language.language == "en" and _MORAL.match(words):
        return Decline.SURE
    if not contains(words, language.cannot):
        return Decline.SURE if contains(words, language.persona) and contains(words, _NEGATED) else Decline.NONE
    is_sorry = contains(words, language.apology)
    if contains(words, language.serve) and (
        language.language in _SPEAKS_OF_ITSELF or is_sorry or contains(words, language.persona)
    ):
        return Decline.FINAL if contains(words, _FLAT) or (is_sorry and language.language != "en") else Decline.SURE
    if contains(words, language.persona):
        return Decline.SURE
    if contains(words, language.act):
        return Decline.SURE if is_sorry or _UNABLE.match(words) else Decline.SOFT
    if is_sorry and word_count(words) <= 7:  # "I'm sorry, but I can't."
        return Decline.FINAL
    return Decline.NONE


_UNABLE = Pattern(
    r" (?:no )?i(?: cannot| can't| can not| will not| won't|(?: am|'m) (?:unable|not able) to)"
    r" (?:provide|create|generate|write|share|offer|support|give you|produce|advise|answer|recommend|satisfy|complete"
    r"|perform|discuss|encourage|respond|suggest) "
)
_MORAL = Pattern(
    r" it(?:'s| is| would) (?:not|never)(?: be)? (?:appropriate|ethical|acceptable|right|respectful) (?:to|or|for me) "
)

# enough in a sentence in which the model speaks of what it is
_NEGATED = entries(
    """
    and can't; and cannot; so can't; so cannot; unable; not able; kann…nicht; habe kein*; habe nicht; ne peux;
    n'ai pas; no puedo; no tengo; non posso; non ho; não posso; não tenho; kan…niet; heb geen; не могу; не имею;
    nie mogę; nie mam; nemohu; nemám; 不能; 无法; 没有; できません; ありません; 없습니다
    """
)
_FLAT = entries(
    """
    assist with that; assist you with that; assist with this; assist you with this; help with that; help you with that;
    help with this; help you with this; fulfill; fulfil; comply; do that; can't do this; your request; this request;
    that request
    """
)

# languages whose "cannot" phrases name the first person; in the others it takes an apology as well
_SPEAKS_OF_ITSELF = frozenset(
    {"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "pl", "cs", "ro", "el", "fi", "hu", "tr"}
)


def _is_asked_for(question: Question, prose: str, head: list[str]) -> bool:
    """The user asked for a text that declines, or for a text about one that does."""
    if question.is_transformation and _mentions_declining(question):
        return True
    if len(_SPEAKER.findall(prose)) >= 2:  # a dialogue
        return True
    if contains(question.words.replace(" email address", ""), cues.CORRESPONDENCE):
        has_form = bool(LETTER_FORM.search(prose))
        return has_form or (
            not contains(" ".join(as_words(sentence) for sentence in head[:HEAD_SENTENCES]), _META)
            and question.asks(cues.CORRESPONDENCE)
        )
    return False


def _mentions_declining(question: Question) -> bool:
    text = as_words((question.content or question.prompt)[:4000])
    return any(contains(text, language.cannot) or contains(text, language.apology) for language in LANGUAGES)
