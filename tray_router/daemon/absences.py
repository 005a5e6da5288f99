"""Warns while a machine that should always be on (``always_on`` in the settings) is down. Runs in the engine's loop."""

from __future__ import annotations

from tray_router.daemon.notices import Notices
from tray_router.model import FleetSnapshot, HostState

TOPIC = "absent"


class AbsenceWatch:
    """A ``FleetListener`` that keeps one topic of the notices."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    def fleet_changed(self, snapshot: FleetSnapshot) -> None:
        """Names the machines that are missing, each with its problem."""
        missing = [host for host in snapshot.hosts if host.always_on and host.state is HostState.DOWN]
        self._notices.set(TOPIC, *(f"{host.name} should always be on. {host.problem}".strip() for host in missing))
