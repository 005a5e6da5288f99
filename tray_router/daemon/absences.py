"""Warns while a machine that should always be on (``always_on`` in the settings) is down. Runs in the engine's loop."""

from __future__ import annotations

from tray_router.daemon.notices import Notices
from tray_router.model import FleetSnapshot, HostState, HostStatus

TOPIC = "absent"


class AbsenceWatch:
    """A ``FleetListener`` that keeps one topic of the notices."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    def fleet_changed(self, snapshot: FleetSnapshot) -> None:
        """Names the machines that are missing, each with its problem; one that comes and goes keeps one sentence."""
        self._notices.set(TOPIC, *(_absence(host) for host in snapshot.hosts if host.always_on))


def _absence(host: HostStatus) -> str:
    if host.is_flapping and host.state is not HostState.PAUSED:
        return f"{host.name} should always be on, and comes and goes."
    return f"{host.name} should always be on. {host.problem}".strip() if host.state is HostState.DOWN else ""
