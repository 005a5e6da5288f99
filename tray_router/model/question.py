"""The nouns of a question: what starts it, what was captured, what is asked, and what kind of question it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tray_router.model.cloud import CloudConsent

# --- what starts it -------------------------------------------------------------------------------------


class TriggerAction(StrEnum):
    """What the user asked for with a chord, a tray click or ``tray-router trigger``."""

    ASK = "ask"  # the selected text, else the clipboard
    REGION = "region"  # drag a region of the screen
    PROMPT = "prompt"  # an empty popup
    WINDOW = "window"  # the window under the pointer, as it looks
    SCREEN = "screen"  # the screen under the pointer
    REPEAT = "repeat"  # the region that was dragged last, once more


class ScreenPart(StrEnum):
    """What of the screen is taken."""

    REGION = "region"  # dragged by the user
    WINDOW = "window"  # under the pointer
    SCREEN = "screen"  # under the pointer
    LAST = "last"  # the region that was dragged last; dragged anew when there is none


SCREEN_PARTS = {
    TriggerAction.REGION: ScreenPart.REGION,
    TriggerAction.WINDOW: ScreenPart.WINDOW,
    TriggerAction.SCREEN: ScreenPart.SCREEN,
    TriggerAction.REPEAT: ScreenPart.LAST,
}
"""What each of the triggers for the screen takes."""


class TriggerSource(StrEnum):
    """Where a trigger came from."""

    HOTKEY = "hotkey"
    TRAY = "tray"
    CLI = "cli"
    POPUP = "popup"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One press.

    Attributes:
        at: monotonic seconds, taken in the thread that saw the press.
        name: the action that is meant, built in or the user's own (``[[actions]]``); empty lets the content decide.
    """

    action: TriggerAction
    source: TriggerSource
    at: float
    name: str = ""


# --- what was captured ----------------------------------------------------------------------------------


class CaptureOrigin(StrEnum):
    """Where the captured content came from; shown in the popup."""

    SELECTION = "selection"
    CLIPBOARD_TEXT = "clipboard-text"
    CLIPBOARD_IMAGE = "clipboard-image"
    CLIPBOARD_FILES = "clipboard-files"  # copied in a file manager
    REGION = "region"
    TYPED = "typed"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Capture:
    """What the user is looking at.

    Attributes:
        text: the captured text, or empty.
        images: encoded images (PNG or JPEG bytes), or empty.
        origin: where it came from.
        application: the source window's class name, or empty when unknown.
        window: the id of the window that had the focus, where an answer can be put back; 0 when unknown or our own.
        is_selected_there: the text is what is selected in that very window, so that it can be replaced.
        notice: one sentence for the user about the capture (shortened, nothing selected), or empty.
    """

    text: str = ""
    images: tuple[bytes, ...] = ()
    origin: CaptureOrigin = CaptureOrigin.NOTHING
    application: str = ""
    notice: str = ""
    window: int = 0
    is_selected_there: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.images


# --- what is asked --------------------------------------------------------------------------------------


class Role(StrEnum):
    """Who speaks in a conversation, in Ollama's words."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation; ``images`` are encoded image bytes."""

    role: Role
    content: str
    images: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """What the user fixed by hand for one question; empty strings mean "let the router choose".

    ``cloud`` is the user's yes to sending this one question out of the network; what it may cost and what it may hold
    is checked all the same.
    """

    route: str = ""
    model: str = ""
    host: str = ""
    cloud: CloudConsent = CloudConsent.NONE

    @property
    def is_empty(self) -> bool:
        return not (self.route or self.model or self.host) and self.cloud is CloudConsent.NONE


@dataclass(frozen=True, slots=True)
class Request:
    """One question on its way.

    Attributes:
        id: unique within the daemon's life; every AnswerEvent of this question carries it.
        instruction: what the user typed, or the action's prompt as it stands in the settings; may be empty.
        content: what was captured; may be empty.
        images: encoded images, sent with the last user message.
        history: earlier turns of the same conversation, oldest first, without this question.
        override: what the user fixed by hand.
        action: name of the action that made the prompt, or empty.
        gist: the instruction in few words, by which the question is routed; empty where it is short itself.
        is_by_default: nobody chose the action, it followed from the content; the route then follows from it as well.
        earlier_routes: routes that this conversation took so far, or the popups before it that were opened from the
            same application, oldest first.
        is_follow_up: ``earlier_routes`` are those of the same conversation.
        is_background: nobody waits for the answer.
        is_private: nothing of its text is kept: no history, no correction, no reasons in the ledger.
    """

    id: str
    instruction: str = ""
    content: str = ""
    images: tuple[bytes, ...] = ()
    history: tuple[Message, ...] = ()
    override: Override = field(default_factory=Override)
    action: str = ""
    earlier_routes: tuple[str, ...] = ()
    is_follow_up: bool = False
    is_private: bool = False
    is_background: bool = False
    is_by_default: bool = False
    gist: str = ""

    @property
    def has_image(self) -> bool:
        return bool(self.images) or any(turn.images for turn in self.history)


# --- what kind of question it is ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FeatureHit:
    """One named feature that fired, and the points it gave to one route."""

    feature: str
    route: str
    points: float
    reason: str = ""  # plain words, e.g. "Python traceback"; empty for features not worth a sentence


@dataclass(frozen=True, slots=True)
class Classification:
    """What the question is.

    Attributes:
        route: name of the best route.
        confidence: calibrated probability that ``route`` is right, 0..1.
        runner_up: name of the second best route, or empty when there is only one.
        margin: probability of the best minus that of the runner-up, 0..1.
        has_evidence: False when no feature spoke for any route and only priors decided.
        reasons: at most four, in plain words.
        scores: points per route, highest first.
        hits: every feature that fired.
    """

    route: str
    confidence: float
    runner_up: str = ""
    margin: float = 1.0
    has_evidence: bool = True
    reasons: tuple[str, ...] = ()
    scores: tuple[tuple[str, float], ...] = ()
    hits: tuple[FeatureHit, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """The user wanted another route for a question than the one that was chosen, or confirmed it (both are equal).

    Attributes:
        at: when, UTC in ISO 8601; recorded only, nothing is decided by it.
        instruction, content: the beginning of what was asked (``ledger.corrections.KEPT_CHARS``).
        chosen: the route that the question took; wanted: the one that the user asked for instead.
    """

    at: str
    instruction: str
    content: str
    has_image: bool
    chosen: str
    wanted: str
