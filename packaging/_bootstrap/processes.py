"""Starting other programs: quietly into a log, or in the foreground with a deadline.

Rule kept here: a child never waits for input nobody can give (standard input is closed unless a password
may be asked for), and none outlives its deadline. Main thread.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

TAIL_LINES = 25
INTERRUPTED = 130
TIMED_OUT = 124
"""Exit code of a child that was ended at its deadline (as coreutils' ``timeout`` has it)."""

STOP_GRACE_S = 30.0
"""Time for a test run to tear down its X servers after an interrupt, before it is killed."""


class Runner(Protocol):
    """Port: how the set-up starts other programs."""

    def quiet(self, command: Sequence[str], *, env: Mapping[str, str] | None = None, may_ask: bool = False) -> int:
        """Run with the output going to the log; return the exit code, 127 when the program is missing."""

    def tail(self) -> str:
        """Return the last lines that the last ``quiet`` wrote."""


class LoggedRunner:
    """The real ``Runner``; appends to one log file and remembers where the last program's output begins."""

    def __init__(self, log: Path, cwd: Path) -> None:
        self._log = log
        self._cwd = cwd
        self._start = 0

    def quiet(self, command: Sequence[str], *, env: Mapping[str, str] | None = None, may_ask: bool = False) -> int:
        """See ``Runner.quiet``. With ``may_ask`` the child keeps the terminal as its input."""
        self._log.parent.mkdir(exist_ok=True)
        with self._log.open("ab") as sink:
            sink.write(f"\n$ {' '.join(command)}\n".encode())
            sink.flush()
            self._start = sink.tell()
            try:
                return subprocess.run(
                    list(command),
                    cwd=self._cwd,
                    env=None if env is None else dict(env),
                    stdin=None if may_ask else subprocess.DEVNULL,
                    stdout=sink,
                    stderr=subprocess.STDOUT,
                    check=False,
                ).returncode
            except OSError as error:
                sink.write(f"{error}\n".encode())
                return 127

    def tail(self) -> str:
        """See ``Runner.tail``."""
        if not self._log.exists():
            return ""
        with self._log.open("rb") as source:
            source.seek(self._start)
            text = source.read().decode(errors="replace")
        return "\n".join(text.strip().splitlines()[-TAIL_LINES:])


def run_in_foreground(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], deadline_s: float) -> int:
    """Run a program whose output the user sees; return its exit code.

    The child leads its own process group, so that its own children go with it at the deadline.

    Args:
        command: program and arguments.
        cwd: folder to start in.
        env: the whole environment of the child.
        deadline_s: seconds that it may take; at most zero means that it is not started.

    Returns:
        Its exit code, ``TIMED_OUT`` at the deadline, ``INTERRUPTED`` after Ctrl+C.
    """
    if deadline_s <= 0:
        return TIMED_OUT
    # None leaves the child in this group: Windows has no such groups
    group = None if sys.platform == "win32" else 0
    child: subprocess.Popen[bytes] = subprocess.Popen(
        list(command), cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, process_group=group
    )
    try:
        return child.wait(timeout=deadline_s)
    except subprocess.TimeoutExpired:
        _stop(child)
        return TIMED_OUT
    except KeyboardInterrupt:
        _stop(child)
        return INTERRUPTED


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Interrupt the child's group so that it can tidy up; kill what is left of it after the grace period."""
    if sys.platform == "win32":
        child.terminate()
        child.wait()
        return
    for number, grace_s in ((signal.SIGINT, STOP_GRACE_S), (signal.SIGKILL, STOP_GRACE_S)):
        try:
            os.killpg(child.pid, number)
        except ProcessLookupError:
            break
        try:
            child.wait(timeout=grace_s)
            break
        except subprocess.TimeoutExpired:
            continue
