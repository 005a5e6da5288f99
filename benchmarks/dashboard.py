#!/usr/bin/env python3
"""What the dashboard costs: to open, for one push, for a frame of scrolling; memory; processor time while it is open.

Usage: python benchmarks/dashboard.py      (a private X server; about a minute)
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtWidgets import QApplication  # noqa: E402

from tests.desktop.conftest import quick_fleet  # noqa: E402
from tests.desktop.program import Program  # noqa: E402
from tests.support.processes import wait_for  # noqa: E402
from tests.support.session import DesktopSession  # noqa: E402
from tests.support.x11 import XServer  # noqa: E402
from tests.window.dashboard.scenes import many, usual  # noqa: E402
from tray_router.simulator import FleetThread  # noqa: E402
from tray_router.window.dashboard.door import DashboardDoor  # noqa: E402
from tray_router.window.theme import LIGHT, palette  # noqa: E402
from tray_router.wire.dashboard import DashboardHosts, ToDashboard  # noqa: E402

WATCHED_S = 15.0
TITLE = "^Tray Router dashboard$"
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int | str = "self") -> float:
    """Resident memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES / 1e6


def cpu_s(pid: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def in_process(app: QApplication, name: str, make: Callable[[], list[object]]) -> None:
    """Opening, pushes and scrolling of one scene, in this process."""

    def timed(work: Callable[[], None]) -> float:
        started = time.perf_counter()
        work()
        app.processEvents()
        return 1000 * (time.perf_counter() - started)

    door = DashboardDoor(lambda _message: None, lambda: LIGHT)
    messages: list[ToDashboard] = make()  # type: ignore[assignment]
    before = memory_mb()

    def take_all() -> None:
        for message in messages:
            door.take(message)

    opening = timed(take_all)
    hosts = next(message for message in messages if isinstance(message, DashboardHosts))
    pushes = []
    for number in range(30):
        changed = replace(hosts.changed[0], in_flight=number % 3)
        push = replace(hosts, changed=(changed,), now=time.monotonic())
        pushes.append(timed(lambda push=push: door.take(push)))  # type: ignore[misc]
    window = door.window
    assert window is not None
    bar = window.hosts.scroll_area.verticalScrollBar()
    frames = [timed(lambda at=at: bar.setValue(at)) for at in range(0, bar.maximum(), 15)]  # type: ignore[misc]
    print(
        f"{name}: open {opening:.0f} ms, +{memory_mb() - before:.0f} MB; a push {statistics.median(pushes):.1f} ms "
        f"(worst {max(pushes):.1f}); a frame of scrolling {statistics.median(frames or [0]):.1f} ms "
        f"(worst {max(frames or [0]):.1f})"
    )
    window.close()
    app.processEvents()


def while_it_is_open(scratch: Path) -> None:
    """Processor time and memory of daemon and window, closed and open, with three simulated machines."""
    with (
        FleetThread(quick_fleet()) as fleet,
        XServer(scratch, size=(1280, 900)) as x,
        DesktopSession(x, scratch / "s") as session,
    ):
        session.start_panel()
        program = Program(x, session, fleet, scratch)
        try:
            program.start()
            assert program.daemon is not None
            processes = {"daemon": program.daemon.pid, "window": program.window_pid()}
            time.sleep(3.0)
            watch("closed", processes)
            assert program.cli("dashboard").returncode == 0
            wait_for(lambda: program.popup_ids(TITLE), within_s=10, what="the dashboard")
            time.sleep(3.0)
            watch("open", processes)
        finally:
            program.stop()


def watch(name: str, processes: dict[str, int]) -> None:
    """Prints what each process uses over a while."""
    before = {process: cpu_s(pid) for process, pid in processes.items()}
    time.sleep(WATCHED_S)
    used = (
        f"{process} {100 * (cpu_s(pid) - before[process]) / WATCHED_S:.1f} % of a core, {memory_mb(pid):.0f} MB"
        for process, pid in processes.items()
    )
    print(f"{name}, nobody asks: {'; '.join(used)}")


def main() -> int:
    """Prints all figures."""
    with tempfile.TemporaryDirectory(prefix="tr-dash-") as name:
        scratch = Path(name)
        with XServer(scratch, size=(1280, 900)) as server:
            os.environ["DISPLAY"] = server.display
            app = QApplication(["tray-router-benchmark"])
            app.setQuitOnLastWindowClosed(False)
            app.setPalette(palette(LIGHT))
            in_process(app, "three machines, the first time", usual)
            in_process(app, "three machines", usual)
            in_process(app, "64 machines with 50 models", many)
            app.shutdown()
        (scratch / "p").mkdir()
        while_it_is_open(scratch / "p")
    return 0


if __name__ == "__main__":
    sys.exit(main())
