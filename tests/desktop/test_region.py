"""Drag a region, ask about it: the pixels that reach the vision model are those on the screen."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.desktop.program import OVERLAY_TITLE, Program
from tests.support.processes import wait_for

pytestmark = pytest.mark.desktop


def paint_pattern(program: Program) -> None:
    """A root window in which no two neighbouring pixels are alike."""
    x = program.x.open
    root = x.screen().root
    size = 64
    tile = Image.new("RGB", (size, size))
    tile.putdata([((i * 7) % 256, (i * 13) % 256, (i * 29) % 256) for i in range(size * size)])
    pixmap = root.create_pixmap(size, size, x.screen().root_depth)
    graphics = pixmap.create_gc()
    pixmap.put_pil_image(graphics, 0, 0, tile)
    root.change_attributes(background_pixmap=pixmap)
    root.clear_area()
    x.sync()


def test_the_dragged_pixels_reach_the_vision_model_exactly(program: Program) -> None:
    paint_pattern(program)
    before = program.x.screenshot()
    program.x.press("ctrl+alt+r")
    wait_for(lambda: program.popup_ids(OVERLAY_TITLE), what="the overlay")
    program.shot("overlay")
    program.drag((300, 220), (620, 460))
    program.wait_words("granite3.2-vision:2b", "Simulated answer")
    program.shot("region-answer")
    (sent,) = program.fleet["mac"].requests.questions[-1].images
    with Image.open(io.BytesIO(sent)) as opened:
        picture = opened.convert("RGB")
    assert picture.size in {(320, 240), (321, 241)}
    width, height = picture.size
    assert picture.tobytes() == before.crop((300, 220, 300 + width, 220 + height)).tobytes()


def test_escape_cancels_the_region_and_asks_nobody(program: Program) -> None:
    program.x.press("ctrl+alt+r")
    wait_for(lambda: program.popup_ids(OVERLAY_TITLE), what="the overlay")
    program.x.press("Escape")
    wait_for(lambda: not program.popup_ids(OVERLAY_TITLE), what="the overlay to go")
    assert not program.popup_ids()
    assert not any(program.questions(host) for host in program.fleet.hosts)
