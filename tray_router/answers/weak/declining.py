"""Answers that decline: refusals, requests for what was given, "I cannot see images".

Rule: a phrase counts only where the model itself speaks: not in quotes, code, quoted lines or speech of a character, and
not where the user asked for a text that declines. Pure; any thread.
"""

from __future__ import annotations

import re
from enum import IntEnum

from tray_router.answers.weak import cues
from tray_router.answers.weak.lexicon import LANGUAGES, contains
from tray_router.answers.weak.lexicon.phrases import Phrases
from tray_router.answers.weak.question import Question
from tray_router.answers.weak.text import as_words, is_one_quote, sentences, without_inline_code, without_quotes, word_count

HEAD_SENTENCES = 4
SHORT_WORDS = 60
LONG_WORDS = 120
_PIVOT = (
    " but here ", " however here ", " but i can ", " however i can ", " but generally ", " but in general ", " instead here ", " that said ", " but if ",
    " but based on ", " however based on ", " but the ", " but it ", " but many ", " but there ", " but you ", " but a ", " aber hier ", " mais voici ",
    " pero aquí ", " ma ecco ", " mas aqui ", "但是", "不过", "ただし", "하지만 다음", " aber ich kann ", " mais je peux ", " pero puedo ", " but as of ", " but some ",
    " but most ", " but one ", " but they ", " but typically ", " but in ", " but to ", " but from ",
)
_SPEAKER = re.compile(r"^\s*(?:\*\*)?[\w .'-]{1,24}(?:\*\*)?:(?:\*\*)?\s+\S.*$", re.MULTILINE)
_LETTER_FORM = re.compile(
    r"^\s*(?:\*\*)?(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|тема|temat|件名|主题|제목)\b\W*[:：]"
    r"|^\s*(?:dear|hi|hello|hey|sehr geehrt|liebe[rs]?|hallo|bonjour|cher|chère|madame|monsieur|estimad|querid|hola|gentile|caro|cara|ciao|prezad|olá|"
    r"beste|geachte|уважаем|здравствуй|привет|szanown|cześć|dzień dobry|vážen|dobrý den|ahoj|sayın|merhaba|kære|hej|kjære|尊敬的|亲爱的|你好|您好)\b[^.!?\n]{0,50}[,!.:，：\n]"
    r"|(?:regards|sincerely|best|cheers|thanks|yours|grüße|grüßen|gruß|cordialement|saludo|saluti|abraço|atenciosamente|groet|groeten|уважением|pozdrawiam|"
    r"poważaniem|pozdrav|saygıla|敬上|此致|よろしくお願い)[^\n]{0,30}\n?[^\n]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)
_META = (" your request ", " this request ", " that request ", " language model ", " as an ai ", " assist with that ", " assist you with that ", " help with that ",
         " ai assistant ", " fulfill ", " generate ", " this type of content ", " such content ")
_OFFERS = (" is there anything else ", " is there something else ", " let me know ", " feel free ", " how can i ", " instead ", " i'd be happy ", " i would be happy ",
           " i'm here to ", " i am here to ", " please consult ", " i recommend ", " if you have ", " if you need ", " if you're ", " please contact ", " sorry ",
           " gibt es etwas anderes ", " wenn sie ", " bitte ", " si vous ", " n'hésitez ", " si tienes ", " si necesitas ", "如果您", "如果你", "如有", "他に", "다른 ")


class Decline(IntEnum):
    """How sure a sentence is a refusal; ordered."""

    NONE = 0
    SOFT = 1  # "I can't give a diagnosis": weak only when little else is said
    SURE = 2  # "I'm sorry, but I can't assist with that"


def own_words(prose: str) -> str:
    """What the model says in its own name: quotes, inline code and quoted lines taken out, unless all is one quote."""
    bare = without_inline_code(prose)
    return bare.strip().strip("\"“”„«»「」'") if is_one_quote(bare) else without_quotes(bare)


def is_refusal(question: Question, prose: str) -> bool:
    """The answer refuses. ``prose`` is the answer without fenced code."""
    spoken = own_words(prose)
    head = sentences(spoken, 40)
    if not head or _is_asked_for(question, prose, head):
        return False
    total = word_count(spoken)
    look_at = head if total <= SHORT_WORDS else head[:HEAD_SENTENCES]
    found = [(decline(as_words(sentence)), -at) for at, sentence in enumerate(look_at)]
    worst, at = max(found)
    return worst is not Decline.NONE and _is_final(question, head, -at, worst, total)


def is_refusal_for_good(question: Question, prose: str, first: str) -> bool:
    """The first sentence (as folded words) refuses so plainly that nothing after it could matter."""
    if question.asks(cues.CORRESPONDENCE, cues.ABOUT_ASSISTANTS, cues.POEM) or question.is_transformation or _SPEAKER.search(prose):
        return False
    return decline(first) is Decline.SURE and not _turns(first)


def _is_final(question: Question, head: list[str], at: int, worst: Decline, total: int) -> bool:
    words = as_words(head[at])
    useful = _useful_words(head, at)
    if _is_about_itself(question):
        return worst is Decline.SURE and useful == 0 and not question.asks(_YES_NO_ABOUT_ITSELF)
    if worst is Decline.SOFT:
        return at == 0 and useful < SHORT_WORDS // 3 and not _turns(words)
    if at == 0 and not _turns(words):
        return True
    if at >= 2 and total > SHORT_WORDS // 2:  # noqa: PLR2004 -- said after the answer was given: a reservation
        return False
    after_pivot = words.partition(" but ")[2] if at == 0 else ""
    return useful < 20 and word_count(after_pivot.partition(" but ")[2]) < 10  # noqa: PLR2004


_YES_NO_ABOUT_ITSELF = (" are you ", " can you ", " do you ", " have you ", " bist du ", " kannst du ", " hast du ", " es tu ", " peux tu ", " eres ", " puedes ", " who are you ", "你是", "你能",
                        " what are you ", " your ")


def _is_about_itself(question: Question) -> bool:
    return question.asks(cues.ABOUT_ASSISTANTS) and not question.has_content


def _useful_words(head: list[str], at: int) -> int:
    """Words of the sentences after the refusal that are neither refusals nor polite offers."""
    rest = [as_words(sentence) for sentence in head[:at] + head[at + 1 :]]
    return sum(word_count(words) for words in rest if not contains(words, _OFFERS) and decline(words) is Decline.NONE and not _is_idle(words))


def _turns(words: str) -> bool:
    return contains(words, _PIVOT)


def decline(words: str) -> Decline:
    """How surely one sentence (as folded words) refuses."""
    worst = Decline.NONE
    for language in LANGUAGES:
        worst = max(worst, _decline_in(language, words))
        if worst is Decline.SURE:
            break
    return worst


def _decline_in(language: Phrases, words: str) -> Decline:
    if not contains(words, language.cannot):
        return Decline.NONE
    is_sorry = contains(words, language.apology)
    if contains(words, language.serve) and (language.language in _SPEAKS_OF_ITSELF or is_sorry or contains(words, language.persona)):
        return Decline.SURE
    if contains(words, language.persona):
        return Decline.SURE
    if contains(words, language.act):
        return Decline.SURE if is_sorry else Decline.SOFT
    if is_sorry and word_count(words) <= 7:  # noqa: PLR2004 -- "I'm sorry, but I can't."
        return Decline.SURE
    return Decline.NONE


# languages whose "cannot" phrases name the first person; in the others it takes an apology as well
_SPEAKS_OF_ITSELF = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "pl", "cs", "ro", "el", "fi", "hu", "tr"})


