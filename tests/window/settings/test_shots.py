"""Every scene of the settings window and the first run in both looks, at 1x, 1.5x and 2x; the pictures stay.

They lie in ``tests/desktop/shots/settings/`` (not committed). What is checked is what can be wrong in any scene: the
wrong look, something that reaches into the margins, an empty page where there should be something.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.support.processes import wait_for
from tests.support.x11 import XServer
from tests.window.process import WindowProcess
from tests.window.settings.scenes import FIRST_RUN_SCENES, SCENES
from tray_router.window.theme import DARK, LIGHT
from tray_router.wire.settings import SettingsClosed
from tray_router.wire.window import SetAppearance

SHOTS = Path(__file__).parents[2] / "desktop" / "shots" / "settings"
LOOKS = {"light": LIGHT, "dark": DARK}
TITLES = "^(Tray Router settings|Welcome to Tray Router)$"
STEADY_LOOKS = 3
MARGIN = 14  # logical pixels at the left that nothing is drawn in


@pytest.fixture(scope="module", params=["1", "1.5", "2"], ids=["1x", "1.5x", "2x"])
def scale(request: pytest.FixtureRequest) -> float:
    return float(request.param)


@pytest.fixture(scope="module")
def studio(scale: float, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowProcess]:
    size = (round(1040 * scale), round(800 * scale))
    with XServer(tmp_path_factory.mktemp("studio"), size=size) as server:
        server.run("xdotool", "mousemove", str(size[0] - 1), str(size[1] - 1))
        with WindowProcess(server, QT_SCALE_FACTOR=str(scale)) as process:
            yield process


def _window(process: WindowProcess) -> int:
    """The window, 0 while there is none."""
    found = process.server.run("xdotool", "search", "--onlyvisible", "--name", TITLES, check=False).split()
    return int(found[-1]) if found else 0


def _place(process: WindowProcess) -> tuple[int, int, int, int] | None:
    found = _window(process)
    if not found:
        return None
    window = process.server.open.create_resource_object("window", found)
    size = window.get_geometry()
    at = process.server.open.screen().root.translate_coords(window, 0, 0)  # inside the window manager's frame
    return at.x, at.y, at.x + size.width, at.y + size.height


def _shot(process: WindowProcess) -> Image.Image:
    """The window once it rests."""
    seen: list[tuple[object, bytes]] = []

    def is_steady() -> bool:
        place = _place(process)
        if place is not None:
            seen.append((place, process.server.screenshot().crop(place).tobytes()))
        return len(seen) >= STEADY_LOOKS and all(look == seen[-1] for look in seen[-STEADY_LOOKS:])

    wait_for(is_steady, what="the window to come to rest")
    place = _place(process)
    assert place is not None
    return process.server.screenshot().crop(place)


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("scene", [*SCENES, *FIRST_RUN_SCENES])
def test_scene(studio: WindowProcess, scale: float, theme: str, scene: str) -> None:
    make, page = {**SCENES, **FIRST_RUN_SCENES}[scene]
    closed = len([message for message in studio.received if isinstance(message, SettingsClosed)])
    studio.send(SetAppearance(theme=theme), *make())
    window = wait_for(lambda: _window(studio), what="the window")
    wait_for(lambda: studio.server.active_window() == window, what="the window to have the keyboard")
    if scene in SCENES:
        studio.server.press(f"ctrl+{page + 1}")
    for _ in range(page if scene in FIRST_RUN_SCENES else 0):
        studio.server.press("alt+Right")
    picture = _shot(studio).convert("RGB")
    studio.server.press("ctrl+w")
    studio.wait(SettingsClosed, closed + 1)
    wait_for(lambda: not _window(studio), what="the window to close")
    SHOTS.mkdir(parents=True, exist_ok=True)
    picture.save(SHOTS / f"{scene}-{theme}-{scale:g}x.png")
    look = LOOKS[theme]
    left = picture.crop((0, 0, round(MARGIN * scale), picture.height))
    assert left.getcolors() == [(left.width * left.height, _rgb(look.window))], "something reaches into the margin"
    right = picture.crop((picture.width - round(6 * scale), 0, picture.width, picture.height))
    assert right.getcolors() == [(right.width * right.height, _rgb(look.window))], "something is cut off at the right"
    middle = picture.crop((0, picture.height // 6, picture.width, picture.height * 5 // 6))
    assert len(middle.getcolors(1 << 24) or ()) > 20, "the page is empty"


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
