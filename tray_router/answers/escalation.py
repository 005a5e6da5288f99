"""Whom to ask when an answer was weak: the next bigger model that can do it, once.

Rules (issue 2/5, point 3): one step up, not to the top; never when the user chose the model; the first answer is not
thrown away. PURE.
"""

from __future__ import annotations

from collections.abc import Iterable

from tray_router.answers.weak import WeakReason
from tray_router.model import Candidate, Capability, FleetSnapshot, RoutePlan, canonical_model_name

BYTES_PER_PARAMETER_B = 0.6e9  # a 4-bit quantisation, when a server does not say how many parameters a model has


def next_bigger(plan: RoutePlan, answered: Candidate, fleet: FleetSnapshot) -> Candidate | None:
    """The smallest of the plan's candidates that is bigger than the model that answered, or None.

    Models that can see come after those that cannot, unless the question has an image: their size went into seeing.
    Of one model on several machines the plan's order decides. Candidates have passed the plan, so they can do it.
    """
    size = model_size(answered, fleet)
    needs_vision = _can_see(answered, fleet)
    bigger = [
        (not needs_vision and _can_see(candidate, fleet), model_size(candidate, fleet), position)
        for position, candidate in enumerate(plan.candidates)
        if model_size(candidate, fleet) > size and not _is_same_model(candidate, answered)
    ]
    return plan.candidates[min(bigger)[2]] if bigger else None


def model_size(candidate: Candidate, fleet: FleetSnapshot) -> float:
    """Billions of parameters; 0.0 when nothing is known."""
    host = fleet.host(candidate.host)
    installed = host.installed(candidate.model) if host else None
    if installed is None:
        return 0.0
    return installed.parameters_b or installed.size_bytes / BYTES_PER_PARAMETER_B


def weakness(reasons: Iterable[WeakReason]) -> str:
    """The first reason in plain words, e.g. ``it refused``; empty for a good answer."""
    return next((reason.sentence for reason in reasons), "")


def _can_see(candidate: Candidate, fleet: FleetSnapshot) -> bool:
    host = fleet.host(candidate.host)
    installed = host.installed(candidate.model) if host else None
    return installed is not None and Capability.VISION in installed.capabilities


def _is_same_model(one: Candidate, other: Candidate) -> bool:
    return canonical_model_name(one.model) == canonical_model_name(other.model)