def _is_asked_for(question: Question, prose: str, head: list[str]) -> bool:
    """The user asked for a text that declines, or for a text about one that does."""
    if question.is_transformation and _mentions_declining(question):
        return True
    if len(_SPEAKER.findall(prose)) >= 2:  # noqa: PLR2004 -- a dialogue
        return True
    if question.asks(cues.CORRESPONDENCE):
        has_form = bool(_LETTER_FORM.search(prose))
        return has_form or not contains(" ".join(as_words(sentence) for sentence in head[:HEAD_SENTENCES]), _META) and question.asks(cues.CORRESPONDENCE)
    return False


def _mentions_declining(question: Question) -> bool:
    text = as_words((question.content or question.prompt)[:4000])
    return any(contains(text, language.cannot) or contains(text, language.apology) for language in LANGUAGES)


def asks_for_input(question: Question, prose: str) -> bool:
    """The answer asks for the text, code or file although there is one, or idles: "How can I help you today?"."""
    spoken = own_words(prose)
    total = word_count(spoken)
    if total > LONG_WORDS:
        return False
    head = [as_words(sentence) for sentence in sentences(spoken, 12)]
    is_waiting = any(_wants_material(words, total) for words in head[:3]) or any(_says_missing(words) for words in head[:3])
    is_idle = bool(head) and total <= SHORT_WORDS and _is_idle(head[0] if len(head) == 1 else f"{head[0]} {head[1]}")
    if not is_waiting and not is_idle:
        return False
    if question.asks(cues.CORRESPONDENCE, cues.TRANSLATE) and _mentions_or_forms(question, prose):
        return False
    if question.has_content:
        return True
    words = question.words
    is_short = word_count(question.prompt) <= 3 and not question.asks(cues.CODE_NOUNS)  # noqa: PLR2004 -- "Hello", "Fix this"
    if is_idle and not is_waiting:
        return not is_short and word_count(question.prompt) >= 5  # noqa: PLR2004
    return not is_short and not contains(words, cues.MISSING_REFERENCE)


