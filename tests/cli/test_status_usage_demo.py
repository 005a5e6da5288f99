"""``status``, ``usage``, ``config`` and the walk through the demo."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tray_router.simulator import FleetThread


def test_status_without_a_daemon_looks_by_itself(
    run: Run, config: Path, fleet: FleetThread, expect_log: Callable[[str], None]
) -> None:
    expect_log("windows: unknown -> down")
    fleet["windows"].faults.down = True
    done = run("--config", str(config), "status", "--json")
    fleet["windows"].faults.down = False
    status = json.loads(done.out)
    assert done.code == 0
    assert status["is_running"] is False
    states = {host["name"]: host["state"] for host in status["fleet"]["hosts"]}
    assert states == {"mac": "up", "windows": "down"}
    routes = {route["route"]: route["host"] for route in status["fleet"]["routes"]}
    assert routes["quick"] == "mac"


def test_status_for_people_names_machines_and_routes(run: Run, config: Path) -> None:
    done = run("--config", str(config), "status")
    for word in ("mac", "windows", "up", "qwen3-coder:30b", "no daemon"):
        assert word in done.out


def test_what_was_asked_is_in_the_usage(run: Run, config: Path) -> None:
    run("--config", str(config), "ask", "Say hello.")
    run("--config", str(config), "ask", stdin=b"SELECT name FROM users;")
    found = json.loads(run("usage", "--json").out)
    assert found["figures"]["requests"] == 2
    assert {row["name"]: row["figures"]["answered"] for row in found["routes"]} == {"quick": 1, "code": 1}
    assert "qwen3:4b" in run("usage").out


def test_status_tells_of_this_day_and_the_last_answer(run: Run, config: Path) -> None:
    before = run("--config", str(config), "status").out
    assert "Today" not in before and "Last answer" not in before
    assert run("--config", str(config), "ask", "--model", "qwen3:4b@mac", "Why is the sky blue?").code == 0
    done = run("--config", str(config), "status")
    assert "Today: 1 answer, " in done.out
    assert "Last answer: qwen3:4b on mac, " in done.out
    today = json.loads(run("--config", str(config), "status", "--json").out)["today"]
    assert (today["requests"], today["last"]["model"]) == (1, "qwen3:4b")


def test_config_check_path_and_schema(run: Run, config: Path) -> None:
    assert run("--config", str(config), "config", "path").out.strip() == str(config)
    assert "2 machines, 4 routes" in run("--config", str(config), "config", "check").out
    assert json.loads(run("config", "schema").out)["$schema"]


@pytest.mark.slow
def test_the_demo_walks_through_everything_in_the_terminal(tmp_path: Path) -> None:
    """A real process without a display, with the simulated machines as another."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [sys.executable, "-m", "tray_router", "demo"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    for wanted in (
        "SIMULATED",
        "quick → mac / qwen3:4b",
        "code → windows / qwen3-coder:30b",
        "reasoning → ",
        "vision → mac / granite3.2-vision:2b",
        "code → ubuntu / qwen3-coder:30b",
        "is down",
        "tray-router init",
        "5 requests",
    ):
        assert wanted in done.stdout, wanted


def test_autostart_is_switched_on_and_off_again(run: Run, tmp_path: Path) -> None:
    entry = tmp_path / "xdg_config_home" / "autostart" / "tray-router.desktop"
    assert "not" in run("autostart", "status").out
    assert run("autostart", "on").code == 0
    assert "tray-router" in entry.read_text() or "tray_router" in entry.read_text()
    assert run("autostart", "off").code == 0
    assert "not" in run("autostart", "status").out
