"""Everything known of one machine, and how each piece of news changes it.

Rule: a record is frozen; every function takes the record and ``now`` (monotonic seconds) and returns a new record.
The engine keeps the newest one per machine and logs when ``state`` differs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tray_router.errors import BackendError, FailureKind
from tray_router.fleet import figures
from tray_router.fleet.breaker import ModelTrouble, failed_again, on_trial
from tray_router.fleet.health import (
    FLAP_WINDOW_S,
    HealthEvent,
    event_of_failure,
    is_flapping,
    next_state,
    recent_falls,
    steady_s,
)
from tray_router.fleet.memory import MemorySeen, learned
from tray_router.model import (
    AnswerStats,
    HostActivity,
    HostState,
    HostStatus,
    InstalledModel,
    LoadedModel,
    ModelFigures,
    canonical_model_name,
)

# A round trip that changed by less than both of these is the old one: the record stays the same object, so that a
# probe that brings no news costs neither a snapshot nor a redrawn tray.
RTT_FACTOR = 1.5
RTT_STEP_S = 0.002

_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True)
class HostRecord:
    """One machine; see HostStatus for the fields they share.

    Attributes:
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


def _moved(record: HostRecord, event: HealthEvent, now: float) -> HostRecord:
    still_flaps = record.is_flapping and is_flapping(record.falls, now)
    if still_flaps and event is HealthEvent.ANSWERED:
        event = HealthEvent.WAVERED
    state = next_state(record.state, event)
    if state is record.state:
        return record
    moved = replace(record, state=state, since=now, is_flapping=still_flaps)
    if state is HostState.DOWN and record.state in (HostState.UP, HostState.DEGRADED):
        return _fallen(moved, now)
    if event is HealthEvent.WAVERED:
        return _wavering(moved)
    return replace(moved, problem="", hint="") if state is HostState.UP else moved


def _fallen(record: HostRecord, now: float) -> HostRecord:
    falls = (*recent_falls(record.falls, now), now)
    return replace(record, falls=falls, is_flapping=is_flapping(falls, now))


def _wavering(record: HostRecord) -> HostRecord:
    problem = f"{record.name} comes and goes: {len(record.falls)} times in {FLAP_WINDOW_S / _MINUTE_S:.0f} minutes."
    hint = f"Look at its network and power settings. It is trusted again after {steady_s(record.falls):.0f} s without."
    return replace(record, problem=problem, hint=hint)


def answered(record: HostRecord, version: str, rtt_s: float, now: float) -> HostRecord:
    """The liveness probe came back after ``rtt_s`` seconds; the same record when that is no news."""
    moved = _moved(record, HealthEvent.ANSWERED, now)
    rtt_s = _settled_rtt(moved.rtt_s, rtt_s)
    if moved.version == version and moved.rtt_s == rtt_s:
        return moved
    return replace(moved, version=version, rtt_s=rtt_s)


def _settled_rtt(before_s: float | None, rtt_s: float) -> float:
    if before_s is None:
        return rtt_s
    is_news = max(before_s, rtt_s) > min(before_s, rtt_s) * RTT_FACTOR and abs(before_s - rtt_s) >= RTT_STEP_S
    return rtt_s if is_news else before_s


def failed(record: HostRecord, error: BackendError, now: float) -> HostRecord:
    """A probe or a request failed; failures of one model rest that model, not the machine."""
    event = event_of_failure(error.kind)
    moved = record if _is_old_silence(record, error) else _moved(record, event, now)
    if event is not HealthEvent.ANSWERED:
        moved = replace(moved, last_failure=error.kind)
    if event is not HealthEvent.ANSWERED and moved.state is not HostState.PAUSED:
        moved = replace(moved, problem=error.title, hint=error.hint, rtt_s=None)
    if not moved.state.is_reachable:
        return replace(moved, loaded=(), loading={})
    if error.model and error.kind.is_model_trouble:
        return replace(moved, troubles=failed_again(moved.troubles, error.model, error.title, now))
    return moved


def _is_old_silence(record: HostRecord, error: BackendError) -> bool:
    """True for a silence that says nothing new of the machine.

    One hanging model degrades its machine; only the silent liveness probe takes it down. A machine that fell silent
    and is down is not starting because it stays silent; one that had refused connections is.
    """
    if error.kind is FailureKind.CONNECT_SLOW:
        return record.state in (HostState.UNKNOWN, HostState.DOWN)
    if error.kind is not FailureKind.SILENT:
        return False
    if record.state is HostState.DEGRADED:
        return bool(error.model)
    return record.state is HostState.DOWN and record.last_failure is FailureKind.SILENT


def inventoried(
    record: HostRecord, models: Iterable[InstalledModel], loaded: Iterable[LoadedModel] | None, now: float = 0.0
) -> HostRecord:
    """The machine listed its models; ``loaded`` is None when it would not say what is in memory."""
    if loaded is None:
        return replace(record, models=tuple(models))
    in_memory = tuple(loaded)
    known = MemorySeen(record.memory_bytes, record.crowded_bytes, record.figures)
    seen = learned(known, record.loaded, in_memory, now)
    return replace(
        record,
        models=tuple(models),
        loaded=in_memory,
        figures=seen.figures,
        memory_bytes=seen.memory_bytes,
        crowded_bytes=seen.crowded_bytes,
    )


