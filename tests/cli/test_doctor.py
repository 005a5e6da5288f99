"""``doctor`` without a desktop: every capability has its line, and the exit code says that something is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_every_capability_has_a_line_with_the_mend(run: Run, config: Path) -> None:
    done = run("--config", str(config), "doctor", "--json")
    reports = {report["name"]: report for report in json.loads(done.out)}
    assert done.code == 6
    for name in ("hotkeys", "selection", "tray", "notifications", "window"):
        assert reports[name]["works"] is False
        assert reports[name]["hint"], name
    assert reports["machine mac"]["works"] is True
    assert reports["settings"]["works"] is True
    assert "index" in reports["history search"]["detail"]


def test_broken_settings_have_a_line_of_their_own(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[hosts.mac]\nurl = 5\n")
    done = run("--config", str(path), "doctor")
    assert done.code == 2
    assert "hosts.mac.url" in done.out


def test_an_address_in_the_environment_that_cannot_be_read_has_a_line_of_its_own(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "http://me:hunter2@gpu")
    monkeypatch.setattr("tray_router.config.discover.LOCAL_URL", "http://127.0.0.1:9")
    reports = {report["name"]: report for report in json.loads(run("doctor", "--json").out)}
    assert reports["OLLAMA_HOST"]["works"] is False
    assert "hunter2" not in str(reports)
    configured = run("--config", str(config), "doctor", "--json")
    assert "OLLAMA_HOST" not in configured.out, "nobody reads it where machines are configured"
