"""What the words of an instruction say, alone, by their place, and in pairs.

Rule: concepts of the lexicon become features of the same name; some are silent alone and only count in company.
Values run from 0 to 1. Pure; any thread.
"""

from __future__ import annotations

from typing import Final

from tray_router.routing.shape import is_question
from tray_router.routing.words import Mention

TEXT_TASKS: Final = ("translate", "summarise", "reply", "rewrite", "textjob", "layperson")
CODE_WORDS: Final = ("fixcode", "codenoun", "proglang", "tech", "build")
QUESTION_WORD: Final = 3  # tokens before a question word that still opens the question
_PHRASE_WORDS: Final = 7  # a search phrase such as "convert string to date" has no more, and hardly a function word
_LATE_CHARS: Final = 24  # the same for scripts without spaces, in characters
LEAD: Final = 5  # tokens from the start in which a verb is the order itself
_SEVERAL_NUMBERS: Final = 0.3  # of the feature "numbers": two numbers or more
_SILENT: Final = frozenset(  # say nothing by themselves
    {
        "fw", "inference", "calendar", "verify", "everyday-code", "constraint", "rightness", "piece", "check", "sums",
        "deceit",
    }
)  # fmt: skip
DOING: Final = ("build", "howto", "trouble", "fixcode", "shelltask", "write", "explain", "order")
_LEADING: Final = (
    "translate", "summarise", "rewrite", "reply", "textjob", "write", "suggest", "explain", "roleplay", "howto",
    "build",
    "fixcode", "trouble", "solve", "prove", "weigh", "weak_reason", "howmany", "factual",
)  # fmt: skip
FEWEST_INFERENCES: Final = 2


def read_words(values: dict[str, float], mentions: dict[str, Mention]) -> None:
    """Adds each concept, whether it comes again, and whether it stands where the order stands."""
    for concept, mention in mentions.items():
        if concept in _SILENT or (concept == "order" and mention.first > 0):
            continue
        if concept == "how":  # a question word only where it opens the question
            if mention.first < QUESTION_WORD:
                values["howto"] = 1.0
            continue
        values[concept] = 1.0
        if mention.count > 1 and not concept.startswith("word:"):
            values[f"{concept}+"] = min(1.0, (mention.count - 1) / 3)
        if mention.first < LEAD and concept in _LEADING:
            values[f"{concept}-lead"] = 1.0


def read_pairs(values: dict[str, float], ask: str, mentions: dict[str, Mention], tokens: int) -> None:
    """Adds two concepts that together mean more than each alone."""
    _code_pairs(values, mentions, tokens)
    if "build" in mentions:  # a program is asked for, not an answer from a table
        values.pop("database-question", 0.0)
        values.pop("database-question+", 0.0)
    _maths_pairs(values, ask, mentions)
    inferences = mentions.get("inference")
    if inferences and inferences.count >= FEWEST_INFERENCES and is_question(ask):
        values["inference-question"] = 1.0
    tasks = [concept for concept in TEXT_TASKS if concept in mentions]
    if tasks == ["rewrite"] and ("latex" in values or "arithmetic" in values):  # formulas are simplified too
        values.pop("rewrite-lead", None)
        values.pop("rewrite")
    elif tasks:
        values["text-task"] = 1.0


def _code_pairs(values: dict[str, float], mentions: dict[str, Mention], tokens: int) -> None:
    is_code = not mentions.keys().isdisjoint(("codenoun", "proglang", "tech"))
    if "write" in mentions:
        if "writing" in mentions:
            values["write-text"] = 1.0
        elif is_code:
            values["write-code"] = 1.0
    if is_code:
        for concept in ("howto", "trouble", "explain"):
            if concept in values:
                values[f"{concept}-code"] = 1.0
        if not mentions.keys().isdisjoint(TEXT_TASKS):
            values["text-task-code"] = 1.0
        if "calendar" in mentions and mentions.keys().isdisjoint(DOING):
            values["event-about-code"] = 1.0
    is_phrase = tokens <= _PHRASE_WORDS and ("fw" not in mentions or mentions["fw"].count == 1)
    if is_phrase and not mentions.keys().isdisjoint(("codenoun", "proglang", "tech", "codeweak", "shelltask")):
        values["tech-phrase"] = 1.0
    if "shelltask" in mentions:
        if mentions["shelltask"].count > 1:
            values["shell-request"] = 1.0
        if "order" in values:
            values["shell-order"] = 1.0


def _maths_pairs(values: dict[str, float], ask: str, mentions: dict[str, Mention]) -> None:
    if "howmany" in mentions:
        late = LEAD if " " in ask else _LATE_CHARS
        if mentions["howmany"].first >= late:
            values["howmany-late"] = 1.0  # first the facts, then the question: a word problem
            if ask.count(",") > 1:
                values["counting"] = 1.0
        if "step" in mentions:
            values["estimate"] = 1.0
    if values.get("numbers", 0.0) >= _SEVERAL_NUMBERS:
        if "howmany" in mentions:
            values["word-problem"] = 1.0
        if "quantity" in mentions:
            values["quantities"] = 1.0
    if "solve" in mentions and ("mathnoun" in mentions or "equation" in values or "latex" in values):
        values["solve-maths"] = 1.0
