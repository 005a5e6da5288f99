"""The command line as a whole: help, wrong usage, exit codes, errors as title and hint."""

from __future__ import annotations

import argparse
import importlib
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tray_router import __version__
from tray_router.cli.main import COMMANDS
from tray_router.cli.verbs import HAS_VERBS


def test_every_command_has_help(run: Run) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            run(command, "--help")
        assert ended.value.code == 0


def test_the_version_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tray_router", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"tray-router {__version__}\n"


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("ask", "--nonsense"), ("trigger", "nonsense"), ("hosts", "pause")]
)
def test_wrong_usage_is_two_sentences_and_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert "Traceback" not in done.err
    assert len(done.err.strip().splitlines()) == 2


def test_an_unknown_command_is_named_with_the_nearest_one(run: Run) -> None:
    done = run("statu")
    assert done.err.startswith("There is no command 'statu'.\nDid you mean `tray-router status`?")
    assert run("--config", "x.toml", "frobnicate").err.startswith(
        "There is no command 'frobnicate'.\n`tray-router --help`"
    )


def test_every_problem_of_a_broken_file_is_listed_and_nothing_is_started(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[hosts.mac]\nurl = 5\nprioriti = 1\n[routes.code]\ncandidates = ["m@nowhere"]\n[hotkeys]\nask = "x+y"'
    )
    done = run("--config", str(path), "run")
    assert done.code == 2
    for wanted in ("hosts.mac.url", "priority", "nowhere", "hotkeys.ask"):
        assert wanted in done.err


def test_commands_that_need_the_daemon_say_that_none_runs(run: Run) -> None:
    for arguments in (("quit",), ("hosts", "pause", "mac"), ("trigger", "ask")):
        done = run(*arguments)
        assert done.code == 4, arguments
        assert "not running" in done.err


def test_an_unexpected_error_has_no_traceback_unless_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("tray_router.cli.usage_command.run", broken)
    done = run("usage")
    assert done.code == 1
    assert "RuntimeError" in done.err
    assert "secret detail" not in done.err
    monkeypatch.setenv("TRAY_ROUTER_DEBUG", "1")
    with pytest.raises(RuntimeError, match="secret detail"):
        run("usage")


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m tray_router config schema | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr == b""


def command_parsers() -> Iterator[tuple[str, argparse.ArgumentParser, tuple[str, ...]]]:
    """Each command with its parser and the examples of its help."""
    for name, (_, module_name) in COMMANDS.items():
        module = importlib.import_module(f"tray_router.cli.{module_name}_command")
        parser = argparse.ArgumentParser(prog=name, exit_on_error=False)
        parser.add_argument("--config")
        module.add_arguments(parser)
        yield name, parser, module.EXAMPLES


def test_every_help_has_examples_that_the_program_takes(run: Run) -> None:
    for name, parser, examples in command_parsers():
        assert examples, name
        for example in examples:
            words = shlex.split(example.rpartition(" | tray-router ")[2].removeprefix("tray-router "))
            words = words[: next((i for i, word in enumerate(words) if word in ("<", ">", "|")), len(words))]
            if words and words[0] == "--config":
                words = words[2:]
            if words[:1] == ["tray-router"]:
                words = words[1:]
            assert words[:1] in ([name], []), example
            if parser.get_default(HAS_VERBS):
                parser.parse_args(words[1:])
            else:
                parser.parse_intermixed_args(words[1:])


def test_every_verb_says_in_its_help_what_it_does(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    for command, verb, said in (("hosts", "pause", "Take a machine out"), ("cloud", "guard", "Show what the guard")):
        with pytest.raises(SystemExit):
            run(command, verb, "--help")
        assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("hosts", "puase", "mac"), "pause"),
        (("history", "serach", "x"), "search"),
        (("usage", "--by", "rout"), "route"),
    ],
)
def test_a_mistyped_verb_is_told_with_what_was_meant(run: Run, arguments: tuple[str, ...], meant: str) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert f"Did you mean {meant}? " in done.err


def test_options_may_stand_between_words(run: Run) -> None:
    done = run("history", "search", "--since", "4w", "invoice", "--json", "march")
    assert (done.code, done.out) == (0, "[]\n")


def test_a_home_that_cannot_be_written_to_stops_no_answer(
    run: Run, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log("could not be written")
    (tmp_path / "file").write_text("in the way")
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "file"))
    done = run("--config", str(config), "ask", "-q", "hello")
    assert (done.code, "Simulated answer" in done.out) == (0, True), done.err
    for arguments in (("history", "private", "on"), ("route", "--correct", "code", "hello there")):
        done = run("--config", str(config), *arguments)
        assert done.code == 8, done.err
        assert "unexpected" not in done.err
    assert run("usage").code == 0


def test_an_encoding_without_our_characters_breaks_nothing(config: Path, tmp_path: Path) -> None:
    """A real process on a terminal of old; the answer holds what was asked."""
    env = {**os.environ, "PYTHONPATH": str(Path.cwd()), "XDG_DATA_HOME": str(tmp_path)}
    for encoding in ("ascii", "latin-1"):
        done = subprocess.run(
            [sys.executable, "-m", "tray_router", "--config", str(config), "ask", "say → 中 ü"],
            env={**env, "PYTHONIOENCODING": encoding},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert b"> say ? ?" in done.stdout


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_break_nothing(config: Path, tmp_path: Path, closed: str) -> None:
    command = f"exec {sys.executable} -m tray_router --config {config} ask hello {closed}"
    env = {**os.environ, "PYTHONPATH": str(Path.cwd()), "XDG_DATA_HOME": str(tmp_path)}
    done = subprocess.run(["bash", "-c", command], env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_is_shown_of_machines_fits_a_narrow_terminal(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    for command in ("status", "hosts"):
        done = run("--config", str(config), command)
        assert "…" not in done.out
        assert "windows" in done.out
