"""Scripted stand-ins for the two ports of the bootstrap, and a small checkout for it to work in."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from _bootstrap.machine import Rights
from _bootstrap.needs import PackageTool

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass
class FakeMachine:
    """A computer that has what it is told to have.

    ``known`` are the packages that apt's lists name; ``absent`` the names of libraries, programs, fonts and
    modules that are missing, everything else is there.
    """

    absent: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    tool: PackageTool | None = PackageTool.APT
    granted: Rights = Rights.ROOT
    fresh: bool = True
    pip: list[str] | None = field(default_factory=lambda: ["outer-pip"])

    def missing_libraries(self, sonames: Sequence[str]) -> list[str]:
        return [name for name in sonames if name in self.absent]

    def has_program(self, name: str) -> bool:
        return name not in self.absent

    def has_font(self, patterns: str) -> bool:
        return patterns not in self.absent

    def outer_pip(self) -> list[str] | None:
        return self.pip

    def has_module(self, name: str) -> bool:
        return name not in self.absent

    def package_tool(self) -> PackageTool | None:
        return self.tool

    def rights(self) -> Rights:
        return self.granted

    def has_fresh_lists(self) -> bool:
        return self.fresh

    def knows_package(self, name: str) -> bool:
        return name in self.known


class FakeRunner:
    """Records every command; ``answer`` decides the exit code and may change the world on the way."""

    def __init__(self, answer: Callable[[list[str]], int] = lambda command: 0) -> None:
        self.commands: list[list[str]] = []
        self.asked: list[bool] = []
        self._answer = answer

    def quiet(self, command: Sequence[str], *, env: Mapping[str, str] | None = None, may_ask: bool = False) -> int:
        self.commands.append(list(command))
        self.asked.append(may_ask)
        return self._answer(list(command))

    def tail(self) -> str:
        return "the last line of the log"


def make_checkout(folder: Path) -> Path:
    """Copy what the bootstrap itself reads into ``folder``, and return it."""
    (folder / "tray_router").mkdir(parents=True)
    (folder / "packaging").mkdir()
    for name in ("pyproject.toml", "setup.py", "tray_router/__init__.py"):
        shutil.copy(CHECKOUT / name, folder / name)
    for name in ("bootstrap.py", "requirements.lock", "requirements-test.lock"):
        shutil.copy(CHECKOUT / "packaging" / name, folder / "packaging" / name)
    shutil.copytree(
        CHECKOUT / "packaging/_bootstrap", folder / "packaging/_bootstrap", ignore=shutil.ignore_patterns("__pycache__")
    )
    return folder


def write_program(path: Path, body: str) -> None:
    """Write an executable Python script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(f"#!{os.path.realpath(sys.executable)}\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
