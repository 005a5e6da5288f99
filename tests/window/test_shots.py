"""Every scene in both looks, at 1x and 2x, as a person would see it; the pictures stay for looking at.

They lie in ``tests/desktop/shots/window/`` (not committed). What is checked is what can be wrong in any scene: text cut
off at the right, a popup taller than its content allows, a black corner, something drawn in the wrong look.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageColor

from tests.support.processes import wait_for
from tests.support.x11 import XServer
from tests.window.process import WindowProcess
from tests.window.scenes import KEYS, MENU_SCENES, SCENES, SESSION, TYPED, appearance
from tray_router.window.theme import DARK, LIGHT
from tray_router.wire.popup import FocusPopup
from tray_router.wire.window import HidePopup

SHOTS = Path(__file__).parents[1] / "desktop" / "shots" / "window"
LOOKS = {"light": LIGHT, "dark": DARK}
LATE_SCENES = ("formulas",)  # formulas come when the rest stands, and move it
LATE_S = 3.0
STEADY_LOOKS = 4  # this many equal pictures in a row, and the popup has come to rest


@pytest.fixture(scope="module", params=["1", "1.5", "2"], ids=["1x", "1.5x", "2x"])
def scale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def studio(scale: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowProcess]:
    factor = float(scale)
    size = (round(700 * factor), round(720 * factor))
    with XServer(tmp_path_factory.mktemp("studio"), size=size) as server:
        server.run("xdotool", "mousemove", str(round(200 * factor)), "0")
        with WindowProcess(server, QT_SCALE_FACTOR=scale) as process:
            yield process


def _popup(process: WindowProcess) -> tuple[int, int, int, int] | None:
    server = process.server
    found = server.run("xdotool", "search", "--onlyvisible", "--name", "^Tray Router$", check=False).split()
    if not found:
        return None
    text = server.run("xdotool", "getwindowgeometry", "--shell", found[-1])
    at = {key: int(value) for key, value in (line.split("=") for line in text.split())}
    return at["X"], at["Y"], at["X"] + at["WIDTH"], at["Y"] + at["HEIGHT"]


def shot(process: WindowProcess) -> Image.Image:
    """The popup once nothing moves any more; a blinking cursor may move."""
    seen: list[tuple[int, int, int, int]] = []

    def is_steady() -> bool:
        place = _popup(process)
        if place is not None:
            seen.append(place)
        return len(seen) >= STEADY_LOOKS and len(set(seen[-STEADY_LOOKS:])) == 1

    wait_for(is_steady, what="the popup to come to rest")
    process.drain(0.15)
    return process.server.screenshot().crop(_popup(process))


def press_in_popup(process: WindowProcess, chord: str, typed: str = "") -> None:
    """Types and presses a key once the popup has the keyboard; what moves has come to rest in the next ``shot``."""
    server = process.server
    popup = server.run("xdotool", "search", "--onlyvisible", "--name", "^Tray Router$").split()[-1]
    process.send(FocusPopup(SESSION))
    wait_for(lambda: server.active_window() == int(popup), what="the popup to have the keyboard")
    if typed:
        server.run("xdotool", "type", "--delay", "1", typed)
    server.press(chord)


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("scene", MENU_SCENES)
def test_menu_scene(studio: WindowProcess, scale: str, theme: str, scene: str) -> None:
    studio.send(appearance(theme), *SCENES[scene]())
    closed = shot(studio)
    before = studio.server.screenshot()
    press_in_popup(studio, KEYS[scene])
    wait_for(lambda: ImageChops.difference(before, studio.server.screenshot()).getbbox(), what="the menu")
    studio.drain(0.15)
    picture = studio.server.screenshot()
    studio.server.press("Escape")
    wait_for(lambda: shot(studio).size == closed.size, what="the menu to close and the popup to stay")
    studio.send(HidePopup())
    SHOTS.mkdir(parents=True, exist_ok=True)
    picture.save(SHOTS / f"{scene}-{theme}-{scale}x.png")
    unchanged = ImageChops.difference(before, picture).convert("L").point(lambda value: 255 * (value == 0))
    picture.paste("black", mask=unchanged)
    selected = _box_of(picture, LOOKS[theme].hover)
    assert selected is not None, "no entry is selected"
    assert 200 * float(scale) < selected[2] - selected[0] < 560 * float(scale)


def _box_of(picture: Image.Image, colour: str) -> tuple[int, int, int, int] | None:
    """What surrounds all pixels of exactly this colour."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    bands = zip(picture.convert("RGB").split(), (red, green, blue), strict=True)
    masks = [band.point(lambda value, wanted=wanted: 255 * (value == wanted)) for band, wanted in bands]
    return ImageChops.darker(ImageChops.darker(masks[0], masks[1]), masks[2]).getbbox()


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("scene", [scene for scene in SCENES if scene not in MENU_SCENES])
def test_scene(studio: WindowProcess, scale: str, theme: str, scene: str) -> None:
    studio.send(appearance(theme), *SCENES[scene]())
    if scene in LATE_SCENES:
        studio.drain(LATE_S)
    picture = shot(studio)
    if scene in KEYS:
        press_in_popup(studio, KEYS[scene], TYPED.get(scene, ""))
        picture = shot(studio)
    studio.send(HidePopup())
    SHOTS.mkdir(parents=True, exist_ok=True)
    picture.save(SHOTS / f"{scene}-{theme}-{scale}x.png")
    factor, look = float(scale), LOOKS[theme]
    assert picture.width == 560 * factor
    assert picture.height <= 640 * factor
    corners = [(0, 0), (picture.width - 1, 0), (0, picture.height - 1), (picture.width - 1, picture.height - 1)]
    assert {_hex(picture, *corner) for corner in corners} == {look.edge}
    inside = round(2 * factor)
    rows, columns = range(inside, picture.height - inside), range(inside, round(12 * factor))
    margin = {_hex(picture, x, y) for x in columns for y in rows}
    assert margin == {look.window}, "something reaches into the left margin"
    last_rows = {_hex(picture, x, picture.height - round(3 * factor)) for x in range(inside, picture.width - inside)}
    assert last_rows == {look.window}, "something is cut off at the bottom"


def _hex(picture: Image.Image, x: int, y: int) -> str:
    red, green, blue = picture.getpixel((x, y))[:3]
    return f"#{red:02x}{green:02x}{blue:02x}"
