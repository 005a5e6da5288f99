"""One machine: a line that can be compared with the lines around it, and its details when it is unfolded. GUI thread.

Rule: the line's columns are those of the page (``HostColumns``), so that the strips of all machines share one axis.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from tray_router.model import HostState, HostStatus
from tray_router.model.states import HostStates
from tray_router.window.controls import ActionButton, make_small
from tray_router.window.dashboard import wording
from tray_router.window.dashboard.host_details import HostDetails
from tray_router.window.dashboard.paint import paint_host_glyph, paint_strip, spans_across, tabular
from tray_router.window.icons import Icon, paint_icon
from tray_router.window.theme import Colours, scaled

LINE_HEIGHT = 2.5  # of the text's height
GLYPH = 14
FOLD = 12
STRIP_HEIGHT = 16
GAP = 14
NAME_LEFT = FOLD + GLYPH + 18  # of the line, before the name
NAME_SHARE = 0.3  # of the page, at most
NARROW, VERY_NARROW = 820, 640  # logical pixels; below them columns are left out


@dataclass(frozen=True, slots=True)
class HostColumns:
    """Left edge and width of each column in logical pixels; a width of 0 leaves it out."""

    name: tuple[float, float]
    strip: tuple[float, float]
    state: tuple[float, float]
    rtt: tuple[float, float]
    memory: tuple[float, float]
    running: tuple[float, float]
    button: tuple[float, float]


def host_columns(width: float, metrics: QFontMetricsF, button_width: float, longest_name: float) -> HostColumns:
    """The columns of a page that is ``width`` wide, for names of at most ``longest_name`` pixels."""
    digit = metrics.averageCharWidth()
    name = min(max(longest_name + NAME_LEFT + 4, 17 * digit), max(NAME_SHARE * width, 17 * digit))
    widths = {
        "state": 17 * digit if width >= VERY_NARROW else 12 * digit,
        "rtt": 11 * digit if width >= NARROW else 0.0,
        "memory": 10 * digit if width >= NARROW else 0.0,
        "running": 8 * digit if width >= VERY_NARROW else 0.0,
        "button": button_width,
    }
    used = name + sum(w + GAP for w in widths.values() if w)
    left, found = 0.0, {"name": (0.0, name)}
    left = name + GAP
    strip = max(width - used - GAP, 60.0)
    found["strip"] = (left, strip)
    left += strip + GAP
    for column, w in widths.items():
        found[column] = (left, w)
        left += w + GAP if w else 0
    return HostColumns(**found)


class HostLine(QAbstractButton):
    """The machine in one line; pressing it unfolds the details."""

    def __init__(self, look: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._host = HostStatus("", "")
        self._states = HostStates("")
        self._since = self._until = 0.0
        self.columns: HostColumns | None = None
        self.setObjectName("hostLine")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_host(self, host: HostStatus, age_s: float) -> None:
        """Shows how the machine is."""
        self.setAccessibleName(wording.host_sentence(host, age_s))
        if host is not self._host:
            self._host = host
            self.update()

    def show_states(self, states: HostStates, since: float, until: float) -> None:
        """Shows how it was from ``since`` until ``until``, UTC seconds."""
        if until != self._until or states != self._states:
            self._states, self._since, self._until = states, since, until
            self.setAccessibleDescription(_strip_words(states, since, until))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, round(self.fontMetrics().height() * LINE_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        columns = self.columns
        if columns is None:
            return
        painter = QPainter(self)
        look, host, height = self._look, self._host, float(self.height())
        if self.underMouse() or self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(look.focus) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.sunken))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        fold = QRectF(4, height / 2 - FOLD / 2, FOLD, FOLD)
        paint_icon(painter, Icon.OPEN if self.isChecked() else Icon.CLOSED, fold, QColor(look.faint))
        glyph = QRectF(fold.right() + 6, height / 2 - GLYPH / 2, GLYPH, GLYPH)
        paint_host_glyph(painter, glyph, host, look)
        self._text(painter, (NAME_LEFT, sum(columns.name) - NAME_LEFT), host.name, look.text, bold=True)
        paint_strip(painter, self._strip_area(), self._states, self._since, self._until, look)
        is_ill = host.state in (HostState.DOWN, HostState.DEGRADED)
        self._text(
            painter, columns.state, wording.host_word(host), look.text if is_ill else look.secondary, bold=is_ill
        )
        rtt = wording.seconds(host.rtt_s if host.is_usable else None)
        self._text(painter, columns.rtt, rtt, look.secondary, is_figure=True)
        self._text(painter, columns.memory, wording.memory(host), look.secondary, is_figure=True)
        self._text(painter, columns.running, wording.in_flight(host), look.secondary, is_figure=True)

    def _text(
        self,
        painter: QPainter,
        column: tuple[float, float],
        text: str,
        colour: str,
        *,
        bold: bool = False,
        is_figure: bool = False,
    ) -> None:
        left, width = column
        if width <= 0:
            return
        font = tabular(self.font())
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(QRectF(left, 0, width, self.height()), side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _strip_area(self) -> QRectF:
        left, width = self.columns.strip if self.columns is not None else (0.0, 0.0)
        return QRectF(round(left), round(self.height() / 2 - STRIP_HEIGHT / 2), round(width), STRIP_HEIGHT)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            text = self._tooltip(QPointF(event.pos()))
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _tooltip(self, point: QPointF) -> str:
        area = self._strip_area()
        if area.adjusted(0, -4, 0, 4).contains(point):
            for span, left, right in spans_across(self._states, self._since, self._until, area.left(), area.right()):
                if left <= point.x() <= max(right, left + 2):
                    begins = "before " + wording.clock(self._since) if span.at <= self._since else ""
                    when = f"since {begins or wording.clock(span.at, with_seconds=True)}"
                    reason = f"\n{span.reason}" if span.reason else ""
                    return f"{wording.state_word(span.state)} {when}{reason}"
            return ""
        return self.accessibleName()  # what a narrow column cuts off


def _strip_words(states: HostStates, since: float, until: float) -> str:
    """The strip for a screen reader: how much of the day the machine was up."""
    up = known = 0.0
    for span, left, right in spans_across(states, since, until, since, until):
        known += (right - left) if span.state is not HostState.UNKNOWN else 0
        up += (right - left) if span.state is HostState.UP else 0
    return f"Up {wording.share(up / known)} of the last day, as far as known" if known > 0 else "Nothing known yet"


class HostRow(QWidget):
    """A machine of the page: its line, the pause button, and, unfolded, address, problem and models."""

    pause_pressed = Signal(str, bool)
    unfolded = Signal()

    def __init__(self, look: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._host: HostStatus | None = None
        self._age_s = self._wall = 0.0
        self.line = HostLine(look)
        self.line.toggled.connect(self._toggle)
        self.pause = ActionButton("pauseHost", "Pause", parent=self.line)
        make_small(self.pause, 0.92)
        self.pause.clicked.connect(self._pause_clicked)
        self._details: HostDetails | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)

    @property
    def host(self) -> HostStatus | None:
        """What is shown."""
        return self._host

    def show_host(self, host: HostStatus, age_s: float, wall: float) -> None:
        """Shows how the machine is; ``wall`` is UTC seconds."""
        self._host, self._age_s, self._wall = host, age_s, wall
        self.line.show_host(host, age_s)
        is_paused = host.state is HostState.PAUSED
        word = "Resume" if is_paused else "Pause"
        if self.pause.text() != word:
            self.pause.setText(word)
        self.pause.setAccessibleName(f"{word} {host.name}")
        self.pause.setToolTip("Takes questions again" if is_paused else "Takes no new questions (P)")
        if self._details is not None and self.line.isChecked():
            self._details.show_host(host, age_s, wall)

    def set_columns(self, columns: HostColumns) -> None:
        """Lays the line out as all others."""
        self.line.columns = columns
        left, width = columns.button
        height = self.pause.sizeHint().height()
        self.pause.setGeometry(round(left), round((self.line.sizeHint().height() - height) / 2), round(width), height)
        self.line.update()

    def toggle_pause(self) -> None:
        """As if the button had been pressed."""
        self.pause.click()

    def _pause_clicked(self) -> None:
        if self._host is not None:
            self.pause_pressed.emit(self._host.name, self._host.state is not HostState.PAUSED)

    def _toggle(self, is_open: bool) -> None:
        if is_open and self._details is None:
            self._details = HostDetails(self._look)
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._details)
        if self._details is not None:
            if is_open and self._host is not None:
                self._details.show_host(self._host, self._age_s, self._wall)
            self._details.setVisible(is_open)
        self.unfolded.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.line.update()


def line_font(font: QFont) -> QFont:
    """The font of the column titles."""
    return tabular(scaled(font, 0.88))
