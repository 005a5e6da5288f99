"""The nouns of what became of the machines over time: how each one was, and what changed."""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.model.machine import HostState


@dataclass(frozen=True, slots=True)
class StateSpan:
    """A machine was like this from ``at`` (UTC, seconds since 1970) until its next span, or until now.

    ``reason`` is a sentence, empty when the state says it all. UNKNOWN also stands for times when nobody looked.
    """

    at: float
    state: HostState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HostStates:
    """The spans of one machine, oldest first."""

    host: str
    spans: tuple[StateSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class StateChange:
    """A machine went from one known state to another; ``before`` is UNKNOWN when it was seen for the first time."""

    at: float
    host: str
    before: HostState
    after: HostState
    reason: str = ""
