"""Named features of one question: what is asked, in which shape, and about what content.

Rule: every feature has a name that means something and a value from 0 to 1; the points per route stand in
``points.py``. Instruction and content are read apart, and where the instruction says what to do with a text
("translate", "reply"), the content's structure speaks under another name, so that it can be overridden. Pure; any
thread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tray_router.routing.about import read_about, read_alone, read_application, read_bare
from tray_router.routing.asked import (
    CODE_WORDS,
    DOING,
    FEWEST_INFERENCES,
    LEAD,
    QUESTION_WORD,
    TEXT_TASKS,
    read_pairs,
    read_words,
)
from tray_router.routing.kinds import CODE_KINDS, ContentKind, Structure
from tray_router.routing.shape import (
    count_numbers,
    count_quantities,
    has_error_code,
    has_error_words,
    is_question,
    names_natural_language,
    read_shape,
)
from tray_router.routing.split import Parts, Splitter
from tray_router.routing.vocabulary import ASKED, Vocabulary, stems
from tray_router.routing.words import Lexicon, Mention, fold, tokens_of

_SEED_CODE_WORDS: Final = ("word:function", "word:class", "word:sql", "word:regex")
_STORY_WORDS: Final = frozenset(
    (*CODE_WORDS, *_SEED_CODE_WORDS, "codeweak", "word:python", "write-code", "tech-phrase")
)
_READING: Final = frozenset({"summarise", "reply", "layperson"})  # text tasks that make no code of a text
_TRANSLATABLE: Final = frozenset({ContentKind.CODE, ContentKind.SQL, ContentKind.SHELL})  # into another such language
_WORDED: Final = 500  # characters of the content whose words count
_LONG_BODY: Final = 220  # bytes from which prose is an article rather than a problem
_NEUTRAL_KINDS: Final = frozenset({ContentKind.PROSE, ContentKind.NONE, ContentKind.MATHS})
_BODY_CONCEPTS: Final = (
    "calendar", "failure",
    "codenoun", "proglang", "tech", "mathnoun", "logic", "howmany", "quantity", "solve", "prove", "writing",
)  # fmt: skip
_TEXT_WORK: Final = frozenset({"text-task-on-text", "text-task-on-code", "write-text", "piece-about-code"})
_FOUND: Final = frozenset(  # what is asked for, so that it is no question about what a long text says
    {
        "figures-to-calculate", "conditions-to-meet", "judge-figures", "judge-conditions",
        "tech", "proglang", "macro", "cell-formula", "application-task", "automate", "setting", "build", "fixcode",
    }
)  # fmt: skip
_CALCULATING: Final = frozenset({"howmany", "solve", "weigh", "logic", "mathnoun", "step"})
_FEWEST_FIGURES: Final = 2
_MAKING: Final = frozenset({*CODE_WORDS, "office", "macro", "formula", "setting"})
_COMPLAINING: Final = frozenset({"trouble", "fixcode"})
_WISHING: Final = frozenset({*TEXT_TASKS, "build", "howto", "how", "want", "prove", "solve", "suggest", "coding-task"})
_ASKING: Final = _WISHING | {*DOING, "roleplay", "weigh"}
_SENTENCE_END: Final = re.compile(r"(?<=[^\W\d_][.!?…])\s|(?<=[。！？।])|\n")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found in one question.

    Attributes:
        values: the features with their values.
        parts: the samples that they came from.
        kind: the content's kind.
        stems: what the vocabulary looks at: words of the instruction, and of content that is no code.
    """

    values: dict[str, float]
    parts: Parts
    kind: ContentKind
    stems: set[str]


