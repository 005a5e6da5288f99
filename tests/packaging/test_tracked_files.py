"""No file of the project says where packages come from, or where somebody's work tree lies."""

from __future__ import annotations

import re

import pytest

from tests.packaging.tree import tracked_files

# in pieces, or this file would find itself
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "anaconda" + ".org",
    "conda-forge" + ".org",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarn" + "pkg.com",
    "proxy." + "golang.org",
    "static." + "crates.io",
    "index." + "crates.io",
    "arti" + "factory",
    "pkg" + ".dev",
    "deb." + "debian.org",
    "archive." + "ubuntu.com",
]
FORBIDDEN = [
    *(re.compile(re.escape(name), re.IGNORECASE) for name in REGISTRIES),
    # an index given by address, whatever its host
    re.compile(r"(?:index|find|proxy)[-_](?:url|links)[\s=\"':]+https?://(?!127\.0\.0\.1)", re.IGNORECASE),
    re.compile(r"https?://[^\s\"'<>)]*/simple(?=[/\s\"'<>)]|$)", re.IGNORECASE | re.MULTILINE),
    # work trees of one machine
    re.compile(r"(?<![\w.~$}-])/(?:" + "work" + "|" + "root" + r")/(?=\w)"),
]


def test_there_is_something_to_look_at():
    names = {path.as_posix() for path, _text in tracked_files()}
    assert {"pyproject.toml", "packaging/requirements.lock", ".ci/run"} <= names


@pytest.mark.parametrize("pattern", FORBIDDEN, ids=lambda pattern: pattern.pattern[:24])
def test_no_file_names_a_package_index_or_a_place_of_one_machine(pattern: re.Pattern[str]):
    found = [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for path, text in tracked_files()
        for match in pattern.finditer(text)
    ]
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        "https://" + "py" + "pi.org/project/httpx",
        "index-url = " + "https://mirror.example",
        "PIP_INDEX_URL=" + "http://mirror.example/py",
        "see https://mirror.example/repo/" + "simple/",
        "in /" + "work/main",
    ],
)
def test_the_patterns_find_what_they_are_for(text: str):
    assert any(pattern.search(text) for pattern in FORBIDDEN)


@pytest.mark.parametrize("text", ["assets/work/x", "https://example.com/simplest", "~/work/x", "PIP_INDEX_URL is kept"])
def test_the_patterns_leave_the_rest_alone(text: str):
    assert not any(pattern.search(text) for pattern in FORBIDDEN)
