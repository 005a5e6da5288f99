from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import GB, failure, host, installed
from tray_router.answers.attempts import Limits, NextStep, after_failure, plan_attempt
from tray_router.errors import FailureKind
from tray_router.model import Candidate, HostStatus, LoadedModel

ME = Candidate("qwen3:4b", "mac")
LIMITS = Limits(connect_s=2.0, first_token_warm_s=20.0, first_token_cold_s=300.0, answer_tokens=1_000)


def mac(loaded: int = 0, *, in_flight: int = 0, **model: Any) -> HostStatus:
    """A machine with one model, in memory with so many tokens."""
    in_memory = (LoadedModel("qwen3:4b", context_length=loaded),) if loaded else ()
    return replace(host("mac", installed("qwen3:4b", **model)), loaded=in_memory, in_flight=in_flight)


@pytest.mark.parametrize(
    ("kind", "has_content", "was_exact"), list(itertools.product(FailureKind, (False, True), (False, True)))
)
def test_what_follows_a_failure(kind: FailureKind, has_content: bool, was_exact: bool) -> None:
    if has_content or kind in (FailureKind.BAD_REQUEST, FailureKind.BAD_IMAGE):
        expected = NextStep.GIVE_UP
    else:
        expected = NextStep.NEXT_CANDIDATE
    assert after_failure(failure(kind), has_content=has_content, was_exact=was_exact) is expected


@pytest.mark.parametrize(
    ("has_content", "was_exact", "expected"),
    [
        (False, False, NextStep.SAME_WITH_EXACT_CONTEXT),
        (False, True, NextStep.NEXT_CANDIDATE),
        (True, False, NextStep.GIVE_UP),
        (True, True, NextStep.GIVE_UP),
    ],
)
def test_a_named_context_is_tried_once_and_only_before_the_answer(
    has_content: bool, was_exact: bool, expected: NextStep
) -> None:
    error = failure(FailureKind.CONTEXT_EXCEEDED, needed_context=5_000)
    assert after_failure(error, has_content=has_content, was_exact=was_exact) is expected


@pytest.mark.parametrize(
    ("loaded", "in_flight", "size_gb", "prompt", "num_ctx", "first_token_s"),
    [
        (4_096, 0, 4, 1_000, 4_096, 20 + 5),  # warm: little, and time to read the prompt
        (8_192, 0, 4, 1_000, 8_192, 20 + 5),  # loaded with more than needed is warm too
        (0, 0, 4, 1_000, 4_096, 300 + 5),  # cold
        (4_096, 0, 4, 4_000, 8_192, 300 + 20),  # a larger context loads it anew
        (0, 0, 20, 1_000, 4_096, 600 + 5),  # twice the size, twice the time
        (0, 0, 90, 1_000, 4_096, 900 + 5),  # three times at most
        (4_096, 2, 4, 1_000, 4_096, 20 + 40 + 5),  # two of ours are before it
    ],
)
def test_limits_follow_the_state_of_the_machine(
    loaded: int, in_flight: int, size_gb: int, prompt: int, num_ctx: int, first_token_s: float
) -> None:
    machine = mac(loaded, in_flight=in_flight, size_bytes=size_gb * GB)
    attempt = plan_attempt(3, ME, machine, prompt, LIMITS, think=False)
    assert (attempt.number, attempt.candidate, attempt.think) == (3, ME, False)
    assert attempt.num_ctx == num_ctx
    assert attempt.first_token_s == pytest.approx(first_token_s)
    assert (attempt.connect_s, attempt.idle_s, attempt.total_s) == (2.0, LIMITS.idle_s, LIMITS.total_s)


def test_a_machine_that_is_not_known_gets_the_limits_of_a_cold_one() -> None:
    attempt = plan_attempt(1, ME, None, 200, LIMITS)
    assert (attempt.num_ctx, attempt.first_token_s) == (4_096, 301.0)


def test_the_servers_own_count_replaces_the_estimate() -> None:
    attempt = plan_attempt(2, ME, mac(loaded=4_096), 500, LIMITS, exact_context=12_000)
    assert attempt.num_ctx == 16_384
    capped = plan_attempt(2, ME, mac(context_length=12_500), 500, LIMITS, exact_context=12_000)
    assert capped.num_ctx == 12_500


@given(
    st.integers(min_value=0, max_value=200_000),
    st.none() | st.integers(min_value=1, max_value=200_000),
    st.sampled_from([0, 4_096, 32_768]),
)
def test_limits_are_positive_and_the_context_is_never_zero(prompt: int, exact: int | None, loaded: int) -> None:
    attempt = plan_attempt(1, ME, mac(loaded), prompt, Limits(), exact_context=exact)
    assert attempt.num_ctx >= 1  # zero would really be sent, and mean four tokens (contract, section 4)
    assert attempt.num_ctx <= 32_768
    assert attempt.first_token_s >= Limits().first_token_warm_s
