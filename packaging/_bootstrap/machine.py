"""What this computer has: libraries, programs, fonts, pip, rights.

Rule kept here: ask the system itself (the dynamic loader, PATH, the font folders), not one distribution's
package database, because libraries also arrive by other ways. Nothing is changed. Main thread.
"""

from __future__ import annotations

import fnmatch
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Protocol

from .needs import Kind, Need, PackageTool

PIP_WITH_PYTHON_OPTION = (22, 3)
"""First pip that can install into another interpreter (pip's changelog, 22.3, ``--python``)."""

LISTS_FRESH_S = 24 * 3600.0
"""Age up to which apt's package lists are taken as current."""

PROBE_TIMEOUT_S = 30.0

_LOADER = """
import ctypes, json, sys
missing = []
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        missing.append(name)
print(json.dumps(missing))
"""


class Rights(Enum):
    """How a system package may be installed here."""

    ROOT = "root"
    SUDO = "sudo without a password"
    SUDO_ASKS = "sudo that may ask for a password on this terminal"
    NONE = "no rights"


class Machine(Protocol):
    """Port: the questions that the set-up asks about this computer."""

    def missing_libraries(self, sonames: Sequence[str]) -> list[str]:
        """Return those that the dynamic loader cannot load."""

    def has_program(self, name: str) -> bool:
        """Whether ``name`` is on PATH."""

    def has_font(self, patterns: str) -> bool:
        """Whether a font file matches one of the patterns, which are separated by spaces."""

    def outer_pip(self) -> list[str] | None:
        """Return the command of a pip that knows ``--python``, or None."""

    def has_module(self, name: str) -> bool:
        """Whether this Python can import ``name``."""

    def package_tool(self) -> PackageTool | None:
        """Return the system's package manager, or None when it is none that is known."""

    def rights(self) -> Rights:
        """Return how a system package may be installed."""

    def has_fresh_lists(self) -> bool:
        """Whether apt's package lists are there and not old."""

    def knows_package(self, name: str) -> bool:
        """Whether apt's lists have a package of exactly this name."""


def missing_needs(needs: Iterable[Need], machine: Machine) -> list[Need]:
    """Return the needs that this machine does not meet, in their order."""
    needs = list(needs)
    absent = set(machine.missing_libraries([need.name for need in needs if need.kind is Kind.LIBRARY]))
    return [need for need in needs if not _is_met(need, machine, absent)]


def _is_met(need: Need, machine: Machine, absent_libraries: set[str]) -> bool:
    match need.kind:
        case Kind.LIBRARY:
            return need.name not in absent_libraries
        case Kind.PROGRAM:
            return machine.has_program(need.name)
        case Kind.FONT:
            return machine.has_font(need.name)
        case Kind.PIP:
            return machine.outer_pip() is not None or machine.has_module("ensurepip")
        case Kind.VENV:
            return machine.has_module("venv")


class ThisMachine:
    """The real ``Machine``."""

    def missing_libraries(self, sonames: Sequence[str]) -> list[str]:
        """Load each library in a process of its own: a broken one may take its process with it."""
        if not sonames:
            return []
        done = subprocess.run(
            [sys.executable, "-I", "-c", _LOADER, *sonames],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PROBE_TIMEOUT_S,
            check=False,
        )
        if done.returncode == 0:
            return [str(name) for name in json.loads(done.stdout.splitlines()[-1])]
        if len(sonames) == 1:
            return list(sonames)
        return [name for single in sonames for name in self.missing_libraries([single])]

    def has_program(self, name: str) -> bool:
        """Administration tools count too: Debian keeps some outside a user's PATH. Alternatives between spaces."""
        path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])
        return any(shutil.which(each, path=path) is not None for each in name.split())

    def has_font(self, patterns: str) -> bool:
        """Look through the folders that fontconfig searches by default."""
        wanted = patterns.split()
        return any(fnmatch.fnmatchcase(name, pattern) for name in _font_files() for pattern in wanted)

    def outer_pip(self) -> list[str] | None:
        """Ask the pip of the running Python for its version."""
        if importlib.util.find_spec("pip") is None:
            return None
        # by name: inside the finished environment there is no pip, and the type check runs there
        version = str(importlib.import_module("pip").__version__)
        numbers = [int(part) for part in version.split(".")[:2] if part.isdigit()]
        return [sys.executable, "-m", "pip"] if tuple(numbers) >= PIP_WITH_PYTHON_OPTION else None

    def has_module(self, name: str) -> bool:
        """See ``Machine.has_module``; nothing is imported."""
        importlib.invalidate_caches()
        return importlib.util.find_spec(name) is not None

    def package_tool(self) -> PackageTool | None:
        """The first known tool on PATH."""
        return next((tool for tool in PackageTool if self.has_program(tool.value)), None)

    def rights(self) -> Rights:
        """Root, else sudo; a password is only ever asked for on a terminal outside CI."""
        if sys.platform == "win32":
            return Rights.NONE
        if os.geteuid() == 0:
            return Rights.ROOT
        if not self.has_program("sudo"):
            return Rights.NONE
        silent = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if silent.returncode == 0:
            return Rights.SUDO
        on_terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
        return Rights.SUDO_ASKS if on_terminal and not os.environ.get("CI") else Rights.NONE

    def has_fresh_lists(self) -> bool:
        """See ``Machine.has_fresh_lists``."""
        lists = Path("/var/lib/apt/lists")
        if not any(lists.glob("*_Packages*")):
            return False
        # apt gives each list the server's date; the folder that it downloads into tells when it last did
        downloads = lists / "partial"
        return downloads.is_dir() and time.time() - downloads.stat().st_mtime < LISTS_FRESH_S

    def knows_package(self, name: str) -> bool:
        """See ``Machine.knows_package``."""
        command = ["apt-cache", "show", "--no-all-versions", name]
        try:
            return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0
        except OSError:
            return False


def _font_files() -> Iterator[str]:
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    for root in (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), data / "fonts", home / ".fonts"):
        for _folder, _folders, files in os.walk(root, followlinks=True):
            yield from files
