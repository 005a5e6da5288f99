"""What probes, lists and the owner's word change in a record; ``now`` is in monotonic seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tray_router.errors import BackendError, FailureKind
from tray_router.fleet.breaker import failed_again
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
from tray_router.fleet.record.host_record import HostRecord
from tray_router.model import HostState, InstalledModel, LoadedModel, canonical_model_name

# A round trip that changed by less than both of these is the old one: the record stays the same object, so that a
# probe that brings no news costs neither a snapshot nor a redrawn tray.
RTT_FACTOR = 1.5
RTT_STEP_S = 0.005

_MINUTE_S = 60.0


def moved_by(record: HostRecord, event: HealthEvent, now: float) -> HostRecord:
    """The record in the state that follows; one that flaps must prove itself first."""
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
    moved = moved_by(record, HealthEvent.ANSWERED, now)
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
    says_nothing = error.kind is FailureKind.INCOMPLETE  # a server that ends cuts its answers
    moved = record if says_nothing or _is_old_silence(record, error) else moved_by(record, event, now)
    if event is not HealthEvent.ANSWERED:
        moved = replace(moved, last_failure=error.kind)
    if event is not HealthEvent.ANSWERED and moved.state is not HostState.PAUSED:
        moved = replace(moved, problem=error.title, hint=error.hint, rtt_s=None)
    if not moved.state.is_reachable:
        return replace(moved, loaded=(), loading={})
    if error.kind is FailureKind.MODEL_MISSING:
        moved = _without_model(moved, error.model)  # removed since the models were listed
    if error.model and error.kind.is_model_trouble:
        return replace(moved, troubles=failed_again(moved.troubles, error.model, error.title, now))
    return moved


def _without_model(record: HostRecord, model: str) -> HostRecord:
    key = canonical_model_name(model)
    models = tuple(found for found in record.models if canonical_model_name(found.name) != key)
    loaded = tuple(found for found in record.loaded if canonical_model_name(found.name) != key)
    return replace(record, models=models, loaded=loaded)


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
    return replace(moved_by(record, HealthEvent.PAUSED, now), problem=problem, hint=hint, hold=hold)


def resumed(record: HostRecord, now: float) -> HostRecord:
    """The machine is given back: its state is unknown until the next probe, and no model rests any more.

    Nothing when it was not paused.
    """
    if record.state is not HostState.PAUSED:
        return record
    moved = moved_by(record, HealthEvent.RESUMED, now)
    return replace(moved, problem="", hint="", hold="", troubles={}, falls=(), is_flapping=False)
