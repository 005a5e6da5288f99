"""The shape of an instruction: numbers, formulas, answer options, identifiers, typical sentence forms.

Rule: everything here is a regular expression over one bounded sample, run only when a cheap test says that it can
match. Values run from 0 to 1. Pure; any thread.
"""

from __future__ import annotations

import re
from typing import Final

from tray_router.routing.line_patterns import ERROR_CODE, SHEET_ERROR
from tray_router.routing.reading import equation_marks, latex_marks

SHORT: Final = 60  # characters
LONG: Final = 300  # characters

_EXERCISE_MARKS: Final = 3  # forms such as "Input:", "return the", that make a text an exercise

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_OPTION_LINE: Final = re.compile(r"^\s*[(\[]?[A-Ja-j][)\].:、．] ?\S", re.MULTILINE)
_NUMBERED_LINE: Final = re.compile(r"^\s*[(\[]?(?:[A-Ja-j]|[1-9])[)\].:、．] ?\S", re.MULTILINE)
_CHOICE_LINES: Final = re.compile(r"^\s*[(（]?[A-D][)）.:、．] ?\S[^\n]*\n\s*[(（]?[B-E][)）.:、．] ?\S", re.MULTILINE)
_CHOICES_INLINE: Final = re.compile(
    r"(?<![A-Za-z])A ?[.、．:：)）](?!\d).{1,70}?(?<![A-Za-z])B ?[.、．:：)）]"
    r".{1,70}?(?<![A-Za-z])C ?[.、．:：)）]",
    re.DOTALL,
)
_FEWEST_CHOICES: Final = 3
_OPTION_INLINE: Final = re.compile(r"(?:^|\s)\(?[A-Ea-e][).:] ?\S")
_OPTIONS_HEAD: Final = re.compile(r"\boptions?:|\bchoices:|answer:\s*$", re.IGNORECASE)
_IDENTIFIER: Final = re.compile(
    r"`[^`\n]+`|\b[a-z]{2,}[A-Z][a-z]\w*\b|\b[A-Z]\w+(?:Exception|Error)\b|\b[a-zA-Z]+_\w+\b|\b\w+\(\)|"
    r"\b[a-z_]\w*\.[a-z_]\w*\(|\b\w+\[\w*\]|"
    r"\.(?:py|js|ts|java|cpp|cs|go|rs|rb|php|sh|sql|html|css|json|ya?ml|xml|txt|csv|log|conf|exe|dll|tar|gz|zip|c|h)\b|"
    r"(?:^|\s)--?[a-z][\w-]+\b|(?<![:\w])/(?:etc|usr|var|home|tmp|bin|opt|dev|proc)\b|"
    r"==|!=|&&|\|\||=>|->|::|</?[a-z]+>|\{\}|\[\]|\b0x[0-9a-f]+\b"
)
_IDENTIFIER_CHARS: Final = re.compile(r"[`_(){}\[\]<>=&|/\\.\-]|[a-z][A-Z]")
_YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_ERROR_WORD: Final = re.compile(
    r"\b(?:error|errors|exception|failed|failure|fatal|cannot (?:access|find|open|read|connect|be)|could not|"
    r"couldn't|unable to|"
    r"not found|no such|unresolved|undefined|denied|refused|timed out|timeout|aborted|invalid|unexpected|errno|"
    r"exit code|"
    r"error code|segfault|0x[0-9a-f]{6,})\b|BUILD |FAILED|ERR_|E\d{4}\b",
    re.IGNORECASE,
)
_FEWEST_ERROR_WORDS: Final = 2
_CODE_SIGNS: Final = (  # one of them is in every error code
    "0x", "_", "ORA", "TNS", "PLS", "SQLSTATE", "ERR", "KB", "MSB", "CS", "TS", "LNK", "(-", "HRESULT", "rror", "RROR",
    "rreur", "errno", " 4.", " 5.", "-4.", "-5.", "err.", "Err.",
)  # fmt: skip
_MONEY: Final = re.compile(r"[$€£¥₹₽₺]\s?\d|\d\s?[$€£¥₹₽₺%％]")
_BLANK: Final = re.compile(r"_{3,}|\[blank\]")
_LOGIC: Final = re.compile(
    r"\b[Ii]f\b.{3,80}\bthen\b|\b[Aa]ll\b.{2,30}\bare\b|\b[Nn]o\b.{2,30}\bare\b|\b[Ss]ome\b.{2,30}\bare\b|"
    r"\bis (?:taller|older|heavier|faster|shorter|younger|bigger|smaller|the \w+ (?:of|from)|to the (?:left|"
    r"right)) (?:than|of)?|"
    r"\b(?:tells the truth|lies)\b|\bto the (?:left|right) of\b|\b(?:leftmost|rightmost|oldest|youngest|"
    r"cheapest|second-to-last)\b|"
    r"\bpremise|\b(?:is|are) the (?:father|mother|brother|sister|son|daughter)"
)
_BOOLEAN: Final = re.compile(r"\b(?:True|False)\b.{0,12}\b(?:and|or|not|is)\b|\bnot\b.{0,6}\b(?:True|False)\b")
_ARITHMETIC: Final = re.compile(r"[-+*/×÷^=().\d\s,]{9,}|\d\s?[-+*/×÷]\s?\d")
_OPERATORS: Final = re.compile(r"[-+*/×÷^=<>]")
_NATURAL: Final = re.compile(
    r"\b(?:german|english|french|spanish|italian|portuguese|dutch|polish|russian|ukrainian|turkish|chinese|japanese|"
    r"korean|hindi|arabic|deutsch\w*|englisch\w*|französisch\w*|spanisch\w*|anglais|allemand|français|espagnol|"
    r"inglés|alemán|español|francés|inglese|tedesco|italiano|inglês|alemão|português|engels|duits|nederlands|"
    r"angielski|niemiecki|polski|английск\w*|немецк\w*|русск\w*|англійськ\w*|українськ\w*|ingilizce\w*|"
    r"türkçe\w*)\b|英文|英语|中文|日语|英語|日本語|영어|한국어|अंग्रेज|हिंदी|हिन्दी|الإنجليزية|العربية",
    re.IGNORECASE,
)
_ANY_QUESTION: Final = re.compile(r"[?？؟](?:[\s\"')」]|$)")
_CODING_TASK: Final = re.compile(
    r"\b(?:[Gg]iven (?:an?|the|two) (?:\w+[- ]){0,3}(?:array|string|integer|list|matrix|tree|linked list|"
    r"binary tree|number|graph|dictionary|"
    r"tuple|grid|root|head|table|dataframe)s?\b|[Rr]eturn (?:the|an?|true|false|all|-1|any|its|true or false)\b|"
    r"0-indexed|1-indexed|"
    r"[Ff]unction (?:to|that|which|called|named)|[Ii]nput:|[Oo]utput:|[Ee]xample \d?:?|[Cc]onstraints:|"
    r"[Ss]ample (?:[Ii]nput|[Oo]utput)|"
    r"subarray|substring|in-place|test cases?|STDIN|stdin|[Ss]tandard (?:input|output)|"
    r"给你[一两三]个|示例 ?1|输入：|输出：|"
    r"请你返回|下标从|子数组)"
)
_DB_QUESTION: Final = re.compile(
    r"\bthe (?:\w+ ){0,2}(?:names?|ids?|titles?|numbers?|counts?|ages?|codes?|types?|average|maximum|minimum|"
    r"total|sum|emails?|"
    r"dates?|years?|cit(?:y|ies)|countr(?:y|ies)|address(?:es)?|descriptions?|details|salar(?:y|ies)|prices?|"
    r"locations?|models?|"
    r"capacit(?:y|ies)|birthdays?)(?: and(?: the)? \w+ (?:of|for|from)| of (?:all|each|every|those|different|"
    r"distinct|any|\w+s\b)| for (?:all|each|every)|"
    r" in (?:each|all)| \w+ of all)|\b(?:names?|ids?|titles?) and (?:the )?\w+|"
    r"\bfor (?:each|every) |(?:de|a)scending\b|alphabetical(?:ly)? order|\b(?:ordered|sorted) by\b|"
    r"\b(?:most|least|largest|smallest|highest|lowest) number of|\bat least (?:one|two|three|ten|\d+) \w+s\b|"
    r"\b(?:do|does|have|has|did) not have any\b|\b(?:show|list|give|find|return|display) (?:me |out )?(?:all |"
    r"the )?(?:\w+ )?"
    r"(?:names|ids|titles|details|records)\b|how many (?:different|distinct)\b|number of (?:different|"
    r"distinct)\b|\bof all (?:the )?\w+s\b|"
    r"\b(?:of|for|by) (?:the )?\w+s (?:who|that|which|whose|named|produced|with|having|from)\b|\bthe count of\b|"
    r"\b(?:greater|larger|smaller|less|older|younger|higher|lower) than the average|\b(?:above|below) the average\b",
    re.IGNORECASE,
)


