"""What the tray of the real program tells a panel: who works, what is in memory, the day, the last answer."""

from __future__ import annotations

import pytest

from tests.desktop.conftest import Edit
from tests.desktop.program import Program
from tests.support.processes import wait_for
from tests.support.tray_item import pictures, tooltip

pytestmark = pytest.mark.desktop


def test_the_day_and_the_last_answer_are_told_as_soon_as_it_ends(program: Program) -> None:
    address = program.session.bus.address
    assert program.cli("ask", "--model", "qwen3:4b@ubuntu", "Why is the sky blue?").returncode == 0
    lines = wait_for(
        lambda: [line for line in tooltip(address) if line.startswith("Last answer: qwen3:4b on ubuntu, ")],
        what="the last answer",
    )
    assert lines and any(line.startswith("Today: ") and "token" in line for line in tooltip(address))
    wait_for(
        lambda: any(line.startswith("ubuntu: up") and "qwen3:4b" in line for line in tooltip(address)),
        what="the loaded model",
    )


def test_the_icon_moves_while_somebody_answers_and_not_when_it_is_switched_off(program: Program, edit: Edit) -> None:
    address = program.session.bus.address
    at_rest = pictures(address)
    for machine in program.fleet.hosts.values():
        machine.faults.update(tokens_per_s=2.0)
    program.select("Please tell my colleague that the meeting is at three o'clock.")
    program.x.press("ctrl+alt+space")
    wait_for(lambda: any("on its way" in line for line in tooltip(address)), what="the question")
    first = pictures(address)
    wait_for(lambda: pictures(address) not in (first, at_rest), what="the icon to move")
    edit("[tray]\nanimate = false\n")
    still = [pictures(address) for _ in range(6)]
    assert all(picture == still[-1] for picture in still[-3:])
    program.close_popup()
    wait_for(lambda: pictures(address) == at_rest, what="the icon to come to rest")
