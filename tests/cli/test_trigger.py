"""The fast client of ``trigger`` against a real socket that says what a daemon might say, and worse."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tray_router.__main__ import is_plain_trigger
from tray_router.cli import trigger
from tray_router.wire.control import TO_DAEMON, TriggerCall


@contextmanager
def daemon(path: Path, reply: bytes) -> Iterator[list[bytes]]:
    """Takes one connection, keeps what came and sends ``reply`` as it stands."""
    heard: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                (length,) = struct.unpack(">I", connection.recv(4))
                heard.append(connection.recv(length))
                connection.sendall(reply)

        thread = threading.Thread(target=serve)
        thread.start()
        yield heard
        thread.join()


def framed(message: object) -> bytes:
    payload = json.dumps(message).encode()
    return struct.pack(">I", len(payload)) + payload


def test_the_handwritten_message_is_a_trigger_call(short_folder: str) -> None:
    path = Path(short_folder) / "s"
    with daemon(path, framed({"type": "done"})) as heard:
        assert trigger.main(["region"], path) == 0
    call = TO_DAEMON.decode(heard[0])
    assert isinstance(call, TriggerCall)
    assert call.action == "region"


@pytest.mark.parametrize(
    ("arguments", "action", "name"),
    [
        (["--action", "Into English"], "ask", "Into English"),
        (["region", "--action", "translate"], "region", "translate"),
        (["--action", "fix", "ask"], "ask", "fix"),
        (["window"], "window", ""),
    ],
)
def test_an_action_can_be_named(short_folder: str, arguments: list[str], action: str, name: str) -> None:
    path = Path(short_folder) / "s"
    with daemon(path, framed({"type": "done"})) as heard:
        assert trigger.main(arguments, path) == 0
    call = TO_DAEMON.decode(heard[0])
    assert isinstance(call, TriggerCall)
    assert (call.action, call.name) == (action, name)
    assert is_plain_trigger(["trigger", *arguments])


@pytest.mark.parametrize(
    "arguments", [["--action"], ["ask", "--action"], ["dance", "--action", "x"], ["ask", "region"]]
)
def test_what_cannot_be_understood_is_explained(
    short_folder: str, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert trigger.main(arguments, Path(short_folder) / "nobody") == 2
    assert "--action NAME" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["trigger"], ["trigger", "--help"], ["trigger", "ask", "-h"], ["ask", "x"]])
def test_what_else_is_asked_of_it_takes_the_long_way(arguments: list[str]) -> None:
    assert not is_plain_trigger(arguments)


@pytest.mark.parametrize(
    ("reply", "code", "said"),
    [
        (framed({"type": "refused", "title": "No window.", "hint": "Use ask.", "exit_code": 6}), 6, "No window."),
        (framed({"type": "refused", "title": "No.", "exit_code": "many"}), 4, "No."),
        (framed([1, 2]), 4, "does not fit"),
        (struct.pack(">I", 3) + b"{{{", 4, "does not fit"),
        (b"", 4, "not running"),
    ],
)
def test_every_reply_ends_in_a_code_and_a_sentence(
    short_folder: str, capsys: pytest.CaptureFixture[str], reply: bytes, code: int, said: str
) -> None:
    path = Path(short_folder) / "s"
    with daemon(path, reply):
        assert trigger.main(["ask"], path) == code
    assert said in capsys.readouterr().err
