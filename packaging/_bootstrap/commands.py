"""``run``, ``test`` and ``check``: what a person types after ``packaging/bootstrap.py``.

Rule kept here: when the stamp covers what is wanted, nothing but the stamp is looked at before the program
starts. Main thread.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from .console import FAILED, NOT_READY, Problem, report, say, warn
from .environment import Environment
from .installers import provide
from .machine import Machine, ThisMachine
from .needs import needs_for
from .processes import INTERRUPTED, TIMED_OUT, LoggedRunner, Runner, run_in_foreground
from .stamp import Scope, Stamp, base_python, digest_inputs

USAGE = """\
usage: python3 packaging/bootstrap.py COMMAND [ARGUMENT ...]

Sets up what is missing (a virtual environment in .venv, the pinned packages, system libraries), then:

  run [ARGUMENT ...]     starts Tray Router; arguments go to it, e.g. "run status" or "run --help"
  test [ARGUMENT ...]    runs every check and the whole test suite; arguments go to pytest
  check                  runs the checks only: formatting, lint rules, types, import rules

System packages are installed with apt, by root or through sudo; otherwise the exact command is printed.
pip's own settings (PIP_*, pip.conf) are respected. Nothing outside this folder is changed by pip.

exit codes: 0 done, 1 a step failed, 2 something must be installed or changed by you first;
            "run" ends with the code of Tray Router itself.
"""

PROGRAM = "tray-router"

TEST_DEADLINE_S = 80 * 60.0
"""For all checks and tests together; CI gives 90 minutes, set-up included."""

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("lint rules", ("ruff", "check", "--output-format", "concise", ".")),
    ("formatting", ("ruff", "format", "--check", "--output-format", "concise", ".")),
    ("types", ("mypy",)),
    ("import rules", ("lint-imports",)),
)

PYTEST = ("pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
"""Two workers, whatever the machine has: the desktop tests start X servers and compare what they see.

