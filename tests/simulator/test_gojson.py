"""JSON, durations and base64 with Go's words for what is wrong."""

import base64
import datetime as dt
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tray_router.simulator import gojson

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda v: st.lists(v) | st.dictionaries(st.text(), v),
)


@settings(max_examples=40)
@given(JSON)
def test_what_is_encoded_can_be_decoded_and_holds_no_markup(value):
    data = gojson.encode(value)
    assert gojson.decode(data) == json.loads(data) == value
    assert not set(data) & set(b"<>&\n")


@given(st.binary(max_size=60))
def test_any_bytes_are_decoded_or_refused_in_words(data):
    try:
        gojson.decode(data)
    except gojson.GoError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "EOF"),
        ("  \n", "EOF"),
        ("{", "unexpected EOF"),
        ('{"a": "b', "unexpected EOF"),
        ('{"a" 1}', "invalid character '1' after object key"),
        ('{"a": 1 "b": 2}', "invalid character '\"' after object key:value pair"),
        ("[1 2]", "invalid character '2' after array element"),
        ("nope", "invalid character 'n' looking for beginning of value"),
        ("\x1f\x8b", "invalid character '\\x1f' looking for beginning of value"),
    ],
)
def test_syntax_errors(text, message):
    with pytest.raises(gojson.GoError) as caught:
        gojson.decode(text.encode())
    assert str(caught.value) == message


def test_what_follows_the_first_value_is_ignored():
    assert gojson.decode(b'{"a":1} trailing') == {"a": 1}


@pytest.mark.parametrize(
    ("value", "seconds"),
    [(5, 5.0), (0, 0.0), (1.5, 1.5), ("5m", 300.0), ("1h15m30.5s", 4530.5), ("250ms", 0.25), ("0", 0.0), ("+2s", 2.0)],
)
def test_durations(value, seconds):
    assert gojson.seconds(value) == pytest.approx(seconds)


@pytest.mark.parametrize("value", [-1, -0.5, "-1s"])
def test_negative_durations_last_for_ever(value):
    assert gojson.seconds(value) == math.inf


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", 'time: invalid duration ""'),
        ("s", 'time: invalid duration "s"'),
        ("10", 'time: missing unit in duration "10"'),
        ("5 minutes", 'time: unknown unit " minutes" in duration "5 minutes"'),
        ([1], "Unsupported type: '[]interface {}'"),
    ],
)
def test_bad_durations(value, message):
    with pytest.raises(gojson.GoError) as caught:
        gojson.seconds(value)
    assert str(caught.value) == message


@given(st.binary(max_size=100))
def test_base64_with_line_ends(data):
    encoded = base64.encodebytes(data).decode()
    assert gojson.base64_bytes(encoded) == data


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("data:image/png;base64,AAAA", 4),
        ("-_AA", 0),
        ("AAA", 0),
        ("AAAAA", 4),
        ("AA=A", 2),
        ("A===", 1),
        ("AA=", 3),
        ("AAA=A", 4),
        ("AA\n==\nAA", 6),
    ],
)
def test_bad_base64_names_the_offset(text, offset):
    with pytest.raises(gojson.GoError, match=f"illegal base64 data at input byte {offset}$"):
        gojson.base64_bytes(text)


def test_timestamps_have_a_fraction_and_a_z():
    assert gojson.timestamp(dt.datetime(2026, 11, 22, 21, 48, 3, tzinfo=dt.UTC)) == "2026-11-22T21:48:03.000000Z"
