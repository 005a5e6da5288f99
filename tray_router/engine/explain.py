"""What the popup is told of a decision: why this route, who is asked in which order, and where else one could ask.

Rule: it is made from the very classification and plan that the question goes by, before anybody is asked, so it must
cost little (0.2 ms with three machines and three routes). Runs in the engine's loop.
"""

from __future__ import annotations

from collections.abc import Callable

from tray_router.model import Classification, FeatureHit, RouteHealth, RoutePlan
from tray_router.routing.feature_names import feature_name
from tray_router.wire.window import Explained

Explain = Callable[[Explained], None]


def explained(
    request_id: str, classification: Classification, plan: RoutePlan, routes: tuple[RouteHealth, ...]
) -> Explained:
    """The decision as a message, with plain names; of the routes only those that somebody serves."""
    return Explained(
        request_id,
        route=plan.route,
        confidence=plan.confidence,
        features=tuple(map(_named, classification.hits)),
        scores=classification.scores,
        candidates=(*plan.candidates, *plan.cloud),
        rejections=plan.rejections,
        routes=tuple(health for health in routes if health.is_served),
    )


def _named(hit: FeatureHit) -> FeatureHit:
    return hit if hit.reason else FeatureHit(hit.feature, hit.route, hit.points, feature_name(hit.feature))
