"""A weak answer is asked again on a bigger model, in the open."""

from __future__ import annotations

import json

import pytest

from tests.desktop.program import Program
from tray_router.simulator.answers import Weakness, default_answer, weak_answer

pytestmark = pytest.mark.desktop

QUESTION = "Translate into French: good morning, my dear friends"


@pytest.mark.parametrize(("weakness", "said"), [(Weakness.REFUSAL, "refused"), (Weakness.LOOP, "circles")])
def test_a_weak_answer_is_asked_again_once_on_a_bigger_model(program: Program, weakness: Weakness, said: str) -> None:
    mac = program.fleet["mac"]
    try:
        mac.answers = weak_answer(weakness)
        done = program.cli("ask", "--json", QUESTION)
    finally:
        mac.answers = default_answer
    events = [json.loads(line) for line in done.stdout.splitlines()]
    kinds = [event["type"] for event in events]
    assert kinds[-1] == "completed"
    assert kinds.count("restarted") == 1
    routed = [event["model"] for event in events if event["type"] == "routed"]
    assert len(routed) == 2
    assert routed[0] == "qwen3:4b"
    assert routed[1] != "qwen3:4b"
    assert said in next(event["reason"] for event in events if event["type"] == "restarted")


def test_the_popup_keeps_the_weak_answer_within_reach(program: Program) -> None:
    mac = program.fleet["mac"]
    try:
        mac.answers = weak_answer(Weakness.REFUSAL)
        program.x.press("ctrl+alt+p")
        program.wait_words("Your question")
        program.type(QUESTION)
        program.x.press("Return")
        said = program.wait_words("refused", "tokens/s")
    finally:
        mac.answers = default_answer
    program.shot("escalated")
    assert "arlier" in said
