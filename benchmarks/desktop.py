#!/usr/bin/env python3
"""What the README says about speed and memory, measured on the real program from outside.

Starts a private X server (Xvfb with its framebuffer in a file), openbox, a D-Bus daemon and xfce4-panel, the
simulated fleet and the daemon, all as real processes, and prints one table:

- chord -> popup: from the injected key press until 95 % of the pixels that the popup changes on the screen have their
  final value; the framebuffer is read directly, so looking costs the X server nothing. The machines hold their answers
  back meanwhile, so that only the popup with the captured text is timed.
- first token: through the daemon's control socket against bare httpx with the same body to the same simulated machine,
  in turns.
- a killed window: from kill -9 of its process until the popup stands there again with its answer.
- memory and idle CPU of daemon and window, from /proc.
- ``tray-router trigger``: the whole process.

Usage: python benchmarks/desktop.py [--trials N] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import httpx
from PIL import Image, ImageChops
from Xlib import XK, X
from Xlib.ext import xtest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.processes import wait_for  # noqa: E402
from tests.support.session import DesktopSession  # noqa: E402
from tests.support.x11 import XServer  # noqa: E402
from tray_router.cli.client import DaemonClient  # noqa: E402
from tray_router.events import TERMINAL_EVENTS, Token  # noqa: E402
from tray_router.model import Override  # noqa: E402
from tray_router.simulator import FleetThread  # noqa: E402
from tray_router.simulator.fleet import demo_fleet  # noqa: E402
from tray_router.simulator.settings import SimulatedHostSettings, SimulatedModel  # noqa: E402
from tray_router.wire.control import AskCall, Status, StatusCall  # noqa: E402

SCREEN = (1280, 800)
SELECTED = "The quarterly report is due on Friday; please send me your figures by Wednesday noon. " * 3
SETTLED_SHARE = 0.95  # of the pixels that the popup changes
LOOK_FOR_S = 0.22  # past the slowest popup, before the popup says what it waits for
IDLE_S = 10.0
KILLS = 5
RESTART_REST_S = 3.5
CHORD = ["Control_L", "Alt_L", "space"]


@dataclass(frozen=True)
class Figure:
    """One measured figure with the limit it is held against."""

    name: str
    value: float
    unit: str
    limit: float

    @property
    def holds(self) -> bool:
        return self.value <= self.limit


class Bench:
    """The program on its desktop."""

    def __init__(self, x: XServer, session: DesktopSession, fleet: FleetThread, folder: Path) -> None:
        self.x = x
        self.fleet = fleet
        self.env = {**session.env(), "PYTHONPATH": str(ROOT)}
        self.client = DaemonClient(Path(session.folders["XDG_RUNTIME_DIR"]) / "tray-router" / "control.sock")
        self.framebuffer = x.framebuffer
        self.env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
        config = folder / "config.toml"
        config.write_text("".join(f'[hosts.{name}]\nurl = "{url}"\n' for name, url in fleet.urls.items()))
        command = [sys.executable, "-m", "tray_router"]
        subprocess.run([*command, "--version"], env=self.env, check=True, stdout=subprocess.DEVNULL)
        self.env["TRAY_ROUTER_CONFIG"] = str(config)
        self.daemon = x.spawn(command, name="daemon", env=self.env)
        wait_for(self._is_up, within_s=30, what="the daemon and its machines")
        self.window_pid = wait_for(lambda: self.child("tray_router.window"), what="the window process")

    def _is_up(self) -> bool:
        if not self.client.is_running():
            return False
        status = self.client.call(StatusCall())
        return isinstance(status, Status) and all(host.models for host in status.fleet.hosts)

    def child(self, words: str) -> int:
        """The process id of the child with these words in its command line, or 0."""
        children = Path(f"/proc/{self.daemon.pid}/task/{self.daemon.pid}/children").read_text().split()
        everyone = [*children, *_children_of_threads(self.daemon.pid)]
        return next((int(pid) for pid in everyone if words in _command(int(pid))), 0)


def _children_of_threads(pid: int) -> list[str]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [child for path in lists for child in path.read_text().split()]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


# --- chord to popup -------------------------------------------------------------------------------------


def popup_latency(bench: Bench, trials: int) -> list[float]:
    """Milliseconds from the injected key press to the settled popup, one value per trial after a warm-up."""
    bench.x.feed(["xclip", "-quiet", "-selection", "primary"], SELECTED.encode(), name="xclip")
    for host in bench.fleet.hosts.values():
        host.faults.hang = True
    time.sleep(0.5)
    found = []
    for trial in range(trials + 1):
        elapsed = _one_press(bench)
        if trial:
            found.append(elapsed)
        _press(bench, CHORD)  # gets the keyboard there
        wait_for(lambda: bench.x.active_window() in _popup_ids(bench), what="the popup to have the keyboard")
        _press(bench, ["Escape"])
        wait_for(lambda: not _popup_ids(bench), what="the popup to close")
        time.sleep(0.2)
    for host in bench.fleet.hosts.values():
        host.faults.reset()
    return found


def _one_press(bench: Bench) -> float:
    before = last = bench.framebuffer.pixels()
    frames: list[tuple[float, bytes]] = []
    started = time.monotonic()
    _press(bench, CHORD)
    while time.monotonic() - started < LOOK_FOR_S:
        now, pixels = time.monotonic(), bench.framebuffer.pixels()
        if pixels != last:
            frames.append((now, pixels))
            last = pixels
    final = bench.framebuffer.picture(last)
    changed = _count(bench.framebuffer.picture(before), final)
    for at, pixels in frames:
        if _count(bench.framebuffer.picture(pixels), final) <= (1 - SETTLED_SHARE) * changed:
            return (at - started) * 1000
    raise AssertionError("the popup never settled")


def _count(first: Image.Image, second: Image.Image) -> int:
    """How many pixels differ."""
    difference = ImageChops.difference(first, second).convert("L")
    return SCREEN[0] * SCREEN[1] - difference.histogram()[0]


def _press(bench: Bench, names: list[str]) -> None:
    display = bench.x.open
    codes = [display.keysym_to_keycode(XK.string_to_keysym(name)) for name in names]
    for code in codes:
        xtest.fake_input(display, X.KeyPress, code)
    for code in reversed(codes):
        xtest.fake_input(display, X.KeyRelease, code)
    display.flush()


def _popup_ids(bench: Bench) -> list[int]:
    return bench.x.titled("^Tray Router$")


# --- a killed window ------------------------------------------------------------------------------------


def window_return(bench: Bench) -> list[float]:
    """Milliseconds from kill -9 of the window process until the popup stands there again with its answer."""
    return [_one_return(bench) for _ in range(KILLS)]


def _one_return(bench: Bench) -> float:
    wait_for(lambda: not _popup_ids(bench), what="a screen without popup")
    time.sleep(0.3)
    empty = _now(bench)
    _press(bench, CHORD)
    wait_for(lambda: _popup_ids(bench), what="the popup")
    time.sleep(RESTART_REST_S)  # the answer ends; and a process that dies young is restarted more slowly
    whole = _now(bench)
    changed = _count(empty, whole)
    started = time.monotonic()
    os.kill(bench.window_pid, signal.SIGKILL)
    wait_for(lambda: _count(_now(bench), empty) < changed / 2, what="the popup to go")
    wait_for(lambda: _count(_now(bench), whole) <= (1 - SETTLED_SHARE) * changed, what="the popup to come back")
    elapsed = (time.monotonic() - started) * 1000
    bench.window_pid = wait_for(lambda: bench.child("tray_router.window"), what="the window process")
    _press(bench, CHORD)  # gets the keyboard there
    wait_for(lambda: bench.x.active_window() in _popup_ids(bench), what="the popup to have the keyboard")
    _press(bench, ["Escape"])
    return elapsed


def _now(bench: Bench) -> Image.Image:
    return bench.framebuffer.picture(bench.framebuffer.pixels())


# --- first token ----------------------------------------------------------------------------------------


def first_token(bench: Bench, trials: int) -> tuple[float, float]:
    """Median milliseconds to the first token: through the daemon, and by bare httpx with the same body."""
    host = bench.fleet["mac"]
    call = AskCall(instruction="Say hello.", override=Override(model="qwen3:4b", host="mac"))
    _through_daemon(bench.client, call)
    body = host.requests.questions[-1].body
    through, bare = [], []
    with httpx.Client(trust_env=False, timeout=30) as client:
        for trial in range(trials + 2):
            ours, theirs = _through_daemon(bench.client, call), _by_httpx(client, host.url, body)
            if trial > 1:
                through.append(ours)
                bare.append(theirs)
    return statistics.median(through) * 1000, statistics.median(bare) * 1000


def _through_daemon(client: DaemonClient, call: AskCall) -> float:
    started = time.perf_counter()
    elapsed = 0.0
    for event in client.stream(call):
        if isinstance(event, Token) and not elapsed:
            elapsed = time.perf_counter() - started
        if isinstance(event, TERMINAL_EVENTS):
            break
    return elapsed


def _by_httpx(client: httpx.Client, url: str, body: object) -> float:
    started = time.perf_counter()
    elapsed = 0.0
    with client.stream("POST", f"{url}/api/chat", json=body) as reply:
        for line in reply.iter_lines():
            if not elapsed and json.loads(line)["message"]["content"]:
                elapsed = time.perf_counter() - started
    return elapsed


# --- memory, CPU, trigger -------------------------------------------------------------------------------


def rss_mb(pid: int) -> float:
    """Resident memory in MiB, as ``ps`` and ``top`` count."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def cpu_s(pid: int) -> float:
    """CPU seconds used so far by all threads."""
    return sum(int(p.read_text().split()[0]) for p in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def idle_share(pids: list[int]) -> list[float]:
    """Per cent of one core that each process takes while nobody does anything."""
    before = [cpu_s(pid) for pid in pids]
    time.sleep(IDLE_S)
    return [(cpu_s(pid) - start) / IDLE_S * 100 for pid, start in zip(pids, before, strict=True)]


def trigger_ms(bench: Bench, trials: int) -> float:
    """Median milliseconds of the whole ``tray-router trigger prompt`` process."""
    script = Path(sys.executable).parent / "tray-router"
    command = [str(script)] if script.exists() else [sys.executable, "-m", "tray_router"]
    times = []
    for _ in range(trials):
        started = time.perf_counter()
        subprocess.run([*command, "trigger", "prompt"], env=bench.env, check=True)
        times.append((time.perf_counter() - started) * 1000)
    _press(bench, ["Escape"])
    return statistics.median(times)


# --- the whole ------------------------------------------------------------------------------------------


@contextmanager
def desktop() -> Iterator[Bench]:
    """The program on a private desktop."""
    with tempfile.TemporaryDirectory(prefix="tr-bench-") as name:
        folder = Path(name)
        with (
            FleetThread(quick_fleet()) as fleet,
            XServer(folder, size=SCREEN) as x,
            DesktopSession(x, folder / "s") as session,
        ):
            session.start_panel()
            yield Bench(x, session, fleet, folder)


def quick_fleet() -> tuple[SimulatedHostSettings, ...]:
    """The demo's machines without load times, at 1,000 tokens a second."""
    return tuple(replace(host, models=tuple(_at_once(model) for model in host.models)) for host in demo_fleet())


def _at_once(model: SimulatedModel) -> SimulatedModel:
    return replace(model, load_s=0.0, tokens_per_s=1000.0, prompt_tokens_per_s=math.inf)


def measure(trials: int) -> list[Figure]:
    """All figures."""
    with desktop() as bench:
        time.sleep(3.0)  # the prewarmed window settles
        idle = idle_share([bench.daemon.pid, bench.window_pid])
        memory = [rss_mb(bench.daemon.pid), rss_mb(bench.window_pid)]
        through, bare = first_token(bench, trials)
        presses = sorted(popup_latency(bench, trials))
        trigger = trigger_ms(bench, max(10, trials // 2))
        after = [rss_mb(bench.daemon.pid), rss_mb(bench.window_pid)]
        killed = window_return(bench)
    p95 = presses[min(len(presses) - 1, round(0.95 * len(presses)))]
    return [
        Figure("chord to painted popup, median", statistics.median(presses), "ms", 30),
        Figure("chord to painted popup, p95", p95, "ms", 60),
        Figure("killed window back with its answer", statistics.median(killed), "ms", 500),
        Figure("first token through the daemon", through, "ms", 1.05 * bare + 3),
        Figure("first token by bare httpx", bare, "ms", float("inf")),
        Figure("daemon memory, idle", memory[0], "MiB", 45),
        Figure("daemon memory, after the runs", after[0], "MiB", 45),
        Figure("window memory, idle", memory[1], "MiB", 80),
        Figure("window memory, after the runs", after[1], "MiB", 80),
        Figure("daemon CPU, idle", idle[0], "% of a core", 1),
        Figure("window CPU, idle", idle[1], "% of a core", 1),
        Figure("tray-router trigger, whole process", trigger, "ms", 60),
    ]


def machine() -> str:
    """The machine in a few words."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    cpu = names[0].split(":", 1)[1].strip() if names else platform.machine()
    return f"{os.cpu_count()} cores {cpu}, Python {platform.python_version()}, Xvfb + openbox + xfce4-panel"


def main() -> int:
    """Measures, prints, and says whether every limit holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=30)
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    options = parser.parse_args()
    figures = measure(options.trials)
    print(machine())
    for figure in figures:
        limit = "" if figure.limit == float("inf") else f"limit {figure.limit:.4g}"
        print(f"{'ok  ' if figure.holds else 'OVER'}  {figure.name:<36} {figure.value:>8.2f} {figure.unit:<12} {limit}")
    if options.json:
        options.json.write_text(json.dumps([asdict(f) for f in figures if f.limit != float("inf")], indent=1))
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
