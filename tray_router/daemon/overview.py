"""What the owner sees at a glance, joined: the machines' history, this day's figures, the dashboard, notifications.

Rules: the ledger's figures of the day are kept up to date with every attempt and never summed up anew; what was there
before the start is read once, in a worker thread, after everything else runs. Engine's loop, unless said otherwise.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tray_router.config.settings import Settings
from tray_router.daemon.late_desk import LateDesk
from tray_router.daemon.notifications import BudgetNotifier, FleetNotifier, Notifications
from tray_router.engine.fleet_history import FleetHistoryKeeper, HistoryStore
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.ports import SpendingPort, SpendingUnavailableError, WindowPort
from tray_router.engine.telling import TellingSink
from tray_router.errors import DaemonError, TrayRouterError
from tray_router.fleet.history import FleetHistory
from tray_router.ledger import UsageLedger
from tray_router.ledger.fleet_states import FleetStatesFile
from tray_router.model.usage import Today
from tray_router.wire.window import RarePart

if TYPE_CHECKING:
    from tray_router.engine.dashboard import DashboardFeed

log = logging.getLogger(__name__)

AFTER_MIDNIGHT_S = 1.0


class Overview:
    """Made before the engine's parts, because what they record goes through ``sink``.

    Args:
        ledger: this process's; nobody else writes with it.
        told: shows this day's figures; called after every attempt, and at midnight.
        states_folder: where the machines' history is kept; None keeps it for this run only.
        spending: what is spent on the cloud, whoever has spent it.
    """

    def __init__(
        self,
        ledger: UsageLedger,
        notifications: Notifications,
        told: Callable[[Today], None],
        states_folder: Path | None,
        config_path: str,
        spending: SpendingPort,
    ) -> None:
        self.sink = TellingSink(ledger, self._recorded)
        self.notifications = notifications
        self._ledger = ledger
        self._told = told
        self._states_folder = states_folder
        self._config_path = config_path
        self._spending = spending
        self._notifier = FleetNotifier(notifications, time.monotonic)
        self._budget = BudgetNotifier(notifications)
        self._cloud_requests = 0
        self._keeper: FleetHistoryKeeper | None = None
        self._dashboard: LateDesk[DashboardFeed] | None = None
        self._waiting = 0
        self._seeding: asyncio.Task[None] | None = None
        self._midnight: asyncio.TimerHandle | None = None

    async def start(self, tracker: FleetTracker, settings: Settings) -> None:
        """Follows the fleet and the ledger."""
        self.take_up(settings)
        self._keeper = FleetHistoryKeeper(_store(self._states_folder), time.time)
        await self._keeper.start()
        tracker.subscribe(self._keeper)
        tracker.subscribe(self._notifier)
        self._ledger.follow()
        self._seeding = asyncio.create_task(self._read_back(), name="day's figures")
        self._roll()

    def move_to(self, usage_folder: Path, states_folder: Path | None) -> None:
        """The ledger goes on in another folder; the machines' history goes there with the next start."""
        self._ledger.move_to(usage_folder)
        self._states_folder = states_folder
        if self._seeding is not None:
            self._seeding.cancel()
            self._seeding = asyncio.create_task(self._read_back(), name="day's figures")

    def show_in(
        self, window: WindowPort, tracker: FleetTracker, pause: Callable[[str, bool], None]
    ) -> LateDesk[DashboardFeed]:
        """The dashboard can be shown in this window from now on."""
        keeper = self._keeper
        if keeper is None:
            raise DaemonError("Tray Router is still starting.", "Try again in a moment.")

        def made() -> DashboardFeed:
            from tray_router.engine.dashboard import DashboardFeed

            feed = DashboardFeed(window, keeper, self._ledger, pause, time.monotonic, time.time, self._config_path)
            keeper.changed = feed.states_changed
            feed.waiting_changed(self._waiting)
            tracker.subscribe(feed)
            return feed

        self._dashboard = LateDesk(RarePart.DASHBOARD, made)
        return self._dashboard

    def waiting_changed(self, count: int) -> None:
        """So many questions stand in line."""
        self._waiting = count
        if feed := self._feed:
            feed.waiting_changed(count)

    def open_dashboard(self) -> None:
        """Shows the dashboard.

        Raises:
            DaemonError: there is no desktop session to show it in.
        """
        if self._dashboard is None:
            raise DaemonError(
                "There is no desktop session for the dashboard.",
                "`tray-router status` and `tray-router usage` say the same in the terminal.",
            )
        self._dashboard.get().open()

    def take_up(self, settings: Settings) -> None:
        """New settings."""
        self.notifications.is_on = settings.tray.notifications
        self._budget.per_day, self._budget.per_month = settings.cloud.budget_per_day, settings.cloud.budget_per_month
        self._ledger.keep_days = settings.ledger.keep_days

    def today(self) -> Today:
        """This day's figures so far; any thread."""
        return self._ledger.today()

    async def aclose(self) -> None:
        """Stops following; the history is put away."""
        self._notifier.close()
        if self._midnight is not None:
            self._midnight.cancel()
        if self._seeding is not None:
            self._seeding.cancel()
            await asyncio.gather(self._seeding, return_exceptions=True)
        if self._dashboard is not None:
            await self._dashboard.aclose()
        if self._keeper is not None:
            await self._keeper.aclose()

    @property
    def _feed(self) -> DashboardFeed | None:
        return self._dashboard.made if self._dashboard is not None else None

    # --- the day's figures

    async def _read_back(self) -> None:
        try:
            earlier = await asyncio.to_thread(self._ledger.read_back)
        except TrayRouterError as error:
            log.warning("This day's figures begin at zero: %s", error.title)
            return
        self._ledger.seed(earlier)
        self._told(self._ledger.today())

    def _recorded(self) -> None:
        today = self._ledger.today()
        self._told(today)
        if today.cloud_requests != self._cloud_requests:
            self._cloud_requests = today.cloud_requests
            self._look_at_budget(today.day)
        if feed := self._feed:
            feed.usage_changed()

    def _look_at_budget(self, day: str) -> None:
        try:
            self._budget.looked(self._spending.spent(), day)
        except SpendingUnavailableError:  # said where it is refused to spend anything
            log.debug("The spending book cannot be read.")

    def _roll(self) -> None:
        """A new day begins with new figures."""
        self._told(self._ledger.today())
        self._midnight = asyncio.get_running_loop().call_later(_until_midnight_s(), self._roll)


def _until_midnight_s() -> float:
    """Seconds until the local day is over; the wall clock and the zone may change meanwhile, then it is an hour off."""
    now = datetime.now().astimezone()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max((midnight - now).total_seconds(), 0.0) + AFTER_MIDNIGHT_S


class _NoStore:
    """A ``HistoryStore`` of this run only."""

    def load(self) -> FleetHistory:
        """Nothing was put away."""
        return FleetHistory()

    def save(self, history: FleetHistory) -> None:
        """Goes with this run."""


def _store(folder: Path | None) -> HistoryStore:
    return FleetStatesFile(folder) if folder is not None else _NoStore()
