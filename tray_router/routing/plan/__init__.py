"""Which model on which machine takes a question: candidates in order, and a reason for everyone passed over.

Rule: PURE. The order is the user's (route, then the list in the settings), changed only by facts: machines that are
up come before those not heard of yet, and one model on several machines is one choice of machine, made for the one
that is expected to have answered first. Something always answers: after the route's own list come models made for
the same, the fallback routes, then any installed model that can do it, then, when nothing is up, the machines that
are down. An image only ever goes to a model with vision; a machine that has not listed its models yet may be asked
for one that the settings name.
"""

from __future__ import annotations

from tray_router.routing.plan.index import FleetIndex
from tray_router.routing.plan.make import make_plan, route_health
from tray_router.routing.plan.policy import Cooldown, Demand, ModelRef, RoutePolicy

__all__ = ["Cooldown", "Demand", "FleetIndex", "ModelRef", "RoutePolicy", "make_plan", "route_health"]
