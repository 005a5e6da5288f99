"""Asking elsewhere by one key, what is kept of it, and what is learnt from it when told to."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.conftest import Edit
from tests.desktop.program import IN_FORCE, Program
from tests.support.processes import wait_for

pytestmark = pytest.mark.desktop

ROTA = ("the rota for the week of the 14th, please", "who swaps on the rota if Jonas is ill?")
REASONING = "ctrl+4"  # the fourth route of the settings


def corrections(program: Program) -> Path:
    return Path(program.session.folders["XDG_DATA_HOME"]) / "tray-router" / "corrections.jsonl"


def kept(program: Program) -> list[dict[str, Any]]:
    path = corrections(program)
    if not path.exists():
        return []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return [json.loads(line) for line in path.read_text().splitlines()]


def ask(program: Program, text: str) -> str:
    """Presses the chord on a selection and waits for the answer; the popup's words."""
    program.select(text)
    program.x.press("ctrl+alt+space")
    return program.wait_words(text[:20], "tokens/s")


def test_questions_sent_elsewhere_are_learnt_from_when_told_to(program: Program, edit: Edit) -> None:
    edit("\n# mine\n[routing]\ncontinuity = false\n")
    corrections(program).unlink(missing_ok=True)  # the program is that of all tests here
    for text in ROTA:
        count = len(kept(program))
        assert "quick" in ask(program, text)
        program.go_to_popup()
        program.x.press(REASONING)
        program.wait_words("reasoning", "you chose it", "tokens/s")
        wait_for(lambda: len(kept(program)) > count, what="the correction to be kept")  # noqa: B023
        program.close_popup()
    found = [(line["content"], line["chosen"], line["wanted"]) for line in kept(program)]
    assert found == [(text, "quick", "reasoning") for text in ROTA]

    command = ["--config", str(program.config), "route", "--tune", "--json"]
    before = program.config.read_text()
    shown = json.loads(program.cli(*command).stdout)
    assert (shown["after"], shown["written_to"]) == ({"right": 2, "total": 2}, None)
    assert program.config.read_text() == before

    count = program.log().count(IN_FORCE)
    written = json.loads(program.cli(*command, "--write").stdout)
    assert written["written_to"] == str(program.config)
    assert "# mine" in program.config.read_text()
    wait_for(lambda: program.log().count(IN_FORCE) > count, what="what was learnt to be taken up")
    said = ask(program, "is the rota for the 21st complete?")
    assert "reasoning" in said
    assert "your keyword “rota”" in said
    program.close_popup()
