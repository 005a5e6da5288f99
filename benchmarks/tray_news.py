#!/usr/bin/env python3
"""How long it takes until the tray shows what happened to a machine, in the idle rhythm, on the real program.

A private X server with a panel, a D-Bus daemon, simulated machines and the daemon, all real. The daemon polls in its
idle rhythm from the start (``poll_s`` is set to the default of ``poll_idle_s``). Each trial begins at another moment
of the rhythm and ends when the tooltip of the tray item, read over D-Bus as a panel reads it, says so:

- ended: its connections are closed and new ones refused, as when Ollama is stopped;
- started again;
- power lost: packets vanish, as when the plug is pulled or the computer falls asleep.

Usage: python benchmarks/tray_news.py [--trials N] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.processes import wait_for  # noqa: E402
from tests.support.session import DesktopSession  # noqa: E402
from tests.support.tray_item import machine_line  # noqa: E402
from tests.support.x11 import XServer  # noqa: E402
from tray_router.cli.client import DaemonClient  # noqa: E402
from tray_router.config.settings import FleetSettings  # noqa: E402
from tray_router.daemon.compose import poll_rhythm  # noqa: E402
from tray_router.simulator import FleetThread  # noqa: E402
from tray_router.wire.control import PauseCall  # noqa: E402

LIMIT_S = 6.0
GIVE_UP_S = 30.0
MACHINE = "windows"
SETTLE_S = 8.0  # past the fast rhythm after a change


def settings(urls: dict[str, str]) -> str:
    hosts = "".join(f'[hosts.{name}]\nurl = "{url}"\n' for name, url in urls.items())
    idle_s = FleetSettings().poll_idle_s
    return f"{hosts}[fleet]\npoll_s = {idle_s}\npoll_idle_s = {idle_s}\n"


def seconds_until(address: str, words: tuple[str, ...]) -> float:
    """From now until the tooltip says one of the words of the machine."""
    started = time.monotonic()
    wanted = tuple(f"{MACHINE}: {word}" for word in words)
    wait_for(lambda: machine_line(address, MACHINE).startswith(wanted), within_s=GIVE_UP_S, what=f"{wanted}")
    return time.monotonic() - started


def forgive(client: DaemonClient, address: str) -> None:
    """Pauses and resumes the machine, so that it does not count as one that comes and goes."""
    for is_paused in (True, False):
        client.call(PauseCall(MACHINE, is_paused))
    seconds_until(address, ("up",))


def trial(fleet: FleetThread, client: DaemonClient, address: str, phase_s: float) -> dict[str, float]:
    """One round of everything; each part begins ``phase_s`` after the rhythm has settled."""
    faults = fleet[MACHINE].faults
    found = {}
    forgive(client, address)
    time.sleep(SETTLE_S + phase_s)
    faults.down = True
    found["ended"] = seconds_until(address, ("down",))
    time.sleep(SETTLE_S + phase_s)
    faults.down = False
    found["started"] = seconds_until(address, ("up",))
    time.sleep(SETTLE_S + phase_s)
    faults.black_hole = True
    found["power lost"] = seconds_until(address, ("down",))
    faults.reset()
    seconds_until(address, ("up",))
    return found


def measure(trials: int) -> dict[str, list[float]]:
    with tempfile.TemporaryDirectory(prefix="tn-") as name, FleetThread() as fleet:
        folder = Path(name)
        with XServer(folder) as x, DesktopSession(x, folder / "s") as session:
            session.start_panel()
            config = folder / "config.toml"
            config.write_text(settings(fleet.urls))
            command = [sys.executable, "-m", "tray_router", "--config", str(config), "run"]
            daemon = x.spawn(command, name="daemon", env={**session.env(), "PYTHONPATH": str(ROOT)})
            address = session.bus.address
            client = DaemonClient(Path(session.folders["XDG_RUNTIME_DIR"]) / "tray-router" / "control.sock")
            try:
                wait_for(lambda: machine_line(address, MACHINE).startswith(f"{MACHINE}: up"), within_s=GIVE_UP_S)
                found: dict[str, list[float]] = {}
                for number in range(trials):
                    phase_s = number * FleetSettings().poll_idle_s / trials
                    for what, seconds in trial(fleet, client, address, phase_s).items():
                        found.setdefault(what, []).append(seconds)
            finally:
                daemon.stop(grace_s=6.0)
            return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--trials", type=int, default=4)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = measure(options.trials)
    print(
        f"idle rhythm: every {FleetSettings().poll_idle_s:g} s, news within "
        f"{poll_rhythm(FleetSettings()).news_within_s:g} s by arithmetic"
    )
    for what, seconds in found.items():
        print(f"{what:<12} median {statistics.median(seconds):5.2f} s   worst {max(seconds):5.2f} s")
    holds = max(max(seconds) for seconds in found.values()) <= LIMIT_S
    print(f"{'holds' if holds else 'BREAKS'}: at most {LIMIT_S:g} s")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
