"""What the user does in the popup, as messages to the daemon. GUI thread.

Rule: nothing is said that the state of the popup does not allow any more, e.g. Stop for an answer that has ended.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from tray_router.model import CloudConsent, Override, Remedy, RemedyKind
from tray_router.window.popup import Popup
from tray_router.window.state import PopupState
from tray_router.wire.dashboard import PauseHost
from tray_router.wire.popup import OpenSettings
from tray_router.wire.window import AddScreenshot, RemoveAttached, Retry, Stop, Submit


class PopupWishes(QObject):
    """Hears one popup; a new popup gets new wishes.

    Args:
        send: queues a message for the daemon.
        state: what the popup shows.
    """

    def __init__(self, popup: Popup, send: Callable[[object], None], state: PopupState) -> None:
        super().__init__(popup)
        self._popup = popup
        self._send = send
        self._state = state
        popup.submitted.connect(self._submitted)
        popup.stop_pressed.connect(self._stop)
        popup.retry_pressed.connect(self._retry)
        popup.copy_pressed.connect(self._copy)
        popup.elsewhere_chosen.connect(self._ask_elsewhere)
        popup.screenshot_wished.connect(self._add_screenshot)
        popup.picture_removed.connect(self._remove_picture)
        popup.remedy_chosen.connect(self._use_remedy)

    def _submitted(self, text: str) -> None:
        self._state.is_sent = True
        self._send(Submit(self._state.session, text))

    def _add_screenshot(self) -> None:
        if self._state.session:
            self._send(AddScreenshot(self._state.session))

    def _remove_picture(self, index: int) -> None:
        if self._state.session:
            self._send(RemoveAttached(self._state.session, index))

    def _stop(self) -> None:
        if self._state.can_stop and (turn := self._state.last_turn) is not None:
            self._send(Stop(turn.request_id))

    def _retry(self) -> None:
        if self._state.can_retry and (turn := self._state.last_turn) is not None:
            self._send(Retry(turn.request_id))

    def _use_remedy(self, remedy: Remedy) -> None:
        match remedy.kind:
            case RemedyKind.RETRY:
                self._retry()
            case RemedyKind.RESUME_HOST:
                self._send(PauseHost(remedy.target, is_paused=False))
                self._retry()
            case RemedyKind.OPEN_SETTINGS:
                self._send(OpenSettings())
            case RemedyKind.ASK_CLOUD:
                self._ask_elsewhere(Override(cloud=CloudConsent.TEXT))
            case RemedyKind.ASK_CLOUD_WITH_IMAGES:
                self._ask_elsewhere(Override(cloud=CloudConsent.WITH_IMAGES))

    def _ask_elsewhere(self, override: Override) -> None:
        if (turn := self._state.last_turn) is not None:
            self._send(Retry(turn.request_id, override))

    def _copy(self) -> None:
        selected = self._popup.selected_text()
        text = selected or self._state.copyable
        if text:
            QGuiApplication.clipboard().setText(text)
            if not selected:
                self._popup.show_copied()
