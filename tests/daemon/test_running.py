"""The real daemon without a desktop: settings that hold from the start, and after an edit while it runs."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.support.control import daemon_status
from tests.support.headless import headless_env, quick_machines
from tests.support.processes import Child, wait_for
from tray_router.simulator import FleetThread

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the control socket is AF_UNIX")

CONFIG = """
[hosts.mac]
url = "{mac}"
always_on = true
[routes.quick]
candidates = ["qwen3:4b@mac"]
[routes.vision]
candidates = ["granite3.2-vision:2b@mac"]
[fleet]
poll_s = 0.2
"""
ACTION = """
[[actions]]
name = "Pirate"
prompt = "{prompt}"
"""


class Daemon:
    """One daemon in folders of its own, driven by its settings file and the command line."""

    def __init__(self, folder: Path, runtime: Path, fleet: FleetThread) -> None:
        self.folder, self.runtime, self.fleet = folder, runtime, fleet
        self.config = folder / "config.toml"
        self.write("")
        self.env = headless_env(folder, runtime)
        self.child: Child | None = None

    def write(self, more: str) -> None:
        self.config.write_text(CONFIG.format(**self.fleet.urls) + more)

    def start(self, *options: str, **env: str) -> Child:
        command = [sys.executable, "-m", "tray_router", "--config", str(self.config), "run", *options]
        self.child = Child(command, log=self.folder / "daemon.log", env={**self.env, **env})
        return self.child

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(grace_s=6.0)

    def cli(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "tray_router", *arguments]
        return subprocess.run(command, env=self.env, input=stdin, capture_output=True, timeout=30, check=False)

    def status(self) -> dict[str, Any]:
        """What the running daemon says of itself; empty before it listens."""
        return daemon_status(self.runtime)

    def notices(self) -> str:
        return "\n".join(self.status().get("notices", ()))

    def host_state(self, name: str = "mac") -> str:
        return next((host["state"] for host in self.status()["fleet"]["hosts"] if host["name"] == name), "")


@pytest.fixture(scope="module")
def fleet() -> Iterator[FleetThread]:
    with FleetThread(quick_machines()) as running:
        yield running


@pytest.fixture
def daemon(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, fleet: FleetThread) -> Iterator[Daemon]:
    """Not started yet. Its socket lies in a folder with a short name (107 bytes is all that a path may have)."""
    for host in fleet.hosts.values():
        host.faults.reset()
        host.requests.clear()
    made = Daemon(tmp_path, tmp_path_factory.mktemp("run"), fleet)
    yield made
    made.stop()


@pytest.fixture
def running(daemon: Daemon) -> Daemon:
    daemon.start()
    wait_for(lambda: daemon.status() and daemon.host_state() == "up", what="the daemon")
    return daemon


def test_a_header_that_cannot_be_sent_starts_nothing_and_its_value_is_nowhere(daemon: Daemon) -> None:
    daemon.write('[hosts.mac.headers]\nAuthorization = { env = "PROXY_TOKEN" }\n')
    child = daemon.start(PROXY_TOKEN="hunter2\nX-Evil: 1")
    assert child.process.wait(30) == 2
    said = child.output()
    assert "hosts.mac.headers.Authorization" in said
    assert "control character" in said
    everything = said + "".join(path.read_text() for path in daemon.folder.rglob("*.log"))
    assert "hunter2" not in everything


def test_without_a_desktop_the_dashboard_is_refused_with_what_to_do_instead(running: Daemon) -> None:
    done = running.cli("dashboard")
    assert done.returncode == 4
    assert b"no desktop session for the dashboard" in done.stderr
    assert b"tray-router usage" in done.stderr


def test_edits_of_actions_and_limits_hold_for_the_next_question(running: Daemon) -> None:
    mac = running.fleet["mac"].requests
    assert running.cli("ask", "--action", "Pirate", "Hallo").returncode == 2
    running.write(ACTION.format(prompt="Into English: {text}") + "[limits]\nmax_image_px = 100\nnum_ctx_max = 4096\n")
    wait_for(lambda: running.cli("ask", "--action", "Pirate", "Hallo").returncode == 0, what="the edit")
    assert mac.questions[-1].prompt == "Into English: Hallo"

    picture = running.folder / "picture.png"
    sink = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(sink, "PNG")
    picture.write_bytes(sink.getvalue())
    done = running.cli("ask", "What is it?", "--image", str(picture))
    assert done.returncode == 0, done.stderr
    (sent,) = mac.questions[-1].images
    assert Image.open(io.BytesIO(sent)).size == (100, 75)

    count = len(mac.questions)
    done = running.cli("ask", stdin=b"word " * 10_000)
    assert done.returncode == 3
    assert b"takes 4,096." in done.stderr
    assert len(mac.questions) == count

    running.write(ACTION.format(prompt="Auf Deutsch: {text}"))
    wait_for(
        lambda: (
            running.cli("ask", "--action", "pirate", "Hi").returncode == 0
            and mac.questions[-1].prompt == "Auf Deutsch: Hi"
        ),
        what="the second edit",
    )


def test_what_is_unusual_in_the_settings_is_told_from_the_start_and_until_it_is_mended(daemon: Daemon) -> None:
    listens = daemon.fleet.urls["windows"].replace("127.0.0.1", "0.0.0.0")
    daemon.write(f'[hosts.windows]\nurl = "{listens}"\n')
    daemon.start()
    wait_for(daemon.status, what="the daemon")
    wait_for(lambda: "is an address to listen on" in daemon.notices(), what="the note")
    daemon.write(f'[hosts.windows]\nurl = "{daemon.fleet.urls["windows"]}"\n')
    wait_for(lambda: "is an address to listen on" not in daemon.notices(), what="the end of the note")
    daemon.write(ACTION.format(prompt="Translate {words}"))
    wait_for(lambda: "{words}, which is sent as it is" in daemon.notices(), what="another note")


def test_every_mistake_of_an_edit_is_told_with_its_line_until_it_is_mended(running: Daemon) -> None:
    running.write('[popup]\ntheme = "drak"\nwidth = "wide"\n[limits]\nidle = 3\n')
    wait_for(lambda: "has 3 problems" in running.notices(), what="the notice")
    told = running.cli("status").stdout.decode()
    rows = running.config.read_text().splitlines()
    for key, wanted in (
        ('theme = "drak"', "popup.theme"),
        ('width = "wide"', "popup.width"),
        ("idle = 3", "limits.idle"),
    ):
        assert f"! line {rows.index(key) + 1}, {wanted} = " in told, told
    assert "Did you mean 'idle_s'?" in told
    running.write('[popup]\ntheme = "dark"\n')
    wait_for(lambda: "popup." not in running.notices(), what="the end of the notices")


def test_a_machine_that_should_always_be_on_is_missed(running: Daemon) -> None:
    running.fleet["mac"].faults.down = True
    wait_for(lambda: "mac should always be on." in running.notices(), what="the warning")
    running.fleet["mac"].faults.reset()
    wait_for(lambda: "mac should always be on." not in running.notices(), what="its end")


def test_the_level_of_the_log_can_be_changed_while_it_runs(running: Daemon) -> None:
    (log,) = running.folder.rglob("tray-router.log")
    assert not _is_quiet(running, log)
    running.write('[log]\nlevel = "error"\n')
    wait_for(lambda: _is_quiet(running, log), what="silence")


def _is_quiet(running: Daemon, log: Path) -> bool:
    """Whether a machine that goes away is no longer worth a line."""
    before = log.stat().st_size
    running.fleet["mac"].faults.down = True
    wait_for(lambda: running.host_state() == "down", what="the machine to be missed")
    running.fleet["mac"].faults.reset()
    back = ("up", "degraded")  # one that comes and goes has to prove itself first
    wait_for(lambda: running.host_state() in back, what="the machine to be back")
    return log.stat().st_size == before
