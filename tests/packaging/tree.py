"""The files that belong to the project, with or without git on this machine."""

from __future__ import annotations

import functools
import os
import subprocess
from pathlib import Path

from tests.packaging.fakes import CHECKOUT

GENERATED = {".git", ".venv", "build", "dist", "__pycache__", "shots", "results"}
"""Folder names in .gitignore, for checkouts without git; caches with a leading dot and egg-info go by shape."""


def tracked_paths() -> list[Path]:
    """Return the tracked files, relative to the checkout; without git, all files that are not generated."""
    git = ["git", "-c", f"safe.directory={CHECKOUT}", "ls-files", "-z"]
    try:
        listed = subprocess.run(git, cwd=CHECKOUT, capture_output=True, check=True, timeout=30).stdout
        return [path for name in listed.decode().split("\0") if name and (CHECKOUT / (path := Path(name))).is_file()]
    except (OSError, subprocess.CalledProcessError):
        return sorted(_walk())


def _walk() -> list[Path]:
    found = []
    for folder, folders, files in os.walk(CHECKOUT):
        folders[:] = [name for name in folders if not _is_generated(name)]
        found += [Path(folder, name).relative_to(CHECKOUT) for name in files if not name.endswith((".pyc", ".pyo"))]
    return found


def _is_generated(name: str) -> bool:
    return name in GENERATED or name.endswith((".egg-info", "_cache")) or name == ".hypothesis"


@functools.cache
def tracked_files() -> list[tuple[Path, str]]:
    """Return every tracked text file with its text."""
    return [(path, (CHECKOUT / path).read_text(encoding="utf-8", errors="replace")) for path in tracked_paths()]
