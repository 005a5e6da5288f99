"""What the settings say about routing, in the shape in which questions are decided by it. Replaced as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tray_router.answers.attempts import Limits
from tray_router.model import Classification, Request
from tray_router.routing.first import FirstRoute
from tray_router.routing.plan import RoutePolicy

Classify = Callable[[Request], Classification]
ChooseFirst = Callable[[Classification], FirstRoute]


def _as_classified(classification: Classification) -> FirstRoute:
    return FirstRoute(classification.route)


@dataclass(frozen=True, slots=True)
class RoutingTable:
    """What the settings say about routing, as the pure rooms want it.

    Attributes:
        choose_first: which of two close routes answers first.
        retries_weak: ask a bigger model when an answer is weak.
        keeps_conversations: a question that stays with what came before is not moved to a cheaper route.
    """

    policies: dict[str, RoutePolicy]
    classify: Classify
    limits: Limits = field(default_factory=Limits)
    choose_first: ChooseFirst = _as_classified
    retries_weak: bool = True
    keeps_conversations: bool = True

    def decide(self, request: Request) -> tuple[Classification, Classification]:
        """What the question is, and the same with the route that answers first (a cheaper one when it is close)."""
        found = self.classify(request)
        goes_on = request.is_follow_up or found.route in request.earlier_routes[-1:]
        if not request.override.is_empty or (goes_on and self.keeps_conversations):
            return found, found
        first = self.choose_first(found)
        if not first.is_cheaper or first.route not in self.policies:
            return found, found
        return found, replace(found, route=first.route, reasons=(first.reason, *found.reasons)[:4])
