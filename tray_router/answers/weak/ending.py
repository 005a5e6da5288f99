"""Answers that say nothing or stop in the middle.

Rule: the server's ``done_reason`` is believed first, the look of the last line second. Pure; any thread.
"""

# ruff: noqa: PLR2004 -- a threshold is read best beside what it decides

from __future__ import annotations

import re

from tray_router.answers.weak import cues
from tray_router.answers.weak.lexicon import entries
from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.question import Question
from tray_router.answers.weak.text import CodeBlock, Parts, as_words, has_content, without_inline_code, word_count

_SYMBOL_ASKED = entries(
    """
    operator*; symbol*; punctuation*; character*; regex*; sign; zeichen*; operator; json*; array*; list*; brackets*;
    glyph*; delimiter*; separator*; 符号; 标点; 記号; 기호; symbole*; símbolo*; simbolo*; signe*; signo*; wildcard*;
    glob; reply with; answer with; path; empty; draw; dash*; hyphen*; underscore*; asterisk*; dots; horizontal rule;
    strich*; punkte; tirets; guiones; trattini; linie; divider*
    """
)

_FILLING = frozenset(" .…-_*~#`。、·\t\n\r")
_BRACKETS = frozenset({"[]", "{}", "()", "[ ]", "{ }", "null"})

_FENCES = Pattern(r"^[ \t]*(?:```|~~~)[ \t]*[\w+#-]*[ \t]*$", re.MULTILINE)
_THOUGHTS = Pattern(r"<(think|thinking|thought|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)

_SENTENCE_STOP = Pattern(r"[.!?…。！？।؟]['\"”»)\]*_`]*\s*$|(?:\|)\s*$|[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?\s*$")

_DANGLING = Pattern(r"(?:[,(\[{;–—=+&/\\]|(?<![\w)])-|(?<!:):)\s*\Z")

_OPEN_WORDS = (
    "the an of and or their its your my our because into than such whose between "
    "der die das und den dem ein eine einen einem einer oder dass des weil zum zur vom "
    "le la les des du et un une dans qui ou aux el los las del para por una il lo gli della dei che per "
    "um uma dos das het een van и для из или что i oraz że dla ve için bir"
).split()

_OPEN = frozenset(word for word in _OPEN_WORDS if len(word) > 1)


def says_nothing(question: Question, answer: str) -> bool:
    """No content outside of thinking: empty, only spaces, dots or an empty fence."""
    bare = _FENCES.sub("", _THOUGHTS.sub("", answer)).strip()
    if has_content(bare):
        return False
    core = bare.strip("`\n\t ")
    is_symbol = any(char not in _FILLING for char in core)
    is_shown_symbol = is_symbol and bare.count("`") >= 2
    return not core or not (question.asks(_SYMBOL_ASKED) or core in _BRACKETS or is_shown_symbol)


def is_cut_off(question: Question, answer: str, cut: Parts, done_reason: str) -> bool:
    """Stopped in the middle: by the length limit, in a fence, or in a sentence."""
    is_open_fence = bool(cut.blocks) and not cut.blocks[-1].is_closed and not _is_prose(cut.blocks[-1])
    if done_reason == "length":
        if question.asks(cues.HARD_LIMIT):
            return False
        is_whole = bool(_SENTENCE_STOP.search(answer[-200:])) and not is_open_fence
        if is_whole and question.asks(cues.LIMIT):
            return False
        return not (_is_lone_item(answer) and question.asks(cues.LIMIT))
    if is_open_fence:
        return _stops_in_code(cut.blocks[-1].text)
    return _stops_in_sentence(question, answer, cut)


def _is_prose(block: CodeBlock) -> bool:
    """Sentences behind a fence that closed code without an opening one: the model forgot the first fence."""
    last = block.text.rstrip().rsplit("\n", 1)[-1]
    return not block.language and word_count(last) >= 4 and bool(_SENTENCE_STOP.search(last))


def _is_lone_item(answer: str) -> bool:
    return word_count(answer) <= 3 and not _DANGLING.search(answer)


def _stops_in_code(code: str) -> bool:
    last = code.rstrip().rsplit("\n", 1)[-1].rstrip()
    return (
        not last
        or last.count('"') % 2 == 1
        or (last.rfind("<") > last.rfind(">") and last.startswith((" ", "<", "\t")))
        or last.endswith(
            ("(", ",", "{", "[", "=", "+", ":", ".", "->", "&&", "||", "<", " in", " and", " or", "if", "for", "return")
        )
        or code.count("{") > code.count("}")
        or code.count("(") > code.count(")")
    )


def _stops_in_sentence(question: Question, answer: str, cut: Parts) -> bool:
    if question.asks(cues.POEM, _OPEN_ENDED) or (cut.blocks and not cut.prose.rstrip().endswith((",", ":"))):
        return False
    text = without_inline_code(answer).rstrip()
    lines = [line for line in text.splitlines() if line.strip()]
    last = lines[-1].strip() if lines else ""
    if word_count(text) < 8 or last.startswith(("|", "#")) or answer.rstrip().endswith(("```", "~~~")):
        return False
    final = last.rstrip("*_ ")
    if final.endswith((":", "：")):
        return len(final.split()) >= 3 or len(lines) == 1  # "Here are the steps:" and nothing
    if final.endswith((",", "，", "、", "(", "[")):
        return not _is_signature(last)
    words = as_words(final).split()
    return (
        bool(words)
        and final[-1].isalpha()
        and words[-1] in _OPEN
        and len(words) >= 5
        and final[-1].islower()
        and not final.startswith(("-", "*"))
    )


_OPEN_ENDED = entries(
    """
    complete; continue; headline*; title*; keyword*; list; translate; command*; fill; word; words; sentence starter*;
    beginning of; opening; salutation*; greeting*; next; extract*; lower*; transcri*; übersetz*
    """
)


def _is_signature(line: str) -> bool:
    return len(line.split()) <= 4  # "Best regards,"
