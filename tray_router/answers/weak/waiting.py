"""Answers that wait for what was given: "please provide the text", "how can I help you?", "I cannot see images".

Rule: asking is right where nothing was given; it is weak only where there is something to work on. Pure; any thread.
"""

# ruff: noqa: PLR2004 -- a threshold is read best beside what it decides

from __future__ import annotations

from tray_router.answers.weak import cues
from tray_router.answers.weak.lexicon import LANGUAGES, Phrases, contains, entries
from tray_router.answers.weak.question import Question
from tray_router.answers.weak.speech import (
    HEAD_SENTENCES,
    LETTER_FORM,
    LONG_WORDS,
    OFFERS,
    SHORT_WORDS,
    is_idle_line,
    own_words,
)
from tray_router.answers.weak.text import as_words, is_one_quote, sentences, word_count


def asks_for_input(question: Question, prose: str) -> bool:  # noqa: PLR0911 -- a ladder of exceptions
    """The answer asks for the text, code or file although there is one, or idles: "How can I help you today?"."""
    spoken = own_words(prose)
    total = word_count(spoken)
    if total > LONG_WORDS:
        return False
    head = [as_words(sentence) for sentence in sentences(spoken, 12)]
    is_waiting = any(_wants_material(words, total) for words in head[:3]) or any(
        _says_missing(words, has_image=question.has_image) for words in head[:3]
    )
    is_idle = total <= SHORT_WORDS and _only_idles(head, 8 if question.has_content else 3)
    if not is_waiting and not is_idle:
        return False
    if _is_requested_text(question, prose, is_idle=is_idle):
        return False
    if question.asks(_ROLE_GIVEN) or (
        is_idle and not is_waiting and (question.asks(cues.ABOUT_ASSISTANTS) or _GREETINGS.begin(question.words))
    ):
        return False
    if question.has_content:
        return True
    words = question.words
    if words.startswith((" can you ", " could you ", " kannst du ", " peux tu ", " puedes ")):
        return False
    is_short = word_count(question.prompt) <= 3 and not question.asks(cues.CODE_NOUNS)  # "Hello", "Fix this"
    if is_idle and not is_waiting:
        return not is_short and word_count(question.prompt) >= 5
    return not is_short and not contains(words, cues.MISSING_REFERENCE)


_ROLE_GIVEN = entries(
    """
    act as; virtual assistant; pretend; you will be; i want you to; i will give you; i'll give you; i will send;
    i'll send; when i say; from now on; wait for; ask me; verhalte dich; ich gebe dir; je vais te; te voy a; 接下来我;
    ask for
    """
)

_GREETINGS = entries(
    """
    hello; hi; hey; good morning; good evening; good afternoon; hallo; guten; moin; servus; bonjour; salut; hola;
    buen*; ciao; olá; oi; hoi; привет*; здравствуй*; cześć; dzień dobry; ahoj; merhaba; 你好; 您好; こんにちは; 안녕;
    xin chào; halo; مرحب; thanks; thank you; danke; merci; gracias
    """
)


def _only_idles(head: list[str], allowed: int) -> bool:
    """It offers help, and says next to nothing else."""
    if not any(is_idle_line(words) for words in head):
        return False
    said = sum(word_count(words) for words in head if not is_idle_line(words) and not contains(words, OFFERS))
    return said <= allowed


def _is_requested_text(question: Question, prose: str, *, is_idle: bool) -> bool:
    """A letter, or the content in other words: it may well ask for something, but not the model for its input."""
    if LETTER_FORM.search(prose) and question.asks(cues.CORRESPONDENCE, cues.TRANSLATE):
        return True
    if is_one_quote(prose) and question.asks(_WORDING_ASKED):
        return True
    if is_idle or not (question.is_transformation or question.asks(cues.CORRESPONDENCE)):
        return False
    content = as_words((question.content or question.prompt)[:4000])
    asks_itself = any(contains(content, language.give) for language in LANGUAGES) or contains(content, _REQUESTS)
    return asks_itself and not contains(as_words(prose), _FOR_THE_MODEL)


_WORDING_ASKED = entries(
    """
    say; answer; write; ask; tell; wording; phrase; sentence; sagen; schreib*; dire; écri*; decir; escrib*; dire;
    scriv*; dizer; escrev*; сказать; powiedzieć; 说; 言う
    """
)
_REQUESTS = entries(
    "send; give me; share; provide; schick*; sende*; gib; gebt; envoie*; donne*; envía*; manda*; пришли*; wyślij; podaj"
)
_FOR_THE_MODEL = entries(
    """
    you'd like me; you would like me; you want me; so i can; so that i can; and i'll; and i will; be happy to; glad to;
    i'm ready; help you; assist you; damit ich; que je; para que pueda; que quieres que; das ich; den ich
    """
)


_CONDITIONS = entries(
    """
    if you need; if you'd like; if you want; if you have; if you would like; alternatively; wenn sie weitere;
    si vous avez d'autres; si tienes
    """
)

_IMPERATIVES = entries("share the; share your; supply the; send me; upload; paste; provide")


def _wants_material(words: str, total: int) -> bool:
    if total > SHORT_WORDS or contains(words, _CONDITIONS):
        return False
    if _IMPERATIVES.begin(words) and contains(words, LANGUAGES[0].material):
        return True
    return any(contains(words, lang.give) and contains(words, lang.material) for lang in LANGUAGES)


def _says_missing(words: str, *, has_image: bool) -> bool:
    if has_image and contains(words, _DETAILS):  # "I don't see a dog in the picture": it sees very well
        return False
    return any(
        contains(words, lang.missing)
        and (contains(words, lang.material) or contains(words, lang.image))
        and _is_to_the_user(words, lang)
        for lang in LANGUAGES
    )


_ADDRESS = entries(
    """
    provided; attached; your; you; shared; i don't see any; i do not see any; paste; message; i don't see a*; given
    """
)


def _is_to_the_user(words: str, language: Phrases) -> bool:
    return language.language != "en" or contains(words, _ADDRESS)


def cannot_see(question: Question, prose: str) -> bool:
    """The answer says that it cannot see images or that none came."""
    spoken = own_words(prose)
    if word_count(spoken) > LONG_WORDS or (question.asks(cues.ABOUT_ASSISTANTS) and not question.has_image):
        return False
    if question.is_transformation and not question.has_image:
        return False
    head = [as_words(sentence) for sentence in sentences(spoken, HEAD_SENTENCES)]
    return any(_is_blind(words) or (question.has_image and _says_no_image(words)) for words in head)


_DETAILS = entries(
    """
    cannot open; error; because; blurry; blurred; too small; cut off; in the image; in the picture; in the photo;
    in the screenshot; in this image; in the corner; clearly; glare; im bild; auf dem bild ist; of the image
    """
)


def _is_blind(words: str) -> bool:
    for language in LANGUAGES:
        if contains(words, language.cannot) and contains(words, language.image) and contains(words, language.see):
            return not contains(words, _DETAILS) or contains(words, language.persona)
    return False


def _says_no_image(words: str) -> bool:
    return any(
        contains(words, language.missing) and contains(words, language.image) and not contains(words, _DETAILS)
        for language in LANGUAGES
    )
