"""Recording a chord: what is pressed, in the notation of the settings and in words. GUI thread.

Rule: a chord is a place on the keyboard: the character is the one without Shift where the keyboard says so, and the
modifiers are those of the settings. Esc alone cancels.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton

from tray_router.wire.settings import CheckChord, ChordChecked

_numbers = count(1)

_MODIFIER_KEYS = {
    Qt.Key.Key_Control: "<ctrl>",
    Qt.Key.Key_Alt: "<alt>",
    Qt.Key.Key_Shift: "<shift>",
    Qt.Key.Key_Meta: "<cmd>",
    Qt.Key.Key_Super_L: "<cmd>",
    Qt.Key.Key_Super_R: "<cmd>",
}
_MODIFIER_FLAGS = (
    (Qt.KeyboardModifier.ControlModifier, "<ctrl>"),
    (Qt.KeyboardModifier.AltModifier, "<alt>"),
    (Qt.KeyboardModifier.ShiftModifier, "<shift>"),
    (Qt.KeyboardModifier.MetaModifier, "<cmd>"),
)
_READABLE = {"<ctrl>": "Ctrl", "<alt>": "Alt", "<shift>": "Shift", "<cmd>": "Super"}
_NAMED = {
    Qt.Key.Key_Space: "<space>",
    Qt.Key.Key_Return: "<enter>",
    Qt.Key.Key_Enter: "<enter>",
    Qt.Key.Key_Tab: "<tab>",
    Qt.Key.Key_Backtab: "<tab>",
    Qt.Key.Key_Escape: "<esc>",
    Qt.Key.Key_Backspace: "<backspace>",
    Qt.Key.Key_Delete: "<delete>",
    Qt.Key.Key_Insert: "<insert>",
    Qt.Key.Key_Home: "<home>",
    Qt.Key.Key_End: "<end>",
    Qt.Key.Key_PageUp: "<page_up>",
    Qt.Key.Key_PageDown: "<page_down>",
    Qt.Key.Key_Up: "<up>",
    Qt.Key.Key_Down: "<down>",
    Qt.Key.Key_Left: "<left>",
    Qt.Key.Key_Right: "<right>",
    Qt.Key.Key_Menu: "<menu>",
    Qt.Key.Key_Pause: "<pause>",
    Qt.Key.Key_Print: "<print_screen>",
    Qt.Key.Key_ScrollLock: "<scroll_lock>",
    **{Qt.Key(Qt.Key.Key_F1.value + number): f"<f{number + 1}>" for number in range(20)},
}
# evdev key codes of a US keyboard, for what Shift makes of digits and punctuation.
_ROWS = {10: "1234567890-=", 34: "[]", 47: ";'", 49: "`", 51: "\\", 59: ",./"}
_BY_KEYCODE = {first + at: character for first, row in _ROWS.items() for at, character in enumerate(row)}
IDLE, RECORDING = "off", "Press a chord …  Esc cancels"


def modifiers_of(event: QKeyEvent, *, is_release: bool = False) -> list[str]:
    """The modifiers that are down, in the order of the settings; that of the event's own key counts as it goes."""
    flags = event.modifiers()
    found = [name for flag, name in _MODIFIER_FLAGS if flags & flag]
    own = _MODIFIER_KEYS.get(Qt.Key(event.key())) if event.key() in _MODIFIER_KEYS else None
    if own is not None:
        found = [name for name in found if name != own]
        if not is_release:
            found.append(own)
    return [name for _, name in _MODIFIER_FLAGS if name in found]


def chord_of(event: QKeyEvent) -> str:
    """The chord of a key press in the notation of the settings; empty for a modifier or a key without a name."""
    if event.key() in _MODIFIER_KEYS or event.key() in (0, Qt.Key.Key_unknown):
        return ""
    key = Qt.Key(event.key())
    name = _NAMED.get(key, "")
    if not name:
        code = key.value
        if not 0x20 < code < 0x1000000:  # noqa: PLR2004 - above are Qt's own names of keys
            return ""
        name = chr(code).lower()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not name.isalnum():
            name = _BY_KEYCODE.get(event.nativeScanCode(), name)
    return "+".join([*modifiers_of(event), name])


def readable_modifiers(names: list[str]) -> str:
    """``Ctrl+Alt+…``."""
    return "+".join([*(_READABLE[name] for name in names), "…"])


class ChordButton(QPushButton):
    """Shows a chord and records another one when it is pressed.

    Signals:
        recorded: a chord that could be used, in the notation of the settings.
        refused: why the chord that was pressed cannot be used.
    """

    recorded = Signal(str)
    refused = Signal(str)

    def __init__(self, key: str, what: str, send: Callable[[object], None]) -> None:
        super().__init__()
        self.key = key
        self._what = what
        self._send = send
        self._readable = ""
        self._number = 0
        self.is_recording = False
        self.setObjectName("chord")
        self.setAutoDefault(False)
        self.setMinimumWidth(210)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.begin)
        self.show_chord("")

    def show_chord(self, readable: str) -> None:
        """The chord that is set; empty for none."""
        self._readable = readable
        if not self.is_recording:
            self._rest()

    def begin(self) -> None:
        """Listens for a chord. The keyboard is ours meanwhile, so that no chord does what it otherwise does."""
        self.is_recording = True
        self._show(RECORDING, is_recording=True)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grabKeyboard()

    def end(self) -> None:
        """Listens no longer."""
        if self.is_recording:
            self.is_recording = False
            self.releaseKeyboard()
            self._rest()

    def take(self, answer: ChordChecked) -> None:
        """Whether the chord that was pressed could be used."""
        if answer.number != self._number:
            return
        self._number = 0
        if answer.problem:
            self.refused.emit(f"{answer.problem} {answer.hint}".strip())
        else:
            self._readable = answer.readable
            self._rest()
            self.recorded.emit(answer.chord)

    def _rest(self) -> None:
        self._show(self._readable or IDLE, is_recording=False)

    def _show(self, text: str, *, is_recording: bool) -> None:
        self.setText(text.replace("&", "&&"))
        self.setProperty("isRecording", is_recording)
        self.setProperty("isOff", not self._readable and not is_recording)
        self.setAccessibleName(f"{self._what}: {text}")
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.is_recording:
            super().keyPressEvent(event)
            return
        event.accept()
        chord = chord_of(event)
        if chord == "<esc>":
            self.end()
        elif chord:
            self.end()
            self._number = next(_numbers)
            self._send(CheckChord(self._number, self.key, chord))
        elif names := modifiers_of(event):
            self._show(readable_modifiers(names), is_recording=True)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.is_recording:
            super().keyReleaseEvent(event)
            return
        event.accept()
        names = modifiers_of(event, is_release=True)
        self._show(readable_modifiers(names) if names else RECORDING, is_recording=True)

    def event(self, event: QEvent) -> bool:
        """Tab and shortcuts are chords as well while it listens."""
        if self.is_recording and isinstance(event, QKeyEvent):
            if event.type() is QKeyEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QKeyEvent.Type.KeyPress:
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.end()
        super().focusOutEvent(event)
