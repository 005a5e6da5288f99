"""The real program on a private desktop: what the end-to-end tests hold in their hands.

Everything is a real process or a real socket: Xvfb, openbox, a D-Bus daemon, xfce4-panel, the accessibility bus, the
daemon with its window, and simulated Ollama servers that record what reached them. Tests act by keys and mouse and
look at the screen, the accessibility tree and the servers' records; they call nothing inside the program.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

from tests.support.accessibility import AccessibilityBus
from tests.support.control import daemon_status, pause_and_resume
from tests.support.processes import WAIT_LIMIT_S, Child, wait_for
from tests.support.session import DesktopSession
from tests.support.x11 import XServer
from tray_router.simulator import FleetThread

SHOTS = Path(__file__).parent / "shots"
APPLICATION = "tray-router"
POPUP_TITLE = "^Tray Router$"
OVERLAY_TITLE = "^Tray Router region$"
START_LIMIT_S = 30.0
READY = " is ready."
IN_FORCE = "The edited settings are in force."

CONFIG = """
[hosts.mac]
url = "{mac}"

[hosts.windows]
url = "{windows}"

[hosts.ubuntu]
url = "{ubuntu}"

[routes.quick]
candidates = ["qwen3:4b@mac", "qwen3:4b@ubuntu"]

[routes.vision]
candidates = ["granite3.2-vision:2b@mac", "minicpm-v:8b@windows"]

[routes.code]
candidates = ["qwen3-coder:30b@windows", "qwen3-coder:30b@ubuntu"]

[routes.reasoning]
candidates = ["deepseek-r1:8b@windows"]

[hotkeys]
ask = "<ctrl>+<alt>+<space>"
region = "<ctrl>+<alt>+r"
prompt = "<ctrl>+<alt>+p"

