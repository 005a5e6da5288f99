"""Everything known of one machine. A record is frozen; the functions beside it return new ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from tray_router.errors import FailureKind
from tray_router.fleet.breaker import ModelTrouble
from tray_router.model import (
    HostState,
    InstalledModel,
    LoadedModel,
    ModelFigures,
    canonical_model_name,
)


@dataclass(frozen=True, slots=True)
class HostRecord:
    """One machine; see HostStatus for the fields they share.

    Attributes:
        max_in_flight: questions that one model gets at once here; 0 for what holds everywhere.
        in_flight: our own running requests per canonical model name.
        loading: models that we wait for to load, by canonical name, with the second in which that began.
        troubles: models that failed here lately, by canonical name.
        last_failure: how the machine as a whole failed last, or None when it never did.
        figures: what was measured of each model, by canonical name; kept while the machine is down.
        hold: while PAUSED, why and until when, e.g. ``rented until 17:00``.
        falls: when it went down lately (monotonic seconds); is_flapping: so often that it must prove itself.
    """

    name: str
    url: str
    priority: int = 0
    always_on: bool = False
    max_in_flight: int = 0
    state: HostState = HostState.UNKNOWN
    since: float = 0.0
    version: str = ""
    rtt_s: float | None = None
    models: tuple[InstalledModel, ...] = ()
    loaded: tuple[LoadedModel, ...] = ()
    problem: str = ""
    hint: str = ""
    in_flight: dict[str, int] = field(default_factory=dict)
    loading: dict[str, float] = field(default_factory=dict)
    troubles: dict[str, ModelTrouble] = field(default_factory=dict)
    last_failure: FailureKind | None = None
    figures: dict[str, ModelFigures] = field(default_factory=dict)
    memory_bytes: int = 0
    crowded_bytes: int | None = None
    hold: str = ""
    falls: tuple[float, ...] = ()
    is_flapping: bool = False

    @property
    def has_inventory(self) -> bool:
        """True once the machine has listed its models."""
        return bool(self.models)

    def trouble(self, model: str, now: float) -> ModelTrouble | None:
        """The cooldown or trial of a model on this machine, or None when it may be asked."""
        found = self.troubles.get(canonical_model_name(model))
        return found if found is not None and found.is_resting(now) else None

    def figures_of(self, model: str) -> ModelFigures:
        """What was measured of a model here; empty figures when nothing was."""
        key = canonical_model_name(model)
        return self.figures.get(key) or ModelFigures(key)
