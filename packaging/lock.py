#!/usr/bin/env python3
"""Write the pins anew: ``python3 packaging/lock.py [--upgrade]``.

Needs ``uv`` on PATH (a public tool; any installation will do). The pins hold for Python 3.11 and newer on
Linux, macOS and Windows, carry the hash of every file, and name no package index: whoever installs them
decides where from. Runs in the main thread of its own process.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
PINS = {"requirements-test.lock": ("--extra", "test"), "requirements.lock": ()}
"""Lock file to further options; the tests' comes first because the other is held to its versions."""

LEFT_OUT = ("evdev",)
"""Packages without wheels that no supported platform needs, see HEADER."""

HEADER = """\
# Written by packaging/lock.py, which calls uv: do not edit. To write it anew, with uv on PATH:
#
#     python3 packaging/lock.py --upgrade
#
# Installed by packaging/bootstrap.py with --no-deps, --require-hashes and --only-binary :all: because one
# package is left out on purpose: evdev. pynput lists it for Linux, but imports it only in its uinput backend,
# which Tray Router never chooses, and it has no wheel: it would need a compiler and the kernel's headers.
# setuptools is here because the checkout itself is built without an isolated environment.
"""


def compile_pins(uv: str, name: str, options: tuple[str, ...], *, upgrade: bool) -> None:
    """Let uv resolve one lock file.

    Args:
        uv: path of uv.
        name: file name of the pins, in this folder.
        options: further options of ``uv pip compile``.
        upgrade: take the newest versions that pyproject.toml allows, instead of keeping the pinned ones.

    Raises:
        subprocess.CalledProcessError: uv found no solution; it has said why.
    """
    target = CHECKOUT / "packaging" / name
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    build = "\n".join(project["build-system"]["requires"])
    command = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    command += ["--python-version", project["project"]["requires-python"].removeprefix(">=")]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header"]
    command += [part for package in LEFT_OUT for part in ("--no-emit-package", package)]
    command += ["--upgrade"] if upgrade else []
    if name != "requirements-test.lock":
        command += ["--constraint", str(CHECKOUT / "packaging" / "requirements-test.lock")]
    command += [*options, "--output-file", str(target), "pyproject.toml", "-"]
    subprocess.run(command, cwd=CHECKOUT, input=build, text=True, check=True, stdout=subprocess.DEVNULL)
    # uv tells in comments what it left out, and how; the header says it better
    lines = [line for line in target.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    target.write_text(HEADER + "\n".join(lines).strip() + "\n", encoding="utf-8")


def main() -> int:
    """Write both lock files; return 0, 1 when uv fails, 2 when it is not there."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv is not on PATH. Install it, then run this again.", file=sys.stderr)
        return 2
    try:
        for name, options in PINS.items():
            compile_pins(uv, name, options, upgrade="--upgrade" in sys.argv[1:])
            print(f"wrote packaging/{name}")
    except subprocess.CalledProcessError as error:
        return int(error.returncode)
    return 0


if __name__ == "__main__":
    sys.exit(main())
