"""Two pages that are one table each: what was asked last, and what became of the machines. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStackedLayout, QWidget

from tray_router.model import HostState
from tray_router.model.states import StateChange
from tray_router.model.usage import RecentAttempt
from tray_router.window.dashboard import wording
from tray_router.window.dashboard.paint import paint_state_glyph
from tray_router.window.dashboard.parts import EmptyPage
from tray_router.window.dashboard.rows_model import Column, Glyph, RowsModel
from tray_router.window.dashboard.tables import DataTable
from tray_router.window.theme import Colours


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt, and what the clock said (UTC seconds) when it was listed."""

    attempt: RecentAttempt
    now: float

    @property
    def at(self) -> float:
        return wording.epoch(self.attempt.at)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change, and what the clock said when it was listed."""

    change: StateChange
    now: float


def _outcome_glyph(row: AttemptRow) -> Glyph:
    kind = row.attempt.outcome.partition(":")[0]
    states = {"completed": HostState.UP, "cancelled": HostState.PAUSED, "weak": HostState.DEGRADED}
    state = states.get(kind, HostState.DOWN)
    if state is HostState.UP and row.attempt.is_degraded:
        state = HostState.DEGRADED
    return partial(_paint_state, state)


def _change_glyph(row: ChangeRow) -> Glyph:
    return partial(_paint_state, row.change.after)


def _paint_state(state: HostState, painter: QPainter, area: QRectF, look: Colours) -> None:
    paint_state_glyph(painter, area, state, look)


def change_words(change: StateChange) -> str:
    """``up → down``; a machine that is seen for the first time has no before."""
    after = wording.state_word(change.after)
    if change.before is HostState.UNKNOWN:
        return f"first seen {after}"
    return f"{wording.state_word(change.before)} → {after}"


REQUEST_COLUMNS: tuple[Column[AttemptRow], ...] = (
    Column("When", lambda r: wording.moment(r.at, r.now), lambda r: r.at, width=13),
    Column("Route", lambda r: r.attempt.route, width=10, spare=1),
    Column("Model", lambda r: r.attempt.model, width=19, most=26, tooltip=lambda r: r.attempt.model),
    Column("Machine", lambda r: r.attempt.host, width=9, most=20, spare=2, tooltip=lambda r: r.attempt.host),
    Column("Outcome", lambda r: wording.outcome(r.attempt), width=16, glyph=_outcome_glyph,
           tooltip=lambda r: wording.outcome(r.attempt)),
    Column("Why", lambda r: wording.why(r.attempt), tooltip=lambda r: wording.why(r.attempt), is_dim=True),
    Column("First", lambda r: wording.seconds(r.attempt.first_token_s), lambda r: r.attempt.first_token_s, True, 8,
           spare=3),
    Column("Whole", lambda r: wording.seconds(r.attempt.total_s), lambda r: r.attempt.total_s, True, 7),
    Column("Read", lambda r: wording.narrow_number(r.attempt.tokens_in), lambda r: r.attempt.tokens_in, True, 6,
           spare=5, tooltip=lambda r: wording.number(r.attempt.tokens_in)),
    Column("Written", lambda r: wording.narrow_number(r.attempt.tokens_out), lambda r: r.attempt.tokens_out, True, 6,
           spare=4, tooltip=lambda r: wording.number(r.attempt.tokens_out)),
)  # fmt: skip

CHANGE_COLUMNS: tuple[Column[ChangeRow], ...] = (
    Column("When", lambda r: wording.moment(r.change.at, r.now), lambda r: r.change.at, width=18),
    Column("Machine", lambda r: r.change.host, width=22, most=50, tooltip=lambda r: r.change.host),
    Column("What", lambda r: change_words(r.change), width=24, glyph=_change_glyph),
    Column("Why", lambda r: r.change.reason, tooltip=lambda r: r.change.reason, is_dim=True),
)


class RequestsPage(QWidget):
    """What was asked last, newest first; never a text."""

    def __init__(self, look: Colours) -> None:
        super().__init__()
        self.table: DataTable[AttemptRow] = DataTable("Requests", RowsModel(REQUEST_COLUMNS), look)
        empty = EmptyPage(
            "Nothing was asked yet",
            "Every question is listed here with its route, model and machine, and why; never with its text.",
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)

    def show_attempts(self, attempts: Sequence[RecentAttempt], now: float) -> None:
        """Shows these; ``now`` is UTC seconds."""
        today = round(now // 60) * 60.0  # rows are equal while nothing of them changes
        self.table.show_rows([AttemptRow(attempt, today) for attempt in attempts])
        self._stack.setCurrentIndex(0 if attempts else 1)


class ChangesPage(QWidget):
    """When which machine came, went or was paused."""

    def __init__(self, look: Colours) -> None:
        super().__init__()
        self.table: DataTable[ChangeRow] = DataTable("Changes of the machines", RowsModel(CHANGE_COLUMNS), look)
        empty = EmptyPage("No changes yet", "When a machine comes or goes, it is noted here with the reason.")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)

    def show_changes(self, changes: Sequence[StateChange], now: float) -> None:
        """Shows these; ``now`` is UTC seconds."""
        today = round(now // 60) * 60.0
        self.table.show_rows([ChangeRow(change, today) for change in changes])
        self._stack.setCurrentIndex(0 if changes else 1)
