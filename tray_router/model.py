"""The nouns that all rooms share, in the order in which a key press meets them.

Rule: frozen data only, no behaviour beyond what can be derived from the fields, no dependency. The two codecs
in ``wire`` turn these into JSON; nothing here knows about that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

# --- what starts it -------------------------------------------------------------------------------------


class TriggerAction(StrEnum):
    """What the user asked for with a chord, a tray click or ``tray-router trigger``."""

    ASK = "ask"  # the selected text, else the clipboard
    REGION = "region"  # drag a region of the screen
    PROMPT = "prompt"  # an empty popup


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
        name: the user's own action that is meant (``[[actions]]``); empty for the built-in ones.
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
        notice: one sentence for the user about the capture (shortened, nothing selected), or empty.
    """

    text: str = ""
    images: tuple[bytes, ...] = ()
    origin: CaptureOrigin = CaptureOrigin.NOTHING
    application: str = ""
    notice: str = ""

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
    """What the user fixed by hand for one question; empty strings mean "let the router choose"."""

    route: str = ""
    model: str = ""
    host: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.route or self.model or self.host)


@dataclass(frozen=True, slots=True)
class Action:
    """A prompt of the user's own (``[[actions]]`` in the settings).

    Attributes:
        prompt: the instruction; ``{text}`` in it stands for the captured text.
        override: the route or model that it always takes.
        is_copied: the finished answer is put on the clipboard.
    """

    name: str
    prompt: str
    override: Override = field(default_factory=Override)
    is_copied: bool = False


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
        earlier_routes: routes that this conversation took so far, or the popups before it that were opened from the
            same application, oldest first.
        is_follow_up: ``earlier_routes`` are those of the same conversation.
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


# --- the machines ---------------------------------------------------------------------------------------


class Capability(StrEnum):
    """What a model can do, in the words of Ollama's ``/api/show``; unknown words are dropped."""

    COMPLETION = "completion"
    VISION = "vision"
    THINKING = "thinking"
    TOOLS = "tools"
    INSERT = "insert"
    EMBEDDING = "embedding"
    AUDIO = "audio"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that a machine has on disk.

    Attributes:
        name: as Ollama lists it, e.g. ``qwen3:4b``.
        digest: 64 hex digits; the same digest is the same model wherever it lies.
        size_bytes: bytes on disk.
        family: e.g. ``qwen3``; may be empty.
        parameters_b: billions of parameters, or None when the server does not say.
        quantization: e.g. ``Q4_K_M``; may be empty.
        context_length: the longest context it was trained for in tokens, or None when unknown.
        capabilities: from ``/api/show`` where asked, else from ``/api/tags`` (which can be wrong).
        is_remote: True for stubs that Ollama passes on to its cloud.
    """

    name: str
    digest: str = ""
    size_bytes: int = 0
    family: str = ""
    parameters_b: float | None = None
    quantization: str = ""
    context_length: int | None = None
    capabilities: frozenset[Capability] = frozenset()
    is_remote: bool = False


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model that a machine holds in memory now (``/api/ps``).

    Attributes:
        context_length: tokens it was loaded with; asking for another value reloads it.
        size_bytes: memory it takes; vram_bytes: the part of it on a GPU.
        expires_at: RFC 3339 text, when it will be unloaded; empty when unknown.
    """

    name: str
    context_length: int = 0
    size_bytes: int = 0
    vram_bytes: int = 0
    expires_at: str = ""


class HostState(StrEnum):
    """Health of one machine."""

    UNKNOWN = "unknown"  # not asked yet
    UP = "up"
    STARTING = "starting"  # accepts connections, sends nothing yet
    DEGRADED = "degraded"  # answers, but something on it fails
    DOWN = "down"
    PAUSED = "paused"  # by the user

    @property
    def is_reachable(self) -> bool:
        """Something answers there, as far as is known."""
        return self is not HostState.DOWN


class HostActivity(StrEnum):
    """What a machine that is up is doing for us."""

    IDLE = "idle"
    BUSY = "busy"
    LOADING = "loading"


