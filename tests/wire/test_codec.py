from __future__ import annotations

import json
from dataclasses import dataclass, fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wire.messages import instances
from tray_router.errors import ExitCode, ProtocolError
from tray_router.events import ANSWER_EVENT_TYPES, Token
from tray_router.model import Override
from tray_router.wire.codec import Codec, message_name
from tray_router.wire.control import FROM_DAEMON, TO_DAEMON, AskCall, PauseCall, StatusCall
from tray_router.wire.window import FROM_WINDOW, TO_WINDOW, RegionTaken, ShowPopup, Submit

CODECS = {"to daemon": TO_DAEMON, "from daemon": FROM_DAEMON, "to window": TO_WINDOW, "from window": FROM_WINDOW}
PAIRS = [
    pytest.param(codec, message_type, id=f"{direction}: {message_name(message_type)}")
    for direction, codec in CODECS.items()
    for message_type in codec.message_types()
]
FEW = settings(max_examples=20)  # for each of the 40 messages
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(("codec", "message_type"), PAIRS)
def test_what_is_encoded_is_decoded(codec: Codec, message_type: type) -> None:
    @FEW
    @given(instances(message_type))
    def there_and_back(message: object) -> None:
        line = codec.encode(message)
        assert b"\n" not in line  # the window protocol separates messages by line breaks
        assert json.loads(line)["type"] == message_name(message_type)
        assert codec.decode(line) == message
        assert codec.decode(line.decode()) == message

    there_and_back()


@pytest.mark.parametrize(("codec", "message_type"), PAIRS)
def test_fields_of_a_newer_version_are_ignored(codec: Codec, message_type: type) -> None:
    @FEW
    @given(instances(message_type))
    def newer(message: object) -> None:
        assert codec.decode(json.dumps({**codec.to_object(message), "added_later": [{}]})) == message

    newer()


@pytest.mark.parametrize(("codec", "message_type"), [pair for pair in PAIRS if fields(pair.values[1])])
def test_a_field_of_another_kind_is_refused_or_fits(codec: Codec, message_type: type) -> None:
    names = [field.name for field in fields(message_type)]

    @FEW
    @given(instances(message_type), st.sampled_from(names), JSON_VALUES)
    def spoilt(message: object, name: str, value: object) -> None:
        line = json.dumps({**codec.to_object(message), name: value})
        try:
            decoded = codec.decode(line)
        except ProtocolError:
            return
        assert type(decoded) is message_type

    spoilt()


@pytest.mark.parametrize("codec", CODECS.values(), ids=list(CODECS))
def test_hostile_bytes_raise_the_documented_error_only(codec: Codec) -> None:
    @given(st.binary(max_size=60) | st.text(max_size=60) | JSON_VALUES.map(json.dumps))
    def hostile(data: bytes | str) -> None:
        with pytest.raises(ProtocolError):
            codec.decode(data)

    hostile()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"type": 3}',
        b'{"type": []}',
        b'{"type": "no-such-message"}',
        b'{"type": "token"}',
        b'{"type": "token", "request_id": "a", "text": "\xff"}',
        b'{"type": "token", "request_id": "a", "text": "\\ud800"}',
        '{"type": "token", "request_id": "a", "text": "\ud800"}',
        b'{"type": "token", "request_id": "a", "text": "b"} {}',
        b'{"type": "waiting", "request_id": "a", "reason": "bored", "model": "m", "host": "h"}',
        b'{"type": "waiting", "request_id": "a", "reason": "queued", "model": "m", "host": "h", "waited_s": 1e999}',
        b'{"type": "waiting", "request_id": "a", "reason": "queued", "model": "m", "host": "h", "waited_s": 1'
        + b"0" * 400
        + b"}",
        b"[" * 300_000,
        b'{"a":' * 300_000,
        b'{"type": "token", "request_id": ' + b"[" * 300_000,
    ],
    ids=lambda data: str(data[:40]),
)
def test_known_attacks_are_refused(data: bytes | str) -> None:
    with pytest.raises(ProtocolError):
        FROM_DAEMON.decode(data)


def test_the_error_names_the_message_and_the_field_but_no_content() -> None:
    with pytest.raises(ProtocolError) as raised:
        FROM_DAEMON.decode(b'{"type": "token", "request_id": 7, "text": "a secret"}')
    assert "token" in raised.value.title
    assert "request_id" in raised.value.title
    assert "secret" not in str(raised.value)
    assert raised.value.exit_code is ExitCode.PROTOCOL


def test_messages_of_the_other_direction_are_neither_sent_nor_taken() -> None:
    with pytest.raises(ProtocolError, match="ShowPopup is not a message"):
        FROM_WINDOW.encode(ShowPopup("s"))
    with pytest.raises(ProtocolError, match="no known type"):
        FROM_WINDOW.decode(TO_WINDOW.encode(ShowPopup("s")))
    with pytest.raises(ProtocolError):
        TO_DAEMON.encode("a text")


def test_a_subclass_does_not_pass_for_the_message() -> None:
    @dataclass(frozen=True)
    class StatusCallAndMore(StatusCall):
        key: str = "secret"

    with pytest.raises(ProtocolError):
        TO_DAEMON.encode(StatusCallAndMore())


def test_half_characters_of_a_broken_selection_do_not_stop_a_message() -> None:
    line = TO_WINDOW.encode(ShowPopup("s", text="before \ud83d after", application="\udcff"))
    shown = TO_WINDOW.decode(line)
    assert shown.text == "before \ufffd after"
    assert shown.application == "\ufffd"
    assert TO_DAEMON.decode(TO_DAEMON.encode(AskCall(override=Override(model="\ud800")))).override.model == "\ufffd"


def test_bytes_travel_as_base64_of_the_standard_alphabet() -> None:
    line = FROM_WINDOW.encode(RegionTaken("s", (b"\xfb\xff\x00",)))
    assert json.loads(line)["images"] == ["+/8A"]


def test_names_are_kebab_case_and_unique() -> None:
    assert message_name(ShowPopup) == "show-popup"
    assert message_name(Token) == "token"
    for codec in CODECS.values():
        assert len(codec._by_name) == len(codec._names)


def test_every_answer_event_reaches_window_and_command_line() -> None:
    for event_type in ANSWER_EVENT_TYPES:
        assert event_type in TO_WINDOW.message_types()
        assert event_type in FROM_DAEMON._names


def test_defaults_may_be_left_out() -> None:
    assert FROM_WINDOW.decode(b'{"type":"submit","session":"s","instruction":"why?"}') == Submit("s", "why?")
    with pytest.raises(ProtocolError, match="is_paused"):
        TO_DAEMON.decode(b'{"type":"pause-call","host":"mac"}')
    assert TO_DAEMON.decode(b'{"type":"pause-call","host":"mac","is_paused":true}') == PauseCall("mac", is_paused=True)
