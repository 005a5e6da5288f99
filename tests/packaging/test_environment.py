from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from _bootstrap.commands import Bootstrap
from _bootstrap.console import FAILED, NOT_READY, Problem
from _bootstrap.environment import Environment
from _bootstrap.stamp import Scope, Stamp, base_python, digest_inputs

from tests.packaging.fakes import FakeMachine, FakeRunner, make_checkout

PIN_FILES = {"requirements.lock", "requirements-test.lock"}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return make_checkout(tmp_path / "checkout")


@pytest.fixture
def environment(checkout: Path) -> Environment:
    environment = Environment(checkout)
    environment.prepare_folder()
    return environment


def wanted(checkout: Path, scope: Scope = Scope.RUN, system: tuple[str, ...] = ("pip", "venv")) -> Stamp:
    return Stamp(digest_inputs(checkout), base_python(), str(checkout), scope.value, system)


def installed_pins(runner: FakeRunner) -> list[str]:
    return [Path(part).name for command in runner.commands for part in command if Path(part).name in PIN_FILES]


def test_a_first_set_up_installs_pins_then_the_project_then_stamps(environment: Environment, checkout: Path):
    def answer(command: list[str]) -> int:
        assert environment.read_stamp() is None
        return 0

    runner = FakeRunner(answer)
    environment.install(wanted(checkout), FakeMachine(), runner)
    pins, project = runner.commands
    assert pins[:3] == ["outer-pip", "--python", str(environment.python)]
    assert {"--no-deps", "--require-hashes", "--only-binary", "packaging/requirements.lock"} <= set(pins)
    assert project[-2:] == ["--editable", "."]
    assert {"--no-deps", "--no-build-isolation"} <= set(project)
    assert environment.is_ready(wanted(checkout))
    assert subprocess.run([environment.python, "-c", ""], check=True, timeout=30).returncode == 0


def test_a_newcomer_is_told_once_how_to_have_the_command(checkout: Path, capsys: pytest.CaptureFixture[str]):
    bootstrap = Bootstrap(checkout, FakeMachine(absent={"tray-router"}), FakeRunner())
    bootstrap.set_up(Scope.RUN)
    told = capsys.readouterr().err
    assert f"ln -s {checkout / '.venv/bin/tray-router'} ~/.local/bin/" in told
    bootstrap.set_up(Scope.RUN)
    assert not capsys.readouterr().err


def test_who_has_the_command_is_told_nothing_of_it(checkout: Path, capsys: pytest.CaptureFixture[str]):
    Bootstrap(checkout, FakeMachine(), FakeRunner()).set_up(Scope.RUN)
    assert "ln -s" not in capsys.readouterr().err


def test_the_real_pip_is_not_needed_inside_the_environment(environment: Environment, checkout: Path):
    environment.install(wanted(checkout), FakeMachine(), FakeRunner())
    done = subprocess.run([environment.python, "-m", "pip"], capture_output=True, check=False, timeout=30)
    assert done.returncode == 1


def test_without_an_outer_pip_the_bundled_one_is_unpacked(environment: Environment, checkout: Path):
    runner = FakeRunner()
    environment.install(wanted(checkout), FakeMachine(pip=None), runner)
    unpack, pins, _project = runner.commands
    assert unpack[:3] == [str(environment.python), "-m", "ensurepip"]
    assert pins[:3] == [str(environment.python), "-m", "pip"]


def test_pip_failing_leaves_no_stamp_and_the_next_set_up_starts_afresh(environment: Environment, checkout: Path):
    with pytest.raises(Problem) as caught:
        environment.install(wanted(checkout), FakeMachine(), FakeRunner(lambda command: 1))
    assert caught.value.exit_code == FAILED
    assert caught.value.log_tail == "the last line of the log"
    assert not environment.is_ready(wanted(checkout))

    leftover = environment.folder / "lib/half-installed"
    leftover.touch()
    environment.install(wanted(checkout), FakeMachine(), FakeRunner())
    assert not leftover.exists()
    assert environment.is_ready(wanted(checkout))


def test_ctrl_c_in_pip_removes_even_an_older_stamp(environment: Environment, checkout: Path):
    environment.install(wanted(checkout), FakeMachine(), FakeRunner())

    def interrupt(command: list[str]) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        environment.install(wanted(checkout, Scope.TEST), FakeMachine(), FakeRunner(interrupt))
    assert environment.read_stamp() is None
    leftover = environment.folder / "lib/half-installed"
    leftover.touch()
    environment.install(wanted(checkout), FakeMachine(), FakeRunner())
    assert not leftover.exists()


