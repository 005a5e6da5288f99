"""The settings window: its pages, and the line that says what was written. GUI thread.

Rule: every change is written at once, because a setting that waits for a button is forgotten or lost; *Undo* takes
the last one back.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tray_router.window.big_windows import BigWindow
from tray_router.window.dashboard.parts import Choice
from tray_router.window.settings.actions_page import ActionsPage
from tray_router.window.settings.fields import Field
from tray_router.window.settings.general_page import GeneralPage
from tray_router.window.settings.hotkeys_page import HotkeysPage
from tray_router.window.settings.look import settings_stylesheet
from tray_router.window.settings.machines_page import MachinesPage
from tray_router.window.settings.notice import NoticeBar
from tray_router.window.settings.pages import SettingsPage
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.routes_page import RoutesPage
from tray_router.window.settings.state import SettingsState
from tray_router.window.theme import Colours
from tray_router.wire.popup import OpenSettings
from tray_router.wire.settings import (
    ChangeDone,
    CheckupEnded,
    CheckupStep,
    CheckupWaits,
    ChordChecked,
    ReloadSettings,
    SettingsDocument,
    SettingsFleet,
    SettingsNote,
)

TITLE = "Tray Router settings"
SIZE = (960, 700)
SMALLEST = (720, 440)
PADDING = 22
STALE = "The settings file was changed elsewhere meanwhile; your last change was not written."


class Page(IntEnum):
    """The pages, in their order."""

    MACHINES = 0
    ROUTES = 1
    HOTKEYS = 2
    ACTIONS = 3
    GENERAL = 4


_TAB_TEXTS = ["Machines", "Routes", "Hotkeys", "Actions", "General"]


class SettingsWindow(BigWindow):
    """The settings."""

    def __init__(self, look: Colours, state: SettingsState, send: Callable[[object], None]) -> None:
        super().__init__("settings", TITLE, usual=SIZE, smallest=SMALLEST)
        self._state = state
        self._send = send
        self._waits_to_close = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.queue = ChangeQueue(send, state)
        self.queue.saved.connect(self._saved)
        self.queue.stale.connect(self._stale)
        self.tabs = Choice("Page", _TAB_TEXTS, "tab")
        self.tabs.chosen.connect(lambda number: self.show_page(Page(number)))
        self.machines = MachinesPage(state, self.queue, send, look)
        self.routes = RoutesPage(state, self.queue, send, look)
        self.hotkeys = HotkeysPage(state, self.queue, send, look)
        self.prompts = ActionsPage(state, self.queue, send, look)
        self.general = GeneralPage(state, self.queue, send, look)
        self._pages = QStackedWidget()
        for page in self.pages():
            page.complain = partial(self._complain, page)
            self._pages.addWidget(page)
        self.notice = NoticeBar()
        self._lay_out()
        self._make_keys()
        self.setStyleSheet(settings_stylesheet(look))
        self.show_page(Page.MACHINES)

    def pages(self) -> tuple[SettingsPage, ...]:
        """All of them, in their order."""
        return (self.machines, self.routes, self.hotkeys, self.prompts, self.general)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        line = QFrame()
        line.setObjectName("headLine")
        line.setFixedHeight(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 16, PADDING - 8, 12)
        column.setSpacing(14)
        column.addLayout(bar)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 8, 0)
        row.addWidget(line)
        column.addLayout(row)
        column.addWidget(self._pages, 1)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 8, 0)
        below.addWidget(self.notice)
        column.addLayout(below)

    def _make_keys(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            (f"Ctrl+{page + 1}", partial(self.tabs.choose, page)) for page in Page
        ]
        keys += [("Esc", self._escape), ("Ctrl+W", self.close), ("Ctrl+N", self._begin_adding)]
        keys += [("Ctrl+T", self._test), ("Ctrl+Z", self._undo), ("Ctrl+S", self._commit)]
        self.add_keys(keys)

    # --- showing

    @property
    def page(self) -> Page:
        """The page that is seen."""
        return Page(self._pages.currentIndex())

    def show_page(self, page: int) -> None:
        """Turns to a page (``Page``)."""
        self._commit()
        self.tabs.show_chosen(page)
        self._pages.setCurrentIndex(page)
        self.show_all()
        if not self.tabs.isAncestorOf(self.focusWidget() or self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_all(self) -> None:
        """Shows the whole state on the page that is seen."""
        if not self._state.is_told:
            return
        self.pages()[self.page].show_state()
        problem = self._state.document.problem
        if problem:
            self.notice.show_text(problem, "Open the file", lambda: self._send(OpenSettings()), is_problem=True)
        elif self.notice.is_problem and self.notice.button.text() == "Open the file":
            self.notice.clear()

    def take(self, message: object) -> None:
        """Carries out one message of the daemon; what it tells of the settings is in the state already."""
        match message:
            case SettingsDocument() | SettingsFleet():
                self.show_all()
            case ChangeDone():
                self.queue.take(message)
                self._close_if_done()
            case CheckupStep() | CheckupWaits() | CheckupEnded():
                self.machines.take_checkup(message)
            case ChordChecked():
                self.hotkeys.take_chord(message)
                self.prompts.take_chord(message)
            case SettingsNote(text=text, is_problem=is_problem):
                self.notice.show_text(text, is_problem=is_problem)

    # --- the user's hands

    def _commit(self) -> None:
        """Whatever is typed and not written yet is written."""
        self.pages()[self.page].commit()

    def _escape(self) -> None:
        """Takes back what is being typed; with nothing to take back it closes the window."""
        widget: QWidget | None = self.focusWidget()
        while widget is not None and not isinstance(widget, Field):
            widget = widget.parentWidget()
        if widget is not None and widget.is_dirty:
            widget.forget()
        else:
            self.close()

    def _begin_adding(self) -> None:
        if self.page is Page.ACTIONS:
            self.prompts.begin_adding()
        elif self.page is Page.ROUTES:
            self.routes.new.begin()
        else:
            self.show_page(Page.MACHINES)
            self.machines.begin_adding()

    def _test(self) -> None:
        if self.page is Page.MACHINES:
            (self.machines.new.test if self.machines.stack.currentIndex() == 1 else self.machines.form.test).click()

    def _undo(self) -> None:
        if self._state.document.can_undo:
            self.queue.undo(lambda done: self.pages()[self.page].answered(None, done))

    def _close_if_done(self) -> None:
        """Every answer is there, and every one was a yes."""
        if self._waits_to_close and not self.queue.is_busy:
            self._waits_to_close = False
            if not self.notice.is_problem and not any(field.is_dirty for field in self.findChildren(Field)):
                self.close()

    def _saved(self, words: str) -> None:
        if self.notice.is_problem:
            self.notice.clear()
        can_undo = self._state.document.can_undo and words != "Taken back."
        self.notice.show_text(words or "Saved.", "Undo" if can_undo else "", self._undo)
        self.show_all()

    def _stale(self) -> None:
        self.notice.show_text(STALE, "Reload", self._reload, is_problem=True)

    def _reload(self) -> None:
        """What was typed goes; the file is shown as it is."""
        for field in self.findChildren(Field):
            field.show_problem("")
            if field.is_dirty:
                field.forget()
        self._send(ReloadSettings())

    def _complain(self, _page: SettingsPage, text: str) -> None:
        self.notice.show_text(text, is_problem=True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed last is written first; where that is refused the window stays, and closes when asked again."""
        self._commit()
        if self.queue.is_busy and not self._waits_to_close:
            self._waits_to_close = True
            event.ignore()
            return
        self.machines.form.checkup.stop()
        self.machines.new.checkup.stop()
        super().closeEvent(event)
        self.closed.emit()
