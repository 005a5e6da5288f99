"""Where else the newest question can be asked: the other routes, then the other models of its plan. No Qt here.

Rules: the order is that of the settings and of the plan and does not change with the choice, so that a key keeps its
place; a model on a machine that a route already stands for is not named twice. GUI thread.
"""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.model import CloudConsent, Override
from tray_router.window.turn import Turn

KEYED_PLACES = 9  # Ctrl+1 … Ctrl+9


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu.

    Attributes:
        override: what to ask for to get there.
        is_present: the question is there now; choosing it would be a retry.
    """

    text: str
    override: Override
    is_present: bool = False

    @property
    def is_route(self) -> bool:
        return bool(self.override.route)


def places(turn: Turn | None) -> tuple[Place, ...]:
    """Every place that could take the question, routes first; empty when that is not known, or there is no other."""
    why = turn.explained if turn is not None else None
    if turn is None or why is None:
        return ()
    now = (turn.routed.route, turn.routed.model, turn.routed.host) if turn.routed is not None else ("", "", "")
    found = [
        Place(f"{r.route} → {r.host} / {r.model}", Override(route=r.route), (r.route, r.model, r.host) == now)
        for r in why.routes
    ]
    named = {(r.model, r.host) for r in why.routes}
    for one in why.candidates:
        if (one.model, one.host) not in named:
            named.add((one.model, one.host))
            is_present = (one.model, one.host) == now[1:]
            override = Override(model=one.model, host=one.host)
            text = f"{one.model} on {one.host}"
            if one.is_cloud:  # choosing it is the yes that it needs
                override = Override(model=one.model, host=one.host, cloud=CloudConsent.TEXT)
                text = f"{one.model} at {one.host} · leaves your network{f', {one.note}' if one.note else ''}"
            found.append(Place(text, override, is_present))
    return tuple(found) if any(not place.is_present for place in found) else ()


def keys(number: int) -> str:
    """The key of the n-th place, counted from 1; empty beyond the ninth."""
    return f"Ctrl+{number}" if 1 <= number <= KEYED_PLACES else ""
