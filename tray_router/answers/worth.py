"""Whether a question is worth a cloud service: a rule, and its reason in words.

Rules: nothing without the user's leave; a budget is a wall, also for a yes; what one's own machines can do stays there.
In between, an answer may cost a share of the budget per request: the more the better a bigger model is at the task, the
less the user's own machines can do, and the surer it is what was asked. PURE.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tray_router.answers.cost import Estimate
from tray_router.model import CloudConsent, CloudMode, LocalAbility, Spent, dollars

# Share of the budget per request: what a bigger model is worth for a task (the owner's quick questions are done well by
# 4 billion parameters), and for what the user's own machines can do.
_TASK_SHARE = {"reasoning": 1.0, "code": 1.0, "vision": 0.7, "quick": 0.3}
_OTHER_TASK_SHARE = 0.5
_ABILITY_SHARE = {
    LocalAbility.NOBODY: 1.0,
    LocalAbility.WEAK: 0.6,
    LocalAbility.DEGRADED: 0.5,
    LocalAbility.SLOW: 0.2,
    LocalAbility.GOOD: 0.0,
}
_LEAST_CONFIDENCE = 0.5  # an unsure class says less about the worth, not nothing


@dataclass(frozen=True, slots=True)
class Budget:
    """What the settings allow, in US dollars."""

    per_request: float = 0.0
    per_day: float = 0.0
    per_month: float = 0.0

    def left(self, spent: Spent) -> float:
        """What one answer may cost at most now."""
        return max(0.0, min(self.per_request, self.per_day - spent.today_usd, self.per_month - spent.month_usd))


@dataclass(frozen=True, slots=True)
class CloudRules:
    """What the settings say about asking a cloud."""

    mode: CloudMode = CloudMode.NEVER
    budget: Budget = field(default_factory=Budget)
    may_send_images: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One question, and one model that it could go to.

    Attributes:
        task: the route that the question belongs to; confidence: how sure that is, 0..1.
        cost: None when the price is not known.
        has_images: the question holds images.
    """

    task: str
    confidence: float
    local: LocalAbility
    cost: Estimate | None
    spent: Spent = field(default_factory=Spent)
    has_images: bool = False
    consent: CloudConsent = CloudConsent.NONE


class Choice(StrEnum):
    """What to do."""

    SEND = "send"
    OFFER = "offer"  # ask the user, with the price
    NO = "no"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do and why.

    Attributes:
        is_about_price: it could be asked, if it cost less or more were left.
        is_about_images: it could be asked, if its images might go along.
    """

    choice: Choice
    reason: str
    is_about_price: bool = False
    is_about_images: bool = False


def judge(case: Case, rules: CloudRules) -> Verdict:
    """Whether the question goes to the cloud, is offered to the user, or stays."""
    if rules.mode is CloudMode.NEVER:
        return Verdict(Choice.NO, "the cloud is off in the settings")
    return _wall(case, rules.budget) or _of_images(case, rules) or _by_mode(case, rules)


def _of_images(case: Case, rules: CloudRules) -> Verdict | None:
    """Images need a yes of their own."""
    if not case.has_images or rules.may_send_images or case.consent is CloudConsent.WITH_IMAGES:
        return None
    if case.consent is CloudConsent.TEXT or case.local is LocalAbility.GOOD:
        return Verdict(Choice.NO, "images leave your network only when you say so", is_about_images=True)
    return Verdict(Choice.OFFER, "its image leaves your network only when you say so")


def _by_mode(case: Case, rules: CloudRules) -> Verdict:
    if case.consent is not CloudConsent.NONE:
        return Verdict(Choice.SEND, "you said yes")
    if case.local is LocalAbility.GOOD:
        return Verdict(Choice.NO, "your own machines can do it")
    if rules.mode is CloudMode.ASK:
        return Verdict(Choice.OFFER, f"{_situation(case.local)}; it leaves your network only when you say so")
    return _weighed(case, rules.budget)


def worth_usd(case: Case, budget: Budget) -> float:
    """What an answer may cost without asking, in US dollars."""
    share = _TASK_SHARE.get(case.task, _OTHER_TASK_SHARE) * _ABILITY_SHARE[case.local]
    return budget.per_request * share * max(case.confidence, _LEAST_CONFIDENCE)


def _wall(case: Case, budget: Budget) -> Verdict | None:
    """The budget, which no yes moves."""
    spent = case.spent
    for name, used, most in (("day", spent.today_usd, budget.per_day), ("month", spent.month_usd, budget.per_month)):
        if used >= most:
            return Verdict(Choice.NO, f"the {name}'s budget is used up ({dollars(used)} of {dollars(most)})", True)
    if case.cost is not None and not case.cost.max_tokens:
        left = budget.left(spent)
        what = "the budget per answer" if left >= budget.per_request else "what is left of the budget"
        return Verdict(
            Choice.NO, f"it could cost {dollars(case.cost.worst_usd)}, more than {what} ({dollars(left)})", True
        )
    return None


def _weighed(case: Case, budget: Budget) -> Verdict:
    if case.cost is None:
        return Verdict(Choice.NO, "its price is not known; write it under [cloud.prices]", True)
    price, worth = case.cost.expected_usd, worth_usd(case, budget)
    if price > worth:
        return Verdict(Choice.NO, f"not worth {dollars(price)}", True)
    return Verdict(Choice.SEND, f"worth {dollars(price)}, because {_situation(case.local)}")


def _situation(local: LocalAbility) -> str:
    return {
        LocalAbility.NOBODY: "none of your machines can take it",
        LocalAbility.WEAK: "the local answer is weak",
        LocalAbility.DEGRADED: "only a stand-in is there",
        LocalAbility.SLOW: "your machines would take long",
        LocalAbility.GOOD: "your own machines can do it",
    }[local]
