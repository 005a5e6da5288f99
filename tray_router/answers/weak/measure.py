"""Answers that are there but do not serve: nothing said, cut off, an echo, the wrong language, too short.

Rule: each test is held against what the question asks for; no demand, no verdict. Pure; any thread.
"""

from __future__ import annotations

import re

from tray_router.answers.weak import cues
from tray_router.answers.weak.language import are_confusable, language_of, named_languages, script_shares
from tray_router.answers.weak.lexicon import contains
from tray_router.answers.weak.question import Question
from tray_router.answers.weak.text import Parts, as_words, has_content, sentences, tokens, without_inline_code, without_quotes, word_count

_SYMBOL_ASKED = (" operator", " symbol", " punctuation", " character", " regex", " sign ", " zeichen", " operator ", " json", " array", " list", " brackets", " glyph", " delimiter",
                 " separator", "符号", "标点", "記号", "기호", " symbole", " símbolo", " simbolo", " signe", " signo", " wildcard", " glob ", " reply with ", " answer with ", " path ", " empty ")
_BRACKETS = frozenset({"[]", "{}", "()", "[ ]", "{ }", "null"})
_THOUGHTS = re.compile(r"<(think|thinking|thought|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_NATURAL_END = re.compile(r"[.!?…。！？।؟\"”»)\]}`*_|~:;>]\s*$|[^\w\s]\s*$")
_SENTENCE_STOP = re.compile(r"[.!?…。！？।؟]['\"”»)\]*_`]*\s*$|(?:\|)\s*$|[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?\s*$")
_DANGLING = re.compile(r"(?:[,(\[{;–—=+&/\\]|(?<![\w)])-|(?<!:):)\s*\Z")
_OPEN_WORDS = (
    "the a an of and to in with for is are that or by from as at on which this their its be was were has have your my but because such when if can will not "
    "der die das und mit für von zu den dem ein eine einen einer oder ist sind dass wird werden auf im des weil wenn durch als auch "
    "le la les de des du et à un une pour avec dans que qui est sont ou par sur au aux el los las del y con para por una que es son en "
    "il lo gli di da per con che è o e do da em com para um uma que het een van en met voor is dat и в на с что для по из к не или это как "
    "i w z na do się że dla oraz jest a ve ile için bir"
).split()
_OPEN = frozenset(word for word in _OPEN_WORDS if len(word) > 1)


def says_nothing(question: Question, answer: str) -> bool:
    """No content outside of thinking: empty, only spaces, dots or an empty fence."""
    bare = _THOUGHTS.sub("", answer).strip()
    if has_content(re.sub(r"^\s*(?:```|~~~)\s*\w*\s*$", "", bare, flags=re.MULTILINE)):
        return False
    core = bare.strip("`\n\t ")
    return not core or not (question.asks(_SYMBOL_ASKED) or core in _BRACKETS or "`" in bare and core.strip("."))


def is_cut_off(question: Question, answer: str, cut: Parts, done_reason: str) -> bool:
    """Stopped in the middle: by the length limit, in a fence, or in a sentence."""
    is_open_fence = bool(cut.blocks) and not cut.blocks[-1].is_closed
    if done_reason == "length":
        if question.asks(cues.HARD_LIMIT):
            return False
        is_whole = bool(_SENTENCE_STOP.search(answer)) and not is_open_fence
        if is_whole and question.asks(cues.LIMIT):
            return False
        return not (_is_lone_item(answer) and question.asks(cues.LIMIT))
    if is_open_fence:
        return _stops_in_code(cut.blocks[-1].text)
    return _stops_in_sentence(question, answer, cut)


def _is_lone_item(answer: str) -> bool:
    return word_count(answer) <= 3 and not _DANGLING.search(answer)  # noqa: PLR2004


def _stops_in_code(code: str) -> bool:
    last = code.rstrip().rsplit("\n", 1)[-1].rstrip()
    return not last or last.endswith(("(", ",", "{", "[", "=", "+", ":", ".", "->", "&&", "||", "<", " in", " and", " or", "if", "for", "return")) or code.count("{") > code.count("}") or code.count("(") > code.count(")")


def _stops_in_sentence(question: Question, answer: str, cut: Parts) -> bool:
    if question.asks(cues.POEM, _OPEN_ENDED) or cut.blocks and not cut.prose.rstrip().endswith((",", ":")):
        return False
    text = without_inline_code(answer).rstrip()
    lines = [line for line in text.splitlines() if line.strip()]
    last = lines[-1].strip() if lines else ""
    if word_count(text) < 8 or last.startswith(("|", "#")) or answer.rstrip().endswith(("```", "~~~")):  # noqa: PLR2004
        return False
    final = last.rstrip("*_ ")
    if final.endswith((":", "：")):
        return len(final.split()) >= 3 or len(lines) == 1  # noqa: PLR2004 -- "Here are the steps:" and nothing
    if final.endswith((",", "，", "、", "(", "[")):
        return not _is_signature(last)
    words = as_words(final).split()
    return bool(words) and final[-1].isalpha() and words[-1] in _OPEN and len(words) >= 5 and final[-1].islower() and not final.startswith(("-", "*"))  # noqa: PLR2004


_OPEN_ENDED = (" complete ", " continue ", " headline", " title", " keyword", " list ", " translate ", " command", " fill ", " word ", " words ", " sentence starter", " beginning of ",
               " opening ", " salutation", " greeting", " next ", " extract", " lower", " transcri", " übersetz")


def _is_signature(line: str) -> bool:
    return len(line.split()) <= 4  # noqa: PLR2004 -- "Best regards,"


def is_echo(question: Question, answer: str) -> bool:
    """The answer is the prompt again, or the content unchanged where something new was asked for."""
    said = tokens(answer[:8000])
    asked = tokens(question.prompt[:8000])
    if len(said) < 3 or not asked or question.asks(_SAY_AGAIN):  # noqa: PLR2004
        return False
    if said == asked:
        return not question.asks(cues.PROOFREAD) or bool(question.content)
    if len(asked) >= 5 and said[: len(asked)] == asked and len(said) <= 1.15 * len(asked) + 2:  # noqa: PLR2004
        return True
    if question.instruction and question.content and said == tokens(question.instruction):
        return True
    if _is_nearly(said, asked):
        return not question.asks(cues.PROOFREAD)
    if question.asks(cues.PROOFREAD) or not question.asks(_SOMETHING_NEW):
        return False
    given = tokens(question.content[:8000])
    return len(given) >= 6 and (said == given or _is_nearly(said, given))  # noqa: PLR2004


_SAY_AGAIN = (" repeat after ", " say after ", " verbatim ", " echo ", " copy this ", " print exactly ", " repeat the ", " repeat this ", " repeat back ", " output exactly ", " wiederhole ", " répète ", " repite ")
_SOMETHING_NEW = (*cues.TRANSLATE, " summar", " explain", " tl dr ", " rewrite", " rephrase", " paraphrase", " simplif", " reply", " answer", " zusammenfass", " fass", " erklär", " formulier",
                  " vereinfach", " résum", " explique", " reformul", " simplifi", " resum", " explica", " reescrib", " riassum", " spiega", " riscriv", " samenvat", " перефраз", " объясни",
                  " резюм", " кратк", " podsumuj", " wyjaśnij", " streść", " özetle", " açıkla", "总结", "解释", "概括", "改写", "要約", "説明", "言い換え", "요약", "설명", " shorten", " formal",
                  " kürz", " refactor", " optimi", " convert ", " bug", " fix ", " plain english ", " what does ")


def _is_nearly(said: list[str], other: list[str]) -> bool:
    if len(other) < 12 or not 0.9 <= len(said) / len(other) <= 1.15:  # noqa: PLR2004
        return False
    grams = {tuple(other[at : at + 4]) for at in range(len(other) - 3)}
    mine = [tuple(said[at : at + 4]) for at in range(len(said) - 3)]
    return sum(gram in grams for gram in mine) >= 0.92 * len(mine)


def is_wrong_language(question: Question, cut: Parts) -> bool:
    """The prose is plainly in a language that neither the question nor its content is in, and that was not asked for."""
    prose = without_inline_code(cut.prose).strip()
    if len(cut.code) > len(prose) or word_count(prose) < 4:  # noqa: PLR2004
        return False
    language = language_of(prose)
    named = named_languages(question.instruction or question.prompt)
    wanted = _wanted_languages(question, named)
    if not language:
        return bool(wanted) and _mixes_in_han(question, prose, wanted)
    if not wanted:
        return False
    if any(are_confusable(language, code) for code in wanted):
        return _mixes_in_han(question, prose, wanted)
    return not _quotes_what_was_wanted(question, cut.prose, named)


def _quotes_what_was_wanted(question: Question, prose: str, named: list[str]) -> bool:
    return question.asks(cues.TRANSLATE) and bool(named) and (without_quotes(prose).strip() != prose.strip() or ":" in prose[:120] or "**" in prose)


def _wanted_languages(question: Question, named: list[str]) -> list[str]:
    if question.asks(cues.TRANSLATE):
        return _targets(question, named)
    own = language_of(question.instruction, min_hits=2) if question.instruction else ""
    whole = language_of(question.prompt, min_hits=2)
    given = language_of(question.content, min_hits=2) if question.content else ""
    if not own and not whole:
        return []
    return [code for code in (own, whole, given, *named) if code]


def _targets(question: Question, named: list[str]) -> list[str]:
    if not named:
        return []
    after = re.search(r"\b(?:to|into|in|ins|auf|nach|en|au|al|para o|na|do|naar|på|til|till|на)\s+(?:the\s+|el\s+|le\s+|il\s+|o\s+)?(\w{4,})", question.instruction, re.IGNORECASE)
    target = named_languages(after.group(1)) if after else []
    if not target and len(named) == 1:
        target = named
    return target


def _mixes_in_han(question: Question, prose: str, wanted: list[str]) -> bool:
    """Chinese in the middle of an answer in another script: a slip of bilingual models."""
    if "zh" in wanted or "ja" in wanted or question.asks(cues.TRANSLATE) or script_shares(question.prompt).get("han", 0.0) > 0:
        return False
    return script_shares(prose).get("han", 0.0) >= 0.06  # noqa: PLR2004


_NUMBER = r"(\d{1,3}(?:[.,]\d{3})+|\d{2,5})"
_WORDS_ASKED = re.compile(
    rf"{_NUMBER}(?:\s?(?:-|–|to|bis|à|a)\s?\d{{2,5}})?[\s-]{{0,2}}(?:words?\b|wörter|worte[nr]?\b|wort\b|mots\b|palabras|parole\b|palavras|woorden|слов|słów|slov|kelime|ord\b|từ\b|kata\b|字|文字|단어|자(?:\s|로|의|이)|كلمة|शब्द)"
    rf"|(?:words?|wörter) (?:long|count)\D{{0,8}}{_NUMBER}",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"(?:at most|max(?:imum|imal)?|up to|under|below|less than|fewer than|no more than|within|not exceed\w*|höchstens|unter|weniger als|moins de|au plus|menos de|como máximo|meno di|al massimo|no máximo|"
                      r"не более|до|maks\w*|en fazla|不超过|少于|最多|以内|以内で)\W{0,3}(?:of |als )?$", re.IGNORECASE)
_NUMERALS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "drei": 3, "vier": 4, "fünf": 5,
             "sechs": 6, "sieben": 7, "acht": 8, "zehn": 10, "trois": 3, "quatre": 4, "cinq": 5, "dix": 10, "tres": 3, "cuatro": 4, "cinco": 5, "diez": 10, "cinque": 5, "dieci": 10, "dez": 10,
             "пять": 5, "десять": 10, "pięć": 5, "dziesięć": 10, "vijf": 5, "tien": 10}
