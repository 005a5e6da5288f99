"""What simulated machines answered is kept apart, and goes with the daemon."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.daemon.test_running import Daemon, daemon, fleet
from tests.support.processes import wait_for

__all__ = ["daemon", "fleet"]
pytestmark = pytest.mark.slow


def own_records(running: Daemon) -> list[str]:
    folder = Path(running.env["XDG_DATA_HOME"]) / "tray-router"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def apart(running: Daemon) -> Path:
    return running.runtime / "tray-router" / "simulated"


def titles(running: Daemon) -> list[str]:
    return [entry["title"] for entry in json.loads(running.cli("history", "--json").stdout)]


def started(running: Daemon) -> None:
    running.start()
    wait_for(lambda: running.status() and running.host_state() == "up", what="the daemon")


def test_a_simulated_run_leaves_the_users_records_alone(daemon: Daemon) -> None:
    started(daemon)
    assert daemon.cli("ask", "Say hello.").returncode == 0
    wait_for(lambda: titles(daemon) == ["Say hello."], what="the question in the history")
    daemon.stop()
    before = own_records(daemon)

    daemon.start("--simulated")
    wait_for(lambda: daemon.status() and daemon.host_state() == "up", what="the simulated machines")
    assert daemon.cli("ask", "Who is simulated?").returncode == 0
    wait_for((apart(daemon) / "history" / "history.sqlite3").exists, what="its own history")
    assert list((apart(daemon) / "usage").iterdir())
    assert titles(daemon) == ["Say hello."]
    assert own_records(daemon) == before
    assert daemon.cli("history", "wipe", "--yes").returncode == 0  # both
    assert titles(daemon) == []
    assert not list((apart(daemon) / "history").iterdir())
    daemon.stop()
    assert not apart(daemon).exists()


def test_records_go_to_the_users_folders_once_real_machines_are_named(daemon: Daemon) -> None:
    settings = daemon.config.read_text()
    daemon.config.write_text("")
    daemon.start(OLLAMA_HOST="http://127.0.0.1:9")  # nobody is there
    wait_for(lambda: "SIMULATED" in daemon.notices() and daemon.host_state() == "up", what="the fallback")
    assert daemon.cli("ask", "Who is simulated?").returncode == 0
    daemon.config.write_text(settings)
    wait_for(lambda: "SIMULATED" not in daemon.notices() and daemon.host_state() == "up", what="the edit")
    wait_for(lambda: not apart(daemon).exists(), what="the simulated records gone")
    assert daemon.cli("ask", "Say hello.").returncode == 0
    wait_for(lambda: titles(daemon) == ["Say hello."], what="the question in the history")
    usage = json.loads(daemon.cli("usage", "--json").stdout)
    assert usage["figures"]["requests"] == 1


def test_who_takes_the_last_machine_out_of_the_settings_is_answered_by_this_computer_without_a_restart(
    daemon: Daemon,
) -> None:
    settings = daemon.config.read_text()
    daemon.start(OLLAMA_HOST=daemon.fleet.urls["ubuntu"])
    wait_for(lambda: daemon.status() and daemon.host_state() == "up", what="the daemon")
    daemon.config.write_text("")
    wait_for(lambda: not daemon.host_state() and daemon.status(), what="the edit")
    (host,) = daemon.status()["fleet"]["hosts"]
    assert host["url"] == daemon.fleet.urls["ubuntu"]
    assert daemon.cli("ask", "Say hello.").returncode == 0
    assert daemon.fleet["ubuntu"].requests.questions[-1].prompt.endswith("Say hello.")
    daemon.config.write_text(settings)
    wait_for(lambda: daemon.host_state() == "up", what="the machine of the settings")
