"""The page of the hotkeys: a chord for each action, recorded by pressing it. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.settings.chords import ChordButton
from tray_router.window.settings.fields import Field
from tray_router.window.settings.pages import SettingsPage, plain_button, scrolling, title_label
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.state import SettingsState
from tray_router.window.theme import Colours
from tray_router.wire.settings import ActionFields, ChordChecked, ChordFields, SettingChange

INTRO = "Click a hotkey and press the chord that you want. The keys go to this window meanwhile."
_WORDS = {
    "ask": "Ask about selection",
    "region": "Ask about a region",
    "prompt": "Empty popup",
    "window": "Ask about a window",
    "screen": "Ask about the screen",
    "repeat": "Last region again",
}
ACTION_PREFIX = "action:"


class ChordField(Field):
    """A chord, with a way to switch it off and back to what it was made with."""

    def __init__(self, key: str, path: str, label: str, about: str, send: Callable[[object], None]) -> None:
        self.button = ChordButton(key, label, send)
        super().__init__(path, label, self.button, about, is_wide=False)
        self.button.show_chord("")
        self.off = plain_button("Off", f"Switches the hotkey off: {label}")
        self.default = plain_button("Default")
        self.off.setAccessibleName(f"Off: {label}")
        self.default.setAccessibleName(f"Default: {label}")
        self.row.insertWidget(1, self.off)
        self.row.insertWidget(2, self.default)
        self.row.setSpacing(8)
        self._default = ""
        self._chord = ""
        self.can_be_off = True
        self.button.recorded.connect(self._recorded)
        self.button.refused.connect(self.show_problem)
        self.off.clicked.connect(lambda: self._recorded(""))
        self.default.clicked.connect(lambda: self._recorded(self._default))

    def show_chord(self, chord: str, readable: str, default: str, problem: str) -> None:
        """What is set, and why it does not work if so."""
        is_other = chord != self._chord
        self._chord, self._default = chord, default
        self.button.show_chord(readable)
        self.off.setVisible(bool(chord) and self.can_be_off)
        self.default.setVisible(bool(default) and chord != default)
        if problem or is_other:
            self.show_problem(problem)

    def _recorded(self, chord: str) -> None:
        self.show_problem("")
        if chord != self._chord:
            self.changed.emit(chord)


class HotkeysPage(SettingsPage):
    """All hotkeys."""

    def __init__(self, state: SettingsState, queue: ChangeQueue, send: Callable[[object], None], look: Colours) -> None:
        super().__init__(state, queue, send, look)
        self.chords: dict[str, ChordField] = {}
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(14)
        intro = WrappedLabel("about")
        intro.set_text(INTRO)
        make_small(intro, 0.92)
        column.addWidget(intro)
        self._built_in, self._actions = QVBoxLayout(), QVBoxLayout()
        for inner in (self._built_in, self._actions):
            inner.setSpacing(10)
        column.addLayout(self._built_in)
        column.addWidget(title_label("Actions with the selected text", 1.0))
        column.addLayout(self._actions)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(scrolling(content))

    def show_state(self) -> None:
        document = self.state.document
        for chord in document.chords:
            self._show_chord(chord)
        shown = {f"{ACTION_PREFIX}{action.name}" for action in document.actions}
        for key in [key for key in self.chords if key.startswith(ACTION_PREFIX) and key not in shown]:
            field = self.chords.pop(key)
            field.hide()
            field.deleteLater()
        for action in document.actions:
            self._show_action(action)

    def take_chord(self, answer: ChordChecked) -> None:
        """Whether a chord could be used."""
        for field in self.chords.values():
            field.button.take(answer)

    def _show_chord(self, chord: ChordFields) -> None:
        field = self.chords.get(chord.key)
        if field is None:
            label = _WORDS.get(chord.key, chord.key)
            field = ChordField(chord.key, f"hotkeys.{chord.key}", label, "", self.send)
            field.label.setToolTip(chord.about)
            field.button.setToolTip(chord.about)
            field.changed.connect(lambda value, key=chord.key: self._set(key, value))
            self.chords[chord.key] = field
            self._built_in.addWidget(field)
        field.show_chord(chord.chord, chord.readable, chord.default, chord.problem)

    def _set(self, key: str, chord: str) -> None:
        self.write(self.chords[key], [SettingChange(("hotkeys", key), chord)])

    def _show_action(self, action: ActionFields) -> None:
        key = f"{ACTION_PREFIX}{action.name}"
        field = self.chords.get(key)
        if field is None:
            field = ChordField(key, "", action.name.capitalize() if action.built_in else action.name, "", self.send)
            field.changed.connect(lambda value, name=action.name: self._set_action(name, value))
            self.chords[key] = field
            self._actions.addWidget(field)
        field.path = f"actions[{action.place if action.place >= 0 else self.state.next_action_place}].hotkey"
        field.show_chord(action.hotkey, action.readable, "", action.problem)
        field.setEnabled(action.enabled)

    def _set_action(self, name: str, chord: str) -> None:
        action = next((each for each in self.state.document.actions if each.name == name), None)
        if action is not None:
            changes = self.state.set_action(action, "hotkey", chord or None)
            self.write(self.chords[f"{ACTION_PREFIX}{name}"], changes)