def read_shape(values: dict[str, float], ask: str, tokens: int) -> None:
    """Adds the shape features of an instruction to ``values``."""
    has_digit = any(map(ask.__contains__, "0123456789"))
    if has_digit:
        _numbers(values, ask, tokens)
    if len(ask) < SHORT:
        values["short"] = 1.0
    elif len(ask) > LONG:
        values["long"] = 1.0
    if "\n" in ask:
        values["several-lines"] = 1.0
    if has_choices(ask) or has_options(ask):
        values["options"] = 1.0
    if latex_marks(ask):
        values["latex"] = 1.0
    if has_digit or _OPERATORS.search(ask):
        _formulas(values, ask)
    if _IDENTIFIER_CHARS.search(ask):
        identifiers = len(_IDENTIFIER.findall(ask))
        if identifiers:
            values["identifier"] = 1.0
            values["identifiers"] = min(1.0, (identifiers - 1) / 3)
    if "_" in ask and _BLANK.search(ask):
        values["blank"] = 1.0
    coding = len(_CODING_TASK.findall(ask))
    if coding:
        values["coding-task"] = 1.0
        values["coding-task+"] = min(1.0, (coding - 1) / 2)
    if ask.isascii():
        _english_forms(values, ask)


def _numbers(values: dict[str, float], ask: str, tokens: int) -> None:
    count = len(_NUMBER.findall(ask))
    values["numbers"] = min(1.0, count / 6)
    values["number-density"] = min(1.0, 5 * count / (tokens + count)) if tokens else min(1.0, 20 * count / len(ask))
    if _MONEY.search(ask):
        values["money"] = 1.0


