"""One question and its answer as far as they have come, folded from events. No Qt here.

Rules: text that was shown once is never lost (``Restarted`` moves it to ``earlier``); each event changes the turn in
one place (``Turn.fold``). GUI thread; the time comes in as ``now`` (monotonic seconds).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tray_router.events import (
    AnswerEvent,
    Cancelled,
    CloudNotice,
    Completed,
    Failed,
    Restarted,
    Routed,
    Thinking,
    Token,
    Waiting,
)
from tray_router.model import AnswerStats, Rejection
from tray_router.wire.actions import OfferWriteBack
from tray_router.wire.window import Explained


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
        offer: the answer can go back to where the text came from; None until it is whole, and where it cannot.
        action: the action that made the question; empty for what the user typed.
        cloud: what was decided about sending the question out of the network; None when there was nothing to decide.
        is_copied: the answer went to the clipboard by itself, as its action says.
        explained: why it goes where it goes, and where else it could go; None until that is known.
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
    cloud: CloudNotice | None = None
    is_copied: bool = False
    explained: Explained | None = None
    action: str = ""
    offer: OfferWriteBack | None = None
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

    @property
    def passed_over(self) -> tuple[Rejection, ...]:
        """Everyone who was passed over or failed so far, and why."""
        told = (self.failure, self.routed, self.explained)
        return max((source.rejections for source in told if source is not None), key=len, default=())

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
            case CloudNotice():
                self.cloud = event
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
