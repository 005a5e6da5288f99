"""A newcomer, from nothing to an answered question in four screens: real windows, clicks and keys, no settings file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.conftest import quick_fleet
from tests.desktop.program import Program
from tests.support.processes import wait_for
from tests.support.session import DesktopSession
from tests.support.x11 import XServer
from tray_router.simulator import FleetThread

pytestmark = pytest.mark.desktop

TITLE = "^Welcome to Tray Router$"
SETTINGS_TITLE = "^Tray Router settings$"


class Newcomer(Program):
    """No settings file; Ollama runs at OLLAMA_HOST, or nowhere."""

    def begin(self, ollama: str) -> None:
        self.env["OLLAMA_HOST"] = ollama
        self.daemon = self.x.spawn([sys.executable, "-m", "tray_router"], name="daemon", env=self.env)
        wait_for(lambda: self.popup_ids(TITLE), what=f"the first run: {self.daemon.output()}")
        wait_for(lambda: self.x.active_window() in self.popup_ids(TITLE), what="the keyboard")

    def status(self) -> dict[str, Any]:
        done = self.cli("status", "--json")
        said: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
        return said

    @property
    def written(self) -> Path:
        return Path(self.session.folders["XDG_CONFIG_HOME"]) / "tray-router" / "config.toml"


@pytest.fixture
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newcomer]:
    folder = tmp_path_factory.mktemp("n")  # a short name: the path of a socket has a hundred characters at most
    with FleetThread(quick_fleet()) as fleet, XServer(folder) as x, DesktopSession(x, folder / "s") as session:
        session.start_panel()
        program = Newcomer(x, session, fleet, folder)
        try:
            yield program
        finally:
            program.stop()


def test_four_screens_to_an_answer(newcomer: Newcomer) -> None:
    newcomer.begin(newcomer.fleet.urls["mac"])
    newcomer.wait_words("Your machines", "Ollama was found here", "4 models", "1 of 4")
    newcomer.shot("first-run-1-machines")
    newcomer.click("Next")
    newcomer.wait_words("Who answers what", "Quick questions: qwen3:4b on", "2 of 4")
    newcomer.shot("first-run-2-routes")
    newcomer.click("Next")
    newcomer.wait_words("The key", "Ctrl+Alt+Space is free and works", "3 of 4")
    newcomer.click("Next")
    newcomer.wait_words("Try it", "press Ctrl+Alt+Space", "4 of 4")
    newcomer.x.press("ctrl+alt+space")
    newcomer.wait_popup()
    newcomer.wait_words("It works: the popup has answered")
    assert any("KeyError: 'march'" in question for question in newcomer.questions("mac"))
    newcomer.shot("first-run-4-answered")
    newcomer.close_popup()
    newcomer.click("Finish")
    wait_for(lambda: not newcomer.popup_ids(TITLE), what="the end of the first run")
    assert not newcomer.written.exists()  # nothing was changed, so nothing was written


def test_another_machine_is_tested_and_added_and_chosen(newcomer: Newcomer) -> None:
    newcomer.begin(newcomer.fleet.urls["mac"])
    newcomer.wait_words("Ollama was found here")
    newcomer.click("Address of another machine")
    newcomer.type(newcomer.fleet.urls["windows"])
    newcomer.click("Add")
    wait_for(newcomer.written.exists, what="the settings file")
    newcomer.wait_words("These machines will answer")
    text = newcomer.written.read_text()
    assert newcomer.fleet.urls["mac"] in text and newcomer.fleet.urls["windows"] in text
    newcomer.click("Next")
    newcomer.wait_words("Code and error messages: qwen3-coder:30b on")


def test_without_any_machine_it_goes_on_with_simulated_ones(newcomer: Newcomer) -> None:
    newcomer.begin("http://127.0.0.1:9")
    newcomer.wait_words("No Ollama was found on this computer", "simulated")
    newcomer.shot("first-run-simulated")
    newcomer.click("Skip")
    wait_for(lambda: not newcomer.popup_ids(TITLE), what="the end of the first run")
    assert newcomer.daemon is not None
    newcomer.cli("quit")
    newcomer.daemon.process.wait(30)
    newcomer.daemon = newcomer.x.spawn([sys.executable, "-m", "tray_router"], name="daemon-2", env=newcomer.env)
    wait_for(newcomer.window_pid, what="the window process")
    wait_for(lambda: newcomer.status().get("is_running"), what="the daemon")
    assert newcomer.cli("settings").returncode == 0  # what comes now comes after a first run would have
    wait_for(lambda: newcomer.popup_ids(SETTINGS_TITLE), what="the settings window")
    assert not newcomer.popup_ids(TITLE)
