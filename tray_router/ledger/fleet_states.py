"""The fleet's history on disk: ``fleet-states.json`` in the state folder, some kilobytes.

Rules: replaced as a whole, so that a crash leaves the old one; readable by the user only; one that cannot be read
counts as none; a write that fails is logged and stops nothing. Blocking: belongs in a worker thread.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

import msgspec

from tray_router.fleet.history import FleetHistory
from tray_router.model.states import StateSpan

log = logging.getLogger(__name__)

FILE_NAME = "fleet-states.json"
MAX_BYTES = 16 * 1024 * 1024  # 64 machines at their bound take 2 MB
_OWNER_ONLY = 0o600


class _Kept(msgspec.Struct):
    """The file's content."""

    watched_until: float
    hosts: dict[str, tuple[StateSpan, ...]]


class FleetStatesFile:
    """Implements ``engine.fleet_history.HistoryStore`` in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def load(self) -> FleetHistory:
        """What was put away; an empty history when there is none that can be read."""
        try:
            if self.path.stat().st_size > MAX_BYTES:
                raise msgspec.ValidationError("too large")
            kept = msgspec.json.decode(self.path.read_bytes(), type=_Kept)
        except FileNotFoundError:
            return FleetHistory()
        except (OSError, msgspec.DecodeError, UnicodeError, RecursionError) as error:
            log.warning("%s cannot be read; the machines' history begins anew: %s", self.path.name, error)
            return FleetHistory()
        return FleetHistory({name: _ordered(spans) for name, spans in kept.hosts.items()}, kept.watched_until)

    def save(self, history: FleetHistory) -> None:
        """Puts a history away; never raises."""
        data = msgspec.json.encode(_Kept(history.watched_until, dict(history.by_host)))
        fresh = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY)
            with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, for its mode
                file.write(data)
            fresh.replace(self.path)
        except OSError as error:
            log.warning("The machines' history could not be written to %s: %s", self.path.name, error.strerror)


def _ordered(spans: tuple[StateSpan, ...]) -> tuple[StateSpan, ...]:
    return tuple(sorted(spans, key=lambda span: span.at))
