"""Named features of one question: what is asked, in which shape, and about what content.

Rule: every feature has a name that means something, and a value from 0 to ``MOST``; the points per route stand in
``points.py``. Instruction and content are read apart, and where the instruction says what to do with the content
("translate", "reply"), the content's structure speaks under another name (``about-code``), so that it can be
overridden. Pure; any thread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tray_router.routing.content import (
    CODE_KINDS,
    ContentKind,
    Structure,
    equation_marks,
    latex_marks,
    structure_of,
)
from tray_router.routing.split import Parts, split
from tray_router.routing.words import Lexicon, Mention, fold

MOST: Final = 1.0
_TEXT_TASKS: Final = ("translate", "summarise", "reply", "rewrite", "textjob")
_CODE_WORDS: Final = ("fixcode", "codenoun", "proglang", "tech", "build", "trouble")
_LEAD: Final = 5  # tokens from the start (or the end, for verb-final languages) in which a verb is the order itself
_SURE: Final = 0.6  # structural strength above which a text without instruction is content

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_OPTION: Final = re.compile(r"(?:^|\s)\(?[A-Ea-e1-4][).:] ?\S", re.MULTILINE)
_OPTION_LINES: Final = re.compile(r"^\s*[(\[]?[A-J1-5][)\].:] ?\S", re.MULTILINE)
_IDENTIFIER: Final = re.compile(
    r"`[^`\n]+`|\b[a-z]+[A-Z]\w*\b|\b[a-z]+_[a-z_]+\b|\b\w+\(\)|\b\w+\.\w+\(|\.(?:py|js|ts|java|cpp|cs|go|rs|rb|php|sh|sql|html|"
    r"css|json|ya?ml|xml|txt|csv|log|conf|exe|dll|tar|gz|zip|c|h)\b|(?:^|\s)--?[a-z][\w-]+\b|(?<![:\w])/(?:etc|usr|var|home|tmp|bin|opt|dev|proc)\b|"
    r"==|!=|&&|\|\||=>|->|::|</?[a-z]+>|\{\}|\[\]|\b0x[0-9a-f]+\b"
)
_MONEY: Final = re.compile(r"[$€£¥₹₽₺]\s?\d|\d\s?[$€£¥₹₽₺%]")
_BLANK: Final = re.compile(r"_{3,}|\[blank\]|\(\s*\)")
_LOGIC_MARK: Final = re.compile(
    r"\b(?:if .{3,60} then|all .{2,30} are|no .{2,30} are|some .{2,30} are|not \( |and not|is (?:taller|older|heavier|faster|"
    r"shorter|younger) than|(?:True|False) (?:and|or)|nor )\b"
)
_QUESTION: Final = re.compile(r"[?？؟]\s*[\"')\]»”]*\s*$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Features of one question with their values, and the parts that they came from."""

    values: dict[str, float]
    parts: Parts
    kind: ContentKind


