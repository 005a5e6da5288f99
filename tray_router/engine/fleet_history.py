"""Keeps the history of every machine's states, and puts it away so that it outlives a restart.

Rules: a FleetListener that costs nothing while no state changes; the file is written SETTLE_S after a change (a burst
of changes is one write), and every HEARTBEAT_S besides, so that after a crash the time in which nobody looked is known
to within that. Runs in the engine's loop; reads and writes in a worker thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from tray_router.fleet import history as fleet_history
from tray_router.fleet.history import FleetHistory
from tray_router.model import FleetSnapshot, HostState

SETTLE_S = 5.0
HEARTBEAT_S = 300.0


class HistoryStore(Protocol):
    """Where the history outlives the process; both blocking, neither raises."""

    def load(self) -> FleetHistory:
        """What was put away last; an empty history when nothing was."""

    def save(self, history: FleetHistory) -> None:
        """Puts a history away."""


class FleetHistoryKeeper:
    """Implements ``engine.ports.FleetListener``.

    Args:
        wall: UTC seconds since 1970.
        changed: called after every change of a state.
    """

    def __init__(
        self,
        store: HistoryStore,
        wall: Callable[[], float],
        changed: Callable[[], None] = lambda: None,
        settle_s: float = SETTLE_S,
    ) -> None:
        self.changed = changed
        self._store = store
        self._wall = wall
        self._settle_s = settle_s
        self._history = FleetHistory()
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Takes up what was put away, then begins to keep; subscribe to the tracker afterwards."""
        kept = await asyncio.to_thread(self._store.load)
        self._history = fleet_history.pruned(fleet_history.taken_up(kept), self._wall())
        self._task = asyncio.create_task(self._keep(), name="fleet history")

    @property
    def history(self) -> FleetHistory:
        """As it is now, watched until now."""
        self._history = fleet_history.watched(self._history, self._wall())
        return self._history

    def fleet_changed(self, snapshot: FleetSnapshot) -> None:
        """Notes every machine whose state is news; machines that left the settings end."""
        now, before = self._wall(), self._history
        for host in snapshot.hosts:
            self._history = fleet_history.noted(self._history, host.name, host.state, host.problem, now)
        for name in self._history.by_host.keys() - {host.name for host in snapshot.hosts}:
            self._history = fleet_history.noted(self._history, name, HostState.UNKNOWN, "", now)
        if self._history.by_host is not before.by_host:
            self._news.set()
            self.changed()

    async def aclose(self) -> None:
        """Stops, and puts the history away."""
        task, self._task = self._task, None
        if task is None:
            return
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.to_thread(self._store.save, self.history)

    async def _keep(self) -> None:
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_S):
                    await self._news.wait()
            except TimeoutError:
                pass
            else:
                await asyncio.sleep(self._settle_s)
            self._news.clear()
            self._history = fleet_history.pruned(self.history, self._wall())
            await asyncio.to_thread(self._store.save, self._history)
