"""What of an answer goes into a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.answers.insertable import fenced_block, insertable_text


@pytest.mark.parametrize(
    ("answer", "inside"),
    [
        ("```python\nx = 1\n```", "x = 1"),
        ("\n```\nx = 1\ny = 2\n```\n", "x = 1\ny = 2"),
        ("~~~~\na\n~~~~", "a"),
        ("````md\nuses ``` inside a line\n````", "uses ``` inside a line"),
        ("```\n\n```", ""),
        ("Here it is:\n```python\nx = 1\n```", None),
        ("```python\nx = 1\n```\nDone.", None),
        ("```\na\n```\n\n```\nb\n```", None),
        ("no fence", None),
        ("```python\nnever closed", None),
        ("", None),
    ],
)
def test_an_answer_that_is_one_fenced_block(answer: str, inside: str | None) -> None:
    assert fenced_block(answer) == inside


@pytest.mark.parametrize(
    ("answer", "original", "expected"),
    [
        ("the cat", "teh cat", "the cat"),
        (" the cat\n", "  teh cat\n\n", "  the cat\n\n"),
        ("```python\nx = 1\n```", "x == 1\n", "x = 1\n"),
        ("```\nif a:\n    b()\n```", "    if a\n        b()\n", "    if a:\n        b()\n"),
        ("```\n    if a:\n        b()\n```", "    if a\n        b()\n", "    if a:\n        b()\n"),
        ("```\n\tb()\n```", "\tb(\n", "\tb()\n"),
        ("Look:\n```\nx\n```", "y", "Look:\n```\nx\n```"),
        ("```md\nnew\n```", "```md\nold\n```", "```md\nnew\n```"),
        ('"the cat"', "teh cat", "the cat"),
        ("„die Katze“", "dei Katze", "die Katze"),
        ('"the cat"', '"teh cat"', '"the cat"'),
        ('"a" and "b"', "a nad b", '"a" and "b"'),
        ("answer", "", "answer"),
        ("answer", "  \n", "answer"),
        ("", "text", ""),
    ],
)
def test_the_frame_goes_and_what_was_around_the_text_stays(answer: str, original: str, expected: str) -> None:
    assert insertable_text(answer, original) == expected


@given(st.text(max_size=60), st.text(alphabet=' \t\nab`"', max_size=40))
def test_only_the_frame_is_ever_taken_away(answer: str, original: str) -> None:
    text = insertable_text(answer, original)
    words = "".join(answer.split())
    kept = "".join(text.split())
    assert kept in words
    if not answer.strip().startswith(("`", "~", '"', "“", "„", "«", "»", "「", "『", "'")):
        assert kept == words
