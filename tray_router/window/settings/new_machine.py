"""A machine that is not written down yet: address, name, and a test before it is added. GUI thread."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tray_router.model import HostStatus, InstalledModel
from tray_router.window.settings.checkup import Checkup
from tray_router.window.settings.fields import TextField
from tray_router.window.settings.machine_form import ADDRESS_HINT
from tray_router.window.settings.models_table import ModelsTable
from tray_router.window.settings.pages import SettingsPage, plain_button, title_label
from tray_router.wire.settings import ChangeDone


class NewMachine(QWidget):
    """A machine that is not written down yet; then it was ``added`` under a name, or ``left`` alone."""

    added = Signal(str)
    left = Signal()

    def __init__(self, page: SettingsPage) -> None:
        super().__init__()
        self._page = page
        self._has_own_name = False
        self.address = TextField("", "Address", "Where Ollama runs; port 11434 unless you say otherwise.")
        self.address.edit.setPlaceholderText(ADDRESS_HINT)
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
        self.left.emit()

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
                self.added.emit(name)

        self._page.queue.change(self._page.state.add_machine(name, url), done, f"{name} is added.")
