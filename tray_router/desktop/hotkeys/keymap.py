"""Finds the keys of a chord on an X keyboard: key codes and modifier bits.

Rule: pure functions of the server's tables (GetKeyboardMapping, GetModifierMapping), so a chord is a place on the
keyboard and works whatever layout is active at the press.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from Xlib import X

from tray_router.desktop.hotkeys.chord import FUNCTION_KEYS, Chord, Modifier

# X11/keysymdef.h and XF86keysym.h, by pynput's names.
_KEYSYMS = {
    "backspace": 0xFF08,
    "tab": 0xFF09,
    "enter": 0xFF0D,
    "pause": 0xFF13,
    "scroll_lock": 0xFF14,
    "esc": 0xFF1B,
    "home": 0xFF50,
    "left": 0xFF51,
    "up": 0xFF52,
    "right": 0xFF53,
    "down": 0xFF54,
    "page_up": 0xFF55,
    "page_down": 0xFF56,
    "end": 0xFF57,
    "print_screen": 0xFF61,
    "insert": 0xFF63,
    "menu": 0xFF67,
    "num_lock": 0xFF7F,
    "caps_lock": 0xFFE5,
    "delete": 0xFFFF,
    "space": 0x0020,
    "media_play_pause": 0x1008FF14,
    "media_stop": 0x1008FF15,
    "media_previous": 0x1008FF16,
    "media_next": 0x1008FF17,
    "media_volume_down": 0x1008FF11,
    "media_volume_mute": 0x1008FF12,
    "media_volume_up": 0x1008FF13,
    **{name: 0xFFBE + index for index, name in enumerate(FUNCTION_KEYS)},
}
_MODIFIER_KEYSYMS = {
    Modifier.ALT: (0xFFE9, 0xFFEA),
    Modifier.CMD: (0xFFEB, 0xFFEC),
    Modifier.ALT_GR: (0xFE03, 0xFF7E),
}
_NUM_LOCK, _SCROLL_LOCK = 0xFF7F, 0xFF14
_UNICODE_KEYSYM = 0x01000000
_LAST_LATIN1 = 0xFF
# Where a US keyboard has these characters (evdev key codes), for layouts without Latin letters.
_US_ROWS = {10: "1234567890-=", 24: "qwertyuiop[]", 38: "asdfghjkl;'`", 51: "\\zxcvbnm,./"}
_US_KEYCODES = {character: first + at for first, row in _US_ROWS.items() for at, character in enumerate(row)}
_SHIFTED_COLUMNS = (1, 3)  # core protocol: columns are group 1 plain, group 1 shifted, group 2 plain, …
_ALL_MODIFIER_BITS = 0xFF


@dataclass(frozen=True, slots=True)
class Grab:
    """One thing to ask the server for: a key code with exactly these modifier bits."""

    keycode: int
    modifiers: int


class KeyMap:
    """The keyboard as the server describes it.

    Args:
        first_keycode: of the table.
        keysyms: per key code, its keysyms by column (GetKeyboardMapping).
        modifier_keycodes: for each of the eight modifier bits, the key codes that set it (GetModifierMapping).
    """

    def __init__(
        self, first_keycode: int, keysyms: Sequence[Sequence[int]], modifier_keycodes: Sequence[Sequence[int]]
    ) -> None:
        self._first = first_keycode
        self._keysyms = keysyms
        self._modifier_keycodes = modifier_keycodes
        self.lock_bits = tuple(
            dict.fromkeys(bit for bit in (X.LockMask, self._bit_of(_NUM_LOCK), self._bit_of(_SCROLL_LOCK)) if bit)
        )
        self._lock_mask = sum(self.lock_bits)

    def grabs(self, chord: Chord) -> tuple[Grab, ...]:
        """The keys and bits of a chord without the locks; empty when the keyboard has no such key or modifier."""
        bits = 0
        for modifier in chord.modifiers:
            bit = self._modifier_bit(modifier)
            if not bit:
                return ()
            bits |= bit
        keycodes, needs_shift = self._keycodes(chord.key)
        if needs_shift:
            bits |= X.ShiftMask
        return tuple(Grab(keycode, bits) for keycode in keycodes)

    def with_locks(self, grab: Grab) -> tuple[Grab, ...]:
        """The same key with every combination of CapsLock, NumLock and ScrollLock."""
        found = []
        for count in range(len(self.lock_bits) + 1):
            for locks in combinations(self.lock_bits, count):
                found.append(Grab(grab.keycode, grab.modifiers | sum(locks)))
        return tuple(found)

    def pressed(self, keycode: int, state: int) -> Grab:
        """What a KeyPress with this state means, without locks, pointer buttons and the layout's group."""
        return Grab(keycode, state & _ALL_MODIFIER_BITS & ~self._lock_mask)

    def _keycodes(self, key: str) -> tuple[tuple[int, ...], bool]:
        """Key codes of a key, and whether it is reached only with Shift."""
        for keysym in _keysyms_of(key):
            for column in range(max((len(row) for row in self._keysyms), default=0)):
                found = tuple(
                    self._first + index
                    for index, row in enumerate(self._keysyms)
                    if column < len(row) and row[column] == keysym
                )
                if found:
                    # On a French keyboard the digits are shifted; the key with the 1 on it is meant all the same.
                    is_sign = len(key) == 1 and not key.isalnum()
                    return found, is_sign and column in _SHIFTED_COLUMNS
        place = _US_KEYCODES.get(key)
        return ((place,) if place else ()), False

    def _modifier_bit(self, modifier: Modifier) -> int:
        if modifier is Modifier.CTRL:
            return int(X.ControlMask)
        if modifier is Modifier.SHIFT:
            return int(X.ShiftMask)
        return next((bit for bit in map(self._bit_of, _MODIFIER_KEYSYMS[modifier]) if bit), 0)

    def _bit_of(self, keysym: int) -> int:
        """The modifier bit that a key with this keysym sets, or 0."""
        for index, keycodes in enumerate(self._modifier_keycodes):
            for keycode in keycodes:
                row = self._keysyms[keycode - self._first] if keycode >= self._first else ()
                if keysym in row:
                    return 1 << index
        return 0


def _keysyms_of(key: str) -> tuple[int, ...]:
    if key in _KEYSYMS:
        return (_KEYSYMS[key],)
    point = ord(key)
    return (point,) if point <= _LAST_LATIN1 else (_UNICODE_KEYSYM | point,)
