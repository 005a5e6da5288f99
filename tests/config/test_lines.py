"""Lines of keys in TOML, held against every way to write them."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from tray_router.config.lines import line_numbers

DOCUMENT = """\
# a comment with [brackets] and "quotes"
name = "one # no comment"   # two
"odd key"."dotted" = 1

[hosts.mac]
url = '''
first = "not a key"
[nor.a.table]
'''
headers = { A = { env = "X" }, "B C" = { env = "Y" } }

[[actions]]
name = 'it "is"'
[[actions]]
list = [
  "a]",  # comment ]
  # another
  ["b", { deep = 1 }],
  1979-05-27 07:32:00,
]
hotkey = "x"
[actions.inner]
last = true
"""


def test_each_way_to_write_a_key_is_found() -> None:
    tomllib.loads(DOCUMENT)
    lines = line_numbers(DOCUMENT)
    rows = DOCUMENT.splitlines()
    for path, begins in {
        ("name",): "name = ",
        ("odd key", "dotted"): '"odd key"',
        ("hosts",): "[hosts.mac]",
        ("hosts", "mac", "url"): "url = ",
        ("hosts", "mac", "headers"): "headers",
        ("hosts", "mac", "headers", "B C", "env"): "headers",
        ("actions", 0, "name"): "name = 'it",
        ("actions", 1, "list"): "list = [",
        ("actions", 1, "list", 0): '  "a]",',
        ("actions", 1, "list", 1, 1, "deep"): '  ["b", {',
        ("actions", 1, "list", 2): "  1979",
        ("actions", 1, "hotkey"): "hotkey",
        ("actions", 1, "inner"): "[actions.inner]",
        ("actions", 1, "inner", "last"): "last",
    }.items():
        assert rows[lines[path] - 1].startswith(begins), path
    assert ("first",) not in lines
    assert ("nor",) not in lines


@given(st.text(alphabet="ab.=[]{}\"'#,\n \\", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    assert all(line >= 1 for line in line_numbers(text).values())


@given(st.text(alphabet="ab.=[]{}\"'#,\n 1", max_size=40))
def test_whatever_toml_reads_has_a_line(text: str) -> None:
    try:
        document = tomllib.loads(text)
    except ValueError:
        return
    lines = line_numbers(text)
    for key, value in document.items():
        assert (key,) in lines
        if isinstance(value, dict):
            assert all((key, inner) in lines for inner in value)
