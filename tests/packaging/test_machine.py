from __future__ import annotations

import sys
from pathlib import Path

import pytest
from _bootstrap.machine import ThisMachine

from tests.packaging.fakes import write_program

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the Linux loader")


@linux_only
def test_the_loader_itself_says_which_libraries_are_missing(tmp_path: Path):
    broken = tmp_path / "libbroken.so"
    broken.write_text("no library")
    wanted = ["libc.so.6", "libno-such-thing.so.7", str(broken)]
    assert ThisMachine().missing_libraries(wanted) == ["libno-such-thing.so.7", str(broken)]


def test_nothing_to_look_for_is_nothing_missing():
    assert ThisMachine().missing_libraries([]) == []


def test_programs_are_looked_up_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not ThisMachine().has_program("tray-router-probe")
    write_program(tmp_path / "tray-router-probe", "")
    assert ThisMachine().has_program("tray-router-probe")


def test_fonts_are_found_by_any_of_their_patterns_below_the_font_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    machine = ThisMachine()
    assert not machine.has_font("tray-router-probe* other-probe*")
    deep = tmp_path / "fonts/family/weight"
    deep.mkdir(parents=True)
    (deep / "other-probe-bold.ttf").touch()
    assert machine.has_font("tray-router-probe* other-probe*")


def test_modules_are_looked_up_without_importing_them():
    assert ThisMachine().has_module("venv")
    assert not ThisMachine().has_module("tray_router_no_such_module")


@pytest.mark.parametrize(("version", "usable"), [("22.2.2", False), ("22.3", True), ("23.0.1", True), ("26.1b1", True)])
def test_an_outer_pip_counts_from_the_version_that_can_fill_another_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, *, usable: bool
):
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip/__init__.py").write_text(f'__version__ = "{version}"\n')
    for name in [name for name in sys.modules if name == "pip" or name.startswith("pip.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(str(tmp_path))
    found = ThisMachine().outer_pip()
    assert found == ([sys.executable, "-m", "pip"] if usable else None)
    monkeypatch.delitem(sys.modules, "pip")
