"""One question on its way: what is known of it while its plan is walked. Owned by one task in the engine's loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tray_router.engine.connecting import ConnectRace
from tray_router.engine.ports import Chunk
from tray_router.events import AnswerEvent, Restarted, Routed, Thinking, Token
from tray_router.model import AnswerStats, Candidate, Message, Rejection, Request, RoutePlan

Emit = Callable[[AnswerEvent], None]


@dataclass(slots=True)
class Turn:
    """State of one request.

    Attributes:
        task: the route that the question belongs to, which may differ from the plan's when a cheaper one goes first.
        rejections: everyone passed over or failed so far, with the reason.
        race: the connections that are opened for it.
        answer: the pieces of the present answer; a restart begins a new one.
        has_thought: the model's thinking was shown, though no answer yet.
        thinking_chars: characters of the present answer's thinking.
        escalated_from: the model whose answer was weak, or empty.
        notice: a sentence for the user about the whole answer, or empty.
        cloud_tried: models outside the network that were asked, or turned back at the gate.
        is_cloud_told: the user has been told what was decided about the cloud.
        woken: the machine that should have answered, was asleep, and has been sent a wake packet; or empty.
    """

    request: Request
    messages: tuple[Message, ...]
    estimated_tokens: int
    task: str
    plan: RoutePlan
    emit: Emit
    rejections: list[Rejection]
    race: ConnectRace
    attempts: int = 0
    answer: list[str] = field(default_factory=list)
    has_thought: bool = False
    thinking_chars: int = 0
    stats: AnswerStats | None = None
    answered_by: Candidate | None = None
    escalated_from: str = ""
    notice: str = ""
    woken: str = ""
    cloud_tried: set[Candidate] = field(default_factory=set)
    is_cloud_told: bool = False

    @property
    def text(self) -> str:
        """The present answer as far as it has come."""
        return "".join(self.answer)

    def restart_if_shown(self, reason: str) -> None:
        """Before somebody is asked after a failure: thinking that was shown is not replaced in silence."""
        if self.has_thought:
            self.emit(Restarted(self.request.id, reason))
            self.begin_anew()

    def routed(self, candidate: Candidate, *, is_simulated: bool = False, is_cloud: bool = False) -> Routed:
        """That this candidate is asked now; nobody outside the network counts as a stand-in."""
        return Routed(
            request_id=self.request.id,
            route=self.plan.route,
            model=candidate.model,
            host=candidate.host,
            confidence=self.plan.confidence,
            reasons=self.plan.reasons,
            rejections=tuple(self.rejections),
            attempt=self.attempts,
            is_degraded=candidate.is_degraded and not self.escalated_from and not is_cloud,
            is_simulated=is_simulated,
            is_cloud=is_cloud,
        )

    def show(self, chunk: Chunk) -> None:
        """A piece of the answer or of the thinking has come."""
        if chunk.thinking:
            self.has_thought = True
            self.thinking_chars += len(chunk.thinking)
            self.emit(Thinking(self.request.id, chunk.thinking))
        if chunk.content:
            self.answer.append(chunk.content)
            self.emit(Token(self.request.id, chunk.content))

    def begin_anew(self) -> None:
        """Forgets the present answer; the window keeps it as an earlier one."""
        self.answer = []
        self.has_thought = False
        self.thinking_chars = 0
        self.stats = None
