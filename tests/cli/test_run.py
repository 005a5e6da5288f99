"""The daemon without options takes a shorter way than with them; nobody can tell the difference."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.headless import ROOT, headless_env
from tests.support.processes import Child, wait_for
from tray_router.daemon.instance import InstanceLock

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals and XDG folders")

GOOD = '[hosts.mac]\nurl = "http://127.0.0.1:9"\n'
BROKEN = '[hosts.mac]\nurl = 5\nprioriti = 1\n[routes.code]\ncandidates = ["m@nowhere"]\n[hotkeys]\nask = "x+y"'
WAYS = {"no words": [], "run": ["run"], "the long way": ["--config", "{config}", "run"]}


class Machine:
    """Folders of one user, without a desktop."""

    def __init__(self, folder: Path, runtime: Path) -> None:
        self.config = folder / "config.toml"
        self.lock = runtime / "tray-router" / "daemon.lock"
        self.log = folder / "daemon.log"
        self.env = headless_env(folder, runtime, TRAY_ROUTER_CONFIG=str(self.config))

    def command(self, way: str) -> list[str]:
        return [sys.executable, "-m", "tray_router", *(word.format(config=self.config) for word in WAYS[way])]

    def outcomes(self) -> list[tuple[int, str, str]]:
        """Exit code, output and error output of every way to start."""
        started = [
            subprocess.Popen(self.command(way), env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for way in WAYS
        ]
        try:
            said = [child.communicate(timeout=30) for child in started]
        finally:
            for child in started:
                child.kill()
                child.wait()
        return [(child.returncode, *words) for child, words in zip(started, said, strict=True)]


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with tempfile.TemporaryDirectory(prefix="tr-") as runtime:  # a socket's path has 107 bytes at most
        machine = Machine(tmp_path, Path(runtime))
        machine.config.write_text(GOOD)
        yield machine


def only(outcomes: list[tuple[int, str, str]]) -> tuple[int, str, str]:
    assert outcomes[0] == outcomes[1] == outcomes[2]
    return outcomes[0]


def test_every_problem_of_the_settings_is_told(machine: Machine) -> None:
    machine.config.write_text(BROKEN)
    code, out, err = only(machine.outcomes())
    assert (code, out) == (2, "")
    for wanted in ("hosts.mac.url", "priority", "nowhere", "hotkeys.ask"):
        assert wanted in err


def test_a_file_that_is_not_there_is_told(machine: Machine) -> None:
    machine.config.unlink()
    code, out, err = only(machine.outcomes())
    assert (code, out) == (2, "")
    assert "config.toml" in err
    assert "Traceback" not in err


def test_a_daemon_that_runs_already_is_told(machine: Machine) -> None:
    machine.lock.parent.mkdir(mode=0o700)
    with InstanceLock(machine.lock):
        code, out, err = only(machine.outcomes())
    assert (code, out) == (4, "")
    assert f"already running (process {os.getpid()})" in err
    assert len(err.splitlines()) == 2


def test_what_nobody_expected_is_told_without_a_traceback(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import fcntl\n\ndef flock(*_):\n    raise RuntimeError('a lock of another kind')\n\nfcntl.flock = flock\n"
    )
    machine.env["PYTHONPATH"] = os.pathsep.join((str(tmp_path), str(ROOT)))
    code, out, err = only(machine.outcomes())
    assert (code, out) == (1, "")
    assert "unexpected error" in err
    assert "TRAY_ROUTER_DEBUG=1" in err
    assert "Traceback" not in err
    machine.env["TRAY_ROUTER_DEBUG"] = "1"
    outcomes = machine.outcomes()
    assert {code for code, _, _ in outcomes} == {1}
    assert all("Traceback" in err for _, _, err in outcomes)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_it_starts_ends_it_well_too(machine: Machine, number: signal.Signals) -> None:
    """It listens, and is not ready yet: nothing may be left behind."""
    child = Child(machine.command("no words"), log=machine.log, env=machine.env)
    socket = machine.lock.with_name("control.sock")
    try:
        wait_for(socket.exists, what="the control socket")
        child.process.send_signal(number)
        assert child.process.wait(30) == 0
        assert not socket.exists()
        log = Path(machine.env["XDG_STATE_HOME"]) / "tray-router" / "log" / "tray-router.log"
        assert "has stopped" in log.read_text()
    finally:
        child.stop()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_well(machine: Machine, way: str, number: signal.Signals) -> None:
    child = Child(machine.command(way), log=machine.log, env=machine.env)
    try:
        log = Path(machine.env["XDG_STATE_HOME"]) / "tray-router" / "log" / "tray-router.log"
        wait_for(lambda: log.exists() and "is ready" in log.read_text(), what="the daemon")
        child.process.send_signal(number)
        assert child.process.wait(30) == 0
        assert child.output() == ""
    finally:
        child.stop()
