"""Sends key presses to whatever has the focus, with XTEST, from a connection of our own.

Rules: keys are places on the keyboard, so that they work in layouts without Latin letters; modifiers that the user
still holds are waited for and then let go, lest Ctrl+V become something else. Belongs to the display's one thread.
"""

from __future__ import annotations

import time
from typing import Any

from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

from tray_router.desktop.hotkeys.chord import Chord
from tray_router.desktop.hotkeys.keymap import KeyMap
from tray_router.desktop.x_display import LOST, close_display, open_display
from tray_router.errors import DesktopError

RELEASE_LIMIT_S = 0.4  # a key that is held longer than this is let go by us
LOOK_EVERY_S = 0.01
_BITS_PER_BYTE = 8
_MODIFIERS = 8


class Keyboard:
    """The keyboard of one display.

    Raises:
        DesktopError: the server has no XTEST.
    """

    def __init__(self, display: Display) -> None:
        self._display = display
        extension = display.query_extension(xtest.extname)
        if extension is None or not extension.present:
            raise DesktopError("The X server has no XTEST, so keys cannot be sent.", "Copy the answer and paste it.")
        self._opcode = extension.major_opcode
        info = display.display.info
        self._modifiers = [tuple(filter(None, codes)) for codes in display.get_modifier_mapping()]
        count = info.max_keycode - info.min_keycode + 1
        keysyms = display.get_keyboard_mapping(info.min_keycode, count)
        self._map = KeyMap(info.min_keycode, keysyms, self._modifiers)

    def let_go(self) -> None:
        """Waits until the user holds no key, and lets go of modifiers that are still held then."""
        deadline = time.monotonic() + RELEASE_LIMIT_S
        while (held := self._held()) and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY_S)
        codes = {code for bit in self._modifiers for code in bit}
        for keycode in held:
            if keycode in codes:
                self._send(X.KeyRelease, keycode)
        self._display.sync()

    def press(self, chord: Chord) -> None:
        """Presses and releases a chord.

        Raises:
            DesktopError: the keyboard has no such key.
        """
        grabs = self._map.grabs(chord)
        if not grabs:
            raise DesktopError(f"The keyboard has no key for {chord}.", "Copy the answer and paste it.")
        held = [self._modifiers[bit][0] for bit in range(_MODIFIERS) if grabs[0].modifiers >> bit & 1]
        for keycode in (*held, grabs[0].keycode):
            self._send(X.KeyPress, keycode)
        for keycode in (grabs[0].keycode, *reversed(held)):
            self._send(X.KeyRelease, keycode)
        self._display.flush()

    def _held(self) -> list[int]:
        """Key codes of all keys that are down."""
        bits: Any = self._display.query_keymap()
        return [
            _BITS_PER_BYTE * place + bit
            for place, byte in enumerate(bits)
            for bit in range(_BITS_PER_BYTE)
            if byte >> bit & 1
        ]

    def _send(self, kind: int, keycode: int) -> None:
        xtest.FakeInput(
            display=self._display.display,
            opcode=self._opcode,
            event_type=kind,
            detail=keycode,
            time=X.CurrentTime,
            root=X.NONE,
            x=0,
            y=0,
        )


def check_keys(display_name: str | None) -> None:
    """Whether keys could be sent; sends none.

    Raises:
        DesktopError: they could not, or the server cannot be reached.
    """
    display = open_display(display_name)
    try:
        Keyboard(display)
    except LOST as problem:
        raise DesktopError("The X server closed the connection.", "Try again.") from problem
    finally:
        close_display(display)
