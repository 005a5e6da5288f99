"""Lines from and to the pipe."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tray_router.events import Completed, Thinking, Token
from tray_router.window import link as link_module
from tray_router.window.link import Link, read_lines
from tray_router.wire.window import FROM_WINDOW, TO_WINDOW, HidePopup, PopupClosed, Quit, ShowPopup

SECRET = "my password is hunter2"


def lines_of(data: bytes, *, piece: int = 1 << 16) -> list[bytes]:
    """What ``read_lines`` makes of data that comes through a real pipe in pieces."""
    reader, writer = os.pipe()

    def write() -> None:
        for start in range(0, len(data), piece):
            os.write(writer, data[start : start + piece])
        os.close(writer)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        return list(read_lines(reader))
    finally:
        thread.join()
        os.close(reader)


@given(st.lists(st.binary(max_size=40).filter(lambda b: b"\n" not in b)), st.integers(1, 9))
def test_lines_come_whole_however_they_arrive(lines: list[bytes], piece: int) -> None:
    data = b"".join(line + b"\n" for line in lines)
    assert lines_of(data, piece=piece) == [line for line in lines if line]


def test_a_line_without_an_end_is_not_a_line() -> None:
    assert lines_of(b"whole\nhalf") == [b"whole"]


def test_a_line_that_is_too_long_is_skipped_and_the_next_one_is_read(
    monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    monkeypatch.setattr(link_module, "MAX_LINE_BYTES", 100)
    expect_log("skipped a line of")
    assert lines_of(b"x" * 500 + b"\nnext\n", piece=64) == [b"next"]


def test_a_closed_descriptor_ends_the_lines() -> None:
    reader, writer = os.pipe()
    os.close(writer)
    os.close(reader)
    assert list(read_lines(reader)) == []


class Pipes:
    """A link with both of its ends."""

    def __init__(self) -> None:
        read_fd, self.to_link = os.pipe()
        self.from_link, write_fd = os.pipe()
        self._fds = {read_fd, self.to_link, self.from_link, write_fd}
        self.link = Link(read_fd, write_fd)
        self.received: list[object] = []
        self.link.received.connect(self.received.append)

    def close_end(self, fd: int) -> None:
        os.close(fd)
        self._fds.remove(fd)

    def close(self) -> None:
        self.link.close()
        if self.to_link in self._fds:
            self.close_end(self.to_link)
        self.link._reader.join(5)
        for fd in self._fds:
            os.close(fd)


@pytest.fixture
def pipes(qapp: QApplication) -> Iterator[Pipes]:
    pipes = Pipes()
    pipes.link.start()
    yield pipes
    pipes.close()


def test_messages_arrive_in_order_and_nonsense_is_skipped_unseen(
    pipes: Pipes, qtbot: QtBot, expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("not a message")
    bad = [
        SECRET.encode(),
        b'{"type": "show-popup", "text": "' + SECRET.encode() + b'"}',
        b"[1, 2]",
        b'{"type": "nope"}',
    ]
    messages = [ShowPopup("s", "text"), HidePopup(), Quit()]
    encoded = [TO_WINDOW.encode(message) for message in messages]
    for line in (bad[0], encoded[0], bad[1], bad[2], encoded[1], b"", bad[3], encoded[2]):
        os.write(pipes.to_link, line + b"\n")
    qtbot.waitUntil(lambda: len(pipes.received) == 3)
    assert pipes.received == messages
    assert len(caplog.records) == 4
    assert SECRET not in caplog.text


def test_what_is_sent_comes_out_as_lines(pipes: Pipes, qtbot: QtBot) -> None:
    pipes.link.send(PopupClosed("one"))
    pipes.link.send(PopupClosed("zwei\nü"))
    pipes.link.close()
    data = os.read(pipes.from_link, 4096)
    assert [FROM_WINDOW.decode(line) for line in data.splitlines()] == [PopupClosed("one"), PopupClosed("zwei\nü")]


def test_the_end_of_the_input_is_reported(pipes: Pipes, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pipes.link.ended):
        pipes.close_end(pipes.to_link)


def test_a_reader_that_left_is_reported(pipes: Pipes, qtbot: QtBot) -> None:
    pipes.close_end(pipes.from_link)
    with qtbot.waitSignal(pipes.link.ended):
        pipes.link.send(PopupClosed("s"))


def test_pieces_of_an_answer_wait_until_they_are_asked_for_or_something_else_comes(pipes: Pipes, qtbot: QtBot) -> None:
    told: list[None] = []
    pipes.link.text_waits.connect(lambda: told.append(None))
    pieces = [Token("r", "a"), Thinking("r", "b"), Token("r", "c")]
    for piece in pieces:
        os.write(pipes.to_link, TO_WINDOW.encode(piece) + b"\n")
    qtbot.waitUntil(lambda: len(pipes.link._inbox) == 3)
    qtbot.waitUntil(lambda: bool(told))
    assert (len(told), pipes.received) == (1, [])
    pipes.link.take_waiting()
    assert pipes.received == pieces
    os.write(pipes.to_link, TO_WINDOW.encode(Token("r", "d")) + b"\n" + TO_WINDOW.encode(Completed("r")) + b"\n")
    qtbot.waitUntil(lambda: len(pipes.received) == 5)
    assert pipes.received[3:] == [Token("r", "d"), Completed("r")]
