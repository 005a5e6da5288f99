"""Which regular expressions of the user's are accepted, and that the accepted ones end soon."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tray_router.routing.patterns import SEARCHED_CHARS, problem_with, worst_case_steps


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bdeploy\b", r"fix\s+the", r"TCK-\d{4}", r"^(?:hey|hi) jarvis", r"colou?r", r"foo.*bar", r"[a-z]+\.py$",
        r"(?i)urgent", r"(?P<ticket>ABC-\d+)", r"\$\d+[.,]\d\d", r"(?<!\w)sql(?!\w)", r"a{3,5}b", r"[]a]x", r"\\d\+",
        r"(deploy|release) to (prod|staging)", r"x{2}", r"привет\s+\w+",
    ],
)  # fmt: skip
def test_usual_patterns_are_accepted(pattern: str) -> None:
    assert problem_with(pattern) == ""


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$", r"(a*)*b", r"(?:a|aa)+$", r"(a?b?)*c", r"((ab)+)+", r"(\w+\s?)*$", r"(x+x+)+y", r"(.*a){12}",
        r".*.*.*x", r"(a|b|ab)*c", r"a+b+c+d+", r"(\d+){3,}",
    ],
)  # fmt: skip
def test_patterns_that_can_take_for_ever_are_refused(pattern: str) -> None:
    assert problem_with(pattern)


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        ("", "characters"), ("a" * 201, "characters"), ("(", "regular expression"), ("[", "regular expression"),
        (r"a*", "empty"), (r"(a)\1", "Back references"), (r"(?P<q>a)b(?P=q)", "Back references"),
        (r"(a)?(?(1)b|c)", "Back references"), (r"(?x) a b", "group"), (r"*a", "regular expression"),
    ],
)  # fmt: skip
def test_the_message_says_what_is_wrong(pattern: str, word: str) -> None:
    assert word in problem_with(pattern)


def test_the_bound_grows_with_open_repeats() -> None:
    assert worst_case_steps("ab") < worst_case_steps("a+b") < worst_case_steps("a+b+")
    assert worst_case_steps("a?b?") == 4 * worst_case_steps("ab")


@given(st.text(alphabet="ab()|*+?{},2[]\\.^$:", max_size=14), st.text(alphabet="ab", max_size=SEARCHED_CHARS))
@settings(max_examples=400, deadline=None)
def test_an_accepted_pattern_compiles_and_ends(pattern: str, text: str) -> None:
    if not problem_with(pattern):
        re.compile(pattern, re.IGNORECASE).search(text, 0, SEARCHED_CHARS)
