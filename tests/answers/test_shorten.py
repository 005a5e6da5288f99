from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.answers.shorten import shortened, shortening_notice

FAMILY = "👨‍👩‍👧"  # five code points
MARKED = st.text(alphabet="ae\u0301\u0308\u200d👩\ufe0f ", max_size=60)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("longer", 5, "longe"),
        ("cafe\u0301s", 4, "caf"),  # an e with its accent as a character of its own
        ("cafe\u0301s", 5, "cafe\u0301"),
        (f"ab{FAMILY}c", 4, "ab"),
        (f"ab{FAMILY}c", 7, f"ab{FAMILY}"),
        ("日本語", 2, "日本"),
        ("", 5, ""),
        ("a" + "\u0301" * 500, 200, "a" + "\u0301" * 199),  # no letter has so many; it is torn
    ],
)
def test_what_is_left(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected


@given(MARKED | st.text(max_size=60), st.integers(min_value=1, max_value=70))
def test_it_is_the_beginning_never_longer_and_ends_between_characters(text: str, limit: int) -> None:
    left = shortened(text, limit)
    assert text.startswith(left)
    assert len(left) <= limit
    if len(text) <= limit:
        assert left == text
    elif left and len(left) < len(text):
        assert not unicodedata.category(text[len(left)]).startswith("M") or len(left) in (1, limit)


def test_the_notice_names_both_lengths() -> None:
    assert shortening_notice(200_000, 1_234_567) == "The first 200,000 of 1,234,567 characters are sent."
    assert shortening_notice(5, 5) == ""
