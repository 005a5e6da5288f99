"""What the popup shows, folded from the messages that came over the pipe. No Qt here.

Rules: each message changes the state in one place (``PopupState.apply``); events of unknown requests and events after
the terminal one change nothing; text that was shown once is never lost (``Restarted`` moves it to ``earlier``).
GUI thread; the time comes in as ``now`` (monotonic seconds).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tray_router.events import (
    ANSWER_EVENT_TYPES,
    AnswerEvent,
    Cancelled,
    Completed,
    Failed,
    Restarted,
    Routed,
    Thinking,
    Token,
    Waiting,
)
from tray_router.model import AnswerStats, Capture
from tray_router.wire.window import BeginAnswer, ShowPopup, ShowProblem


class TurnPhase(StrEnum):
    """How far one question has come."""

    ASKED = "asked"
    ROUTED = "routed"
    WAITING = "waiting"
    THINKING = "thinking"
    ANSWERING = "answering"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_live(self) -> bool:
        """True until the terminal event."""
        return self not in (TurnPhase.COMPLETED, TurnPhase.FAILED, TurnPhase.CANCELLED)


class TextBuffer:
    """Text that grows by pieces; joined only when somebody reads it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def append(self, piece: str) -> None:
        if piece:
            self._pieces.append(piece)

    @property
    def text(self) -> str:
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def take(self) -> str:
        """The text; the buffer is empty afterwards."""
        text = self.text
        self._pieces = []
        return text

    def __bool__(self) -> bool:
        return bool(self._pieces)


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """An answer that was given up: its text, who wrote it, and why another candidate took over."""

    text: str
    reason: str
    routed: Routed | None = None


@dataclass(slots=True)
class Turn:
    """One question and all that is known of its answer.

    Attributes:
        routed: the latest candidate asked, or None before the first.
        waiting: what the machine is busy with; None once something was received from it.
        waiting_at: when ``waiting`` arrived.
        thinking_from, thinking_s: start of the reasoning; its length once it is over, else None.
        restart_reason: why the current attempt replaced an earlier one; empty for a first attempt.
        is_copied: the answer went to the clipboard by itself, as its action says.
    """

    request_id: str
    question: str = ""
    asked_at: float = 0.0
    phase: TurnPhase = TurnPhase.ASKED
    routed: Routed | None = None
    waiting: Waiting | None = None
    waiting_at: float = 0.0
    thinking_from: float | None = None
    thinking_s: float | None = None
    restart_reason: str = ""
    earlier: list[EarlierAnswer] = field(default_factory=list)
    stats: AnswerStats | None = None
    notice: str = ""
    failure: Failed | None = None
    is_copied: bool = False
    _answer: TextBuffer = field(default_factory=TextBuffer)
    _thinking: TextBuffer = field(default_factory=TextBuffer)

    @property
    def answer(self) -> str:
        """The answer so far, as Markdown."""
        return self._answer.text

    @property
    def thinking(self) -> str:
        """The model's reasoning so far."""
        return self._thinking.text

    @property
    def is_live(self) -> bool:
        return self.phase.is_live

    @property
    def has_answer(self) -> bool:
        return bool(self._answer)

    def thought_s(self, now: float) -> float | None:
        """How long the model has been or was reasoning, in seconds; None when it was not."""
        if self.thinking_from is None:
            return None
        return self.thinking_s if self.thinking_s is not None else max(0.0, now - self.thinking_from)

    def waited_s(self, now: float) -> float:
        """How long the current wait has lasted in seconds; grows between two ``Waiting`` events too."""
        if self.waiting is None:
            return max(0.0, now - self.asked_at)
        return self.waiting.waited_s + max(0.0, now - self.waiting_at)

    def fold(self, event: AnswerEvent, now: float) -> None:
        """Takes one event of this request in."""
        match event:
            case Routed():
                self.routed, self.waiting, self.phase = event, None, TurnPhase.ROUTED
                self.asked_at = now
            case Waiting():
                self.waiting, self.waiting_at = event, now
                if not self._answer and not self._thinking:
                    self.phase = TurnPhase.WAITING
            case Thinking():
                self.waiting, self.phase = None, TurnPhase.THINKING
                if self.thinking_from is None:
                    self.thinking_from = now
                self._thinking.append(event.text)
            case Token():
                self.waiting, self.phase = None, TurnPhase.ANSWERING
                self._end_thinking(now)
                self._answer.append(event.text)
            case Restarted():
                self._restart(event)
            case Completed() | Failed() | Cancelled():
                self._end(event, now)

    def _end_thinking(self, now: float) -> None:
        if self.thinking_from is not None and self.thinking_s is None:
            self.thinking_s = max(0.0, now - self.thinking_from)

    def _restart(self, event: Restarted) -> None:
        if text := self._answer.take():
            self.earlier.append(EarlierAnswer(text, event.reason, self.routed))
        self._thinking.take()
        self.thinking_from = self.thinking_s = self.waiting = None
        self.restart_reason = event.reason
        self.phase = TurnPhase.ASKED

    def _end(self, event: Completed | Failed | Cancelled, now: float) -> None:
        self._end_thinking(now)
        self.waiting = None
        match event:
            case Completed():
                self.phase, self.stats, self.notice = TurnPhase.COMPLETED, event.stats, event.notice
            case Failed():
                self.phase, self.failure = TurnPhase.FAILED, event
            case Cancelled():
                self.phase = TurnPhase.CANCELLED


