"""Ask again elsewhere, and see why: from the selected text to the other machine, from outside."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.program import APPLICATION, Program
from tests.support.processes import wait_for

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("known_machines")]

GREETING = "Good morning, how are you today?"


def ask(program: Program, text: str = GREETING) -> None:
    """Selects the text, presses the chord and waits for the whole answer of the quick route."""
    program.select(text)
    program.x.press("ctrl+alt+space")
    program.wait_words("quick → mac / qwen3:4b", "tokens/s")


def corrections(program: Program) -> list[dict[str, Any]]:
    """What the program has written down of the user's corrections."""
    path = Path(program.session.folders["XDG_DATA_HOME"]) / "tray-router" / "corrections.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def open_menu(program: Program) -> None:
    """Opens the menu and waits until it is on the screen: a second window of the program."""
    program.go_to_popup()
    program.x.press("ctrl+k")
    wait_for(lambda: len(program.x.windows(APPLICATION)) == 2, what="the menu")


def test_a_number_sends_the_same_text_to_the_other_machine_and_is_learnt_from(program: Program) -> None:
    kept = len(corrections(program))
    ask(program)
    open_menu(program)
    program.shot("elsewhere-menu")
    program.x.press("Escape")
    wait_for(lambda: len(program.x.windows(APPLICATION)) == 1, what="the menu to close")
    program.x.press("ctrl+3")  # quick, vision, code
    said = program.wait_words("code → windows / qwen3-coder:30b", "you chose it", "tokens/s")
    assert "quick → mac / qwen3:4b" in said, "the earlier answer does not say whose it is"
    program.shot("elsewhere-asked")
    (first,) = program.fleet["mac"].requests.questions
    (second,) = program.fleet["windows"].requests.questions
    assert second.messages == first.messages
    assert GREETING in second.messages[-1]["content"]
    wait_for(lambda: len(corrections(program)) == kept + 1, what="the correction")
    correction = corrections(program)[-1]
    assert (correction["chosen"], correction["wanted"], correction["content"]) == ("quick", "code", GREETING)


def test_the_menu_is_worked_by_arrow_keys(program: Program) -> None:
    """Down to another model on another machine; that is no correction of the route."""
    ask(program)
    kept = len(corrections(program))
    open_menu(program)
    for key in ("Down", "Down", "Down", "Return"):  # from vision over code and reasoning to the next of its plan
        program.x.press(key)
    program.wait_words("ubuntu / qwen3:4b", "tokens/s")
    (first,), (second,) = (program.fleet[host].requests.questions for host in ("mac", "ubuntu"))
    assert second.messages == first.messages
    assert second.model.startswith("qwen3:4b")
    assert len(corrections(program)) == kept


def test_an_answer_that_streams_is_stopped_and_kept(program: Program) -> None:
    program.fleet["mac"].faults.tokens_per_s = 15.0
    program.select(GREETING)
    program.x.press("ctrl+alt+space")
    program.wait_words("quick → mac / qwen3:4b", "Simulated")
    program.go_to_popup()
    program.x.press("ctrl+3")
    program.wait_words("windows / qwen3-coder:30b", "you chose it", "tokens/s", "Stopped.")
    (first,) = program.fleet["mac"].requests.questions
    wait_for(lambda: first.outcome == "client-gone", what="the first machine to see the client go")


def test_the_explanation_unfolds_and_survives_a_killed_window(program: Program) -> None:
    ask(program)
    assert "Asked in this order" not in program.words()
    program.go_to_popup()
    program.x.press("ctrl+i")
    said = program.wait_words("Why quick", "total", "Asked in this order", "1. qwen3:4b on mac", "answered")
    assert "small talk" in said
    program.shot("explained")
    program.x.press("ctrl+i")
    wait_for(lambda: "Asked in this order" not in program.words(), what="the explanation to fold")
    first = program.window_pid()
    subprocess.run(["kill", "-9", str(first)], check=True)
    wait_for(lambda: program.window_pid() not in (0, first), what="a new window process")
    program.wait_words(GREETING, "tokens/s")
    program.go_to_popup()
    program.x.press("ctrl+i")
    program.wait_words("Asked in this order", "1. qwen3:4b on mac")
