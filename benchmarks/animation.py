#!/usr/bin/env python3
"""Makes the README's short animation from the real program: a traceback in a terminal, the key, the answer as it
streams, then a region of the screen for a model that sees.

A thread looks at the private X server FRAMES_PER_S times a second while real key presses and drags drive the program;
nothing is drawn or sped up afterwards, only pauses are held long enough to be read.

Usage: python benchmarks/animation.py [FILE]      (default: docs/images/tour.gif)
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from Xlib.display import Display  # noqa: E402

from benchmarks.pictures import SCREEN, open_terminal, paint_wallpaper, streamed_answer  # noqa: E402
from tests.desktop.program import OVERLAY_TITLE, Program  # noqa: E402
from tests.support.processes import wait_for  # noqa: E402
from tests.support.session import DesktopSession  # noqa: E402
from tests.support.x11 import XServer  # noqa: E402
from tray_router.simulator import FleetThread  # noqa: E402
from tray_router.simulator.fleet import demo_fleet  # noqa: E402
from tray_router.simulator.settings import SimulatedHostSettings  # noqa: E402

FRAMES_PER_S = 10
WIDTH = 880  # pixels of the animation
COLOURS = 255
LAST_FRAME_S = 2.5
TOKENS_PER_S = 45.0


def fleet() -> tuple[SimulatedHostSettings, ...]:
    """The demo's machines, loaded within a second and answering at the speed of a home lab."""
    return tuple(
        replace(host, models=tuple(replace(m, load_s=0.6, tokens_per_s=TOKENS_PER_S) for m in host.models))
        for host in demo_fleet()
    )


class Camera:
    """Takes frames of a display in a thread with a connection of its own."""

    def __init__(self, display: str) -> None:
        self._display = display
        self._is_on = threading.Event()
        self.frames: list[tuple[float, Image.Image]] = []
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    @contextmanager
    def rolling(self) -> Iterator[None]:
        """Takes frames inside the block."""
        self._is_on.set()
        self._thread.start()
        try:
            yield
        finally:
            self._is_on.clear()
            self._thread.join()

    def _run(self) -> None:
        display = Display(self._display)
        root = display.screen().root
        size = root.get_geometry()
        began = time.monotonic()
        while self._is_on.is_set():
            at = time.monotonic() - began
            reply = root.get_image(0, 0, size.width, size.height, 2, 0xFFFFFFFF)
            picture = Image.frombytes("RGB", (size.width, size.height), reply.data, "raw", "BGRX")
            if not self.frames or self.frames[-1][1].tobytes() != picture.tobytes():
                self.frames.append((at, picture))
            time.sleep(max(0.0, 1 / FRAMES_PER_S - (time.monotonic() - began - at)))
        self.frames.append((time.monotonic() - began, self.frames[-1][1]))
        display.close()

    def save(self, path: Path) -> None:
        """Writes a GIF with one palette, in which each frame lasts as long as it was seen."""
        height = round(SCREEN[1] * WIDTH / SCREEN[0])
        small = [picture.resize((WIDTH, height), Image.Resampling.LANCZOS) for _, picture in self.frames]
        palette = _side_by_side(small[:: max(1, len(small) // 8)]).quantize(COLOURS, method=Image.Quantize.MEDIANCUT)
        drawn = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in small]
        times = [at for at, _ in self.frames]
        shown = [round(1000 * (after - at)) for at, after in pairwise(times)]
        shown.append(round(1000 * LAST_FRAME_S))
        drawn[0].save(path, save_all=True, append_images=drawn[1:], duration=shown, loop=0, optimize=True)


def _side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """One wide picture: its palette has the colours of every scene."""
    width, height = pictures[0].size
    whole = Image.new("RGB", (width * len(pictures), height))
    for number, picture in enumerate(pictures):
        whole.paste(picture, (number * width, 0))
    return whole


def glide(program: Program, start: tuple[int, int], end: tuple[int, int], *, steps: int = 12) -> None:
    """Drags with the left button at the speed of a hand."""
    program.x.run("xdotool", "mousemove", str(start[0]), str(start[1]), "mousedown", "1")
    for step in range(1, steps + 1):
        at = [round(a + (b - a) * step / steps) for a, b in zip(start, end, strict=True)]
        program.x.run("xdotool", "mousemove", *map(str, at))
        time.sleep(0.05)
    program.x.run("xdotool", "mouseup", "1")


def tour(program: Program) -> None:
    """What a person does in the first half minute."""
    glide(program, (56, 110), (470, 166))
    time.sleep(0.5)
    program.x.press("ctrl+alt+space")
    program.wait_words("shows what there is", "tokens/s", within_s=30)
    time.sleep(1.8)
    program.go_to_popup()
    program.x.press("Escape")
    program.wait_no_popup()
    time.sleep(0.4)
    program.x.press("ctrl+alt+r")
    wait_for(lambda: program.popup_ids(OVERLAY_TITLE), what="the overlay")
    time.sleep(0.6)
    glide(program, (44, 52), (640, 250))
    program.wait_words("tokens/s", within_s=30)
    time.sleep(1.5)


def main() -> int:
    """Makes the animation."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/images/tour.gif"
    with tempfile.TemporaryDirectory(prefix="tr-tour-") as name:
        scratch = Path(name)
        with (
            FleetThread(fleet()) as machines,
            XServer(scratch, size=SCREEN) as x,
            DesktopSession(x, scratch / "s") as session,
        ):
            session.start_panel()
            paint_wallpaper(x, is_flat=True)  # a gradient needs more colours than a GIF has
            for host in machines.hosts.values():
                host.answers = streamed_answer
            program = Program(x, session, machines, scratch)
            camera = Camera(x.display)
            try:
                program.start()
                open_terminal(program, scratch)
                with camera.rolling():
                    tour(program)
            finally:
                program.stop()
        camera.save(path)
    print(f"{path}: {len(camera.frames)} frames, {path.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
