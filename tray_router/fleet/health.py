"""Health of one machine as a table of transitions.

Rule 1: the state changes only through ``next_state``; a pair that is not in the table leaves it as it is.
Rule 2: PAUSED is the user's word and only ``RESUMED`` ends it; probes go on meanwhile but change nothing visible.
Rule 3: a machine that cannot be reached is DOWN at the first failure (routing notes, fact 4: a refused connection
takes the machine out at once); one that accepts and stays silent is STARTING (Ollama contract, section 3) unless it
was up before, then DEGRADED, and DOWN at the second silence of the liveness probe (a model's silence is no sign that
the machine is gone) and stays so while it is silent (both in ``record.failed``).
"""

from __future__ import annotations

from enum import StrEnum

from tray_router.errors import FailureKind
from tray_router.model import HostState


class HealthEvent(StrEnum):
    """What can be learned about a machine."""

    ANSWERED = "answered"  # the liveness probe or a request got a sane reply
    WAVERED = "wavered"  # it answers again, but has come and gone too often lately to be trusted
    SILENT = "silent"  # it accepted the connection and sent nothing in time
    UNREACHABLE = "unreachable"  # refused, no route, timeout, TLS, 401/403, not Ollama
    PAUSED = "paused"
    RESUMED = "resumed"


_S = HostState
_E = HealthEvent

TRANSITIONS: dict[tuple[HostState, HealthEvent], HostState] = {
    (_S.UNKNOWN, _E.ANSWERED): _S.UP,
    (_S.UNKNOWN, _E.WAVERED): _S.DEGRADED,
    (_S.UNKNOWN, _E.SILENT): _S.STARTING,
    (_S.UNKNOWN, _E.UNREACHABLE): _S.DOWN,
    (_S.UP, _E.SILENT): _S.DEGRADED,
    (_S.UP, _E.UNREACHABLE): _S.DOWN,
    (_S.STARTING, _E.ANSWERED): _S.UP,
    (_S.STARTING, _E.WAVERED): _S.DEGRADED,
    (_S.STARTING, _E.UNREACHABLE): _S.DOWN,
    (_S.DEGRADED, _E.ANSWERED): _S.UP,
    (_S.DEGRADED, _E.SILENT): _S.DOWN,
    (_S.DEGRADED, _E.UNREACHABLE): _S.DOWN,
    (_S.DOWN, _E.ANSWERED): _S.UP,
    (_S.DOWN, _E.WAVERED): _S.DEGRADED,
    (_S.DOWN, _E.SILENT): _S.STARTING,
    (_S.PAUSED, _E.RESUMED): _S.UNKNOWN,
    **{(state, _E.PAUSED): _S.PAUSED for state in HostState},
}


def next_state(state: HostState, event: HealthEvent) -> HostState:
    """The state after ``event``; the same state where the table has no entry."""
    return TRANSITIONS.get((state, event), state)


# A machine whose lid is opened, or that starts again after an update, falls once or twice; a bad cable falls all day.
FLAP_FALLS = 3
FLAP_WINDOW_S = 300.0
STEADY_S = 30.0
STEADY_MAX_S = 240.0
_MAX_DOUBLINGS = 8


def recent_falls(falls: tuple[float, ...], now: float) -> tuple[float, ...]:
    """Those of the moments (monotonic seconds) at which a machine went down that still count."""
    return tuple(at for at in falls if now - at < FLAP_WINDOW_S)


def is_flapping(falls: tuple[float, ...], now: float) -> bool:
    """True when a machine went down so often lately that it must prove itself before it counts as up."""
    recent = recent_falls(falls, now)
    return len(recent) >= FLAP_FALLS and now - recent[-1] < steady_s(recent)


def steady_s(falls: tuple[float, ...]) -> float:
    """How long it must not fall again: the breaker's backoff, doubled by each fall beyond ``FLAP_FALLS``."""
    doublings = min(max(len(falls) - FLAP_FALLS, 0), _MAX_DOUBLINGS)
    return min(STEADY_S * 2.0**doublings, STEADY_MAX_S)


def event_of_failure(kind: FailureKind) -> HealthEvent:
    """What a failure says about the machine as a whole: a failure of one model still means that it answered."""
    if kind in (FailureKind.SILENT, FailureKind.CONNECT_SLOW):
        return HealthEvent.SILENT
    if kind.is_about_host:
        return HealthEvent.UNREACHABLE
    return HealthEvent.ANSWERED
