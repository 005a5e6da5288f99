from __future__ import annotations

import threading

import pytest

from tests.loops import until
from tray_router.daemon import power
from tray_router.daemon.power import PowerWatch


async def test_the_source_of_power_is_told_at_the_start_and_when_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(power, "LOOK_S", 0.001)
    readings = [False, False, True, True, False]
    told: list[bool] = []
    threads: set[threading.Thread] = set()

    def read() -> bool:
        threads.add(threading.current_thread())
        return readings.pop(0) if len(readings) > 1 else readings[0]

    watch = PowerWatch(told.append, read)
    watch.start()
    await until(lambda: len(told) == 3)
    await watch.aclose()
    assert told == [False, True, False]
    assert threading.main_thread() not in threads
