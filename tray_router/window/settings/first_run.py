"""The first run: from nothing to an answered question in four steps, each of which can be skipped. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout

from tray_router.window.big_windows import BigWindow
from tray_router.window.controls import make_small
from tray_router.window.settings.first_run_machines import MachinesStep
from tray_router.window.settings.first_run_step import Step
from tray_router.window.settings.first_run_steps import KeyStep, RoutesStep, TryStep
from tray_router.window.settings.look import settings_stylesheet
from tray_router.window.settings.notice import NoticeBar
from tray_router.window.settings.pages import plain_button
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.state import SettingsState
from tray_router.window.theme import Colours
from tray_router.wire.settings import (
    ChangeDone,
    CheckupEnded,
    CheckupStep,
    CheckupWaits,
    ChordChecked,
    OpenSettingsWindow,
    ReloadSettings,
    SettingsDocument,
    SettingsFleet,
    SettingsNote,
)

TITLE = "Welcome to Tray Router"
SIZE = (680, 560)
SMALLEST = (520, 420)
PADDING = 28


class FirstRunWindow(BigWindow):
    """Four steps; it can be closed at any of them."""

    def __init__(self, look: Colours, state: SettingsState, send: Callable[[object], None]) -> None:
        super().__init__("firstRun", TITLE, usual=SIZE, smallest=SMALLEST)
        self._state = state
        self._send = send
        self.queue = ChangeQueue(send, state)
        self.notice = NoticeBar()
        self.queue.stale.connect(
            lambda: self.notice.show_text(
                "The settings file was changed elsewhere.", "Reload", lambda: send(ReloadSettings()), is_problem=True
            )
        )
        self.machines = MachinesStep(state, self.queue, send, look)
        self.routes = RoutesStep(state, self.queue, send, look)
        self.key = KeyStep(state, self.queue, send, look)
        self.trial = TryStep(state, self.queue, send, look)
        self.steps: tuple[Step, ...] = (self.machines, self.routes, self.key, self.trial)
        self._stack = QStackedWidget()
        for step in self.steps:
            step.complain = lambda text: self.notice.show_text(text, is_problem=True)
            self._stack.addWidget(step)
        self.trial.settings_wished.connect(self._open_settings)
        self.skip = plain_button("Skip", "Closes this; the settings have everything of it")
        self.back = plain_button("Back")
        self.next = plain_button("Next", kind="main")
        self.counter = QLabel()
        self.counter.setObjectName("about")
        make_small(self.counter, 0.92)
        self.skip.clicked.connect(self.close)
        self.back.clicked.connect(lambda: self.show_page(self.page - 1))
        self.next.clicked.connect(self._go_on)
        self._lay_out()
        self.add_keys((("Ctrl+W", self.close), ("Alt+Right", self.next.click), ("Alt+Left", self.back.click)))
        self.setStyleSheet(settings_stylesheet(look))
        self.show_page(0)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        buttons.addWidget(self.counter)
        buttons.addSpacing(8)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 24, PADDING, 18)
        column.setSpacing(12)
        column.addWidget(self._stack, 1)
        column.addWidget(self.notice)
        column.addLayout(buttons)

    @property
    def page(self) -> int:
        """The step, from 0."""
        return self._stack.currentIndex()

    def show_page(self, page: int) -> None:
        """Goes to a step."""
        page = min(max(page, 0), len(self.steps) - 1)
        self._stack.setCurrentIndex(page)
        is_last = page == len(self.steps) - 1
        self.back.setVisible(page > 0)
        self.skip.setVisible(not is_last)
        self.next.setText("Finish" if is_last else "Next")
        self.next.setAccessibleName(self.next.text())
        self.counter.setText(f"{page + 1} of {len(self.steps)}")
        self.show_all()
        self.steps[page].begin()

    def show_all(self) -> None:
        """Shows the whole state on the step that is seen."""
        if self._state.is_told:
            self.steps[self.page].show_state()

    def take(self, message: object) -> None:
        """Carries out one message of the daemon; what it tells of the settings is in the state already."""
        match message:
            case SettingsDocument() | SettingsFleet():
                self.show_all()
            case ChangeDone():
                self.queue.take(message)
                self.show_all()
            case CheckupStep() | CheckupWaits() | CheckupEnded():
                self.machines.checkup.take(message)
            case ChordChecked():
                self.key.chord.button.take(message)
            case SettingsNote(text=text, is_problem=is_problem):
                self.notice.show_text(text, is_problem=is_problem)

    def answered(self) -> None:
        """The popup has answered a question."""
        self.trial.show_answered()

    def _go_on(self) -> None:
        if self.page == len(self.steps) - 1:
            self.close()
        else:
            self.show_page(self.page + 1)
            self.next.setFocus(Qt.FocusReason.OtherFocusReason) if self.page < len(self.steps) - 1 else None

    def _open_settings(self) -> None:
        self._send(OpenSettingsWindow())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.machines.checkup.stop()
        super().closeEvent(event)
        self.closed.emit()
