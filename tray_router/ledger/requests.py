"""What the attempts at one question come to.

Rule: a question is answered by its last whole answer, else by the last one that was left as weak; it counts with that
attempt, or with its last one when nobody answered. No I/O; any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from tray_router.ledger.lines import UsageLine
from tray_router.model import canonical_model_name

COMPLETED = "completed"
CANCELLED = "cancelled"
WEAK_PREFIX = "weak:"
_NOT_PASSED_ON = (COMPLETED, CANCELLED)


class Ending(Enum):
    """How a question ended."""

    ANSWERED = auto()
    FAILED = auto()
    CANCELLED = auto()


@dataclass(frozen=True, slots=True)
class RequestResult:
    """One question.

    Attributes:
        counted: index of the attempt that it counts with.
        is_fallback: somebody else was asked because a machine or model failed.
        is_escalated: a bigger model was asked because the first answer was weak.
        earlier_s: seconds that the attempts before the counted one took.
    """

    counted: int
    ending: Ending
    is_fallback: bool
    is_escalated: bool
    earlier_s: float


def result_of(attempts: Sequence[UsageLine]) -> RequestResult:
    """What one or more attempts at the same question, oldest first, come to."""
    counted = _answering(attempts)
    return RequestResult(
        counted=len(attempts) - 1 if counted is None else counted,
        ending=ending_of(attempts[-1].outcome) if counted is None else Ending.ANSWERED,
        is_fallback=any(_is_passed_on(before, after) for before, after in pairwise(attempts)),
        is_escalated=any(line.escalated_from for line in attempts),
        earlier_s=sum(line.total_s or 0.0 for line in attempts[: counted or 0]),
    )


def ending_of(outcome: str) -> Ending:
    """How a question with this one attempt ended."""
    if outcome == COMPLETED or outcome.startswith(WEAK_PREFIX):
        return Ending.ANSWERED
    return Ending.CANCELLED if outcome == CANCELLED else Ending.FAILED


def is_comparable(line: UsageLine) -> bool:
    """Whether an answer says something about the time that the biggest model would have taken.

    Left out: what is no whole answer, makeshift answers, those of the cloud, those without figures, and questions with
    pictures, since the biggest model may see none.
    """
    return (
        line.outcome == COMPLETED
        and not (line.degraded and not line.escalated_from)
        and not line.is_cloud
        and not line.images
        and line.tokens_out is not None
        and line.total_s is not None
    )


def is_same_model(one: str, other: str) -> bool:
    """Two spellings of one model's name."""
    return canonical_model_name(one) == canonical_model_name(other)


def _answering(attempts: Sequence[UsageLine]) -> int | None:
    weak = None
    for index in reversed(range(len(attempts))):
        if attempts[index].outcome == COMPLETED:
            return index
        if weak is None and attempts[index].outcome.startswith(WEAK_PREFIX):
            weak = index
    return weak


def _is_passed_on(before: UsageLine, after: UsageLine) -> bool:
    """The next attempt went to somebody else because this one failed."""
    if before.outcome in _NOT_PASSED_ON or before.outcome.startswith(WEAK_PREFIX):
        return False
    return (before.model, before.host) != (after.model, after.host)
