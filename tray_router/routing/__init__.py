"""What is being asked, and which model on which machine should take it. Pure: no I/O, no clock, no threads."""

from __future__ import annotations

from tray_router.routing.classify import Classifier, Question, classify
from tray_router.routing.first import FirstRoute, first_route
from tray_router.routing.rules import DEFAULT_ROUTES, RouteRules, check_rules

__all__ = [
    "DEFAULT_ROUTES",
    "Classifier",
    "FirstRoute",
    "Question",
    "RouteRules",
    "check_rules",
    "classify",
    "first_route",
]
