"""The virtual environment, its pins, and the stamp that makes a second run instant.

Rule kept here: the stamp is removed before anything changes and written, whole, after everything worked.
What was interrupted in between is made afresh, because a half-installed package cannot be told from a whole
one. Only the environment is written to, never the Python that runs this. Main thread.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import shutil
import sys
import time
import tomllib
import venv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from .console import FAILED, NOT_READY, Problem, say
from .machine import Machine
from .processes import Runner

STAMP_FORMAT = 1
LOCK_DEADLINE_S = 20 * 60.0
"""How long to wait for another bootstrap in this checkout; a slow line needs minutes for Qt's wheel."""

LOCK_POLL_S = 0.2

DISTURBING = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV")
"""Variables under which pip would look at or write to another place than the environment."""


class Scope(StrEnum):
    """How much is installed."""

    RUN = "run"
    TEST = "test"
    """Everything of RUN, and the tools of the test suite."""


LOCKS = {Scope.RUN: "requirements.lock", Scope.TEST: "requirements-test.lock"}


@dataclass(frozen=True)
class Stamp:
    """What a finished set-up was made from; equal inputs need no work.

    Attributes:
        inputs: SHA-256 over the pins and those parts of the project that an installation depends on.
        python: version and place of the Python that the environment was made with.
        checkout: the project's folder; scripts in the environment name it, so a moved one is made afresh.
        scope: what was installed.
        system: names of the system needs that were met.
    """

    inputs: str
    python: str
    checkout: str
    scope: str
    system: tuple[str, ...]
    format: int = STAMP_FORMAT

    def covers(self, wanted: Stamp) -> bool:
        """Whether a machine set up as told here has all of ``wanted``."""
        same = (self.inputs, self.python, self.checkout, self.format) == (
            wanted.inputs,
            wanted.python,
            wanted.checkout,
            wanted.format,
        )
        return same and self.scope in {wanted.scope, Scope.TEST} and set(wanted.system) <= set(self.system)


def digest_inputs(checkout: Path) -> str:
    """Return the SHA-256, in hexadecimal, of everything that an installation depends on.

    Of pyproject.toml only the tables that matter count: a changed lint rule installs nothing.

    Raises:
        Problem: a file is missing or cannot be read.
    """
    try:
        project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
        tables = [project["build-system"], project["project"], project.get("tool", {}).get("setuptools")]
        digest = hashlib.sha256(json.dumps(tables, sort_keys=True).encode())
        for path in (*(f"packaging/{name}" for name in LOCKS.values()), "setup.py", "tray_router/__init__.py"):
            digest.update(b"\0" + path.encode() + b"\0" + (checkout / path).read_bytes())
    except (OSError, ValueError, KeyError) as error:
        raise Problem(f"This checkout is not whole: {error}.", "Clone it again, or restore that file.") from error
    return digest.hexdigest()


def base_python() -> str:
    """Return the version and the place of the Python below any virtual environment."""
    return f"{platform.python_version()} {os.path.realpath(getattr(sys, '_base_executable', sys.executable))}"


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
        usable = (
            before is not None
            and not self._unfinished.exists()
            and self.python.exists()
            and (before.python, before.checkout, before.format) == (wanted.python, wanted.checkout, wanted.format)
        )
        self._begin()
        if not usable:
            self._make_afresh()
        # what tests need stays when only the program is to be run: nothing is uninstalled
        scope = Scope.TEST if usable and before is not None and before.scope == Scope.TEST else Scope(wanted.scope)
        pip, env = self._pip(machine, runner), _clean_environment()
        self._install_pins(pip, scope, runner, env)
        self._install_project(pip, runner, env)
        self._finish(Stamp(**{**asdict(wanted), "scope": scope.value}), None)

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

    def _make_afresh(self) -> None:
        # not venv's clear=True: it would take the lock and the log along
        for name in ("bin", "lib", "lib64", "include", "Scripts", "Lib", "Include", "share", "pyvenv.cfg"):
            path = self.folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
                continue
            path.unlink(missing_ok=True)
        say("Making the virtual environment .venv: Tray Router's packages stay apart from your system's")
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