def _formulas(values: dict[str, float], ask: str) -> None:
    if equation_marks(ask):
        values["equation"] = 1.0
    longest = max((len(part) for part in _ARITHMETIC.findall(ask)), default=0)
    if longest > 0.4 * len(ask):
        values["arithmetic"] = 1.0


def _english_forms(values: dict[str, float], ask: str) -> None:
    if _LOGIC.search(ask):
        values["logic-form"] = 1.0
    if ("True" in ask or "False" in ask) and _BOOLEAN.search(ask):
        values["boolean-form"] = 1.0
    if len(ask) < LONG:
        asked = len(_DB_QUESTION.findall(ask))
        if asked:
            values["database-question"] = 1.0
            values["database-question+"] = min(1.0, (asked - 1) / 2)


def has_choices(text: str) -> bool:
    """True when answers marked with letters stand on lines of their own: a test question, whatever surrounds it."""
    return bool(_CHOICE_LINES.search(text) or _CHOICES_INLINE.search(text))


def has_options(text: str) -> bool:
    """True when a text lists answers to choose from."""
    lines = _NUMBERED_LINE if _ANY_QUESTION.search(text) or ":\n" in text else _OPTION_LINE
    if len(lines.findall(text)) >= _FEWEST_CHOICES or _OPTIONS_HEAD.search(text):
        return True
    return len(_OPTION_INLINE.findall(text)) > _FEWEST_CHOICES


def is_coding_task(text: str) -> bool:
    """True for a programming exercise, which holds examples but no pasted content."""
    return len(_CODING_TASK.findall(text)) >= _EXERCISE_MARKS


def is_question(text: str) -> bool:
    """True when a text ends in a question mark, or asks anywhere in its last part."""
    return bool(_ANY_QUESTION.search(text[-300:]))


def names_natural_language(text: str) -> bool:
    """True when a text names a language that people speak, as the target of a translation."""
    return bool(_NATURAL.search(text))


def count_quantities(text: str) -> int:
    """How many numbers a text holds that are no years."""
    return len(_NUMBER.findall(text)) - len(_YEAR.findall(text))


def has_error_words(text: str) -> bool:
    """True for a text that reports a failure: an error dialog, the output of a build."""
    return has_error_code(text) or len(_ERROR_WORD.findall(text)) >= _FEWEST_ERROR_WORDS


def has_error_code(text: str) -> bool:
    """True for a text with the number or the name of an error: 0x80070005, ORA-01017, PAGE_FAULT_IN_AREA, #REF!."""
    if "#" in text and SHEET_ERROR.search(text):
        return True
    return any(map(text.__contains__, _CODE_SIGNS)) and bool(ERROR_CODE.search(text))


def count_numbers(text: str) -> int:
    """How many numbers a text holds."""
    return len(_NUMBER.findall(text))
