"""``doctor`` without a desktop: every capability has its line, and the exit code says that something is missing."""

from __future__ import annotations

import json
from pathlib import Path

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
