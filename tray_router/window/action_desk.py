"""Actions and answers that go back to where the text came from: what the popup's bar and footer mean. GUI thread.

Rule: reports to the daemon, which decides; nothing is asked twice while it is being answered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject

from tray_router.window.popup import Popup
from tray_router.window.state import PopupState
from tray_router.wire.actions import ActionChip, ChooseAction
from tray_router.wire.window import Preload


class Sender(Protocol):
    """The link to the daemon."""

    def send(self, message: object) -> None:
        """Sends one message."""


class ActionDesk(QObject):
    """Joins the popup's actions with the link."""

    def __init__(self, link: Sender, state: PopupState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._state = state
        self._hinted = ("", "")

    def attach(self, popup: Popup, actions: tuple[ActionChip, ...]) -> None:
        """Takes a new popup over."""
        popup.actions_bar.set_actions(actions)
        popup.actions_bar.listen(popup, popup.input)
        popup.actions_bar.chosen.connect(self._in_session(self._choose))
        popup.actions_bar.hinted.connect(self._in_session(self._hint))

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
