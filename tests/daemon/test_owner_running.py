"""The owner's controls on the real daemon: pauses over a restart, rented hours from an edit, what is said meanwhile."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.test_running import Daemon, daemon, fleet  # noqa: F401 - fixtures
from tests.support.processes import wait_for
from tray_router.fleet.wake import WAKE_PORT, magic_packet

pytestmark = pytest.mark.slow


@pytest.fixture
def running(daemon: Daemon) -> Iterator[Daemon]:  # noqa: F811
    daemon.start()
    wait_for(lambda: daemon.status() and daemon.host_state() == "up", what="a machine that is up")
    yield daemon


def mac(daemon: Daemon) -> dict[str, Any]:  # noqa: F811
    found: dict[str, Any] = daemon.status()["fleet"]["hosts"][0]
    return found


def test_a_pause_with_an_end_ends_by_itself(running: Daemon) -> None:
    # Long enough for the next process to start and ask about it, however busy the computer is.
    done = running.cli("hosts", "pause", "mac", "--for", "4s")
    assert done.returncode == 0
    assert b"mac is paused until " in done.stderr
    found = mac(running)
    assert (found["state"], found["hold"][:13]) == ("paused", "paused until ")
    wait_for(lambda: running.host_state() == "up", what="the machine to come back")


def test_a_pause_outlives_the_daemon(running: Daemon) -> None:
    assert running.cli("hosts", "pause", "mac", "--for", "2h").returncode == 0
    hold = mac(running)["hold"]
    running.stop()
    running.start()
    wait_for(running.status, what="the daemon")
    assert (mac(running)["state"], mac(running)["hold"]) == ("paused", hold)  # from the first moment on
    refused = running.cli("ask", "Why?")
    assert refused.returncode == 3
    assert running.cli("hosts", "resume", "mac").stderr == b"mac is back.\n"
    wait_for(lambda: running.host_state() == "up", what="the machine to come back")
    assert running.cli("ask", "Why?").returncode == 0


def test_rented_hours_are_taken_up_from_an_edit_and_the_owner_comes_first(running: Daemon) -> None:
    now = datetime.now().astimezone()
    begin, end = now - timedelta(hours=1), now + timedelta(hours=1)
    text = running.config.read_text()
    rented = f'[hosts.mac]\nrented = "daily {begin:%H:%M}-{end:%H:%M}"'
    running.config.write_text(text.replace("[hosts.mac]", rented))
    wait_for(lambda: running.host_state() == "paused", what="the machine to be rented")
    assert mac(running)["problem"].startswith("Rented until ")
    assert b"rented" in running.cli("status").stdout  # the table breaks the line where it must
    back = running.cli("hosts", "resume", "mac")
    assert b"is back, although it is rented until" in back.stderr
    wait_for(lambda: running.host_state() == "up", what="the machine to come back")
    running.config.write_text(text)
    wait_for(lambda: "in force" in running_log(running), what="the edit")
    assert running.host_state() == "up"


def running_log(daemon: Daemon) -> str:  # noqa: F811
    return "".join(path.read_text() for path in Path(daemon.env["XDG_STATE_HOME"]).rglob("*.log"))


def test_a_machine_that_does_not_exist_is_refused_with_the_names_of_those_that_do(running: Daemon) -> None:
    done = running.cli("hosts", "pause", "nas")
    assert done.returncode == 4
    assert b"No machine is named 'nas'.\nThere are: mac." in done.stderr


def test_a_sleeping_machine_is_woken_while_another_one_answers(running: Daemon) -> None:
    """The packet goes to its real port, on an address of loopback."""
    address = "127.0.0.9"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver, socket.socket() as reserved:
        try:
            receiver.bind((address, WAKE_PORT))
        except PermissionError:
            pytest.skip("the port of wake packets needs rights that this user has not got")
        receiver.settimeout(30)
        reserved.bind(("127.0.0.1", 0))  # nothing listens there
        sleeping = f"""
            [hosts.pc]
            url = "http://127.0.0.1:{reserved.getsockname()[1]}"
            wake = "aa:bb:cc:dd:ee:ff"
            wake_broadcast = "{address}"
            """
        both = running.config.read_text().replace('["qwen3:4b@mac"]', '["qwen3:8b@pc", "qwen3:4b@mac"]')
        running.config.write_text(both + sleeping)
        wait_for(lambda: running_log(running).count("pc: unknown -> down"), what="the sleeping machine")
        done = running.cli("ask", "--json", "Why?")
        events = [json.loads(line) for line in done.stdout.splitlines()]
        assert receiver.recv(1_000) == magic_packet(bytes.fromhex("aabbccddeeff"))
    assert [event["host"] for event in events if event["type"] == "routed"] == ["mac"]
    assert events[-1]["type"] == "completed"
    assert "Woke pc, which should have answered." in events[-1]["notice"]
