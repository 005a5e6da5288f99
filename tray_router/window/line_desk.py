"""What the input line means in each state of the popup. GUI thread.

Rules: Enter never does nothing without a word. While an answer is on its way, what is typed waits for its end, and the
footer says so; after a failure or a stop, Enter in the empty line does what the first button does. A waiting line that
its answer failed is kept and not sent: it was meant as a follow-up.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from tray_router.model import Remedy
from tray_router.window import line_wording
from tray_router.window.failure_card import FailureCard
from tray_router.window.footer import Footer
from tray_router.window.input_line import InputLine
from tray_router.window.state import PopupState
from tray_router.window.turn import TurnPhase


class LineDesk(QObject):
    """Joins input line, footer and failure cards.

    ``dismissed``: the problem was read.
    """

    dismissed = Signal()

    def __init__(self, line: InputLine, footer: Footer, problem: FailureCard) -> None:
        super().__init__(line)
        self._line, self._footer, self._problem = line, footer, problem
        self._failure: FailureCard | None = None
        self._state = PopupState()
        line.line_changed.connect(self._show_note)
        line.confirmed.connect(self.confirm)

    def show_state(self, state: PopupState, failure: FailureCard | None) -> None:
        """Takes over what was told; ``failure`` is the card of the newest question, if it has one."""
        self._state, self._failure = state, failure
        self._line.set_can_submit(
            state.can_submit,
            line_wording.input_tooltip(state),
            may_be_empty=state.can_send_as_it_is,
            may_hurry=state.is_live,
        )
        for card in (self._problem, failure):
            if card is not None:
                card.mark(state.first_remedy)
        turn = state.last_turn
        if state.can_submit:
            self._line.end_waiting(is_sent=turn is not None and turn.phase is not TurnPhase.FAILED)
        self._show_note()

    def invite(self, *, has_keyboard: bool) -> None:
        """Says what can be typed, or how to get here."""
        self._line.invite(line_wording.input_placeholder(self._state, has_keyboard=has_keyboard))

    def confirm(self) -> None:
        """Enter with nothing typed."""
        remedy = self._state.first_remedy
        if remedy is not None:
            self._use(remedy)
        elif self._state.problem is not None:
            self.dismissed.emit()

    def _use(self, remedy: Remedy) -> None:
        card = self._problem if self._state.problem is not None else self._failure
        if card is None or not card.press(remedy):
            self._footer.retry.click()

    def _show_note(self) -> None:
        has_text = bool(self._line.toPlainText().strip())
        self._footer.show_note(line_wording.line_note(self._state, self._line.line_state, has_text=has_text))
