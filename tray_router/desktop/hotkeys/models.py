"""What all hotkey backends share: their interface and what they report. Frozen data and a Protocol, any thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

OnPress = Callable[[str, float], None]
"""Called with the action's name and the monotonic time in seconds of the press, in the backend's own thread.

It must only hand the press on (post it) and return: the next key waits for it.
"""


@dataclass(frozen=True, slots=True)
class HotkeyReport:
    """A chord that does not work.

    Attributes:
        action: the action's name in the settings.
        chord: the chord as people read it, e.g. ``Ctrl+Alt+Space``, or as written when it cannot be understood.
        problem, hint: what is wrong and what to do, a sentence each.
    """

    action: str
    chord: str
    problem: str
    hint: str


class HotkeyBackend(Protocol):
    """Listens for chords. Built with ``(chords, on_press)``; an empty chord switches its action's hotkey off."""

    def start(self) -> tuple[HotkeyReport, ...]:
        """Registers the chords; returns one report for each that does not work. Blocks a few milliseconds.

        Raises:
            DesktopError: no chord can work at all.
        """

    def replace(self, chords: Mapping[str, str]) -> tuple[HotkeyReport, ...]:
        """Replaces all chords while running; returns as ``start`` does."""

    @property
    def reports(self) -> tuple[HotkeyReport, ...]:
        """The chords that do not work now; changes when the keyboard layout does."""

    def close(self) -> None:
        """Gives all chords back and ends the thread. May be called twice."""
