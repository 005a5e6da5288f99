"""Prices, and bounds that hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.answers.cost import (
    Estimate,
    Price,
    PriceStep,
    estimate,
    settled_usd,
    worst_prompt_tokens,
)
from tray_router.model import Message, Role, dollars

FLAT = Price.flat(3.0, 15.0)
STEPPED = Price((PriceStep(200_000, 3.0, 15.0), PriceStep(1_000_000, 6.0, 22.5)))
ASK = (Message(Role.USER, "why is the sky blue?"),)


def test_prices_rise_with_the_length_of_the_prompt():
    assert STEPPED.usd(200_000, 0) == pytest.approx(0.6)
    assert STEPPED.usd(200_001, 0) == pytest.approx(1.200006)
    assert STEPPED.usd(5_000_000, 0) == pytest.approx(30.0)
    assert STEPPED.most_usd(100_000, 1_000) == STEPPED.usd(100_000, 1_000)


@given(st.text(max_size=300), st.integers(0, 3))
def test_no_tokenizer_makes_more_tokens_than_the_bound(text, images):
    message = Message(Role.USER, text, (b"x",) * images)
    assert worst_prompt_tokens([message], "gpt-4o") >= len(text.encode("utf-8", "surrogatepass")) + 1_024 * images
    assert worst_prompt_tokens([message], "gpt-4o-mini") >= 40_000 * images


@given(
    st.floats(0.01, 100),
    st.floats(0.01, 300),
    st.floats(0, 2),
    st.integers(64, 200_000),
    st.integers(0, 50_000),
    st.sampled_from(["quick", "code", "reasoning", "other"]),
)
def test_the_worst_price_is_within_the_budget_or_nothing_may_be_sent(
    input_usd, output_usd, budget, ceiling, chars, route
):
    price = Price((PriceStep(2_000, input_usd, output_usd), PriceStep(9_000, input_usd * 2, output_usd)))
    messages = (Message(Role.USER, "x" * chars),)
    found = estimate(price, messages, chars // 3, route, "m", ceiling=ceiling, budget_usd=budget)
    assert found.max_tokens <= ceiling
    if found.max_tokens:
        assert found.worst_usd <= budget + 1e-12
        assert found.expected_usd <= found.worst_usd + 1e-12
        for prompt in (1, chars // 4, found.worst_prompt_tokens):  # whatever it really takes
            assert price.usd(prompt, found.max_tokens) <= found.worst_usd + 1e-12
    else:
        assert price.most_usd(found.worst_prompt_tokens, min(256, ceiling)) > budget - 1e-9


COST = Estimate(expected_usd=0.01, worst_usd=0.02, max_tokens=1_000, worst_prompt_tokens=500)


@pytest.mark.parametrize(
    ("prompt", "answer", "reported", "chars", "usd"),
    [
        (400, 800, None, 3_000, 0.0132),  # what it says can be true
        (None, None, None, 3_000, 0.02),  # it says nothing
        (0, 0, None, 3_000, 0.02),  # it says too little
        (10**12, 10**12, None, 3_000, 0.02),  # it says nonsense
        (400, 1_001, None, 3_000, 0.02),  # more than was allowed
        (400, 800, 0.004, 3_000, 0.004),  # its own sum of money
        (400, 800, 0.03, 3_000, 0.03),  # also above what was set aside
        (400, 800, 1e9, 3_000, 0.2),  # but no nonsense
    ],
)
def test_what_counts_as_spent(prompt, answer, reported, chars, usd):
    found = settled_usd(
        FLAT, COST, prompt_tokens=prompt, answer_tokens=answer, reported_usd=reported, answer_chars=chars
    )
    assert found == pytest.approx(usd)


def test_without_a_price_what_was_set_aside_is_spent():
    found = settled_usd(None, COST, prompt_tokens=1, answer_tokens=1, reported_usd=None, answer_chars=1)
    assert found == COST.worst_usd


@pytest.mark.parametrize(
    ("usd", "shown"),
    [(1.5, "$1.50"), (0.03, "$0.03"), (0.0044, "$0.004"), (0.0002, "$0.0002"), (0.00003, "$0.00003"), (0.0, "$0")],
)
def test_sums_are_short_and_never_zero_when_they_are_not(usd, shown):
    assert dollars(usd) == shown
    assert dollars(1e-9) == "less than $0.00001"