@dataclass(slots=True)
class PopupState:
    """Everything that the popup shows.

    Attributes:
        session: empty when no session is open (then only ``problem`` may be shown).
        will_send: the question goes out by itself; no need to wait for the user.
        problem: an error of no request; it stays until it is dismissed or a new session begins.
    """

    session: str = ""
    capture: Capture = field(default_factory=Capture)
    will_send: bool = False
    turns: list[Turn] = field(default_factory=list)
    problem: ShowProblem | None = None

    def apply(self, message: ShowPopup | BeginAnswer | ShowProblem | AnswerEvent, now: float) -> Turn | None:
        """Folds one message in; returns the turn that it changed, or None."""
        match message:
            case ShowPopup():
                self._open(message)
            case BeginAnswer():
                return self._begin(message, now)
            case ShowProblem():
                self.problem = message
            case event if isinstance(event, ANSWER_EVENT_TYPES):
                return self._fold(event, now)
        return None

    def mark_copied(self, request_id: str) -> Turn | None:
        """The turn whose answer now belongs on the clipboard; None unless it is finished and has one."""
        turn = next((t for t in reversed(self.turns) if t.request_id == request_id), None)
        if turn is None or turn.phase is not TurnPhase.COMPLETED or not turn.answer.strip():
            return None
        turn.is_copied = True
        return turn

    def close(self) -> None:
        """Forgets the session and all that belongs to it."""
        self.session, self.capture, self.will_send = "", Capture(), False
        self.turns, self.problem = [], None

    def dismiss_problem(self) -> None:
        """The user has read the problem."""
        self.problem = None

    def _open(self, message: ShowPopup) -> None:
        self.close()
        self.session = message.session
        self.will_send = message.will_send
        self.capture = Capture(message.text, message.images, message.origin, message.application, message.notice)

    def _begin(self, message: BeginAnswer, now: float) -> Turn | None:
        if not self.session or message.session != self.session:
            return None
        turn = Turn(message.request_id, message.question, asked_at=now)
        self.turns.append(turn)
        return turn

    def _fold(self, event: AnswerEvent, now: float) -> Turn | None:
        turn = next((t for t in reversed(self.turns) if t.request_id == event.request_id), None)
        if turn is None or not turn.is_live:
            return None
        turn.fold(event, now)
        return turn

    @property
    def last_turn(self) -> Turn | None:
        return self.turns[-1] if self.turns else None

    @property
    def is_live(self) -> bool:
        """An answer is on its way."""
        return bool(self.turns) and self.turns[-1].is_live

    @property
    def is_about_to_ask(self) -> bool:
        """Nothing was asked yet, but the question goes out by itself."""
        return bool(self.session) and self.will_send and not self.turns

    @property
    def can_submit(self) -> bool:
        return bool(self.session) and not self.is_live and not self.is_about_to_ask

    @property
    def can_stop(self) -> bool:
        return self.is_live

    @property
    def can_copy(self) -> bool:
        return self.copyable != ""

    @property
    def can_retry(self) -> bool:
        return bool(self.turns) and not self.turns[-1].is_live

    @property
    def copyable(self) -> str:
        """The newest answer as Markdown, without reasoning; empty when there is none."""
        return next((t.answer.strip() for t in reversed(self.turns) if t.has_answer), "")
