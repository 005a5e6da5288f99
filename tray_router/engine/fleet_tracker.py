"""Keeps the newest record of every machine and tells listeners what changed.

Runs in the engine's loop. Rule: one log line per change of state, none for repeats.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from tray_router.engine.ports import FleetListener
from tray_router.fleet.breaker import ModelTrouble
from tray_router.fleet.record import HostRecord, status
from tray_router.model import FleetSnapshot, HostState, HostStatus, RouteHealth
from tray_router.routing.plan import Cooldown, FleetIndex, RoutePolicy, route_health

log = logging.getLogger(__name__)

_RTT_STEP = 1.5  # a round trip must change by this factor before listeners hear of it


class FleetTracker:
    """The fleet as far as is known; every change goes through ``apply``."""

    def __init__(
        self, records: Iterable[HostRecord], policies: Mapping[str, RoutePolicy], clock: Callable[[], float]
    ) -> None:
        self._records = {record.name: record for record in records}
        self._policies = policies
        self._clock = clock
        self._listeners: list[FleetListener] = []
        self._statuses: dict[str, tuple[HostRecord, HostStatus]] = {}
        self._snapshot: FleetSnapshot | None = None
        self._index: FleetIndex | None = None
        self._indexed: FleetSnapshot | None = None
        self._routes_known: tuple[object, ...] = ()
        self._routes: tuple[RouteHealth, ...] = ()
        self._announced: FleetSnapshot | None = None
        self._heard_at: dict[str, float] = {}

    def subscribe(self, listener: FleetListener) -> None:
        """Tells ``listener`` of the present fleet at once and of every later change."""
        self._listeners.append(listener)
        self._announced = self._announced or self.snapshot()
        listener.fleet_changed(self.snapshot())

    def replace_listener(self, old: FleetListener, new: FleetListener) -> None:
        """``new`` hears of changes in the place of ``old``."""
        self._listeners = [new if listener is old else listener for listener in self._listeners]
        new.fleet_changed(self.snapshot())

    def replace_machines(self, records: Iterable[HostRecord]) -> None:
        """New settings: what is known of machines that kept name and url is kept."""
        known, self._records = self._records, {record.name: self._kept(record) for record in records}
        same = {name for name, record in self._records.items() if name in known and known[name].url == record.url}
        self._heard_at = {name: at for name, at in self._heard_at.items() if name in same}
        self._statuses.clear()
        self._snapshot = None
        self._announce()

    def replace_policies(self, policies: Mapping[str, RoutePolicy]) -> None:
        """New routes: who serves each of them is worked out again."""
        self._policies = policies
        self._snapshot = None
        self._announce()

    def names(self) -> tuple[str, ...]:
        """The machines in the order of the settings."""
        return tuple(self._records)

    def record(self, host: str) -> HostRecord | None:
        """The newest record of a machine, or None when it is not (or no longer) configured."""
        return self._records.get(host)

    def heard(self, host: str) -> None:
        """Something came from the machine just now; not part of its record, because it changes nothing else."""
        self._heard_at[host] = self._clock()

    def silent_s(self, host: str) -> float:
        """Seconds since something came from the machine; infinite when nothing has."""
        return self._clock() - self._heard_at.get(host, float("-inf"))

    def apply(self, host: str, change: Callable[[HostRecord], HostRecord]) -> None:
        """Replaces a machine's record by ``change(record)``; machines that left the settings are ignored."""
        before = self._records.get(host)
        if before is None:
            return
        after = change(before)
        if after is before or after == before:
            return
        self._records[host] = after
        self._snapshot = None
        if after.state is not before.state:
            _log_transition(before, after)
        self._announce()

    def snapshot(self) -> FleetSnapshot:
        """All machines now, with who would serve each route."""
        if self._snapshot is None:
            hosts = tuple(self._status(record) for record in self._records.values())
            fleet = FleetSnapshot(hosts=hosts, at=self._clock())
            self._snapshot = replace(fleet, routes=self._route_health(fleet))
        return self._snapshot

    def index(self, fleet: FleetSnapshot | None = None) -> FleetIndex:
        """The fleet as the planner wants it, made anew only for the machines of which there is news.

        Args:
            fleet: another one than that of now, e.g. with a sleeping machine awake.
        """
        snapshot = self.snapshot()
        if self._index is None or self._indexed is not snapshot:
            self._index, self._indexed = FleetIndex(snapshot, self._index), snapshot
        if fleet is not None and fleet is not snapshot:
            return FleetIndex(fleet, self._index)
        self._index = self._index.moved_to(self._clock())
        return self._index

    def _status(self, record: HostRecord) -> HostStatus:
        """The status of a record: the same object while the record is the same."""
        known = self._statuses.get(record.name)
        if known is None or known[0] is not record:
            known = self._statuses[record.name] = (record, status(record))
        return known[1]

    def _route_health(self, fleet: FleetSnapshot) -> tuple[RouteHealth, ...]:
        """Who would answer once nobody else is being answered; worked out again only when something changed that it
        depends on: not for each request that comes or goes."""
        known = (
            self._policies,
            *((host.name, host.state, host.models, host.loaded, host.figures) for host in fleet.hosts),
        )
        if known != self._routes_known:
            self._routes_known = known
            at_rest = replace(fleet, hosts=tuple(map(_at_rest, fleet.hosts)))
            self._index, self._indexed = FleetIndex(at_rest, self._index), None
            self._routes = route_health(self._policies, self._index)
        return self._routes

    def cooldowns(self) -> tuple[Cooldown, ...]:
        """Models that failed lately and still rest."""
        now = self._clock()
        return tuple(
            Cooldown(model=model, host=record.name, reason=_resting(trouble))
            for record in self._records.values()
            for model, trouble in record.troubles.items()
            if trouble.is_resting(now)
        )

    def _kept(self, fresh: HostRecord) -> HostRecord:
        known = self._records.get(fresh.name)
        if known is None or known.url != fresh.url:
            return fresh
        return replace(known, priority=fresh.priority, always_on=fresh.always_on, max_in_flight=fresh.max_in_flight)

    def _announce(self) -> None:
        snapshot = self.snapshot()
        if self._announced is not None and _looks_alike(self._announced, snapshot):
            return
        self._announced = snapshot
        for listener in self._listeners:
            if self._announced is not snapshot:
                return  # a listener has changed the routes, and everybody has been told of that by now
            listener.fleet_changed(snapshot)


