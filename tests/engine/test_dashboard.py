"""What the dashboard is told: everything when it opens, then only what changed, and nothing while it is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tests.builders import host
from tests.loops import until
from tray_router.engine.dashboard import READ_REST, DashboardFeed
from tray_router.engine.fleet_history import FleetHistoryKeeper
from tray_router.engine.ports import UsageRecord
from tray_router.engine.telling import TellingSink
from tray_router.engine.window_lives import AGAIN_S
from tray_router.errors import ConfigError, DaemonError
from tray_router.fleet.history import FleetHistory
from tray_router.model import AnswerStats, FleetSnapshot, HostState
from tray_router.model.usage import RecentAttempt, Today, UsageFigures, UsageReport
from tray_router.wire.dashboard import (
    ChooseUsagePeriod,
    DashboardClosed,
    DashboardHosts,
    DashboardRecent,
    DashboardStates,
    DashboardUsage,
    OpenDashboard,
    PauseHost,
    ShowDashboard,
    UsagePeriod,
)
from tray_router.wire.window import WindowReady

M = TypeVar("M")
FLEET = FleetSnapshot((host("mac"), host("pc", state=HostState.DOWN)))


class MemoryStore:
    """Mirrors ``engine.fleet_history.HistoryStore``."""

    def load(self) -> FleetHistory:
        return FleetHistory()

    def save(self, history: FleetHistory) -> None:
        pass


class Book:
    """Mirrors ``engine.dashboard.UsageBook``."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.problem: ConfigError | None = None
        self.takes: Callable[[], None] = lambda: None

    def report(self, days: int) -> UsageReport:
        self.asked.append(days)
        self.takes()
        if self.problem is not None:
            raise self.problem
        return UsageReport(figures=UsageFigures(requests=len(self.asked)))

    def recent(self, limit: int) -> tuple[RecentAttempt, ...]:
        return (RecentAttempt("2026-11-23T08:00:00+00:00", "1", "quick", "qwen3:4b", "mac", 1, "completed"),)[:limit]

    def today(self) -> Today:
        return Today("2026-11-23", requests=len(self.asked))


