"""Finding, reading and parsing the file: whatever lies there, good settings or one ConfigError."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tray_router.config.load import MAX_BYTES, config_path, find_config, load_document, parse_settings
from tray_router.errors import ConfigError, ExitCode

GOOD = '[hosts.mac]\nurl = "mac"\n'
TEN_MISTAKES = """
colour = "red"
[hosts.mac]
url = "ftp://mac"
prioritty = 3
[routes.quick]
candidates = ["qwen3:4b@mca"]
needs = ["visoin"]
fallback = ["kode"]
[hotkeys]
ask = "ctrl+alt+r"
[[actions]]
name = "Fix"
prompt = "Fix: {text}"
route = "quik"
[popup]
theme = "drak"
width = "wide"
"""


def test_ten_mistakes_are_ten_problems_in_the_order_of_the_file(refused):
    error = refused(TEN_MISTAKES)
    assert [problem.path for problem in error.problems] == [
        "colour",
        "hosts.mac.url",
        "hosts.mac.prioritty",
        "routes.quick.candidates[0]",
        "routes.quick.needs[0]",
        "routes.quick.fallback[0]",
        "hotkeys.ask",
        "actions[0].route",
        "popup.theme",
        "popup.width",
    ]
    assert all(problem.value and problem.message for problem in error.problems)
    rows = TEN_MISTAKES.splitlines()
    for problem in error.problems:
        key = problem.path.rsplit(".", 1)[-1].partition("[")[0]
        assert rows[problem.line - 1].startswith(f"{key} ="), problem
        assert str(problem).startswith(f"line {problem.line}, {problem.path}")
    suggestions = [problem.suggestion for problem in error.problems]
    expected = ["cloud", "", "priority", "qwen3:4b@mac", "vision", "", "<ctrl>+<alt>+r", "quick", "dark", ""]
    assert suggestions == expected
    assert "10 problems" in error.title
    assert error.hint
    assert error.exit_code is ExitCode.BAD_INPUT


def test_what_is_missing_has_the_line_of_its_table(refused):
    (problem,) = refused("\ufeff# none\n\n[hosts.mac]\npriority = 1\n").problems
    assert (problem.path, problem.line) == ("hosts.mac.url", 3)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[popup]\nwidth = ", "line 2, column 9"),
        ("[popup\n", "line 1, column 7"),
        ("a = 1\na = 2\n", "line 2, column 6"),
        ('a = "x', "line 1, column 7"),
        ('# a\na = """x\n', "line 3, column 1"),
        ("a = 1979-99-99", "line 1"),
        ("\x00", "line 1, column 1"),
    ],
)
def test_a_syntax_error_is_one_problem_with_its_place(refused, text, where):
    error = refused(text)
    assert len(error.problems) == 1
    assert where in error.problems[0].path
    assert where in error.title
    assert "valid TOML" in error.title


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 50_000,
        "a = " + "{a=" * 50_000,
        "a = " + "9" * 10_000,
        "a." * 300_000 + "a = 1",
        "[" + "a." * 300_000 + "a]",
        '"a" . ' * 100_000 + "a = 1",
        "a" * 900_000,
        '"' * 900_000,
        "'a" * 400_000,
        " " * 900_000 + "=",
    ],
    ids=[
        "brackets",
        "braces",
        "digits",
        "dots",
        "dots in a header",
        "quoted dots",
        "word",
        "quotes",
        "apostrophes",
        "=",
    ],
)
def test_text_made_to_hang_or_overflow_a_parser_is_refused(refused, text):
    error = refused(text)
    assert error.problems
    assert len(str(error.problems[0])) < 500


def test_a_flood_of_mistakes_is_bounded(refused):
    error = refused("".join(f"k{index} = 1\n" for index in range(50_000)))
    assert "50000 problems" in error.title
    assert len(error.problems) < 200
    assert "more like these" in error.problems[-1].message


def test_a_byte_order_mark_is_no_mistake():
    assert "mac" in parse_settings("\ufeff" + GOOD).hosts


@given(st.text())
@example("[routes]\nquick = 3")
@example("[[routes.quick]]")
@example("hosts.a.url = {}")
@example('[[actions]]\nname = 3\nprompt = []\nhotkey = 4\nroute = ["a"]')
@example("\ud800")
def test_any_text_gives_settings_or_a_config_error(text):
    _parses_or_is_refused(text)


