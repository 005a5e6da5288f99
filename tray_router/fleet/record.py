"""Everything known of one machine, and how each piece of news changes it.

Rule: a record is frozen; every function takes the record and ``now`` (monotonic seconds) and returns a new record.
The engine keeps the newest one per machine and logs when ``state`` differs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tray_router.errors import BackendError, FailureKind
from tray_router.fleet.health import HealthEvent, event_of_failure, next_state
from tray_router.model import (
    HostActivity,
    HostState,
    HostStatus,
    InstalledModel,
    LoadedModel,
    canonical_model_name,
)

# A model that failed on a machine rests this long, doubled at each further failure (litellm's cooldown idea,
# routing notes: "a breaker per machine and one per machine + model").
MODEL_COOLDOWN_S = 15.0
MODEL_COOLDOWN_MAX_S = 600.0
_MAX_DOUBLINGS = 10  # far beyond the cap; keeps the power small after weeks of failures


@dataclass(frozen=True, slots=True)
class ModelTrouble:
    """A model that failed on this machine: not asked again before ``until`` unless nothing else is left."""

    failures: int
    until: float
    reason: str


@dataclass(frozen=True, slots=True)
class HostRecord:
    """One machine; see HostStatus for the fields they share.

    Attributes:
        in_flight: our own running requests per canonical model name.
        loading: canonical names of models that a request of ours is waiting for to load.
        troubles: models that failed here lately, by canonical name.
        last_failure: how the machine as a whole failed last, or None when it never did.
    """

    name: str
    url: str
    priority: int = 0
    always_on: bool = False
    state: HostState = HostState.UNKNOWN
    since: float = 0.0
    version: str = ""
    rtt_s: float | None = None
    models: tuple[InstalledModel, ...] = ()
    loaded: tuple[LoadedModel, ...] = ()
    problem: str = ""
    hint: str = ""
    in_flight: dict[str, int] = field(default_factory=dict)
    loading: frozenset[str] = frozenset()
    troubles: dict[str, ModelTrouble] = field(default_factory=dict)
    last_failure: FailureKind | None = None

    @property
    def has_inventory(self) -> bool:
        """True once the machine has listed its models."""
        return bool(self.models)

    def trouble(self, model: str, now: float) -> ModelTrouble | None:
        """The running cooldown of a model on this machine, or None."""
        found = self.troubles.get(canonical_model_name(model))
        return found if found is not None and found.until > now else None


def _moved(record: HostRecord, event: HealthEvent, now: float) -> HostRecord:
    state = next_state(record.state, event)
    if state is record.state:
        return record
    moved = replace(record, state=state, since=now)
    return replace(moved, problem="", hint="") if state is HostState.UP else moved


def answered(record: HostRecord, version: str, rtt_s: float, now: float) -> HostRecord:
    """The liveness probe came back after ``rtt_s`` seconds."""
    return replace(_moved(record, HealthEvent.ANSWERED, now), version=version, rtt_s=rtt_s)


def failed(record: HostRecord, error: BackendError, now: float) -> HostRecord:
    """A probe or a request failed; failures of one model rest that model, not the machine."""
    event = event_of_failure(error.kind)
    moved = record if _is_old_silence(record, error) else _moved(record, event, now)
    if event is not HealthEvent.ANSWERED:
        moved = replace(moved, last_failure=error.kind)
    if event is not HealthEvent.ANSWERED and moved.state is not HostState.PAUSED:
        moved = replace(moved, problem=error.title, hint=error.hint, rtt_s=None)
    if not moved.state.is_reachable:
        return replace(moved, loaded=(), loading=frozenset())
    if error.model and error.kind.is_model_trouble:
        return _with_trouble(moved, error, now)
    return moved


def _is_old_silence(record: HostRecord, error: BackendError) -> bool:
    """True for a silence that says nothing new of the machine.

    One hanging model degrades its machine; only the silent liveness probe takes it down. A machine that fell silent
    and is down is not starting because it stays silent; one that had refused connections is.
    """
    if error.kind is not FailureKind.SILENT:
        return False
    if record.state is HostState.DEGRADED:
        return bool(error.model)
    return record.state is HostState.DOWN and record.last_failure is FailureKind.SILENT


def _with_trouble(record: HostRecord, error: BackendError, now: float) -> HostRecord:
    key = canonical_model_name(error.model)
    earlier = record.troubles.get(key)
    failures = earlier.failures + 1 if earlier else 1
    rest_s = min(MODEL_COOLDOWN_S * 2 ** min(failures - 1, _MAX_DOUBLINGS), MODEL_COOLDOWN_MAX_S)
    trouble = ModelTrouble(failures=failures, until=now + rest_s, reason=error.title)
    return replace(record, troubles={**record.troubles, key: trouble})


def inventoried(
    record: HostRecord, models: Iterable[InstalledModel], loaded: Iterable[LoadedModel] | None
) -> HostRecord:
    """The machine listed its models; ``loaded`` is None when it would not say what is in memory."""
    now_loaded = record.loaded if loaded is None else tuple(loaded)
    return replace(record, models=tuple(models), loaded=now_loaded)


def paused(record: HostRecord, now: float) -> HostRecord:
    """The user took the machine out."""
    return replace(
        _moved(record, HealthEvent.PAUSED, now), problem="Paused by you.", hint="Resume it in the tray menu."
    )


def resumed(record: HostRecord, now: float) -> HostRecord:
    """The user gave the machine back: its state is unknown until the next probe, and no model rests any more.

    Nothing when it was not paused.
    """
    if record.state is not HostState.PAUSED:
        return record
    return replace(_moved(record, HealthEvent.RESUMED, now), problem="", hint="", troubles={})


def request_started(record: HostRecord, model: str) -> HostRecord:
    """One of our requests was sent; a model that is not in memory counts as loading until its first token."""
    key = canonical_model_name(model)
    is_loaded = any(canonical_model_name(m.name) == key for m in record.loaded)
    loading = record.loading if is_loaded else record.loading | {key}
    return replace(record, in_flight={**record.in_flight, key: record.in_flight.get(key, 0) + 1}, loading=loading)


def first_token(record: HostRecord, model: str, num_ctx: int, now: float) -> HostRecord:
    """The model sent something: it is loaded, and its troubles are over."""
    key = canonical_model_name(model)
    troubles = {name: trouble for name, trouble in record.troubles.items() if name != key}
    known = next((m for m in record.loaded if canonical_model_name(m.name) == key), None)
    others = tuple(m for m in record.loaded if m is not known)
    # our num_ctx is what it runs with now; asking for another value next time would load it again
    fresh = replace(known, context_length=num_ctx) if known else LoadedModel(name=model, context_length=num_ctx)
    moved = _moved(record, HealthEvent.ANSWERED, now)
    return replace(moved, troubles=troubles, loaded=(*others, fresh), loading=record.loading - {key})


def request_ended(record: HostRecord, model: str) -> HostRecord:
    """One of our requests is over, however it ended."""
    key = canonical_model_name(model)
    left = record.in_flight.get(key, 0) - 1
    in_flight = {name: count for name, count in record.in_flight.items() if name != key}
    if left > 0:
        return replace(record, in_flight={**in_flight, key: left})
    return replace(record, in_flight=in_flight, loading=record.loading - {key})


def status(record: HostRecord) -> HostStatus:
    """What others may see of the record."""
    activity = HostActivity.IDLE
    if record.loading:
        activity = HostActivity.LOADING
    elif record.in_flight:
        activity = HostActivity.BUSY
    return HostStatus(
        name=record.name,
        url=record.url,
        state=record.state,
        activity=activity,
        since=record.since,
        version=record.version,
        rtt_s=record.rtt_s,
        models=record.models,
        loaded=record.loaded,
        in_flight=sum(record.in_flight.values()),
        problem=record.problem,
        hint=record.hint,
        priority=record.priority,
        always_on=record.always_on,
    )
