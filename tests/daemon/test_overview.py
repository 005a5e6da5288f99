"""This day's figures, the dashboard and the machines' history, joined over real files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import record
from tests.loops import until
from tray_router.config.load import parse_settings
from tray_router.config.settings import Settings
from tray_router.daemon.notifications import Notifications
from tray_router.daemon.overview import Overview
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.ports import UsageRecord
from tray_router.errors import DaemonError
from tray_router.fleet.record import answered
from tray_router.ledger import UsageLedger
from tray_router.ledger.fleet_states import FleetStatesFile
from tray_router.ledger.spending import SpendingBook
from tray_router.model import AnswerStats, HostState
from tray_router.model.usage import Today
from tray_router.wire.dashboard import DashboardHosts, DashboardRecent, DashboardUsage, PauseHost, ShowDashboard

STATS = AnswerStats(prompt_tokens=30, answer_tokens=12, total_s=1.5, first_token_s=0.2, answer_s=0.5)
RECORD = UsageRecord("1", "quick", "qwen3:4b", "mac", 1, "completed", 0.9, False, STATS)


class Desk:
    """An overview over a folder, with a window that remembers."""

    def __init__(self, folder: Path, *, keeps_states: bool = True) -> None:
        self.folder = folder
        self.days: list[Today] = []
        self.sent: list[object] = []
        self.shown: list[str] = []
        self.notifications = Notifications(lambda title, _body: self.shown.append(title), lambda: 0.0)
        states = folder / "state" if keeps_states else None
        self.book = SpendingBook(folder)
        ledger = UsageLedger(folder / "usage")
        self.overview = Overview(ledger, self.notifications, self.days.append, states, "/c.toml", self.book)
        self.tracker = FleetTracker([record("mac")], {}, lambda: 5.0)

    def send(self, message: object) -> None:
        self.sent.append(message)

    async def started(self) -> Desk:
        await self.overview.start(self.tracker, Settings())
        await until(lambda: len(self.days) >= 2)  # at the start, and once what was there is read
        return self


async def test_every_attempt_is_told_and_what_was_there_before_counts(tmp_path: Path) -> None:
    first = await Desk(tmp_path).started()
    first.overview.sink.record(RECORD)
    assert (first.days[-1].requests, first.days[-1].tokens_in) == (1, 30)
    await first.overview.aclose()

    second = await Desk(tmp_path).started()
    assert second.days[-1].requests == 1
    second.overview.sink.record(RECORD)
    today = second.overview.today()
    assert (today.requests >= 1, today.tokens_out) == (True, 24)
    assert today.last is not None and today.last.model == "qwen3:4b"
    await second.overview.aclose()


async def test_the_machines_history_outlives_the_program(tmp_path: Path) -> None:
    desk = await Desk(tmp_path).started()
    desk.tracker.apply("mac", lambda known: answered(known, "0.33.0", 0.001, 6.0))
    await desk.overview.aclose()
    kept = FleetStatesFile(tmp_path / "state").load()
    assert [span.state for span in kept.by_host["mac"]] == [HostState.UNKNOWN, HostState.UP]


async def test_simulated_machines_leave_no_history(tmp_path: Path) -> None:
    desk = await Desk(tmp_path, keeps_states=False).started()
    desk.tracker.apply("mac", lambda known: answered(known, "0.33.0-simulated", 0.001, 6.0))
    await desk.overview.aclose()
    assert not (tmp_path / "state").exists()


async def test_the_dashboard_is_fed_from_fleet_and_ledger_and_pauses_machines(tmp_path: Path) -> None:
    desk = await Desk(tmp_path).started()
    with pytest.raises(DaemonError, match="no desktop session"):
        desk.overview.open_dashboard()
    paused: list[tuple[str, bool]] = []
    feed = desk.overview.show_in(desk, desk.tracker, lambda name, is_paused: paused.append((name, is_paused)))
    desk.overview.sink.record(RECORD)
    desk.overview.open_dashboard()
    await until(lambda: any(isinstance(message, DashboardUsage) for message in desk.sent))
    found = {type(message): message for message in desk.sent}
    hosts, recent, usage = found[DashboardHosts], found[DashboardRecent], found[DashboardUsage]
    assert isinstance(desk.sent[0], ShowDashboard)
    assert isinstance(hosts, DashboardHosts) and hosts.names == ("mac",)
    assert isinstance(recent, DashboardRecent) and recent.attempts[0].model == "qwen3:4b"
    assert isinstance(usage, DashboardUsage) and usage.report.figures.requests == 1
    feed.window_said(PauseHost("mac", is_paused=True))
    assert paused == [("mac", True)]
    await desk.overview.aclose()


async def test_a_budget_that_is_as_good_as_spent_is_told_once_a_day(tmp_path: Path) -> None:
    desk = await Desk(tmp_path).started()
    away = replace(RECORD, is_cloud=True)
    desk.overview.sink.record(away)
    assert desk.shown == []
    desk.book.settle(desk.book.reserve(0.46, per_day=0.5, per_month=5.0), 0.46)
    for number in range(3):
        desk.overview.sink.record(replace(away, request_id=f"more {number}"))
    assert desk.shown == ["Today's cloud budget is nearly used up."]
    await desk.overview.aclose()


async def test_the_switch_for_notifications_holds_at_once(tmp_path: Path) -> None:
    desk = await Desk(tmp_path).started()
    desk.overview.take_up(parse_settings("[tray]\nnotifications = false\n"))
    assert not desk.notifications.tell("News.")
    await desk.overview.aclose()
