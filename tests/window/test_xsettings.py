"""The desktop's looks, from an XSETTINGS manager on a real X server."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from Xlib import X

from tests.support.x11 import XServer
from tests.window.process import WindowProcess
from tests.window.scenes import show
from tray_router.window.theme import DARK, LIGHT, Colours
from tray_router.window.xsettings import DesktopLook, desktop_look, parse
from tray_router.wire.window import Painted


def encoded(settings: dict[str, str | int], order: str = "<") -> bytes:
    """Settings as a manager writes them (XSETTINGS protocol 0.5)."""
    data = struct.pack(f"{order}B3xII", 0 if order == "<" else 1, 1, len(settings))
    for name, value in settings.items():
        raw = name.encode()
        kind = 1 if isinstance(value, str) else 0
        data += struct.pack(f"{order}BxH", kind, len(raw)) + raw + b"\0" * (-len(raw) % 4) + struct.pack(f"{order}I", 1)
        if isinstance(value, str):
            text = value.encode()
            data += struct.pack(f"{order}I", len(text)) + text + b"\0" * (-len(text) % 4)
        else:
            data += struct.pack(f"{order}i", value)
    return data


class Manager:
    """Owns the selection and can change what it says."""

    def __init__(self, server: XServer) -> None:
        self._display = server.open
        self._window = server.open.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._window.set_selection_owner(server.open.intern_atom("_XSETTINGS_S0"), X.CurrentTime)

    def say(self, data: bytes) -> None:
        atom = self._display.intern_atom("_XSETTINGS_SETTINGS")
        self._window.change_property(atom, atom, 8, data)
        self._display.sync()

    def close(self) -> None:
        self._window.destroy()
        self._display.sync()


@pytest.fixture
def manager(x_display: XServer) -> Iterator[Manager]:
    manager = Manager(x_display)
    yield manager
    manager.close()


names = st.text(st.characters(codec="ascii", exclude_characters="\0"), min_size=1, max_size=20)


@given(st.dictionaries(names, st.text(max_size=20) | st.integers(-5, 5), max_size=6), st.sampled_from("<>"))
def test_strings_come_back_in_either_byte_order(settings: dict[str, str | int], order: str) -> None:
    assert parse(encoded(settings, order)) == {k: v for k, v in settings.items() if isinstance(v, str)}


@given(st.binary(max_size=80))
def test_foreign_data_raises_only_what_is_documented(data: bytes) -> None:
    with contextlib.suppress(struct.error, IndexError, UnicodeDecodeError):
        parse(data)


def test_without_a_manager_nothing_is_known(x_display: XServer) -> None:
    assert desktop_look() == DesktopLook()


def test_theme_and_font_are_read(manager: Manager) -> None:
    manager.say(encoded({"Net/ThemeName": "Greybird-dark", "Xft/DPI": 98304, "Gtk/FontName": "DejaVu Serif 12"}))
    look = desktop_look()
    assert look == DesktopLook("Greybird-dark", "DejaVu Serif", 12.0)
    assert look.is_dark
    manager.say(encoded({"Net/ThemeName": "Greybird", "Gtk/FontName": "no size"}))
    assert desktop_look() == DesktopLook("Greybird")
    manager.say(b"\0\0\0\0broken")
    assert desktop_look() == DesktopLook()


@pytest.mark.parametrize(("theme", "look"), [("Adwaita-dark", DARK), ("Adwaita", LIGHT)])
def test_the_popup_follows_the_desktop(manager: Manager, x_display: XServer, theme: str, look: Colours) -> None:
    manager.say(encoded({"Net/ThemeName": theme}))
    with WindowProcess(x_display) as process:
        process.send(show())
        process.wait(Painted)
        left, top = _place(x_display)
        shown = x_display.screenshot().getpixel((left + 4, top + 4))
    assert "#{:02x}{:02x}{:02x}".format(*shown) == look.window


def test_no_gtk_is_loaded_whatever_the_desktop(x_display: XServer) -> None:
    with WindowProcess(x_display, XDG_CURRENT_DESKTOP="XFCE") as process:
        assert "libgtk" not in Path(f"/proc/{process.process.pid}/maps").read_text()


def _place(server: XServer) -> tuple[int, int]:
    place = server.place(server.titled("^Tray Router$")[-1])
    assert place is not None
    return place[:2]
