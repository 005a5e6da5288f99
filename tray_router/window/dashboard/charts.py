"""Two charts: shares as bars, days as columns. GUI thread.

Rules: every bar has its figure beside it or in the tooltip and in the accessible description, so that nothing is said
by length or colour alone; gridlines are few and faint; nothing moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from tray_router.model.usage import UsageRow
from tray_router.window.controls import make_small
from tray_router.window.dashboard import wording
from tray_router.window.dashboard.axis import round_top
from tray_router.window.dashboard.paint import tabular
from tray_router.window.theme import Colours

BAR_HEIGHT = 12
BAR_STEP = 2.0  # of the text's height
BAR_RADIUS = 3.0
MOST_BARS = 8
WIDEST_COLUMN = 36.0
COLUMN_SHARE = 0.68  # of its slot
CHART_HEIGHT = 190
MOST_DAYS = 400
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length is ``share`` (0..1) of the longest possible."""

    name: str
    share: float
    figure: str


def share_bars(rows: Sequence[UsageRow]) -> list[Bar]:
    """Questions per row, most first; what is beyond MOST_BARS is joined to one."""
    shown, rest = list(rows[:MOST_BARS]), rows[MOST_BARS:]
    if len(rest) == 1:
        shown, rest = list(rows), ()
    bars = [
        Bar(row.name or wording.NOTHING, row.share, _share_figure(row.share, row.figures.requests)) for row in shown
    ]
    if rest:
        share, requests = sum(row.share for row in rest), sum(row.figures.requests for row in rest)
        bars.append(Bar(f"{len(rest)} {OTHERS}", share, _share_figure(share, requests)))
    return bars


def _share_figure(share: float, requests: int) -> str:
    return f"{wording.share(share)} · {wording.number(requests)}"


class ShareChart(QWidget):
    """Horizontal bars, each with its name before and its figure behind it."""

    def __init__(self, name: str, look: Colours) -> None:
        super().__init__()
        self._name, self._look = name, look
        self._bars: list[Bar] = []
        make_small(self, 0.94)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: list[Bar]) -> None:
        """Shows these bars, top first."""
        if bars == self._bars:
            return
        self._bars = bars
        self.setAccessibleDescription("; ".join(f"{bar.name}: {bar.figure}" for bar in bars))
        self.updateGeometry()
        self.update()

    def _step(self) -> int:
        return round(self.fontMetrics().height() * BAR_STEP)

    def sizeHint(self) -> QSize:
        return QSize(240, max(1, len(self._bars)) * self._step())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tabular(self.font()))
        metrics, step = painter.fontMetrics(), self._step()
        names = max((metrics.horizontalAdvance(bar.name) + 2 for bar in self._bars), default=0)
        names = min(names, int(self.width() * 0.4))
        figures = max((metrics.horizontalAdvance(bar.figure) for bar in self._bars), default=0)
        left, room = names + 12.0, self.width() - names - figures - 12.0 - 10.0
        for number, bar in enumerate(self._bars):
            line = QRectF(0, number * step, self.width(), step)
            painter.setPen(QColor(self._look.text))
            shown = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRectF(0, line.top(), names, step), _LEFT, shown)
            width = max(room * bar.share, 2.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._look.chart))
            area = QRectF(left, line.center().y() - BAR_HEIGHT / 2, width, BAR_HEIGHT)
            painter.drawRoundedRect(area, min(BAR_RADIUS, width / 2), min(BAR_RADIUS, width / 2))
            painter.setPen(QColor(self._look.secondary))
            painter.drawText(QRectF(left + width + 8, line.top(), figures + 8, step), _LEFT, bar.figure)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Day:
    """One column: tokens that were read and written on a local day, and questions asked."""

    day: date
    tokens_in: int = 0
    tokens_out: int = 0
    requests: int = 0

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out


def all_days(rows: Sequence[UsageRow], since: date | None, until: date) -> list[Day]:
    """Every day of the time, also those without questions; at most MOST_DAYS.

    Args:
        since: the first day; None for the first one with questions.
    """
    found: dict[date, Day] = {}
    for row in rows:
        try:
            day = date.fromisoformat(row.name)
        except ValueError:
            continue
        found[day] = Day(day, row.figures.tokens_in, row.figures.tokens_out, row.figures.requests)
    first = since or min(found, default=until)
    first = max(first, until - timedelta(days=MOST_DAYS - 1))
    count = (until - first).days + 1
    return [found.get(day, Day(day)) for day in (first + timedelta(days=n) for n in range(max(count, 0)))]


