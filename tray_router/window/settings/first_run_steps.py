"""The four steps of the first run: machines, routes, the key, and a question. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QClipboard, QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from tray_router.model import HostStatus
from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.dashboard.paint import paint_host_glyph
from tray_router.window.dashboard.wording import host_word
from tray_router.window.settings.checkup import Checkup
from tray_router.window.settings.fields import Picker, SwitchField
from tray_router.window.settings.hotkeys_page import ChordField
from tray_router.window.settings.pages import SettingsPage, plain_button, scrolling, title_label
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.state import SettingsState, split_candidate
from tray_router.window.theme import Colours, code_font
from tray_router.wire.settings import ChangeDone, SetStartAtLogin, SettingChange, TryAsking

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
FOUND = "Ollama was found here. Add the other machines on which it runs, if there are any."
NONE_FOUND = (
    "No Ollama was found on this computer. Type the address of a machine on which it runs, or go on with simulated "
    "machines to try things out: their answers mean nothing."
)
OWN = "These machines will answer. Add others by their address, if there are any."


class Step(SettingsPage):
    """One step: a title, a sentence, and what can be done."""

    def __init__(
        self,
        state: SettingsState,
        queue: ChangeQueue,
        send: Callable[[object], None],
        look: Colours,
        title: str = "",
    ) -> None:
        super().__init__(state, queue, send, look)
        self.title = title_label(title, 1.4)
        self.title.setObjectName("firstRunTitle")
        self.text = WrappedLabel("firstRunText")
        self.content = QWidget()
        self.column = QVBoxLayout(self.content)
        self.column.setContentsMargins(0, 6, 0, 8)
        self.column.setSpacing(12)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.title)
        outer.addWidget(self.text)
        area = scrolling(self.content)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        outer.addWidget(area, 1)

    def begin(self) -> None:
        """The step is shown."""


class MachinesStep(Step):
    """Which machines there are."""

    def __init__(self, state: SettingsState, queue: ChangeQueue, send: Callable[[object], None], look: Colours) -> None:
        super().__init__(state, queue, send, look, "Your machines")
        self._rows: dict[str, MachineRow] = {}
        self.list = QVBoxLayout()
        self.list.setSpacing(4)
        self.address = QLineEdit()
        self.address.setObjectName("field")
        self.address.setPlaceholderText("gpu-pc, 192.168.1.20 or https://…")
        self.address.setAccessibleName("Address of another machine")
        self.add = plain_button("Add", "Tests the machine, and adds it when it works")
        self.checkup = Checkup(send, look)
        self.checkup.ended.connect(self._tested)
        self.anyway = plain_button("Add it anyway", "It does not work now; perhaps it sleeps")
        self.anyway.hide()
        self.problem = WrappedLabel("fieldProblem")
        self.problem.set_text("")
        self.address.returnPressed.connect(self._test)
        self.address.textEdited.connect(self._typed)
        self.add.clicked.connect(self._test)
        self.anyway.clicked.connect(self._add)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.address, 1)
        row.addWidget(self.add)
        self.column.addLayout(self.list)
        self.column.addLayout(row)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.checkup)
        again = QHBoxLayout()
        again.addWidget(self.anyway)
        again.addStretch(1)
        self.column.addLayout(again)
        self.column.addStretch(1)
        self.add.setEnabled(False)

    def show_state(self) -> None:
        document, fleet = self.state.document, self.state.fleet
        own = [machine.name for machine in document.machines]
        hosts = {host.name: host for host in fleet.hosts}
        shown = own or [host.name for host in fleet.hosts if fleet.is_simulated]
        is_simulated = fleet.is_simulated and not own
        is_written = any(machine.is_in_file for machine in document.machines)
        self.text.set_text(NONE_FOUND if is_simulated or not shown else OWN if is_written else FOUND)
        for name in self._rows.keys() - set(shown):
            row = self._rows.pop(name)
            row.hide()
            row.deleteLater()
        for name in shown:
            if name not in self._rows:
                self._rows[name] = MachineRow(self.look)
                self.list.addWidget(self._rows[name])
            machine = self.state.machine(name)
            url = machine.url if machine is not None else ""
            self._rows[name].show_host(hosts.get(name) or HostStatus(name, url), is_simulated=is_simulated)

    def _typed(self, text: str) -> None:
        self.add.setEnabled(bool(text.strip()))
        self.anyway.hide()
        self.problem.set_text("")

    def _test(self) -> None:
        if self.address.text().strip():
            self.anyway.hide()
            self.problem.set_text("")
            self.checkup.start(self.address.text())

    def _tested(self, works: bool) -> None:
        is_address = not self.checkup.steps or self.checkup.steps[0].step != "address"
        if works:
            self._add()
        else:
            self.anyway.setVisible(is_address)

    def _add(self) -> None:
        url = self.address.text().strip()
        name = self.state.free_machine_name(url)

        def done(answer: ChangeDone) -> None:
            if answer.problems:
                self.problem.set_text(" ".join(problem.message for problem in answer.problems))
                return
            self.address.clear()
            self.add.setEnabled(False)
            self.anyway.hide()
            self.checkup.clear()
            self.show_state()

        self.queue.change(self.state.add_machine(name, url), done, f"{name} is added.")


class MachineRow(QWidget):
    """A machine in one line."""

    def __init__(self, look: Colours) -> None:
        super().__init__()
        self._look = look
        self._host = HostStatus("", "")
        self._about = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_host(self, host: HostStatus, *, is_simulated: bool) -> None:
        self._host = host
        count = len(host.models)
        parts = [host_word(host), f"{count} model{'s' * (count != 1)}" if count else ""]
        parts.append("simulated" if is_simulated else host.url.removeprefix("http://"))
        self._about = " · ".join(filter(None, parts))
        self.setAccessibleName(f"{host.name}: {self._about}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(self.fontMetrics().height() * 2.1))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.sunken))
        painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 8, 8)
        paint_host_glyph(painter, QRectF(12, box.center().y() - 7, 14, 14), self._host, self._look)
        metrics = self.fontMetrics()
        painter.setPen(QColor(self._look.text))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        width = metrics.horizontalAdvance(self._host.name)
        painter.drawText(QRectF(36, 0, width + 4, box.height()), flags, self._host.name)
        painter.setPen(QColor(self._look.secondary))
        left = 36 + width + 14
        room = int(box.width() - left - 12)
        text = metrics.elidedText(self._about, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, room, box.height()), flags, text)


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
