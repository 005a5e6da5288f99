#!/usr/bin/env python3
"""Tray Router from a checkout, in one command: set up what is missing, then run or test.

Rule kept here: this file uses only syntax and modules that Python 3.6 has, so that an old interpreter
answers with a sentence instead of a SyntaxError. Everything else lives in ``_bootstrap`` beside it and
may use Python 3.11. Standard library only, in both. Runs in the main thread of its own process.
"""

import os
import shutil
import subprocess
import sys

MINIMUM = (3, 11)
"""Oldest Python that the project supports (pyproject.toml, requires-python)."""

CANDIDATES = ("python3.12", "python3.11", "python3.13", "python3.14")
"""Interpreters to look for on PATH when this one is too old, best tested first."""

PROBE = "import sys; sys.exit(0 if sys.version_info[:2] >= (3, 11) else 1)"


def find_newer_python() -> str:
    """Return the path of a Python that is new enough, or an empty string when PATH has none.

    Each candidate is started once: version managers put launchers on PATH whose version is not installed.
    """
    for name in CANDIDATES:
        path = shutil.which(name)
        if path is None:
            continue
        with open(os.devnull, "w") as sink:  # noqa: PTH123 - a sink for old interpreters too
            if subprocess.call([path, "-c", PROBE], stdin=subprocess.DEVNULL, stdout=sink, stderr=sink) == 0:
                return path
    return ""


def main() -> int:
    """Hand over to ``_bootstrap``, in a newer Python when this one is too old; return the exit code."""
    if sys.version_info[:2] < MINIMUM:
        newer = find_newer_python()
        if not newer:
            sys.stderr.write(
                f"Tray Router needs Python 3.11 or newer; this is Python {sys.version_info[0]}.{sys.version_info[1]}, "
                "and there is no newer one on PATH. Install Python 3.12, then run this command again.\n"
            )
            return 2
        sys.stderr.write(f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old, going on with {newer}\n")
        sys.stderr.flush()
        command = [newer, os.path.abspath(__file__)] + sys.argv[1:]  # noqa: PTH100, RUF005 - see the rule above
        if os.name == "nt":
            return subprocess.call(command)
        os.execv(newer, command)

    from _bootstrap.commands import main as run_command

    return run_command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
