from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.fleet.figures import SAME, SHORTEST_S, FinishedAnswer, loaded_in, measured, stopped
from tray_router.model import AnswerStats, ModelFigures
from tray_router.model.fading import HALF_LIFE_MAX_S, HALF_LIFE_S, Trend, expected

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


def after(known: ModelFigures, found: AnswerStats, now: float = 5.0, **more: Any) -> ModelFigures:
    return measured(known, FinishedAnswer(found, **({"was_cold": False, "prompt_tokens": 150} | more)), now)


def speed_after(*speeds: float, every_s: float = 60.0, start: ModelFigures = NOTHING) -> ModelFigures:
    """The figures after answers at such speeds in tokens per second, one every so many seconds."""
    found, now = start, start.answer_trend.at if start.answer_trend is not None else 0.0
    for speed in speeds:
        now += every_s
        found = after(found, stats(answer_s=100.0 / speed), now)
    return found


def trend(found: ModelFigures) -> Trend:
    assert found.answer_trend is not None
    return found.answer_trend


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
        prompt_trend=Trend(5.0, 1_500.0, (1_500.0,)),
        answer_trend=Trend(5.0, 50.0, (50.0,)),
    )


@pytest.mark.parametrize(
    ("speeds", "known"),
    [
        ((50.0, 50.0, 5.0), 50.0),  # one odd answer condemns no machine
        ((50.0, 5.0), 50.0),
        ((5.0, 50.0), 15.8),  # nor does the first
        ((5.0, 50.0, 50.0), 28.1),
        ((50.0, 50.0, 5.0, 50.0), 50.0),
        ((50.0, 50.0, 500.0, 50.0), 50.0),  # nor is it praised for one
        ((50.0, 50.0, 5.0, 5.0), 15.8),  # two in a row are news
        ((50.0, 50.0, 5.0, 5.0, 5.0), 8.9),
        ((50.0, 40.0, 45.0), 47.4),
    ],
)
def test_an_average_follows_what_is_no_accident(speeds: tuple[float, ...], known: float) -> None:
    assert speed_after(*speeds).tokens_per_s == pytest.approx(known, rel=0.05)


def test_a_machine_that_lost_its_gpu_is_known_as_slow_after_a_few_answers() -> None:
    assert (speed_after(*[50.0] * 20, *[5.0] * 4).tokens_per_s or 0.0) < 7.0


# --- after a while --------------------------------------------------------------------------------------


def test_after_a_long_time_one_answer_says_more_than_all_before_it() -> None:
    slow = speed_after(50.0, 50.0, 5.0, 5.0, 5.0, 5.0)
    again = speed_after(50.0, start=slow, every_s=3 * HALF_LIFE_S)
    assert (again.tokens_per_s or 0.0) > 40.0
    soon = speed_after(50.0, start=slow, every_s=60.0)
    assert (soon.tokens_per_s or 0.0) < 10.0


def test_a_machine_that_is_found_as_slow_as_before_is_tried_more_and_more_seldom() -> None:
    found = speed_after(50.0, 50.0, 5.0, 5.0, 5.0, 5.0, 5.0)
    pauses = []
    for _ in range(8):
        found = speed_after(5.5, start=found, every_s=3 * trend(found).half_life_s)
        pauses.append(trend(found).half_life_s)
    assert pauses[:3] == [2 * HALF_LIFE_S, 4 * HALF_LIFE_S, 8 * HALF_LIFE_S]
    assert pauses[-1] == HALF_LIFE_MAX_S
    assert trend(found).best < 6.0  # what it once could do is forgotten
    better = speed_after(30.0, start=found)
    assert trend(better).half_life_s == HALF_LIFE_S


def test_a_machine_that_is_steady_for_days_and_then_slow_is_not_avoided_for_days() -> None:
    found = speed_after(*[50.0] * 10, every_s=HALF_LIFE_MAX_S)
    assert trend(found).half_life_s == HALF_LIFE_MAX_S
    slow = speed_after(5.0, 5.0, 5.0, start=found)
    assert (slow.tokens_per_s or 0.0) < 10.0
    assert trend(slow).half_life_s == HALF_LIFE_S
    assert trend(slow).best == pytest.approx(50.0)


# --- what is recorded -----------------------------------------------------------------------------------