class FeatureReader:
    """Reads the features of questions; holds the lexicon and the vocabulary, nothing about a question."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary | None = None) -> None:
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._splitter = Splitter(lexicon)

    def read(self, instruction: str, content: str) -> Evidence:
        """All features of one question."""
        parts, structure = self._splitter.split(instruction, content)
        mentions, tokens = self._mentions(parts.ask)
        values: dict[str, float] = {}
        if parts.ask:
            read_words(values, mentions)
            read_shape(values, parts.ask, len(tokens))
            read_pairs(values, parts.ask, mentions, len(tokens))
            read_application(values, parts.ask, mentions, asks=is_question(parts.ask))
        if parts.body:
            _content(values, structure, mentions, parts.ask)
            if parts.ask:
                if count_numbers(parts.ask) == 1:  # "for a child of 12" calculates nothing
                    values.pop("numbers", 0.0)
                    values.pop("number-density", 0.0)
                self._about(values, parts, structure, mentions)
            else:
                self._bare(values, parts.body, structure)
        else:
            self._alone(values, parts, structure, mentions, len(tokens))
        found = stems(tokens, parts.ask, ASKED)
        if parts.body and structure.kind not in CODE_KINDS:
            text = fold(parts.body[:_WORDED])
            found |= stems(tokens_of(text), text)
        if self._vocabulary:
            self._vocabulary.read(values, found)
        return Evidence(values, parts, structure.kind, found)

    def _alone(
        self, values: dict[str, float], parts: Parts, structure: Structure, mentions: dict[str, Mention], tokens: int
    ) -> None:
        """What a text says that is either an instruction without content or content without an instruction."""
        read_alone(values, mentions)
        if not parts.is_given:
            read_bare(values, parts.ask, mentions, tokens)
            if has_error_code(parts.ask):
                values["text-error"] = 1.0
            if values.pop("failure", 0.0):
                values["text-failure"] = 1.0
        if not parts.is_given and self._is_story_about_code(parts.ask, mentions):
            _tell_story(values)
        elif structure.kind is ContentKind.MATHS:
            values["maths"] = 1.0

    def _about(self, values: dict[str, float], parts: Parts, structure: Structure, asked: dict[str, Mention]) -> None:
        """What the content says below an instruction: nothing where that asks for work on a text."""
        is_text_task = not values.keys().isdisjoint(_TEXT_WORK)
        is_neutral = structure.kind in _NEUTRAL_KINDS
        mentions = {} if is_text_task and "verify" not in asked else self._mentions(parts.body)[0]
        if not is_text_task:
            read_about(values, parts.body, asked, mentions, is_code=structure.kind in CODE_KINDS)
            is_failure = has_error_words(parts.body) or "failure" in mentions
            if structure.kind not in CODE_KINDS and is_failure:
                values["about-error"] = 1.0
        if not is_neutral:
            return
        if "verify" in asked and _is_claim(parts.body, mentions):
            values["verify-claim"] = 1.0
        if len(parts.body.encode("utf-8", "ignore")) > _LONG_BODY:
            is_reading = values.keys().isdisjoint(_FOUND) and (is_question(parts.ask) or is_text_task)
            values["about-long-text"] = float(is_reading)
        elif not asked.keys().isdisjoint(_CALCULATING):
            values["calculate-with"] = min(1.0, count_quantities(parts.body) / 3)

    def _bare(self, values: dict[str, float], text: str, structure: Structure) -> None:
        """What the words of content without an instruction say."""
        if structure.kind not in CODE_KINDS:
            mentions, tokens = self._mentions(text)
            read_bare(values, text, mentions, len(tokens))
            if structure.kind in _NEUTRAL_KINDS:
                _bare_words(values, text, structure, mentions, len(tokens))
                if self._is_story_about_code(text, mentions):
                    _tell_story(values)
        if is_question(text):
            values["text-question"] = 1.0

    def _mentions(self, text: str) -> tuple[dict[str, Mention], list[str]]:
        """Concepts and tokens; "code" in "promo code" is no word of programming."""
        mentions, tokens = self._lexicon.mentions(fold(text))
        everyday, code = mentions.get("everyday-code"), mentions.get("codenoun")
        if everyday and code and code.count <= everyday.count:
            mentions.pop("codenoun")
        return mentions, tokens

    def _is_story_about_code(self, text: str, mentions: dict[str, Mention]) -> bool:
        """Sentences that tell of programs, and neither begin nor end with a wish, a question or a complaint."""
        if mentions.keys().isdisjoint(CODE_WORDS) or not mentions.keys().isdisjoint(("want", "build")):
            return False
        sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]
        if len(sentences) == 1:
            return False
        first, last = self._mentions(sentences[0])[0], self._mentions(sentences[-1])[0]
        if is_question(text) or not first.keys().isdisjoint(_COMPLAINING):
            return False
        opening = [concept for concept, mention in first.items() if mention.first < LEAD]
        closing = [concept for concept, mention in last.items() if mention.first < QUESTION_WORD]
        return _ASKING.isdisjoint(opening) and _WISHING.isdisjoint(closing)


def _is_claim(text: str, mentions: dict[str, Mention]) -> bool:
    """A conclusion from premises, or something calculated."""
    inferences = mentions.get("inference")
    is_argument = inferences is not None and inferences.count >= FEWEST_INFERENCES
    return is_argument or count_quantities(text) >= _FEWEST_FIGURES


def _bare_words(
    values: dict[str, float], text: str, structure: Structure, mentions: dict[str, Mention], tokens: int
) -> None:
    """What the words of prose say that came without an instruction."""
    length = tokens or len(text) / 3
    for concept in _BODY_CONCEPTS:
        mention = mentions.get(concept)
        if mention and not (structure.kind is ContentKind.MATHS and concept in CODE_WORDS):
            values[f"text-{concept}"] = min(1.0, 12 * mention.count / length)
    if len(text.encode("utf-8", "ignore")) > _LONG_BODY:
        values["long-text"] = 1.0
    prose = mentions.get("fw")
    if tokens and prose:
        values["text-prose"] = min(1.0, 2.5 * prose.count / tokens)
    values["text-numbers"] = min(1.0, count_numbers(text) / 8)
    if has_error_words(text):
        values["text-error"] = 1.0


def _tell_story(values: dict[str, float]) -> None:
    """Takes back what the words of programming gave: somebody tells of programs and asks nothing."""
    if "coding-task" in values or "identifier" in values:
        return
    for name in [name for name in values if name.removeprefix("text-").rstrip("+") in _STORY_WORDS]:
        del values[name]
    values["story-about-code"] = 1.0


def _content(values: dict[str, float], structure: Structure, mentions: dict[str, Mention], ask: str) -> None:
    """The content's kind, under a name that tells whether the instruction speaks about text or about code."""
    kind = structure.kind
    if not ask:
        values[f"is-{kind}"] = 1.0
        if kind in CODE_KINDS:
            values["is-code-like"] = 1.0
        if kind in _NEUTRAL_KINDS:
            values["symbols"] = min(1.0, structure.symbols * 5)
            values["indented"] = structure.indented
            values["code-lines"] = structure.code
        return
    if kind is ContentKind.MATHS and "fixcode" in mentions:  # formulas that do not compile are source code
        kind = ContentKind.CODE
    is_code = kind in CODE_KINDS
    if (is_code or kind is ContentKind.MATHS) and "piece" in mentions and mentions.keys().isdisjoint(_MAKING):
        values["piece-about-code"] = 1.0  # a poem about an error
    elif _works_on_text(values, kind, mentions, ask):
        values["text-task-on-code" if is_code else "text-task-on-text"] = 1.0
        if not is_code and set(TEXT_TASKS).intersection(mentions) <= _READING:
            for name in _STORY_WORDS.intersection(values):  # "summarise this mail about Python": a topic
                del values[name]
        if is_code and any(concept in mentions for concept in (*CODE_WORDS, *_SEED_CODE_WORDS)):
            values["text-task-with-code-words"] = 1.0
    else:
        values[f"about-{kind}"] = 1.0
        if is_code:
            values["about-code-like"] = 1.0


def _works_on_text(values: dict[str, float], kind: ContentKind, mentions: dict[str, Mention], ask: str) -> bool:
    """Whether the instruction treats the content as a text; code and formulas are simplified and translated too."""
    is_code = kind in CODE_KINDS
    tasks = [concept for concept in TEXT_TASKS if concept in mentions]
    is_other_work = (is_code or kind is ContentKind.MATHS) and tasks in (["rewrite"], ["textjob"])
    is_other_work = is_other_work or (kind in _TRANSLATABLE and tasks == ["translate"])
    is_other_work = is_other_work and not names_natural_language(ask)
    if is_other_work:
        for name in (*tasks, f"{tasks[0]}+", f"{tasks[0]}-lead", "text-task", "text-task-code"):
            values.pop(name, None)
        tasks = []
    is_mail_about_code = "write-text" in values and is_code and "build" not in mentions
    return bool(tasks) or is_mail_about_code