class DayChart(QWidget):
    """A column for each day: tokens written below in the strong colour, read above in the pale one."""

    def __init__(self, name: str, look: Colours) -> None:
        super().__init__()
        self._look = look
        self._days: list[Day] = []
        make_small(self, 0.88)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self._hovered: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, days: list[Day]) -> None:
        """Shows these days, oldest first."""
        if days == self._days:
            return
        self._days = days
        self.setAccessibleDescription("; ".join(day_words(day) for day in days[-31:]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, CHART_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, CHART_HEIGHT)

    def _plot(self) -> QRectF:
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance("999.9 k") + 8
        return QRectF(left, metrics.height() / 2, self.width() - left - 2, self.height() - 2 * metrics.height() - 6)

    def _column(self, number: int, plot: QRectF) -> tuple[float, float]:
        slot = plot.width() / max(1, len(self._days))
        width = min(WIDEST_COLUMN, max(1.0, slot * COLUMN_SHARE))
        return plot.left() + slot * (number + 0.5) - width / 2, width

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(tabular(self.font()))
        plot = self._plot()
        top, step = round_top(max((day.tokens for day in self._days), default=0))
        self._paint_scale(painter, plot, top, step)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, day in enumerate(self._days):
            left, width = self._column(number, plot)
            out, both = plot.height() * day.tokens_out / top, plot.height() * day.tokens / top
            gap = 1.0 if day.tokens_out and day.tokens_in and both > 4 else 0.0  # noqa: PLR2004
            pale = QColor(self._look.chart_pale)
            strong = QColor(self._look.chart)
            if number == self._hovered:
                pale, strong = (colour.darker(112) for colour in (pale, strong))
            painter.fillRect(QRectF(left, plot.bottom() - both, width, max(both - out - gap, 0)), pale)
            painter.fillRect(QRectF(left, plot.bottom() - out, width, out), strong)
        self._paint_dates(painter, plot)

    def _paint_scale(self, painter: QPainter, plot: QRectF, top: float, step: float) -> None:
        height = painter.fontMetrics().height()
        value = 0.0
        while value <= top + step / 2:
            y = round(plot.bottom() - plot.height() * value / top) + 0.5
            painter.setPen(QColor(self._look.edge if value == 0 else self._look.line))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(self._look.faint))
            label = QRectF(0, y - height / 2, plot.left() - 8, height)
            painter.drawText(label, _RIGHT, wording.short_number(value))
            value += step

    def _paint_dates(self, painter: QPainter, plot: QRectF) -> None:
        painter.setPen(QColor(self._look.faint))
        metrics, free_from = painter.fontMetrics(), -1.0
        slot = plot.width() / max(1, len(self._days))
        every = max(1, round((metrics.horizontalAdvance("30 Nov") + 14) / slot + 0.49))
        for number, day in enumerate(self._days):
            if (len(self._days) - 1 - number) % every:
                continue
            text = f"{day.day.day} {day.day:%b}"
            width = metrics.horizontalAdvance(text)
            middle = plot.left() + slot * (number + 0.5)
            left = min(max(middle - width / 2, plot.left()), plot.right() - width)
            if left >= free_from:
                painter.drawText(QPointF(left, plot.bottom() + metrics.height() + 2), text)
                free_from = left + width + 8

    def _day_at(self, point: QPointF) -> int | None:
        plot = self._plot()
        if not self._days or not plot.adjusted(0, -8, 0, 24).contains(point):
            return None
        return min(int((point.x() - plot.left()) / (plot.width() / len(self._days))), len(self._days) - 1)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            number = self._day_at(QPointF(event.pos()))
            if number is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), day_words(self._days[number]), self)
            return True
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.Leave):
            point = getattr(event, "position", None)
            hovered = self._day_at(point()) if point is not None else None
            if hovered != self._hovered:
                self._hovered = hovered
                self.update()
        return super().event(event)


def day_words(day: Day) -> str:
    """A day in words: ``Sun 22 Nov: 12,400 tokens read, 2,345 written, 31 questions``."""
    tokens = f"{day.tokens_in:,} tokens read, {day.tokens_out:,} written"
    return f"{day.day:%a} {day.day.day} {day.day:%b}: {tokens}, {day.requests:,} question{'s' * (day.requests != 1)}"


class Legend(QWidget):
    """What the two colours of the day chart stand for."""

    def __init__(self, look: Colours) -> None:
        super().__init__()
        self._entries = ((look.chart, "written"), (look.chart_pale, "read"))
        self._look = look
        make_small(self, 0.88)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(sum(metrics.horizontalAdvance(text) + 30 for _, text in self._entries), metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, metrics = 0.0, self.fontMetrics()
        for colour, text in self._entries:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(left, self.height() / 2 - 5, 10, 10), 2, 2)
            painter.setPen(QColor(self._look.secondary))
            width = metrics.horizontalAdvance(text)
            painter.drawText(QRectF(left + 16, 0, width + 2, self.height()), _LEFT, text)
            left += width + 30
