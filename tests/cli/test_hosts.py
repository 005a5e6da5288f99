"""``tray-router hosts`` without a daemon: list, test, wake, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tray_router.desktop import wake
from tray_router.errors import ExitCode
from tray_router.simulator import FleetThread


def test_without_a_verb_the_machines_are_listed(run: Run, config: Path, fleet: FleetThread) -> None:
    done = run("--config", str(config), "hosts")
    assert done.code == ExitCode.OK
    for word in ("mac", "windows", fleet.urls["mac"], "up"):
        assert word in done.out
    assert run("hosts", "list", "--config", str(config)).out == done.out


def test_the_list_names_the_models_of_each_machine(run: Run, config: Path, fleet: FleetThread) -> None:
    done = run("--config", str(config), "hosts")
    line = next(line for line in done.out.splitlines() if line.startswith("mac has "))
    listed = json.loads(run("--config", str(config), "hosts", "--json").out)
    assert line == f"mac has {', '.join(listed[0]['models'])}."
    assert "granite3.2-vision:2b" in line


def test_the_list_as_json(run: Run, config: Path, fleet: FleetThread) -> None:
    found = json.loads(run("--config", str(config), "hosts", "list", "--json").out)
    assert [(host["name"], host["url"], host["state"]) for host in found] == [
        (name, fleet.urls[name], "up") for name in ("mac", "windows")
    ]
    assert "qwen3:4b" in found[0]["models"]


def test_a_machine_of_the_settings_is_tested_by_its_name(run: Run, config: Path) -> None:
    done = run("--config", str(config), "hosts", "test", "mac")
    assert done.code == ExitCode.OK
    first, *steps = done.out.splitlines()
    assert first.startswith("mac (http://127.0.0.1:")
    assert [line.split()[0] for line in steps] == ["ok"] * 6
    for word in ("name", "TCP", "HTTP", "Ollama", "models", "a token"):
        assert word in done.out


def test_an_address_is_tested_without_settings(run: Run, fleet: FleetThread) -> None:
    done = run("hosts", "test", fleet.urls["windows"], "--json")
    assert done.code == ExitCode.OK
    found = json.loads(done.out)
    assert (found["url"], found["works"]) == (fleet.urls["windows"], True)
    assert [step["step"] for step in found["steps"]] == ["name", "TCP", "HTTP", "Ollama", "models", "a token"]
    assert all(step["works"] and step["seconds"] >= 0 for step in found["steps"])


def test_a_test_that_fails_says_where_and_what_to_do(run: Run, config: Path, fleet: FleetThread) -> None:
    fleet["mac"].faults.down = True
    try:
        done = run("--config", str(config), "hosts", "test", "mac")
        as_json = run("--config", str(config), "hosts", "test", "mac", "--json")
    finally:
        fleet["mac"].faults.down = False
    assert done.code == as_json.code == ExitCode.NO_ANSWER
    assert "FAIL  TCP" in done.out
    assert "Start Ollama there" in done.out
    assert json.loads(as_json.out)["works"] is False


@pytest.mark.parametrize(
    ("wanted", "complaint"),
    [("macc", "Did you mean mac?"), ("nas", "There are: mac, windows."), ("http://a:b:c", "is no address")],
)
def test_what_is_neither_a_name_nor_an_address(wanted: str, complaint: str, run: Run, config: Path) -> None:
    done = run("--config", str(config), "hosts", "test", wanted)
    assert done.code == ExitCode.BAD_INPUT
    assert complaint in done.err


@pytest.mark.parametrize("options", [("--for", "3x"), ("--until", "25:00"), ("--for", "0m")])
def test_a_time_that_is_none_is_refused_before_the_daemon_is_asked(options: tuple[str, str], run: Run) -> None:
    done = run("hosts", "pause", "mac", *options)
    assert done.code == ExitCode.BAD_INPUT
    assert "This is no time for a pause." in done.err


def test_pausing_needs_a_daemon(run: Run) -> None:
    for arguments in (("pause", "mac", "--for", "2h"), ("resume", "mac")):
        assert run("hosts", *arguments).code == ExitCode.DAEMON


def test_a_machine_is_woken_by_its_name(run: Run, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[bytes, str, int]] = []
    monkeypatch.setattr(wake, "_send", lambda packet, address, port: sent.append((packet, address, port)))
    text = config.read_text().replace(
        "[hosts.mac]", '[hosts.mac]\nwake = "aa:bb:cc:dd:ee:ff"\nwake_broadcast = "127.0.0.9"'
    )
    config.write_text(text)
    done = run("--config", str(config), "hosts", "wake", "mac")
    assert done.code == ExitCode.OK
    assert "went to 127.0.0.9" in done.err
    ((packet, address, port),) = sent
    assert (address, port) == ("127.0.0.9", 9)
    assert packet.endswith(bytes.fromhex("aabbccddeeff"))
    refused = run("--config", str(config), "hosts", "wake", "windows")
    assert refused.code == ExitCode.BAD_INPUT
    assert "[hosts.windows]" in refused.err
    assert run("--config", str(config), "hosts", "wake", "nas").code == ExitCode.BAD_INPUT
