"""Parses chords in pynput's notation, e.g. ``<ctrl>+<alt>+<space>``, ``<cmd>+j``, ``<f9>``.

Rule: pure; a chord has exactly one key that is not a modifier, and must not take plain typing away. Names are those
of pynput 1.8 (``pynput.keyboard.Key``); its left and right variants of a modifier count as the modifier.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tray_router.errors import DesktopError


class Modifier(StrEnum):
    """A modifier by pynput's name; declared in the order in which people write them."""

    CMD = "cmd"
    CTRL = "ctrl"
    ALT = "alt"
    ALT_GR = "alt_gr"
    SHIFT = "shift"


_MODIFIERS = {
    **{modifier.value: modifier for modifier in Modifier},
    **{f"{name}_{side}": Modifier(name) for name in ("cmd", "ctrl", "alt", "shift") for side in ("l", "r")},
}
_READABLE = {
    Modifier.CMD: "Super",
    Modifier.CTRL: "Ctrl",
    Modifier.ALT: "Alt",
    Modifier.ALT_GR: "AltGr",
    Modifier.SHIFT: "Shift",
}
FUNCTION_KEYS = tuple(f"f{number}" for number in range(1, 25))
MEDIA_KEYS = tuple(
    f"media_{what}" for what in ("play_pause", "stop", "next", "previous", "volume_mute", "volume_down", "volume_up")
)
_LONE_KEYS = frozenset((*FUNCTION_KEYS, *MEDIA_KEYS, "pause", "print_screen", "scroll_lock", "menu", "insert"))
_EDITING_KEYS = ("backspace", "caps_lock", "delete", "down", "end", "enter", "esc", "home", "left", "num_lock")
_NAMED_KEYS = _LONE_KEYS | {*_EDITING_KEYS, "page_down", "page_up", "right", "space", "tab", "up"}
# What people write from other notations, and what pynput calls it.
_ALIASES = {"super": "cmd", "win": "cmd", "meta": "cmd", "option": "alt", "control": "ctrl", "altgr": "alt_gr"}
_ALIASES |= {"return": "enter", "escape": "esc", "del": "delete", "pgup": "page_up", "pgdn": "page_down"}


class ChordError(DesktopError):
    """A chord that cannot be understood, or that would get in the way of typing."""


@dataclass(frozen=True, slots=True)
class Chord:
    """Modifiers and one key.

    Attributes:
        key: one lower-case character, or pynput's name of a key, e.g. ``space``.
    """

    modifiers: frozenset[Modifier]
    key: str

    def __str__(self) -> str:
        """Readable form, e.g. ``Ctrl+Alt+Space``."""
        words = [_READABLE[modifier] for modifier in Modifier if modifier in self.modifiers]
        if len(self.key) == 1:
            upper = self.key.upper()
            return "+".join([*words, upper if len(upper) == 1 else self.key])
        return "+".join([*words, " ".join(part.capitalize() for part in self.key.split("_"))])


def parse_chord(text: str) -> Chord:
    """Parses pynput's notation; upper and lower case are the same.

    Raises:
        ChordError: with a hint that names the nearest key where there is one.
    """
    modifiers: set[Modifier] = set()
    keys: list[str] = []
    for part in _parts(text.strip()):
        name = _key_name(part, text)
        if name in _MODIFIERS and len(part) > 1:
            modifiers.add(_MODIFIERS[name])
        else:
            keys.append(name)
    if len(keys) != 1:
        found = "no key" if not keys else f"{len(keys)} keys"
        raise ChordError(
            f"The hotkey {text!r} has {found} besides its modifiers.", "Write one, e.g. <ctrl>+<alt>+<space>."
        )
    chord = Chord(frozenset(modifiers), keys[0])
    if not chord.modifiers - {Modifier.SHIFT, Modifier.ALT_GR} and chord.key not in _LONE_KEYS:
        raise ChordError(
            f"The hotkey {chord} would take this key away from all programs.",
            "Add <ctrl>, <alt> or <cmd>, or choose a function key such as <f9>.",
        )
    return chord


def _parts(text: str) -> Iterator[str]:
    """Splits at plus signs; one at the start of a part is the plus key itself."""
    start = 0
    for index, character in enumerate(text):
        if character == "+" and index != start:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def _key_name(part: str, text: str) -> str:
    if len(part) == 1 and part.isprintable() and part != " ":
        return part.lower()
    if part.startswith("<") and part.endswith(">"):
        name = part[1:-1].lower()
        if name in _MODIFIERS or name in _NAMED_KEYS:
            return name
        raise ChordError(f"The hotkey {text!r} names an unknown key {part!r}.", _suggestion(name))
    if not part:
        raise ChordError(f"The hotkey {text!r} is not complete.", "Write e.g. <ctrl>+<alt>+<space>.")
    raise ChordError(f"The hotkey {text!r} cannot be understood at {part!r}.", _suggestion(part.lower()))


def _suggestion(name: str) -> str:
    bare = name.strip("<> ")
    if bare in _MODIFIERS or bare in _NAMED_KEYS:
        return f"Write it as <{bare}>."
    from difflib import get_close_matches  # only wrong chords need it

    near = [_ALIASES[bare]] if bare in _ALIASES else get_close_matches(bare, [*_MODIFIERS, *_NAMED_KEYS], n=1)
    return f"Did you mean <{near[0]}>?" if near else "Names go in angle brackets, e.g. <space>, <f9>, <page_up>."
