"""The virtual environment and what is installed into it.

Rule kept here: the stamp is removed before anything changes and written, whole, after everything worked.
What was interrupted in between is made afresh, because a half-installed package cannot be told from a whole
one. Only the environment is written to, never the Python that runs this. Main thread.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import time
import venv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from .console import FAILED, NOT_READY, Problem, say
from .machine import Machine
from .processes import Runner
from .stamp import LOCKS, Scope, Stamp

LOCK_DEADLINE_S = 20 * 60.0
"""How long to wait for another bootstrap in this checkout; a slow line needs minutes for Qt's wheel."""

LOCK_POLL_S = 0.2

DISTURBING = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV")
"""Variables under which pip would look at or write to another place than the environment."""


class Environment:
    """The virtual environment ``.venv`` of one checkout."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        self.folder = checkout / ".venv"
        self.scripts = self.folder / ("Scripts" if sys.platform == "win32" else "bin")
        self.python = self.scripts / ("python.exe" if sys.platform == "win32" else "python")
        self.log = self.folder / "bootstrap.log"
        self._stamp = self.folder / "bootstrap.json"
        self._unfinished = self.folder / "bootstrap.unfinished"
        self._lock = self.folder / "bootstrap.lock"

    def script(self, name: str) -> Path:
        """Return the path of an installed command."""
        return self.scripts / (f"{name}.exe" if sys.platform == "win32" else name)

    def read_stamp(self) -> Stamp | None:
        """Return the stamp of the last finished set-up; None when there is none, or it cannot be read."""
        try:
            found = json.loads(self._stamp.read_text(encoding="utf-8"))
            return Stamp(**{**found, "system": tuple(found["system"])})
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def is_ready(self, wanted: Stamp) -> bool:
        """Whether the environment can be used as it is."""
        stamp = self.read_stamp()
        return stamp is not None and stamp.covers(wanted) and self.python.exists()

    def prepare_folder(self) -> None:
        """Make the folder that holds the environment, its log and its lock.

        Raises:
            Problem: the checkout cannot be written to.
        """
        try:
            self.folder.mkdir(exist_ok=True)
            self._lock.touch()
        except OSError as error:
            raise Problem(
                f"The virtual environment cannot be made in this checkout: {error}.",
                "Run this as the owner of the checkout, or clone it to a place of your own.",
                exit_code=NOT_READY,
            ) from error

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other bootstraps of this checkout out; wait for one that is at work.

        Raises:
            Problem: it did not finish within ``LOCK_DEADLINE_S``.
        """
        self.prepare_folder()
        with self._lock.open("r+b") as handle:
            deadline = time.monotonic() + LOCK_DEADLINE_S
            told = False
            while not _try_lock(handle.fileno()):
                if not told:
                    say("Waiting: another bootstrap is at work in this checkout")
                    told = True
                if time.monotonic() > deadline:
                    hint = "End it, then try again."
                    raise Problem("Another bootstrap is at work in this checkout and does not finish.", hint)
                time.sleep(LOCK_POLL_S)
            yield

    def install(self, wanted: Stamp, machine: Machine, runner: Runner) -> None:
        """Make the environment as ``wanted``; the caller holds the lock.

        Raises:
            Problem: the environment cannot be made, or pip failed.
        """
        before = self.read_stamp()
        if before is not None and before.covers(_without_system(wanted)) and self.python.exists():
            self._finish(wanted, before)
            return
        reason = self._reason_to_start_afresh(before, wanted)
        self._begin()
        if reason is not None:
            self._make_afresh(reason)
        # what tests need stays when only the program is to be run: nothing is uninstalled
        scope = Scope.TEST if reason is None and before and before.scope == Scope.TEST else Scope(wanted.scope)
        pip, env = self._pip(machine, runner), _clean_environment()
        self._install_pins(pip, scope, runner, env)
        self._install_project(pip, runner, env)
        self._finish(Stamp(**{**asdict(wanted), "scope": scope.value}), None)

    def _reason_to_start_afresh(self, before: Stamp | None, wanted: Stamp) -> str | None:
        """Return why what is there cannot be built upon; None when it can."""
        if self._unfinished.exists():
            return "the last set-up did not finish"
        if not (self.folder / "pyvenv.cfg").exists():
            return "Tray Router's packages stay apart from your system's"
        if before is None or before.format != wanted.format:
            return "the one that is there was not made by this version of the set-up"
        if before.checkout != wanted.checkout:
            return "the checkout was moved, and commands in it name their place"
        if before.python != wanted.python or not self.python.exists():
            return f"it belongs to another Python ({before.python.split()[0]} then, {wanted.python.split()[0]} now)"
        return None

    def _begin(self) -> None:
        self._stamp.unlink(missing_ok=True)
        self._unfinished.touch()

    def _finish(self, wanted: Stamp, before: Stamp | None) -> None:
        """Write the stamp in one step; what an earlier one had on top stays true."""
        system = tuple(sorted({*wanted.system, *(before.system if before else ())}))
        scope = before.scope if before else wanted.scope
        fields = {**asdict(wanted), "system": system, "scope": scope}
        draft = self._stamp.with_suffix(".draft")
        draft.write_text(json.dumps(fields, indent=1), encoding="utf-8")
        draft.replace(self._stamp)
        self._unfinished.unlink(missing_ok=True)

    def _make_afresh(self, reason: str) -> None:
        # not venv's clear=True: it would take the lock and the log along
        for name in ("bin", "lib", "lib64", "include", "Scripts", "Lib", "Include", "share", "pyvenv.cfg"):
            path = self.folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
                continue
            path.unlink(missing_ok=True)
        say(f"Making the virtual environment .venv: {reason}")
        try:
            # without pip: Debian keeps ensurepip in a package of its own, and the outer pip will do
            venv.EnvBuilder(with_pip=False, symlinks=sys.platform != "win32", prompt="tray-router").create(self.folder)
        except (OSError, ValueError) as error:
            hint = "Is there space, and may you write to the checkout?"
            raise Problem(f"The virtual environment could not be made: {error}.", hint) from error

    def _pip(self, machine: Machine, runner: Runner) -> list[str]:
        """Return the pip command that fills the environment: the outer one, else the bundled one."""
        outer = machine.outer_pip()
        if outer is not None:
            return [*outer, "--python", str(self.python)]
        say("Unpacking the pip that comes with Python: there is no recent one outside the environment")
        command = [str(self.python), "-m", "ensurepip", "--upgrade"]
        if runner.quiet(command, env=_clean_environment()) != 0:
            hint = "Install pip for this Python, then try again."
            raise Problem("The bundled pip could not be unpacked.", hint, log_tail=runner.tail())
        return [str(self.python), "-m", "pip"]

    def _install_pins(self, pip: Sequence[str], scope: Scope, runner: Runner, env: Mapping[str, str]) -> None:
        tests = " and the tools of the test suite" if scope is Scope.TEST else ""
        say(f"Installing the pinned packages{tests}: about 100 MB once, most of it Qt for the windows")
        # --no-deps: the pins are complete but for evdev, see their header
        options = ("--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", f"packaging/{LOCKS[scope]}")
        self._run_pip(pip, options, "The pinned packages could not be installed.", runner, env)

    def _install_project(self, pip: Sequence[str], runner: Runner, env: Mapping[str, str]) -> None:
        say("Linking the checkout into the environment: changed sources count at once")
        # compat: a plain path file; setuptools' import hook would cost every start of the program
        options = ("--no-deps", "--no-build-isolation", "--config-settings", "editable_mode=compat", "--editable", ".")
        self._run_pip(pip, options, "Tray Router itself could not be installed.", runner, env)

    def _run_pip(
        self, pip: Sequence[str], options: Sequence[str], failure: str, runner: Runner, env: Mapping[str, str]
    ) -> None:
        command = [*pip, "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"]
        if runner.quiet([*command, *options], env=env) == 0:
            return
        raise Problem(
            failure,
            "Is the package index reachable, and is there space? pip's own settings (PIP_*, pip.conf) are used as "
            "they are. Run the command again to try once more; the whole output is in "
            f"{self.log.relative_to(self.checkout)}.",
            exit_code=FAILED,
            log_tail=runner.tail(),
        )


def _without_system(stamp: Stamp) -> Stamp:
    return Stamp(**{**asdict(stamp), "system": ()})


def _clean_environment() -> dict[str, str]:
    """Return the environment for pip: index settings stay, what leads it elsewhere goes."""
    kept = {name: value for name, value in os.environ.items() if name not in DISTURBING}
    return {**kept, "PIP_USER": "0"}


def _try_lock(descriptor: int) -> bool:
    """Take the lock without waiting; it ends with the process, however that ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
