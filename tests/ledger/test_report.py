"""What lines of the ledger add up to: questions, rows, spreads, time saved, and this day's figures."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.engine.ports import UsageRecord
from tray_router.ledger import UsageLedger, usage_report
from tray_router.ledger.lines import UsageLine
from tray_router.ledger.spread import Spread
from tray_router.ledger.tally import REMEMBERED, Tally
from tray_router.model import AnswerStats
from tray_router.model.usage import UsageGroup, UsageReport

DAY = date(2026, 3, 4)
BIG, SMALL = "qwen3-coder:30b", "qwen3:4b"


def line(request: str = "r1", **more: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "request": request,
        "route": "quick",
        "model": SMALL,
        "host": "mac",
        "outcome": "completed",
        "tokens_in": 100,
        "tokens_out": 50,
        "first_token_s": 0.5,
        "answer_s": 1.0,
        "total_s": 1.5,
        "biggest": BIG,
    }
    return fields | more


def written(folder: Path, lines: Iterable[dict[str, Any]], day: date = DAY) -> Path:
    with (folder / f"token-usage-{day}.jsonl").open("a") as file:
        for one in lines:
            file.write(json.dumps(one) + "\n")
    return folder


def report(folder: Path, *lines: dict[str, Any]) -> UsageReport:
    return usage_report(written(folder, lines))


def test_a_question_counts_once_with_the_attempt_that_answered(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        line("a", outcome="refused", host="pc", total_s=3.0, tokens_in=None, tokens_out=None),
        line("a", attempt=2, degraded=True),
        line("b"),
        line("c", outcome="silent"),
        line("d", outcome="cancelled"),
    )
    figures = found.figures
    assert (figures.requests, figures.answered, figures.failed, figures.cancelled, figures.attempts) == (4, 2, 1, 1, 5)
    assert (figures.fallbacks, figures.escalations, figures.degraded) == (1, 0, 1)
    assert (figures.tokens_in, figures.tokens_out, figures.work_s) == (400, 200, 9.0)
    assert {row.name: (row.figures.requests, row.figures.attempts) for row in found.machines} == {
        "mac": (4, 4),
        "pc": (0, 1),
    }


def test_a_weak_answer_that_was_asked_again_counts_with_the_bigger_model(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        line("a"),
        line("a", attempt=2, model=BIG, host="pc", escalated_from=SMALL, degraded=True),
        line("b", outcome="weak:refusal"),
        line("b", attempt=2, model=BIG, host="pc", escalated_from=SMALL, outcome="refused"),  # the first is back
    )
    figures = found.figures
    assert (figures.requests, figures.answered, figures.escalations, figures.fallbacks) == (2, 2, 2, 0)
    assert figures.degraded == 0  # the bigger model was what the user wanted then
    assert [(row.name, row.figures.answered, row.share) for row in found.models] == [(BIG, 1, 0.5), (SMALL, 1, 0.5)]


def test_the_same_model_asked_again_is_no_fallback(tmp_path: Path) -> None:
    found = report(tmp_path, line("a", outcome="context-exceeded"), line("a", attempt=2))
    assert (found.figures.fallbacks, found.figures.requests, found.figures.failed) == (0, 1, 0)


def test_corrections_count_for_their_route(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        line("a", route="code"),
        line("a", route="code", model="", host="", outcome="corrected", wanted="quick"),
    )
    assert (found.figures.requests, found.figures.attempts, found.figures.corrections) == (1, 1, 1)
    assert [(row.name, row.figures.corrections) for row in found.routes] == [("code", 1)]
    assert [row.name for row in found.models] == [SMALL]
    assert [row.name for row in found.machines] == ["mac"]


def test_the_cloud_is_counted_with_what_it_cost(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        line("a", is_cloud=True, cost_usd=0.002),
        line("b", is_cloud=True, cost_usd=None),
        line("c", is_cloud=True, cost_usd=None, outcome="unauthorized", tokens_out=None),
        line("d"),
    )
    figures = found.figures
    assert (figures.cloud_requests, figures.unknown_costs) == (3, 1)
    assert figures.cost_usd == pytest.approx(0.002)


def test_reasoning_is_counted_and_said_to_be_estimated(tmp_path: Path) -> None:
    counted = report(tmp_path, line("a", tokens_thinking=30), line("b", tokens_thinking=0))
    assert (counted.figures.tokens_thinking, counted.figures.has_estimates) == (30, False)
    estimated = report(tmp_path, line("c", tokens_thinking=5, thinking_estimated=True))
    assert (estimated.figures.tokens_thinking, estimated.figures.has_estimates) == (35, True)


def test_rows_come_with_their_shares_the_largest_first_and_days_in_their_order(tmp_path: Path) -> None:
    for day in range(3):
        lines = [line(f"{day}.{n}", route="code" if n % 4 == 0 else "quick") for n in range(4 * (day + 1))]
        written(tmp_path, lines, DAY + timedelta(day))
    found = usage_report(tmp_path)
    assert [(row.name, row.share) for row in found.routes] == [("quick", 0.75), ("code", 0.25)]
    assert [(row.name, row.figures.requests) for row in found.rows(UsageGroup.DAY)] == [
        ("2026-03-04", 4),
        ("2026-03-05", 8),
        ("2026-03-06", 12),
    ]
    assert (found.since, found.until) == ("2026-03-04", "2026-03-06")
    some = usage_report(tmp_path, DAY + timedelta(1), DAY + timedelta(1))
    assert (some.since, some.until, some.figures.requests) == ("2026-03-05", "2026-03-05", 8)


def test_attempts_on_both_sides_of_midnight_are_one_question(tmp_path: Path) -> None:
    written(tmp_path, [line("a", outcome="silent"), line("b")])
    written(tmp_path, [line("a", attempt=2, host="pc")], DAY + timedelta(1))
    found = usage_report(tmp_path)
    assert (found.figures.requests, found.figures.answered, found.figures.fallbacks) == (2, 2, 1)
    assert [(row.name, row.figures.requests) for row in found.days] == [("2026-03-04", 1), ("2026-03-05", 1)]


def test_many_questions_between_two_attempts_do_not_part_them(tmp_path: Path) -> None:
    between = [line(f"r{n}") for n in range(REMEMBERED)]
    found = report(tmp_path, line("a", outcome="silent"), *between, line("a", attempt=2, host="pc"))
    assert (found.figures.requests, found.figures.failed, found.figures.fallbacks) == (REMEMBERED + 1, 0, 1)


LINES = st.builds(
    line,
    st.sampled_from([f"r{n}" for n in range(6)]),
    outcome=st.sampled_from(["completed", "refused", "cancelled", "weak:refusal", "corrected"]),
    model=st.sampled_from([SMALL, BIG]),
    route=st.sampled_from(["quick", "code"]),
    degraded=st.booleans(),
    images=st.integers(0, 1),
    tokens_out=st.none() | st.integers(0, 500),
    total_s=st.none() | st.floats(0, 100),
    escalated_from=st.sampled_from(["", SMALL]),
)


@given(st.lists(LINES, max_size=40), st.integers(1, 7))
def test_figures_add_up_whatever_the_lines_and_however_they_are_cut_into_blocks(
    lines: list[dict[str, Any]], block: int
) -> None:
    tally = Tally()
    tally.begin_day("2026-03-04")
    converted = [msgspec.convert(one, UsageLine) for one in lines]
    for start in range(0, len(converted), block):
        tally.add(converted[start : start + block])
    tally.finish()
    figures = tally.whole().figures()
    attempts = [one for one in converted if one.outcome != "corrected"]
    assert figures.requests == len({one.request for one in attempts})
    assert figures.requests == figures.answered + figures.failed + figures.cancelled
    assert (figures.attempts, figures.corrections) == (len(attempts), len(converted) - len(attempts))
    assert figures.tokens_out == sum(one.tokens_out or 0 for one in attempts)
    assert figures.total.count <= figures.answered
    whole = tally.whole()
    assert whole.compared <= whole.answered
    assert min(whole.total.counts.values(), default=0) >= 0


@given(st.lists(st.floats(0.001, 5_000), min_size=1, max_size=60))
def test_quantiles_are_near_the_true_ones(values: list[float]) -> None:
    one_by_one, at_once = Spread(), Spread()
    for value in values:
        one_by_one.add(value)
    at_once.add_many(values)
    ordered = sorted(values)
    for share in (0.5, 0.95):
        true = ordered[max(0, -int(-share * len(ordered) // 1) - 1)]
        assert one_by_one.quantile(share) == at_once.quantile(share) == pytest.approx(true, rel=0.016)


def test_values_that_cannot_be_are_counted_as_nothing_long() -> None:
    spread = Spread()
    spread.add_many([0.0, -1.0])
    assert spread.quantile(0.5) == pytest.approx(0.0001, rel=0.02)


# --- time saved -------------------------------------------------------------------------------------------


def measured(count: int = 3) -> list[dict[str, Any]]:
    """Answers of the big model: a second to the first token, then ten tokens a second."""
    return [
        line(f"big {n}", model=BIG, route="code", tokens_out=100, first_token_s=1.0, answer_s=10.0, total_s=11.0)
        for n in range(count)
    ]


def test_time_saved_is_what_the_biggest_model_would_have_taken_less_what_it_took(tmp_path: Path) -> None:
    saved = report(
        tmp_path, *measured(), line("a", tokens_out=50, total_s=1.5), line("b", tokens_out=20, total_s=8.0)
    ).time_saved
    assert saved.saved_s == pytest.approx((1 + 5 - 1.5) + (1 + 2 - 8.0), abs=0.15)
    assert (saved.requests, saved.biggest_model) == (2, BIG)
    assert saved.tokens_per_s == pytest.approx(10, rel=0.016)
    assert saved.first_token_s == pytest.approx(1, rel=0.016)
    assert "own medians" in saved.method


@pytest.mark.parametrize(
    "left_out",
    [
        {"degraded": True},
        {"is_cloud": True},
        {"images": 1},
        {"outcome": "refused"},
        {"outcome": "cancelled"},
        {"outcome": "weak:refusal"},
        {"tokens_out": None},
        {"total_s": None},
        {"model": BIG},
    ],
    ids=str,
)
def test_what_is_no_whole_answer_of_a_smaller_model_saves_nothing(left_out: dict[str, Any], tmp_path: Path) -> None:
    saved = report(tmp_path, *measured(), line("a", **left_out)).time_saved
    assert (saved.saved_s, saved.requests) == (0.0, 0)


def test_attempts_that_led_to_the_biggest_model_are_lost_time(tmp_path: Path) -> None:
    saved = report(
        tmp_path, *measured(), line("a", total_s=4.0), line("a", attempt=2, model=BIG, escalated_from=SMALL)
    ).time_saved
    assert (saved.saved_s, saved.requests) == (-4.0, 0)


@pytest.mark.parametrize(("count", "words"), [(0, "was never measured"), (1, "1 time only"), (2, "2 times only")])
def test_there_is_no_figure_without_measurements(count: int, words: str, tmp_path: Path) -> None:
    saved = report(tmp_path, *measured(count), line("a")).time_saved
    assert (saved.saved_s, saved.biggest_model) == (None, BIG)
    assert words in saved.method


def test_measurements_of_the_month_before_count(tmp_path: Path) -> None:
    written(tmp_path, measured(), DAY - timedelta(30))
    written(tmp_path, [line("a", tokens_out=50, total_s=1.0)])
    assert usage_report(tmp_path, DAY).time_saved.saved_s == pytest.approx(5.0, rel=0.05)
    assert usage_report(tmp_path, DAY).figures.requests == 1
    assert usage_report(tmp_path, DAY + timedelta(1)).time_saved.saved_s is None


# --- this day's figures -----------------------------------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 4, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def record(request: str = "r1", model: str = SMALL, outcome: str = "completed", **more: Any) -> UsageRecord:
    stats = AnswerStats(prompt_tokens=100, answer_tokens=50, answer_s=5.0, first_token_s=1.0, total_s=6.0)
    fields: dict[str, Any] = {"attempt": 1, "confidence": 0.9, "is_degraded": False, "stats": stats} | more
    return UsageRecord(request, "quick", model, "mac", outcome=outcome, biggest_model=BIG, **fields)


def test_this_day_is_kept_up_to_date_with_every_attempt(tmp_path: Path) -> None:
    clock = Clock()
    ledger = UsageLedger(tmp_path, clock)
    ledger.follow()
    ledger.seed(ledger.read_back())
    assert (ledger.today().requests, ledger.today().saved_s, ledger.today().last) == (0, None, None)
    for number in range(3):
        ledger.record(record(f"big {number}", BIG))
    fast = AnswerStats(prompt_tokens=100, answer_tokens=50, total_s=2.0)
    ledger.record(record("a", outcome="refused", stats=AnswerStats(total_s=1.0)))
    assert (ledger.today().requests, ledger.today().answered) == (4, 3)
    ledger.record(record("a", stats=fast, attempt=2))
    today = ledger.today()
    assert (today.day, today.requests, today.answered, today.tokens_in, today.tokens_out) == (
        "2026-03-04",
        4,
        4,
        400,
        200,
    )
    assert today.saved_s == pytest.approx(6.0 - 3.0, rel=0.05)
    assert today.last is not None
    assert (today.last.request_id, today.last.model) == ("a", SMALL)
    assert today.saved_s == pytest.approx(ledger.report(1).time_saved.saved_s or 0.0, rel=0.001)
    clock.now += timedelta(days=1)
    assert (ledger.today().day, ledger.today().requests) == ("2026-03-05", 0)
    assert ledger.today().last == today.last
    ledger.record(record("next day"))
    assert (ledger.today().requests, ledger.today().tokens_out) == (1, 50)


def test_this_day_begins_with_what_was_there_before_the_start(tmp_path: Path) -> None:
    clock = Clock()
    earlier = UsageLedger(tmp_path, clock)
    for number in range(3):
        earlier.record(record(f"big {number}", BIG))
    clock.now += timedelta(days=1)
    earlier.record(record("this morning", stats=AnswerStats(answer_tokens=50, total_s=1.0)))
    ledger = UsageLedger(tmp_path, clock)
    ledger.follow()
    ledger.record(record("while it is being read", outcome="cancelled", stats=AnswerStats()))
    ledger.seed(ledger.read_back())
    ledger.record(record("afterwards", stats=AnswerStats(answer_tokens=50, total_s=1.0)))
    today = ledger.today()
    assert (today.requests, today.answered) == (3, 2)
    assert today.saved_s == pytest.approx(10.0, rel=0.05)


def test_the_last_answer_is_known_after_a_restart(tmp_path: Path) -> None:
    clock = Clock()
    UsageLedger(tmp_path, clock).record(record("a"))
    UsageLedger(tmp_path, clock).record(record("b", outcome="refused"))
    clock.now += timedelta(days=2)
    ledger = UsageLedger(tmp_path, clock)
    ledger.follow()
    ledger.seed(ledger.read_back())
    last = ledger.today().last
    assert last is not None
    assert last.request_id == "a"


def test_who_does_not_follow_has_no_figures_of_the_day(tmp_path: Path) -> None:
    ledger = UsageLedger(tmp_path, Clock())
    ledger.record(record())
    assert ledger.today().requests == 0
