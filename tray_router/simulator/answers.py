"""What a simulated model says: the same words for the same question, always marked as simulated by default.

Rule: these are scripts, which keep the rule of ``script``. Runs in the loop's thread.
"""

from __future__ import annotations

import math
import re
from enum import StrEnum

from tray_router.model import Capability
from tray_router.simulator.images import image_facts
from tray_router.simulator.script import Answer, AnswerScript, Question, Turn

_PIECE = re.compile(r"\s*\S{1,6}|\s+\Z")
_QUOTED_WORDS = 12
_QUOTED_CHARACTERS = 90
_CHARACTERS_PER_TOKEN = 4
_TOKENS_PER_MESSAGE = 4


def default_answer(question: Question) -> Answer:
    """A short Markdown answer that says in its first line that it is simulated, by whom and where."""
    model = question.model
    lines = [f"*Simulated answer* from **{model.name}** on **{question.host}**."]
    if quoted := _quote(question.last.content):
        lines.append(f"> {quoted}")
    lines.append("\n".join(_facts(question)))
    if model.is_code:
        lines.append(f'```python\ndef answer() -> str:\n    return "{model.name} on {question.host}"\n```')
    lines.append("No model ran for this text. A real machine takes its place once it is in the settings.")
    thinking = ""
    if model.can(Capability.THINKING):
        thinking = f"This is a simulated train of thought. The question has {len(question.last.content)} characters. "
        thinking += "A short answer with the facts will do."
    return Answer("\n\n".join(lines), thinking)


def fixed_answer(text: str, thinking: str = "", done_reason: str = "stop") -> AnswerScript:
    """Always these words."""
    return lambda question: Answer(text, thinking, done_reason)


def long_answer(words: int = 5_000) -> AnswerScript:
    """An answer of exactly ``words`` words in paragraphs of 60, each word numbered so that gaps show."""
    paragraph = 60
    numbered = [f"word{number}" for number in range(1, words + 1)]
    blocks = [" ".join(numbered[at : at + paragraph]) for at in range(0, words, paragraph)]
    return fixed_answer("\n\n".join(blocks))


class Weakness(StrEnum):
    """Kinds of answers that are whole but of no use."""

    EMPTY = "empty"
    THINKING_ONLY = "thinking-only"
    REFUSAL = "refusal"
    TOO_SHORT = "too-short"
    LOOP = "loop"
    ECHO = "echo"
    LENGTH = "length"


def weak_answer(kind: Weakness) -> AnswerScript:
    """An answer that a router may want to ask again elsewhere."""
    if kind is Weakness.ECHO:
        return lambda question: Answer(question.last.content)
    loop = "The same sentence again and again. " * 40
    return {
        Weakness.EMPTY: fixed_answer(""),
        Weakness.THINKING_ONLY: fixed_answer("", "Let me think about this for a long while.", "length"),
        Weakness.REFUSAL: fixed_answer("I'm sorry, but I can't help with that."),
        Weakness.TOO_SHORT: fixed_answer("Ok."),
        Weakness.LOOP: fixed_answer(loop.strip()),
        Weakness.LENGTH: fixed_answer("The first reason is that the", "", "length"),
    }[kind]


def split_tokens(text: str) -> list[str]:
    """The text in pieces of up to six visible characters; joined they are the text again."""
    return _PIECE.findall(text)


def count_tokens(turns: tuple[Turn, ...], image_tokens: int) -> int:
    """Estimated prompt tokens: a quarter of the characters, a few per message, and a fixed number per image."""
    return sum(
        _TOKENS_PER_MESSAGE + math.ceil(len(turn.content) / _CHARACTERS_PER_TOKEN) + image_tokens * len(turn.images)
        for turn in turns
    )


def _quote(text: str) -> str:
    words = text.split()
    quoted = " ".join(words[:_QUOTED_WORDS])
    is_cut = len(words) > _QUOTED_WORDS or len(quoted) > _QUOTED_CHARACTERS
    return quoted[:_QUOTED_CHARACTERS] + ("…" if is_cut else "")


def _facts(question: Question) -> list[str]:
    facts = [f"- Received: {len(question.last.content)} characters"]
    asked = sum(turn.role == "user" for turn in question.turns)
    if asked > 1:
        facts.append(f"- Conversation: question {asked}")
    if question.model.can(Capability.VISION):
        for number, image in enumerate(question.last.images, start=1):
            seen = image_facts(image)
            facts.append(
                f"- Image {number}: {seen.width} × {seen.height} pixels, {seen.format}"
                if seen
                else f"- Image {number}: unreadable"
            )
    return facts
