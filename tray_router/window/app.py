"""Joins link, state, popup and overlay: what arrives is folded and shown, what the user does is sent. GUI thread.

Rules: what the daemon says right behind a new capture is laid out with it, and shown in one piece; a popup whose look
or whose window type no longer fits is made anew while it is hidden.
"""

from __future__ import annotations

import os
import time

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tray_router.events import ANSWER_EVENT_TYPES, AnswerEvent, Completed, Thinking, Token, is_terminal
from tray_router.window import memory
from tray_router.window.action_desk import ActionDesk
from tray_router.window.answer_frames import AnswerFrames
from tray_router.window.dashboard.door import DashboardDoor
from tray_router.window.link import Link
from tray_router.window.past.door import HistoryDoor
from tray_router.window.popup import Popup
from tray_router.window.prewarm import prewarm
from tray_router.window.region_trip import RegionTrip
from tray_router.window.settings.door import SettingsDoor
from tray_router.window.state import PopupState
from tray_router.window.wished_look import WishedLook
from tray_router.window.wishes import PopupWishes
from tray_router.wire.actions import OfferWriteBack, WrittenBack
from tray_router.wire.popup import FocusPopup, ShowPrivate
from tray_router.wire.window import (
    BeginAnswer,
    CopyAnswer,
    Explained,
    HidePopup,
    Painted,
    PopupClosed,
    Quit,
    RarePart,
    SetAppearance,
    ShowAttached,
    ShowPopup,
    ShowProblem,
    StartRegion,
    WindowReady,
)

RELEASE_MS = 2_000  # after closing: late enough not to disturb the next opening
GET_READY_MS = 100  # after closing: not in the way of a popup that is opened in the same moment
RESUMED_MS = 200  # after a new start: what was shown before is there by then
OPENING_MS = 4  # what the daemon says right behind ShowPopup is laid out with it: one layout, and nothing jumps


