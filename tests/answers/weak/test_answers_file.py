"""The development set: every labelled answer, with floors for precision and recall, overall and by language."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tray_router.answers.weak import AnswerUnderTest, StreamingCheck, WeakReason, weak_reasons

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "answers.jsonl").read_text("utf-8").splitlines()
]


def judge(row: dict[str, Any]) -> tuple[WeakReason, ...]:
    return weak_reasons(
        AnswerUnderTest(
            row["task"], row["prompt"], row["answer"], row["done_reason"], has_image=row.get("has_image", False)
        )
    )


def test_the_set_is_wide_enough_to_mean_something() -> None:
    assert len(ROWS) >= 300
    assert len({row["lang"] for row in ROWS}) >= 8
    assert 0.4 <= sum(row["weak"] for row in ROWS) / len(ROWS) <= 0.6
    reasons = Counter(row["reason"] for row in ROWS if row["weak"])
    assert set(reasons) == {str(reason) for reason in WeakReason}
    assert min(reasons.values()) >= 6
    assert len({(row["task"], row["prompt"], row["answer"], row["done_reason"]) for row in ROWS}) == len(ROWS)


def test_precision_and_recall_over_the_whole_set() -> None:
    said = [bool(judge(row)) for row in ROWS]
    hits = sum(verdict and row["weak"] for verdict, row in zip(said, ROWS, strict=True))
    assert hits / sum(said) >= 0.98
    assert hits / sum(row["weak"] for row in ROWS) >= 0.97


@pytest.mark.parametrize("reason", list(WeakReason))
def test_the_labelled_reason_is_among_the_reasons_given(reason: WeakReason) -> None:
    rows = [row for row in ROWS if row["reason"] == reason]
    named = sum(reason in judge(row) for row in rows)
    assert named / len(rows) >= 0.85, [row["answer"][:80] for row in rows if reason not in judge(row)]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_what_the_stream_says_early_the_whole_answer_confirms(size: int) -> None:
    early = 0
    for row in ROWS:
        check = StreamingCheck(row["task"], row["prompt"], has_image=row.get("has_image", False))
        verdict = None
        for start in range(0, len(row["answer"]), size):
            verdict = check.feed(row["answer"][start : start + size])
        if verdict is not None:
            early += 1
            assert verdict in judge(row), (row["prompt"], row["answer"][:100])
    assert early >= 40
