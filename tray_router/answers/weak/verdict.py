"""The verdict on a whole answer.

Rule: never raises, reads at most a fixed number of characters of prompt and answer. Pure; any thread.
"""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.answers.weak import coding, cues, echo, ending, length, markup, refusing, repetition, tongue, waiting
from tray_router.answers.weak.question import Question, read_question
from tray_router.answers.weak.reasons import WeakReason
from tray_router.answers.weak.text import Parts, clip, parts

VISION_TASK = "vision"


@dataclass(frozen=True, slots=True)
class AnswerUnderTest:
    """A finished answer and what it was an answer to.

    Attributes:
        task: route name (``quick``, ``code``, ``reasoning``, ``vision`` or any other).
        prompt: instruction and content as sent.
        answer: the whole text.
        done_reason: as the server said (Ollama contract, section 2).
        has_image: an image was sent; assumed for the route ``vision``.
        instruction: what to do, when known apart from the content.
    """

    task: str
    prompt: str
    answer: str
    done_reason: str = "stop"
    has_image: bool = False
    instruction: str = ""


def weak_reasons(answer: AnswerUnderTest) -> tuple[WeakReason, ...]:
    """Why the answer is weak, in the order of ``WeakReason``; empty when it is good. Bounded time, never raises."""
    question = read_question(
        answer.task, answer.prompt, answer.instruction, has_image=answer.has_image or answer.task == VISION_TASK
    )
    text = clip(answer.answer)
    if ending.says_nothing(question, text):
        return (
            (WeakReason.EMPTY, WeakReason.LEAKED_TAGS) if markup.leaks_markup(question, text) else (WeakReason.EMPTY,)
        )
    found = _reasons(question, text, parts(text), answer.done_reason)
    return tuple(reason for reason in WeakReason if reason in found)


def _reasons(question: Question, text: str, cut: Parts, done_reason: str) -> set[WeakReason]:
    found: set[WeakReason] = set()
    if not cut.code.strip():
        if refusing.is_refusal(question, cut.prose):
            found.add(WeakReason.REFUSAL)
        if waiting.asks_for_input(question, cut.prose):
            found.add(WeakReason.ASKS_FOR_INPUT)
        if waiting.cannot_see(question, cut.prose):
            found.add(WeakReason.CANNOT_SEE)
    if _repeats(question, text, cut, done_reason):
        found.add(WeakReason.REPETITION)
    if ending.is_cut_off(question, text, cut, done_reason):
        found.add(WeakReason.CUT_OFF)
    if coding.lacks_code(question, cut) and not found & _DECLINED:
        found.add(WeakReason.NO_CODE)
    if coding.is_left_open(question, cut):
        found.add(WeakReason.PLACEHOLDER_CODE)
    if markup.leaks_markup(question, text):
        found.add(WeakReason.LEAKED_TAGS)
    if echo.is_echo(question, text):
        found.add(WeakReason.ECHO)
    if tongue.is_wrong_language(question, cut):
        found.add(WeakReason.WRONG_LANGUAGE)
    if length.is_too_short(question, text, cut):
        found.add(WeakReason.TOO_SHORT)
    return found


_DECLINED = frozenset({WeakReason.REFUSAL, WeakReason.ASKS_FOR_INPUT, WeakReason.CANNOT_SEE})


def _repeats(question: Question, text: str, cut: Parts, done_reason: str) -> bool:
    if question.asks_for_repetition:
        return False
    is_cut = done_reason == "length"
    is_verse = question.asks(cues.POEM)
    if repetition.goes_in_circles(cut.prose, is_cut=is_cut, is_verse=is_verse):
        return True
    if not cut.blocks:
        return False
    loop = repetition.loop_at_end(cut.blocks[-1].text)
    return loop is not None and repetition.is_runaway(loop, is_code=True, is_cut=is_cut)
