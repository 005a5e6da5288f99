"""The protocol between the daemon and its window process: JSON lines, stdin down, stdout up.

Rules: the daemon owns sessions and requests, the window owns pixels. A *session* is one popup from opening to
closing, with its follow-ups; each question in it is a request whose AnswerEvents follow ``BeginAnswer``.
End of input means quit.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tray_router.events import ANSWER_EVENT_TYPES
from tray_router.model import Candidate, CaptureOrigin, FeatureHit, Override, Rejection, Remedy, RouteHealth, ScreenPart
from tray_router.wire.actions import FROM_ACTION_TYPES, TO_ACTION_TYPES, ActionChip
from tray_router.wire.codec import Codec
from tray_router.wire.popup import FROM_POPUP_TYPES, TO_POPUP_TYPES

LOOK_VARIABLE = "TRAY_ROUTER_WINDOW_LOOK"
"""Environment variable of the window process: a ``SetAppearance`` line, so that the first popup is made only once."""
RESUMED_VARIABLE = "TRAY_ROUTER_WINDOW_RESUMED"
"""Set when the window process takes the place of one that died: it tidies up only after it has reported."""

# --- daemon -> window -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowPopup:
    """Open (or reuse) the popup near the pointer for a new session and paint the capture at once.

    ``triggered_at`` is the press in monotonic seconds (0.0 when unknown); ``Painted`` sends it back.
    ``will_send`` tells that the question goes out without waiting for the user. ``takes_focus``: the key was pressed
    to type, so the popup takes the keyboard; otherwise typing goes on where it was. ``is_held``: the text is sent as it
    is when the user presses Enter without typing anything.
    """

    session: str
    text: str = ""
    images: tuple[bytes, ...] = ()
    origin: CaptureOrigin = CaptureOrigin.NOTHING
    application: str = ""
    notice: str = ""
    will_send: bool = True
    triggered_at: float = 0.0
    takes_focus: bool = False
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class BeginAnswer:
    """A question of this session is on its way; ``question`` is what to show above its answer (may be empty).

    ``action`` names the action that made it, or is empty for what the user typed.
    """

    session: str
    request_id: str
    question: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """Why this question goes where it goes, and where else it could go; comes once, before anybody is asked.

    Attributes:
        route, confidence: as in the ``Routed`` that follows.
        features: everything that fired, with the points it gave to one route.
        scores: points per route, highest first.
        candidates: who is asked, in order; rejections: who is passed over, and why.
        routes: every route that could take this question, with who would answer first there.
    """

    request_id: str
    route: str
    confidence: float = 1.0
    features: tuple[FeatureHit, ...] = ()
    scores: tuple[tuple[str, float], ...] = ()
    candidates: tuple[Candidate, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    routes: tuple[RouteHealth, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyAnswer:
    """Put the finished answer of this request on the clipboard, without its reasoning, and say so."""

    request_id: str


@dataclass(frozen=True, slots=True)
class StartRegion:
    """Freeze all screens and take a part of them.

    ``adds``: the picture is for the next question of a popup that is open, which comes back whatever happens.
    """

    session: str
    triggered_at: float = 0.0
    part: ScreenPart = ScreenPart.REGION
    adds: bool = False


@dataclass(frozen=True, slots=True)
class ShowAttached:
    """The images that go out with the next question of this session, all of them; none when it was sent."""

    session: str
    images: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowProblem:
    """Show an error that belongs to no request, e.g. "nothing selected" or a broken config; never loses a session."""

    title: str
    hint: str = ""
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class HidePopup:
    """Close the popup as if the user had pressed Esc."""


@dataclass(frozen=True, slots=True)
class SetAppearance:
    """Looks and behaviour from the settings. ``theme``: auto, light or dark; sizes in logical pixels."""

    theme: str = "auto"
    font_points: float = 0.0  # 0: the desktop's own
    width: int = 560
    max_height: int = 640
    actions: tuple[ActionChip, ...] = ()


@dataclass(frozen=True, slots=True)
class Quit:
    """Leave."""


# --- window -> daemon -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WindowReady:
    """The window process is warm; the next ``ShowPopup`` paints within milliseconds."""

    pid: int


@dataclass(frozen=True, slots=True)
class Painted:
    """The popup of this session is on the screen; ``at`` and ``triggered_at`` in monotonic seconds."""

    session: str
    triggered_at: float
    at: float


@dataclass(frozen=True, slots=True)
class Submit:
    """The user typed a question or a follow-up and pressed Enter."""

    session: str
    instruction: str
    override: Override = field(default_factory=Override)


@dataclass(frozen=True, slots=True)
class Stop:
    """The user pressed Stop: close the stream of this request."""

    request_id: str


@dataclass(frozen=True, slots=True)
class Retry:
    """The user asks the same question again, perhaps elsewhere; while it is being answered, that answer is stopped."""

    request_id: str
    override: Override = field(default_factory=Override)


@dataclass(frozen=True, slots=True)
class RegionTaken:
    """What was taken of the screen as PNG, pixel for pixel as it was there; several when the user marked several."""

    session: str
    images: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class AddScreenshot:
    """The user wants to add a picture of the screen to the next question. Reply: StartRegion."""

    session: str


@dataclass(frozen=True, slots=True)
class RemoveAttached:
    """The user takes an attached image back; ``index`` counts from 0."""

    session: str
    index: int


@dataclass(frozen=True, slots=True)
class RegionCancelled:
    """No region: the user pressed Esc (``problem`` empty), or the screen cannot be read (a sentence and a hint)."""

    session: str
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Preload:
    """The user is about to ask: points at an action, or at another route. Its model may be loaded meanwhile."""

    session: str
    route: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class PopupClosed:
    """The user closed the popup; running answers of the session are cancelled."""

    session: str


class RarePart(StrEnum):
    """Messages of windows that are seldom open, by their module: loaded when the first of them is sent or comes."""

    HISTORY = "tray_router.wire.history"
    DASHBOARD = "tray_router.wire.dashboard"
    SETTINGS = "tray_router.wire.settings"

    def has(self, message: object) -> bool:
        """Whether this part's; loads nothing."""
        module = type(message).__module__
        return module == self.value or module.startswith(f"{self.value}.")


def _rare_types(name: str) -> Iterator[tuple[type, ...]]:
    for part in RarePart:
        types: tuple[type, ...] = getattr(importlib.import_module(part.value), name)
        yield types


TO_WINDOW = Codec(
    (
        ShowPopup,
        BeginAnswer,
        Explained,
        CopyAnswer,
        StartRegion,
        ShowAttached,
        ShowProblem,
        HidePopup,
        SetAppearance,
        Quit,
        *TO_POPUP_TYPES,
        *TO_ACTION_TYPES,
        *ANSWER_EVENT_TYPES,
    ),
    _rare_types("TO_TYPES"),
)
FROM_WINDOW = Codec(
    (
        WindowReady,
        Painted,
        Submit,
        Stop,
        Retry,
        RegionTaken,
        AddScreenshot,
        RemoveAttached,
        RegionCancelled,
        PopupClosed,
        Preload,
        *FROM_POPUP_TYPES,
        *FROM_ACTION_TYPES,
    ),
    _rare_types("FROM_TYPES"),
)
