"""The real window process over real pipes, driven as the daemon drives it."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from tests.support.processes import WAIT_LIMIT_S
from tests.support.x11 import XServer
from tray_router.wire.window import FROM_WINDOW, TO_WINDOW, WindowReady

M = TypeVar("M")
ROOT = Path(__file__).parents[2]
WINDOW = (sys.executable, "-m", "tray_router.window")


class WindowProcess:
    """``python -m tray_router.window`` on a test server. Use as a context manager.

    Args:
        env: further environment variables, e.g. scale factors.
        is_warm: wait for WindowReady.
        command: what to run instead of the window itself.
    """

    def __init__(self, server: XServer, *, is_warm: bool = True, command: tuple[str, ...] = WINDOW, **env: str) -> None:
        self._command = command
        self.server = server
        self.log = server.folder / f"window-{time.monotonic_ns()}.log"
        self._is_warm = is_warm
        self._env = {**server.env(**env), "PYTHONPATH": str(ROOT)}
        self._rest = b""
        self.received: list[object] = []

    def __enter__(self) -> WindowProcess:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._env,
            )
        if self._is_warm:
            self.wait(WindowReady)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)

    def send(self, *messages: object) -> None:
        self.send_raw(b"".join(TO_WINDOW.encode(message) + b"\n" for message in messages))

    def send_raw(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def wait(self, kind: type[M], count: int = 1, within_s: float = WAIT_LIMIT_S) -> M:
        """The ``count``-th message of that kind since the start."""
        deadline = time.monotonic() + within_s
        while len(found := [m for m in self.received if isinstance(m, kind)]) < count:
            left = deadline - time.monotonic()
            assert left > 0, f"no {kind.__name__} #{count}; got {self.received}; log: {self.errors()}"
            self._read(left)
        return found[count - 1]

    def drain(self, for_s: float = 0.2) -> None:
        """Reads what comes within a while: for checks that something does not come."""
        deadline = time.monotonic() + for_s
        while (left := deadline - time.monotonic()) > 0:
            self._read(left)

    def _read(self, within_s: float) -> None:
        assert self.process.stdout is not None
        fd = self.process.stdout.fileno()
        if not select.select([fd], [], [], within_s)[0]:
            return
        chunk = os.read(fd, 1 << 20)
        assert chunk, f"the window process ended; log: {self.errors()}"
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        self.received.extend(FROM_WINDOW.decode(line) for line in lines)

    def errors(self) -> str:
        return self.log.read_text(errors="replace")

    def end_input(self) -> int:
        """Closes the pipe to the process, as a daemon that died; returns the exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(20)
