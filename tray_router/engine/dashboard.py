"""Feeds the dashboard in the window process: machines, their history, usage, and what was asked last.

Rules: while the dashboard is closed nothing is worked out and nothing is sent; while it is open each part is sent when
it has changed, at most every PUSH_S. The ledger is read in a worker thread and rests READ_REST times as long as its
last reading took, because a year of it may take seconds. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from enum import Flag, auto
from typing import Protocol

from tray_router.engine.fleet_history import FleetHistoryKeeper
from tray_router.engine.ports import WindowPort
from tray_router.engine.window_lives import WindowLives
from tray_router.errors import TrayRouterError
from tray_router.fleet import history as fleet_history
from tray_router.model import FleetSnapshot, HostStatus
from tray_router.model.usage import RecentAttempt, Today, UsageReport
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

log = logging.getLogger(__name__)

PUSH_S = 1.0
READ_REST = 20
STRIP_S = 86_400.0
SHOWN_CHANGES = 300
SHOWN_ATTEMPTS = 200


class UsageBook(Protocol):
    """What the ledger can tell."""

    def report(self, days: int) -> UsageReport:
        """Sums over the last ``days`` local days, today included; 0 for all. Blocking, seconds for millions of lines.

        Raises:
            TrayRouterError: it cannot be read.
        """

    def recent(self, limit: int) -> tuple[RecentAttempt, ...]:
        """The newest attempts, newest first. Blocking, milliseconds.

        Raises:
            TrayRouterError: it cannot be read.
        """

    def today(self) -> Today:
        """This day's figures so far; at once."""


class _Part(Flag):
    """What may have to be sent."""

    NONE = 0
    HOSTS = auto()
    STATES = auto()
    USAGE = auto()
    RECENT = auto()
    ALL = HOSTS | STATES | USAGE | RECENT


