"""When the popup shows what has come of an answer. GUI thread.

Rules: text that streams is shown when the pacer says, everything else at once; what waits in the link is taken first,
so that a frame shows all that has come; sentences with seconds in them are renewed twice a second, and while there are
none nothing ticks.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from tray_router.window.link import Link
from tray_router.window.pacing import FramePacer
from tray_router.window.popup import Popup
from tray_router.window.state import PopupState
from tray_router.window.turn import Turn
from tray_router.window.turn_view import is_ticking

TICK_MS = 500  # for sentences with seconds in them


class AnswerFrames(QObject):
    """The frames in which the newest turn is shown.

    Args:
        popup: the present one.
        state: what the popup shows.
    """

    def __init__(self, link: Link, popup: Callable[[], Popup], state: PopupState, parent: QObject) -> None:
        super().__init__(parent)
        self._link = link
        self._popup = popup
        self._state = state
        self._dirty: Turn | None = None
        self._pacer = FramePacer(self)
        self._pacer.due.connect(self._show_waiting)
        link.text_waits.connect(self._pacer.ask)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_tick)

    def take(self, turn: Turn, *, is_text: bool) -> None:
        """The turn has changed; when only its text grew, that can wait for the pacer."""
        if self._dirty is not None and self._dirty is not turn:
            self.show()
        self._dirty = turn
        if is_text:
            self._pacer.ask()
        else:
            self.show()

    def show(self) -> None:
        """Shows now what has changed, if anything."""
        turn, self._dirty = self._dirty, None
        popup = self._popup()
        if turn is None or not popup.isVisible():
            return
        self._pacer.run(lambda: popup.refresh(time.monotonic(), turn))
        self.tick_if_needed()

    def drop(self) -> None:
        """What has come so far is not shown any more: its session is over, or is about to be shown as a whole."""
        self._dirty = None
        self._pacer.cancel()
        self._tick.stop()

    def tick_if_needed(self) -> None:
        """Begins or ends the ticking, as the newest turn stands now."""
        turn = self._state.last_turn
        if turn is not None and is_ticking(turn) and self._popup().isVisible():
            if not self._tick.isActive():
                self._tick.start()
        else:
            self._tick.stop()

    def _show_waiting(self) -> None:
        self._link.take_waiting()
        self.show()

    def _show_tick(self) -> None:
        self._popup().refresh_progress(time.monotonic())
        self.tick_if_needed()
