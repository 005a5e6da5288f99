"""Which route's model answers first when the classifier is unsure: the cheaper one.

Rule: the reported route never changes; this is a separate decision that the planner takes and the popup shows.
Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tray_router.model import Classification
from tray_router.routing.rules import DEFAULT_COST_RANK, DEFAULT_ROUTES, VISION, RouteRules

DEFAULT_MARGIN: Final = 0.2  # probability; below it the best two routes count as a draw


@dataclass(frozen=True, slots=True)
class FirstRoute:
    """Who answers first.

    Attributes:
        route: name of the route whose model is asked first.
        is_cheaper: True when this is the cheaper of two close routes and not the classifier's choice.
        reason: plain words for the user; empty when the classifier's choice stands.
    """

    route: str
    is_cheaper: bool = False
    reason: str = ""


def first_route(
    classification: Classification, routes: Sequence[RouteRules] = DEFAULT_ROUTES, *, margin: float = DEFAULT_MARGIN
) -> FirstRoute:
    """The runner-up when it is cheaper and less than ``margin`` behind, else the classified route.

    Vision takes no part: a question with an image needs a model that sees, and one without never does.
    """
    route, other = classification.route, classification.runner_up
    if not other or VISION in (route, other) or classification.margin >= margin:
        return FirstRoute(route)
    ranks = {rules.name: rules.cost_rank for rules in routes}
    if ranks.get(other, DEFAULT_COST_RANK) >= ranks.get(route, DEFAULT_COST_RANK):
        return FirstRoute(route)
    return FirstRoute(other, True, f"could be {route} or {other}; {other} is cheaper and answers first")
