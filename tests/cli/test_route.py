"""``route``: says where a text would go, and sends nothing anywhere."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tray_router.cli.route_command import OfflineRouter
from tray_router.config.settings import Settings
from tray_router.model import FleetSnapshot, HostState, HostStatus, InstalledModel, Request
from tray_router.routing.points import POINTS
from tray_router.simulator import FleetThread

SQL = "SELECT name FROM users WHERE id = 4;"


def test_the_table_names_route_reason_points_and_candidates(run: Run, config: Path, fleet: FleetThread) -> None:
    done = run("--config", str(config), "route", SQL)
    assert done.code == 0
    assert done.out.startswith("code")
    assert "SQL" in done.out
    assert "qwen3-coder:30b" in done.out
    assert not any(host.requests.all() for host in fleet.hosts.values())


def test_the_table_calls_features_by_plain_names(run: Run, config: Path) -> None:
    shown = run("--config", str(config), "route", "for (int i = 0; i < n; i++) { total += prices[i]; }").out
    internal = [name for name in POINTS if "-" in name and name in shown.split()]
    assert internal == []
    assert "reads like source code" in shown


def test_json_has_what_the_table_has(run: Run, config: Path) -> None:
    found = json.loads(run("--config", str(config), "route", "--json", SQL).out)
    assert found["route"] == "code"
    assert found["candidates"][0] == "qwen3-coder:30b@windows"
    assert 0.5 < found["confidence"] <= 1


def test_batch_answers_every_line_in_order_and_survives_broken_ones(run: Run, config: Path, tmp_path: Path) -> None:
    rows = [
        json.dumps({"text": SQL}),
        "not json",
        json.dumps({"text": "Dear all, the meeting is on Friday.", "instruction": "Summarise this"}),
        json.dumps({"text": "What is this?", "has_image": True}),
        json.dumps({"text": 5}),
        json.dumps({"text": ""}),
    ]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join(rows))
    done = run("--config", str(config), "route", "--batch", str(batch), "--json")
    found = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert [row.get("route", "error") for row in found[:5]] == ["code", "error", "quick", "vision", "error"]
    assert found[5]["route"] in {"quick", "code", "reasoning"}
    assert set(found[0]) >= {"route", "confidence", "runner_up", "reasons", "candidates"}


def test_text_alone_never_goes_to_vision(run: Run, config: Path) -> None:
    found = json.loads(
        run("--config", str(config), "route", "--json", "What is on this image? See the screenshot.").out
    )
    assert found["route"] != "vision"


def test_neither_text_nor_file_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    assert run("route").code == 2
    assert run("route", "--batch", str(tmp_path / "none.jsonl")).code == 2


def test_without_routes_in_the_settings_the_proposed_ones_are_used() -> None:
    models = (InstalledModel("qwen3:4b", parameters_b=4.0), InstalledModel("qwen3-coder:30b", parameters_b=30.0))
    host = HostStatus(name="local", url="http://127.0.0.1:11434", state=HostState.UP, models=models)
    _, plan = OfflineRouter(Settings(), FleetSnapshot(hosts=(host,))).route(Request("", "", SQL))
    first = plan.candidates[0]
    assert (first.model, first.is_degraded) == ("qwen3-coder:30b", False)
