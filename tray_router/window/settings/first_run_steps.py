"""The other steps of the first run: who answers what, the key, and a question. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.settings.choosing import Picker
from tray_router.window.settings.fields import SwitchField
from tray_router.window.settings.first_run_step import Step
from tray_router.window.settings.hotkeys_page import ChordField
from tray_router.window.settings.pages import plain_button
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.state import SettingsState, split_candidate
from tray_router.window.theme import Colours, code_font
from tray_router.wire.settings import SetStartAtLogin, SettingChange, TryAsking

SAMPLE = (
    "Traceback (most recent call last):\n"
    '  File "report.py", line 12, in <module>\n'
    '    print(totals["march"])\n'
    "KeyError: 'march'"
)
_ROUTE_WORDS = {
    "quick": "Quick questions",
    "vision": "Pictures of the screen",
    "code": "Code and error messages",
    "reasoning": "What wants thinking",
}


class RoutesStep(Step):
    """Who answers what: the proposal in words."""

    def __init__(self, state: SettingsState, queue: ChangeQueue, send: Callable[[object], None], look: Colours) -> None:
        super().__init__(state, queue, send, look, "Who answers what")
        self.pickers: dict[str, Picker] = {}
        self._reasons: dict[str, WrappedLabel] = {}
        self.column.setSpacing(18)
        self.column.addStretch(1)
        self._candidates: list[str] = []

    def show_state(self) -> None:
        routes = self.state.document.routes
        is_editable = self.state.can_edit_routes
        if not routes:
            self.text.set_text("No machine has told of its models yet. This fills itself as soon as one does.")
            return
        self.text.set_text(
            "Each question goes to the model that suits it. This is proposed for the models that you have"
            + ("; choose another one where you know better." if is_editable else ".")
        )
        self._candidates = [place.candidate for place in self.state.chat_models()]
        words = [_in_words(candidate) for candidate in self._candidates]
        for route in routes:
            if route.name not in self.pickers:
                self._add_row(route.name)
            picker = self.pickers[route.name]
            first = route.candidates[0] if route.candidates else ""
            known = self._candidates if first in self._candidates or not first else [*self._candidates, first]
            self._candidates = known
            picker.set_words([*words, *(_in_words(each) for each in known[len(words) :])])
            picker.show_chosen(known.index(first) if first in known else -1)
            picker.setEnabled(is_editable)
            proposal = self.state.proposal(route.name)
            is_proposed = proposal is not None and proposal.candidates[:1] == route.candidates[:1]
            reason = proposal.reason if proposal is not None and (is_proposed or not first) else ""
            self._reasons[route.name].set_text(reason)

    def _add_row(self, name: str) -> None:
        label = QLabel(_ROUTE_WORDS.get(name, name))
        picker = Picker()
        picker.setAccessibleName(label.text())
        picker.picked.connect(lambda number, name=name: self._choose(name, number))
        picker.setMinimumWidth(280)
        reason = WrappedLabel("about")
        make_small(reason, 0.88)
        row = QHBoxLayout()
        row.addWidget(label, 1)
        row.addWidget(picker)
        block = QVBoxLayout()
        block.setSpacing(4)
        block.addLayout(row)
        block.addWidget(reason)
        self.column.insertLayout(self.column.count() - 1, block)
        self.pickers[name], self._reasons[name] = picker, reason

    def _choose(self, name: str, number: int) -> None:
        route = self.state.route(name)
        if route is None or not 0 <= number < len(self._candidates):
            return
        first = self._candidates[number]
        order = (first, *(each for each in route.candidates if each != first))
        self.queue.change(self.state.set_candidates(name, order), lambda done: self.answered(None, done))


def _in_words(candidate: str) -> str:
    model, host = split_candidate(candidate)
    return f"{model} on {host}" if host else model


class KeyStep(Step):
    """The chord, and whether it starts with the desktop."""

    def __init__(self, state: SettingsState, queue: ChangeQueue, send: Callable[[object], None], look: Colours) -> None:
        super().__init__(state, queue, send, look, "The key")
        self.text.set_text(
            "Select text anywhere, press this chord, and the answer comes beside the pointer. To change it, click it "
            "and press another one."
        )
        self.chord = ChordField("ask", "hotkeys.ask", "Ask about selection", "", send)
        self.chord.can_be_off = False
        self.chord.changed.connect(self._set)
        self.works = WrappedLabel("about")
        self.start_at_login = SwitchField("", "Start at login", "Starts with the desktop, and waits in the tray.")
        self.start_at_login.changed.connect(lambda value: self.send(SetStartAtLogin(bool(value))))
        self.column.addWidget(self.chord)
        self.column.addWidget(self.works)
        self.column.addSpacing(10)
        self.column.addWidget(self.start_at_login)
        self.column.addStretch(1)

    def show_state(self) -> None:
        chord = next((chord for chord in self.state.document.chords if chord.key == "ask"), None)
        if chord is not None:
            self.chord.show_chord(chord.chord, chord.readable, chord.default, chord.problem)
            is_good = bool(chord.readable) and not chord.problem
            self.works.set_text(f"{chord.readable} is free and works." if is_good else "")
        document = self.state.document
        self.start_at_login.setEnabled(document.starts_at_login is not None)
        self.start_at_login.show_value(document.starts_at_login or False)
        if document.login_note:
            self.start_at_login.about.set_text(document.login_note)

    def _set(self, chord: str) -> None:
        self.write(self.chord, [SettingChange(("hotkeys", "ask"), chord)])


class TryStep(Step):
    """A question about a sample text.

    Signals:
        settings_wished: the user wants to see all settings.
    """

    settings_wished = Signal()

    def __init__(self, state: SettingsState, queue: ChangeQueue, send: Callable[[object], None], look: Colours) -> None:
        super().__init__(state, queue, send, look, "Try it")
        self.is_answered = False
        self.sample = QPlainTextEdit(SAMPLE)
        self.sample.setObjectName("sample")
        self.sample.setReadOnly(True)
        self.sample.setFont(code_font(self.font()))
        self.sample.setTabChangesFocus(True)
        self.sample.setAccessibleName("Sample text")
        self.sample.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.sample.setFixedHeight(self.sample.fontMetrics().lineSpacing() * 5 + 28)
        self.ask = plain_button("Ask now", "The same as pressing the chord")
        self.ask.clicked.connect(self._ask)
        self.worked = QWidget()
        self.worked.setObjectName("worked")
        self.worked.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        said = WrappedLabel("workedText")
        said.set_text(
            "It works: the popup has answered. It does so wherever you select text; the tray's menu has the rest."
        )
        inner = QHBoxLayout(self.worked)
        inner.setContentsMargins(12, 10, 12, 10)
        inner.addWidget(said)
        self.worked.setAccessibleName(said.text())
        self.worked.hide()
        self.settings = plain_button("All settings")
        self.settings.clicked.connect(self.settings_wished)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.ask)
        row.addStretch(1)
        row.addWidget(self.settings)
        self.column.addWidget(self.sample)
        self.column.addLayout(row)
        self.column.addWidget(self.worked)
        self.column.addStretch(1)

    def begin(self) -> None:
        self._select()
        self.sample.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self) -> None:
        chord = next((chord for chord in self.state.document.chords if chord.key == "ask"), None)
        works = chord is not None and chord.readable and not chord.problem
        how = f"press {chord.readable}" if chord is not None and works else "press Ask now"
        self.text.set_text(f"This text is selected. Now {how}.")

    def show_answered(self) -> None:
        """The popup has answered."""
        self.is_answered = True
        self.worked.show()

    def _select(self) -> None:
        """Selects the sample, for the eyes and for other programs."""
        self.sample.selectAll()
        clipboard: Any = QGuiApplication.clipboard()
        if clipboard.supportsSelection():
            clipboard.setText(SAMPLE, QClipboard.Mode.Selection)

    def _ask(self) -> None:
        self._select()
        self.send(TryAsking())