class FeatureReader:
    """Reads the features of questions; holds the lexicon, nothing about a question."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def read(self, instruction: str, content: str) -> Evidence:
        """All features of one question."""
        parts = split(instruction, content, self._is_request)
        ask, body = parts.ask, parts.body
        structure = structure_of(body)
        if ask and not body:
            structure = structure_of(ask)
            if not parts.is_given and structure.strength >= _SURE and structure.kind in _STRUCTURED:
                ask, body = "", ask
        mentions, tokens = self._lexicon.mentions(fold(ask))
        values: dict[str, float] = {}
        if ask:
            _words(values, mentions, len(tokens))
            _shape(values, ask, mentions, tokens)
            _pairs(values, mentions)
        if body:
            _content(values, structure, mentions, has_ask=bool(ask))
            self._body_words(values, body, mentions, has_ask=bool(ask))
        elif structure.kind in _STRUCTURED:
            values[f"inline-{structure.kind}"] = 1.0
        return Evidence(values, Parts(ask, body, parts.is_given, parts.body_chars), structure.kind)

    def _is_request(self, paragraph: str) -> bool:
        """Whether a short paragraph asks for something: a verb in the lead or a question, and no structure of its own."""
        mentions, tokens = self._lexicon.mentions(fold(paragraph))
        if not tokens:
            return False
        leads = any(
            concept in mentions and _is_lead(mentions[concept], len(tokens), paragraph) for concept in _REQUESTS
        )
        if not (leads or _QUESTION.search(paragraph)):
            return False
        structure = structure_of(paragraph)
        return not (structure.kind in _STRUCTURED and structure.strength >= _SURE)

    def _body_words(self, values: dict[str, float], body: str, asked: dict[str, Mention], *, has_ask: bool) -> None:
        mentions, tokens = self._lexicon.mentions(fold(body))
        prefix = "with" if has_ask else "text"
        for concept in _BODY_CONCEPTS:
            mention = mentions.get(concept)
            if mention:
                values[f"{prefix}-{concept}"] = min(MOST, mention.count / 3)
        prose = mentions.get("fw")
        if tokens and prose:
            values[f"{prefix}-prose"] = min(1.0, 2.5 * prose.count / len(tokens))
        numbers = len(_NUMBER.findall(body))
        if numbers:
            values[f"{prefix}-numbers"] = min(1.0, numbers / 8)
        if _QUESTION.search(body):
            values[f"{prefix}-question"] = 1.0


_STRUCTURED: Final = frozenset(ContentKind) - {ContentKind.PROSE, ContentKind.NONE, ContentKind.MATHS}
_REQUESTS: Final = (
    "translate", "summarise", "rewrite", "reply", "textjob", "write", "suggest", "explain", "roleplay", "howto", "build",
    "fixcode", "trouble", "solve", "prove", "weigh", "weak_reason", "howmany", "factual",
)  # fmt: skip
_BODY_CONCEPTS: Final = (
    "codenoun", "proglang", "tech", "fixcode", "mathnoun", "logic", "howmany", "quantity", "solve", "prove", "writing",
    "step", "build", "dbtask", "shelltask",
)  # fmt: skip


def _is_lead(mention: Mention, tokens: int, text: str) -> bool:
    if tokens == 0:  # a text without spaces: the index is a character
        return mention.first < _LEAD * 4 or mention.first > len(text) - _LEAD * 4
    return mention.first < _LEAD or mention.first >= tokens - _LEAD


def _words(values: dict[str, float], mentions: dict[str, Mention], tokens: int) -> None:
    for concept, mention in mentions.items():
        if concept == "fw":
            continue
        values[concept] = 1.0
        if mention.count > 1:
            values[f"{concept}+"] = min(MOST, (mention.count - 1) / 3)
        if mention.first < _LEAD and concept in _REQUESTS:
            values[f"{concept}-lead"] = 1.0


def _shape(values: dict[str, float], ask: str, mentions: dict[str, Mention], tokens: list[str]) -> None:
    numbers = len(_NUMBER.findall(ask))
    if numbers:
        values["number"] = 1.0
        values["numbers"] = min(1.0, numbers / 6)
        if tokens:
            values["number-density"] = min(1.0, 5 * numbers / (len(tokens) + numbers))
    if _QUESTION.search(ask):
        values["question"] = 1.0
    if len(ask) < 60:
        values["short"] = 1.0
    elif len(ask) > 300:
        values["long"] = 1.0
    if len(_OPTION_LINES.findall(ask)) >= 3 or len(_OPTION.findall(ask)) >= 4:
        values["options"] = 1.0
    if latex_marks(ask):
        values["latex"] = 1.0
    if equation_marks(ask):
        values["equation"] = 1.0
    identifiers = len(_IDENTIFIER.findall(ask))
    if identifiers:
        values["identifier"] = min(1.0, identifiers / 2)
    if _MONEY.search(ask):
        values["money"] = 1.0
    if _BLANK.search(ask):
        values["blank"] = 1.0
    if _LOGIC_MARK.search(ask):
        values["logic-form"] = 1.0


def _pairs(values: dict[str, float], mentions: dict[str, Mention]) -> None:
    """Two concepts that together mean more than each alone."""
    has = mentions.__contains__
    is_code = has("codenoun") or has("proglang") or has("tech")
    if has("write") and is_code and not has("writing"):
        values["write-code"] = 1.0
    if has("write") and has("writing"):
        values["write-text"] = 1.0
    if has("howto") and is_code:
        values["howto-code"] = 1.0
    if has("trouble") and is_code:
        values["trouble-code"] = 1.0
    if has("howmany") and values.get("numbers", 0) > 0.3:
        values["word-problem"] = 1.0
    if has("quantity") and values.get("numbers", 0) > 0.3:
        values["quantities"] = 1.0
    if has("shelltask") and mentions["shelltask"].count >= 2:
        values["shell-request"] = 1.0
    if has("explain") and is_code:
        values["explain-code"] = 1.0
    if has("solve") and (has("mathnoun") or values.get("equation") or values.get("latex")):
        values["solve-maths"] = 1.0
    if any(map(has, _TEXT_TASKS)):
        values["text-task"] = 1.0


def _content(values: dict[str, float], structure: Structure, mentions: dict[str, Mention], *, has_ask: bool) -> None:
    """The content's kind, under a name that tells whether the instruction speaks about text or about code."""
    kind = structure.kind
    if not has_ask:
        values[f"is-{kind}"] = 1.0
        values["symbols"] = min(1.0, structure.symbols * 5)
        return
    is_code = kind in CODE_KINDS
    if any(concept in mentions for concept in _TEXT_TASKS):
        values["text-task-on-code" if is_code else "text-task-on-text"] = 1.0
        return
    values[f"about-{kind}"] = 1.0
    if is_code:
        values["about-code-like"] = 1.0
        if any(concept in mentions for concept in _CODE_WORDS):
            values["code-words-on-code"] = 1.0
