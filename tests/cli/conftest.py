"""The command line run in this process, with folders of its own and no daemon."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.headless import UNSET, quick_machines, user_folders
from tray_router.cli.main import main
from tray_router.simulator import FleetThread

CONFIG = """
[hosts.mac]
url = "{mac}"
[hosts.windows]
url = "{windows}"
[routes.quick]
candidates = ["qwen3:4b@mac"]
[routes.code]
candidates = ["qwen3-coder:30b@windows"]
[routes.reasoning]
candidates = ["deepseek-r1:8b@mac"]
[routes.vision]
candidates = ["granite3.2-vision:2b@mac"]
"""


@dataclass(frozen=True)
class Ran:
    """How one run of the command line ended."""

    code: int
    out: str
    err: str


class _Standard(io.TextIOWrapper):
    """Standard input that is no terminal."""


Run = Callable[..., Ran]


@pytest.fixture
def short_folder() -> Iterator[str]:
    """A folder with a short name: the path of a socket has 107 bytes at most."""
    with tempfile.TemporaryDirectory(prefix="tr-") as folder:
        yield folder


@pytest.fixture
def run(tmp_path: Path, short_folder: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run("ask", "hello", stdin=b"...")`` in private folders."""
    for name, folder in user_folders(tmp_path, Path(short_folder)).items():
        monkeypatch.setenv(name, folder)
    for name in UNSET:
        monkeypatch.delenv(name, raising=False)

    def run_once(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr("sys.stdin", _Standard(io.BytesIO(stdin)))
        code = main(list(arguments))
        captured = capsys.readouterr()
        return Ran(int(code), captured.out, captured.err)

    return run_once


@pytest.fixture(scope="module")
def fleet() -> Iterator[FleetThread]:
    """The demo's machines without waiting times."""
    with FleetThread(quick_machines()) as running:
        yield running


@pytest.fixture
def config(tmp_path: Path, fleet: FleetThread) -> Path:
    """A settings file for those machines."""
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(**fleet.urls))
    for host in fleet.hosts.values():
        host.faults.reset()
        host.requests.clear()
    return path
