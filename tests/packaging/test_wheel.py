"""What is in the wheel: all of the program and the assets, nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.fakes import CHECKOUT
from tests.packaging.tree import tracked_paths

BUILD = "import setuptools.build_meta as backend; backend.build_wheel('out')"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """File names in a wheel of the tracked files, and of two assets more, one of them in a folder."""
    copy = tmp_path_factory.mktemp("wheel")
    for path in tracked_paths():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / path, copy / path)
    for name in ("probe.svg", "probes/inner/probe.png"):
        (copy / "assets" / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / "assets" / name).write_text("probe")
    (copy / "out").mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BUILD], cwd=copy, capture_output=True, text=True, check=False, timeout=50
    )
    assert done.returncode == 0, done.stderr
    (built,) = (copy / "out").glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


@pytest.mark.slow
def test_every_file_of_the_program_is_in_the_wheel(wheel: list[str]):
    program = {path.as_posix() for path in tracked_paths() if path.parts[0] == "tray_router"}
    assert program - set(wheel) == set()


@pytest.mark.slow
def test_assets_lie_inside_the_package(wheel: list[str]):
    assets = {f"tray_router/{path.as_posix()}" for path in tracked_paths() if path.parts[0] == "assets"}
    wanted = {*assets, "tray_router/assets/probe.svg", "tray_router/assets/probes/inner/probe.png"}
    assert wanted - set(wheel) == set()


@pytest.mark.slow
def test_nothing_else_is_in_the_wheel(wheel: list[str]):
    tops = {Path(name).parts[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tray_router"}
