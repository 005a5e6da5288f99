"""The machine that is chosen: its options, its test and its models. GUI thread."""

from __future__ import annotations

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tray_router.model import HostState
from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.dashboard.wording import host_word
from tray_router.window.settings.checkup import Checkup
from tray_router.window.settings.fields import Field, Group, NumberField, SwitchField, TextField
from tray_router.window.settings.models_table import ModelsTable
from tray_router.window.settings.pages import Elided, SettingsPage, plain_button, title_label
from tray_router.wire.dashboard import PauseHost
from tray_router.wire.settings import ChangeDone, MachineFields

ADDRESS_HINT = "gpu-pc, 192.168.1.20:11434 or https://…"


class MachineForm(QWidget):
    """The machine that is chosen; ``renamed`` to this is what the page must choose again."""

    renamed = Signal(str)

    def __init__(self, page: SettingsPage) -> None:
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
        self.address = TextField("", "Address", hint=ADDRESS_HINT)
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
                self.renamed.emit(new)

        self._page.queue.rename_machine(old, new, done)

    def _test(self) -> None:
        self.checkup.start(self.address.text, self._name)

    def _pause(self) -> None:
        host = self._page.state.host(self._name)
        is_paused = host is not None and host.state is HostState.PAUSED
        self._page.send(PauseHost(self._name, not is_paused))

    def _remove(self) -> None:
        self._page.queue.remove_machine(self._name, lambda answer: self._page.answered(None, answer))