class DashboardFeed:
    """Implements ``engine.ports.FleetListener``; tells ``window`` while the dashboard is open.

    Args:
        pause: pauses or resumes a machine, and raises TrayRouterError when there is none of that name.
        wall: UTC seconds since 1970.
    """

    def __init__(
        self,
        window: WindowPort,
        keeper: FleetHistoryKeeper,
        book: UsageBook,
        pause: Callable[[str, bool], None],
        clock: Callable[[], float],
        wall: Callable[[], float],
        config_path: str = "",
        push_s: float = PUSH_S,
    ) -> None:
        self._window = window
        self._keeper = keeper
        self._book = book
        self._pause = pause
        self._clock = clock
        self._wall = wall
        self._config_path = config_path
        self._push_s = push_s
        self._snapshot = FleetSnapshot()
        self._waiting = 0
        self._sent_hosts: dict[str, HostStatus] = {}
        self._period = UsagePeriod.WEEK
        self._due = _Part.NONE
        self._news = asyncio.Event()
        self._rests_until = 0.0
        self._reads_again: asyncio.TimerHandle | None = None
        self._lives = WindowLives()
        self._task: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the dashboard is on the screen."""
        return self._task is not None

    # --- news -----------------------------------------------------------------------------------------------

    def fleet_changed(self, snapshot: FleetSnapshot) -> None:
        """Engine thread (``engine.ports.FleetListener``)."""
        self._snapshot = snapshot
        self._mark(_Part.HOSTS)

    def waiting_changed(self, count: int) -> None:
        """So many questions stand in line; engine thread."""
        self._waiting = count
        self._mark(_Part.HOSTS)

    def states_changed(self) -> None:
        """A machine's state is another; engine thread."""
        self._mark(_Part.STATES)

    def usage_changed(self) -> None:
        """One more attempt is in the ledger; engine thread."""
        self._mark(_Part.USAGE | _Part.RECENT)

    def _mark(self, part: _Part) -> None:
        if self.is_open:
            self._due |= part
            self._news.set()

    # --- opening and closing --------------------------------------------------------------------------------

    def open(self) -> None:
        """Shows the dashboard, or brings it to the front."""
        self._window.send(ShowDashboard())
        if self._task is None:
            self._task = asyncio.create_task(self._push(), name="dashboard")
        self._send_all_again()

    def window_said(self, message: object) -> None:
        """A message of the window process; those that are not about the dashboard are ignored."""
        match message:
            case OpenDashboard():
                self.open()
            case DashboardClosed():
                self._close()
            case PauseHost(host=host, is_paused=is_paused):
                self._pause_host(host, is_paused=is_paused)
            case ChooseUsagePeriod(period=period):
                self._period, self._rests_until = period, 0.0
                self._mark(_Part.USAGE)
            case WindowReady():
                self._window_is_there()

    async def aclose(self) -> None:
        """Stops; the window closes by itself."""
        task = self._task
        self._close()
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)

    def _close(self) -> None:
        task, self._task = self._task, None
        self._sent_hosts, self._due = {}, _Part.NONE
        if self._reads_again is not None:
            self._reads_again.cancel()
            self._reads_again = None
        if task is not None:
            task.cancel()

    def _window_is_there(self) -> None:
        may_open = self._lives.begins(self._clock(), is_open=self.is_open)
        if self.is_open and may_open:
            self.open()
        elif self.is_open:
            log.warning("The window process ended twice with the dashboard open; it is not opened again.")
            self._close()

    def _send_all_again(self) -> None:
        self._sent_hosts, self._rests_until = {}, 0.0
        self._mark(_Part.ALL)

    def _pause_host(self, host: str, *, is_paused: bool) -> None:
        try:
            self._pause(host, is_paused)
        except TrayRouterError as error:  # it left the settings a moment ago, and the next push says so
            log.info("%s", error.title)

    # --- sending --------------------------------------------------------------------------------------------

    async def _push(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            due, self._due = self._due, _Part.NONE
            try:
                await self._send(due)
            except Exception:  # the dashboard stands still for a second, and goes on
                log.exception("The dashboard could not be told.")
            await asyncio.sleep(self._push_s)

    async def _send(self, due: _Part) -> None:
        if _Part.HOSTS in due:
            self._send_hosts()
        if _Part.STATES in due:
            self._send_states()
        if _Part.RECENT in due:
            await self._send_recent()
        if _Part.USAGE in due:
            await self._send_usage_if_rested()

    def _send_hosts(self) -> None:
        hosts = self._snapshot.hosts
        changed = tuple(host for host in hosts if self._sent_hosts.get(host.name) != host)
        self._sent_hosts = {host.name: host for host in hosts}
        names = tuple(host.name for host in hosts)
        routes, waiting = self._snapshot.routes, self._waiting
        self._window.send(DashboardHosts(names, changed, routes, self._clock(), self._config_path, waiting))

    def _send_states(self) -> None:
        now, history = self._wall(), self._keeper.history
        strips = tuple(fleet_history.states_since(history, host.name, now - STRIP_S) for host in self._snapshot.hosts)
        changes = fleet_history.changes(history, SHOWN_CHANGES)
        self._window.send(DashboardStates(now - STRIP_S, now, strips, changes))

    async def _send_recent(self) -> None:
        try:
            attempts = await asyncio.to_thread(self._book.recent, SHOWN_ATTEMPTS)
        except TrayRouterError as error:
            log.warning("%s", error.title)
            attempts = ()
        self._window.send(DashboardRecent(attempts, self._book.today()))

    async def _send_usage_if_rested(self) -> None:
        rest_s = self._rests_until - self._clock()
        if rest_s > 0:
            if self._reads_again is None:
                self._reads_again = asyncio.get_running_loop().call_later(rest_s, self._read_again)
            return
        started, period = self._clock(), self._period
        try:
            message = DashboardUsage(period, await asyncio.to_thread(self._book.report, period.days))
        except TrayRouterError as error:
            message = DashboardUsage(period, problem=f"{error.title} {error.hint}".strip())
        if period is self._period:  # else the user has chosen another one meanwhile, and that comes next
            self._rests_until = self._clock() + READ_REST * (self._clock() - started)
            self._window.send(message)

    def _read_again(self) -> None:
        self._reads_again = None
        self._mark(_Part.USAGE)
