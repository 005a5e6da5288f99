"""The built-in actions: their prompts, and which of them suits a text that was selected without a word.

Rules: a prompt says what comes back and nothing else, since that may go straight into a document; it names the
language of the answer, since small models fall into English; the text itself is quoted behind it as data
(``answers.prompt``). The choice is made from what the content is and leaves doubtful texts to the model. Pure; any
thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tray_router.answers.languages import ENGLISH, LANGUAGES
from tray_router.model import Action, Output, is_same_name

LANGUAGE_PLACEHOLDER: Final = "{language}"
OTHER_PLACEHOLDER: Final = "{other}"
LONG_PROSE_CHARS: Final = 2_500  # about a page; below it one reads the text sooner than its summary
LONGEST_QUESTION_CHARS: Final = 1_200  # a longer text that ends with a question is a text


class BuiltIn(StrEnum):
    """Names of the built-in actions, in the order in which they are shown."""

    ANSWER = "answer"
    EXPLAIN = "explain"
    SUMMARISE = "summarise"
    FIX = "fix"
    REPHRASE = "rephrase"
    TRANSLATE = "translate"
    REPLY = "reply"


_PROMPTS: Final = {
    BuiltIn.ANSWER: "",
    BuiltIn.EXPLAIN: (
        "Explain this: first in one or two sentences what it is or says, then "
        "what is needed to understand it. If it reports an error, name the likeliest cause and show the mend. If it "
        "is code, say what it does and name its mistakes. Explain in the language of the text; code and error "
        "messages in the language of the words around them, else in {language}."
    ),
    BuiltIn.SUMMARISE: (
        "Summarise this. Begin with one sentence that holds the point, then at most five short bullet points with what "
        "matters: decisions, numbers, dates, names. If it is a message or a conversation, say who wants what, and by "
        "when. Leave out what is not in the text. Write in the language of the text."
    ),
    BuiltIn.FIX: (
        "Correct the mistakes in this: spelling, grammar and punctuation in prose, errors in code. Change nothing that "
        "is right, and keep language, meaning, tone, formatting and line breaks. Give back the corrected text alone, "
        "whole, without quotation marks and without a word about it; code as one fenced block."
    ),
    BuiltIn.REPHRASE: (
        "Rephrase this. It shall read clearly and naturally. Keep language, meaning, level of politeness, names, "
        "numbers and formatting, and do not make it longer. Give back the new text alone, whole, without quotation "
        "marks and without a word about it."
    ),
    BuiltIn.TRANSLATE: (
        "Translate this into {language}. {other}Keep meaning, tone and formatting; leave code, names, links and "
        "placeholders as they are. Give back the translation alone, without quotation marks and without a word about "
        "it."
    ),
    BuiltIn.REPLY: (
        "Write a reply to this message. Speak for the one who got it, and answer each question and request in it; "
        "where a decision or fact is missing, leave a short placeholder in square brackets. Write in the language and "
        "the tone of the message, brief, with a greeting and a close where it has them. Give back the reply alone, "
        "without a subject line and without a word about it."
    ),
}
_OUTPUTS: Final = {BuiltIn.FIX: Output.REPLACE, BuiltIn.REPHRASE: Output.REPLACE}

BUILT_IN_ACTIONS: Final[Mapping[str, Action]] = {
    name.value: Action(name.value, prompt, output=_OUTPUTS.get(name, Output.POPUP), is_built_in=True)
    for name, prompt in _PROMPTS.items()
}
"""All of them by name, in the order in which they are shown."""


def built_in(name: str) -> Action | None:
    """The built-in action of that name, or None."""
    return named(name, BUILT_IN_ACTIONS.values())


def named(name: str, actions: Iterable[Action]) -> Action | None:
    """The action of that name, upper and lower case alike; None when there is none."""
    return next((action for action in actions if is_same_name(action.name, name)), None)


def filled_in(action: Action, language: str, content_language: str = "") -> str:
    """The action's prompt with the languages that it names.

    Args:
        language: code of the user's language.
        content_language: code of the language of what is asked about; empty when that is not plain.
    """
    if not action.is_built_in:
        return action.prompt
    target, other = _translation(language, content_language)
    return action.prompt.replace(OTHER_PLACEHOLDER, other).replace(LANGUAGE_PLACEHOLDER, LANGUAGES[target])


def gist(action: Action, prompt: str) -> str:
    """What a filled-in prompt asks for, in its first words; empty where the prompt is the user's own, or none."""
    return re.split(r"[.:]", prompt, maxsplit=1)[0] + "." if action.is_built_in and prompt else ""


def _translation(language: str, content_language: str) -> tuple[str, str]:
    """The language to translate into, and a sentence for a text that may be in that language already."""
    own = language if language in LANGUAGES else ENGLISH
    if content_language == own and own != ENGLISH:
        return ENGLISH, ""
    if content_language or own == ENGLISH:
        return own, ""
    return own, f"If it is in {LANGUAGES[own]} already, translate it into English. "


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """What is known of a captured text.

    Attributes:
        chars: its length.
        language: code of its language, or empty when that is not plain.
        is_code: code, or the output of programs: traceback, log, diff, configuration, shell.
        is_message: a mail or a conversation.
        is_question: it asks something, or sets a task with answers to choose from.
        is_prose: running text.
    """

    chars: int = 0
    language: str = ""
    is_code: bool = False
    is_message: bool = False
    is_question: bool = False
    is_prose: bool = False


def default_action(facts: ContentFacts, read_languages: Iterable[str]) -> BuiltIn:
    """What is done with a text that was selected without a word.

    Code and error messages are explained, whatever the language of their words; what the user cannot read is
    translated; a question is answered; messages and long texts are summarised, since what to reply is the user's
    to say. ``ANSWER`` leaves the rest to the model, which is told to answer what asks and explain what does not.

    Args:
        read_languages: codes of the languages that the user reads.
    """
    if facts.is_code:
        return BuiltIn.EXPLAIN
    if facts.language and facts.language not in set(read_languages):
        return BuiltIn.TRANSLATE
    if facts.is_question and not facts.is_message and facts.chars <= LONGEST_QUESTION_CHARS:
        return BuiltIn.ANSWER
    if facts.is_message or (facts.is_prose and facts.chars > LONG_PROSE_CHARS):
        return BuiltIn.SUMMARISE
    return BuiltIn.ANSWER
