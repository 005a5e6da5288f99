"""What a long text would cost before it is sent: its tokens, and how long the model that gets it would read. PURE.

Rule: only the reading counts, which nothing but a shorter text makes shorter; loads and queues are shown while they
last. What was never measured is estimated from the model's size (``routing.plan.outlook``).
"""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.model import RoutePlan, canonical_model_name
from tray_router.routing.plan.index import FleetIndex

LONG_CHARS = 6_000
"""Shorter texts are read within seconds even by a slow machine, and are not worth the look."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How long the first candidate of a plan would read a prompt."""

    tokens: int
    seconds: float
    model: str
    host: str


def reading_of(plan: RoutePlan, tokens: int, index: FleetIndex) -> Reading | None:
    """The reading of so many tokens; None when nobody could be asked."""
    if not plan.candidates:
        return None
    first = plan.candidates[0]
    place = index.places.get(first.host)
    if place is None:
        return None
    speed = place.outlook(canonical_model_name(first.model)).prompt_tokens_per_s
    return Reading(tokens, tokens / speed, first.model, first.host)


def held_notice(characters: int, reading: Reading) -> str:
    """Why a text was not sent at once, and how it is sent."""
    size = f"{characters:,} characters, about {round(reading.tokens, -2):,} tokens"
    wait = f"{reading.model} on {reading.host} would read for about {_about(reading.seconds)}"
    return f"{size}: {wait}. Enter, or the same key again, sends all of it; or select less."


def _about(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"  # noqa: PLR2004 - two digits read best
