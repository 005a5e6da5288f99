"""The nouns of the machines: their models, their health, and all of them at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tray_router.model.fading import Trend


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


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """What was measured of one model on one machine; None where nothing was.

    Averages are weighted: the newest attempt counts most (``fleet.figures``).

    Attributes:
        model: canonical name.
        first_token_s: seconds until the first word, of attempts that found the model in memory.
        load_s: seconds that a load took.
        prompt_tokens_per_s, tokens_per_s: speed of reading and of answering.
        answer_tokens: tokens of an answer.
        attempts: finished attempts that went into the averages.
        memory_bytes: the most memory that it was seen to take while loaded; 0 when never seen.
        used_at: monotonic seconds when it was last seen at work, for us or for others; None when never.
        load_trend, prompt_trend, answer_trend: how far ``load_s``, ``prompt_tokens_per_s`` and ``tokens_per_s`` are
            still to be believed; None when they do not fade.
    """

    model: str
    first_token_s: float | None = None
    load_s: float | None = None
    prompt_tokens_per_s: float | None = None
    tokens_per_s: float | None = None
    answer_tokens: float | None = None
    attempts: int = 0
    memory_bytes: int = 0
    used_at: float | None = None
    load_trend: Trend | None = None
    prompt_trend: Trend | None = None
    answer_trend: Trend | None = None


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
        hold: while it is PAUSED, why and until when, e.g. ``rented until 17:00``; else empty.
        is_flapping: it came and went so often lately that further changes are not worth a word.
        running: how many of those requests each model has, by canonical name; models without one are left out.
        loading: canonical names of the models that we wait for to load, with the monotonic second of the start.
        figures: what was measured of each model on it; of models that were never asked there is nothing.
        memory_bytes: the most that all models together were seen to take at one time; 0 when nothing was ever loaded.
        crowded_bytes: the least that was seen not to fit: something was evicted for it; None when that never happened.
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
    hold: str = ""
    is_flapping: bool = False
    running: tuple[tuple[str, int], ...] = ()
    loading: tuple[tuple[str, float], ...] = ()
    figures: tuple[ModelFigures, ...] = ()
    memory_bytes: int = 0
    crowded_bytes: int | None = None

    @property
    def is_draining(self) -> bool:
        """It takes no new questions, and the answers that run on it go on to their end."""
        return self.state is HostState.PAUSED and self.in_flight > 0

    @property
    def hold_words(self) -> str:
        """E.g. ``paused until 17:00 · draining, 1 answer left``; empty unless it is PAUSED."""
        if self.state is not HostState.PAUSED:
            return ""
        words = self.hold or "paused"
        if not self.is_draining:
            return words
        return f"{words} · draining, {self.in_flight} answer{'s' if self.in_flight > 1 else ''} left"

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

    def figures_of(self, model: str) -> ModelFigures | None:
        """What was measured of the model of that name here, or None."""
        wanted = canonical_model_name(model)
        return next((found for found in self.figures if found.model == wanted), None)


@lru_cache(maxsize=4096)
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
