"""The way out of the network while the settings say ``never``: it says so to who asks for it, and is no way.

Rule: nothing of the rest of this room is loaded before a question names the cloud, or somebody in it; then the real
way answers, which holds the same settings. Runs in the engine's loop.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING, Protocol

from tray_router.answers.attempts import Limits
from tray_router.engine.cloud.planned import PlannedQuestion
from tray_router.engine.turn import Turn
from tray_router.model import CloudConsent, FleetSnapshot, Override, RoutePlan

if TYPE_CHECKING:
    from tray_router.engine.cloud.way import CloudWay


class WayOut(Protocol):
    """Where the dispatcher turns; the methods are described in ``engine.cloud.way.CloudWay``."""

    @property
    def ready(self) -> Callable[[], Awaitable[None]]:
        """Waits until prices are known."""

    def extended(self, question: PlannedQuestion) -> RoutePlan:
        """The plan with those outside who could be asked."""

    async def goes_first(self, turn: Turn, limits: Limits, fleet: FleetSnapshot) -> bool:
        """Asks outside before one's own machines."""

    async def stands_in(self, turn: Turn, limits: Limits) -> bool:
        """Asks outside because nobody at home could answer."""

    async def improves(self, turn: Turn, limits: Limits, weakness: str) -> bool:
        """Asks outside because the answer is weak."""


class ClosedWay:
    """Implements ``WayOut`` for ``cloud.mode = "never"``.

    Args:
        real: loads and makes the way that says why a question that wants out stays.
        places: names of the services outside.
    """

    def __init__(self, real: Callable[[], CloudWay], places: Collection[str] = ()) -> None:
        self._real = real
        self._places = places

    async def ready(self) -> None:
        """Nothing outside has a price that matters."""

    def extended(self, question: PlannedQuestion) -> RoutePlan:
        """The plan as it is; for a question that names somebody outside, with the reason why they are not asked."""
        if not self._wants_out(question.request.override, question.fleet):
            return question.plan
        return self._real().extended(question)

    async def goes_first(self, turn: Turn, limits: Limits, fleet: FleetSnapshot) -> bool:
        """False, unless the user wanted this question outside.

        Raises:
            RoutingError: they did, and the settings forbid it.
        """
        return self._wants_out(turn.request.override, fleet) and await self._real().goes_first(turn, limits, fleet)

    async def stands_in(self, turn: Turn, limits: Limits) -> bool:
        """Never."""
        return False

    async def improves(self, turn: Turn, limits: Limits, weakness: str) -> bool:
        """Never."""
        return False

    def _wants_out(self, override: Override, fleet: FleetSnapshot) -> bool:
        """As ``routing.plan.cloud.names_cloud``, or by the word."""
        if override.cloud is not CloudConsent.NONE or override.host in self._places:
            return True
        if not override.model:
            return False
        from tray_router.routing.plan.cloud import names_cloud

        return names_cloud(override, (), fleet)
