"""Bad input never raises, and reading is bounded: what may be ten megabytes is not read whole."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tray_router.answers.weak as package
from tray_router.answers.weak import AnswerUnderTest, StreamingCheck, WeakReason, weak_reasons
from tray_router.answers.weak.patterns import Pattern
from tray_router.answers.weak.text import HEAD_CHARS, TAIL_CHARS, clip

# any code point: NUL, lone surrogates, private use
ANY_TEXT = st.text(st.characters(codec=None), max_size=300)
PIECES = st.sampled_from(
    [
        "```", "```python\n", "~~~", "<think>", "</think>", "<|im_end|>", "<|", "[INST]", "### Response:", "`", '"',
        "\u201c", "'", "\n", "\n\n", "|", "- ", "1. ", ". ", "...", "I'm sorry, but I can't ", "assist with that",
        "Please provide the text", "image", "def f():\n    pass\n", "# TODO: implement", "write a function ",
        "500 words ", "List 10 items ", "translate to French: ", "the ", "der ", "\u65e0\u6cd5",
        "\u62b1\u6b49\uff0c", "\u3067\u304d\u307e\u305b\u3093", "\x00", "\ud800", "\udfff", "\u200b", "\ufeff",
        "\xe9", "e\u0301", "\U0001f382", "0", "((((((((((((((((((((", "{", "a b ", "=", "//", "/*", "$", '\\(', "#",
        ">",
    ]
)  # fmt: skip
SOUP = st.lists(PIECES, max_size=60).map("".join)
TEXT = st.one_of(ANY_TEXT, SOUP)
TASKS = st.sampled_from(["quick", "code", "reasoning", "vision", "", "summarize", "\ud800"])
DONE = st.sampled_from(["stop", "length", "load", "unload", "", "?"])


@given(task=TASKS, prompt=TEXT, answer=TEXT, done=DONE, image=st.booleans(), instruction=st.one_of(st.just(""), TEXT))
@settings(max_examples=400, deadline=None)
def test_any_input_gives_a_verdict(
    task: str, prompt: str, answer: str, done: str, image: bool, instruction: str
) -> None:
    subject = AnswerUnderTest(task, prompt, answer, done, has_image=image, instruction=instruction)
    reasons = weak_reasons(subject)
    assert all(isinstance(reason, WeakReason) for reason in reasons)
    assert list(reasons) == [reason for reason in WeakReason if reason in reasons]
    assert reasons == weak_reasons(subject)


@given(prompt=TEXT, pieces=st.lists(TEXT, max_size=8))
@settings(max_examples=200, deadline=None)
def test_any_stream_gives_a_verdict_that_stays(prompt: str, pieces: list[str]) -> None:
    check = StreamingCheck("quick", prompt)
    verdict: WeakReason | None = None
    for piece in pieces:
        said = check.feed(piece)
        assert verdict is None or said is verdict
        verdict = said


@given(blank=st.text(st.sampled_from(" \t\r\n\u200b\ufeff.…-_*~`"), max_size=40), task=TASKS)
@settings(deadline=None)
def test_nothing_but_blanks_and_dots_is_empty(blank: str, task: str) -> None:
    assert WeakReason.EMPTY in weak_reasons(AnswerUnderTest(task, "Tell me about bees.", blank))


@given(text=st.text(max_size=200), repeats=st.integers(0, 300))
@settings(deadline=None)
def test_clipped_text_is_bounded_and_keeps_both_ends(text: str, repeats: int) -> None:
    whole = f"start{text * repeats}end"
    clipped = clip(whole)
    assert len(clipped) <= HEAD_CHARS + TAIL_CHARS + len("\n```\n```\n")
    assert clipped.startswith("start")
    assert clipped.endswith("end")


MEGABYTE = 1 << 20
ENORMOUS = {
    "one character": "a" * (10 * MEGABYTE),
    "quotes": "' " * (5 * MEGABYTE),
    "spaces": " " * (10 * MEGABYTE),
    "lines": "\n" * (10 * MEGABYTE),
    "fences": "```\n" * (2 * MEGABYTE),
    "backticks": "`" * (10 * MEGABYTE),
    "brackets": "(" * (10 * MEGABYTE),
    "tags": "<think>" * MEGABYTE,
    "bars": "<|" * (5 * MEGABYTE),
    "hashes": "# " * (5 * MEGABYTE),
    "comment starts": "// " * (3 * MEGABYTE),
    "dense script": "我无法" * (3 * MEGABYTE),
    "surrogates": "\ud800" * (10 * MEGABYTE),
    "words": "word " * (2 * MEGABYTE),
    "digits": "1,000 " * MEGABYTE,
    "markers": "- 1. " * (2 * MEGABYTE),
    "speakers": "A: b\n" * (2 * MEGABYTE),
    "calls": "f(" * (5 * MEGABYTE),
}


@pytest.mark.timeout(30)  # a quadratic step would take hours, not seconds
@pytest.mark.parametrize("name", ENORMOUS)
@pytest.mark.parametrize("task", ["quick", "code"])
def test_ten_megabytes_are_judged(name: str, task: str) -> None:
    text = ENORMOUS[name]
    assert isinstance(weak_reasons(AnswerUnderTest(task, "Write a function.", text, "length")), tuple)
    assert isinstance(weak_reasons(AnswerUnderTest(task, text, "I'm sorry, but I can't.", instruction=text)), tuple)


UNITS = (
    *(
        " ",
        "\n",
        "\t \n",
        "a",
        "a ",
        "f(",
        ")",
        ") ",
        "function ",
        "=> {",
        "'",
        " '",
        '"',
        "“",
        "«",
        "「",
        "`",
        "``` ",
        "#",
    ),
    *(
        "# ",
        "//",
        "/* ",
        "<",
        "<|",
        "<think",
        "[",
        "$",
        "\\(",
        "|",
        "https://",
        ".",
        ". ",
        "?",
        "-",
        "- ",
        "1. ",
        "A: ",
    ),
    *(
        "dear ",
        "select ",
        "your ",
        "add the ",
        "implement a ",
        "rest of the ",
        "100",
        "100 words ",
        "list 10 ",
        "our code ",
    ),
    *("无", "{", "{/*", "<s>", "user", "\nuser", "best ", "0,", "x = "),
)
NASTY = [unit * (20_000 // len(unit)) for unit in UNITS]


def all_patterns() -> list[tuple[str, Pattern]]:
    weak_reasons(AnswerUnderTest("quick", "", ""))
    modules = [module for name, module in sys.modules.items() if name.startswith(package.__name__)]
    found = {
        id(value): (f"{m.__name__}.{key}", value)
        for m in modules
        for key, value in vars(m).items()
        if isinstance(value, Pattern)
    }
    return list(found.values())


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "name_and_pattern", all_patterns(), ids=lambda pair: pair[0].rsplit(".", 2)[-2] + pair[0].rsplit(".", 1)[-1]
)
def test_no_regular_expression_is_quadratic(name_and_pattern: tuple[str, Pattern]) -> None:
    for text in NASTY:
        for end in ("", "!", "\n!", "\x00"):
            name_and_pattern[1].findall(text + end)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", ["one character", "fences", "words", "tags", "dense script"])
def test_one_enormous_piece_of_a_stream_is_taken(name: str) -> None:
    check = StreamingCheck("quick", "Tell me a joke.")
    check.feed(ENORMOUS[name][:MEGABYTE])


def test_an_open_fence_is_seen_through_the_clip() -> None:
    code = "```python\n" + "x = compute(1)\n" * 20_000 + "y = compute("
    assert WeakReason.CUT_OFF in weak_reasons(AnswerUnderTest("code", "Write a test file.", code, "length"))


def test_only_the_standard_library_and_nothing_impure_is_imported() -> None:
    allowed = {"__future__", "re", "unicodedata", "dataclasses", "enum", "functools", "collections", "collections.abc"}
    for path in Path(package.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert all(name in allowed or name.startswith("tray_router.answers.weak") for name in names), (path, names)


def test_importing_compiles_no_regular_expression() -> None:
    code = (
        "import re, enum, dataclasses, functools, collections, unicodedata, tray_router.answers\n"
        "real, count = re.compile, []\n"
        "re.compile = lambda *given: count.append(given) or real(*given)\n"
        "import tray_router.answers.weak\n"
        "assert not count, count\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(package.__file__).parents[3], timeout=30)
