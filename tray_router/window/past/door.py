"""Opens the history's window, and makes conversations private: two keys of the popup. GUI thread.

Rule: nothing of that window is imported before it is opened, and nothing of it is kept once it is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from tray_router.window.big_windows import bring_to_front, let_go
from tray_router.window.placement import Area, side_by_side
from tray_router.window.popup import Popup
from tray_router.window.state import PopupState
from tray_router.window.theme import Colours
from tray_router.wire.popup import SetPrivate

if TYPE_CHECKING:
    from tray_router.window.past.window import HistoryWindow

SEARCH_KEY = "Ctrl+H"
PRIVATE_KEY = "Ctrl+Shift+P"


class HistoryDoor(QObject):
    """The one history window of the window process.

    Args:
        send: queues a message for the daemon.
        look: the present colours.
        state: what the popup shows.
    """

    def __init__(self, send: Callable[[object], None], look: Callable[[], Colours], state: PopupState) -> None:
        super().__init__()
        self._send = send
        self._look = look
        self._state = state
        self.window: HistoryWindow | None = None

    def add_keys(self, popup: Popup) -> None:
        """The keys in a popup."""
        QShortcut(QKeySequence(SEARCH_KEY), popup).activated.connect(lambda: self._open_from(popup))
        QShortcut(QKeySequence(PRIVATE_KEY), popup).activated.connect(self._toggle_private)

    def take(self, message: object) -> None:
        """What the daemon found; dropped when the window is closed."""
        from tray_router.wire.history import ConversationFound, HistoryFound

        if self.window is not None and isinstance(message, HistoryFound | ConversationFound):
            self.window.take(message)

    def open(self) -> None:
        """Shows the latest conversations, or brings the window to the front."""
        from tray_router.window.past.window import HistoryWindow
        from tray_router.wire.history import OpenConversation, SearchHistory

        if self.window is None:
            self.window = HistoryWindow(self._look())
            self.window.closed.connect(self._closed)
            self.window.search_wished.connect(lambda text: self._send(SearchHistory(text)))
            self.window.conversation_wished.connect(lambda number: self._send(OpenConversation(number)))
            self._send(SearchHistory())
        bring_to_front(self.window)

    def renew(self) -> None:
        """The look has changed."""
        if self.window is not None:
            self.window.set_look(self._look())

    def _open_from(self, popup: Popup) -> None:
        """The popup, which is above all windows, makes way; not while it answers, is being typed into or is private.

        What a private popup holds is in no history, so closing it would lose it.
        """
        if not (self._state.is_live or self._state.is_private or popup.input.toPlainText()):
            popup.close_by_user()
        self.open()
        if popup.isVisible() and self.window is not None:
            _part(self.window, popup)

    def _toggle_private(self) -> None:
        if self._state.session:
            self._send(SetPrivate(self._state.session, not self._state.is_private))

    def _closed(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            let_go(window)


def _part(window: HistoryWindow, popup: Popup) -> None:
    """Puts the window beside the popup, which would lie over its search line."""
    frame, screen = popup.geometry(), popup.screen().availableGeometry()
    smallest = window.minimumSize()
    place, (left, top) = side_by_side(
        Area(frame.x(), frame.y(), frame.width(), frame.height()),
        Area(screen.x(), screen.y(), screen.width(), screen.height()),
        (window.width(), window.height()),
        (smallest.width(), smallest.height()),
    )
    window.setGeometry(*place)
    popup.move(left, top)
