from __future__ import annotations

import json
import os
import socket
import struct
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.cli import trigger
from tray_router.errors import ProtocolError
from tray_router.model import TriggerAction
from tray_router.wire.control import (
    FROM_DAEMON,
    LENGTH_BYTES,
    MAX_MESSAGE_BYTES,
    TO_DAEMON,
    Done,
    Refused,
    TriggerCall,
    frame,
    payload_length,
)


@given(st.binary(max_size=300))
def test_a_frame_announces_its_payload(payload: bytes) -> None:
    framed = frame(payload)
    assert payload_length(framed[:LENGTH_BYTES]) == len(payload)
    assert framed[LENGTH_BYTES:] == payload


@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_a_length_is_taken_up_to_the_limit_and_refused_above(length: int) -> None:
    header = struct.pack(">I", length)
    if length <= MAX_MESSAGE_BYTES:
        assert payload_length(header) == length
    else:
        with pytest.raises(ProtocolError):
            payload_length(header)


@pytest.mark.parametrize("header", [b"", b"\x00", b"\x00" * 5])
def test_a_header_of_another_length_is_refused(header: bytes) -> None:
    with pytest.raises(ProtocolError):
        payload_length(header)


def test_a_payload_over_the_limit_is_refused_with_both_sizes() -> None:
    class Huge(bytes):
        """Pretends to its length, so that no test has to make 64 MB."""

        def __len__(self) -> int:
            return MAX_MESSAGE_BYTES + 1

    with pytest.raises(ProtocolError, match="67 MB") as raised:
        frame(Huge())
    assert raised.value.hint


@pytest.mark.parametrize(
    ("reply", "code", "said"),
    [
        (Done("fine"), 0, ""),
        (Refused("It is busy.", "Wait.", exit_code=5), 5, "It is busy.\nWait.\n"),
        (Refused("It is busy."), 4, "It is busy.\n"),
    ],
)
def test_the_trigger_written_by_hand_is_the_message(
    reply: object, code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for action in TriggerAction:
        received: list[bytes] = []
        path = tmp_path / f"{action}.sock"
        with _OneAnswer(path, FROM_DAEMON.encode(reply), received):
            assert trigger.main([action.value], path) == code
        call = TO_DAEMON.decode(received[0])
        assert call == TriggerCall(action, at=call.at)
        assert call.at > 0
        assert set(json.loads(received[0])) == {"type", "action", "at"}
        assert capsys.readouterr().err == said


def test_the_trigger_knows_all_actions() -> None:
    assert trigger.ACTIONS == tuple(action.value for action in TriggerAction)


@pytest.mark.parametrize("arguments", [[], ["dance"], ["ask", "now"]])
def test_a_wrong_trigger_is_explained(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trigger.main(arguments, tmp_path / "nobody.sock") == 2
    assert "ask, region, prompt" in capsys.readouterr().err


def test_a_trigger_without_daemon_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trigger.main(["ask"], tmp_path / "nobody.sock") == 4
    assert "not running" in capsys.readouterr().err


@pytest.mark.parametrize("payload", [b"", b"{", b"[1]", b"\xff\xff"])
def test_a_daemon_that_talks_nonsense_is_explained(
    payload: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "d.sock"
    with _OneAnswer(path, payload, []):
        assert trigger.main(["ask"], path) == 4
    assert capsys.readouterr().err


class _OneAnswer:
    """A daemon that takes one framed message and sends one framed reply."""

    def __init__(self, path: Path, reply: bytes, received: list[bytes]) -> None:
        self._reply, self._received = reply, received
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(os.fspath(path))
        self._server.listen(1)
        self._server.settimeout(10)
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._thread.join(10)
        self._server.close()

    def _serve(self) -> None:
        connection, _ = self._server.accept()
        with connection, connection.makefile("rwb") as stream:
            self._received.append(stream.read(payload_length(stream.read(LENGTH_BYTES))))
            stream.write(frame(self._reply))
            stream.flush()
