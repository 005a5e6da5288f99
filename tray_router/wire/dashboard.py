"""The dashboard's part of the protocol between the daemon and its window process.

Rules: nothing is sent while the dashboard is closed; while it is open each part is sent when it has changed, at most
once a second. Monotonic times come with the daemon's ``now`` beside them, recorded ones are UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tray_router.model import HostStatus, RouteHealth
from tray_router.model.states import HostStates, StateChange
from tray_router.model.usage import RecentAttempt, Today, UsageReport


class UsagePeriod(StrEnum):
    """What the usage page sums over, local days."""

    TODAY = "today"
    WEEK = "week"  # the last 7 days
    MONTH = "month"  # the last 30 days
    ALL = "all"

    @property
    def days(self) -> int:
        """How many days, today included; 0 for all."""
        return {UsagePeriod.TODAY: 1, UsagePeriod.WEEK: 7, UsagePeriod.MONTH: 30}.get(self, 0)


# --- daemon -> window -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowDashboard:
    """Open the dashboard, or bring it to the front; its parts follow."""


@dataclass(frozen=True, slots=True)
class DashboardHosts:
    """How the machines are.

    Attributes:
        names: every machine in the order of the settings.
        changed: those that differ from what was sent before.
        now: the daemon's monotonic clock, for ``HostStatus.since``.
        config_path: the settings file, for a newcomer.
        waiting: questions that stand in line for a machine.
    """

    names: tuple[str, ...]
    changed: tuple[HostStatus, ...]
    routes: tuple[RouteHealth, ...]
    now: float
    config_path: str = ""
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class DashboardStates:
    """How the machines were from ``since`` until ``now`` (UTC seconds), and what changed, newest first."""

    since: float
    now: float
    hosts: tuple[HostStates, ...] = ()
    changes: tuple[StateChange, ...] = ()


@dataclass(frozen=True, slots=True)
class DashboardUsage:
    """What the ledger adds up to; ``problem`` is a sentence when it cannot be read."""

    period: UsagePeriod
    report: UsageReport = field(default_factory=UsageReport)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DashboardRecent:
    """What was asked last, newest first, and this day's figures so far."""

    attempts: tuple[RecentAttempt, ...] = ()
    today: Today | None = None


# --- window -> daemon -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenDashboard:
    """The user pressed the dashboard's key in the popup."""


@dataclass(frozen=True, slots=True)
class DashboardClosed:
    """The user closed the dashboard."""


@dataclass(frozen=True, slots=True)
class PauseHost:
    """The user pauses or resumes a machine."""

    host: str
    is_paused: bool


@dataclass(frozen=True, slots=True)
class ChooseUsagePeriod:
    """The user wants the usage of another period."""

    period: UsagePeriod


ToDashboard = ShowDashboard | DashboardHosts | DashboardStates | DashboardUsage | DashboardRecent
TO_TYPES = (ShowDashboard, DashboardHosts, DashboardStates, DashboardUsage, DashboardRecent)
FROM_TYPES = (OpenDashboard, DashboardClosed, PauseHost, ChooseUsagePeriod)