[fleet]
poll_s = 1.0
"""


class Program:
    """The daemon and its desktop."""

    def __init__(self, x: XServer, session: DesktopSession, fleet: FleetThread, folder: Path) -> None:
        self.x = x
        self.session = session
        self.fleet = fleet
        self.folder = folder
        self.runtime = Path(session.folders["XDG_RUNTIME_DIR"])
        self.env = {**session.env(), "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        self.env.pop("NO_AT_BRIDGE", None)
        self.accessibility = AccessibilityBus(session.bus.address, self.env, folder)
        self.config = folder / "config.toml"
        self.usual_settings = self._in_force = CONFIG.format(**fleet.urls)
        self.config.write_text(self.usual_settings)
        self.daemon: Child | None = None

    # --- life ------------------------------------------------------------------------------------------

    def start(self, *extra: str) -> None:
        """Starts the daemon and waits until it has heard of every machine and its window is warm."""
        self.daemon = self.x.spawn(
            [sys.executable, "-m", "tray_router", "--config", str(self.config), "run", *extra],
            name="daemon",
            env=self.env,
        )
        wait_for(self.is_ready, within_s=START_LIMIT_S, what=f"the daemon: {self.daemon.output()}")
        wait_for(self.window_pid, within_s=START_LIMIT_S, what="the window process")

    def click(self, name: str) -> None:
        """A click with the mouse on what a screen reader calls by that name."""
        place = wait_for(lambda: self.accessibility.middle(APPLICATION, name), what=f"{name!r}")
        assert place is not None
        self.x.click(*place)

    def is_ready(self) -> bool:
        """It answers, its chords are taken (which it says in its log), and every machine has said what it has."""
        hosts = self.status().get("fleet", {}).get("hosts", [])
        return bool(hosts) and all(host["models"] for host in hosts) and READY in self.log()

    def stop(self) -> None:
        if self.daemon is not None:
            self.daemon.stop(grace_s=6.0)
        self.accessibility.stop()

    def cli(self, *arguments: str, stdin: bytes = b"", timeout_s: float = 30.0) -> subprocess.CompletedProcess[bytes]:
        """One run of the command line against this daemon."""
        command = [sys.executable, "-m", "tray_router", *arguments]
        return subprocess.run(command, env=self.env, input=stdin, capture_output=True, timeout=timeout_s, check=False)

    def status(self) -> dict[str, Any]:
        """What the daemon says of itself; empty while none answers."""
        return daemon_status(self.runtime)

    def put_in_force(self, settings: str) -> None:
        """Makes this the settings file and waits until it is taken up; does nothing when it has been since long."""
        if settings == self._in_force == self.config.read_text():
            return
        count = self.log().count(IN_FORCE)
        self.config.write_text(settings)
        wait_for(lambda: self.log().count(IN_FORCE) > count, what="the settings to be taken up")
        self._in_force = settings

    def log(self) -> str:
        """The daemon's log file."""
        return "".join(path.read_text() for path in Path(self.session.folders["XDG_STATE_HOME"]).rglob("*.log"))

    def window_pid(self) -> int:
        """The window process, or 0."""
        assert self.daemon is not None
        for children in Path(f"/proc/{self.daemon.pid}/task").glob("*/children"):
            for pid in children.read_text().split():
                if b"tray_router.window" in _command_line(pid):
                    return int(pid)
        return 0

    # --- what a person does ----------------------------------------------------------------------------

    def select(self, text: str) -> None:
        """Selects text: a program of its own owns PRIMARY, as any X11 program would."""
        self.x.feed(["xclip", "-quiet", "-selection", "primary"], text.encode(), name="primary")
        wait_for(lambda: self.x.run("xclip", "-o", "-selection", "primary", check=False) == text, what="the selection")

    def clear_selections(self) -> None:
        """Nothing is selected and nothing is copied."""
        for selection in ("primary", "clipboard"):
            self.x.feed(["xclip", "-quiet", "-selection", selection], b"", name=f"no-{selection}")
            command = ("xclip", "-o", "-selection", selection)
            wait_for(partial(self._says_nothing, *command), what=f"an empty {selection}")

    def _says_nothing(self, *command: str) -> bool:
        return not self.x.run(*command, check=False)

    def copy(self, data: bytes, target: str = "UTF8_STRING") -> None:
        """Copies data: a program of its own owns the clipboard."""
        self.x.feed(["xclip", "-quiet", "-selection", "clipboard", "-t", target], data, name="clipboard")
        wait_for(lambda: target in self.clipboard_targets(), what="the clipboard")

    def clipboard_targets(self) -> list[str]:
        return self.x.run("xclip", "-o", "-selection", "clipboard", "-t", "TARGETS", check=False).split()

    def clipboard(self, target: str = "UTF8_STRING") -> bytes:
        """What the clipboard holds."""
        command = ["xclip", "-o", "-selection", "clipboard", "-t", target]
        return subprocess.run(command, env=self.env, capture_output=True, timeout=20, check=True).stdout

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drags the mouse with the left button down, in steps, as a hand does."""
        middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
        steps: list[str] = ["mousemove", *map(str, start), "mousedown", "1"]
        for x, y in (middle, end):
            steps += ["mousemove", str(x), str(y), "sleep", "0.05"]
        self.x.run("xdotool", *steps, "mouseup", "1")

    def type(self, text: str) -> None:
        self.x.run("xdotool", "type", "--delay", "5", text)

    # --- what a person sees ----------------------------------------------------------------------------

    def popup_ids(self, title: str = POPUP_TITLE) -> list[int]:
        return self.x.titled(title)

    def wait_popup(self) -> None:
        wait_for(self.popup_ids, what="the popup")

    def wait_no_popup(self) -> None:
        wait_for(lambda: not self.popup_ids(), what="the popup to close")

    def words(self) -> str:
        """Everything that the popup says to a screen reader."""
        return self.accessibility.words(APPLICATION)

    def wait_words(self, *wanted: str, within_s: float = WAIT_LIMIT_S) -> str:
        """Waits until the popup says all of these and returns what it says."""
        last = [""]

        def says_all() -> str:
            last[0] = self.words()
            return last[0] if all(word in last[0] for word in wanted) else ""

        try:
            return wait_for(says_all, within_s=within_s, what=f"{wanted}")
        except AssertionError as error:
            raise AssertionError(f"{error}; the popup says:\n{last[0]}\nlog:\n{self.log()}") from None

    def shot(self, name: str) -> Image.Image:
        """A screenshot, also kept as ``shots/<name>.png``."""
        return self.x.screenshot(SHOTS / f"{name}.png")

    def close_popup(self) -> None:
        """Esc in the popup, until none is left."""
        deadline = time.monotonic() + WAIT_LIMIT_S
        while open_ids := self.popup_ids(OVERLAY_TITLE) or self.popup_ids():
            assert time.monotonic() < deadline, "the popup does not close"
            self.x.run("wmctrl", "-i", "-a", hex(open_ids[-1]), check=False)
            self.x.press("Escape")
            time.sleep(0.05)

    def go_to_popup(self) -> None:
        """The key that opened the popup, once more, gets the keyboard there."""
        self.x.press("ctrl+alt+space")
        wait_for(lambda: self.x.active_window() in self.popup_ids(), what="the popup to have the keyboard")

    # --- what reached the machines ---------------------------------------------------------------------

    def questions(self, host: str) -> list[str]:
        """The prompts that reached a machine, oldest first."""
        return [record.prompt for record in self.fleet[host].requests.questions]

    def quick_questions(self) -> list[str]:
        """The prompts that reached either machine of the quick route: the one that has the model in memory is asked."""
        return [*self.questions("mac"), *self.questions("ubuntu")]

    def forget_troubles(self, host: str) -> None:
        """Pauses and resumes a machine, which ends the cooldowns of its models, and waits until it is up."""
        pause_and_resume(self.runtime, host)
        wait_for(lambda: self.host_state(host) == "up", what=f"{host} to be up")

    def host_state(self, name: str) -> str:
        """State of a machine as ``status`` tells it."""
        hosts = self.status()["fleet"]["hosts"]
        return str(next(host["state"] for host in hosts if host["name"] == name))

    def forget_requests(self) -> None:
        for host in self.fleet.hosts.values():
            host.requests.clear()


def _command_line(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
    except OSError:
        return b""


def without(environment: Mapping[str, str], *names: str) -> dict[str, str]:
    """The environment without some variables."""
    return {name: value for name, value in environment.items() if name not in names}
