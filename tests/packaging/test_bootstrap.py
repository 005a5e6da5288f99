from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import bootstrap
import pytest
from _bootstrap.commands import CHECKS
from _bootstrap.environment import Environment
from _bootstrap.needs import QT_WAYLAND, needs_for
from _bootstrap.stamp import Scope, Stamp, base_python, digest_inputs

from tests.packaging.fakes import CHECKOUT, make_checkout, write_program

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="scripts with a #! line")


BASE_PYTHON = os.path.realpath(sys.executable)
"""The environment's own Python may be a link; what it leads to decides what the stamp says."""


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def call(checkout: Path, *arguments: str, python: str = BASE_PYTHON) -> subprocess.CompletedProcess[str]:
    """Start the bootstrap of ``checkout`` as a person does."""
    command = [python, str(checkout / "packaging/bootstrap.py"), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=50, check=False, env=clean_environment(), cwd=checkout.parent
    )


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """A checkout whose stamp says that everything is there, with scripts in place of the real programs."""
    checkout = make_checkout(tmp_path / "checkout")
    environment = Environment(checkout)
    needs = {need.name for need in (*needs_for(platform=sys.platform, tests=True, x11=True, wayland=True), *QT_WAYLAND)}
    version = base_python().split()[0]
    stamp = Stamp(
        digest_inputs(checkout), f"{version} {BASE_PYTHON}", str(checkout), Scope.TEST.value, tuple(sorted(needs))
    )
    environment.scripts.mkdir(parents=True)
    environment.python.symlink_to(BASE_PYTHON)
    (environment.folder / "pyvenv.cfg").write_text(f"home = {Path(BASE_PYTHON).parent}\n")
    (environment.folder / "bootstrap.json").write_text(json.dumps(asdict(stamp)))
    for name in ("ruff", "mypy", "lint-imports", "pytest", "tray-router"):
        script(checkout, name)
    return checkout


def script(checkout: Path, name: str, exit_code: int = 0) -> None:
    body = f"import sys; print({name!r}, *sys.argv[1:]); sys.exit({exit_code})"
    write_program(Environment(checkout).script(name), body)


def test_the_entry_file_can_be_read_by_old_interpreters():
    source = (CHECKOUT / "packaging/bootstrap.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    imported = [alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names]
    assert imported == ["os", "shutil", "subprocess", "sys"]
    # what an old interpreter must not even look at is imported inside a function
    assert not [node for node in tree.body if isinstance(node, ast.ImportFrom)]


@posix_only
def test_a_newer_python_is_only_taken_when_it_really_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.find_newer_python() == ""
    write_program(tmp_path / "python3.12", "raise SystemExit('this version is not installed')")
    assert bootstrap.find_newer_python() == ""
    (tmp_path / "python3.11").symlink_to(os.path.realpath(sys.executable))
    assert bootstrap.find_newer_python() == str(tmp_path / "python3.11")


def test_an_old_python_alone_says_so_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(bootstrap, "MINIMUM", (99, 0))
    assert bootstrap.main() == 2
    said = capsys.readouterr().err
    assert "needs Python 3.11 or newer" in said
    assert said.count("\n") == 1


def test_help_names_every_command_and_goes_to_standard_output(ready: Path):
    done = call(ready, "--help")
    assert done.returncode == 0
    for word in ("run", "test", "check", "exit codes"):
        assert word in done.stdout


@pytest.mark.parametrize("arguments", [(), ("walk",)])
def test_anything_else_shows_the_usage_and_fails(ready: Path, arguments: tuple[str, ...]):
    done = call(ready, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("usage:")


@posix_only
def test_a_ready_checkout_starts_the_program_without_a_word(ready: Path):
    done = call(ready, "run", "ask", "--help")
    assert (done.returncode, done.stdout, done.stderr) == (0, "tray-router ask --help\n", "")


@posix_only
def test_run_ends_with_the_programs_own_code(ready: Path):
    script(ready, "tray-router", exit_code=5)
    assert call(ready, "run").returncode == 5


@posix_only
def test_an_activated_environment_is_left_before_anything_else(ready: Path):
    show = "import sys; print(sys.prefix == sys.base_prefix)"
    assert subprocess.check_output([Environment(ready).python, "-c", show], text=True, timeout=30) == "False\n"
    done = call(ready, "run", "status", python=str(Environment(ready).python))
    assert (done.returncode, done.stdout, done.stderr) == (0, "tray-router status\n", "")


@posix_only
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_cancelled_job_ends_the_tests_too(ready: Path, ending: signal.Signals):
    write_program(
        Environment(ready).script("pytest"),
        "import os, time\nprint('child', os.getpid(), flush=True)\ntime.sleep(600)",
    )
    command = [BASE_PYTHON, str(ready / "packaging/bootstrap.py"), "test"]
    if signal.getsignal(ending) is signal.SIG_IGN:  # as in a job in a shell's background; children inherit it
        signal.signal(ending, signal.SIG_DFL)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean_environment()
    ) as job:
        assert job.stdout is not None
        line = next(line for line in job.stdout if line.startswith("child"))
        job.send_signal(ending)
        # the pipes close only when the child, which holds them too, has ended
        job.communicate(timeout=50)
    assert job.returncode == 130
    with pytest.raises(ProcessLookupError):
        os.kill(int(line.split()[1]), 0)


@posix_only
def test_test_runs_every_check_then_pytest_whose_words_come_last(ready: Path):
    done = call(ready, "test", "-k", "wire")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[:-1] == [" ".join(command) for _name, command in CHECKS]
    assert lines[-1].startswith("pytest ") and lines[-1].endswith(" -k wire")


@posix_only
def test_a_failed_check_fails_the_run_but_the_tests_still_run(ready: Path):
    script(ready, "mypy", exit_code=1)
    done = call(ready, "test")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("pytest")
    assert "Failed, whatever the tests below say: types" in done.stderr


@posix_only
def test_pytests_own_code_is_returned(ready: Path):
    script(ready, "pytest", exit_code=5)
    assert call(ready, "test").returncode == 5


@posix_only
def test_check_runs_no_tests(ready: Path):
    done = call(ready, "check")
    assert done.returncode == 0
    assert "pytest" not in done.stdout
    script(ready, "ruff", exit_code=1)
    done = call(ready, "check")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("Failed: lint rules, formatting")


@posix_only
def test_ci_runs_the_test_command_and_nothing_else():
    lines = (CHECKOUT / ".ci/run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec python3 packaging/bootstrap.py test </dev/null"]
    assert os.access(CHECKOUT / ".ci/run", os.X_OK)
