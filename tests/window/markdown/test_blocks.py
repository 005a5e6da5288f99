"""Cutting growing Markdown; pure text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.window.markdown.blocks import BlockScanner


def blocks(text: str) -> list[str]:
    """All blocks, the tail as the last one."""
    scanner = BlockScanner()
    return [block.text for block in (*scanner.feed(text), scanner.tail)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\n\ntwo", ["one\n\ntwo"]),  # the next line is not whole: it may yet become anything
        ("one\n\ntwo\n", ["one\n\n", "two\n"]),
        ("one\n\n\n\ntwo\n", ["one\n\n\n\n", "two\n"]),
        ("# head\ntext\n\nmore\n", ["# head\ntext\n\n", "more\n"]),
        # fences
        ("```py\na\n\nb\n", ["```py\na\n\nb\n"]),
        ("```py\na\n\nb\n```\n", ["```py\na\n\nb\n```\n", ""]),
        ("text\n```\ncode\n```\nmore\n", ["text\n", "```\ncode\n```\n", "more\n"]),
        ("~~~\n```\n\n~~~\n", ["~~~\n```\n\n~~~\n", ""]),
        ("````\n```\n\n````\n", ["````\n```\n\n````\n", ""]),
        ("``` a`b\n\ntext\n", ["``` a`b\n\n", "text\n"]),  # not a fence: a back-tick in its info
        # lists, tight and loose
        ("- a\n- b\n\ntext\n", ["- a\n", "- b\n\n", "text\n"]),
        ("- a\n\n- b\n\ntext\n", ["- a\n\n", "- b\n\n", "text\n"]),
        ("1. a\n\n   more of a\n\n2. b\n\nend\n", ["1. a\n\n   more of a\n\n", "2. b\n\n", "end\n"]),
        ("1. a\n\n   ```\n   x\n\n   y\n   ```\n2. b\n", ["1. a\n\n   ```\n   x\n\n   y\n   ```\n", "2. b\n"]),
        ("1. a\n\n   ```\n- x\n   ```\n2. b\n", ["1. a\n\n   ```\n- x\n   ```\n", "2. b\n"]),  # no item, but code
        ("- a\n  - b\n  - c\n- d\n", ["- a\n  - b\n  - c\n", "- d\n"]),
        ("- a\n- - -\n- b\n", ["- a\n", "- - -\n", "- b\n"]),  # a rule, not an item
        ("steps:\n1. a\n2. b\n", ["steps:\n", "1. a\n", "2. b\n"]),
        ("born in\n1984. A year\n", ["born in\n1984. A year\n"]),
        ("$$\na\n- b\n$$\n\nend\n", ["$$\na\n- b\n$$\n\n", "end\n"]),
        ("\\[\n- b\n\\]\nend\n", ["\\[\n- b\n\\]\nend\n"]),
        ("$$\nno end\n\ntext\n\nmore\n", ["$$\nno end\n\n", "text\n\n", "more\n"]),
        (" - a\n - b\n- c\n", [" - a\n - b\n- c\n"]),  # a list that does not begin at the margin stays whole
        ("1. a\n```\nx\n```\n2. b\n", ["1. a\n", "```\nx\n```\n", "2. b\n"]),  # a fence at the margin ends a list
        # indented code
        ("    a\n\n    b\n\nend\n", ["    a\n\n    b\n\n", "end\n"]),
        # quotations and tables end with a blank line
        ("> a\n> b\n\nend\n", ["> a\n> b\n\n", "end\n"]),
        ("| a |\n|---|\n| 1 |\n\nend\n", ["| a |\n|---|\n| 1 |\n\n", "end\n"]),
        ("\n\ntext\n", ["\n\ntext\n"]),
        ("", [""]),
    ],
)
def test_cuts(text: str, expected: list[str]) -> None:
    assert blocks(text) == expected


def test_a_block_says_that_it_continues_a_list() -> None:
    scanner = BlockScanner()
    finished = scanner.feed("- a\n\n- b\n\ntext\n\n- c\n- d")
    assert [block.continues_list for block in (*finished, scanner.tail)] == [False, True, False, False]
    scanner.feed("\n")
    assert scanner.tail.continues_list


def test_an_open_fence_is_known() -> None:
    scanner = BlockScanner()
    scanner.feed("text\n\n```py\na = 1\n\n")
    assert scanner.is_in_fence
    assert scanner.tail.text == "```py\na = 1\n\n"
    scanner.feed("```\n")
    assert not scanner.is_in_fence


LINES = st.sampled_from(
    """
text
more *text*
- item
1. one
  deep
    code
```
```py
   ```
~~~
````
> quote
> ```
# head
| a | b |
|---|---|
---
\t- tab
 \n[a]: http://b.c
<div>
*
""".split("\n")
)
TEXTS = st.lists(LINES, max_size=30).map("\n".join) | st.text(alphabet="a`~-*1.> \n\t|#\r", max_size=60)


@given(TEXTS)
def test_the_blocks_are_the_text(text: str) -> None:
    assert "".join(blocks(text)) == text


@given(TEXTS, st.lists(st.integers(0, 400), max_size=8))
def test_how_the_text_arrives_does_not_matter(text: str, cuts: list[int]) -> None:
    places = sorted({min(cut, len(text)) for cut in cuts} | {0, len(text)})
    scanner = BlockScanner()
    pieces = [text[a:b] for a, b in pairwise(places)]
    found = [block for piece in pieces for block in scanner.feed(piece)]
    assert [block.text for block in (*found, scanner.tail)] == blocks(text)


@given(TEXTS)
def test_no_cut_lies_inside_a_fence_at_the_margin(text: str) -> None:
    inside = fenced_offsets(text)
    offset = 0
    for block in blocks(text)[:-1]:
        offset += len(block)
        assert offset not in inside


def fenced_offsets(text: str) -> set[int]:
    """Starts of all lines inside fences that open at the margin outside lists; an independent, simpler reading.

    Texts with list items or indented lines are left out: what a fence means there depends on the list around it.
    """
    if re.search(r"^\s*([-*+]|\d+[.)])(\s|$)|^[ \t]+\S", text, re.MULTILINE):
        return set()
    inside: set[int] = set()
    fence = ""
    offset = 0
    for line in text.split("\n"):
        if fence:
            inside.add(offset)
            if re.fullmatch(rf"{re.escape(fence[0])}{{{len(fence)},}}[ \t]*\r?", line):
                fence = ""
        elif match := re.fullmatch(r"(`{3,})[^`]*|(~{3,}).*", line):
            fence = match[1] or match[2]
        offset += len(line) + 1
    return inside