def _mentions_or_forms(question: Question, prose: str) -> bool:
    content = as_words((question.content or question.prompt)[:4000])
    return bool(_LETTER_FORM.search(prose)) or any(contains(content, language.give) for language in LANGUAGES)


def _wants_material(words: str, total: int) -> bool:
    return total <= SHORT_WORDS and any(contains(words, lang.give) and contains(words, lang.material) for lang in LANGUAGES)


def _says_missing(words: str) -> bool:
    return any(
        contains(words, lang.missing) and (contains(words, lang.material) or contains(words, lang.image)) and _is_to_the_user(words, lang)
        for lang in LANGUAGES
    )


_ADDRESS = (" provided ", " attached ", " your ", " you ", " shared ", " i don't see any ", " i do not see any ", " paste ", " message ", " i don't see a", " given ")


def _is_to_the_user(words: str, language: Phrases) -> bool:
    return language.language != "en" or contains(words, _ADDRESS)


def _is_idle(words: str) -> bool:
    return any(contains(words, language.idle) for language in LANGUAGES)


def cannot_see(question: Question, prose: str) -> bool:
    """The answer says that it cannot see images or that none came."""
    spoken = own_words(prose)
    if word_count(spoken) > LONG_WORDS or question.asks(cues.ABOUT_ASSISTANTS) and not question.has_image:
        return False
    if question.is_transformation and not question.has_image:
        return False
    head = [as_words(sentence) for sentence in sentences(spoken, HEAD_SENTENCES)]
    return any(_is_blind(words) or (question.has_image and _says_no_image(words)) for words in head)


_DETAILS = (" cannot open ", " error ", " because ", " blurry ", " blurred ", " too small ", " cut off ", " in the image ", " in the picture ", " in the photo ",
            " in the screenshot ", " in this image ", " in the corner ", " clearly ", " glare ", " im bild ", " auf dem bild ist ", " of the image ")


def _is_blind(words: str) -> bool:
    for language in LANGUAGES:
        if contains(words, language.cannot) and contains(words, language.image) and contains(words, language.see):
            return not contains(words, _DETAILS) or contains(words, language.persona)
    return False


def _says_no_image(words: str) -> bool:
    return any(contains(words, language.missing) and contains(words, language.image) and not contains(words, _DETAILS[2:]) for language in LANGUAGES)
