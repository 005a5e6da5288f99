"""What a finished set-up was made from: the stamp that makes a second run instant.

Rule kept here: equal stamps mean that nothing has to be done, so everything that an installation depends on
is in it, and nothing else. Main thread.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .console import Problem

STAMP_FORMAT = 1


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