def test_changed_pins_are_installed_into_the_same_environment(environment: Environment, checkout: Path):
    environment.install(wanted(checkout), FakeMachine(), FakeRunner())
    kept = environment.folder / "lib/kept"
    kept.touch()
    pins = checkout / "packaging/requirements.lock"
    pins.write_text(pins.read_text() + "# changed\n")
    assert not environment.is_ready(wanted(checkout))
    runner = FakeRunner()
    environment.install(wanted(checkout), FakeMachine(), runner)
    assert installed_pins(runner) == ["requirements.lock"]
    assert kept.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"python": "3.10.0 elsewhere"}, "it belongs to another Python (3.10.0 then"),
        ({"checkout": "elsewhere"}, "the checkout was moved"),
        ({"format": 0}, "not made by this version of the set-up"),
    ],
)
def test_another_python_place_or_version_means_an_environment_made_afresh(
    environment: Environment,
    checkout: Path,
    change: dict[str, str],
    reason: str,
    capsys: pytest.CaptureFixture[str],
):
    environment.install(replace(wanted(checkout), **change), FakeMachine(), FakeRunner())
    old = environment.folder / "lib/old"
    old.touch()
    capsys.readouterr()
    environment.install(wanted(checkout), FakeMachine(), FakeRunner())
    assert not old.exists()
    assert reason in capsys.readouterr().err


def test_tools_of_the_tests_stay_when_only_the_program_changes(environment: Environment, checkout: Path):
    environment.install(wanted(checkout, Scope.TEST), FakeMachine(), FakeRunner())
    assert environment.is_ready(wanted(checkout, Scope.RUN))
    init = checkout / "tray_router/__init__.py"
    init.write_text(init.read_text().replace("0.1.0", "0.1.1"))
    runner = FakeRunner()
    environment.install(wanted(checkout, Scope.RUN), FakeMachine(), runner)
    assert installed_pins(runner) == ["requirements-test.lock"]
    assert environment.is_ready(wanted(checkout, Scope.TEST))


def test_a_display_that_appears_later_costs_no_new_installation(environment: Environment, checkout: Path):
    environment.install(wanted(checkout, Scope.TEST, ("pip", "venv", "Xvfb")), FakeMachine(), FakeRunner())
    runner = FakeRunner()
    asked = wanted(checkout, Scope.RUN, ("libGL.so.1", "pip", "venv"))
    assert not environment.is_ready(asked)
    environment.install(asked, FakeMachine(), runner)
    assert runner.commands == []
    assert environment.is_ready(asked)
    assert environment.is_ready(wanted(checkout, Scope.TEST, ("Xvfb",)))


def test_a_vanished_python_is_noticed(environment: Environment, checkout: Path):
    environment.install(wanted(checkout), FakeMachine(), FakeRunner())
    environment.python.unlink()
    environment.python.symlink_to(checkout / "no-such-python")
    assert not environment.is_ready(wanted(checkout))
    environment.install(wanted(checkout), FakeMachine(), FakeRunner())
    assert environment.is_ready(wanted(checkout))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"inputs": "x"}', json.dumps({"system": [], "surplus": 1})])
def test_a_damaged_stamp_counts_as_none(environment: Environment, text: str):
    (environment.folder / "bootstrap.json").write_text(text)
    assert environment.read_stamp() is None


def test_pip_is_kept_from_other_places_but_not_from_its_index(
    environment: Environment, checkout: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/index")
    seen: list[dict[str, str]] = []

    class Recorder(FakeRunner):
        def quiet(self, command, *, env=None, may_ask=False):
            seen.append(dict(env or {}))
            return super().quiet(command, env=env, may_ask=may_ask)

    environment.install(wanted(checkout), FakeMachine(), Recorder())
    assert len(seen) == 2
    for env in seen:
        assert "PIP_TARGET" not in env and "PYTHONPATH" not in env
        assert env["PIP_INDEX_URL"] == "http://127.0.0.1:9/index"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_checkout_of_somebody_else_is_explained(checkout: Path):
    checkout.chmod(0o555)
    try:
        with pytest.raises(Problem) as caught:
            Environment(checkout).prepare_folder()
    finally:
        checkout.chmod(0o755)
    assert caught.value.exit_code == NOT_READY


def test_a_file_in_the_environments_place_is_explained(checkout: Path):
    (checkout / ".venv").touch()
    with pytest.raises(Problem) as caught:
        Environment(checkout).prepare_folder()
    assert caught.value.exit_code == NOT_READY


HOLDER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from _bootstrap.environment import Environment
with Environment(Path(sys.argv[2])).locked():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_bootstraps_work_one_after_the_other(environment: Environment, checkout: Path):
    command = [sys.executable, "-c", HOLDER, str(checkout / "packaging"), str(checkout)]
    entered = threading.Event()

    def enter() -> None:
        with environment.locked():
            entered.set()

    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdin is not None and holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        waiting = threading.Thread(target=enter)
        waiting.start()
        still_waiting = not entered.wait(timeout=0.5)
        holder.stdin.close()
        assert holder.wait(timeout=30) == 0
        holder.stdout.close()
    waiting.join(timeout=30)
    assert still_waiting
    assert entered.is_set()
