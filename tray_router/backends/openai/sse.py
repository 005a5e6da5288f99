"""Server-sent events, as far as chat streams use them: the data of each event.

Rules (WHATWG HTML, section 9.2): lines end in LF, CR LF or CR; a blank line ends an event; several ``data`` lines are
joined by line feeds; comments, which some services send while they wait, and other fields are passed over. Sans-I/O.
"""

from __future__ import annotations

import re

_LINE_END = re.compile(rb"\r\n|\n|\r")


class EventTooLargeError(ValueError):
    """An event is larger than any chunk of an answer."""


class EventReader:
    """Takes bytes as they come, gives the data of whole events.

    Args:
        max_bytes: of one event; more raises EventTooLargeError.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._rest = b""
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> list[bytes]:
        """The events that ``piece`` completes, in order.

        Raises:
            EventTooLargeError: see the class.
        """
        buffer = self._rest + piece
        # a CR at the very end may be the first half of CR LF
        usable = len(buffer) - 1 if buffer.endswith(b"\r") else len(buffer)
        events: list[bytes] = []
        start = 0
        for end in _LINE_END.finditer(buffer, 0, usable):
            self._line(buffer[start : end.start()], events)
            start = end.end()
        self._rest = buffer[start:]
        if len(self._rest) + self._size > self._max_bytes:
            raise EventTooLargeError(f"an event of more than {self._max_bytes} bytes")
        return events

    def _line(self, line: bytes, events: list[bytes]) -> None:
        if not line:
            if self._data:
                events.append(b"\n".join(self._data))
            self._data, self._size = [], 0
            return
        name, _, value = line.partition(b":")
        if name == b"data":
            value = value.removeprefix(b" ")
            self._data.append(value)
            self._size += len(value)