_ITEMS_ASKED = re.compile(
    r"\b(?:list|give|name|write|suggest|provide|generate|tell|nenne?|liste|gib|schreib\w*|cite|donne\w*|énumère|liste|da|dame|enumera|lista|nombra|elenca|dammi|cita|liste|noem|geef|назови\w*|перечисли\w*|wymień|podaj|vyjmenuj)"
    r"(?:\s+(?:me|mir|moi|us|down|out|at least|the|top|mindestens|les|die|mi|al menos|almeno))*\s+(\d{1,2}|" + "|".join(_NUMERALS) + r")\s+(?:\w+\s+){0,3}?(\w+)",
    re.IGNORECASE,
)
_ITEMS_CJK = re.compile(r"(?:列出|列举|写出|给出|推荐|举出|说出|提供)[^\d\n]{0,6}?(\d{1,2}|[三四五六七八九十])\s?(?:个|個|种|種|条|條|点|項|项|部|本|款)|(\d{1,2}|[三四五六七八九十])(?:個|つ|点|冊)(?:挙げ|教え|書い|提案|リスト)|(\d{1,2})(?:개|가지)")
_CJK_DIGITS = {char: value for value, char in enumerate("三四五六七八九十", start=3)}
_NOT_ITEMS = frozenset("digits digit decimals characters character letters letter percent euros euro dollars minutes minute hours years year days lines bits bytes stellen ziffern zeichen jahre chars months month weeks sentence words "
                       "word paragraph kilo kg km stars points point out of star chiffres décimales".split())


