"""The dashboard's window: today's figures, the four pages, and the export. GUI thread.

Rules: shows a ``DashboardState`` and reports what the user does; only the page that is seen is brought up to date, the
others when they are chosen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from enum import IntEnum
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout

from tray_router.model.usage import Today
from tray_router.window.big_windows import BigWindow
from tray_router.window.controls import ActionButton, make_small
from tray_router.window.dashboard import wording
from tray_router.window.dashboard.exporting import Exporter
from tray_router.window.dashboard.hosts_page import HostsPage
from tray_router.window.dashboard.lists_pages import ChangesPage, RequestsPage
from tray_router.window.dashboard.look import dashboard_stylesheet
from tray_router.window.dashboard.parts import Choice, EmptyPage, Tiles
from tray_router.window.dashboard.state import DashboardState
from tray_router.window.dashboard.usage_page import UsagePage
from tray_router.window.theme import Colours
from tray_router.wire.dashboard import (
    DashboardHosts,
    DashboardRecent,
    DashboardStates,
    DashboardUsage,
    ToDashboard,
)

TITLE = "Tray Router dashboard"
SIZE = (1060, 720)  # logical pixels, at most the work area
SMALLEST = (560, 380)
TICK_MS = 10_000  # ages and what stays in memory, to the minute
PADDING = 22
NEWCOMER = "tray-router init --host NAME=http://ADDRESS:11434"


class Page(IntEnum):
    """The pages, in their order."""

    MACHINES = 0
    USAGE = 1
    REQUESTS = 2
    CHANGES = 3


_TAB_TEXTS = {Page.MACHINES: "Machines", Page.USAGE: "Usage", Page.REQUESTS: "Requests", Page.CHANGES: "Changes"}
_TILES = {
    "up": "machines up",
    "loaded": "in memory",
    "running": "answers running",
    "questions": "questions today",
    "tokens": "tokens today",
    "saved": "saved today",
    "last": "last answer",
}


class DashboardWindow(BigWindow):
    """The dashboard."""

    pause_pressed = Signal(str, bool)
    period_chosen = Signal(object)
    history_pressed = Signal()
    settings_pressed = Signal()

    def __init__(self, look: Colours, state: DashboardState) -> None:
        super().__init__("dashboard", TITLE, usual=SIZE, smallest=SMALLEST)
        self._state = state
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._make_parts(look)
        self._lay_out()
        self._make_keys()
        self.setStyleSheet(dashboard_stylesheet(look))
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_tick)
        self._tick.start()
        self.show_page(Page.MACHINES)

    # --- making it ------------------------------------------------------------------------------------------

    def _make_parts(self, look: Colours) -> None:
        self.tiles = Tiles(list(_TILES), list(_TILES.values()))
        self.tabs = Choice("Page", list(_TAB_TEXTS.values()), "tab")
        self.tabs.chosen.connect(lambda number: self.show_page(Page(number)))
        self.simulated = QLabel("simulated")
        self.simulated.setObjectName("mark-simulated")
        self.simulated.setToolTip("These machines are simulated; their answers mean nothing")
        make_small(self.simulated, 0.78, bold=True)
        self.history = ActionButton("history", "History", "Ctrl+H")
        self.history.setAccessibleDescription("Searches what was asked before")
        make_small(self.history, 0.94)
        self.history.clicked.connect(self.history_pressed)
        self.settings = ActionButton("settingsButton", "Settings", "Ctrl+,")
        self.settings.setAccessibleDescription("Machines, routes, hotkeys, actions and the rest")
        make_small(self.settings, 0.94)
        self.settings.clicked.connect(self.settings_pressed)
        self.exporter = Exporter(self, self._state, self._page_word)
        self.hosts = HostsPage(look)
        self.hosts.pause_pressed.connect(self.pause_pressed)
        self.usage = UsagePage(look)
        self.usage.period_chosen.connect(self.period_chosen)
        self.requests = RequestsPage(look)
        self.changes = ChangesPage(look)
        self.newcomer = EmptyPage("No machines yet", "", NEWCOMER)

    def _lay_out(self) -> None:
        machines = QStackedWidget()
        machines.addWidget(self.hosts)
        machines.addWidget(self.newcomer)
        self._machines = machines
        self._pages = QStackedWidget()
        for page in (machines, self.usage, self.requests, self.changes):
            self._pages.addWidget(page)
        self._line = QFrame()
        self._line.setObjectName("headLine")
        self._line.setFixedHeight(1)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        bar.addWidget(self.simulated)
        bar.addWidget(self.settings)
        bar.addWidget(self.history)
        bar.addWidget(self.exporter.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 18, PADDING - 8, 10)
        column.setSpacing(14)
        for wide in (self.tiles, self._line):
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 8, 0)
            row.addWidget(wide)
            column.addLayout(row)
        bar.setContentsMargins(0, 0, 8, 0)
        column.addLayout(bar)
        column.addWidget(self._pages, 1)
        column.addWidget(self.exporter.notice)

    def _make_keys(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            (f"Ctrl+{page + 1}", partial(self.tabs.choose, page)) for page in Page
        ]
        keys += [("Esc", self.close), ("Ctrl+W", self.close), ("Ctrl+S", self.exporter.open_menu)]
        keys += [("Ctrl+H", self.history.click), ("Ctrl+,", self.settings.click)]
        self.add_keys(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.page is not Page.MACHINES or not self.hosts.take_key(event):
            super().keyPressEvent(event)

    # --- showing --------------------------------------------------------------------------------------------

    def show_page(self, page: int) -> None:
        """Turns to a page (``Page``)."""
        self.tabs.show_chosen(page)
        self._pages.setCurrentIndex(page)
        self._show_present_page()

    @property
    def page(self) -> Page:
        """The page that is seen."""
        return Page(self._pages.currentIndex())

    def _page_word(self) -> str:
        return _TAB_TEXTS[self.page].lower()

    def take(self, message: ToDashboard) -> None:
        """Shows what a message has changed; it is in the state already."""
        shown_on = {
            DashboardHosts: (Page.MACHINES,),
            DashboardStates: (Page.MACHINES, Page.CHANGES),
            DashboardUsage: (Page.USAGE,),
            DashboardRecent: (Page.REQUESTS,),
        }
        if self.page in shown_on.get(type(message), ()):
            self._show_present_page()
        if isinstance(message, DashboardHosts | DashboardRecent):
            self._show_tiles()

    def show_all(self) -> None:
        """Shows the whole state."""
        self._show_tiles()
        self._show_present_page()

    def _show_present_page(self) -> None:
        now, state = time.monotonic(), self._state
        wall = state.wall(now) if state.strips_at else time.time()
        if self.page is Page.MACHINES:
            self._machines.setCurrentIndex(0 if state.hosts or not state.is_told else 1)
            path = f"It is written down in {state.config_path}." if state.config_path else ""
            self.newcomer.show_text(
                "No machines yet", f"Tell Tray Router where Ollama runs, and it finds the models by itself. {path}"
            )
            self.hosts.show_state(state, now)
        elif self.page is Page.USAGE and state.usage is not None:
            self.usage.show_usage(state.usage, datetime.fromtimestamp(wall, UTC).astimezone().date())
        elif self.page is Page.REQUESTS:
            self.requests.show_attempts(state.attempts, wall)
        elif self.page is Page.CHANGES:
            self.changes.show_changes(state.changes, wall)

    def _show_tick(self) -> None:
        if self.isVisible() and self.page is Page.MACHINES:
            self.hosts.tick(time.monotonic())

    def _show_tiles(self) -> None:
        hosts = list(self._state.hosts.values())
        loaded = [model for host in hosts for model in host.loaded]
        running = sum(host.in_flight for host in hosts)
        self.simulated.setVisible(any(host.is_simulated for host in hosts))
        tiles = self.tiles
        tiles["up"].show_figure(f"{self._state.up_count} of {len(hosts)}" if hosts else wording.NOTHING)
        memory = wording.size(sum(model.size_bytes for model in loaded))
        tiles["loaded"].show_figure(memory, wording.models_in_memory(len(loaded)), "Memory that the models take")
        waiting = self._state.waiting
        tiles["running"].show_figure(str(running), f"running, {waiting} in line" if waiting else "answers running")
        self._show_today(self._state.today)
        for part in (self.tiles, self._line):
            part.setVisible(bool(hosts) or bool(self._state.attempts))

    def _show_today(self, today: Today | None) -> None:
        tiles, last = self.tiles, today.last if today is not None else None
        known = today if today is not None else Today("")
        tiles["questions"].show_figure(wording.number(known.requests))
        both = known.tokens_in + known.tokens_out
        tooltip = f"{known.tokens_in:,} tokens read, {known.tokens_out:,} written"
        tiles["tokens"].show_figure(wording.short_number(both), tooltip=tooltip)
        tiles["saved"].show_figure(wording.NOTHING if known.saved_s is None else wording.duration(known.saved_s))
        who = f"{last.model} on {last.host}" if last is not None else "last answer"
        tiles["last"].show_figure(wording.seconds(last.total_s if last is not None else None), who)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tick.stop()
        super().closeEvent(event)
        self.closed.emit()
