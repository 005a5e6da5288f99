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
from tests.support.x11 import REST_S, XServer
from tests.window.process import WindowProcess
from tests.window.scenes import KEYS, MENU_SCENES, SCENES, SESSION, TYPED, appearance
from tray_router.window.theme import DARK, LIGHT
from tray_router.wire.popup import FocusPopup
from tray_router.wire.window import HidePopup

SHOTS = Path(__file__).parents[1] / "desktop" / "shots" / "window"
LOOKS = {"light": LIGHT, "dark": DARK}
LATE_SCENES = ("formulas",)  # formulas come when the rest stands, and move it
LATE_S = 1.0
MOVES_S = 0.6  # some scenes never rest: what is waited for moves


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


def _popup(server: XServer) -> tuple[int, int, int, int] | None:
    found = server.titled("^Tray Router$")
    return server.place(found[-1]) if found else None


def shot(process: WindowProcess, rest_s: float = REST_S) -> Image.Image:
    """The popup once nothing moves any more; a blinking cursor may move."""
    server = process.server
    wait_for(lambda: _popup(server), what="the popup")
    server.wait_rest(rest_s, within_s=MOVES_S + rest_s)
    place = _popup(server)
    assert place is not None, "the popup has gone"
    return server.screenshot(area=place)


def hide(process: WindowProcess) -> None:
    """Until it has gone: what is shown next is not taken for it."""
    process.send(HidePopup())
    wait_for(lambda: _popup(process.server) is None, what="the popup to go")


def press_in_popup(process: WindowProcess, chord: str, typed: str = "") -> None:
    """Types and presses a key once the popup has the keyboard; what moves has come to rest in the next ``shot``."""
    server = process.server
    popup = server.titled("^Tray Router$")[-1]
    process.send(FocusPopup(SESSION))
    wait_for(lambda: server.active_window() == popup, what="the popup to have the keyboard")
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
    studio.server.wait_rest()
    picture = studio.server.screenshot()
    studio.server.press("Escape")
    wait_for(lambda: shot(studio).size == closed.size, what="the menu to close and the popup to stay")
    hide(studio)
    SHOTS.mkdir(parents=True, exist_ok=True)
    picture.save(SHOTS / f"{scene}-{theme}-{scale}x.png", compress_level=1)
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
    picture = shot(studio, LATE_S if scene in LATE_SCENES else REST_S)
    if scene in KEYS:
        press_in_popup(studio, KEYS[scene], TYPED.get(scene, ""))
        picture = shot(studio)
    hide(studio)
    SHOTS.mkdir(parents=True, exist_ok=True)
    picture.save(SHOTS / f"{scene}-{theme}-{scale}x.png", compress_level=1)
    factor, look = float(scale), LOOKS[theme]
    assert picture.width == 560 * factor
    assert picture.height <= 640 * factor
    corners = [(0, 0), (picture.width - 1, 0), (0, picture.height - 1), (picture.width - 1, picture.height - 1)]
    assert {_hex(picture, *corner) for corner in corners} == {look.edge}
    inside = round(2 * factor)
    margin = picture.crop((inside, inside, round(12 * factor), picture.height - inside))
    assert _only_colour(margin) == look.window, "something reaches into the left margin"
    last = picture.height - round(3 * factor)
    last_row = picture.crop((inside, last, picture.width - inside, last + 1))
    assert _only_colour(last_row) == look.window, "something is cut off at the bottom"


def _only_colour(picture: Image.Image) -> str:
    """The colour that all pixels have; empty when they differ."""
    found = picture.convert("RGB").getcolors(1)
    return _hex(picture, 0, 0) if found else ""


def _hex(picture: Image.Image, x: int, y: int) -> str:
    red, green, blue = picture.getpixel((x, y))[:3]
    return f"#{red:02x}{green:02x}{blue:02x}"
