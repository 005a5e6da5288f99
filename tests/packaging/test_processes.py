from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from _bootstrap.processes import TAIL_LINES, TIMED_OUT, LoggedRunner, run_in_foreground

from tests.packaging.fakes import write_program


@pytest.fixture
def runner(tmp_path: Path) -> LoggedRunner:
    return LoggedRunner(tmp_path / "log/bootstrap.log", tmp_path)


def test_the_tail_is_of_the_last_program_only(runner: LoggedRunner):
    assert runner.quiet([sys.executable, "-c", "print('first')"]) == 0
    assert runner.quiet([sys.executable, "-c", "import sys; print('second'); sys.exit('and why')"]) == 1
    assert sorted(runner.tail().splitlines()) == ["and why", "second"]


def test_the_tail_is_short(runner: LoggedRunner):
    runner.quiet([sys.executable, "-c", "print(*range(1000), sep='\\n')"])
    assert runner.tail().splitlines() == [str(n) for n in range(1000 - TAIL_LINES, 1000)]


def test_a_missing_program_is_a_failure_with_a_reason(runner: LoggedRunner):
    assert runner.quiet(["tray-router-no-such-program"]) == 127
    assert "tray-router-no-such-program" in runner.tail()


def test_a_quiet_program_finds_no_input(runner: LoggedRunner):
    assert runner.quiet([sys.executable, "-c", "import sys; sys.exit(len(sys.stdin.read()))"]) == 0


def test_a_program_in_the_foreground_returns_its_code(tmp_path: Path):
    command = [sys.executable, "-c", "import sys; sys.exit(7)"]
    assert run_in_foreground(command, cwd=tmp_path, env=os.environ, deadline_s=30) == 7


def test_no_time_left_starts_nothing(tmp_path: Path):
    write_program(tmp_path / "touch", "from pathlib import Path; Path('started').touch()")
    assert run_in_foreground([str(tmp_path / "touch")], cwd=tmp_path, env=os.environ, deadline_s=0) == TIMED_OUT
    assert not (tmp_path / "started").exists()


PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open("child", "w").write(str(child.pid))
child.wait()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="process groups")
def test_at_the_deadline_a_program_goes_with_its_children(tmp_path: Path):
    write_program(tmp_path / "parent", PARENT)
    assert run_in_foreground([str(tmp_path / "parent")], cwd=tmp_path, env=os.environ, deadline_s=2) == TIMED_OUT
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 20
    while _is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _is_running(child)


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    # a zombie has ended, whoever is to collect it
    return state != "Z"
