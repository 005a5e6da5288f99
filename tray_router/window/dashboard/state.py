"""What the dashboard knows, folded from the daemon's messages. No Qt here.

Rule: each message replaces its part; machines come as differences, so those that did not change stay as they were.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tray_router.model import HostState, HostStatus, RouteHealth
from tray_router.model.states import HostStates, StateChange
from tray_router.model.usage import RecentAttempt, Today
from tray_router.wire.dashboard import (
    DashboardHosts,
    DashboardRecent,
    DashboardStates,
    DashboardUsage,
    ToDashboard,
    UsagePeriod,
)


@dataclass(slots=True)
class DashboardState:
    """All parts of the dashboard.

    Attributes:
        hosts: by name, in the order of the settings.
        is_told: the machines are known; before that nothing is said of them.
        waiting: questions in line.
        clock_offset_s: our monotonic clock minus the daemon's.
        strips_at: our monotonic second at which ``states`` came.
        usage: what the ledger adds up to, None until it was read.
    """

    hosts: dict[str, HostStatus] = field(default_factory=dict)
    routes: tuple[RouteHealth, ...] = ()
    is_told: bool = False
    waiting: int = 0
    clock_offset_s: float = 0.0
    config_path: str = ""
    states: DashboardStates = field(default_factory=lambda: DashboardStates(0.0, 0.0))
    strips_at: float = 0.0
    usage: DashboardUsage | None = None
    period: UsagePeriod = UsagePeriod.WEEK
    attempts: tuple[RecentAttempt, ...] = ()
    today: Today | None = None

    def apply(self, message: ToDashboard, now: float) -> None:
        """Takes one message in; ``now`` is our monotonic clock."""
        match message:
            case DashboardHosts():
                known = {**self.hosts, **{host.name: host for host in message.changed}}
                self.hosts = {name: known[name] for name in message.names if name in known}
                self.routes, self.config_path, self.waiting = message.routes, message.config_path, message.waiting
                self.clock_offset_s, self.is_told = now - message.now, True
            case DashboardStates():
                self.states, self.strips_at = message, now
            case DashboardUsage():
                self.usage, self.period = message, message.period
            case DashboardRecent():
                self.attempts, self.today = message.attempts, message.today

    def states_of(self, host: str) -> HostStates:
        """The spans of one machine; none when nothing is known."""
        return next((states for states in self.states.hosts if states.host == host), HostStates(host))

    @property
    def changes(self) -> tuple[StateChange, ...]:
        """What changed, newest first."""
        return self.states.changes

    def wall(self, now: float) -> float:
        """UTC seconds at our monotonic ``now``, by the daemon's clock."""
        return self.states.now + (now - self.strips_at)

    def age_s(self, host: HostStatus, now: float) -> float:
        """For how long a machine has been in its state."""
        return max(0.0, now - self.clock_offset_s - host.since)

    @property
    def up_count(self) -> int:
        """Machines that take questions now."""
        return sum(host.state in (HostState.UP, HostState.DEGRADED) for host in self.hosts.values())
