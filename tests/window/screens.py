"""Test screens with a known picture: noise on the root window, and one X screen split into monitors."""

from __future__ import annotations

import random

from PIL import Image
from Xlib import X
from Xlib.protocol import rq

from tests.support.x11 import XServer

RANDR_SET_MONITOR = 43  # RandR 1.5, RRSetMonitor
ROWS_AT_ONCE = 16  # an X request holds 256 kB at most


def paint_noise(server: XServer, seed: int = 7) -> Image.Image:
    """Makes every pixel of the root window another colour; returns what must be seen there."""
    width, height = server.size
    data = random.Random(seed).randbytes(width * height * 4)
    root = server.open.screen().root
    pixmap = root.create_pixmap(width, height, 24)
    gc = pixmap.create_gc()
    row = width * 4
    for top in range(0, height, ROWS_AT_ONCE):
        rows = min(ROWS_AT_ONCE, height - top)
        pixmap.put_image(gc, 0, top, width, rows, X.ZPixmap, 24, 0, data[top * row : (top + rows) * row])
    root.change_attributes(background_pixmap=pixmap)
    root.clear_area()
    server.open.sync()
    return Image.frombytes("RGB", (width, height), data, "raw", "BGRX")


def split_screen(server: XServer, *monitors: tuple[int, int, int, int]) -> None:
    """Makes the one screen of Xvfb look like several monitors, each left, top, width and height in pixels."""
    display = server.open
    root = display.screen().root
    outputs = root.xrandr_get_screen_resources().outputs
    for number, (left, top, width, height) in enumerate(monitors):
        _SetMonitor(
            display=display.display,
            opcode=display.display.get_extension_major("RANDR"),
            window=root,
            name=display.intern_atom(f"TEST-{number}"),
            primary=number == 0,
            automatic=False,
            x=left,
            y=top,
            width=width,
            height=height,
            width_mm=width // 4,
            height_mm=height // 4,
            outputs=outputs[:1] if number == 0 else [],
        )
    display.sync()


class _SetMonitor(rq.Request):  # type: ignore[misc]
    """RRSetMonitor; python-xlib has it too, but cannot encode its structure."""

    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(RANDR_SET_MONITOR),
        rq.RequestLength(),
        rq.Window("window"),
        rq.Card32("name"),
        rq.Bool("primary"),
        rq.Bool("automatic"),
        rq.LengthOf("outputs", 2),
        rq.Int16("x"),
        rq.Int16("y"),
        rq.Card16("width"),
        rq.Card16("height"),
        rq.Card32("width_mm"),
        rq.Card32("height_mm"),
        rq.List("outputs", rq.Card32Obj),
    )