def is_too_short(question: Question, answer: str, cut: Parts) -> bool:
    """Far less than was asked for: an essay in three words, two items of ten, or an acknowledgement alone."""
    words = word_count(without_inline_code(answer))
    if _is_only_acknowledgement(question, answer):
        return True
    wanted = _words_wanted(question)
    if wanted:
        return words < 0.3 * wanted
    if _lacks_items(question, answer, words):
        return True
    if cut.blocks or question.asks(cues.LIMIT, cues.SHORT_QUESTION, cues.TRANSLATE) or question.asks_for_code:
        return False
    if question.asks(cues.WRITE_VERBS) and question.asks(cues.LONG_TEXT) and not question.asks(cues.REWRITE, cues.POEM):
        return words < 30  # noqa: PLR2004
    if question.asks(cues.IN_DETAIL) and (question.asks(cues.EXPLAIN, cues.WRITE_VERBS) or question.task != "code"):
        return words < 12  # noqa: PLR2004
    return question.asks(cues.EXPLAIN) and words <= 2 and not question.has_image and not _has_figure(answer)  # noqa: PLR2004


def _has_figure(answer: str) -> bool:
    return any(char.isdigit() or char in "=`<>" for char in answer)


def _is_only_acknowledgement(question: Question, answer: str) -> bool:
    if word_count(question.prompt) < 5 or contains(question.words, _ACK_ASKED):  # noqa: PLR2004
        return False
    said = [as_words(sentence).strip() for sentence in sentences(answer, 4)]
    if not said or len(said) > 3:  # noqa: PLR2004
        return False
    if all(sentence in cues.ACKNOWLEDGEMENTS for sentence in said):
        return not re.search(r"[?？]\s*$", question.prompt) or as_words(answer).strip() not in ("sure", "absolutely", "certainly", "of course", "natürlich", "sicher", "claro", "好", "はい", "네")
    is_lead_in = answer.rstrip(" *_\n").endswith((":", "：")) and word_count(answer) <= 30  # noqa: PLR2004
    return is_lead_in and "\n" not in answer.strip()


