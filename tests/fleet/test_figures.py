from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.fleet.figures import NEWEST_SHARE, SHORTEST_S, loaded_in, measured
from tray_router.model import AnswerStats, ModelFigures

NOTHING = ModelFigures("qwen3:4b")


def stats(**more: Any) -> AnswerStats:
    """An answer of 100 tokens in 2 s to a prompt of 300 tokens, warm."""
    fields: dict[str, Any] = {
        "prompt_tokens": 300,
        "answer_tokens": 100,
        "load_s": 0.001,
        "queue_s": 0.0,
        "prompt_s": 0.2,
        "answer_s": 2.0,
        "first_token_s": 0.25,
    } | more
    return AnswerStats(**fields)


def after(known: ModelFigures, found: AnswerStats, *, was_cold: bool = False) -> ModelFigures:
    return measured(known, found, was_cold=was_cold, prompt_tokens=150, now=5.0)


def test_the_first_answer_is_the_average_of_one() -> None:
    found = after(NOTHING, stats())
    assert found == ModelFigures(
        "qwen3:4b",
        first_token_s=0.25,
        load_s=None,
        prompt_tokens_per_s=1_500.0,
        tokens_per_s=50.0,
        answer_tokens=100,
        attempts=1,
        used_at=5.0,
    )


def test_the_newest_answer_counts_for_its_share() -> None:
    found = after(after(NOTHING, stats()), stats(answer_s=10.0))
    assert found.tokens_per_s == pytest.approx(50.0 + NEWEST_SHARE * (10.0 - 50.0))
    assert found.attempts == 2


def test_a_machine_that_lost_its_gpu_is_known_as_slow_after_five_answers() -> None:
    found = NOTHING
    for _ in range(20):
        found = after(found, stats())
    for _ in range(5):
        found = after(found, stats(answer_s=20.0))
    assert found.tokens_per_s is not None
    assert found.tokens_per_s < 5.0 + 0.2 * 45.0


def test_a_cold_answer_tells_of_the_load_and_not_of_the_first_word() -> None:
    found = after(NOTHING, stats(load_s=7.0, first_token_s=7.4), was_cold=True)
    assert (found.load_s, found.first_token_s, found.tokens_per_s) == (7.0, None, 50.0)


def test_a_model_that_was_loaded_again_for_another_context_was_cold_too() -> None:
    found = after(NOTHING, stats(load_s=3.0, first_token_s=3.3))
    assert (found.load_s, found.first_token_s) == (3.0, None)


def test_the_wait_for_others_is_no_property_of_the_model() -> None:
    assert after(NOTHING, stats(queue_s=4.0, first_token_s=4.3)).first_token_s == pytest.approx(0.3)
    assert after(NOTHING, stats(queue_s=4.0, first_token_s=3.9)).first_token_s == 0.0


@pytest.mark.parametrize(
    ("found", "tokens_per_s", "prompt_tokens_per_s"),
    [
        (stats(answer_tokens=3), None, 1_500.0),  # a word says nothing of the speed
        (stats(prompt_tokens=5), 50.0, None),
        (stats(prompt_tokens=None), 50.0, 750.0),  # our own estimate stands in
        (stats(answer_s=None, prompt_s=None), None, None),
        (AnswerStats(), None, None),
    ],
)
def test_what_means_nothing_is_left_out(
    found: AnswerStats, tokens_per_s: float | None, prompt_tokens_per_s: float | None
) -> None:
    known = after(NOTHING, found)
    assert (known.tokens_per_s, known.prompt_tokens_per_s) == (tokens_per_s, prompt_tokens_per_s)
    kept = after(after(NOTHING, stats()), found)
    assert kept.tokens_per_s is not None
    assert kept.prompt_tokens_per_s is not None


def test_a_preload_tells_how_long_a_load_takes() -> None:
    found = loaded_in(after(NOTHING, stats()), 6.0, 9.0)
    assert (found.load_s, found.used_at, found.attempts) == (6.0, 9.0, 1)


TIMES = st.one_of(st.none(), st.floats(min_value=0.0, max_value=1e4))
COUNTS = st.one_of(st.none(), st.integers(min_value=0, max_value=100_000))
STATS = st.builds(
    AnswerStats,
    prompt_tokens=COUNTS,
    answer_tokens=COUNTS,
    load_s=TIMES,
    queue_s=TIMES,
    prompt_s=TIMES,
    answer_s=TIMES,
    first_token_s=TIMES,
)


@given(st.lists(st.tuples(STATS, st.booleans()), max_size=8))
def test_figures_stay_within_what_was_seen(answers: list[tuple[AnswerStats, bool]]) -> None:
    found = NOTHING
    for one, was_cold in answers:
        found = after(found, one, was_cold=was_cold)
    speeds = [
        one.tokens_per_s for one, _ in answers if one.tokens_per_s is not None and (one.answer_s or 0) >= SHORTEST_S
    ]
    loads = [one.load_s for one, _ in answers if one.load_s is not None]
    assert found.attempts == len(answers)
    if found.tokens_per_s is not None:
        assert min(speeds) * 0.999 <= found.tokens_per_s <= max(speeds) * 1.001
    if found.load_s is not None:
        assert min(loads) <= found.load_s <= max(loads) * 1.001
    assert found.first_token_s is None or found.first_token_s >= 0.0
