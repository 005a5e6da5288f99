"""Formulas as pictures: asked for once, kept, and drawn sharp at any scale. GUI thread.

Rules: the process that draws them is started by the first formula and left again after a while; until a formula is
there, and for good where it cannot be drawn, its LaTeX is shown. Its baseline is that of the text around it.
"""

from __future__ import annotations

import json
import sys
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QProcess, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

COMMAND = (sys.executable, "-m", "tray_router.window.formula_process")
KEPT_FORMULAS = 500
LEAVE_AFTER_MS = 20_000
DRAW_LIMIT_MS = 4_000  # its start included; a formula that takes longer stays LaTeX


@dataclass(frozen=True, slots=True)
class FormulaKey:
    """What a picture of a formula depends on. ``pixels`` is the height of the text around it in logical pixels."""

    latex: str
    is_display: bool
    pixels: float
    colour: str


class Formula:
    """A drawn formula.

    Attributes:
        width: in logical pixels.
        ascent, descent: above and below the baseline, in logical pixels.
    """

    def __init__(self, svg: QSvgRenderer) -> None:
        self._svg = svg
        box = svg.viewBoxF()
        self.width, self.ascent, self.descent = box.width(), -box.top(), box.bottom()
        self._images: dict[float, QImage] = {}

    def size(self, *, is_alone: bool) -> QSizeF:
        """The room it takes in a line; beside text as much below as above, as Qt puts its middle onto the baseline."""
        height = self.ascent + self.descent
        return QSizeF(self.width, height if is_alone else 2 * max(self.ascent, self.descent, 1.0))

    def draw(self, painter: QPainter) -> None:
        """Draws it with the left end of its baseline at the origin."""
        ratio = painter.device().devicePixelRatioF()
        if ratio not in self._images:
            self._images = {ratio: self._drawn(ratio)}
        painter.drawImage(QRectF(0, -self.ascent, self.width, self.ascent + self.descent), self._images[ratio])

    def _drawn(self, ratio: float) -> QImage:
        width, height = self.width * ratio, (self.ascent + self.descent) * ratio
        image = QImage(max(1, round(width)), max(1, round(height)), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        self._svg.render(painter)
        painter.end()
        return image


class FormulaMaker(QObject):
    """``made`` carries the FormulaKey of a formula that is there now, or is known not to be one."""

    made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._known: OrderedDict[FormulaKey, Formula | None] = OrderedDict()
        self._wanted: list[FormulaKey] = []
        self._process: QProcess | None = None
        self._input = b""
        self._limit = QTimer(self, singleShot=True, interval=DRAW_LIMIT_MS)
        self._limit.timeout.connect(self._give_up)
        self._leave = QTimer(self, singleShot=True, interval=LEAVE_AFTER_MS)
        self._leave.timeout.connect(self.stop)
        if (application := QCoreApplication.instance()) is not None:
            application.aboutToQuit.connect(self.stop)

    def find(self, key: FormulaKey) -> Formula | None:
        """The formula if it is there; asks for it where it is not known yet."""
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        if key not in self._wanted:
            self._wanted.append(key)
            if len(self._wanted) == 1:
                self._ask()
        return None

    def is_known(self, key: FormulaKey) -> bool:
        """Whether it was drawn, or could not be."""
        return key in self._known

    def stop(self) -> None:
        """Ends the process; the next formula starts another."""
        process, self._process = self._process, None
        self._limit.stop()
        if process is not None:
            process.readyReadStandardOutput.disconnect(self._read)
            process.finished.disconnect(self._give_up)
            process.closeWriteChannel()
            process.kill()
            process.waitForFinished(500)
            process.deleteLater()
        self._input = b""

    def _ask(self) -> None:
        self._leave.stop()
        key = self._wanted[0]
        if self._process is None:
            self._process = QProcess(self)
            self._process.setStandardErrorFile(QProcess.nullDevice())
            self._process.readyReadStandardOutput.connect(self._read)
            self._process.finished.connect(self._give_up)
            self._process.start(COMMAND[0], list(COMMAND[1:]))
        wish = {"latex": key.latex, "points": key.pixels, "colour": key.colour, "is_display": key.is_display}
        self._process.write(json.dumps(wish).encode() + b"\n")
        self._limit.start()

    def _read(self) -> None:
        if self._process is None:
            return
        self._input += self._process.readAllStandardOutput().data()
        *lines, self._input = self._input.split(b"\n")
        for line in lines:
            self._take(str(json.loads(line)["svg"]))

    def _give_up(self) -> None:
        """The process takes too long, or is gone: what it was drawing stays LaTeX."""
        self.stop()
        if self._wanted:
            self._take("")

    def _take(self, svg: str) -> None:
        self._limit.stop()
        key = self._wanted.pop(0)
        self._known[key] = _formula(svg) if svg else None
        while len(self._known) > KEPT_FORMULAS:
            self._known.popitem(last=False)
        if self._wanted:
            self._ask()
        else:
            self._leave.start()
        self.made.emit(key)


def _formula(svg: str) -> Formula | None:
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(svg.encode()))
    return Formula(renderer) if renderer.isValid() and not renderer.viewBoxF().isEmpty() else None


@cache
def formula_maker() -> FormulaMaker:
    """The one maker of this process."""
    return FormulaMaker()