_ACK_ASKED = (" ok ", " okay ", " understood ", " confirm", " acknowledge", " ready ", " got it ", " thanks ", " thank you ", " yes or no ", " reply ", " answer with ", " say ", " translat", " übersetz", " synonym", " agree")


def _words_wanted(question: Question) -> int:
    found = _WORDS_ASKED.search(question.instruction or question.prompt[:600])
    if not found:
        return 0
    text = question.instruction or question.prompt[:600]
    if _AT_MOST.search(text[: found.start()][-40:]) or re.match(r"\s*(?:or less|or fewer|max|以内|以下|이내|oder weniger|ou moins|o menos)", text[found.end() :], re.IGNORECASE):
        return 0
    if not question.asks(cues.WRITE_VERBS, cues.LONG_TEXT, cues.REWRITE, cues.EXPLAIN, cues.IN_DETAIL):
        return 0
    number = int(re.sub(r"[.,]", "", found.group(1) or found.group(2)))
    is_dense = found.group().endswith(("字", "자 ", "자로", "자의", "자이"))
    return number // 2 if is_dense else number


def _lacks_items(question: Question, answer: str, words: int) -> bool:
    text = question.instruction or question.prompt[:600]
    number = _items_wanted(text)
    if number < 4:  # noqa: PLR2004
        return False
    lines = [line for line in answer.splitlines() if line.strip()]
    separators = len(re.findall(r"[,;、，;·]|\s[–—-]\s|\band\b|\bund\b|\bet\b", answer))
    items = max(len(lines), separators + 1, len(sentences(answer, 100)))
    return items < 0.6 * number and words < 12 * number


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
