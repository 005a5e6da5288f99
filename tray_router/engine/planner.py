"""Makes plans for questions by the present settings and the present fleet. Runs in the engine's loop."""

from __future__ import annotations

from dataclasses import replace

from tray_router.answers.context import may_fit
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.routing_table import RoutingTable
from tray_router.engine.turn import Turn
from tray_router.engine.waking import Waker, woke_words
from tray_router.errors import RoutingError
from tray_router.model import Candidate, Classification, FleetSnapshot, Request, RoutePlan, longest_context
from tray_router.routing.plan import Demand, make_plan


class Planner:
    """Makes plans; asks nobody.

    Attributes:
        table: what the settings say about routing; replaced when they change.
        waker: wakes machines that questions should have gone to; None where nobody should be woken.
    """

    def __init__(self, tracker: FleetTracker, table: RoutingTable) -> None:
        self.table = table
        self.waker: Waker | None = None
        self._tracker = tracker

    def plan(self, request: Request, tokens: int) -> tuple[Classification, RoutePlan]:
        """What the question is, and who would be asked in order; ``tokens`` for the whole conversation."""
        found, first = self.table.decide(request)
        return found, self.plan_in(self._tracker.snapshot(), first, request, tokens)

    def plan_and_wake(self, request: Request, tokens: int) -> tuple[Classification, RoutePlan, str]:
        """The same for a question that will be asked: the machine that it should go to is woken if it is asleep."""
        found, first = self.table.decide(request)
        fleet = self._tracker.snapshot()
        plan = self.plan_in(fleet, first, request, tokens)
        woken = self.waker.consider(lambda f: self.plan_in(f, first, request, tokens), fleet) if self.waker else ""
        return found, replace(plan, reasons=(woke_words(woken), *plan.reasons)) if woken else plan, woken

    def plan_in(
        self,
        fleet: FleetSnapshot,
        first: Classification,
        request: Request,
        tokens: int,
        *,
        is_lenient: bool = False,
    ) -> RoutePlan:
        """Who would be asked if the machines were so; with ``is_lenient`` also models that rest after a failure."""
        return make_plan(
            first,
            self.demand(request, tokens),
            request.override,
            self.table.policies,
            self._tracker.index(fleet),
            cooldowns=() if is_lenient else self._tracker.cooldowns(),
        )

    def demand(self, request: Request, tokens: int) -> Demand:
        """What the question asks of a model."""
        limits = self.table.limits
        return Demand(
            request.has_image,
            context_tokens=tokens,
            context_limit=limits.num_ctx_max,
            is_background=request.is_background,
            max_wait_s=limits.max_wait_s,
        )

    def replan(self, turn: Turn, fleet: FleetSnapshot) -> RoutePlan:
        """Who could answer in such a fleet, models that rest after a failure included."""
        first = replace(self.table.classify(turn.request), route=turn.plan.route)
        return self.plan_in(fleet, first, turn.request, turn.estimated_tokens, is_lenient=True)

    def squeezed(self, turn: Turn) -> RoutePlan | None:
        """For a question that nobody can take by its estimated length: the roomiest model, which may well do it."""
        roomiest, most = self._roomiest(turn)
        if roomiest is None or not may_fit(turn.estimated_tokens, most):
            return None
        return replace(turn.plan, candidates=(roomiest,))

    def too_long(self, turn: Turn, counted: int | None = None) -> RoutingError | None:
        """The error for a question that somebody could take if it were shorter; None when its length is not why.

        Args:
            counted: its tokens as a server counted them; None for our estimate.
        """
        roomiest, most = self._roomiest(turn)
        if roomiest is None:
            return None
        what = "conversation" if turn.request.history else "text"
        tokens = f"about {turn.estimated_tokens:,}" if counted is None else f"{counted:,}"
        way = (
            "raise limits.num_ctx_max" if most == self.table.limits.num_ctx_max else "use a model with a longer context"
        )
        room = f"{roomiest.model} on {roomiest.host} takes {most:,}"
        return RoutingError(f"The {what} needs {tokens} tokens; {room}.", f"Ask about less, or {way}.")

    def _roomiest(self, turn: Turn) -> tuple[Candidate | None, int]:
        """Who takes the longest text of those that could take a short one, and how many tokens."""
        fleet, ceiling = self._tracker.snapshot(), self.table.limits.num_ctx_max
        roomiest, most = None, 0
        for candidate in self.plan(turn.request, 0)[1].candidates:
            host = fleet.host(candidate.host)
            installed = host.installed(candidate.model) if host else None
            limit = longest_context(installed.context_length if installed else None, ceiling) or 0
            if limit > most:
                roomiest, most = candidate, limit
        return roomiest, most
