"""Colours for code."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.window.markdown.highlight import MAX_CHARACTERS, coloured

CODE = 'def f(x: int) -> str:\n    # why\n    return "a" * 2\n'


@pytest.mark.parametrize("is_dark", [False, True])
def test_python_gets_colours(is_dark: bool) -> None:
    pieces = dict(coloured(CODE, "python", is_dark=is_dark))
    assert pieces["# why"]
    assert pieces["def"] != pieces["# why"]
    assert dict(coloured(CODE, "Python", is_dark=is_dark)) == pieces


@given(st.text(max_size=200), st.sampled_from(["python", "json", "bash", "c", "html", "diff", "klingon", ""]))
def test_no_character_is_lost(code: str, language: str) -> None:
    assert "".join(text for text, _ in coloured(code, language, is_dark=False)) == code


def test_unknown_and_endless_code_stays_plain() -> None:
    assert list(coloured(CODE, "klingon", is_dark=False)) == [(CODE, "")]
    endless = "x = 1\n" * MAX_CHARACTERS
    assert list(coloured(endless, "python", is_dark=False)) == [(endless, "")]


def test_pygments_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, tray_router.window.app; sys.exit('pygments' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=30).returncode == 0