class WindowApp(QObject):
    """The window process, once Qt runs."""

    def __init__(self, link: Link, appearance: SetAppearance | None = None) -> None:
        super().__init__()
        self._link = link
        self._state = PopupState()
        self._desk = ActionDesk(link, self._state, self)
        self._look = WishedLook(appearance or SetAppearance(), link.send)
        self._triggered_at = 0.0
        self.frames = AnswerFrames(link, lambda: self.popup, self._state, self)
        self._opening = QTimer(self, singleShot=True, interval=OPENING_MS, timerType=Qt.TimerType.PreciseTimer)
        self._opening.timeout.connect(self._open)
        self._getting_ready = QTimer(self, singleShot=True, interval=GET_READY_MS)
        self._getting_ready.timeout.connect(self._get_ready)
        self._region = RegionTrip(link.send, lambda: self.popup, self._state, self)
        self.dashboard = DashboardDoor(link.send, self._look.colours)
        self.history = HistoryDoor(link.send, self._look.colours, self._state)
        self.dashboard.open_history = self.history.open
        self.settings = SettingsDoor(link.send, self._look.colours)
        self.dashboard.open_settings = self.settings.ask
        self._desk.written.connect(self._closed)
        self.popup = self._made_popup()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._renew_popup)
        link.received.connect(self.take)
        link.ended.connect(QApplication.quit)

    def start(self, *, is_resumed: bool = False) -> None:
        """Warms the popup up and reports to the daemon.

        Args:
            is_resumed: the daemon knows already and shows again what was shown; what else is done here waits for that.
        """
        if is_resumed:
            QTimer.singleShot(RESUMED_MS, self, self._warm_up)
            QTimer.singleShot(RELEASE_MS, memory.settle)
            return
        self._warm_up()
        memory.settle()
        self._link.send(WindowReady(os.getpid()))

    def _warm_up(self) -> None:
        """What a popup that is shown has done already."""
        if self.popup.isVisible() or self._opening.isActive():
            self.popup.keep_ready()
        else:
            prewarm(self.popup)

    # --- from the daemon ------------------------------------------------------------------------------------

    def take(self, message: object) -> None:  # noqa: PLR0912 - one line for each
        """Carries out one message of ``TO_WINDOW``."""
        if isinstance(message, ANSWER_EVENT_TYPES):  # most of them are
            self._take_event(message)
            return
        match message:
            case ShowPopup():
                self._show_popup(message)
            case BeginAnswer() | Explained() | ShowAttached() | ShowPrivate() | ShowProblem():
                self._show_change(message)
            case CopyAnswer():
                self._open_if_due()
                self._copy_answer(message)
            case StartRegion():
                self._opening.stop()
                self._region.start(message)
            case OfferWriteBack() | WrittenBack():
                self._open_if_due()
                self._desk.take(message)
            case HidePopup():
                self._open_if_due()
                self.popup.close_by_user()
            case FocusPopup(session=session) if session == self._state.session and self.popup.isVisible():
                self.popup.take_focus()
            case SetAppearance():
                self._set_appearance(message)
            case Quit():
                QApplication.quit()
            case part if RarePart.HISTORY.has(part):
                self.history.take(part)
            case part if RarePart.SETTINGS.has(part):
                self.settings.take(part)
            case part if RarePart.DASHBOARD.has(part):
                self.dashboard.take(part)

    def _show_popup(self, message: ShowPopup) -> None:
        self._region.cancel()
        self._getting_ready.stop()
        if self._state.session and self._state.session != message.session:
            self._link.send(PopupClosed(self._state.session))
        self._state.apply(message, time.monotonic())
        self._triggered_at = message.triggered_at
        self.frames.drop()
        if message.will_send:
            self._opening.start()
            self.popup.prepare(self._state)
        else:
            self._open()

    def _open_if_due(self) -> None:
        """What comes next is about a popup that stands there."""
        if self._opening.isActive():
            self._open()

    def _open(self) -> None:
        self._opening.stop()
        self.popup.open(self._state, time.monotonic())
        self.frames.tick_if_needed()

    def _show_change(self, message: BeginAnswer | Explained | ShowAttached | ShowPrivate | ShowProblem) -> None:
        now = time.monotonic()
        turn = self._state.apply(message, now)
        if self._opening.isActive():
            if isinstance(message, ShowProblem):
                self._open()
            return
        if self.popup.isVisible():
            self.popup.refresh(now, turn)
            self.popup.fit_at_once()
        elif isinstance(message, ShowProblem):
            self.popup.open(self._state, now)
        self.frames.tick_if_needed()

    def _take_event(self, event: AnswerEvent) -> None:
        turn = self._state.apply(event, time.monotonic())
        if turn is None:
            return
        if self._opening.isActive():
            if not self._link.has_waiting:  # a session that is shown again comes as a whole
                self._open()
            return
        self.frames.take(turn, is_text=isinstance(event, Token | Thinking))
        if is_terminal(event):
            self.popup.announce()
        if isinstance(event, Completed):
            self.settings.answered()

    def _copy_answer(self, message: CopyAnswer) -> None:
        turn = self._state.mark_copied(message.request_id)
        if turn is not None:
            QGuiApplication.clipboard().setText(turn.answer.strip())
            self.popup.refresh(time.monotonic(), turn)

    # --- from the user --------------------------------------------------------------------------------------

    def _painted(self) -> None:
        if self._state.session:
            self._link.send(Painted(self._state.session, self._triggered_at, time.monotonic()))

    def _closed(self) -> None:
        session = self._state.session
        self._look.remember_size(self.popup)
        self._state.close()
        self._opening.stop()
        self.frames.drop()
        self.popup.forget()
        if session:
            self._link.send(PopupClosed(session))
        self._getting_ready.start()
        QTimer.singleShot(RELEASE_MS, memory.release)
        if not self._look.still_suits(self.popup):
            self._renew_popup()

    def _get_ready(self) -> None:
        self.popup.keep_ready()  # the present one: it may be another one by now

    def _dismiss_problem(self) -> None:
        self._state.dismiss_problem()
        if self._state.session:
            self.popup.refresh(time.monotonic())
        else:
            self.popup.close_by_user()

    # --- looks ----------------------------------------------------------------------------------------------

    def _set_appearance(self, message: SetAppearance) -> None:
        if self._look.take(message):
            self._renew_popup()

    def _made_popup(self) -> Popup:
        popup = self._look.made_popup()
        popup.painted.connect(self._painted)
        PopupWishes(popup, self._link.send, self._state)
        popup.closed.connect(self._closed)
        popup.problem_dismissed.connect(self._dismiss_problem)
        self.dashboard.add_key(popup)
        self.history.add_keys(popup)
        self.settings.add_key(popup)
        self._desk.attach(popup, self._look.actions)
        return popup

    def _renew_popup(self) -> None:
        """Makes the popup again in the current look; what it shows, if anything, is shown again."""
        old, was_visible = self.popup, self.popup.isVisible()
        place, had_focus = old.geometry(), old.isActiveWindow()
        self.popup = self._made_popup()
        if was_visible:
            self.popup.reopen(self._state, time.monotonic(), place, takes_focus=had_focus)
        else:
            prewarm(self.popup)
        self.dashboard.renew()
        self.history.renew()
        self.settings.renew()
        old.hide()
        old.deleteLater()
