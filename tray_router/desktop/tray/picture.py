"""What the tray icon shows of the fleet, as plain data: overall colour, a glyph per machine, and a gentle pulse.

Rule: pure; no pystray, no Pillow, no D-Bus. What is said here by colour and shape is said by ``words`` as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from tray_router.model import FleetSnapshot, HostActivity, HostState, HostStatus

MAX_SEGMENTS = 6
"""More machines than this cannot be told apart at 16 pixels; then the icon shows the worst state and a count."""
PULSES = (0, 1, 2, 1)
"""One round of the animation while somebody answers: how far the working segments are lit, of 2."""


class Health(StrEnum):
    """How many routes can be served now."""

    ALL = "all"  # green
    SOME = "some"  # amber
    NONE = "none"  # red
    UNKNOWN = "unknown"  # grey: nothing has been asked yet


class Glyph(Enum):
    """State of one machine; the value is its word for people, declared from best to worst."""

    UP = "up"
    BUSY = "busy"
    LOADING = "loading a model"
    PAUSED = "paused"
    UNKNOWN = "not asked yet"
    DEGRADED = "in trouble"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class IconView:
    """Everything that the picture depends on.

    Attributes:
        glyphs: one per machine in the order of the settings, at most ``MAX_SEGMENTS``; with more machines the worst
            state alone.
        count: 0, or with more than ``MAX_SEGMENTS`` machines the number of those in the worst state.
        pulse: how far machines at work are lit (see ``PULSES``); 0 while nothing moves.
    """

    health: Health = Health.UNKNOWN
    glyphs: tuple[Glyph, ...] = ()
    count: int = 0
    pulse: int = 0


def icon_view(snapshot: FleetSnapshot, pulse: int = 0) -> IconView:
    """The part of the view that the picture depends on; ``pulse`` counts only where a machine is at work."""
    glyphs = tuple(glyph_of(host) for host in snapshot.hosts)
    if len(glyphs) <= MAX_SEGMENTS:
        return IconView(health_of(snapshot), glyphs, pulse=pulse if has_work(glyphs) else 0)
    worst = max(glyphs, key=list(Glyph).index)
    return IconView(health_of(snapshot), (worst,), glyphs.count(worst), pulse if has_work((worst,)) else 0)


def has_work(glyphs: tuple[Glyph, ...]) -> bool:
    """Whether something can be seen to move."""
    return Glyph.BUSY in glyphs or Glyph.LOADING in glyphs


def health_of(snapshot: FleetSnapshot) -> Health:
    """By the routes; by the machines as long as there are no routes."""
    if all(host.state is HostState.UNKNOWN for host in snapshot.hosts):
        return Health.UNKNOWN
    if snapshot.routes:
        served = [route.is_served for route in snapshot.routes]
    else:
        served = [host.state in (HostState.UP, HostState.DEGRADED) for host in snapshot.hosts]
    if all(served):
        return Health.ALL
    return Health.SOME if any(served) else Health.NONE


def glyph_of(host: HostStatus) -> Glyph:
    """The state of one machine in one of seven shapes."""
    if host.state is HostState.UP:
        return {HostActivity.BUSY: Glyph.BUSY, HostActivity.LOADING: Glyph.LOADING}.get(host.activity, Glyph.UP)
    return {
        HostState.UNKNOWN: Glyph.UNKNOWN,
        HostState.STARTING: Glyph.LOADING,
        HostState.DEGRADED: Glyph.DEGRADED,
        HostState.DOWN: Glyph.DOWN,
        HostState.PAUSED: Glyph.PAUSED,
    }[host.state]
