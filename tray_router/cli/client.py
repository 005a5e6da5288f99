"""A client of the control socket: one call, then replies until the terminal one. Blocking; for the CLI process."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

from tray_router.errors import DaemonError
from tray_router.wire.control import FROM_DAEMON, LENGTH_BYTES, TO_DAEMON, Refused, frame, payload_length

CONNECT_LIMIT_S = 2.0
REPLY_LIMIT_S = 10.0


class DaemonClient:
    """Speaks to the daemon at ``socket_path``."""

    def __init__(self, socket_path: Path) -> None:
        self._path = socket_path

    def is_running(self) -> bool:
        """True when something accepts connections there."""
        try:
            self._connect(CONNECT_LIMIT_S).close()
        except DaemonError:
            return False
        return True

    def call(self, message: object) -> object:
        """Sends one call and returns its one reply.

        Raises:
            DaemonError: no daemon, no reply in time, or the daemon refused (title and hint are the daemon's).
            ProtocolError: the reply does not fit.
        """
        for reply in self.stream(message, limit_s=REPLY_LIMIT_S):
            return reply
        raise DaemonError("The daemon hung up without a reply.", "Look into its log; restart Tray Router.")

    def stream(self, message: object, limit_s: float | None = None) -> Iterator[object]:
        """Sends one call and yields its replies until the daemon hangs up; leaving the loop stops the question.

        Raises:
            DaemonError: as for ``call``.
            ProtocolError: a reply does not fit.
        """
        with self._connect(limit_s) as connection:
            try:
                connection.sendall(frame(TO_DAEMON.encode(message)))
                while header := _exactly(connection, LENGTH_BYTES):
                    reply = FROM_DAEMON.decode(_exactly(connection, payload_length(header)))
                    if isinstance(reply, Refused):
                        error = DaemonError(reply.title, reply.hint)
                        error.exit_code = type(error.exit_code)(reply.exit_code)
                        raise error
                    yield reply
            except TimeoutError:
                raise DaemonError("The daemon does not answer.", "Restart Tray Router.") from None
            except OSError as error:
                raise DaemonError("The connection to the daemon broke.", "Look into its log.") from error

    def _connect(self, limit_s: float | None) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(CONNECT_LIMIT_S)
        try:
            connection.connect(str(self._path))
        except OSError as error:
            connection.close()
            raise DaemonError("Tray Router is not running.", "Start it with `tray-router`.") from error
        connection.settimeout(limit_s)
        return connection


def _exactly(connection: socket.socket, count: int) -> bytes:
    """``count`` bytes; empty when the peer hung up before the first of them."""
    data = bytearray()
    while len(data) < count:
        piece = connection.recv(min(count - len(data), 1 << 20))
        if not piece:
            break
        data += piece
    return bytes(data)
