"""Screen regions with the real process, real drags and a screen whose every pixel is known."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from Xlib import X

from tests.support.processes import Child, wait_for
from tests.support.x11 import XServer
from tests.window.process import WindowProcess
from tests.window.screens import paint_noise, split_screen
from tray_router.model import CaptureOrigin, ScreenPart
from tray_router.window.theme import LIGHT
from tray_router.wire.window import Painted, PopupClosed, RegionCancelled, RegionTaken, ShowPopup, StartRegion

OVERLAY = "^Tray Router region$"
LEFT, RIGHT = (0, 0, 1280, 800), (1280, 100, 1024, 768)


class Desk:
    """A screen full of noise, the window process, and a hand with a mouse."""

    def __init__(self, server: XServer, process: WindowProcess) -> None:
        self.server, self.process = server, process
        self.picture = paint_noise(server)

    def overlays(self) -> list[int]:
        return self.server.titled(OVERLAY)

    def start(self, *, screens: int = 1) -> None:
        self.process.send(StartRegion("s"))
        wait_for(lambda: len(self.overlays()) == screens, what="the overlay")

    def drag(self, start: tuple[int, int], end: tuple[int, int], *, lets_go: bool = True) -> None:
        middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
        moves = [["mousemove", str(x), str(y)] for x, y in (start, middle, end)]
        self.server.run("xdotool", *moves[0], "mousedown", "1", *moves[1], *moves[2])
        if lets_go:
            self.server.run("xdotool", "mouseup", "1")

    def crop(self, left: int, top: int, width: int, height: int) -> bytes:
        return self.picture.crop((left, top, left + width, top + height)).tobytes()


@pytest.fixture(scope="module")
def one_screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    with XServer(tmp_path_factory.mktemp("one"), size=(1280, 800)) as server:
        yield server


@pytest.fixture(scope="module")
def two_screens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    with XServer(tmp_path_factory.mktemp("two"), size=(2304, 900)) as server:
        split_screen(server, LEFT, RIGHT)
        yield server


@pytest.fixture
def desk(one_screen: XServer) -> Iterator[Desk]:
    with WindowProcess(one_screen) as process:
        yield Desk(one_screen, process)


class Shot(NamedTuple):
    """One picture as it was sent."""

    session: str
    width: int
    height: int
    pixels: bytes


def shots(process: WindowProcess, count: int = 1) -> list[Shot]:
    """The pictures of the message."""
    message = process.wait(RegionTaken, count)
    pictures = [Image.open(io.BytesIO(image)) for image in message.images]
    assert all(picture.format == "PNG" for picture in pictures)
    return [Shot(message.session, *picture.size, picture.convert("RGB").tobytes()) for picture in pictures]


def taken(process: WindowProcess, count: int = 1) -> tuple[Shot, bytes]:
    """The one picture, and its RGB bytes."""
    (shot,) = shots(process, count)
    return shot, shot.pixels


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((100, 120), (433, 389), (100, 120, 333, 269)),
        ((700, 600), (301, 250), (301, 250, 399, 350)),
        ((1000, 500), (1279, 799), (1000, 500, 280, 300)),  # into the corner: the last pixel is reached
        ((0, 0), (4, 4), (0, 0, 4, 4)),
    ],
)
def test_the_dragged_pixels_are_the_screens_pixels(
    desk: Desk, start: tuple[int, int], end: tuple[int, int], expected: tuple[int, int, int, int]
) -> None:
    desk.start()
    desk.drag(start, end)
    message, pixels = taken(desk.process)
    assert (message.session, message.width, message.height) == ("s", expected[2], expected[3])
    assert pixels == desk.crop(*expected)
    wait_for(lambda: not desk.overlays(), what="the overlay to go")


@pytest.mark.parametrize("scale", ["1.25", "1.5", "2"])
def test_pixels_are_exact_on_scaled_screens(one_screen: XServer, scale: str) -> None:
    with WindowProcess(one_screen, QT_SCALE_FACTOR=scale) as process:
        desk = Desk(one_screen, process)
        for count, (start, end) in enumerate((((101, 57), (640, 611)), ((903, 401), (1270, 780))), 1):
            desk.start()
            desk.drag(start, end)
            message, pixels = taken(process, count)
            assert (message.width, message.height) == (end[0] - start[0], end[1] - start[1])
            assert pixels == desk.crop(*start, message.width, message.height)
            wait_for(lambda d=desk: not d.overlays(), what="the overlay to go")


@pytest.mark.parametrize("factors", ["1;1", "1;1.5", "1.25;2"])
@pytest.mark.parametrize(
    ("start", "end"), [((200, 150), (777, 700)), ((1400, 203), (2101, 866)), ((2300, 860), (1281, 101))]
)
def test_pixels_are_exact_on_each_of_two_screens(
    two_screens: XServer, factors: str, start: tuple[int, int], end: tuple[int, int]
) -> None:
    with WindowProcess(two_screens, QT_SCREEN_SCALE_FACTORS=factors) as process:
        desk = Desk(two_screens, process)
        desk.start(screens=2)
        desk.drag(start, end)
        message, pixels = taken(process)
        left, top = min(start[0], end[0]), min(start[1], end[1])
        assert (message.width, message.height) == (abs(end[0] - start[0]), abs(end[1] - start[1]))
        assert pixels == desk.crop(left, top, message.width, message.height)
        wait_for(lambda: not desk.overlays(), what="both overlays to go")


def test_a_drag_ends_at_the_edge_of_its_screen(two_screens: XServer) -> None:
    with WindowProcess(two_screens) as process:
        desk = Desk(two_screens, process)
        desk.start(screens=2)
        desk.drag((1200, 300), (1500, 400))
        message, pixels = taken(process)
        assert (message.width, message.height) == (80, 100)
        assert pixels == desk.crop(1200, 300, 80, 100)


def test_escape_cancels_at_once_without_any_click(desk: Desk) -> None:
    desk.start()
    desk.server.press("Escape")
    assert desk.process.wait(RegionCancelled) == RegionCancelled("s")
    wait_for(lambda: not desk.overlays(), what="the overlay to go")


def test_escape_works_although_the_hotkey_is_still_held(desk: Desk) -> None:
    """While a grabbed chord is held its owner has the keyboard; the overlay must get it afterwards."""
    keyboard = desk.server.open
    root = keyboard.screen().root
    assert root.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime) == X.GrabSuccess
    try:
        desk.start()
    finally:
        keyboard.ungrab_keyboard(X.CurrentTime)
        keyboard.sync()
    wait_for(lambda: desk.server.press("Escape") or not desk.overlays(), what="Esc to be heard")
    assert desk.process.wait(RegionCancelled) == RegionCancelled("s")


def test_a_right_click_cancels(desk: Desk) -> None:
    desk.start()
    desk.server.click(300, 300, 3)
    assert desk.process.wait(RegionCancelled) == RegionCancelled("s")


def test_a_right_click_in_a_drag_cancels_too(desk: Desk) -> None:
    desk.start()
    desk.drag((100, 100), (400, 400), lets_go=False)
    desk.server.run("xdotool", "click", "3", "mouseup", "1")
    assert desk.process.wait(RegionCancelled) == RegionCancelled("s")


@pytest.mark.parametrize("end", [(103, 103), (300, 102)], ids=["slip", "line"])
def test_too_small_a_drag_cancels(desk: Desk, end: tuple[int, int]) -> None:
    desk.start()
    desk.drag((100, 100), end)
    assert desk.process.wait(RegionCancelled) == RegionCancelled("s")
    desk.process.drain()
    assert not [m for m in desk.process.received if isinstance(m, RegionTaken)]


@pytest.mark.parametrize("hand", [("key", "Return"), ("click", "1")], ids=["enter", "click on the bare desktop"])
def test_the_whole_screen(desk: Desk, hand: tuple[str, str]) -> None:
    desk.start()
    desk.server.run("xdotool", "mousemove", "300", "300", *hand)
    message, pixels = taken(desk.process)
    assert (message.width, message.height) == desk.server.size
    assert pixels == desk.picture.tobytes()


@pytest.fixture
def windows(one_screen: XServer) -> Iterator[tuple[Child, Child]]:
    """Two windows, the second in front of the first and partly over it."""
    pair = []
    for title, place in (("behind", "40x12+100+100"), ("front", "30x8+260+160")):
        pair.append(one_screen.spawn(["xterm", "-T", title, "-fn", "fixed", "-geometry", place, "-e", "sleep 99"]))
        wait_for(lambda t=title: named(one_screen, t), what=f"the window {title}")
    one_screen.wait_rest()  # the terminals are drawn after they are named
    yield pair[0], pair[1]
    for child in pair:
        child.stop()


def named(server: XServer, title: str) -> list[int]:
    return server.titled(f"^{title}$")


def frame_of(server: XServer, title: str) -> tuple[int, int, int, int]:
    """Left, top, width and height of a window with its frame, as the X server says."""
    (number,) = named(server, title)
    window = server.open.create_resource_object("window", number)
    frame = window
    while (parent := frame.query_tree().parent) != server.open.screen().root:
        frame = parent
    shape = frame.get_geometry()
    return shape.x, shape.y, shape.width, shape.height


def test_a_click_takes_the_window_under_it_with_its_frame(desk: Desk, windows: tuple[Child, Child]) -> None:
    left, top, width, height = frame_of(desk.server, "front")
    before = desk.server.screenshot()
    desk.start()
    desk.server.click(left + width // 2, top + height // 2)
    message, pixels = taken(desk.process)
    assert (message.width, message.height) == (width, height)
    assert pixels == before.crop((left, top, left + width, top + height)).tobytes()


def test_the_window_is_shown_before_it_is_clicked(desk: Desk, windows: tuple[Child, Child]) -> None:
    left, top, _, height = frame_of(desk.server, "behind")
    before = desk.server.screenshot()
    desk.start()
    desk.server.run("xdotool", "mousemove", str(left + 20), str(top + height - 20))
    corner = (left + 30, top + height - 15, left + 80, top + height - 5)
    wait_for(
        lambda: desk.server.screenshot().crop(corner).tobytes() == before.crop(corner).tobytes(),
        what="the bright window",
    )
    desk.server.press("Escape")
    assert desk.process.wait(RegionCancelled) == RegionCancelled("s")


@pytest.mark.parametrize(("part", "title"), [(ScreenPart.WINDOW, "front"), (ScreenPart.SCREEN, "")])
def test_a_key_of_its_own_takes_it_without_the_overlay(
    desk: Desk, windows: tuple[Child, Child], part: ScreenPart, title: str
) -> None:
    area = frame_of(desk.server, title) if title else (0, 0, *desk.server.size)
    inside = frame_of(desk.server, "front")
    desk.server.run("xdotool", "mousemove", str(inside[0] + 40), str(inside[1] + 40))
    before = desk.server.screenshot()
    desk.process.send(StartRegion("s", part=part))
    message, pixels = taken(desk.process)
    assert (message.width, message.height) == area[2:]
    assert pixels == before.crop((area[0], area[1], area[0] + area[2], area[1] + area[3])).tobytes()
    assert not desk.overlays()


def test_shift_takes_several_regions_in_one_go(desk: Desk) -> None:
    desk.start()
    desk.server.run("xdotool", "keydown", "shift")
    try:
        desk.drag((100, 100), (200, 150))
        desk.drag((300, 300), (340, 420))
    finally:
        desk.server.run("xdotool", "keyup", "shift")
    desk.drag((500, 200), (560, 260))
    first, second, third = shots(desk.process)
    assert first.pixels == desk.crop(100, 100, 100, 50)
    assert second.pixels == desk.crop(300, 300, 40, 120)
    assert third.pixels == desk.crop(500, 200, 60, 60)


def test_enter_ends_a_collection(desk: Desk) -> None:
    desk.start()
    desk.server.run("xdotool", "keydown", "shift")
    try:
        desk.drag((100, 100), (200, 150))
    finally:
        desk.server.run("xdotool", "keyup", "shift")
    desk.server.press("Return")
    (only,) = shots(desk.process)
    assert only.pixels == desk.crop(100, 100, 100, 50)


def test_a_marked_region_is_seen_in_front_of_the_window_that_it_lies_in(
    desk: Desk, windows: tuple[Child, Child]
) -> None:
    left, top, width, height = frame_of(desk.server, "front")
    desk.start()
    desk.server.run("xdotool", "keydown", "shift")
    try:
        desk.drag((left + 20, top + 40), (left + width - 20, top + height - 20))
    finally:
        desk.server.run("xdotool", "keyup", "shift")
    edge = (left + 40, top + 38, left + width - 40, top + 40)  # above the region, inside the window
    blue = tuple(int(LIGHT.accent[place : place + 2], 16) for place in (1, 3, 5))
    wait_for(lambda: blue in [colour for _, colour in desk.server.screenshot().crop(edge).getcolors()], what="the edge")
    desk.server.press("Escape")
    assert desk.process.wait(RegionCancelled) == RegionCancelled("s")


@pytest.mark.parametrize("way", ["key", "chord"])
def test_the_last_region_again(desk: Desk, way: str) -> None:
    desk.start()
    desk.drag((120, 130), (420, 330))
    taken(desk.process)
    wait_for(lambda: not desk.overlays(), what="the overlay to go")
    desk.picture = paint_noise(desk.server, seed=11)
    if way == "key":
        desk.start()
        desk.server.press("r")
    else:
        desk.process.send(StartRegion("s", part=ScreenPart.LAST))
    message, pixels = taken(desk.process, 2)
    assert (message.width, message.height) == (300, 200)
    assert pixels == desk.crop(120, 130, 300, 200)


def test_without_a_last_region_one_is_dragged(desk: Desk) -> None:
    desk.process.send(StartRegion("s", part=ScreenPart.LAST))
    wait_for(desk.overlays, what="the overlay")
    desk.server.press("r")  # there is none: nothing happens
    desk.drag((10, 10), (60, 40))
    message, _ = taken(desk.process)
    assert (message.width, message.height) == (50, 30)


def test_our_own_popup_is_never_in_the_picture(desk: Desk) -> None:
    desk.server.run("xdotool", "mousemove", "500", "200")
    desk.process.send(ShowPopup("old", "text " * 100, (), CaptureOrigin.SELECTION))
    desk.process.wait(Painted)
    assert desk.server.screenshot().tobytes() != desk.picture.tobytes()
    desk.start()
    desk.drag((0, 0), (1279, 799))
    _, pixels = taken(desk.process)
    assert pixels == desk.picture.tobytes()


def test_after_cancelling_the_popup_is_back_with_its_session(desk: Desk) -> None:
    desk.process.send(ShowPopup("old", "text"))
    desk.process.wait(Painted)
    desk.start()
    desk.server.press("Escape")
    desk.process.wait(RegionCancelled)
    wait_for(lambda: desk.server.titled("^Tray Router$"), what="the popup to come back")
    desk.process.drain()
    assert not [m for m in desk.process.received if isinstance(m, PopupClosed)]


def test_the_region_can_be_asked_about_in_a_new_session(desk: Desk) -> None:
    desk.start()
    desk.drag((100, 100), (400, 300))
    message_images = desk.process.wait(RegionTaken).images
    desk.process.send(ShowPopup("s", "", message_images, CaptureOrigin.REGION))
    assert desk.process.wait(Painted).session == "s"


def test_a_second_start_ends_the_first(desk: Desk) -> None:
    desk.start()
    desk.process.send(StartRegion("t"))
    assert desk.process.wait(RegionCancelled) == RegionCancelled("s")
    wait_for(lambda: len(desk.overlays()) == 1, what="the new overlay")
    desk.server.press("Escape")
    assert desk.process.wait(RegionCancelled, 2) == RegionCancelled("t")


def test_the_overlay_dies_with_the_daemon(desk: Desk) -> None:
    desk.start()
    assert desk.process.end_input() == 0
    assert not desk.overlays()


def test_what_is_seen_while_dragging(desk: Desk, tmp_path: Path) -> None:
    """Inside the frame the screen is as bright as it was, outside it is dimmed."""
    desk.start()
    desk.drag((200, 200), (600, 500), lets_go=False)

    def inside_is_bright() -> bool:
        shot = desk.server.screenshot(tmp_path / "overlay.png")
        same = (210, 210, 590, 490)
        return shot.crop(same).tobytes() == desk.picture.crop(same).tobytes()

    wait_for(inside_is_bright, what="the bright region")
    outside = desk.server.screenshot().getpixel((900, 100))
    before = desk.picture.getpixel((900, 100))
    assert sum(outside) < 0.8 * sum(before)
    desk.server.run("xdotool", "mouseup", "1")
    taken(desk.process)
