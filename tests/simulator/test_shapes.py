"""The shape language can say no: a check that cannot fail would make every case below worthless."""

import pytest

from tests.simulator.shapes import mismatches, sequence_mismatches

NAMED = {"point": {"x": "<int>", "y?": "<int>"}}


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ({"x": 1}, {"@": "point"}),
        ({"x": 1, "y": 2}, {"@": "point"}),
        ({"x": 1, "z": "a"}, {"@": "point", "z": "<re:[a-c]>"}),
        ([1, 2], ["<each>", "<int>"]),
        ('{"a":1}', {"<json>": {"a": 1}}),
        (7, "<int>=7"),
        ("2026-11-22T21:48:03.904845385Z", "<utc>"),
    ],
)
def test_fitting_values_pass(value, shape):
    assert mismatches(value, shape, NAMED) == []


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ({"y": 2}, {"@": "point"}),
        ({"x": 1, "more": 2}, {"@": "point"}),
        ({"x": "1"}, {"@": "point"}),
        ({"x": 1}, {"@": "point", "x": "<str>"}),
        ({"x": 1, "y": 2}, {"@": "point", "y?": "<never>"}),
        ([1, "2"], ["<each>", "<int>"]),
        ([1], [1, 2]),
        (True, "<int>"),
        (True, 1),
        (6, "<int>=7"),
        ('{"a":2}', {"<json>": {"a": 1}}),
        ("2026-11-22T21:48:03+01:00", "<utc>"),
        ("abcd", "<re:abc>"),
        ("text", "other text"),
    ],
)
def test_others_do_not(value, shape):
    assert mismatches(value, shape, NAMED)


def test_sequences():
    many = ["<many>", "<int>"]
    assert sequence_mismatches([1, 2, "end"], [many, "end"], {}) == []
    assert sequence_mismatches(["end"], [many, "end"], {})
    assert sequence_mismatches([1, "end", 2], [many, "end"], {})
    assert sequence_mismatches([1, 2], [many, "end"], {})
    assert sequence_mismatches([1, 2, 3], [1, 2], {})
