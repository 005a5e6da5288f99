"""AnswerEvent: everything that can happen between a question and the end of its answer.

Rules: each event carries the request's id; exactly one terminal event (Completed, Failed, Cancelled) ends a
request; nothing is replaced silently after the first token (``Restarted`` says why, and the earlier text stays
reachable).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tray_router.model import AnswerStats, Finding, Rejection, Remedy


@dataclass(frozen=True, slots=True)
class Routed:
    """A candidate was chosen and is being asked. Comes once per attempt, before anything else of it.

    Attributes:
        reasons: why this route, at most four, plain words.
        rejections: who was passed over before this candidate, and why.
        attempt: 1 for the first candidate.
    """

    request_id: str
    route: str
    model: str
    host: str
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    attempt: int = 1
    is_degraded: bool = False
    is_simulated: bool = False
    is_cloud: bool = False


class WaitReason(StrEnum):
    """Why nothing is seen yet."""

    CONNECTING = "connecting"
    LOADING = "loading"
    QUEUED = "queued"
    READING = "reading"  # the model reads the prompt
    READING_IMAGE = "reading-image"  # nobody can see: the text in the image is read on this machine
    UNSTICKING = "unsticking"  # the model was stuck: it is unloaded, then asked again


@dataclass(frozen=True, slots=True)
class Waiting:
    """The machine is at work but has sent nothing; ``waited_s`` so far.

    ``position`` is the place in our own line, 1 for the next; 0 when the question is not in it.
    """

    request_id: str
    reason: WaitReason
    model: str
    host: str
    waited_s: float = 0.0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the answer, to be appended."""

    request_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Thinking:
    """A piece of the model's reasoning; never part of what is copied or pasted."""

    request_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """The answer starts again on another candidate; what was shown so far stays reachable as an earlier answer."""

    request_id: str
    reason: str


class CloudStep(StrEnum):
    """What was decided about sending a question out of the network."""

    OFFERED = "offered"  # it could be asked, if the user says yes
    NOT_WORTH = "not-worth"  # it could be asked, but costs more than it promises, or more than is left
    BLOCKED = "blocked"  # the question holds what must not leave
    MASKED = "masked"  # the same, and it left with placeholders instead


@dataclass(frozen=True, slots=True)
class CloudNotice:
    """A decision about the cloud, for the user; never terminal, and nothing of the question is in it.

    Attributes:
        text: one sentence, ready to be shown.
        model, endpoint: whom it is about.
        price_usd: what the answer is expected to cost; None when nobody knows; price_words: the same for the user.
        has_images: a yes lets the images of the question go along.
        findings: what must not leave, and where it stands.
    """

    request_id: str
    step: CloudStep
    text: str
    model: str = ""
    endpoint: str = ""
    price_usd: float | None = None
    price_words: str = ""
    has_images: bool = False
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Completed:
    """Terminal: the answer is whole."""

    request_id: str
    stats: AnswerStats = field(default_factory=AnswerStats)
    notice: str = ""  # e.g. "The answer was cut at its length limit."


@dataclass(frozen=True, slots=True)
class Failed:
    """Terminal: no (whole) answer.

    Attributes:
        title, hint: for the user.
        exit_code: what the command line returns.
        has_partial: some answer text was sent before; it is kept.
        rejections: everyone who was passed over or failed, and why.
        remedies: what can be done about it with one press, the likeliest first.
    """

    request_id: str
    title: str
    hint: str = ""
    exit_code: int = 3
    has_partial: bool = False
    rejections: tuple[Rejection, ...] = ()
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Terminal: the user stopped it."""

    request_id: str


AnswerEvent = Routed | Waiting | Token | Thinking | Restarted | CloudNotice | Completed | Failed | Cancelled
ANSWER_EVENT_TYPES = (Routed, Waiting, Token, Thinking, Restarted, CloudNotice, Completed, Failed, Cancelled)
TERMINAL_EVENTS = (Completed, Failed, Cancelled)


def is_terminal(event: AnswerEvent) -> bool:
    """True for the one event that ends a request."""
    return isinstance(event, TERMINAL_EVENTS)
