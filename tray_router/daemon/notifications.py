"""Desktop notifications: only for what matters, rarely, and off by a switch.

Rules: what the fleet has to tell is decided in ``fleet.news``; every other notification is told once in SAME_AGAIN_S,
and no more than MOST_PER_HOUR of all kinds are shown in an hour. Whatever is not shown stands in tray, status and log
all the same. ``tell`` may be called from any thread; the fleet's part runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable

from tray_router.fleet.news import FleetNews, due, looked, next_look
from tray_router.model import FleetSnapshot, Spent, dollars

log = logging.getLogger(__name__)

SAME_AGAIN_S = 900.0
MOST_PER_HOUR = 8
NEARLY = 0.9  # of a budget: the last tenth seldom fits a question, whose worst case is set aside before it is sent
_HOUR_S = 3600.0
_MONTH_CHARS = len("2026-11")

Show = Callable[[str, str], None]
"""Shows a notification: title and body. Any thread, returns at once."""


class Notifications:
    """Lets few notifications through."""

    def __init__(self, show: Show, clock: Callable[[], float]) -> None:
        self.is_on = True
        self._show = show
        self._clock = clock
        self._lock = threading.Lock()
        self._shown: deque[tuple[float, str, str]] = deque()

    def tell(self, title: str, body: str = "") -> bool:
        """Shows a notification, unless it is off, the same was shown a while ago, or there were too many.

        Returns:
            True when it is shown.
        """
        now = self._clock()
        with self._lock:
            while self._shown and now - self._shown[0][0] > _HOUR_S:
                self._shown.popleft()
            is_repeat = any((title, body) == (t, b) and now - at < SAME_AGAIN_S for at, t, b in self._shown)
            if not self.is_on or is_repeat or len(self._shown) >= MOST_PER_HOUR:
                log.debug("Not notified: %s", title)
                return False
            self._shown.append((now, title, body))
        self._show(title, body)
        return True


class BudgetNotifier:
    """Tells once a day, and once a month, that what may be spent on the cloud is as good as spent. Engine's loop.

    ``per_day`` and ``per_month`` are US dollars, from the settings.
    """

    def __init__(self, notifications: Notifications) -> None:
        self.per_day = 0.0
        self.per_month = 0.0
        self._notifications = notifications
        self._told_of: set[str] = set()

    def looked(self, spent: Spent, day: str) -> None:
        """So much is spent on this local day (``YYYY-MM-DD``) and in its month."""
        month = day[:_MONTH_CHARS]
        for whose, key, usd, limit in (
            ("This month's", month, spent.month_usd, self.per_month),
            ("Today's", day, spent.today_usd, self.per_day),
        ):
            if limit > 0 and usd >= NEARLY * limit and key not in self._told_of:
                self._told_of = {key for key in self._told_of if key.startswith(month)} | {key}
                body = f"{dollars(usd)} of {dollars(limit)} are spent. What does not fit stays on your machines."
                self._notifications.tell(f"{whose} cloud budget is nearly used up.", body)
                return


class FleetNotifier:
    """Implements ``engine.ports.FleetListener``: tells of lost routes and of their return. Engine's loop."""

    def __init__(self, notifications: Notifications, clock: Callable[[], float]) -> None:
        self._notifications = notifications
        self._clock = clock
        self._news = FleetNews()
        self._timer: asyncio.TimerHandle | None = None

    def fleet_changed(self, snapshot: FleetSnapshot) -> None:
        """Looks whether a route is lost or back; tells when that has lasted."""
        self._news = looked(self._news, snapshot, self._clock())
        self._tell()

    def close(self) -> None:
        """Tells nothing any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _tell(self) -> None:
        self.close()
        self._news, told = due(self._news, self._clock())
        if told is not None:
            self._notifications.tell(told.title, told.body)
        at = next_look(self._news)
        if at is not None:
            wait_s = max(at - self._clock(), 0.05)
            self._timer = asyncio.get_running_loop().call_later(wait_s, self._tell)
