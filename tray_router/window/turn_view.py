"""One question with its answer, its reasoning, its earlier answers and how it ended. GUI thread.

Rule: parts that are seldom needed (reasoning, earlier answer, failure) are made when they are first needed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from tray_router.events import CloudNotice
from tray_router.window import cloud_wording, wording
from tray_router.window.answer_tabs import AnswerTabs
from tray_router.window.answer_view import AnswerView
from tray_router.window.controls import Caption, FoldButton, WrappedLabel, make_small
from tray_router.window.failure_card import FailureCard
from tray_router.window.markdown.style import MarkdownStyle
from tray_router.window.passed_over import rejection_lines
from tray_router.window.theme import SMALL_GAP
from tray_router.window.turn import Turn, TurnPhase

FOLDED_INDENT = 16  # logical pixels: in line with the text of the fold above
SHOWN_THINKING_CHARACTERS = 20_000  # the end of the reasoning; a label lays all of its text out again each time


class TurnView(QWidget):
    """Shows one ``Turn``.

    ``link_pressed`` carries the address of a link that was clicked in an answer, ``remedy_chosen`` the Remedy whose
    button was pressed.
    """

    link_pressed = Signal(str)
    remedy_chosen = Signal(object)
    link_touched = Signal(str)

    def __init__(self, style: MarkdownStyle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("turn")
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self._style = style
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SMALL_GAP)
        self._line = QFrame(self)  # without a parent, showing it would open a window for a moment
        self._line.setObjectName("turnLine")
        self._line.setFixedHeight(1)
        self._line.hide()
        self._question = WrappedLabel("question")
        self._question.setAccessibleDescription("Your question")
        make_small(self._question, 1.0, bold=True)
        self._is_newest = True
        self._author = Caption("author")
        self._author.hide()
        make_small(self._author)
        self._restart = WrappedLabel("restart")
        make_small(self._restart)
        self._tabs = AnswerTabs()
        self._tabs.chosen.connect(lambda _number: self._show_chosen())
        self._earlier_view: AnswerView | None = None
        self._thinking = FoldButton()
        self._thinking.setObjectName("thinkingToggle")
        self._thinking_text: QLabel | None = None
        self._progress = Caption("progress")
        self.answer = self._made_answer("answer", "Answer", style)
        self._outcome = WrappedLabel("outcome")
        make_small(self._outcome)
        self._failure: FailureCard | None = None
        self._cloud: FailureCard | None = None
        self._cloud_told: CloudNotice | None = None
        make_small(self._thinking)
        self._thinking.hide()
        self._thinking.toggled.connect(self._show_thinking)
        for part in (
            self._line,
            self._question,
            self._author,
            self._restart,
            self._tabs,
            self._thinking,
            self._progress,
            self.answer,
            self._outcome,
        ):
            self._column.addWidget(part)
        self._turn: Turn | None = None

    def set_line(self, *, is_shown: bool) -> None:
        """Whether a line parts it from what is above."""
        self._line.setVisible(is_shown)

    def show_turn(self, turn: Turn, now: float) -> None:
        """Shows the turn as it is now."""
        self._turn = turn
        self._question.set_text(turn.question)
        self._show_author()
        self._restart.set_text(wording.restart(turn))
        self._show_folds(turn, now)
        self.show_progress(turn, now)
        self.answer.show_text(turn.answer, is_finished=not turn.is_live)
        self._tabs.show_turn(turn)
        self._show_chosen()
        self._outcome.set_text(wording.outcome(turn))
        if turn.cloud is not None and turn.cloud is not self._cloud_told:
            self._show_cloud(turn.cloud)
        if turn.failure is not None and self._failure is None:
            self._failure = FailureCard("failure")
            self._failure.remedy_chosen.connect(self.remedy_chosen)
            said = turn.failure
            details = rejection_lines(said.rejections)
            self._failure.show_failure(said.title, said.hint, details, said.remedies)
            self._column.addWidget(self._failure)

    @property
    def failure(self) -> FailureCard | None:
        """The card that says what went wrong; None where nothing did."""
        return self._failure

    def _show_cloud(self, told: CloudNotice) -> None:
        if self._cloud is None:
            self._cloud = FailureCard("cloudCard")
            self._cloud.remedy_chosen.connect(self.remedy_chosen)
            self._column.addWidget(self._cloud)
        self._cloud_told = told
        self._cloud.show_failure(*cloud_wording.told(told))

    def show_progress(self, turn: Turn, now: float) -> None:
        """Only the sentences that change with the time."""
        sentence = wording.progress(turn, now)
        self._progress.set_text(sentence)
        self._progress.setVisible(bool(sentence))
        self._thinking.set_text(wording.thinking(turn, now))

    def step_back(self) -> None:
        """The popup's header speaks for a newer question from now on: this one says itself who answered."""
        self._is_newest = False
        self._show_author()

    def _show_author(self) -> None:
        text = "" if self._is_newest or self._turn is None else wording.way(self._turn)
        self._author.set_text(text)
        self._author.setVisible(bool(text))

    def toggle_thinking(self) -> None:
        """Opens or shuts the reasoning, where there is some."""
        if self._thinking.isVisibleTo(self):
            self._thinking.toggle()

    def toggle_earlier(self) -> None:
        """Shows the earlier answer, where there is one, or the one that counts again."""
        self._tabs.choose_next()

    def _show_folds(self, turn: Turn, now: float) -> None:
        self._thinking.setVisible(turn.thinking_from is not None)
        if self._thinking.isChecked():
            self._show_thinking(is_open=True)

    def _show_thinking(self, is_open: bool) -> None:
        if self._thinking_text is None:
            self._thinking_text = WrappedLabel("thinkingText")
            self._thinking_text.setAccessibleDescription("The model's reasoning")
            self._thinking_text.setIndent(FOLDED_INDENT)
            make_small(self._thinking_text, 0.94)
            self._column.insertWidget(self._column.indexOf(self._thinking) + 1, self._thinking_text)
        turn = self._turn
        if turn is not None and is_open:
            self._thinking_text.setText(turn.thinking.strip()[-SHOWN_THINKING_CHARACTERS:])
        self._thinking_text.setVisible(is_open and turn is not None and turn.thinking_from is not None)

    def _show_chosen(self) -> None:
        """Either the answer that counts or the earlier one whose tab is chosen."""
        turn = self._turn
        if turn is None:
            return
        earlier = turn.earlier[self._tabs.current] if self._tabs.current < len(turn.earlier) else None
        self.answer.setVisible(turn.has_answer and earlier is None)
        if earlier is not None and self._earlier_view is None:
            self._earlier_view = self._made_answer("earlierAnswer", "Earlier answer", self._style.dimmed())
            self._column.insertWidget(self._column.indexOf(self.answer), self._earlier_view)
        if self._earlier_view is not None:
            if earlier is not None:
                self._earlier_view.show_text(earlier.text.rstrip(), is_finished=True)
            self._earlier_view.setVisible(earlier is not None)

    def _made_answer(self, object_name: str, name: str, style: MarkdownStyle) -> AnswerView:
        view = AnswerView(style)
        view.setObjectName(object_name)
        view.setAccessibleName(name)
        view.link_pressed.connect(self.link_pressed)
        view.link_touched.connect(self.link_touched)
        return view


def is_ticking(turn: Turn) -> bool:
    """True while a sentence of the turn changes with the time alone."""
    return turn.phase in (TurnPhase.ASKED, TurnPhase.ROUTED, TurnPhase.WAITING, TurnPhase.THINKING)