_KEYS = st.sampled_from(
    "hosts routes hotkeys actions popup limits fleet log mac quick code vision url headers env keyring priority "
    "candidates needs keywords patterns prior cost_rank fallback think ask region name prompt route model hotkey "
    "output theme width idle_s level zzz".split()
)
_SCALARS = st.sampled_from(
    ['"mac"', '"qwen3:4b@mac"', '"vision"', '"<ctrl>+a"', '""', '"{text}"', '"("', '"auto"']
) | st.sampled_from(["true", "false", "nan", "-inf", "1979-05-27", "0", "-1", "0.5", "99999999999999999999"])
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(_KEYS, inner, max_size=3).map(
            lambda table: "{ " + ", ".join(f"{key} = {value}" for key, value in table.items()) + " }"
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=5))
def test_any_tables_give_settings_or_a_config_error(table):
    _parses_or_is_refused("\n".join(f"{key} = {value}" for key, value in table.items()))


def _parses_or_is_refused(text):
    try:
        parse_settings(text)
    except ConfigError as error:
        assert error.title
        assert error.hint
        assert error.problems
        assert len({problem.path for problem in error.problems}) >= 1


# --- files ----------------------------------------------------------------------------------------------


def test_a_good_file_is_loaded_with_its_fingerprint(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(GOOD, encoding="utf-8")
    loaded = load_document(path)
    assert loaded.settings == parse_settings(GOOD)
    assert loaded.fingerprint is not None
    assert loaded.fingerprint.size == path.stat().st_size


def _directory(path):
    path.mkdir()


def _pipe(path):
    os.mkfifo(path)


def _huge(path):
    with path.open("wb") as file:
        file.truncate(50 * MAX_BYTES)


def _looping_link(path):
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda path: None, "no config file"),
        (_directory, "a directory"),
        (_pipe, "no regular file"),
        (_huge, "larger than 1,000 kB"),
        (lambda path: path.write_bytes(b"a = 1\nb = \xff"), "not UTF-8"),
        (lambda path: path.write_bytes(os.urandom(1000) + b"\xff"), "not UTF-8"),
        (lambda path: path.write_bytes("[popup]".encode("utf-16")), "not UTF-8"),
        (_looping_link, "cannot be read"),
        (lambda path: path.write_text(TEN_MISTAKES), "has 10 problems"),
    ],
)
def test_whatever_lies_there_is_named_with_its_path_and_a_way_out(tmp_path, make, part):
    path = tmp_path / "config.toml"
    make(path)
    with pytest.raises(ConfigError) as raised:
        load_document(path)
    assert part in raised.value.title
    assert str(path) in raised.value.title
    assert raised.value.hint


def test_a_path_below_a_file_is_named_as_well(tmp_path):
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "config.toml"
    with pytest.raises(ConfigError) as raised:
        load_document(path)
    assert str(path) in raised.value.title
    assert raised.value.hint


def test_a_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    path = tmp_path / "config.toml"
    path.write_text(GOOD)
    path.chmod(0)
    if os.access(path, os.R_OK):  # root may read everything; then the system's answer has to be simulated
        monkeypatch.setattr(Path, "open", _refuse)
    with pytest.raises(ConfigError, match="may not read") as raised:
        load_document(path)
    assert "chmod" in raised.value.hint


def _refuse(*_args, **_kwargs):
    raise PermissionError(13, "Permission denied")


def test_the_place_of_the_first_byte_that_is_not_utf8_is_told(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes(b"# fine\n# \xff")
    with pytest.raises(ConfigError) as raised:
        load_document(path)
    assert "line 2, byte 3" in raised.value.hint


def test_impossible_paths_are_config_errors():
    for path in (Path("a\x00b"), Path("x" * 5000)):
        with pytest.raises(ConfigError):
            load_document(path)


def test_the_option_goes_before_the_variable_before_the_usual_place(tmp_path):
    named = {"TRAY_ROUTER_CONFIG": "/etc/named.toml"}
    assert config_path(tmp_path / "a.toml", named) == tmp_path / "a.toml"
    assert config_path(None, named) == Path("/etc/named.toml")
    usual = platformdirs.user_config_path("tray-router", appauthor=False) / "config.toml"
    assert config_path(None, {}) == usual
    assert config_path(None, {"TRAY_ROUTER_CONFIG": " "}) == usual
    assert config_path(Path("~/a.toml"), {}) == Path.home() / "a.toml"


def test_only_a_file_that_was_named_must_exist(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_args, **_kwargs: tmp_path / "tray-router")
    missing = tmp_path / "missing.toml"
    assert find_config(None, {}) is None
    assert find_config(missing, {}) == missing
    assert find_config(None, {"TRAY_ROUTER_CONFIG": str(missing)}) == missing
    usual = tmp_path / "tray-router" / "config.toml"
    usual.parent.mkdir()
    usual.symlink_to(tmp_path / "nowhere")
    assert find_config(None, {}) == usual
