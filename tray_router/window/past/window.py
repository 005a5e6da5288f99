"""The history's window: a line to search with, what was found, and the conversation that was chosen. GUI thread.

Rules: shows what the daemon found and reports what the user does; everything by keyboard: Down goes from the line to
the list, Ctrl+F back, Esc closes.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSplitter, QVBoxLayout, QWidget

from tray_router.window.big_windows import BigWindow
from tray_router.window.past import wording
from tray_router.window.past.entries import EntryList
from tray_router.window.past.reading import Reading
from tray_router.window.stylesheet import stylesheet
from tray_router.window.theme import CARD_RADIUS, GAP, PADDING, Colours
from tray_router.wire.history import ConversationFound, HistoryFound

TITLE = "Tray Router history"
SIZE = (940, 620)
SMALLEST = (520, 320)
LIST_WIDTH = 330
LONGEST_SEARCH = 200  # characters


class HistoryWindow(BigWindow):
    """Searches and shows conversations.

    ``search_wished`` carries the words, ``conversation_wished`` the number of a conversation.
    """

    search_wished = Signal(str)
    conversation_wished = Signal(int)

    def __init__(self, look: Colours) -> None:
        super().__init__("past", TITLE, usual=SIZE, smallest=SMALLEST)
        self.resize(*SIZE)
        self.search = QLineEdit()
        self.search.setObjectName("pastSearch")
        self.search.setAccessibleName("Search the history")
        self.search.setPlaceholderText("Search what was asked before")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(LONGEST_SEARCH)
        self.entries = EntryList(look)
        self.reading = Reading(look)
        self.sentence = QLabel()
        self.sentence.setObjectName("pastSentence")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.set_look(look)

    def take(self, message: HistoryFound | ConversationFound) -> None:
        """Shows what the daemon found; an answer to words that have changed since is dropped."""
        if isinstance(message, ConversationFound):
            if message.number != self.entries.number:
                return
            if message.conversation is None:
                self.reading.show_sentence(wording.GONE)
            else:
                self.reading.show_conversation(message.conversation)
        elif message.text == self.search.text():
            nothing = wording.NOTHING_FOUND if message.text.strip() else wording.EMPTY
            said = message.problem or ("" if message.entries else nothing)
            self.sentence.setText(said)
            self.sentence.setVisible(bool(said))
            self.entries.show_entries(message.entries, datetime.now().astimezone())

    def set_look(self, look: Colours) -> None:
        """Paints everything in these colours."""
        self.setStyleSheet(f"{stylesheet(look)}\n{_own_style(look)}")
        self.entries.set_look(look)
        self.reading.set_look(look)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(PADDING, PADDING, GAP, PADDING)
        column.setSpacing(GAP)
        column.addWidget(self.search)
        column.addWidget(self.sentence)
        column.addWidget(self.entries, 1)
        self.sentence.hide()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(left)
        split.addWidget(self.reading)
        split.setStretchFactor(1, 1)
        split.setSizes([LIST_WIDTH, SIZE[0] - LIST_WIDTH])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.search_wished)
        self.search.returnPressed.connect(self._go_to_list)
        self.entries.currentRowChanged.connect(self._chosen)
        self.add_keys((("Esc", self.close), ("Ctrl+F", self._go_to_search)))

    def _chosen(self, _row: int) -> None:
        number = self.entries.number
        if number is not None:
            self.conversation_wished.emit(number)

    def _go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _go_to_list(self) -> None:
        if self.entries.count():
            self.entries.setFocus(Qt.FocusReason.OtherFocusReason)
            self.entries.setCurrentRow(max(self.entries.currentRow(), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self._go_to_list()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


def _own_style(look: Colours) -> str:
    return f"""
#past, #pastReading, #pastPage, #pastList {{ background: {look.window}; border: none; outline: none; }}
#pastSearch {{ background: {look.sunken}; color: {look.text}; border: 1px solid {look.line};
  border-radius: {CARD_RADIUS}px; padding: 6px 9px; }}
#pastSearch:focus {{ border: 1px solid {look.faint}; }}
#pastSentence {{ color: {look.secondary}; }}
#pastQuestion {{ background: {look.sunken}; color: {look.text}; border-radius: {CARD_RADIUS}px; padding: 8px 11px; }}
QSplitter::handle {{ background: {look.line}; }}
"""