The tests of a file stay together and in order: what they share is started once, and a failure does not depend on
which worker had which of them. ``tests/conftest.py`` puts long files first.
"""


class Bootstrap:
    """One invocation, with the ports through which it reaches the computer.

    Args:
        checkout: the project's folder.
        machine: answers what is there.
        runner: starts installers; by default one that logs into the environment's folder.
    """

    def __init__(self, checkout: Path, machine: Machine, runner: Runner | None = None) -> None:
        self.environment = Environment(checkout)
        self._checkout = checkout
        self._machine = machine
        self._runner = runner or LoggedRunner(self.environment.log, checkout)

    def set_up(self, scope: Scope) -> None:
        """Make sure that everything is there; instant when the stamp says so.

        Raises:
            Problem: something is missing that cannot be installed from here.
        """
        needs = needs_for(
            platform=sys.platform,
            tests=scope is Scope.TEST,
            x11=bool(os.environ.get("DISPLAY")),
            wayland=bool(os.environ.get("WAYLAND_DISPLAY")),
        )
        names = tuple(sorted(need.name for need in needs))
        wanted = Stamp(digest_inputs(self._checkout), base_python(), str(self._checkout), scope.value, names)
        if self.environment.is_ready(wanted):
            return
        began = time.monotonic()
        with self.environment.locked():
            if self.environment.is_ready(wanted):
                return
            provide(needs, self._machine, self._runner)
            self.environment.install(wanted, self._machine, self._runner)
        say(f"Ready after {time.monotonic() - began:.0f} s; the next start skips all of this")
        if scope is Scope.RUN and not self._machine.has_program(PROGRAM):
            program = self.environment.script(PROGRAM)
            say(f"To have the command {PROGRAM} in every terminal: ln -s {shlex.quote(str(program))} ~/.local/bin/")

    def run(self, arguments: Sequence[str]) -> int:
        """Set up, then become Tray Router; returns only on Windows, or when it cannot be started."""
        self.set_up(Scope.RUN)
        program = self.environment.script(PROGRAM)
        command = [str(program), *arguments]
        sys.stderr.flush()
        if sys.platform == "win32":
            return subprocess.call(command)
        try:
            os.execv(program, command)
        except OSError as error:
            hint = "Delete the folder .venv, then try again."
            raise Problem(f"Tray Router cannot be started: {error}.", hint) from error

    def check(self) -> int:
        """Set up, then run the checks; return 0 when all of them pass."""
        self.set_up(Scope.TEST)
        failed = self._run_checks(time.monotonic() + TEST_DEADLINE_S)
        return self._verdict(failed)

    def test(self, arguments: Sequence[str]) -> int:
        """Set up, run the checks, then pytest, whose summary comes last; return 0 when all of it passes."""
        self.set_up(Scope.TEST)
        deadline = time.monotonic() + TEST_DEADLINE_S
        failed = self._run_checks(deadline)
        if failed:
            warn(f"Failed, whatever the tests below say: {', '.join(failed)}")
        code = self._step("tests", (*PYTEST, *arguments), deadline)
        if code == TIMED_OUT:
            warn(f"Stopped: checks and tests had {TEST_DEADLINE_S / 60:.0f} minutes")
        return code or (FAILED if failed else 0)

    def _run_checks(self, deadline: float) -> list[str]:
        """Run every check, also after one has failed; return the names of those that did."""
        failed = []
        for name, command in CHECKS:
            code = self._step(name, command, deadline)
            if code == INTERRUPTED:
                raise KeyboardInterrupt
            if code != 0:
                failed.append(name)
        return failed

    def _verdict(self, failed: Sequence[str]) -> int:
        if not failed:
            say("All checks pass")
            return 0
        warn(f"Failed: {', '.join(failed)}")
        return FAILED

    def _step(self, name: str, command: Sequence[str], deadline: float) -> int:
        say(f"Checking {name}: {' '.join(command)}")
        program = str(self.environment.script(command[0]))
        left_s = deadline - time.monotonic()
        path = os.pathsep.join([str(self.environment.scripts), os.environ.get("PATH", os.defpath)])
        env = {**os.environ, "PATH": path}
        # the tests are about this checkout, not about what the caller's path leads to
        env.pop("PYTHONPATH", None)
        return run_in_foreground([program, *command[1:]], cwd=self._checkout, env=env, deadline_s=left_s)


def main(arguments: Sequence[str]) -> int:
    """Carry out one command; return the exit code."""
    checkout = Path(__file__).resolve().parents[2]
    name, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    if name in {"-h", "--help", "help"}:
        print(USAGE, end="")
        return 0
    if Path(sys.prefix) == checkout / ".venv":
        return _start_outside(arguments)
    bootstrap = Bootstrap(checkout, ThisMachine())
    commands: dict[str, Callable[[], int]] = {
        "run": lambda: bootstrap.run(rest),
        "test": lambda: bootstrap.test(rest),
        "check": bootstrap.check,
    }
    if name not in commands:
        print(USAGE, end="", file=sys.stderr)
        return NOT_READY
    _treat_endings_as_interrupts()
    try:
        return commands[name]()
    except Problem as problem:
        report(problem)
        return problem.exit_code
    except KeyboardInterrupt:
        warn("Interrupted; run the same command again to go on")
        return INTERRUPTED


def _treat_endings_as_interrupts() -> None:
    """Let a cancelled CI job or a closed terminal do what Ctrl+C does: end the children too."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        # nohup ignores it on purpose, also for the program that is started in the end
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _start_outside(arguments: Sequence[str]) -> int:
    """Start again with the Python below the environment: it may have to be removed, and holds no pip."""
    base = str(getattr(sys, "_base_executable", sys.executable))
    command = [base, str(Path(sys.argv[0]).resolve()), *arguments]
    env = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "__PYVENV_LAUNCHER__"}}
    if sys.platform == "win32":
        return subprocess.call(command, env=env)
    os.execve(base, command, env)
