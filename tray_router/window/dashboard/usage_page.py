"""The page of the usage: figures of a period, share per route, tokens per day, who answered how fast. GUI thread."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from tray_router.model.usage import UsageFigures, UsageGroup, UsageReport, UsageRow
from tray_router.window.controls import QuietScrollBar, WrappedLabel, make_small
from tray_router.window.dashboard import wording
from tray_router.window.dashboard.charts import DayChart, Legend, ShareChart, all_days, share_bars
from tray_router.window.dashboard.parts import CAPTION_SCALE, Choice, EmptyPage, SectionTitle, Tiles
from tray_router.window.dashboard.rows_model import Column, RowsModel
from tray_router.window.dashboard.tables import DataTable
from tray_router.window.theme import Colours
from tray_router.wire.dashboard import DashboardUsage, UsagePeriod

PERIODS = {
    UsagePeriod.TODAY: "Today",
    UsagePeriod.WEEK: "7 days",
    UsagePeriod.MONTH: "30 days",
    UsagePeriod.ALL: "All",
}
GROUPS = {UsageGroup.MODEL: "Models", UsageGroup.MACHINE: "Machines", UsageGroup.ROUTE: "Routes"}
_TILES = {
    "questions": "questions",
    "tokens": "tokens",
    "first": "first word, median",
    "total": "answer, median",
    "again": "asked again",
    "saved": "saved by routing",
    "cost": "spent in the cloud",
}
EMPTY = "Nothing was asked in this time"
EMPTY_HINT = "Select a text anywhere and press the key for asking; the figures appear here as soon as it is answered."
UNKNOWN = "The usage is not known"

USAGE_COLUMNS: tuple[Column[UsageRow], ...] = (
    Column("Name", lambda r: r.name or wording.NOTHING),
    Column("Share", lambda r: wording.share(r.share), lambda r: r.share, True, 8),
    Column(
        "Questions", lambda r: wording.number(r.figures.requests), lambda r: r.figures.requests, True, 9
    ),
    Column("Read", lambda r: wording.number(r.figures.tokens_in), lambda r: r.figures.tokens_in, True, 11, spare=4),
    Column("Written", lambda r: wording.number(r.figures.tokens_out), lambda r: r.figures.tokens_out, True, 11,
           spare=3),
    Column(
        "First word",
        lambda r: wording.seconds(r.figures.first_token.median),
        lambda r: r.figures.first_token.median,
        True,
        9,
        spare=2,
        tooltip=lambda r: _tail("first word", r.figures.first_token.p95),
    ),
    Column(
        "Whole answer",
        lambda r: wording.seconds(r.figures.total.median),
        lambda r: r.figures.total.median,
        True,
        11,
        tooltip=lambda r: _tail("whole answer", r.figures.total.p95),
    ),
    Column(
        "Tokens/s", lambda r: wording.speed(r.figures.tokens_per_s.median), lambda r: r.figures.tokens_per_s.median,
        True, 9, spare=1,
    ),
    Column("Failed", lambda r: wording.number(r.figures.failed or None), lambda r: r.figures.failed, True, 7, spare=5),
)  # fmt: skip


def _tail(what: str, p95: float | None) -> str:
    return f"95 of 100 had the {what} within {wording.seconds(p95)}" if p95 is not None else ""


class UsagePage(QWidget):
    """What was asked, of whom, and what it took."""

    period_chosen = Signal(object)

    def __init__(self, look: Colours) -> None:
        super().__init__()
        self._report = UsageReport()
        self._look = look
        self.periods = Choice("Period", list(PERIODS.values()))
        self.periods.chosen.connect(lambda number: self.period_chosen.emit(list(PERIODS)[number]))
        self.tiles = Tiles(list(_TILES), list(_TILES.values()))
        self.shares = ShareChart("Share per route", look)
        self.days = DayChart("Tokens per day", look)
        self.groups = Choice("Broken down by", list(GROUPS.values()))
        self.groups.chosen.connect(lambda _number: self._show_table())
        self.groups.show_chosen(0)
        self.table: DataTable[UsageRow] = DataTable("Usage", RowsModel(USAGE_COLUMNS), look, grows=True)
        self._method = WrappedLabel("usageMethod")
        make_small(self._method, CAPTION_SCALE)
        self._empty = EmptyPage(EMPTY, EMPTY_HINT)
        self._body = QWidget()
        self._body.setObjectName("usageBody")
        self._stack = QStackedLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        charts = QHBoxLayout()
        charts.setSpacing(36)
        charts.addLayout(_section("Share per route", self.shares), 5)
        charts.addLayout(_section("Tokens per day", self.days, Legend(self._look)), 7)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 4, 0, 16)
        body.setSpacing(22)
        body.addWidget(self.tiles)
        body.addLayout(charts)
        below = QVBoxLayout()
        below.setSpacing(4)
        chooser = QHBoxLayout()
        chooser.addWidget(self.groups)
        chooser.addStretch(1)
        below.addLayout(chooser)
        below.addWidget(self.table)
        body.addLayout(below)
        body.addWidget(self._method)
        body.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        scroll.setVerticalScrollBar(QuietScrollBar())
        scroll.setWidget(self._body)
        self._stack.addWidget(scroll)
        self._stack.addWidget(self._empty)
        top = QHBoxLayout()
        top.addWidget(self.periods)
        top.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 8, 0, 0)
        page.setSpacing(12)
        page.addLayout(top)
        page.addLayout(self._stack, 1)

    @property
    def report(self) -> UsageReport:
        """What is shown."""
        return self._report

    def show_usage(self, usage: DashboardUsage, today: date) -> None:
        """Shows the figures of a period that ends ``today`` (local)."""
        report = self._report = usage.report
        self.periods.show_chosen(list(PERIODS).index(usage.period))
        self._empty.show_text(*((UNKNOWN, usage.problem) if usage.problem else (EMPTY, EMPTY_HINT)))
        self._stack.setCurrentIndex(0 if report.figures.requests else 1)
        self._show_tiles(report)
        self.shares.show_bars(share_bars(report.routes))
        days = usage.period.days
        self.days.show_days(all_days(report.days, today - timedelta(days=days - 1) if days else None, today))
        self._show_table()
        self._method.set_text(_footnote(report))

    def _show_tiles(self, report: UsageReport) -> None:
        f, tiles = report.figures, self.tiles
        tiles["questions"].show_figure(wording.number(f.requests), tooltip=_question_words(f))
        both = wording.short_number(f.tokens_in + f.tokens_out)
        tiles["tokens"].show_figure(both, tooltip=f"{f.tokens_in:,} tokens read, {f.tokens_out:,} written")
        tiles["first"].show_figure(
            wording.seconds(f.first_token.median), tooltip=_tail("first word", f.first_token.p95)
        )
        tiles["total"].show_figure(wording.seconds(f.total.median), tooltip=_tail("whole answer", f.total.p95))
        again = f.fallbacks + f.escalations
        words = f"{f.fallbacks} because a machine failed, {f.escalations} because an answer was weak"
        tiles["again"].show_figure(wording.number(again), tooltip=words)
        tiles["saved"].show_figure(wording.saved(report.time_saved), tooltip=report.time_saved.method)
        unknown = f"; the price of {f.unknown_costs} is not known" if f.unknown_costs else ""
        tiles["cost"].show_figure(wording.money(f.cost_usd), tooltip=f"{f.cloud_requests} questions{unknown}")

    def _show_table(self) -> None:
        group = list(GROUPS)[max(self.groups.current, 0)]
        self.table.setAccessibleName(f"Usage by {group.value}")
        self.table.show_rows(self._report.rows(group))


def _section(title: str, content: QWidget, beside: QWidget | None = None) -> QVBoxLayout:
    heading = QHBoxLayout()
    heading.addWidget(SectionTitle(title))
    heading.addStretch(1)
    if beside is not None:
        heading.addWidget(beside)
    column = QVBoxLayout()
    column.setSpacing(8)
    column.addLayout(heading)
    column.addWidget(content)
    column.addStretch(1)
    return column


def _question_words(figures: UsageFigures) -> str:
    parts = [f"{figures.answered:,} answered"]
    if figures.failed:
        parts.append(f"{figures.failed:,} failed")
    if figures.cancelled:
        parts.append(f"{figures.cancelled:,} stopped")
    if figures.corrections:
        parts.append(f"{figures.corrections:,} sent to another route by you")
    return ", ".join(parts)


def _footnote(report: UsageReport) -> str:
    parts = [f"Time saved: {report.time_saved.method}" if report.time_saved.method else ""]
    if report.torn_lines:
        parts.append(f"{report.torn_lines} lines of the ledger could not be read and are left out.")
    return " ".join(filter(None, parts))
