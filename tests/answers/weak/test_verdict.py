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
