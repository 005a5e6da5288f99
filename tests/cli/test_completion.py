"""Shell completion, tried in the real bash; the others by their lines."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.cli.conftest import Run
from tray_router.cli.completion_command import all_words
from tray_router.cli.main import COMMANDS


def completed(script: str, *words: str) -> list[str]:
    line = " ".join(f"'{word}'" for word in words)
    program = f'COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _tray_router; echo "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-c", f"{script}\n{program}"], capture_output=True, text=True, check=True)
    assert not done.stderr
    return done.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_bash_completes_commands_verbs_and_options(run: Run) -> None:
    script = run("completion", "bash").out
    assert completed(script, "tray-router", "") == [*COMMANDS, "--help", "--version", "--config"]
    assert completed(script, "tray-router", "hosts", "pa") == ["pause"]
    assert completed(script, "tray-router", "ask", "--im") == ["--image"]
    assert completed(script, "tray-router", "--config", "x.toml", "usage", "--b") == ["--by"]
    assert completed(script, "tray-router", "config", "s") == ["schema"]


def test_every_word_is_in_the_others_too(run: Run) -> None:
    assert run("completion", "bash").out in run("completion", "zsh").out
    fish = run("completion", "fish").out
    for name, words in all_words().items():
        assert f"-xa {name} " in fish
        for option in words.options:
            assert f'from {name}" -l {option[2:]} ' in fish