def test_a_cold_answer_tells_of_the_load_and_not_of_the_first_word() -> None:
    found = after(NOTHING, stats(load_s=7.0, first_token_s=7.4), was_cold=True)
    assert (found.first_token_s, found.tokens_per_s) == (None, 50.0)
    assert found.load_s == pytest.approx(7.0)


def test_a_model_that_was_loaded_again_for_another_context_was_cold_too() -> None:
    found = after(NOTHING, stats(load_s=3.0, first_token_s=3.3))
    assert found.first_token_s is None
    assert found.load_s == pytest.approx(3.0)


def test_a_load_that_somebody_else_had_begun_says_nothing_of_loads() -> None:
    found = after(NOTHING, stats(load_s=2.0, first_token_s=2.3), was_cold=True, joined_load=True)
    assert (found.load_s, found.first_token_s) == (None, None)


def test_a_model_that_was_there_after_all_was_not_loaded_in_no_time() -> None:
    found = after(NOTHING, stats(load_s=0.001), was_cold=True)
    assert (found.load_s, found.load_trend) == (None, None)


def test_what_was_read_for_an_earlier_question_was_not_read_fast() -> None:
    assert after(NOTHING, stats(prompt_tokens=9_000), is_follow_up=True).prompt_tokens_per_s is None
    told = stats(prompt_tokens=9_000, cached_tokens=8_900)
    assert after(NOTHING, told, is_follow_up=True).prompt_tokens_per_s == 500.0
    assert after(NOTHING, told).prompt_tokens_per_s == 500.0


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


def test_an_answer_that_was_stopped_tells_how_slow_it_was_and_nothing_else() -> None:
    found = stopped(NOTHING, 30, 10.0, 7.0)
    assert (found.tokens_per_s, found.answer_tokens, found.attempts, found.used_at) == (3.0, None, 0, 7.0)
    assert stopped(NOTHING, 3, 10.0, 7.0).tokens_per_s is None
    assert stopped(NOTHING, 30, 0.1, 7.0).tokens_per_s is None  # stopped at once: that says nothing
    known = speed_after(50.0, 50.0)
    slow = stopped(stopped(known, 30, 10.0, 70.0), 30, 10.0, 80.0)
    assert (slow.tokens_per_s or 0.0) < 20.0


def test_a_preload_tells_how_long_a_load_takes() -> None:
    found = loaded_in(after(NOTHING, stats()), 6.0, 9.0)
    assert (found.used_at, found.attempts) == (9.0, 1)
    assert found.load_s == pytest.approx(6.0)


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
        assert min(loads) * 0.999 <= found.load_s <= max(loads) * 1.001
    assert found.first_token_s is None or found.first_token_s >= 0.0


SPEEDS = st.floats(min_value=0.1, max_value=10_000.0)


@given(st.lists(st.tuples(SPEEDS, st.floats(0.0, 1e6)), min_size=1, max_size=12))
def test_a_trend_stays_within_what_was_seen(answers: list[tuple[float, float]]) -> None:
    found, now = NOTHING, 0.0
    for speed, after_s in answers:
        now += after_s
        found = after(found, stats(answer_tokens=1_000, answer_s=1_000.0 / speed), now)
    seen = [speed for speed, _ in answers]
    assert min(seen) * 0.999 <= (found.tokens_per_s or 0.0) <= trend(found).best * 1.001
    assert trend(found).best <= max(seen) * 1.001
    assert HALF_LIFE_S <= trend(found).half_life_s <= HALF_LIFE_MAX_S
    assert trend(found).at == now


@given(st.lists(SPEEDS, min_size=3, max_size=12), SPEEDS)
def test_one_odd_answer_among_steady_ones_changes_next_to_nothing(steady: list[float], odd: float) -> None:
    level = steady[0]
    near = [level * (1.0 + (speed % 1.0) / 20.0) for speed in steady]  # within five percent
    before, later = speed_after(*near), speed_after(*near, odd)
    assert before.tokens_per_s is not None and later.tokens_per_s is not None
    assert max(before.tokens_per_s, later.tokens_per_s) / min(before.tokens_per_s, later.tokens_per_s) < 1.06 < SAME
    ordinary = level
    assert expected(later.tokens_per_s, trend(later), ordinary, trend(later).at) > level * 0.94
