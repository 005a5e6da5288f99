"""``init`` against simulated machines over real sockets; what it writes is read back and checked."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tray_router.config.load import load_document
from tray_router.simulator import FleetThread


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address where nothing listens: the port is held, so that no other program gets it."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


def test_machines_without_a_name_get_different_ones(run: Run, fleet: FleetThread, tmp_path: Path) -> None:
    """Both are ``local`` by their address."""
    path = tmp_path / "config.toml"
    done = run("init", "--host", fleet.urls["mac"], "--host", fleet.urls["windows"], "--output", str(path))
    assert done.code == 0, done.err
    settings = load_document(path).settings
    assert {name: host.url for name, host in settings.hosts.items()} == {
        "local": fleet.urls["mac"],
        "local-2": fleet.urls["windows"],
    }
    assert settings.routes["code"].candidates[0] == "qwen3-coder:30b@local-2"
    checked = run("--config", str(path), "config", "check")
    assert (checked.code, checked.out.strip()) == (0, f"{path} is good: 2 machines, 4 routes.")


def test_a_name_made_up_makes_way_for_one_that_is_given(run: Run, fleet: FleetThread, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    done = run("init", "--host", fleet.urls["mac"], "--host", f"local={fleet.urls['windows']}", "--output", str(path))
    assert done.code == 0, done.err
    hosts = load_document(path).settings.hosts
    assert (hosts["local"].url, hosts["local-2"].url) == (fleet.urls["windows"], fleet.urls["mac"])


def test_the_same_machine_twice_is_one(run: Run, fleet: FleetThread, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    done = run("init", "--host", fleet.urls["mac"], "--host", f"{fleet.urls['mac']}/", "--output", str(path))
    assert done.code == 0, done.err
    assert list(load_document(path).settings.hosts) == ["local"]


def test_names_with_dots_are_written_so_that_they_are_read_back(run: Run, fleet: FleetThread, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    done = run("init", "--host", f"192.168.1.20={fleet.urls['mac']}", "--output", str(path))
    assert done.code == 0, done.err
    assert '[hosts."192.168.1.20"]' in path.read_text()
    settings = load_document(path).settings
    assert settings.hosts["192.168.1.20"].url == fleet.urls["mac"]
    assert settings.routes["quick"].candidates[0] == "qwen3:4b@192.168.1.20"
    assert run("--config", str(path), "config", "check").code == 0
    asked = run("--config", str(path), "ask", "--host", "192.168.1.20", "What is the capital of France?")
    assert asked.code == 0, asked.err
    assert "→ 192.168.1.20 / qwen3:4b" in asked.err


def test_a_named_machine_that_does_not_answer_is_written_with_a_comment_and_no_routes(
    run: Run, fleet: FleetThread, nobody: str, tmp_path: Path
) -> None:
    path = tmp_path / "config.toml"
    done = run("init", "--host", f"asleep={nobody}", "--host", f"mac={fleet.urls['mac']}", "--output", str(path))
    assert done.code == 0, done.err
    assert "asleep: " in done.err, "nobody was told that it does not answer"
    settings = load_document(path).settings
    assert {name: host.url for name, host in settings.hosts.items()} == {"asleep": nobody, "mac": fleet.urls["mac"]}
    assert all(ref.endswith("@mac") for route in settings.routes.values() for ref in route.candidates)
    lines = path.read_text().splitlines()
    above = {name: lines[lines.index(f"[hosts.{name}]") - 1] for name in ("asleep", "mac")}
    assert above["asleep"].startswith("# Did not answer when this file was written")
    assert "Did not answer" not in above["mac"]
    assert run("--config", str(path), "config", "check").code == 0


def test_a_machine_that_was_only_looked_for_is_left_out(
    run: Run, fleet: FleetThread, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nobody named ``local``; it is no news that nothing runs there (or it is there, and then it belongs)."""
    monkeypatch.setenv("OLLAMA_HOST", fleet.urls["mac"])
    monkeypatch.setattr("tray_router.config.discover.LOCAL_URL", "http://127.0.0.1:9")
    path = tmp_path / "config.toml"
    done = run("init", "--output", str(path))
    assert done.code == 0, done.err
    assert [host.url for host in load_document(path).settings.hosts.values()] == [fleet.urls["mac"]]


def test_an_address_in_the_environment_that_cannot_be_read_is_told_without_its_secret(
    run: Run, fleet: FleetThread, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "http://me:hunter2@gpu")
    monkeypatch.setattr("tray_router.config.discover.LOCAL_URL", fleet.urls["mac"])
    path = tmp_path / "config.toml"
    done = run("init", "--output", str(path))
    assert done.code == 0, done.err
    assert "OLLAMA_HOST" in done.err
    assert "user name or password" in done.err
    assert "hunter2" not in done.err
    named = run("init", "--host", fleet.urls["mac"], "--print")
    assert "OLLAMA_HOST" not in named.err, "nobody reads it when a machine is named"


def test_when_none_answers_nothing_is_written(run: Run, nobody: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    done = run("init", "--host", nobody, "--output", str(path))
    assert done.code == 3
    assert "No Ollama answered" in done.err
    assert not path.exists()


@pytest.mark.parametrize(
    ("hosts", "complaint"),
    [
        (("gpu=http://a", "gpu=http://b"), "another machine is named gpu already"),
        (("my gpu=http://a",), "a name must be a name of at most 64"),
        (("gpu=",), "the address must not be empty"),
        (("http://me:secret@gpu",), "user name or password"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anybody_is_asked(
    run: Run, hosts: tuple[str, ...], complaint: str
) -> None:
    done = run("init", *(word for host in hosts for word in ("--host", host)))
    assert done.code == 2
    assert complaint in done.err
    assert len(done.err.strip().splitlines()) == 2
