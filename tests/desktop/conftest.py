"""One desktop with the real program for all tests of this folder; each test starts without a popup."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.desktop.program import Program
from tests.support.session import DesktopSession
from tests.support.x11 import XServer
from tray_router.simulator import FleetThread
from tray_router.simulator.fleet import demo_fleet
from tray_router.simulator.settings import SimulatedHostSettings

Edit = Callable[[str], None]


TOKENS_PER_S = {"windows": 800.0, "mac": 400.0, "ubuntu": 100.0}


def quick_fleet() -> tuple[SimulatedHostSettings, ...]:
    """The demo's machines with short loads and fast answers, so that tests wait for nothing.

    Of one model on two machines the faster one is asked, so each machine has a speed that no noise makes another's.
    """
    return tuple(
        replace(host, models=tuple(replace(m, load_s=0.05, tokens_per_s=TOKENS_PER_S[host.name]) for m in host.models))
        for host in demo_fleet()
    )


@pytest.fixture(scope="module")  # what a machine has shown of itself is kept: each file begins with a new program
def running_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    if not sys.platform.startswith("linux"):
        pytest.skip("needs an X server")
    folder = tmp_path_factory.mktemp("desktop")
    with (
        FleetThread(quick_fleet()) as fleet,
        XServer(folder) as x,
        DesktopSession(x, folder / "s") as session,
    ):
        session.start_panel()
        program = Program(x, session, fleet, folder)
        try:
            program.start()
            program.x.press("ctrl+alt+p")  # an empty popup: once it was there, the window process is warm
            program.wait_popup()
            program.close_popup()
            yield program
        finally:
            program.stop()


@pytest.fixture(scope="module")
def known_machines(running_program: Program) -> None:
    """The quickest machines for small talk and for code have shown that they are, so that they are asked.

    A machine of which nothing was measured comes after one that was quick with another model: without this, who is
    asked depends on the tests before. (With it, on nothing: the speeds are far enough apart for any noise.)
    """
    for candidate in ("qwen3:4b@mac", "qwen3-coder:30b@windows"):
        done = running_program.cli("ask", "--private", "--model", candidate, "Hello")
        assert done.returncode == 0, done.stderr


@pytest.fixture
def program(running_program: Program, request: pytest.FixtureRequest) -> Program:
    """The running program with no popup open, all machines up and nothing recorded.

    A test with settings of its own says so by a fixture, and puts them into force itself.
    """
    running_program.close_popup()
    if not {"edit", "settings"} & set(request.fixturenames):
        running_program.put_in_force(running_program.usual_settings)
    for host in running_program.fleet.hosts.values():
        host.faults.reset()
    running_program.forget_requests()
    return running_program


@pytest.fixture
def edit(program: Program) -> Edit:
    """Adds to the settings file of the running program; what is not wanted is gone when the next test needs it gone."""

    def write(more: str) -> None:
        program.put_in_force(program.usual_settings + more)

    return write
