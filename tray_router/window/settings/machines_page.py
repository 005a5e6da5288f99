"""The page of the machines: the list, and the machine that is chosen, or a new one. GUI thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tray_router.model import HostState, HostStatus, InstalledModel
from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.dashboard.paint import paint_host_glyph
from tray_router.window.dashboard.parts import EmptyPage
from tray_router.window.dashboard.wording import host_word
from tray_router.window.settings.checkup import Checkup
from tray_router.window.settings.fields import Field, Group, NumberField, SwitchField, TextField
from tray_router.window.settings.models_table import ModelsTable
from tray_router.window.settings.pages import Elided, NameList, SettingsPage, plain_button, scrolling, title_label
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.state import SettingsState
from tray_router.window.theme import Colours
from tray_router.wire.dashboard import PauseHost
from tray_router.wire.settings import ChangeDone, CheckupEnded, CheckupStep, CheckupWaits, MachineFields

LIST_WIDTH = 230
SIMULATED = "These machines are simulated, to try things out. Add one of your own, and they are gone."
_ADDRESS_HINT = "gpu-pc, 192.168.1.20:11434 or https://…"


class MachinesPage(SettingsPage):
    """All machines."""

    def __init__(self, state: SettingsState, queue: ChangeQueue, send: Callable[[object], None], look: Colours) -> None:
        super().__init__(state, queue, send, look)
        self.list = NameList("Machines", look)
        self.list.currentItemChanged.connect(self._chosen)
        self.add_button = plain_button("Add machine", "Another machine on which Ollama runs (Ctrl+N)")
        self.add_button.clicked.connect(self.begin_adding)
        self.form = MachineForm(self)
        self.new = NewMachine(self)
        self.empty = EmptyPage(
            "No machines yet", "Add one on which Ollama runs: its name in your network, or its IP address."
        )
        self.simulated = QWidget()
        self.simulated.setObjectName("tint")
        self.simulated.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = QHBoxLayout(self.simulated)
        words.setContentsMargins(10, 8, 10, 8)
        said = WrappedLabel("simulatedText")
        said.set_text(SIMULATED)
        make_small(said, 0.9)
        words.addWidget(said)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addWidget(self.simulated)
        left.addWidget(self.add_button)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(LIST_WIDTH)
        self.stack = QStackedWidget()
        for part in (scrolling(self.form), scrolling(self.new), self.empty):
            self.stack.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(side)
        row.addWidget(self.stack, 1)
        self._is_adding = False

    def show_state(self) -> None:
        document, fleet = self.state.document, self.state.fleet
        rows = [(m.name, m.name, self._about(m.name, m.url), self._mark(m.name)) for m in document.machines]
        named = {machine.name for machine in document.machines}
        if fleet.is_simulated:
            rows += [
                (host.name, host.name, self._about(host.name, ""), self._mark(host.name))
                for host in fleet.hosts
                if host.name not in named and host.is_simulated
            ]
        self.list.show_names(rows)
        self.simulated.setVisible(fleet.is_simulated)
        if rows and not self.list.chosen:
            self.list.choose(rows[0][0])
        self._show_right()

    def begin_adding(self) -> None:
        """Asks for the address of a new machine."""
        self._is_adding = True
        self.new.begin()
        self.stack.setCurrentIndex(1)
        self.new.address.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def added(self, name: str) -> None:
        """The new machine is written down."""
        self._is_adding = False
        self.show_state()
        self.list.choose(name)
        self._show_right()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_adding(self) -> None:
        """Goes back to the list."""
        self._is_adding = False
        self._show_right()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_checkup(self, message: CheckupStep | CheckupWaits | CheckupEnded) -> None:
        """What a test found."""
        self.form.checkup.take(message)
        self.new.checkup.take(message)

    def _chosen(self, *_rows: object) -> None:
        self.form.commit()
        self._is_adding = False
        self._show_right()

    def _show_right(self) -> None:
        if self._is_adding:
            self.stack.setCurrentIndex(1)
        elif self.list.chosen:
            self.form.show_machine(self.list.chosen)
            self.stack.setCurrentIndex(0)
        else:
            self.stack.setCurrentIndex(2)

    def _about(self, name: str, url: str) -> str:
        host = self.state.host(name)
        if host is None:
            return "just added" if url else ""
        count = len(host.models)
        models = f"{count} model{'s' * (count != 1)}" if count else ""
        return " · ".join(filter(None, (host_word(host), models)))

    def _mark(self, name: str) -> Any:
        host = self.state.host(name) or HostStatus(name, "")
        return lambda painter, area, look: paint_host_glyph(painter, area, host, look)


class MachineForm(QWidget):
    """The machine that is chosen."""

    def __init__(self, page: MachinesPage) -> None:
        super().__init__()
        self._page = page
        self._name = ""
        self.title = title_label("")
        self.state_label = Elided("about")
        self.test = plain_button("Test", "Looks step by step whether it works, down to one token (Ctrl+T)")
        self.pause = plain_button("Pause")
        self.remove = plain_button("Remove", "Takes it out of the settings, and out of the routes", "danger")
        self.test.clicked.connect(self._test)
        self.pause.clicked.connect(self._pause)
        self.remove.clicked.connect(self._remove)
        self.problem = WrappedLabel("fieldProblem")
        self.checkup = Checkup(page.send, page.look)
        self.checkup.ended.connect(lambda _works: self.test.setText("Test again"))
        self.name = TextField("", "Name", "Routes refer to it by this name.")
        self.address = TextField("", "Address", hint=_ADDRESS_HINT)
        self.always_on = SwitchField("", "Always on", "Its absence is worth a warning.")
        self.rented = TextField(
            "", "Rented", "When it belongs to somebody else; empty for never.", hint="mon-fri 09:00-17:00"
        )
        self.wake = TextField(
            "", "Wake by", "MAC address, to wake it over the network; empty for not at all.", hint="aa:bb:cc:dd:ee:ff"
        )
        self.broadcast = TextField(
            "", "Wake packets to", "IPv4 address; empty for its own network.", hint="192.168.1.255"
        )
        self.priority = NumberField("", "Priority", "All else being equal, the lower number is asked first.")
        self.options: dict[str, Field] = {
            "url": self.address,
            "always_on": self.always_on,
            "rented": self.rented,
            "wake": self.wake,
            "wake_broadcast": self.broadcast,
            "priority": self.priority,
        }
        self.name.changed.connect(self._rename)
        for option, field in self.options.items():
            field.changed.connect(lambda value, option=option, field=field: self._write(option, field, value))
        self.models = ModelsTable(page.look)
        self._shown_models: object = None
        self.models_title = title_label("Models", 1.0)
        self.headers = WrappedLabel("about")
        make_small(self.headers, 0.88)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.state_label, 1)
        for button in (self.test, self.pause, self.remove):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.problem)
        column.addWidget(self.checkup)
        self.group = Group([self.name, *self.options.values()])
        column.addWidget(self.group)
        column.addWidget(self.headers)
        column.addWidget(self.models_title)
        column.addWidget(self.models)
        column.addStretch(1)

    def show_machine(self, name: str) -> None:
        """Shows the machine of that name as it is now."""
        state = self._page.state
        machine, host = state.machine(name), state.host(name)
        if name != self._name:
            self._name = name
            self.checkup.clear()
            self.test.setText("Test")
            for field in (self.name, *self.options.values()):
                field.show_problem("")
            self._fill(machine or MachineFields(name, host.url if host is not None else ""), is_new=True)
        else:
            self._fill(machine or MachineFields(name, host.url if host is not None else ""), is_new=False)
        is_simulated = machine is None
        self.group.setVisible(not is_simulated)
        self.broadcast.setVisible(bool(self.wake.text.strip()))
        self.remove.setVisible(machine is not None and machine.is_in_file)
        self.title.setText(name)
        self.state_label.setText(host_word(host) if host is not None else "not asked yet")
        is_paused = host is not None and host.state is HostState.PAUSED
        self.pause.setText("Resume" if is_paused else "Pause")
        self.pause.setAccessibleName(f"{self.pause.text()} {name}")
        self.pause.setEnabled(host is not None)
        self.problem.set_text(f"{host.problem} {host.hint}".strip() if host is not None and not is_paused else "")
        has_headers = machine is not None and machine.has_headers
        self.headers.set_text("It has HTTP headers, which are changed in the settings file." if has_headers else "")
        has_models = host is not None and bool(host.models)
        self.models_title.setVisible(has_models)
        self.models.setVisible(has_models)
        if host is not None and (name, host.models) != self._shown_models:
            self._shown_models = (name, host.models)
            self.models.show_host(host, time.time())

    def _fill(self, machine: MachineFields, *, is_new: bool) -> None:
        self.name.path = f"hosts.{machine.name}"
        for option, field in (("name", self.name), *self.options.items()):
            if field is not self.name:
                field.path = f"hosts.{machine.name}.{option}"
            if is_new or not field.is_dirty:
                field.show_value(getattr(machine, option))

    def commit(self) -> None:
        for field in (self.name, *self.options.values()):
            field.commit()

    def _write(self, option: str, field: Field, value: str | bool | int | float) -> None:
        kept = None if option != "url" and value in ("", False, 0) else value
        self._page.write(field, self._page.state.set_machine(self._name, option, kept))

    def _rename(self, new: str) -> None:
        old = self._name

        def done(answer: ChangeDone) -> None:
            self._page.answered(self.name, answer)
            if not answer.problems and self._name == old:
                self._name = new
                self._page.show_state()
                self._page.list.choose(new)

        self._page.queue.rename_machine(old, new, done)

    def _test(self) -> None:
        self.checkup.start(self.address.text, self._name)

    def _pause(self) -> None:
        host = self._page.state.host(self._name)
        is_paused = host is not None and host.state is HostState.PAUSED
        self._page.send(PauseHost(self._name, not is_paused))

    def _remove(self) -> None:
        self._page.queue.remove_machine(self._name, lambda answer: self._page.answered(None, answer))


class NewMachine(QWidget):
    """A machine that is not written down yet."""

    def __init__(self, page: MachinesPage) -> None:
        super().__init__()
        self._page = page
        self._has_own_name = False
        self.address = TextField("", "Address", "Where Ollama runs; port 11434 unless you say otherwise.")
        self.address.edit.setPlaceholderText(_ADDRESS_HINT)
        self.name = TextField("", "Name", "What it is called here; routes refer to it.")
        self.checkup = Checkup(page.send, page.look)
        self.checkup.ended.connect(self._tested)
        self.checkup.found.connect(self._show_models)
        self.models = ModelsTable(page.look)
        self.models.hide()
        self.test = plain_button("Test")
        self.add = plain_button("Add", kind="main")
        self.cancel = plain_button("Cancel")
        self.test.clicked.connect(lambda: self.checkup.start(self.address.text))
        self.add.clicked.connect(self._add)
        self.cancel.clicked.connect(self._leave)
        self.address.edit.textEdited.connect(self._typed)
        self.name.edit.textEdited.connect(self._named)
        self.address.edit.returnPressed.connect(self._enter)
        self.name.edit.returnPressed.connect(self._enter)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.cancel, self.test, self.add):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(12)
        column.addWidget(title_label("A new machine"))
        column.addWidget(self.address)
        column.addWidget(self.name)
        column.addLayout(buttons)
        column.addWidget(self.checkup)
        column.addWidget(self.models)
        column.addStretch(1)

    def begin(self) -> None:
        """Empty fields."""
        self._has_own_name = False
        for field in (self.address, self.name):
            field.show_value("")
        self.checkup.clear()
        self.models.hide()
        self._enable()

    def _typed(self, text: str) -> None:
        self.address.show_problem("")
        if not self._has_own_name:
            self.name.show_value(self._page.state.free_machine_name(text) if text.strip() else "")
        self._enable()

    def _named(self, text: str) -> None:
        self.name.show_problem("")
        self._has_own_name = bool(text.strip())
        self._enable()

    def _enable(self) -> None:
        self.test.setEnabled(bool(self.address.text.strip()))
        self.add.setEnabled(bool(self.address.text.strip() and self.name.text.strip()))

    def _enter(self) -> None:
        """Enter tests what was not tested, and adds what works."""
        if not self.address.text.strip():
            return
        if self.checkup.steps and self.checkup.steps[-1].works and not self.checkup.is_running:
            self._add()
        else:
            self.checkup.start(self.address.text)

    def _show_models(self, models: tuple[InstalledModel, ...]) -> None:
        self.models.setVisible(bool(models))
        if models:
            self.models.show_host(HostStatus(self.name.text, self.address.text, models=models), time.time())

    def _tested(self, works: bool) -> None:
        if works:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self.checkup.clear()
        self._page.leave_adding()

    def _add(self) -> None:
        name, url = self.name.text.strip(), self.address.text.strip()
        if self._page.state.machine(name) is not None:
            self.name.show_problem(f"Another machine is called {name} already.")
            return
        self.address.path, self.name.path = f"hosts.{name}.url", f"hosts.{name}"

        def done(answer: ChangeDone) -> None:
            about_name = [problem for problem in answer.problems if problem.path == self.name.path]
            self._page.answered(self.name if about_name else self.address, answer)
            if not answer.problems:
                self.checkup.clear()
                self._page.added(name)

        self._page.queue.change(self._page.state.add_machine(name, url), done, f"{name} is added.")
