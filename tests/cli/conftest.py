"""The command line run in this process, with folders of its own and no daemon."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tray_router.cli.main import main
from tray_router.simulator import FleetThread
from tray_router.simulator.fleet import demo_fleet

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
    # A socket's path has 107 bytes at most, which the name of a test can take by itself.
    monkeypatch.setenv("XDG_RUNTIME_DIR", short_folder)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        folder = tmp_path / name.lower()
        folder.mkdir(mode=0o700)
        monkeypatch.setenv(name, str(folder))
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    monkeypatch.delenv("TRAY_ROUTER_CONFIG", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    def run_once(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr("sys.stdin", _Standard(io.BytesIO(stdin)))
        code = main(list(arguments))
        captured = capsys.readouterr()
        return Ran(int(code), captured.out, captured.err)

    return run_once


@pytest.fixture(scope="module")
def fleet() -> Iterator[FleetThread]:
    """The demo's machines without waiting times."""
    quick = tuple(
        replace(host, models=tuple(replace(m, load_s=0.0, tokens_per_s=5000.0) for m in host.models))
        for host in demo_fleet()
    )
    with FleetThread(quick) as running:
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
