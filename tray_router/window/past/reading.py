"""One conversation of the history, to be read and copied from. GUI thread.

Rule: loads nothing and opens nothing; a link that is clicked is put on the clipboard, and that is said.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from tray_router.model.history import HistoryConversation, HistoryTurn
from tray_router.window.answer_view import AnswerView
from tray_router.window.controls import Caption, make_small
from tray_router.window.markdown.style import MarkdownStyle
from tray_router.window.past import wording
from tray_router.window.theme import GAP, PADDING, SMALL_GAP, Colours

SHOWN_QUESTION_CHARS = 20_000  # of each text that was asked about; the answer is shown whole


class Reading(QScrollArea):
    """The questions and answers of one conversation, one below the other."""

    def __init__(self, look: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pastReading")
        self.setAccessibleName("Conversation")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._style = MarkdownStyle(look, self.font())
        self._shown: HistoryConversation | None = None
        self.show_sentence(wording.CHOOSE)

    def set_look(self, look: Colours) -> None:
        """Shows the same in these colours."""
        self._style = MarkdownStyle(look, self.font())
        if self._shown is not None:
            self.show_conversation(self._shown)

    def show_sentence(self, text: str) -> None:
        """A sentence instead of a conversation."""
        self._shown = None
        label = QLabel(text)
        label.setObjectName("pastSentence")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(label)

    def show_conversation(self, conversation: HistoryConversation) -> None:
        """A whole conversation, from its beginning."""
        self._shown = conversation
        page = QWidget()
        page.setObjectName("pastPage")
        column = QVBoxLayout(page)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.setSpacing(SMALL_GAP)
        now = datetime.now().astimezone()
        for number, turn in enumerate(conversation.turns):
            if number:
                column.addSpacing(GAP * 2)
            self._add_turn(column, turn, now)
        column.addStretch(1)
        self.setWidget(page)
        self.verticalScrollBar().setValue(0)

    def _add_turn(self, column: QVBoxLayout, turn: HistoryTurn, now: datetime) -> None:
        caption = Caption("why")
        make_small(caption)
        caption.set_text(wording.turn_caption(turn, now))
        column.addWidget(caption)
        asked = wording.question(turn)
        if asked:
            question = QLabel(asked[:SHOWN_QUESTION_CHARS])
            question.setObjectName("pastQuestion")
            question.setAccessibleName("Question")
            question.setTextFormat(Qt.TextFormat.PlainText)
            question.setWordWrap(True)
            question.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            column.addWidget(question)
        if turn.answer.strip():
            answer = AnswerView(self._style)
            column.addWidget(answer)
            answer.show_text(turn.answer, is_finished=True)
            answer.link_pressed.connect(lambda address, line=caption: _copy_link(address, line))


def _copy_link(address: str, line: Caption) -> None:
    QGuiApplication.clipboard().setText(address)
    line.set_text(f"Copied: {address}")
