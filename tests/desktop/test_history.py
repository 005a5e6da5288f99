"""What was asked is found again with Ctrl+H, and nothing is kept of a private conversation."""

from __future__ import annotations

import json

import pytest

from tests.desktop.program import Program
from tests.support.processes import wait_for

pytestmark = pytest.mark.desktop

HISTORY_TITLE = "Tray Router history"
SECRET = "the xylophonist of Zanzibar"


def kept(program: Program) -> list[str]:
    return [entry["title"] for entry in json.loads(program.cli("history", "--json", "--limit", "200").stdout)]


def ask(program: Program, question: str) -> None:
    program.x.press("ctrl+alt+p")
    program.wait_words("Your question")
    program.type(question)
    program.x.press("Return")
    program.wait_words("tokens/s")


def test_a_question_is_found_again_from_the_popup(program: Program) -> None:
    ask(program, "Why is the sky blue on Tuesdays?")
    wait_for(lambda: "Why is the sky blue on Tuesdays?" in kept(program), what="the question in the history")
    program.x.press("ctrl+h")
    wait_for(lambda: program.popup_ids(HISTORY_TITLE), what="the history's window")
    program.wait_no_popup()
    program.wait_words("Search the history")
    program.type("tuesd")
    program.wait_words("Why is the sky blue on Tuesdays?")
    program.x.press("Down")
    said = program.wait_words("Question")
    program.shot("history")
    program.x.press("Escape")
    wait_for(lambda: not program.popup_ids(HISTORY_TITLE), what="the history's window closed")
    assert "Why is the sky blue on Tuesdays?" in said


def test_a_popup_made_private_leaves_nothing_behind(program: Program) -> None:
    ask(program, f"Who is {SECRET}?")
    wait_for(lambda: f"Who is {SECRET}?" in kept(program), what="the question in the history")
    program.x.press("ctrl+shift+p")
    program.wait_words("PRIVATE")
    program.shot("private")
    wait_for(lambda: f"Who is {SECRET}?" not in kept(program), what="the question gone from the history")
    program.x.press("Escape")
    program.wait_no_popup()
    assert SECRET not in program.cli("history", "search", "xylophonist").stdout.decode()
