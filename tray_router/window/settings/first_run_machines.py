"""The first step of the first run: which machines there are. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tray_router.model import HostStatus
from tray_router.window.controls import WrappedLabel
from tray_router.window.dashboard.paint import paint_host_glyph
from tray_router.window.dashboard.wording import host_word
from tray_router.window.settings.checkup import Checkup
from tray_router.window.settings.first_run_step import Step
from tray_router.window.settings.pages import plain_button
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.state import SettingsState
from tray_router.window.theme import Colours
from tray_router.wire.settings import ChangeDone

FOUND = "Ollama was found here. Add the other machines on which it runs, if there are any."
NONE_FOUND = (
    "No Ollama was found on this computer. Type the address of a machine on which it runs, or go on with simulated "
    "machines to try things out: their answers mean nothing."
)
OWN = "These machines will answer. Add others by their address, if there are any."


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
