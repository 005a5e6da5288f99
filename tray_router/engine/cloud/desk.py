"""Who outside the network could take a question, what that would cost, and whether it is worth it.

Rule: decides and sends nothing; the gate holds the same rules once more. Runs in the engine's loop; reads the book,
which takes as long as a small file.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from tray_router.answers.cost import Estimate, estimate
from tray_router.answers.worth import Case, Choice, Verdict, judge
from tray_router.engine.cloud.planned import PlannedQuestion
from tray_router.engine.cloud.terms import CloudTerms, FindPrice
from tray_router.engine.ports import SpendingPort, SpendingUnavailableError
from tray_router.engine.turn import Turn
from tray_router.model import (
    Candidate,
    CloudConsent,
    CloudMode,
    FleetSnapshot,
    LocalAbility,
    Message,
    Rejection,
    Request,
    RoutePlan,
    Spent,
    dollars,
)
from tray_router.routing.plan.cloud import cloud_candidates, names_cloud

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Option:
    """One model that could be asked. ``cost`` is None when its price is not known."""

    candidate: Candidate
    verdict: Verdict
    cost: Estimate | None

    @property
    def price_usd(self) -> float | None:
        return self.cost.expected_usd if self.cost else None

    @property
    def price_words(self) -> str:
        """``about $0.03``, or that nobody knows."""
        return f"about {dollars(self.cost.expected_usd)}" if self.cost else "a price that is not known"


class CloudDesk:
    """Weighs questions by the settings."""

    def __init__(self, terms: CloudTerms, book: SpendingPort, find_price: FindPrice) -> None:
        self.terms = terms
        self._book = book
        self._find_price = find_price

    def consent(self, request: Request, fleet: FleetSnapshot) -> CloudConsent:
        """What the user allowed for this question; who names a model outside the network allows the text."""
        given = request.override.cloud
        if given is CloudConsent.NONE and names_cloud(request.override, self.terms.places, fleet):
            return CloudConsent.TEXT
        return given

    def extended(self, question: PlannedQuestion) -> RoutePlan:
        """The plan with those outside the network who could be asked, each with its price as the note."""
        plan, request = question.plan, question.request
        is_off = self.terms.rules.mode is CloudMode.NEVER
        if is_off and not names_cloud(request.override, self.terms.places, question.fleet):
            return plan
        chosen, rejected = cloud_candidates(
            question.policy, request.override, self.terms.places, question.fleet, needs_vision=request.has_image
        )
        known = {(candidate.model, candidate.host) for candidate in chosen}
        kept = [r for r in plan.rejections if (r.model, r.host) not in known]
        if is_off:
            off = tuple(Rejection(c.model, c.host, "the cloud is off in the settings") for c in chosen)
            return replace(plan, rejections=(*kept, *off))
        priced = tuple(replace(c, note=self._price_note(c, question)) for c in chosen)
        return replace(plan, rejections=(*kept, *rejected), cloud=priced)

    def _price_note(self, candidate: Candidate, question: PlannedQuestion) -> str:
        budget_usd = self.terms.rules.budget.per_request
        cost = self._cost(candidate, question.messages, question.tokens, question.plan.route, budget_usd)
        return f"about {dollars(cost.expected_usd)}" if cost else "its price is not known"

    def _cost(
        self, candidate: Candidate, messages: tuple[Message, ...], tokens: int, route: str, budget_usd: float
    ) -> Estimate | None:
        price = self._find_price(candidate.host, candidate.model)
        if price is None:
            return None
        ceiling = self.terms.ceiling(candidate.host)
        return estimate(price, messages, tokens, route, candidate.model, ceiling=ceiling, budget_usd=budget_usd)

    def options(self, turn: Turn, local: LocalAbility, consent: CloudConsent) -> list[Option]:
        """Everyone of the plan who was not tried yet, with what is to be done."""
        spent = self._spent()
        if spent is None:
            return []
        return [self._option(turn, c, local, consent, spent) for c in turn.plan.cloud if c not in turn.cloud_tried]

    def _option(
        self, turn: Turn, candidate: Candidate, local: LocalAbility, consent: CloudConsent, spent: Spent
    ) -> Option:
        rules = self.terms.rules
        left_usd = rules.budget.left(spent)
        cost = self._cost(candidate, turn.messages, turn.estimated_tokens, turn.task, left_usd)
        case = Case(
            task=turn.task,
            confidence=turn.plan.confidence,
            local=local,
            cost=cost,
            spent=spent,
            has_images=any(message.images for message in turn.messages),
            consent=consent,
        )
        return Option(candidate, judge(case, rules), cost)

    def _spent(self) -> Spent | None:
        try:
            return self._book.spent()
        except SpendingUnavailableError as error:
            log.warning("No cloud service is asked, because what was spent cannot be read: %s", error)
            return None


def best(options: list[Option], choice: Choice) -> Option | None:
    """The first for which that is to be done."""
    return next((option for option in options if option.verdict.choice is choice), None)
