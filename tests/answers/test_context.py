from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.answers.context import (
    CONTEXT_BUCKETS,
    TOKENS_PER_IMAGE,
    TOKENS_PER_TURN,
    choose_num_ctx,
    estimate_tokens,
    may_fit,
    prompt_tokens,
)
from tray_router.model import Message, Role

NEEDS = st.integers(min_value=1, max_value=300_000)


@pytest.mark.parametrize(
    ("needed", "loaded", "trained", "expected"),
    [
        (100, 0, None, 4096),
        (4096, 0, None, 4096),
        (4097, 0, None, 8192),
        (9_000, 0, 32_768, 16_384),
        (100, 32_768, 32_768, 32_768),  # loaded with more than needed: no reload
        (5_000, 4_096, 32_768, 8_192),  # loaded with too little
        (5_000, 6_000, 32_768, 6_000),  # loaded with an odd number that suffices
        (5_000, 0, 6_000, 6_000),  # the bucket is more than it was trained for
        (50_000, 0, 8_192, 8_192),  # more than it can take: the server will say so
        (50_000, 8_192, 8_192, 8_192),
        (200_000, 0, None, 200_000),  # above all buckets
        (200_000, 0, 262_144, 200_000),
        (1, 4_096, 0, 4_096),
    ],
)
def test_num_ctx(needed: int, loaded: int, trained: int | None, expected: int) -> None:
    assert choose_num_ctx(needed, loaded=loaded, trained=trained) == expected


@pytest.mark.parametrize(
    ("needed", "loaded", "trained", "ceiling", "expected"),
    [
        (5_000, 0, 131_072, 32_768, 8_192),
        (50_000, 0, 131_072, 32_768, 32_768),  # no more than the settings allow, whatever the model could take
        (50_000, 0, 16_384, 32_768, 16_384),
        (5_000, 131_072, 131_072, 32_768, 8_192),  # loaded with more than allowed: loaded anew with less
        (5_000, 32_768, 131_072, 32_768, 32_768),
        (5_000, 0, None, 6_000, 6_000),
    ],
)
def test_num_ctx_below_the_ceiling_of_the_settings(
    needed: int, loaded: int, trained: int, ceiling: int, expected: int
) -> None:
    assert choose_num_ctx(needed, loaded=loaded, trained=trained, ceiling=ceiling) == expected


@given(NEEDS, st.integers(min_value=0, max_value=300_000), st.none() | st.integers(min_value=2048, max_value=300_000))
def test_num_ctx_rules(needed: int, loaded: int, trained: int | None) -> None:
    loaded = min(loaded, trained) if trained else loaded  # a server loads no more than that
    chosen = choose_num_ctx(needed, loaded=loaded, trained=trained)
    assert chosen > 0
    if loaded >= needed:
        assert chosen == loaded
    else:
        assert chosen in (*CONTEXT_BUCKETS, needed, trained)
    if trained:
        assert chosen <= trained
    if trained is None or needed <= trained:
        assert chosen >= needed


@given(NEEDS, NEEDS, st.none() | st.integers(min_value=2048, max_value=300_000))
def test_who_needs_more_gets_no_less(one: int, other: int, trained: int | None) -> None:
    fewer, more = sorted((one, other))
    assert choose_num_ctx(fewer, trained=trained) <= choose_num_ctx(more, trained=trained)


@given(st.text(max_size=200), st.text(max_size=200))
def test_estimates_grow_with_the_text(text: str, more: str) -> None:
    assert 1 <= estimate_tokens(text) <= estimate_tokens(text + more)
    assert estimate_tokens(text) <= len(text) + 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("a" * 300, 101),
        ("привет мир", 4),  # Cyrillic counts as Latin does
        ("日本語のテキスト", 9),  # a token for each
        ("aaa日本", 4),
        ("😀😀", 3),
    ],
)
def test_estimates(text: str, expected: int) -> None:
    assert estimate_tokens(text) == expected


def test_a_conversation_counts_its_turns_and_images() -> None:
    turns = (Message(Role.SYSTEM, "abc"), Message(Role.USER, "abc", (b"1", b"2")))
    assert prompt_tokens(turns) == 2 * (2 + TOKENS_PER_TURN) + 2 * TOKENS_PER_IMAGE
    assert prompt_tokens(()) == 0


@pytest.mark.parametrize(
    ("estimated", "limit", "expected"), [(10_000, 6_000, True), (10_001, 6_000, False), (1, 1, True)]
)
def test_an_estimate_may_be_too_high(estimated: int, limit: int, expected: bool) -> None:
    assert may_fit(estimated, limit) is expected
