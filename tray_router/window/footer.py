"""The popup's last line: figures of the answer, and what can be done with it. GUI thread.

Rule: the menu of other places is made when it is opened, from the turn as it then is.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tray_router.model import Output
from tray_router.window import elsewhere, wording
from tray_router.window.bars import shown_address
from tray_router.window.controls import ActionButton, IconButton, PartsCaption, make_small
from tray_router.window.elsewhere_menu import ElsewhereMenu
from tray_router.window.icons import Icon
from tray_router.window.state import PopupState
from tray_router.window.theme import BUTTON_PADDING, TIGHT_PADDING

COPIED_SHOWN_MS = 1500
LEFT, BUTTON_GAP = 2, 4
SLACK = 3  # logical pixels: what the style adds to a word


class Footer(QWidget):
    """Figures at the left; what can be done at the right, each only where it can do something.

    ``elsewhere_chosen`` carries the Override of the place that the user chose, ``write_back_chosen`` the Output.
    """

    elsewhere_chosen = Signal(object)
    write_back_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self._figures = PartsCaption("figures")
        make_small(self._figures)
        self.elsewhere = ActionButton("elsewhere", "Elsewhere", "Ctrl+K")
        self.elsewhere.setAccessibleDescription("Asks the same question on another route or model")
        self.elsewhere.clicked.connect(self.open_elsewhere)
        self._said = ""
        self._note = ""
        self._has_session = False
        self._menu: ElsewhereMenu | None = None
        self._places: tuple[elsewhere.Place, ...] = ()
        self.stop = ActionButton("stop", "Stop", "Ctrl+.")
        self.retry = ActionButton("retry", "Retry", "Ctrl+R")
        self.copy = ActionButton("copy", "Copy", "Ctrl+Shift+C")
        self.insert = ActionButton("insert", "Insert", "Ctrl+Shift+Enter")
        self.replace = ActionButton("replace", "Replace", "Ctrl+Enter")
        for button, way in ((self.insert, Output.INSERT), (self.replace, Output.REPLACE)):
            button.clicked.connect(lambda _checked=False, way=way: self.write_back_chosen.emit(way))
        self._copied = QTimer(self, singleShot=True, interval=COPIED_SHOWN_MS)
        self._copied.timeout.connect(lambda: self.copy.setText("Copy"))
        self.screenshot = IconButton(Icon.REGION, "Add a picture of the screen (Ctrl+Shift+S)")
        self.screenshot.setObjectName("screenshot")
        row = QHBoxLayout(self)
        row.setContentsMargins(LEFT, 0, 0, 0)
        row.setSpacing(BUTTON_GAP)
        row.addWidget(self.screenshot)
        row.addWidget(self._figures, 1)
        self._buttons = (self.elsewhere, self.stop, self.retry, self.copy, self.insert, self.replace)
        for button in self._buttons:
            make_small(button, 0.92)
            row.addWidget(button)
        self._is_tight = False

    def show_state(self, state: PopupState) -> None:
        """Shows what can be done now."""
        turn = state.last_turn
        stats = turn.stats if turn is not None else None
        self._said = wording.figures(stats) if stats is not None else self._hint(state)
        self._figures.set_text(self._note or self._said)
        self._show_places(elsewhere.places(turn))
        self.stop.setVisible(state.can_stop)
        self.retry.setVisible(state.can_retry)
        self.copy.setVisible(state.can_copy)
        ways = state.offer.outputs if state.offer is not None else ()
        self.insert.setVisible(Output.INSERT in ways)
        self.replace.setVisible(Output.REPLACE in ways)
        hint = bool(self._hint(state))
        self._has_session = bool(state.session)
        self.setVisible(self._has_session or hint)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Words are never cut: where all buttons have no room, they stand closer, and the screenshot's gives way."""
        shown = [button for button in self._buttons if not button.isHidden()]
        room = self.width() - BUTTON_GAP * (len(shown) + 1) - LEFT
        words = sum(button.fontMetrics().horizontalAdvance(button.text()) + SLACK for button in shown)
        is_tight = words + len(shown) * 2 * BUTTON_PADDING + self.screenshot.width() > room
        if is_tight != self._is_tight:
            self._is_tight = is_tight
            for button in self._buttons:
                button.setProperty("isTight", is_tight)
                button.style().polish(button)
        has_room = words + len(shown) * 2 * TIGHT_PADDING + self.screenshot.width() <= room
        self.screenshot.setVisible(self._has_session and (has_room or not is_tight))

    def _show_places(self, places: tuple[elsewhere.Place, ...]) -> None:
        if places != self._places and self._menu is not None:
            self._menu.close()  # what it lists is no longer so
        self._places = places
        self.elsewhere.setVisible(bool(places))

    def open_elsewhere(self) -> None:
        """Opens the menu of other places, where there are any."""
        if not self._places:
            return
        if self._menu is None:
            self._menu = ElsewhereMenu(self)
            self._menu.chosen.connect(self.choose_elsewhere)
        self._menu.show_places(self._places)
        self._menu.open_at(self.elsewhere, self.screen().availableGeometry())

    def choose_elsewhere(self, number: int) -> None:
        """Asks at the n-th place, counted from 1; nothing when there is none, or the question is there now."""
        if number <= len(self._places) and not self._places[number - 1].is_present:
            self.elsewhere_chosen.emit(self._places[number - 1].override)

    def show_note(self, note: str) -> None:
        """Shows what becomes of the typed line in the place of the figures; nothing brings them back."""
        if note != self._note:
            self._note = note
            self._figures.set_text(note or self._said)

    def show_address(self, address: str) -> None:
        """Shows where a link leads in the place of the figures; nothing brings them back."""
        self._figures.set_text(shown_address(address) if address else self._note or self._said)

    def show_copied(self) -> None:
        """Says on the button for a moment that the answer was copied."""
        self.copy.setText("Copied")
        self._copied.start()

    @staticmethod
    def _hint(state: PopupState) -> str:
        return "F1 shows the keys" if state.can_submit and not state.turns else ""
