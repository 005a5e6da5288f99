"""The popup: everything between the captured text and the line for the next question. GUI thread.

Rules: what was captured is painted before anything else happens; the popup shows a ``PopupState`` and reports what the
user does; it decides nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent, QPaintEvent

from tray_router.window import wording
from tray_router.window.explanation import tables
from tray_router.window.focus import FocusKeeper
from tray_router.window.line_desk import LineDesk
from tray_router.window.markdown.style import MarkdownStyle
from tray_router.window.popup_body import PopupBody
from tray_router.window.popup_keys import PopupKeys
from tray_router.window.state import PopupState
from tray_router.window.stylesheet import stylesheet
from tray_router.window.theme import Colours
from tray_router.window.turn import Turn
from tray_router.window.turn_column import TurnColumn
from tray_router.window.turn_view import TurnView


class Popup(PopupBody):
    """The window that answers appear in."""

    painted = Signal()
    closed = Signal()
    submitted = Signal(str)
    stop_pressed = Signal()
    retry_pressed = Signal()
    copy_pressed = Signal()
    problem_dismissed = Signal()
    remedy_chosen = Signal(object)
    elsewhere_chosen = Signal(object)
    screenshot_wished = Signal()
    picture_removed = Signal(int)

    def __init__(self, look: Colours, *, is_composited: bool) -> None:
        super().__init__(look, is_composited=is_composited)
        self.style_of_answers = MarkdownStyle(look, self.font())
        self._turns = TurnColumn(self.content_column, self.style_of_answers, self._connect_turn)
        self._state = PopupState()
        self._is_empty, self._is_prepared = True, False
        self._awaits_paint = False
        self.focus = FocusKeeper(self)
        self.line = LineDesk(self.input, self.footer, self.problem)
        self._is_explaining = False
        self._shown: tuple[object, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._connect()
        self.keyboard = PopupKeys(self, self.line, self._turns, copy=self.copy_pressed.emit, close=self.close_by_user)
        self.setStyleSheet(stylesheet(look))

    # --- making it ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.header.close_pressed.connect(self.close_by_user)
        self.header.explain_asked.connect(self.toggle_explanation)
        self.problem.dismissed.connect(self.problem_dismissed)
        self.problem.remedy_chosen.connect(self.remedy_chosen)
        self.link_bar.confirmed.connect(self._open_link)
        self.link_bar.closed.connect(self._hide_link)
        self.input.submitted.connect(self.submitted)
        self.line.dismissed.connect(self.problem_dismissed)
        self.footer.elsewhere_chosen.connect(self.elsewhere_chosen)
        self.footer.screenshot.clicked.connect(self.screenshot_wished)
        self.attached.removed.connect(self.picture_removed)
        self.footer.stop.clicked.connect(self.stop_pressed)
        self.footer.retry.clicked.connect(self.retry_pressed)
        self.footer.copy.clicked.connect(self.copy_pressed)

    # --- showing --------------------------------------------------------------------------------------------

    def open(self, state: PopupState, now: float) -> None:
        """Shows a new session near the pointer; ``painted`` follows once its capture is on the screen.

        It takes the keyboard only where the session says so.
        """
        if not self._is_prepared:
            self._begin(state)
        self._is_prepared = False
        self._awaits_paint = True
        self.refresh(now)
        self.place()
        (self.input if state.session else self).setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self.focus.before_showing(takes_focus=state.takes_focus)
        self.show()
        self.raise_()
        self.update()
        if state.takes_focus:
            self.focus.take()
        else:
            self.announce()

    def prepare(self, state: PopupState) -> None:
        """Does for the next ``open`` what needs no more than the capture, while the daemon finds out the rest."""
        if not self.isVisible():
            self._begin(state)
            self._is_prepared = True

    def _begin(self, state: PopupState) -> None:
        if not self._is_empty:
            self.forget()
        self._is_empty = False
        self._state = state
        self.was_resized_by_user = False
        self.follows = True
        self.capture.show_capture(state.capture)
        self.notice.show_text(state.capture.notice)
        self.note_pointer()

    def reopen(self, state: PopupState, now: float, place: QRect, *, takes_focus: bool) -> None:
        """Shows a session that another popup showed, in its place."""
        state.takes_focus = takes_focus
        self.open(state, now)
        self._awaits_paint = False
        self.setGeometry(place)

    def warm_up(self, state: PopupState) -> None:
        """Lays a session out and paints it into a picture, without showing a window."""
        self._begin(state)
        self.refresh(0.0)
        self.place()
        self.grab()

    def forget(self) -> None:
        """Empties the popup; called when it is hidden, so that the next opening has nothing to clear."""
        self._is_empty, self._is_prepared = True, False
        self._turns.clear()
        self._state = PopupState()
        self._shown = ()
        self.input.clear()
        self.attached.show_images(())
        self.capture.show_capture(self._state.capture)
        for part in (self.link_bar, self.keys, self.diff, self.problem, self.notice):
            part.hide()
        self._is_explaining = False
        self._show_explanation()

    def refresh(self, now: float, changed: Turn | None = None) -> None:
        """Shows the state; of the turns only the changed one, or all when none is named."""
        state = self._state
        for number, turn in enumerate(state.turns):
            if number == len(self._turns.views):
                self._add_turn()
            if changed is None or changed is turn:
                self._turns.views[number].show_turn(turn, now)
        surroundings = _surroundings(state)
        if surroundings != self._shown:
            self._shown = surroundings
            self._show_surroundings(state)

    def _show_surroundings(self, state: PopupState) -> None:
        """All but the turns."""
        self.keeps_height = bool(state.turns)
        self.header.show_state(state)
        self._show_explanation()
        self.actions_bar.show_state(state)
        self.footer.show_state(state)
        if state.offer is None:
            self.diff.hide()
        self.attached.show_images(state.attached)
        self.input.setVisible(bool(state.session))
        self.problem.setVisible(state.problem is not None)
        if state.problem is not None:
            said = state.problem
            self.problem.show_failure(said.title, said.hint, remedies=said.remedies)
        self.line.show_state(state, self._turns.views[-1].failure if self._turns.views else None)
        self._show_invitation()

    def refresh_progress(self, now: float) -> None:
        """Only the sentences that change with the time."""
        turn = self._state.last_turn
        if turn is not None and self._turns.views:
            self._turns.views[-1].show_progress(turn, now)

    def show_copied(self) -> None:
        """Confirms that the answer is on the clipboard."""
        self.footer.show_copied()

    def selected_text(self) -> str:
        """What is selected in any answer."""
        return next(filter(None, (view.answer.selected_text() for view in self._turns.views)), "")

    def _add_turn(self) -> None:
        self._turns.add(has_line=self.capture.isVisibleTo(self.content))
        self.follows = True

    def _connect_turn(self, view: TurnView) -> None:
        view.link_pressed.connect(self.link_bar.ask)
        view.remedy_chosen.connect(self.remedy_chosen)
        view.link_touched.connect(self.footer.show_address)

    def keep_ready(self) -> None:
        """Makes what the next question needs, while nobody waits for it."""
        self._turns.keep_one_ready()

    # --- what the user does ---------------------------------------------------------------------------------

    def close_by_user(self) -> None:
        """Hides the popup and says so."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def announce(self) -> None:
        """Tells a screen reader how it stands, which does not notice a window without the keyboard."""
        self.focus.announce(wording.announcement(self._state))

    def take_focus(self) -> None:
        """The user's key was pressed again: what is typed now goes to the input line."""
        self.input.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self.focus.take()

    def _show_invitation(self) -> None:
        has_keyboard = self.isActiveWindow() or self._state.takes_focus
        self.line.invite(has_keyboard=has_keyboard)

    def toggle_explanation(self) -> None:
        """Unfolds the long explanation of the route, or folds it again."""
        self._is_explaining = not self._is_explaining and self._state.explained_turn is not None
        self._show_explanation()
        self.fit_after_folding()

    def _show_explanation(self) -> None:
        turn = self._state.explained_turn if self._is_explaining else None
        self.explanation.show_tables(tables(turn))
        self.explanation.setVisible(turn is not None)
        self.header.explain.setChecked(turn is not None)

    def _open_link(self, address: QUrl) -> None:
        QDesktopServices.openUrl(address)
        self._hide_link()

    def _hide_link(self) -> None:
        self.link_bar.hide()
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit_soon()

    # --- events ---------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """The first frame has the size that ``place`` found; whether another one is wished is asked behind it."""
        if not self._awaits_paint:
            super().fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        handle = self.windowHandle()
        if self._awaits_paint and handle is not None and handle.isExposed():
            self._awaits_paint = False
            QTimer.singleShot(0, self, self.painted.emit)  # behind the flush of this very paint
            self.fit_soon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange:
            self._state.takes_focus = self._state.takes_focus and self.isActiveWindow()
            self._show_invitation()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.close_by_user()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keyboard.take(event):
            super().keyPressEvent(event)


def _surroundings(state: PopupState) -> tuple[object, ...]:
    """Everything that the popup around the turns depends on; most frames of a streamed answer change none of it."""
    turn = state.last_turn
    newest: tuple[object, ...] = ()
    if turn is not None:
        newest = turn.phase, turn.has_answer, turn.routed, turn.stats, turn.explained, turn.offer
    questions = state.session, state.capture, state.will_send, state.attached, len(state.turns)
    return *questions, state.problem, state.is_private, newest
