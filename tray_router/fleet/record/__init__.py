"""Everything known of one machine, and how each piece of news changes it.

Rule: a record is frozen; every function takes the record and ``now`` (monotonic seconds) and returns a new record.
The engine keeps the newest one per machine and logs when ``state`` differs.
"""

from __future__ import annotations

from tray_router.fleet.record.host_record import HostRecord
from tray_router.fleet.record.probes import answered, failed, inventoried, paused, resumed
from tray_router.fleet.record.requests import (
    answer_measured,
    answer_stopped,
    first_token,
    preload_ended,
    preload_started,
    preloaded,
    request_ended,
    request_started,
    unloaded,
)
from tray_router.fleet.record.shown import status

__all__ = [
    "HostRecord",
    "answer_measured",
    "answer_stopped",
    "answered",
    "failed",
    "first_token",
    "inventoried",
    "paused",
    "preload_ended",
    "preload_started",
    "preloaded",
    "request_ended",
    "request_started",
    "resumed",
    "status",
    "unloaded",
]
