"""The test of a machine, step by step as it goes: what works, how long it took, what to do if not. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tray_router.model import InstalledModel
from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.dashboard.paint import tabular
from tray_router.window.dashboard.wording import seconds
from tray_router.window.theme import Colours
from tray_router.wire.settings import CheckMachine, CheckupEnded, CheckupStep, CheckupWaits, StopCheckup

_numbers = count(1)  # of all tests of this process; a late answer to one that is gone is dropped by it


class Checkup(QWidget):
    """Runs one test at a time.

    Signals:
        ended: it is over; whether the machine works.
        found: the models that it has.
    """

    ended = Signal(bool)
    found = Signal(object)

    def __init__(self, send: Callable[[object], None], look: Colours) -> None:
        super().__init__()
        self._send = send
        self._look = look
        self._number = 0
        self.is_running = False
        self.steps: list[CheckupStep] = []
        self.models: tuple[InstalledModel, ...] = ()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(12, 10, 12, 10)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        card = QWidget()
        card.setObjectName("plainCard")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._grid)
        self.waits = QLabel()
        self.waits.setObjectName("stepDetail")
        make_small(self.waits, 0.92)
        waiting = QHBoxLayout()
        waiting.setContentsMargins(12, 0, 12, 10)
        waiting.addWidget(self.waits)
        column.addLayout(waiting)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.setAccessibleName("Test of the machine")
        self.setVisible(False)

    def start(self, url: str, name: str = "") -> None:
        """Tests the machine at an address; ``name`` is that in the settings, if any."""
        self.stop()
        self._number = next(_numbers)
        self.steps.clear()
        self.models = ()
        _clear(self._grid)
        self.is_running = True
        self._wait("Looking …")
        self.setVisible(True)
        self._send(CheckMachine(self._number, url, name))

    def stop(self) -> None:
        """Ends it, if it runs."""
        if self.is_running:
            self._send(StopCheckup(self._number))
        self.is_running = False
        self._number = 0

    def clear(self) -> None:
        """Nothing was tested."""
        self.stop()
        self.setVisible(False)

    def take(self, message: CheckupStep | CheckupWaits | CheckupEnded) -> None:
        """Shows what comes of it."""
        if message.number != self._number:
            return
        if isinstance(message, CheckupStep):
            self._add(message)
        elif isinstance(message, CheckupWaits):
            self._wait(message.text)
        else:
            self.is_running = False
            self.models = message.models
            self.waits.hide()
            self.found.emit(message.models)
            self.ended.emit(message.works)

    def _wait(self, text: str) -> None:
        self.waits.setText(text)
        self.waits.show()

    def _add(self, step: CheckupStep) -> None:
        self.steps.append(step)
        row = self._grid.rowCount()
        mark = _Mark(works=step.works, look=self._look)
        name, took = QLabel(step.step), QLabel(seconds(step.seconds) if step.seconds else "")
        took.setObjectName("stepDetail")
        took.setFont(tabular(took.font()))
        detail = WrappedLabel("stepDetail" if step.works else "stepFailed")
        detail.set_text(step.detail)
        for label in (name, took, detail):
            make_small(label, 0.94)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(mark, row, 0, top)
        self._grid.addWidget(name, row, 1, top)
        self._grid.addWidget(took, row, 2, top | Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(detail, row, 3)
        word = "works" if step.works else "does not work"
        mark.setAccessibleName(f"{step.step} {word}: {step.detail} {step.hint}".strip())
        if step.hint:
            hint = WrappedLabel("about")
            hint.set_text(step.hint)
            make_small(hint, 0.94)
            self._grid.addWidget(hint, row + 1, 3)


class _Mark(QWidget):
    """A check mark or a cross."""

    def __init__(self, *, works: bool, look: Colours) -> None:
        super().__init__()
        self._works, self._look = works, look
        self.setFixedSize(QSize(16, 18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self._look.good if self._works else self._look.bad)
        pen = QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        box = QRectF(3, 4, 10, 10)
        if self._works:
            corner = box.topLeft()
            painter.drawPolyline([corner + QPointF(0.5, 5.5), corner + QPointF(3.8, 9), corner + QPointF(10, 1)])
        else:
            inner = box.adjusted(1, 1, -1, -1)
            painter.drawLine(inner.topLeft(), inner.bottomRight())
            painter.drawLine(inner.topRight(), inner.bottomLeft())


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
