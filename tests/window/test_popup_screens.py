"""The popup on several screens: on the pointer's one, never over an edge; the real process on a split X screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.processes import wait_for
from tests.support.x11 import XServer
from tests.window.process import WindowProcess
from tests.window.scenes import answered, show
from tests.window.screens import split_screen
from tray_router.wire.window import HidePopup, Painted

MONITORS = ((0, 0, 800, 600), (800, 100, 640, 480), (0, 600, 500, 400))
"""Left, top, width and height: one beside the other at another height, and a small one below."""


def _geometry(server: XServer) -> tuple[int, int, int, int]:
    found = server.titled("^Tray Router$")
    place = server.place(found[-1]) if found else None
    if place is None:
        return 0, 0, 0, 0
    left, top, right, bottom = place
    return left, top, right - left, bottom - top


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowProcess]:
    with XServer(tmp_path_factory.mktemp("screens"), size=(1440, 1000)) as made:
        split_screen(made, *MONITORS)
        with WindowProcess(made) as process:
            yield process


@pytest.mark.parametrize("monitor", range(len(MONITORS)))
@pytest.mark.parametrize("corner", [(0.02, 0.02), (0.98, 0.02), (0.5, 0.5), (0.02, 0.98), (0.98, 0.98)])
def test_it_opens_on_the_screen_of_the_pointer_and_stays_inside(
    server: WindowProcess, monitor: int, corner: tuple[float, float]
) -> None:
    left, top, width, height = MONITORS[monitor]
    pointer = left + round(corner[0] * width), top + round(corner[1] * height)
    server.server.run("xdotool", "mousemove", *map(str, pointer))
    before = len([message for message in server.received if isinstance(message, Painted)])
    server.send(show(), *answered())
    server.wait(Painted, before + 1)

    def is_inside() -> bool:
        x, y, w, h = _geometry(server.server)
        return w > 0 and left <= x and top <= y and x + w <= left + width and y + h <= top + height

    try:
        wait_for(is_inside, what=f"the popup on monitor {monitor}")
    except AssertionError as error:
        raise AssertionError(f"{error}; it is at {_geometry(server.server)}") from None
    server.drain(0.3)  # it has grown with its answer
    assert is_inside()
    server.send(HidePopup())
