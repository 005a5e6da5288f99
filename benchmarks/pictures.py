#!/usr/bin/env python3
"""Makes the pictures of the README from the real program on a private desktop with simulated machines.

Usage: python benchmarks/pictures.py [FOLDER]      (default: docs/images)
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.desktop.conftest import quick_fleet  # noqa: E402
from tests.desktop.program import OVERLAY_TITLE, Program  # noqa: E402
from tests.support.processes import wait_for  # noqa: E402
from tests.support.session import DesktopSession  # noqa: E402
from tests.support.x11 import XServer  # noqa: E402
from tray_router.fleet.history import FleetHistory  # noqa: E402
from tray_router.ledger.fleet_states import FleetStatesFile  # noqa: E402
from tray_router.model import HostState  # noqa: E402
from tray_router.model.states import StateSpan  # noqa: E402
from tray_router.simulator import Answer, FleetThread, Question  # noqa: E402

SCREEN = (1180, 760)
DASHBOARD_TITLE = "^Tray Router dashboard$"
CODE_QUESTION = "Write a Python function that turns a list of rows into CSV."
TERMINAL = """\033[32mmax@lab\033[0m:~/reports$ python report.py
Traceback (most recent call last):
  File "report.py", line 12, in <module>
    print(totals["march"])
KeyError: 'march'
\033[32mmax@lab\033[0m:~/reports$ """
MENDED = """*Simulated answer* from **{model}** on **{host}**.

`totals` has no key `"march"`: no row of the file had that month. Ask for it with a default:

```python
print(totals.get("march", 0))
```

- If March **must** be there, check how the months are written: `"March"` and `"march"` are two keys.
- `print(sorted(totals))` shows what there is.
"""


SEEN = """*Simulated answer* from **{model}** on **{host}**.

A terminal with a Python traceback: `report.py`, line 12, asks the dictionary `totals` for the key `"march"`, which it \
does not have. The prompt below it is empty, so the program has ended.
"""


def answer(question: Question) -> Answer:
    """An answer that is marked as simulated and looks as a real one would."""
    return Answer(MENDED.format(model=question.model.name, host=question.host))


def paint_wallpaper(x: XServer, *, is_flat: bool = False) -> None:
    """A calm gradient on the root window, or its middle colour."""
    width, height = SCREEN
    picture = Image.new("RGB", (1, height))
    picture.putdata([(38 + y * 30 // height, 52 + y * 40 // height, 78 + y * 52 // height) for y in range(height)])
    picture = picture.crop((0, height // 2, 1, height // 2 + 1)) if is_flat else picture
    picture = picture.resize(SCREEN)
    root = x.open.screen().root
    pixmap = root.create_pixmap(width, height, x.open.screen().root_depth)
    pixmap.put_pil_image(pixmap.create_gc(), 0, 0, picture)
    root.change_attributes(background_pixmap=pixmap)
    root.clear_area()
    x.open.sync()


def streamed_answer(question: Question) -> Answer:
    """The same, and for a picture an answer about what is on it."""
    if not question.last.images:
        return answer(question)
    return Answer(SEEN.format(model=question.model.name, host=question.host))


def open_terminal(program: Program, folder: Path) -> Path:
    """A terminal with a traceback; returns the file that it shows."""
    shown = folder / "terminal.txt"
    shown.write_text(TERMINAL)
    colours = ["-bg", "#1d2021", "-fg", "#e6e1cf", "-selbg", "#3a5a80", "-selfg", "#ffffff"]
    look = ["-fa", "DejaVu Sans Mono", "-fs", "11", "-geometry", "72x16+48+64", "-T", "report.py"]
    command = ["sh", "-c", f"cat '{shown}'; sleep 600"]
    program.x.spawn(["xterm", *colours, *look, "-e", *command], env=program.env)
    program.x.wait_window("xterm")
    time.sleep(1.0)  # the terminal draws its text
    return shown


def popup(program: Program, folder: Path) -> None:
    """A traceback selected in a terminal, and its answer."""
    shown = open_terminal(program, folder)
    program.drag((56, 110), (470, 166))
    program.x.run("xdotool", "mousemove", "470", "176")
    program.x.press("ctrl+alt+space")
    program.wait_words("tokens/s", "shows what there is")
    time.sleep(0.5)  # the last frame
    program.x.screenshot(folder / "popup.png")
    program.close_popup()
    shown.unlink()


def overlay(program: Program, folder: Path) -> None:
    """The region overlay in the middle of a drag."""
    program.x.press("ctrl+alt+r")
    wait_for(lambda: program.popup_ids(OVERLAY_TITLE), what="the overlay")
    program.x.run(
        "xdotool", "mousemove", "60", "90", "mousedown", "1", "mousemove", "300", "200", "mousemove", "560", "300"
    )
    time.sleep(0.3)
    program.x.screenshot(folder / "region.png")
    program.x.run("xdotool", "mouseup", "1")
    program.wait_words("tokens/s")
    program.close_popup()


def a_day(program: Program) -> None:
    """What became of the machines before the program starts, for the strips: a night off, trouble, a pause."""
    now, hour = time.time(), 3600.0
    up, down = HostState.UP, HostState.DOWN
    story = {
        "mac": ((24, up), (11, HostState.UNKNOWN), (8.5, up)),
        "windows": (
            (24, up),
            (20, down),
            (11, HostState.UNKNOWN),
            (8.5, down),
            (6, up),
            (3.2, HostState.DEGRADED),
            (3, up),
        ),
        "ubuntu": (
            (24, up),
            (19, HostState.PAUSED),
            (15, up),
            (11, HostState.UNKNOWN),
            (8.5, up),
            (2, down),
            (1.5, up),
        ),
    }
    spans = {
        name: tuple(StateSpan(now - hours * hour, state) for hours, state in steps) for name, steps in story.items()
    }
    folder = Path(program.session.folders["XDG_STATE_HOME"]) / "tray-router"
    FleetStatesFile(folder).save(FleetHistory(spans, now))


def dashboard(program: Program, folder: Path) -> None:
    """The machines after some questions, one of them answering."""
    for question in ("Say hello in French.", CODE_QUESTION, "Compare three ways to sort a list, step by step.", "Why?"):
        assert program.cli("ask", question).returncode == 0
    assert program.cli("dashboard").returncode == 0
    [window] = wait_for(lambda: program.popup_ids(DASHBOARD_TITLE), within_s=10, what="the dashboard")
    program.wait_words("machines up: 3 of 3")
    program.x.run("xdotool", "windowsize", "--sync", str(window), "1060", "690")
    program.x.run("xdotool", "mousemove", str(SCREEN[0] - 2), str(SCREEN[1] - 2))
    program.wait_words("2 models loaded", "Stays: 4", within_s=40)  # what is in memory is looked at every 20 seconds
    time.sleep(1.5)  # the last push
    place = program.x.open.create_resource_object("window", window)
    at, size = program.x.open.screen().root.translate_coords(place, 0, 0), place.get_geometry()
    program.x.screenshot().crop((at.x, at.y, at.x + size.width, at.y + size.height)).save(folder / "dashboard.png")
    program.x.run("wmctrl", "-i", "-a", hex(window))
    program.x.press("ctrl+w")
    wait_for(lambda: not program.popup_ids(DASHBOARD_TITLE), within_s=5, what="the dashboard to close")


def main() -> int:
    """Makes all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/images"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tr-pictures-") as name:
        scratch = Path(name)
        with (
            FleetThread(quick_fleet()) as fleet,
            XServer(scratch, size=SCREEN) as x,
            DesktopSession(x, scratch / "s") as session,
        ):
            session.start_panel()
            paint_wallpaper(x)
            for host in fleet.hosts.values():
                host.answers = answer
            program = Program(x, session, fleet, scratch)
            try:
                a_day(program)
                program.start()
                dashboard(program, folder)
                popup(program, folder)
                overlay(program, folder)
            finally:
                program.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
