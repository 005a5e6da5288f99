"""Wakes machines that a question should have gone to, while somebody else answers it.

Rule: a machine is woken only when the plan would have begun with it had it been up, at most once in
``fleet.wake.WAKE_INTERVAL_S``, and never by a look at where a question would go. Sending never blocks. Runs in the
engine's loop.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Protocol

from tray_router.fleet.wake import WakeTarget, as_if_awake, is_due
from tray_router.model import FleetSnapshot, RoutePlan

log = logging.getLogger(__name__)

WouldPlan = Callable[[FleetSnapshot], RoutePlan]


class WakePort(Protocol):
    """Sends wake packets (``desktop.wake``)."""

    def send(self, target: WakeTarget) -> None:
        """Sends the packet soon; never blocks and never raises."""


class Waker:
    """Knows which machines can be woken, and when each was last.

    Attributes:
        targets: by the machine's name; replaced when the settings change.
    """

    def __init__(self, port: WakePort, clock: Callable[[], float], targets: Mapping[str, WakeTarget]) -> None:
        self._port = port
        self._clock = clock
        self._sent_at: dict[str, float] = {}
        self.targets = dict(targets)

    def consider(self, would_plan: WouldPlan, fleet: FleetSnapshot) -> str:
        """Wakes the machine that would have been asked first, if it is down and may be woken.

        Args:
            would_plan: the plan of this question, had the fleet been another.

        Returns:
            The machine's name when it was woken now or a moment ago, else empty.
        """
        awake = as_if_awake(fleet, frozenset(self.targets))
        if awake is None:
            return ""
        preferred = would_plan(awake).candidates[:1]
        host = fleet.host(preferred[0].host) if preferred else None
        if host is None or host.is_usable or host.name not in self.targets:
            return ""
        if is_due(host.name, self._sent_at, self._clock()):
            self.wake(host.name)
        return host.name

    def wake(self, host: str) -> None:
        """Sends the packet, however lately one was sent."""
        self._sent_at[host] = self._clock()
        log.info("%s is woken.", host)
        self._port.send(self.targets[host])


def woke_words(host: str) -> str:
    """What the user is told, beside the answer of somebody else."""
    return f"woke {host}, which should have answered"
