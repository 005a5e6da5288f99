"""A question with its plan, before anybody is asked: what is looked at to see who outside could take it. Frozen data.

Rule: light, because the way that is closed has it loaded as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.model import FleetSnapshot, Message, Request, RoutePlan
from tray_router.routing.plan import RoutePolicy


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """What is known of it.

    Attributes:
        plan: who of one's own machines would be asked.
        messages: all that would be sent.
        tokens: expected of all messages.
        policy: of the plan's route.
        fleet: as it was when the plan was made.
    """

    plan: RoutePlan
    request: Request
    messages: tuple[Message, ...]
    tokens: int
    policy: RoutePolicy
    fleet: FleetSnapshot
