"""The nouns of what leaves the network: when it may, what it may cost, and what must not go along."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CloudMode(StrEnum):
    """When a cloud service may be asked (``[cloud] mode``)."""

    NEVER = "never"
    ASK = "ask"  # only after a yes of the user's, with the price shown
    AUTO = "auto"  # when the rule of ``answers.worth`` says that it is worth it


class GuardMode(StrEnum):
    """What happens to a question that holds a secret (``[cloud] guard``)."""

    BLOCK = "block"
    MASK = "mask"
    OFF = "off"


class CloudConsent(StrEnum):
    """What the user allows for one question by hand."""

    NONE = "none"
    TEXT = "text"
    WITH_IMAGES = "with-images"


class LocalAbility(StrEnum):
    """What the user's own machines can do for a question."""

    GOOD = "good"  # a model of the route itself is there
    SLOW = "slow"  # it is there, but the wait is long
    DEGRADED = "degraded"  # only a stand-in is there
    WEAK = "weak"  # somebody answered, and not well
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a question that must not leave the network; holds no character of it.

    Attributes:
        kind: what it is, e.g. ``AWS access key``.
        place: where, e.g. ``your text, line 3``.
        length: in characters.
    """

    kind: str
    place: str
    length: int

    def __str__(self) -> str:
        return f"{self.kind} ({self.place})"


@dataclass(frozen=True, slots=True)
class Spent:
    """US dollars spent on the cloud on this local day and in this month; what is still running counts in full."""

    today_usd: float = 0.0
    month_usd: float = 0.0


def dollars(usd: float) -> str:
    """``$0.03``; small sums with as many digits as it takes to see one."""
    if usd >= 0.01:  # noqa: PLR2004 - a cent
        return f"${usd:.2f}"
    if usd <= 0:
        return "$0"
    for digits in (3, 4, 5):
        if round(usd, digits):
            return f"${usd:.{digits}f}"
    return "less than $0.00001"