def _at_rest(host: HostStatus) -> HostStatus:
    """The machine without what it does just now."""
    return replace(host, in_flight=0, running=(), loading=()) if host.in_flight or host.loading else host


def _looks_alike(before: FleetSnapshot, after: FleetSnapshot) -> bool:
    """True when nobody could tell the two apart: all but small changes of the round trip are the same."""
    if before.routes != after.routes or len(before.hosts) != len(after.hosts):
        return False
    return all(_same_but_rtt(a, b) for a, b in zip(before.hosts, after.hosts, strict=True))


def _same_but_rtt(before: HostStatus, after: HostStatus) -> bool:
    if before is after:
        return True
    if replace(before, rtt_s=None) != replace(after, rtt_s=None):
        return False
    if before.rtt_s is None or after.rtt_s is None:
        return before.rtt_s is after.rtt_s
    slower, faster = max(before.rtt_s, after.rtt_s), min(before.rtt_s, after.rtt_s)
    return slower <= faster * _RTT_STEP


def _resting(trouble: ModelTrouble) -> str:
    why = f"it failed a moment ago ({trouble.reason.rstrip('.')})"
    return f"{why}, and one question is trying it again" if trouble.is_on_trial else why


def _log_transition(before: HostRecord, after: HostRecord) -> None:
    if before.is_flapping and after.is_flapping:
        return  # said once, below; every further change would be the same line again
    level = logging.WARNING if after.state in (HostState.DOWN, HostState.DEGRADED) else logging.INFO
    log.log(level, "%s: %s -> %s %s", after.name, before.state, after.state, after.problem)
    if after.is_flapping:
        log.warning("%s comes and goes; its changes are not logged until it is steady.", after.name)
