"""What is no TOML is told in plain words, with the usual mend, and never with what stands there."""

from __future__ import annotations

import pytest

from tray_router.config.syntax import read_toml
from tray_router.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "where", "message", "hint"),
    [
        ("url = hunter2.local", "line 1, column 7", "text needs quotes", 'url = "…"'),
        ("[routing]\nlearn = True", "line 2, column 9", "true or false, in small letters", "learn = true"),
        ("a = no", "line 1, column 5", "true or false", "a = false"),
        ("a = “hunter2”", "line 1, column 5", "not straight", "plain text editor"),
        ("a =\nb = 1", "line 1, column 4", "value is missing", 'a = "…"'),
        ("a = # later", "line 1, column 5", "value is missing", "put a # before"),
        ("a = .5", "line 1, column 5", "no number", "0.5"),
        ('a = "C:\\Users\\hunter2"', "line 1, column 10", "backslash", "single quotes"),
        ("[a]\n[a]\n", "line 2, column 3", "second time", "one header"),
        ("a = 1\na = 2\n", "line 2, column 6", "second time", "Keep one"),
        ("a = [1 2]", "line 1, column 8", "comma is missing", '["one", "two"]'),
        ("a = {b = 1,}", "line 1, column 12", "no name of an option", "no comma before }"),
        ('a: "x"', "line 1, column 2", "no = behind", "option = value"),
        ("[hosts.my pc]\n", "line 1, column 11", "has a space", '[hosts."my pc"]'),
        ('a = "hunter2\n', "line 1, column 13", "no closing quote", "Close it"),
        ('a = "x" // hunter2', "line 1, column 9", "something follows", "comments begin with #"),
        ("= 3", "line 1, column 1", "neither an option nor a table", "option = value"),
    ],
)
def test_each_usual_slip_has_its_place_its_words_and_its_mend(text: str, where: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_toml(text, "The config")
    (problem,) = raised.value.problems
    assert problem.path == where
    assert message in problem.message
    assert hint in raised.value.hint
    told = f"{raised.value.title} {problem} {raised.value.hint}"
    assert "hunter2" not in told
    assert raised.value.title == f"The config is not valid TOML at {where}."
