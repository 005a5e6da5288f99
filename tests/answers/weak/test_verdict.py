"""The named cases of the weak-answer test: each a promise that the product makes."""

from __future__ import annotations

import pytest

from tray_router.answers.weak import AnswerUnderTest, WeakReason, weak_reasons


def reasons(task: str, prompt: str, answer: str, done_reason: str = "stop", **more: object) -> tuple[WeakReason, ...]:
    return weak_reasons(AnswerUnderTest(task, prompt, answer, done_reason, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("task", "prompt", "answer"),
    [
        ("reasoning", "What is 6 times 7?", "42"),
        ("code", "Which command lists all files with details?", "`ls -la`"),
        ("code", "git command that undoes the last commit but keeps the changes", "git reset --soft HEAD~1"),
        ("quick", "Is water wet? Yes or no.", "Yes."),
        (
            "quick",
            "What does a chatbot say when it declines?",
            "\"I'm sorry, but I can't assist with that.\" is typical.",
        ),
        (
            "quick",
            "Write a poem with a refrain.",
            "Snow on the hill,\nO let me stay.\nFrost on the sill,\nO let me stay.\nAll is so still,\nO let me stay.",
        ),
        ("code", "How do I slice the last axis in NumPy?", "```python\nx[..., -1]\n```"),
        (
            "code",
            "Write a typing.Protocol with a read method.",
            "```python\nclass Reader(Protocol):\n    def read(self) -> bytes: ...\n```",
        ),
    ],
)
def test_good_answers_that_look_weak_are_good(task: str, prompt: str, answer: str) -> None:
    assert reasons(task, prompt, answer) == ()


def test_every_reason_has_its_own_sentence() -> None:
    sentences = {reason.sentence for reason in WeakReason}
    assert len(sentences) == len(WeakReason)
    assert all(sentence and sentence[-1] != "." for sentence in sentences)


REFUSAL = "I'm sorry, but I can't assist with that request."


@pytest.mark.parametrize(
    ("prompt", "answer", "reason"),
    [
        ("Name a river.", "", WeakReason.EMPTY),
        ("Name a river.", REFUSAL, WeakReason.REFUSAL),
        ("Name a river.", "Rhine<|im_end|>", WeakReason.LEAKED_TAGS),
        ("How long is the Rhine?", "How long is the Rhine?", WeakReason.ECHO),
        ("Write a 500-word essay on rivers.", "Rivers are long.", WeakReason.TOO_SHORT),
        (
            "Warum ist der Rhein so wichtig?",
            "The Rhine is important because it carries goods.",
            WeakReason.WRONG_LANGUAGE,
        ),
    ],
)
def test_a_failure_has_its_name(prompt: str, answer: str, reason: WeakReason) -> None:
    assert reason in reasons("quick", prompt, answer)


def test_a_refusal_is_good_where_it_is_what_was_asked_for() -> None:
    assert reasons("quick", "Tell me a joke.", REFUSAL) == (WeakReason.REFUSAL,)
    assert reasons("quick", f"Proofread: {REFUSAL}", REFUSAL) == ()
    assert reasons("quick", "What did the bot say?", f'The bot said: "{REFUSAL}"') == ()


def test_asking_for_the_text_is_weak_only_when_there_is_one() -> None:
    asking = "Please provide the text you'd like me to summarize."
    assert reasons("quick", "Summarise this", asking) == ()
    assert reasons("quick", "Summarise this:\n\nThe bridge is closed until May.", asking) == (
        WeakReason.ASKS_FOR_INPUT,
    )


def test_the_instruction_counts_when_it_is_known_apart() -> None:
    content = "Le pont est fermé jusqu'en mai parce que la ville le répare."
    answer = "Le pont est fermé jusqu'en mai parce que la ville le répare."
    known = {"instruction": "Translate into English"}
    assert WeakReason.ECHO in reasons("quick", f"Translate into English\n\n{content}", answer, **known)


def test_an_image_makes_blindness_weak() -> None:
    blind = "I can't see images."
    assert reasons("vision", "What is this?", blind) == (WeakReason.CANNOT_SEE,)
    assert WeakReason.CANNOT_SEE in reasons("quick", "What is this?", blind, has_image=True)
    assert reasons("quick", "Can you see images?", blind) == ()


def test_the_length_limit_is_forgiven_when_the_user_set_one() -> None:
    whole = "Plants turn light into sugar."
    assert reasons("quick", "What is photosynthesis, in at most 10 words?", whole, "length") == ()
    assert reasons("quick", "What is photosynthesis?", "Plants turn light into", "length") == (WeakReason.CUT_OFF,)
