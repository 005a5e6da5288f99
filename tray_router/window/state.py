"""What the popup shows, folded from the messages that came over the pipe. No Qt here.

Rules: each message changes the state in one place (``PopupState.apply``); events of unknown requests and events after
the terminal one change nothing. GUI thread; the time comes in as ``now`` (monotonic seconds).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tray_router.events import ANSWER_EVENT_TYPES, AnswerEvent
from tray_router.model import Capture, Remedy, RemedyKind
from tray_router.window.turn import Turn, TurnPhase
from tray_router.wire.actions import OfferWriteBack
from tray_router.wire.popup import ShowPrivate
from tray_router.wire.window import BeginAnswer, Explained, ShowAttached, ShowPopup, ShowProblem

_OUTWARD = (RemedyKind.ASK_CLOUD, RemedyKind.ASK_CLOUD_WITH_IMAGES)  # takes a button that says so


class LineState(StrEnum):
    """What becomes of the text in the input line.

    ``WAITING``: it goes out when the present answer is complete. ``KEPT``: it did not, because that answer failed.
    """

    DRAFT = "draft"
    WAITING = "waiting"
    KEPT = "kept"


@dataclass(slots=True)
class PopupState:
    """Everything that the popup shows.

    Attributes:
        session: empty when no session is open (then only ``problem`` may be shown).
        attached: pictures that go out with the next question.
        takes_focus: the popup opens with the keyboard.
        is_held: what was captured is sent as it is by Enter alone.
        will_send: the question goes out by itself; no need to wait for the user.
        is_private: nothing of this conversation is kept.
        is_sent: a question that was typed is on its way to the daemon, which has not begun it.
        problem: an error of no request; it stays until it is dismissed or a new session begins.
    """

    session: str = ""
    capture: Capture = field(default_factory=Capture)
    will_send: bool = False
    is_held: bool = False
    takes_focus: bool = False
    turns: list[Turn] = field(default_factory=list)
    attached: tuple[bytes, ...] = ()
    problem: ShowProblem | None = None
    is_private: bool = False
    is_sent: bool = False

    def apply(
        self,
        message: ShowPopup | BeginAnswer | Explained | ShowAttached | ShowPrivate | ShowProblem | AnswerEvent,
        now: float,
    ) -> Turn | None:
        """Folds one message in; returns the turn that it changed, or None."""
        match message:
            case ShowPopup():
                self._open(message)
            case BeginAnswer():
                return self._begin(message, now)
            case Explained():
                return self._explain(message)
            case ShowProblem():
                self.problem = message
            case ShowAttached(session=name, images=images) if name == self.session:
                self.attached = images
            case ShowPrivate(session=name, is_private=is_private) if name == self.session:
                self.is_private = is_private
            case event if isinstance(event, ANSWER_EVENT_TYPES):
                return self._fold(event, now)
        return None

    def mark_copied(self, request_id: str) -> Turn | None:
        """The turn whose answer now belongs on the clipboard; None unless it is finished and has one."""
        turn = self._turn(request_id)
        if turn is None or turn.phase is not TurnPhase.COMPLETED or not turn.answer.strip():
            return None
        turn.is_copied = True
        return turn

    def take_offer(self, message: OfferWriteBack) -> Turn | None:
        """The turn whose answer can be written back; None when there is no such turn."""
        turn = self._turn(message.request_id)
        if turn is not None:
            turn.offer = message
        return turn

    @property
    def offer(self) -> OfferWriteBack | None:
        """What can be written back now: the newest answer, once it is whole."""
        turn = self.last_turn
        return turn.offer if turn is not None and turn.phase is TurnPhase.COMPLETED else None

    def close(self) -> None:
        """Forgets the session and all that belongs to it."""
        self.session, self.capture, self.will_send, self.takes_focus = "", Capture(), False, False
        self.turns, self.attached, self.problem, self.is_held, self.is_private = [], (), None, False, False
        self.is_sent = False

    def dismiss_problem(self) -> None:
        """The user has read the problem."""
        self.problem = None

    def _open(self, message: ShowPopup) -> None:
        self.close()
        self.session = message.session
        self.will_send, self.takes_focus = message.will_send, message.takes_focus
        self.is_held = message.is_held
        self.capture = Capture(message.text, message.images, message.origin, message.application, message.notice)

    def _begin(self, message: BeginAnswer, now: float) -> Turn | None:
        if not self.session or message.session != self.session:
            return None
        self.is_sent = False
        turn = Turn(message.request_id, message.question, asked_at=now, action=message.action)
        self.turns.append(turn)
        return turn

    def _explain(self, message: Explained) -> Turn | None:
        turn = self._turn(message.request_id)
        if turn is not None:
            turn.explained = message
        return turn

    def _turn(self, request_id: str) -> Turn | None:
        return next((t for t in reversed(self.turns) if t.request_id == request_id), None)

    def _fold(self, event: AnswerEvent, now: float) -> Turn | None:
        turn = self._turn(event.request_id)
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
    def can_send_as_it_is(self) -> bool:
        """Enter alone sends what was captured."""
        return self.is_held and not self.turns and self.can_submit

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
    def first_remedy(self) -> Remedy | None:
        """What Enter does when nothing is typed and something went wrong; never what leaves the network."""
        if self.problem is not None:
            offered = self.problem.remedies
        elif (turn := self.last_turn) is None or turn.is_live or turn.phase is TurnPhase.COMPLETED:
            return None
        else:
            again = (Remedy(RemedyKind.RETRY),)
            offered = (turn.failure.remedies or again) if turn.failure is not None else again
        return next((remedy for remedy in offered if remedy.kind not in _OUTWARD), None)

    @property
    def explained_turn(self) -> Turn | None:
        """The turn whose way is explained: the newest, or the one before it until the newest is explained too."""
        turn = next((t for t in reversed(self.turns) if t.explained is not None), None)
        return turn if turn is self.last_turn or self.is_live else None

    @property
    def copyable(self) -> str:
        """The newest answer as Markdown, without reasoning; empty when there is none."""
        return next((t.answer.strip() for t in reversed(self.turns) if t.has_answer), "")
