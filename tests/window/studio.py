"""Pictures of whole windows of the real window process, for looking at and for what can be wrong in any of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests.support.processes import wait_for
from tests.support.x11 import XServer
from tests.window.process import WindowProcess
from tray_router.window.theme import DARK, LIGHT, Colours
from tray_router.wire.window import SetAppearance

SHOTS = Path(__file__).parents[1] / "desktop" / "shots"
LOOKS = {"light": LIGHT, "dark": DARK}
SCALES = {"1": "1x", "1.5": "1.5x", "2": "2x"}
FEWEST_COLOURS = 20
REST_S = 0.15  # a page is turned, and its tables are filled
MARGIN = 14  # logical pixels at the left that nothing is drawn in
RIGHT_MARGIN = 6


class Studio:
    """The window process on a screen of its own.

    Args:
        scale: physical pixels of a logical one.
        titles: matches the window's title, as xdotool searches.
    """

    def __init__(self, process: WindowProcess, scale: float, titles: str) -> None:
        self.process = process
        self.scale = scale
        self._titles = titles

    def take(self, theme: str, messages: list[object], keys: list[str], close: str, closed: type) -> Image.Image:
        """Opens a window, presses keys in it, takes its picture and closes it.

        Args:
            close: the key that closes it.
            closed: what the process says then.
        """
        process, server = self.process, self.process.server
        count = len([message for message in process.received if isinstance(message, closed)])
        process.send(SetAppearance(theme=theme), *messages)
        window = wait_for(self._window, what="the window")
        wait_for(lambda: server.active_window() == window, what="the window to have the keyboard")
        for key in keys:
            server.press(key)
        picture = self._picture(window)
        server.press(close)
        process.wait(closed, count + 1)
        wait_for(lambda: not self._window(), what="the window to close")
        return picture

    def save(self, picture: Image.Image, room: str, scene: str, theme: str) -> None:
        """Keeps it where a person looks at it; not committed."""
        folder = SHOTS / room
        folder.mkdir(parents=True, exist_ok=True)
        picture.save(folder / f"{scene}-{theme}-{self.scale:g}x.png", compress_level=1)

    def check(self, picture: Image.Image, look: Colours) -> None:
        """What can be wrong in any window: the wrong look, something in the margins, an empty page."""
        plain = _rgb(look.window)
        left = picture.crop((0, 0, round(MARGIN * self.scale), picture.height))
        assert left.getcolors() == [(left.width * left.height, plain)], "something reaches into the margin"
        right = picture.crop((picture.width - round(RIGHT_MARGIN * self.scale), 0, picture.width, picture.height))
        assert right.getcolors() == [(right.width * right.height, plain)], "something is cut off at the right"
        middle = picture.crop((0, picture.height // 6, picture.width, picture.height * 5 // 6))
        assert middle.getcolors(FEWEST_COLOURS) is None, "the page is empty"

    def _window(self) -> int:
        """0 while there is none."""
        return next(reversed(self.process.server.titled(self._titles)), 0)

    def _picture(self, window: int) -> Image.Image:
        """The window once it rests."""
        server = self.process.server
        server.wait_rest(REST_S)
        place = server.place(window)
        assert place is not None, "the window has gone"
        return server.screenshot(area=place)


@contextmanager
def studio(folders: pytest.TempPathFactory, scale: float, size: tuple[int, int], titles: str) -> Iterator[Studio]:
    """A studio whose screen holds this many logical pixels."""
    pixels = (round(size[0] * scale), round(size[1] * scale))
    with XServer(folders.mktemp("studio"), size=pixels) as server:
        server.run("xdotool", "mousemove", str(pixels[0] - 1), str(pixels[1] - 1))
        with WindowProcess(server, QT_SCALE_FACTOR=str(scale)) as process:
            yield Studio(process, scale, titles)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
