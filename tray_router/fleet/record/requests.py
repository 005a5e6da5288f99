"""What our own requests and preloads change in a record; ``now`` is in monotonic seconds."""

from __future__ import annotations

from dataclasses import replace

from tray_router.fleet import figures
from tray_router.fleet.breaker import on_trial
from tray_router.fleet.figures import FinishedAnswer
from tray_router.fleet.health import HealthEvent
from tray_router.fleet.record.host_record import HostRecord
from tray_router.fleet.record.probes import moved_by
from tray_router.model import LoadedModel, canonical_model_name


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
    moved = moved_by(record, HealthEvent.ANSWERED, now)
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


def answer_measured(record: HostRecord, model: str, answer: FinishedAnswer, now: float) -> HostRecord:
    """One of our requests was answered whole; its figures count for the next choice of a machine."""
    fresh = figures.measured(record.figures_of(model), answer, now)
    return replace(record, figures={**record.figures, fresh.model: fresh})


def answer_stopped(record: HostRecord, model: str, tokens: int, seconds: float, now: float) -> HostRecord:
    """One of our answers was stopped when so many tokens had come in so many seconds after the first."""
    fresh = figures.stopped(record.figures_of(model), tokens, seconds, now)
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
