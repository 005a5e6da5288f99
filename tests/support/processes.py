"""Child processes of a test: started in their own group, polled with a deadline, ended by process id."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TypeVar

T = TypeVar("T")


WAIT_LIMIT_S = 30.0
"""A deadline says that something has failed, never that it was slow: how long things take is measured in benchmarks."""


def wait_for(condition: Callable[[], T], *, within_s: float = WAIT_LIMIT_S, what: str = "the condition") -> T:
    """Polls until ``condition()`` is truthy and returns that value; fails the test after ``within_s``."""
    deadline = time.monotonic() + within_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {within_s} s in vain for {what}")
        time.sleep(0.005)


class Child:
    """One child process with its output in a file (never a pipe that could fill up and block it)."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        stdin: IO[bytes] | int = subprocess.DEVNULL,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.log = log
        with log.open("ab") as sink:
            self.process = subprocess.Popen(
                argv, stdin=stdin, stdout=sink, stderr=sink, env=env, pass_fds=pass_fds, start_new_session=True
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def stop(self, *, grace_s: float = 2.0) -> None:
        """Ends the process and what it started (its own process group): politely, then for good."""
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
        for signum, patience_s in ((signal.SIGCONT, 0.0), (signal.SIGTERM, grace_s), (signal.SIGKILL, grace_s)):
            if self.process.poll() is not None and signum is not signal.SIGKILL:
                continue
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signum)
            if patience_s and self.process.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(patience_s)
