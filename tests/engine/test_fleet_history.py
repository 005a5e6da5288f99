"""The keeper of the machines' states: it hears of changes, tells of them once, and puts them away."""

from __future__ import annotations

import asyncio
import threading

from tests.builders import host
from tray_router.engine.fleet_history import FleetHistoryKeeper
from tray_router.fleet.history import FleetHistory, changes, noted, watched
from tray_router.model import FleetSnapshot, HostState


class MemoryStore:
    """Mirrors ``engine.fleet_history.HistoryStore``."""

    def __init__(self, kept: FleetHistory) -> None:
        self.kept = kept
        self.saves = 0
        self.saved = threading.Event()

    def load(self) -> FleetHistory:
        return self.kept

    def save(self, history: FleetHistory) -> None:
        self.kept = history
        self.saves += 1
        self.saved.set()


def snapshot(**states: HostState) -> FleetSnapshot:
    return FleetSnapshot(tuple(host(name, state=state, problem=f"{name} is {state}") for name, state in states.items()))


async def test_changes_are_kept_and_told_once() -> None:
    store, told = MemoryStore(FleetHistory()), []
    keeper = FleetHistoryKeeper(store, lambda: 100.0, lambda: told.append(1), settle_s=0.01)
    await keeper.start()
    keeper.fleet_changed(snapshot(mac=HostState.UP, pc=HostState.UP))
    keeper.fleet_changed(snapshot(mac=HostState.UP, pc=HostState.UP))
    assert len(told) == 1
    keeper.fleet_changed(snapshot(mac=HostState.DOWN))
    assert len(told) == 2
    await asyncio.to_thread(store.saved.wait, 10)
    await keeper.aclose()
    of_mac = [(change.after, change.reason) for change in changes(store.kept, 9) if change.host == "mac"]
    assert of_mac == [(HostState.DOWN, "mac is down"), (HostState.UP, "mac is up")]
    assert store.kept.by_host["pc"][-1].state is HostState.UNKNOWN  # it left the settings


async def test_a_restart_goes_on_with_what_was_put_away() -> None:
    before = watched(noted(FleetHistory(), "mac", HostState.UP, "", 10.0), 50.0)
    keeper = FleetHistoryKeeper(MemoryStore(before), lambda: 100.0)
    await keeper.start()
    keeper.fleet_changed(snapshot(mac=HostState.UNKNOWN))
    keeper.fleet_changed(snapshot(mac=HostState.UP))
    await keeper.aclose()
    spans = keeper.history.by_host["mac"]
    assert [(span.at, span.state) for span in spans] == [
        (10.0, HostState.UP),
        (50.0, HostState.UNKNOWN),
        (100.0, HostState.UP),
    ]


async def test_without_news_it_says_now_and_then_that_it_looked() -> None:
    store, now = MemoryStore(FleetHistory()), [100.0]
    keeper = FleetHistoryKeeper(store, lambda: now[0])
    await keeper.start()
    keeper.fleet_changed(snapshot(mac=HostState.UP))
    now[0] = 900.0
    await keeper.aclose()
    assert (store.saves, store.kept.watched_until) == (1, 900.0)