class Stage:
    """The feed with a window that remembers, and a clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.sent: list[object] = []
        self.paused: list[tuple[str, bool]] = []
        self.now = 1_000.0
        self.book = Book()
        self.keeper = FleetHistoryKeeper(MemoryStore(), lambda: 86_400.0 * 3)
        self.feed = DashboardFeed(
            self, self.keeper, self.book, self._pause, lambda: self.now, lambda: 86_400.0 * 3, "/c.toml", push_s=0.005
        )
        self.keeper.changed = self.feed.states_changed
        self.change(FLEET)

    def send(self, message: object) -> None:
        self.sent.append(message)

    def change(self, fleet: FleetSnapshot) -> None:
        self.keeper.fleet_changed(fleet)
        self.feed.fleet_changed(fleet)

    def of(self, kind: type[M]) -> list[M]:
        return [message for message in self.sent if isinstance(message, kind)]

    async def opened(self) -> None:
        self.feed.open()
        await until(lambda: self.of(DashboardUsage))
        await self.rest()

    async def rest(self) -> None:
        """Until all that is due was sent."""
        await until(lambda: not self.feed._due and not self.feed._news.is_set())

    def _pause(self, name: str, is_paused: bool) -> None:
        if name not in ("mac", "pc"):
            raise DaemonError(f"No machine is named {name!r}.")
        self.paused.append((name, is_paused))


async def test_everything_comes_when_it_opens_and_nothing_before() -> None:
    stage = Stage()
    stage.feed.usage_changed()
    assert not stage.sent
    await stage.opened()
    kinds = [type(message) for message in stage.sent]
    assert kinds == [ShowDashboard, DashboardHosts, DashboardStates, DashboardRecent, DashboardUsage]
    hosts, states = stage.of(DashboardHosts)[0], stage.of(DashboardStates)[0]
    assert (hosts.names, len(hosts.changed), hosts.config_path) == (("mac", "pc"), 2, "/c.toml")
    assert [strip.host for strip in states.hosts] == ["mac", "pc"]
    assert {change.after for change in states.changes} == {HostState.UP, HostState.DOWN}
    assert stage.of(DashboardUsage)[0].period is UsagePeriod.WEEK
    await stage.feed.aclose()


async def test_later_only_what_changed_is_sent() -> None:
    stage = Stage()
    await stage.opened()
    stage.sent.clear()
    stage.change(FleetSnapshot((FLEET.hosts[0], host("pc"))))
    await until(lambda: stage.of(DashboardStates))
    assert [[status.name for status in message.changed] for message in stage.of(DashboardHosts)] == [["pc"]]
    assert not stage.of(DashboardUsage) and not stage.of(DashboardRecent)
    await stage.feed.aclose()


async def test_the_line_is_told() -> None:
    stage = Stage()
    await stage.opened()
    assert stage.of(DashboardHosts)[0].waiting == 0
    stage.feed.waiting_changed(2)
    await until(lambda: len(stage.of(DashboardHosts)) == 2)
    assert (stage.of(DashboardHosts)[1].waiting, stage.of(DashboardHosts)[1].changed) == (2, ())
    await stage.feed.aclose()


async def test_nothing_is_sent_once_it_is_closed() -> None:
    stage = Stage()
    await stage.opened()
    stage.feed.window_said(DashboardClosed())
    stage.sent.clear()
    stage.change(FleetSnapshot((host("mac"),)))
    assert not stage.feed.is_open and not stage.sent
    stage.feed.window_said(OpenDashboard())
    await until(lambda: stage.of(DashboardHosts))
    assert stage.of(DashboardHosts)[0].names == ("mac",)
    await stage.feed.aclose()


async def test_another_period_is_read_at_once_also_while_the_ledger_rests() -> None:
    stage = Stage()
    stage.book.takes = lambda: setattr(stage, "now", stage.now + 1.0)
    await stage.opened()
    stage.feed.usage_changed()
    await until(lambda: len(stage.of(DashboardRecent)) == 2)
    await stage.rest()
    assert stage.book.asked == [7]  # it took a second, so it rests for twenty
    stage.feed.window_said(ChooseUsagePeriod(UsagePeriod.ALL))
    await until(lambda: len(stage.of(DashboardUsage)) == 2)
    assert stage.book.asked == [7, 0]
    stage.now += READ_REST + 1
    stage.feed.usage_changed()
    await until(lambda: len(stage.of(DashboardUsage)) == 3)
    await stage.feed.aclose()


async def test_a_ledger_that_cannot_be_read_is_said() -> None:
    stage = Stage()
    stage.book.problem = ConfigError("The ledger cannot be read.", "Look at its permissions.")
    await stage.opened()
    assert stage.of(DashboardUsage)[0].problem == "The ledger cannot be read. Look at its permissions."
    await stage.feed.aclose()


async def test_pausing_goes_to_the_fleet_and_a_machine_that_is_gone_is_left() -> None:
    stage = Stage()
    stage.feed.window_said(PauseHost("mac", is_paused=True))
    stage.feed.window_said(PauseHost("gone", is_paused=True))
    assert stage.paused == [("mac", True)]


async def test_a_window_that_starts_again_shows_it_again_unless_that_is_what_kills_it(
    expect_log: Callable[[str], None],
) -> None:
    expect_log("not opened again")
    stage = Stage()
    stage.feed.window_said(WindowReady(0))
    await stage.opened()
    stage.sent.clear()
    stage.feed.window_said(WindowReady(1))
    await until(lambda: stage.of(DashboardUsage))
    assert len(stage.of(ShowDashboard)) == 1
    assert len(stage.of(DashboardHosts)[0].changed) == 2
    stage.now += AGAIN_S + 1
    stage.feed.window_said(WindowReady(2))
    assert stage.feed.is_open
    stage.feed.window_said(WindowReady(3))
    assert not stage.feed.is_open
    await stage.feed.aclose()


async def test_a_dashboard_that_was_opened_before_the_window_was_there_has_seen_nobody_die() -> None:
    stage = Stage()
    await stage.opened()  # while the window still starts
    stage.feed.window_said(WindowReady(1))
    assert len(stage.of(ShowDashboard)) == 2
    stage.feed.window_said(WindowReady(2))  # the first one that dies, a moment later
    assert stage.feed.is_open
    assert len(stage.of(ShowDashboard)) == 3
    await stage.feed.aclose()


def test_the_sink_passes_on_and_tells() -> None:
    happened: list[object] = []
    record = UsageRecord("1", "quick", "qwen3:4b", "mac", 1, "completed", 0.9, False, AnswerStats())

    class Inner:
        def record(self, usage: UsageRecord) -> None:
            happened.append(usage)

        def corrected(self, request_id: str, chosen: str, wanted: str) -> None:
            happened.append((request_id, chosen, wanted))

    sink = TellingSink(Inner(), lambda: happened.append("told"))
    sink.record(record)
    sink.corrected("1", "quick", "code")
    assert happened == [record, "told", ("1", "quick", "code"), "told"]
