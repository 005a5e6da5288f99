"""The window's end of the pipe to the daemon: JSON lines in, JSON lines out.

Rules: the GUI thread never blocks on the pipe. One thread reads and decodes, one thread encodes and writes; both hand
over by queues. Pieces of an answer wait in theirs until the GUI thread wants to paint, or until anything else comes:
waking it for each would cost as much as painting them. A line that cannot be understood is skipped and logged
without its content, because it may hold what the user captured. End of input, or a reader that left, ends the link.
"""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Iterator
from queue import SimpleQueue

from PySide6.QtCore import QObject, Qt, Signal

from tray_router.errors import ProtocolError
from tray_router.events import Thinking, Token
from tray_router.wire.window import FROM_WINDOW, TO_WINDOW

log = logging.getLogger(__name__)

READ_BYTES = 1 << 16
MAX_LINE_BYTES = 96 * 1024 * 1024  # a screenshot of several 4K screens as base64; more is skipped, not kept


class Link(QObject):
    """Messages from and to the daemon; the signals are for the GUI thread.

    Signals:
        received: one message, in the order of arrival.
        text_waits: pieces of an answer have come; ``take_waiting`` hands them over.
        ended: the daemon is gone.

    Args:
        read_fd: file descriptor to read lines from; stays open until the process ends, because a thread waits on it.
        write_fd: file descriptor to write lines to.
    """

    received = Signal(object)
    text_waits = Signal()
    ended = Signal()
    _woken = Signal()

    def __init__(self, read_fd: int, write_fd: int) -> None:
        super().__init__()
        self._read_fd = read_fd
        self._write_fd = write_fd
        self._inbox: deque[object] = deque()
        self._woken.connect(self.take_waiting, Qt.ConnectionType.QueuedConnection)
        self._outbox: SimpleQueue[object | None] = SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="link-reader", daemon=True)
        self._writer = threading.Thread(target=self._write, name="link-writer", daemon=True)

    def start(self) -> None:
        """Starts both threads."""
        self._reader.start()
        self._writer.start()

    @property
    def has_waiting(self) -> bool:
        """More has come than ``received`` was emitted for."""
        return bool(self._inbox)

    def take_waiting(self) -> None:
        """Emits ``received`` for everything that has come. GUI thread."""
        while self._inbox:
            self.received.emit(self._inbox.popleft())

    def send(self, message: object) -> None:
        """Queues a message of ``FROM_WINDOW``. Never blocks."""
        self._outbox.put(message)

    def close(self, wait_s: float = 1.0) -> None:
        """Writes what is queued, waiting at most ``wait_s``, and stops the writer."""
        self._outbox.put(None)
        if self._writer.is_alive():
            self._writer.join(wait_s)

    def _read(self) -> None:
        for line in read_lines(self._read_fd):
            message = _decode(line)
            if message is None:
                continue
            is_first = not self._inbox
            self._inbox.append(message)
            if not isinstance(message, Token | Thinking):
                self._woken.emit()
            elif is_first:
                self.text_waits.emit()
        self.ended.emit()

    def _write(self) -> None:
        while (message := self._outbox.get()) is not None:
            try:
                _write_all(self._write_fd, FROM_WINDOW.encode(message) + b"\n")
            except OSError:
                log.info("the daemon closed its end of the pipe")
                self.ended.emit()
                return


def read_lines(fd: int) -> Iterator[bytes]:
    """Lines of a file descriptor without their line break, until it ends or fails; blank lines are left out.

    A line over MAX_LINE_BYTES is dropped whole. Reads the descriptor directly: a buffered reader holds a lock that an
    interpreter on its way out cannot take while a thread waits in it.
    """
    parts: list[bytes] = []
    size = 0
    while chunk := _read_some(fd):
        *whole, rest = chunk.split(b"\n")
        for piece in whole:
            size += len(piece)
            if size > MAX_LINE_BYTES:
                log.warning("skipped a line of %d bytes from the daemon", size)
            elif size:
                yield b"".join((*parts, piece))
            parts, size = [], 0
        size += len(rest)
        if size <= MAX_LINE_BYTES:
            parts.append(rest)
        else:
            parts.clear()


def _read_some(fd: int) -> bytes:
    try:
        return os.read(fd, READ_BYTES)
    except OSError:
        return b""


def _decode(line: bytes) -> object | None:
    try:
        return TO_WINDOW.decode(line)  # type: ignore[no-any-return]
    except ProtocolError:
        # The title quotes field names and values; only the size is safe to log.
        log.warning("skipped a line of %d bytes from the daemon that is not a message", len(line))
        return None


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
