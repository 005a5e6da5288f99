"""Where the routes come from: the settings, or, when they name none, a proposal from what the machines have.

Rule: configured routes are never touched; proposed ones follow the inventory as machines come and go. Runs in the
engine's loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tray_router.config.propose import propose_routes
from tray_router.config.route_settings import RouteSettings
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.model import Capability, FleetSnapshot
from tray_router.routing.plan import ModelRef, RoutePolicy

REASONING_ROUTE = "reasoning"


class RouteSource:
    """Keeps the policies of tracker and dispatcher in step with the routes."""

    def __init__(self, configured: Mapping[str, RouteSettings], tracker: FleetTracker, dispatcher: Dispatcher) -> None:
        self._configured = dict(configured)
        self._tracker = tracker
        self._dispatcher = dispatcher
        self._inventory: tuple[object, ...] = ()
        if self._configured:
            self._use(self._configured)

    def fleet_changed(self, snapshot: FleetSnapshot) -> None:
        """Proposes routes anew when the machines' models have changed (``engine.ports.FleetListener``)."""
        inventory = tuple((host.name, host.models) for host in snapshot.hosts)
        if self._configured or inventory == self._inventory:
            return
        self._inventory = inventory
        self._use(propose_routes({host.name: host.models for host in snapshot.hosts}).routes)

    def _use(self, routes: Mapping[str, RouteSettings]) -> None:
        policies = {name: route_policy(name, route) for name, route in routes.items()}
        self._dispatcher.table = replace(self._dispatcher.table, policies=policies)
        self._tracker.replace_policies(policies)


def route_policy(name: str, route: RouteSettings) -> RoutePolicy:
    """One route of the settings as the planner wants it.

    ``think = "auto"`` lets the reasoning route's models think and asks all others not to: a thinking model answers a
    quick question five times later. ``think: false`` is always accepted (Ollama contract, section 2).
    """
    is_reasoner = name == REASONING_ROUTE or Capability.THINKING in route.needs
    think = (None if is_reasoner else False) if route.think == "auto" else bool(route.think)
    return RoutePolicy(
        name=name,
        refs=tuple(ModelRef.parse(text) for text in route.candidates),
        needs=frozenset(route.needs),
        fallbacks=tuple(route.fallback),
        think=think,
    )