@dataclass(frozen=True, slots=True)
class HostStatus:
    """What is known of one machine at one moment.

    Attributes:
        since: monotonic seconds of the last change of ``state``.
        rtt_s: round trip of the last good liveness probe in seconds, or None.
        in_flight: our own requests running on it.
        problem, hint: a sentence each, why it is not simply up; empty when it is.
    """

    name: str
    url: str
    state: HostState = HostState.UNKNOWN
    activity: HostActivity = HostActivity.IDLE
    since: float = 0.0
    version: str = ""
    rtt_s: float | None = None
    models: tuple[InstalledModel, ...] = ()
    loaded: tuple[LoadedModel, ...] = ()
    in_flight: int = 0
    problem: str = ""
    hint: str = ""
    priority: int = 0
    always_on: bool = False

    @property
    def is_simulated(self) -> bool:
        """Our simulator says so in its version, e.g. ``0.33.0-simulated``."""
        return "simulated" in self.version

    @property
    def is_usable(self) -> bool:
        """May take a request now; an unknown machine may be tried."""
        return self.state not in (HostState.DOWN, HostState.PAUSED)

    def installed(self, model: str) -> InstalledModel | None:
        """The model of that name, with or without the ``:latest`` tag, or None."""
        wanted = canonical_model_name(model)
        return next((m for m in self.models if canonical_model_name(m.name) == wanted), None)

    def loaded_model(self, model: str) -> LoadedModel | None:
        """The loaded model of that name, or None."""
        wanted = canonical_model_name(model)
        return next((m for m in self.loaded if canonical_model_name(m.name) == wanted), None)


def canonical_model_name(name: str) -> str:
    """Lower case with the tag written out: Ollama treats ``Qwen3`` and ``qwen3:latest`` as one model."""
    lowered = name.strip().lower()
    return lowered if ":" in lowered.rsplit("/", 1)[-1] else f"{lowered}:latest"


def longest_context(trained: int | None, ceiling: int | None) -> int | None:
    """The most that may be asked of a model in tokens: what it was trained for, and what the settings allow.

    None when neither is known.
    """
    known = [limit for limit in (trained, ceiling) if limit]
    return min(known) if known else None


@dataclass(frozen=True, slots=True)
class RouteHealth:
    """Whether one route can be served now, and by whom; empty strings when nobody can."""

    route: str
    model: str = ""
    host: str = ""

    @property
    def is_served(self) -> bool:
        return bool(self.host)


@dataclass(frozen=True, slots=True)
class FleetSnapshot:
    """All machines at one moment (``at``, monotonic seconds), in the order of the settings."""

    hosts: tuple[HostStatus, ...] = ()
    routes: tuple[RouteHealth, ...] = ()
    at: float = 0.0

    def host(self, name: str) -> HostStatus | None:
        return next((h for h in self.hosts if h.name == name), None)


# --- which machine takes it -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model on a machine that could answer.

    Attributes:
        is_warm: the model is in the machine's memory now.
        is_degraded: not what the route asks for first, but better than no answer.
        note: why it is where it is in the order, plain words; may be empty.
    """

    model: str
    host: str
    is_warm: bool = False
    is_degraded: bool = False
    note: str = ""

    def __str__(self) -> str:
        return f"{self.model}@{self.host}"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A model on a machine that cannot answer this question now, and why, in plain words.

    ``host`` is empty when the model is on no machine at all.
    """

    model: str
    host: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoutePlan:
    """Who is asked, in order. ``candidates`` may be empty; then ``rejections`` says why."""

    route: str
    candidates: tuple[Candidate, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    reasons: tuple[str, ...] = ()
    confidence: float = 1.0
    is_override: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of one candidate.

    Attributes:
        number: 1 for the first.
        num_ctx: context to ask for in tokens; equal to the loaded one where that suffices.
        connect_s, first_token_s, idle_s, total_s: limits in seconds.
        think: ask the model to think aloud first; None leaves it to the model.
    """

    number: int
    candidate: Candidate
    num_ctx: int
    connect_s: float
    first_token_s: float
    idle_s: float
    total_s: float
    think: bool | None = None


@dataclass(frozen=True, slots=True)
class AnswerStats:
    """Figures of one finished attempt; seconds and tokens, None where the server did not say.

    ``queue_s`` is what is left of the total after load, prompt and answer (Ollama contract, section 2).
    """

    prompt_tokens: int | None = None
    answer_tokens: int | None = None
    load_s: float | None = None
    queue_s: float | None = None
    prompt_s: float | None = None
    answer_s: float | None = None
    first_token_s: float | None = None
    total_s: float | None = None
    done_reason: str = ""

    @property
    def tokens_per_s(self) -> float | None:
        """Generation speed, or None when it cannot be known."""
        if not self.answer_tokens or not self.answer_s:
            return None
        return self.answer_tokens / self.answer_s