def paused(
    record: HostRecord, now: float, hold: str = "paused", hint: str = "Resume it in the tray menu."
) -> HostRecord:
    """The machine takes no more questions; what runs on it goes on.

    Args:
        hold: why and until when, e.g. ``rented until 17:00``.
    """
    problem = "Paused by you." if hold == "paused" else f"{hold[:1].upper()}{hold[1:]}."
    return replace(_moved(record, HealthEvent.PAUSED, now), problem=problem, hint=hint, hold=hold)


def resumed(record: HostRecord, now: float) -> HostRecord:
    """The machine is given back: its state is unknown until the next probe, and no model rests any more.

    Nothing when it was not paused.
    """
    if record.state is not HostState.PAUSED:
        return record
    moved = _moved(record, HealthEvent.RESUMED, now)
    return replace(moved, problem="", hint="", hold="", troubles={}, falls=(), is_flapping=False)


def request_started(record: HostRecord, model: str, now: float = 0.0) -> HostRecord:
    """One of our requests was sent; a model that is not in memory counts as loading until its first token.

    One that failed before is on trial with it: nobody else asks it until that has ended.
    """
    key = canonical_model_name(model)
    is_loaded = any(canonical_model_name(m.name) == key for m in record.loaded)
    loading = record.loading if is_loaded else {**record.loading, key: record.loading.get(key, now)}
    in_flight = {**record.in_flight, key: record.in_flight.get(key, 0) + 1}
    troubles = on_trial(record.troubles, model, is_on_trial=True)
    return replace(record, troubles=troubles, in_flight=in_flight, loading=loading)


def first_token(record: HostRecord, model: str, num_ctx: int, now: float) -> HostRecord:
    """The model sent something: it is loaded, and its troubles are over."""
    key = canonical_model_name(model)
    troubles = {name: trouble for name, trouble in record.troubles.items() if name != key}
    known = next((m for m in record.loaded if canonical_model_name(m.name) == key), None)
    others = tuple(m for m in record.loaded if m is not known)
    # our num_ctx is what it runs with now; asking for another value next time would load it again
    fresh = replace(known, context_length=num_ctx) if known else LoadedModel(name=model, context_length=num_ctx)
    moved = _moved(record, HealthEvent.ANSWERED, now)
    return replace(moved, troubles=troubles, loaded=(*others, fresh), loading=_without(record.loading, key))


def unloaded(record: HostRecord, model: str) -> HostRecord:
    """The model was told to leave the machine's memory."""
    key = canonical_model_name(model)
    return replace(record, loaded=tuple(m for m in record.loaded if canonical_model_name(m.name) != key))


def request_ended(record: HostRecord, model: str) -> HostRecord:
    """One of our requests is over, however it ended."""
    key = canonical_model_name(model)
    left = record.in_flight.get(key, 0) - 1
    in_flight = {name: count for name, count in record.in_flight.items() if name != key}
    if left > 0:
        return replace(record, in_flight={**in_flight, key: left})
    troubles = on_trial(record.troubles, model, is_on_trial=False)
    return replace(record, troubles=troubles, in_flight=in_flight, loading=_without(record.loading, key))


def answer_measured(
    record: HostRecord, model: str, stats: AnswerStats, *, was_cold: bool, prompt_tokens: int, now: float
) -> HostRecord:
    """One of our requests was answered whole; its figures count for the next choice of a machine.

    Args:
        was_cold: the model was not in memory when the request began.
        prompt_tokens: our own estimate of the prompt.
    """
    known = record.figures_of(model)
    fresh = figures.measured(known, stats, was_cold=was_cold, prompt_tokens=prompt_tokens, now=now)
    return replace(record, figures={**record.figures, fresh.model: fresh})


def preload_started(record: HostRecord, model: str, now: float) -> HostRecord:
    """We asked for a model to be loaded before anybody asks it."""
    return replace(record, loading=_with_loading(record, canonical_model_name(model), now))


def preload_ended(record: HostRecord, model: str) -> HostRecord:
    """The preload is over, and the model is not in memory for all we know; a request that waits goes on waiting."""
    key = canonical_model_name(model)
    return record if key in record.in_flight else replace(record, loading=_without(record.loading, key))


def preloaded(record: HostRecord, model: str, num_ctx: int, now: float) -> HostRecord:
    """The preload succeeded: the model is in memory with ``num_ctx`` tokens of context."""
    key = canonical_model_name(model)
    fresh = record.figures_of(model)
    if key in record.loading:
        fresh = figures.loaded_in(fresh, now - record.loading[key], now)
    return replace(first_token(record, model, num_ctx, now), figures={**record.figures, key: fresh})


def _with_loading(record: HostRecord, key: str, now: float) -> dict[str, float]:
    is_loaded = any(canonical_model_name(m.name) == key for m in record.loaded)
    return record.loading if is_loaded else {**record.loading, key: now}


def _without(loading: dict[str, float], key: str) -> dict[str, float]:
    return {name: since for name, since in loading.items() if name != key}


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
        hold=record.hold,
        is_flapping=record.is_flapping,
        running=tuple(record.in_flight.items()),
        loading=tuple(record.loading.items()),
        figures=tuple(record.figures.values()),
        memory_bytes=record.memory_bytes,
        crowded_bytes=record.crowded_bytes,
    )
