"""Paths, shown values and suggestions."""

from __future__ import annotations

from datetime import date

import pytest

from tray_router.config.problems import MAX_PROBLEMS, ProblemList, format_path, nearest, show_value


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (("routes", "quick", "candidates", 1), "routes.quick.candidates[1]"),
        (("actions", 0, "name"), "actions[0].name"),
        (("hosts", "my pc", "url"), 'hosts."my pc".url'),
        (("hosts", 'a"b\n', "url"), 'hosts."a\\"b\\n".url'),
        (("",), '""'),
    ],
)
def test_paths_are_written_as_in_toml(path, shown):
    assert format_path(path) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("text", '"text"'),
        (True, "true"),
        (3, "3"),
        (2.5, "2.5"),
        (2**70, "a very large number"),
        ({"a": 1}, "a table"),
        ([1], "a list"),
        (date(2026, 1, 2), "a date or time"),
        ("a\x1b[31m\n\t", '"a\\u001b[31m\\n\\t"'),
        ("x" * 100, '"' + "x" * 59 + '…"'),
        ("Bearer abc", "(hidden)"),
        ("sk-abcdef", "(hidden)"),
    ],
)
def test_values_are_short_harmless_and_no_secrets(value, shown):
    assert show_value(value) == shown


@pytest.mark.parametrize(
    "path",
    [
        ("hosts", "mac", "headers", "X-Anything"),
        ("hosts", "mac", "headers", "X-Anything", "env"),
        ("hosts", "mac", "unknown"),
        ("hosts", "Authorization"),
    ],
)
def test_nothing_about_headers_is_shown(path):
    assert show_value("hunter2", path) == "(hidden)"


@pytest.mark.parametrize("url", ["http://me:hunter2@mac:11434", "me:hun@ter2@mac", "//hunter2@mac"])
def test_credentials_in_an_address_are_not_shown(url):
    assert "hun" not in show_value(url, ("hosts", "mac", "url"))
    assert "mac" in show_value(url, ("hosts", "mac", "url"))


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("visoin", ["vision", "tools"], "vision"),
        ("MAC", ["mac", "windows"], "mac"),
        ("zzz", ["mac", "windows"], ""),
        ("mac", [], ""),
        ("x" * 100_000, ["x" * 99_999], ""),
    ],
)
def test_the_nearest_name(name, known, expected):
    assert nearest(name, known) == expected


def test_problems_come_in_the_order_of_the_document():
    document = {"b": {"y": 1, "x": 2}, "a": [10, 20]}
    problems = ProblemList()
    for path in (("a", 1), ("a", 0), ("b", "x"), ("b", "missing"), ("b", "y")):
        problems.add(path, "is wrong.")
    ordered = [problem.path for problem in problems.in_order_of(document, {})]
    assert ordered == ["b.y", "b.x", "b.missing", "a[0]", "a[1]"]


def test_a_flood_of_problems_is_counted_but_not_kept():
    problems = ProblemList()
    for index in range(MAX_PROBLEMS + 50):
        problems.add_unknown_key((f"k{index}",), 1, ["known"])
    shown = problems.in_order_of({f"k{index}": 1 for index in range(MAX_PROBLEMS + 50)}, {})
    assert problems.count == MAX_PROBLEMS + 50
    assert len(shown) == MAX_PROBLEMS + 1
    assert shown[-1].message == "and 50 more like these."
