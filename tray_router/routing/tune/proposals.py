"""What tuning proposes, and what would come of it. Pure data; any thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tray_router.model import Correction
from tray_router.routing.rules import RouteRules


class Tally(NamedTuple):
    """How many questions go where they should."""

    right: int
    total: int


@dataclass(frozen=True, slots=True)
class AddKeyword:
    """A keyword for a route. ``mends`` counts corrections that go right by it, on top of the proposals before."""

    route: str
    keyword: str
    mends: int

    def __str__(self) -> str:
        return f"{self.route}: add keyword '{self.keyword}' ({_mends(self.mends)})"


@dataclass(frozen=True, slots=True)
class MovePrior:
    """Another prior for a route, in points; ``mends`` as in AddKeyword."""

    route: str
    before: float
    after: float
    mends: int

    def __str__(self) -> str:
        return f"{self.route}: prior {self.before:g} -> {self.after:g} ({_mends(self.mends)})"


Proposal = AddKeyword | MovePrior


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a corrected question goes by the present rules, and with all proposals taken."""

    correction: Correction
    before: str
    after: str

    @property
    def is_right(self) -> bool:
        """It goes where the user wants it, with all proposals taken."""
        return self.after == self.correction.wanted


@dataclass(frozen=True, slots=True)
class Tuning:
    """What tuning proposes, those that mend most first, and what would come of it."""

    proposals: tuple[Proposal, ...]
    before: Tally
    after: Tally
    outcomes: tuple[Outcome, ...]

    @property
    def unresolved(self) -> tuple[Correction, ...]:
        """Corrections that no proposal mends."""
        return tuple(outcome.correction for outcome in self.outcomes if not outcome.is_right)


def tuned(rules: Sequence[RouteRules], proposals: Sequence[Proposal]) -> tuple[RouteRules, ...]:
    """The rules with the proposals taken."""
    found = {route.name: route for route in rules}
    for proposal in proposals:
        route = found[proposal.route]
        if isinstance(proposal, AddKeyword):
            found[route.name] = replace(route, keywords=(*route.keywords, proposal.keyword))
        else:
            found[route.name] = replace(route, prior=proposal.after)
    return tuple(found.values())


def _mends(count: int) -> str:
    return "mends one correction" if count == 1 else f"mends {count} corrections"
