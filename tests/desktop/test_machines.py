"""Machines that fail: the answer comes from elsewhere, and the user is told."""

from __future__ import annotations

import pytest

from tests.desktop.program import CONFIG, Program
from tests.support.processes import wait_for
from tests.support.tray_item import machine_line

pytestmark = pytest.mark.desktop

CODE = "def total(rows):\n    return sum(row.price for row in rows)\n"


def test_a_machine_that_goes_down_is_replaced_and_shown(program: Program) -> None:
    program.fleet["windows"].faults.down = True
    wait_for(lambda: program.host_state("windows") == "down", what="the daemon to notice")
    program.select(CODE)
    program.x.press("ctrl+alt+space")
    program.wait_words("ubuntu / qwen3-coder:30b", "Simulated answer")
    program.shot("fallback")
    assert not program.questions("windows")
    program.fleet["windows"].faults.down = False
    wait_for(lambda: program.host_state("windows") == "up", what="the daemon to notice the return")


def test_a_machine_that_dies_unnoticed_costs_no_answer(program: Program) -> None:
    """It goes down between two looks: the request itself finds out and goes elsewhere."""
    program.fleet["windows"].faults.down = True
    program.select(CODE)
    program.x.press("ctrl+alt+space")
    program.wait_words("ubuntu / qwen3-coder:30b", "Simulated answer")


@pytest.mark.parametrize(
    ("fault", "value"),
    [("queue_full", True), ("load_failure", "out-of-memory"), ("crash_before_first", True), ("front", "unauthorized")],
)
def test_every_failure_before_the_first_word_goes_elsewhere(program: Program, fault: str, value: object) -> None:
    program.fleet["windows"].faults.update(**{fault: value})
    done = program.cli("ask", "--json", stdin=CODE.encode())
    program.fleet["windows"].faults.reset()
    program.forget_troubles("windows")
    assert done.returncode == 0, (done.stderr, done.stdout)
    assert b'"completed"' in done.stdout
    assert len(program.questions("ubuntu")) == 1


def test_an_answer_that_breaks_off_keeps_its_text_and_says_so(program: Program) -> None:
    for machine in program.fleet.hosts.values():  # the quickest one answers, whichever that has become
        machine.faults.update(ending="reset", ending_after=8)
    program.select("Please tell my colleague that the meeting is at three o'clock.")
    program.x.press("ctrl+alt+space")
    said = program.wait_words("broke off")
    program.shot("broken-off")
    assert "Simulated" in said
    assert program.is_ready()
    for name, machine in program.fleet.hosts.items():
        machine.faults.reset()
        program.forget_troubles(name)


def test_a_model_that_is_not_installed_is_named_with_the_way_out(program: Program) -> None:
    done = program.cli("ask", "--model", "nope:1b@mac", "hello")
    assert done.returncode == 3
    assert b"nope:1b" in done.stderr


def test_pausing_a_machine_sends_questions_elsewhere(program: Program) -> None:
    assert program.cli("hosts", "pause", "windows").returncode == 0
    try:
        done = program.cli("ask", stdin=CODE.encode())
        assert done.returncode == 0
        assert program.questions("ubuntu") and not program.questions("windows")
        assert program.host_state("windows") == "paused"
    finally:
        program.cli("hosts", "resume", "windows")
    wait_for(lambda: program.host_state("windows") == "up", what="the machine to be back")
    assert program.cli("hosts", "pause", "nowhere").returncode == 4


def test_saved_edits_are_taken_up_and_broken_ones_are_not(program: Program) -> None:
    good = CONFIG.format(**program.fleet.urls)
    taken_up = program.log().count("are in force")
    try:
        program.config.write_text(good.replace('"qwen3:4b@mac", "qwen3:4b@ubuntu"', '"qwen3:4b@ubuntu"'))
        wait_for(lambda: program.log().count("are in force") > taken_up, what="the edit to be taken up")
        assert program.cli("ask", "What is the capital of France?").returncode == 0
        assert program.questions("ubuntu") and not program.questions("mac")
        program.config.write_text(good.replace("[routes.quick]", "[routes.quick]\ncandidate = 3"))
        wait_for(lambda: program.status()["notices"], what="the notice")
        assert "candidate" in " ".join(program.status()["notices"])
        assert program.cli("ask", "What is the capital of Spain?").returncode == 0
    finally:
        program.config.write_text(good)
        wait_for(lambda: not program.status()["notices"], what="the notice to go")


def test_what_happens_to_a_machine_is_shown_by_the_tray_in_its_order(program: Program) -> None:
    """Down, up, paused for a while, draining, back: each is on the tray item before the next happens."""
    bus = program.session.bus.address

    def shows(words: str) -> None:
        wait_for(lambda: words in machine_line(bus, "ubuntu"), what=f"the tray to say {words!r}")

    shows("ubuntu: up")
    program.fleet["ubuntu"].faults.down = True
    shows("ubuntu: down")
    program.fleet["ubuntu"].faults.down = False
    shows("ubuntu: up")
    program.fleet["ubuntu"].faults.update(black_hole=True)
    shows("ubuntu: down")
    program.fleet["ubuntu"].faults.reset()
    shows("ubuntu: up")
    assert program.cli("hosts", "pause", "ubuntu", "--for", "2h").returncode == 0
    shows("ubuntu: paused until ")
    assert program.cli("hosts", "resume", "ubuntu").returncode == 0
    shows("ubuntu: up")
