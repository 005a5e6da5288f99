"""What in an answer is a formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.window.markdown.formula_spans import FIRST_MARK, formula_number, mark_formulas


def formulas(text: str) -> list[tuple[str, bool]]:
    return [(one.latex, one.is_display) for one in mark_formulas(text)[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the $x_1$ and $x_2$ are", [("x_1", False), ("x_2", False)]),
        ("a $E = mc^2$.", [("E = mc^2", False)]),
        (r"so \(a \le b\) holds", [(r"a \le b", False)]),
        ("$$\\int_0^1 x\\,dx$$", [(r"\int_0^1 x\,dx", True)]),
        ("\\[\na\n= b\n\\]\n", [("a\n= b", True)]),
        ("$n$ of $2k$ and $f(x)$, $f'$", [("n", False), ("2k", False), ("f(x)", False), ("f'", False)]),
        ("$n$-th and ($x$)", [("n", False), ("x", False)]),
        (r"costs \$5 and $x^2$", [("x^2", False)]),
        ("- item $a+b$\n- other", [("a+b", False)]),
    ],
)
def test_formulas_are_found(text: str, expected: list[tuple[str, bool]]) -> None:
    assert formulas(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "it costs $5 and $6",
        "between $5-$6",
        "$5, or 10$ in all",
        "$5.00$ is money",
        "from $ to $",
        "$HOME and $PATH",
        "`$x$` is code",
        "``a ` $x$`` is code",
        "```\n$x^2$\n```\n",
        "> ```\n> $x^2$\n> ```\n",
        "~~~tex\n\\[x\\]\n~~~\n",
        "$x\n\ny$",
        "$$x\n\ny$$",
        "US$x^2$",
        "a$b^2$c",
        r"\$x^2\$",
        "$$",
        "$ x^2 $",
        "$word or two$",
        r"an array\[0\ and more",
    ],
)
def test_what_is_none_stays_text(text: str) -> None:
    assert mark_formulas(text) == (text, ())


def test_each_formula_leaves_one_character() -> None:
    text, found = mark_formulas("a $x^2$ b \\(y_1\\) c")
    assert [formula_number(character) for character in text if ord(character) >= FIRST_MARK] == [0, 1]
    assert [one.written for one in found] == ["$x^2$", "\\(y_1\\)"]
    assert formula_number("x") is None


def test_a_text_that_uses_these_characters_itself_has_no_formula() -> None:
    text = f"{chr(FIRST_MARK)} $x^2$"
    assert mark_formulas(text) == (text, ())


@given(st.text(alphabet="$\\()[]`x^2 \n~>-5", max_size=60))
def test_nothing_is_lost(text: str) -> None:
    marked, found = mark_formulas(text)
    for number, one in enumerate(found):
        marked = marked.replace(chr(FIRST_MARK + number), one.written)
    assert marked == text
