"""Every feature has a name that a person can read."""

from __future__ import annotations

import pytest

from tray_router.routing.feature_names import _NAMES, feature_name
from tray_router.routing.points import POINTS


def is_named(feature: str) -> bool:
    if feature.startswith("word:") or feature in _NAMES or (feature in POINTS and POINTS[feature].reason):
        return True
    base = feature.removesuffix("+").removesuffix("-lead")
    return base != feature and is_named(base)


def test_every_feature_has_a_name() -> None:
    nameless = {feature for feature in POINTS if not is_named(feature)}
    assert nameless == set(), "name them in routing/feature_names.py"


def test_no_name_is_made_of_an_internal_one() -> None:
    strange = {name for name in map(feature_name, POINTS) if "_" in name or "+" in name or ":" in name}
    assert strange == set()


def test_no_name_is_kept_for_a_feature_that_is_gone_or_has_a_reason() -> None:
    assert {feature for feature in _NAMES if feature not in POINTS or POINTS[feature].reason} == set()


@pytest.mark.parametrize(
    ("feature", "name"),
    [
        ("is-code-like", "reads like source code"),
        ("is-traceback", "traceback"),
        ("solve+", "asks to solve or calculate, more than once"),
        ("write-lead", "asks to write something, in the first words"),
        ("word:write code", "the word “write code”"),
        ("keyword:invoice", "your keyword “invoice”"),
        (r"pattern:\bINV-\d+", r"your pattern “\bINV-\d+”"),
        ("something-new", "something-new"),
    ],
)
def test_names(feature: str, name: str) -> None:
    assert feature_name(feature) == name
