"""What became of each machine over the last days, as spans of one state each.

Rule: a history is frozen; every function returns a new one. Times are UTC seconds and come in. Memory is bounded: at
most SPANS_PER_HOST spans a machine, none that ended more than KEPT_S ago. While nobody looks (the program was not
running) the state is UNKNOWN; such a gap is no change: what counts is the last state that was known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tray_router.model import HostState
from tray_router.model.states import HostStates, StateChange, StateSpan

KEPT_S = 7 * 86_400.0
SPANS_PER_HOST = 200
"""A machine that changes its state more often than this is flapping; its shortest spans are joined to their
neighbours, which a strip some hundred pixels wide cannot show anyway."""


@dataclass(frozen=True, slots=True)
class FleetHistory:
    """The spans of every machine.

    Attributes:
        by_host: oldest span first; machines that left the settings stay until their spans are too old.
        watched_until: when somebody looked last.
    """

    by_host: Mapping[str, tuple[StateSpan, ...]] = field(default_factory=dict)
    watched_until: float = 0.0


def noted(history: FleetHistory, host: str, state: HostState, reason: str, at: float) -> FleetHistory:
    """A machine is found in a state; the same history when that is no news."""
    spans = history.by_host.get(host, ())
    last = spans[-1] if spans else None
    if last is not None and last.state is state:
        return history
    start = max(at, last.at) if last is not None else at  # clocks are set back now and then
    grown = _joined((*spans, StateSpan(start, state, reason)))
    return watched(replace(history, by_host={**history.by_host, host: grown}), at)


def watched(history: FleetHistory, at: float) -> FleetHistory:
    """Somebody looked."""
    return replace(history, watched_until=max(at, history.watched_until))


def taken_up(history: FleetHistory) -> FleetHistory:
    """A history that was put away: from ``watched_until`` on nobody looked."""
    by_host = {host: _ended(spans, history.watched_until) for host, spans in history.by_host.items()}
    return replace(history, by_host=by_host)


def pruned(history: FleetHistory, now: float) -> FleetHistory:
    """Without what ended more than KEPT_S ago."""
    kept = {host: _since(spans, now - KEPT_S) for host, spans in history.by_host.items()}
    return replace(history, by_host={host: spans for host, spans in kept.items() if not _is_over(spans, now)})


def states_since(history: FleetHistory, host: str, since: float) -> HostStates:
    """One machine from ``since`` on: its first span may have begun before and is cut to begin there."""
    spans = _since(history.by_host.get(host, ()), since)
    if spans and spans[0].at < since:
        spans = (replace(spans[0], at=since), *spans[1:])
    return HostStates(host, spans)


def changes(history: FleetHistory, limit: int) -> tuple[StateChange, ...]:
    """What changed, newest first, at most ``limit`` changes."""
    found = [change for host, spans in history.by_host.items() for change in _changes_of(host, spans)]
    return tuple(sorted(reversed(found), key=lambda change: -change.at)[:limit])


def _changes_of(host: str, spans: tuple[StateSpan, ...]) -> Iterator[StateChange]:
    known = HostState.UNKNOWN
    for span in spans:
        if span.state is HostState.UNKNOWN or span.state is known:
            continue
        yield StateChange(span.at, host, known, span.state, span.reason)
        known = span.state


def _ended(spans: tuple[StateSpan, ...], at: float) -> tuple[StateSpan, ...]:
    if not spans or spans[-1].state is HostState.UNKNOWN:
        return spans
    return _joined((*spans, StateSpan(max(at, spans[-1].at), HostState.UNKNOWN)))


def _since(spans: tuple[StateSpan, ...], since: float) -> tuple[StateSpan, ...]:
    """Without the spans that had ended by then."""
    first = 0
    while first + 1 < len(spans) and spans[first + 1].at <= since:
        first += 1
    return spans[first:]


def _is_over(spans: tuple[StateSpan, ...], now: float) -> bool:
    """Nothing is known but that nothing is known, for as long as anything is kept."""
    return not spans or (len(spans) == 1 and spans[0].state is HostState.UNKNOWN and spans[0].at < now - KEPT_S)


def _joined(spans: tuple[StateSpan, ...]) -> tuple[StateSpan, ...]:
    """At most SPANS_PER_HOST spans: the shortest inner one goes to the one before it, again and again."""
    found = list(spans)
    while len(found) > SPANS_PER_HOST:
        lengths = [after.at - before.at for before, after in pairwise(found[1:])]
        shortest = 1 + lengths.index(min(lengths))
        del found[shortest]
        if found[shortest].state is found[shortest - 1].state:  # its neighbours were alike
            del found[shortest]
    return tuple(found)
