"""The breaker of one model on one machine: it rests after a failure, then one request tries it. PURE.

Rule: closed while it has no trouble; open until ``ModelTrouble.until``; then half open: the first request takes the
trial, and everybody else waits for how that ends. A first word closes it, a failure doubles the rest. The breaker of
the machine as a whole is its liveness probe (``fleet.health``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tray_router.model import canonical_model_name

# A model that failed on a machine rests this long, doubled at each further failure (litellm's cooldown idea,
# routing notes: "a breaker per machine and one per machine + model").
MODEL_COOLDOWN_S = 15.0
MODEL_COOLDOWN_MAX_S = 600.0
_MAX_DOUBLINGS = 10  # far beyond the cap; keeps the power small after weeks of failures


@dataclass(frozen=True, slots=True)
class ModelTrouble:
    """A model that failed on this machine: not asked again before ``until`` unless nothing else is left.

    Attributes:
        is_on_trial: a request is trying it; everybody else waits for how that ends (the breaker is half open).
    """

    failures: int
    until: float
    reason: str
    is_on_trial: bool = False

    def is_resting(self, now: float) -> bool:
        """Whether it should be left alone now."""
        return self.is_on_trial or self.until > now


Troubles = dict[str, ModelTrouble]
"""By canonical model name."""


def failed_again(troubles: Mapping[str, ModelTrouble], model: str, reason: str, now: float) -> Troubles:
    """The troubles after one more failure of a model, with the trial over."""
    key = canonical_model_name(model)
    earlier = troubles.get(key)
    failures = earlier.failures + 1 if earlier else 1
    rest_s = min(MODEL_COOLDOWN_S * 2 ** min(failures - 1, _MAX_DOUBLINGS), MODEL_COOLDOWN_MAX_S)
    return {**troubles, key: ModelTrouble(failures, now + rest_s, reason)}


def on_trial(troubles: Troubles, model: str, *, is_on_trial: bool) -> Troubles:
    """The troubles with the trial of a model begun or over; the same where it has none."""
    key = canonical_model_name(model)
    trouble = troubles.get(key)
    if trouble is None or trouble.is_on_trial is is_on_trial:
        return troubles
    return {**troubles, key: replace(trouble, is_on_trial=is_on_trial)}
