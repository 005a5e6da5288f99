"""The dashboard of the real program: opened three ways, drawn live, worked by keyboard, read by a screen reader."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.desktop.program import Program
from tests.support.processes import WAIT_LIMIT_S, wait_for

pytestmark = pytest.mark.desktop

TITLE = "^Tray Router dashboard$"


@pytest.fixture
def dashboard(program: Program) -> Iterator[Program]:
    """Closed again at the end."""
    yield program
    deadline = time.monotonic() + WAIT_LIMIT_S
    while windows := program.popup_ids(TITLE):
        assert time.monotonic() < deadline, "the dashboard does not close"
        to_front(program, windows[-1])
        program.x.press("ctrl+w")
        time.sleep(0.05)


def to_front(program: Program, window: int) -> None:
    program.x.run("wmctrl", "-i", "-a", hex(window), check=False)
    wait_for(lambda: program.x.active_window() == window, what="the dashboard to have the keyboard")


def opened(program: Program) -> int:
    assert program.cli("dashboard").returncode == 0
    [window] = wait_for(lambda: program.popup_ids(TITLE), what="the dashboard")
    to_front(program, window)
    program.x.press("ctrl+1")  # it opens on the page on which it was closed
    return int(window)


def test_it_tells_of_machines_that_come_and_go_while_it_is_open(dashboard: Program) -> None:
    opened(dashboard)
    dashboard.wait_words("machines up: 3 of 3", "mac: up for", "qwen3:4b")
    dashboard.fleet["windows"].faults.down = True
    dashboard.wait_words("machines up: 2 of 3", "windows: down for")
    dashboard.shot("dashboard-machines")
    dashboard.x.press("ctrl+4")
    dashboard.wait_words("up → down")
    dashboard.fleet["windows"].faults.down = False
    dashboard.wait_words("down → up")


def test_a_machine_is_paused_and_resumed_by_keys(dashboard: Program) -> None:
    opened(dashboard)
    dashboard.wait_words("mac: up for")
    dashboard.x.press("Down")
    dashboard.x.press("p")
    wait_for(lambda: dashboard.host_state("mac") == "paused", what="the pause")
    dashboard.wait_words("mac: paused", "Resume mac")
    dashboard.x.press("p")
    wait_for(lambda: dashboard.host_state("mac") == "up", what="mac to be back")


def test_a_question_is_in_requests_and_usage_as_soon_as_it_is_answered(dashboard: Program) -> None:
    opened(dashboard)
    dashboard.x.press("ctrl+3")
    assert dashboard.cli("ask", "--model", "qwen3:4b@ubuntu", "Why is the sky blue?").returncode == 0
    said = dashboard.wait_words("Machine: ubuntu", "Outcome: answered")
    assert "sky blue" not in said
    dashboard.x.press("ctrl+2")
    dashboard.wait_words("Share per route", "tokens read")
    dashboard.shot("dashboard-usage")


def test_the_popups_key_opens_it_and_leaves_the_popup(dashboard: Program) -> None:
    dashboard.x.press("ctrl+alt+p")
    dashboard.wait_popup()
    wait_for(lambda: dashboard.x.active_window() in dashboard.popup_ids(), what="the keyboard")
    dashboard.x.press("ctrl+d")
    wait_for(lambda: dashboard.popup_ids(TITLE), what="the dashboard")
    assert dashboard.popup_ids()


def test_a_window_process_that_dies_shows_it_again(dashboard: Program) -> None:
    opened(dashboard)
    dashboard.wait_words("machines up: 3 of 3")
    old = dashboard.window_pid()
    os.kill(old, signal.SIGKILL)
    wait_for(lambda: dashboard.window_pid() not in (0, old), what="another window process")
    wait_for(lambda: dashboard.popup_ids(TITLE), what="the dashboard to be back")
    dashboard.wait_words("machines up: 3 of 3")
