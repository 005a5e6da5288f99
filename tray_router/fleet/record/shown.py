"""What others may see of a record."""

from __future__ import annotations

from tray_router.fleet.record.host_record import HostRecord
from tray_router.model import HostActivity, HostStatus


def status(record: HostRecord) -> HostStatus:
    """What others may see of the record."""
    activity = HostActivity.IDLE
    if record.loading:
        activity = HostActivity.LOADING
    elif record.in_flight:
        activity = HostActivity.BUSY
    return HostStatus(
        name=record.name,
        url=record.url,
        state=record.state,
        activity=activity,
        since=record.since,
        version=record.version,
        rtt_s=record.rtt_s,
        models=record.models,
        loaded=record.loaded,
        in_flight=sum(record.in_flight.values()),
        problem=record.problem,
        hint=record.hint,
        priority=record.priority,
        always_on=record.always_on,
        hold=record.hold,
        is_flapping=record.is_flapping,
        running=tuple(record.in_flight.items()),
        loading=tuple(record.loading.items()),
        figures=tuple(record.figures.values()),
        memory_bytes=record.memory_bytes,
        crowded_bytes=record.crowded_bytes,
    )
