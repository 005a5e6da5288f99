"""A ledger that tells when it has one more line. Runs in the engine's loop."""

from __future__ import annotations

from collections.abc import Callable

from tray_router.engine.ports import UsageRecord, UsageSink


class TellingSink:
    """A ``UsageSink`` that passes records on and then tells that there is one more."""

    def __init__(self, sink: UsageSink, told: Callable[[], None]) -> None:
        self._sink = sink
        self._told = told

    def record(self, usage: UsageRecord) -> None:
        """Appends one attempt."""
        self._sink.record(usage)
        self._told()

    def corrected(self, request_id: str, chosen: str, wanted: str) -> None:
        """Appends that the user sent a question elsewhere."""
        self._sink.corrected(request_id, chosen, wanted)
        self._told()
