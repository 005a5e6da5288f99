"""Actions, and answers that go back to where the text came from: what the popup's bar and footer mean. GUI thread.

Rules: reports to the daemon, which decides and keeps the text; nothing is asked twice while it is being answered. What
goes into a document is shown first, unless the action says otherwise; a popup that somebody types into is never taken
away, nor its keyboard. What could not be written is copied, and the popup comes back to say so.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from tray_router.model import Output
from tray_router.window.popup import Popup
from tray_router.window.state import PopupState
from tray_router.wire.actions import ActionChip, ChooseAction, OfferWriteBack, WriteBack, WrittenBack
from tray_router.wire.window import Preload


class Sender(Protocol):
    """The link to the daemon."""

    def send(self, message: object) -> None:
        """Sends one message."""


class ActionDesk(QObject):
    """Joins the popup's actions with the link. ``written`` comes when an answer is where it belongs."""

    written = Signal()

    def __init__(self, link: Sender, state: PopupState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._state = state
        self._popup: Popup | None = None
        self._hinted = ("", "")

    def attach(self, popup: Popup, actions: tuple[ActionChip, ...]) -> None:
        """Takes a new popup over."""
        self._popup = popup
        popup.installEventFilter(self)
        popup.actions_bar.set_actions(actions)
        popup.actions_bar.listen(popup, popup.input)
        popup.actions_bar.chosen.connect(self._in_session(self._choose))
        popup.actions_bar.hinted.connect(self._in_session(self._hint))
        popup.footer.write_back_chosen.connect(self._begin)
        popup.diff.applied.connect(self._write)
        popup.diff.dismissed.connect(self._dismiss)

    def take(self, message: OfferWriteBack | WrittenBack) -> None:
        """What the daemon says of an answer."""
        if isinstance(message, OfferWriteBack):
            self._take_offer(message)
        elif message.session == self._state.session:
            self._end(message)

    # --- actions ------------------------------------------------------------------------------------------

    def _in_session(self, slot: Callable[[str], None]) -> Callable[[str], None]:
        return lambda name: slot(name) if self._state.session else None

    def _choose(self, name: str) -> None:
        turn = self._state.last_turn
        if turn is None or not turn.is_live or turn.action != name:
            self._link.send(ChooseAction(self._state.session, name))

    def _hint(self, name: str) -> None:
        """Once for each action of a session, however often the pointer passes over it."""
        hint = self._state.session, name
        if hint != self._hinted:
            self._hinted = hint
            self._link.send(Preload(self._state.session, action=name))

    # --- writing back -------------------------------------------------------------------------------------

    def _take_offer(self, offer: OfferWriteBack) -> None:
        turn = self._state.take_offer(offer)
        if turn is None or self._popup is None or not self._popup.isVisible():
            return
        self._popup.refresh(time.monotonic(), turn)
        if offer.begins is not None and self._state.offer is offer and not self._state.is_sent:
            self._begin(offer.begins)

    def _begin(self, output: Output) -> None:
        """The user, or the action, wants the answer written back."""
        offer, popup = self._state.offer, self._popup
        if offer is None or popup is None or output not in offer.outputs:
            return
        is_typing = bool(popup.input.toPlainText())
        if not offer.shows_diff and not is_typing:
            self._write(output)
            return
        popup.diff.ask(offer, output, self._state.capture.application)
        popup.fit_soon()
        if popup.isActiveWindow():
            self._focus_question()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The popup gets the keyboard while it asks, by its key and not by a click: Enter is to say yes."""
        if event.type() is QEvent.Type.WindowActivate and not QGuiApplication.mouseButtons().value:
            QTimer.singleShot(0, self._focus_question)  # behind the popup's own choice
        return super().eventFilter(watched, event)

    def _focus_question(self) -> None:
        popup = self._popup
        if popup is not None and popup.diff.isVisible() and not popup.input.toPlainText():
            popup.diff.apply.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dismiss(self) -> None:
        if self._popup is not None:
            self._popup.diff.hide()
            self._popup.input.setFocus(Qt.FocusReason.OtherFocusReason)
            self._popup.fit_after_folding()

    def _write(self, output: Output) -> None:
        offer, popup = self._state.offer, self._popup
        if offer is None or popup is None:
            return
        popup.diff.hide()
        popup.hide()  # first: the window below gets the keyboard back
        self._link.send(WriteBack(self._state.session, offer.request_id, output))

    def _end(self, told: WrittenBack) -> None:
        popup = self._popup
        if popup is None or popup.isVisible():  # shown again meanwhile
            return
        if not told.problem:
            self.written.emit()
            return
        offer = self._state.offer
        if offer is not None:
            QGuiApplication.clipboard().setText(offer.text)
        popup.focus.before_showing(takes_focus=False)
        popup.show()
        popup.notice.show_text(told.problem)
        popup.focus.announce(told.problem)
        popup.fit_soon()
