"""The page of the machines: the list, and the machine that is chosen, or a new one. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tray_router.model import HostStatus
from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.dashboard.paint import paint_host_glyph
from tray_router.window.dashboard.parts import EmptyPage
from tray_router.window.dashboard.wording import host_word
from tray_router.window.settings.machine_form import MachineForm
from tray_router.window.settings.new_machine import NewMachine
from tray_router.window.settings.pages import NameList, SettingsPage, plain_button, scrolling
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.state import SettingsState
from tray_router.window.theme import Colours
from tray_router.wire.settings import CheckupEnded, CheckupStep, CheckupWaits

LIST_WIDTH = 230
SIMULATED = "These machines are simulated, to try things out. Add one of your own, and they are gone."


class MachinesPage(SettingsPage):
    """All machines."""

    def __init__(self, state: SettingsState, queue: ChangeQueue, send: Callable[[object], None], look: Colours) -> None:
        super().__init__(state, queue, send, look)
        self.list = NameList("Machines", look)
        self.list.currentItemChanged.connect(self._chosen)
        self.add_button = plain_button("Add machine", "Another machine on which Ollama runs (Ctrl+N)")
        self.add_button.clicked.connect(self.begin_adding)
        self.form = MachineForm(self)
        self.form.renamed.connect(self._renamed)
        self.new = NewMachine(self)
        self.new.added.connect(self._added)
        self.new.left.connect(self._leave_adding)
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

    def take_checkup(self, message: CheckupStep | CheckupWaits | CheckupEnded) -> None:
        """What a test found."""
        self.form.checkup.take(message)
        self.new.checkup.take(message)

    def _chosen(self, *_rows: object) -> None:
        self.form.commit()
        self._is_adding = False
        self._show_right()

    def _added(self, name: str) -> None:
        self._is_adding = False
        self.show_state()
        self.list.choose(name)
        self._show_right()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_adding(self) -> None:
        self._is_adding = False
        self._show_right()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _renamed(self, name: str) -> None:
        self.show_state()
        self.list.choose(name)

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
