"""Hotkeys by pynput's listener, for where grabbing is impossible. Only used when the person asks for it.

What it costs: it sees every keystroke, the key also reaches the focused program, a chord that another program holds
goes unnoticed, and extra modifiers do not stop it. Rule: pynput's own thread calls ``on_press`` and nothing else.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from tray_router.desktop.hotkeys.chord import Chord, ChordError, parse_chord
from tray_router.desktop.hotkeys.models import HotkeyReport, OnPress
from tray_router.errors import DesktopError

_log = logging.getLogger(__name__)

_START_LIMIT_S = 5.0


class PynputHotkeys:
    """A ``HotkeyBackend`` over ``pynput.keyboard.GlobalHotKeys``, on the display that ``DISPLAY`` names."""

    def __init__(self, chords: Mapping[str, str], on_press: OnPress) -> None:
        self._chords = dict(chords)
        self._on_press = on_press
        self._listener: Any = None
        self._reports: tuple[HotkeyReport, ...] = ()

    @property
    def reports(self) -> tuple[HotkeyReport, ...]:
        """Chords that cannot be understood; conflicts with other programs cannot be seen this way."""
        return self._reports

    def start(self) -> tuple[HotkeyReport, ...]:
        """Starts pynput's thread.

        Raises:
            DesktopError: pynput finds no keyboard to listen to.
        """
        try:
            from pynput.keyboard import GlobalHotKeys  # raises without a display
        except Exception as problem:
            raise DesktopError("The keyboard cannot be listened to.", "Start from an X11 desktop.") from problem
        wanted, self._reports = self._plan()
        self._listener = GlobalHotKeys(wanted)
        self._listener.name = "hotkeys-pynput"
        self._listener.start()
        self._listener.wait()
        return self._reports

    def replace(self, chords: Mapping[str, str]) -> tuple[HotkeyReport, ...]:
        """Stops the listener and starts another; pynput cannot change a running one."""
        self.close()
        self._chords = dict(chords)
        return self.start()

    def close(self) -> None:
        """Stops the listener."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.stop()
            listener.join(_START_LIMIT_S)

    def _plan(self) -> tuple[dict[str, Callable[[], None]], tuple[HotkeyReport, ...]]:
        wanted: dict[str, Callable[[], None]] = {}
        reports = []
        for action, text in self._chords.items():
            if not text.strip():
                continue
            try:
                wanted[pynput_notation(parse_chord(text))] = self._receiver(action)
            except ChordError as problem:
                reports.append(HotkeyReport(action, text, problem.title, problem.hint))
        return wanted, tuple(reports)

    def _receiver(self, action: str) -> Callable[[], None]:
        def pressed() -> None:
            try:
                self._on_press(action, time.monotonic())
            except Exception:  # an exception here would end pynput's thread
                _log.exception("the receiver of hotkeys failed on %r", action)

        return pressed


def pynput_notation(chord: Chord) -> str:
    """The chord as ``pynput.keyboard.HotKey.parse`` wants it."""
    key = chord.key if len(chord.key) == 1 else f"<{chord.key}>"
    return "+".join([*(f"<{modifier.value}>" for modifier in sorted(chord.modifiers)), key])
