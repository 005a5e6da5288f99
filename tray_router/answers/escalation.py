"""Whom to ask when an answer was weak: the next bigger model that can do it, once.

Rules (issue 2/5, point 3): one step up, not to the top; never when the user chose the model; the first answer is not
thrown away. PURE.
"""

from __future__ import annotations

from collections.abc import Iterable

from tray_router.answers.weak import WeakReason
from tray_router.model import (
    Candidate,
    Capability,
    FleetSnapshot,
    InstalledModel,
    RoutePlan,
    canonical_model_name,
)

BYTES_PER_PARAMETER_B = 0.6e9  # a 4-bit quantisation, when a server does not say how many parameters a model has


def next_bigger(plan: RoutePlan, answered: Candidate, fleet: FleetSnapshot) -> Candidate | None:
    """The smallest of the plan's candidates that is bigger than the model that answered, or None.

    Models that can see come after those that cannot, unless the question has an image: their size went into seeing.
    Of one model on several machines the plan's order decides. Candidates have passed the plan, so they can do it.
    """
    models = _Models(fleet)
    least = models.size(answered)
    needs_vision = models.can_see(answered)
    bigger = [
        (not needs_vision and models.can_see(candidate), size, position)
        for position, candidate in enumerate(plan.candidates)
        if (size := models.size(candidate)) > least and not _is_same_model(candidate, answered)
    ]
    return plan.candidates[min(bigger)[2]] if bigger else None


def weakness(reasons: Iterable[WeakReason]) -> str:
    """The first reason in plain words, e.g. ``it refused``; empty for a good answer."""
    return next((reason.sentence for reason in reasons), "")


class _Models:
    """The installed models of a fleet, found without reading each machine's whole list for every candidate."""

    def __init__(self, fleet: FleetSnapshot) -> None:
        self._hosts = {host.name: host for host in fleet.hosts}
        self._by_name: dict[str, dict[str, InstalledModel]] = {}

    def size(self, candidate: Candidate) -> float:
        """Billions of parameters; 0.0 when nothing is known."""
        installed = self._find(candidate)
        if installed is None:
            return 0.0
        return installed.parameters_b or installed.size_bytes / BYTES_PER_PARAMETER_B

    def can_see(self, candidate: Candidate) -> bool:
        """Whether the model takes images."""
        installed = self._find(candidate)
        return installed is not None and Capability.VISION in installed.capabilities

    def _find(self, candidate: Candidate) -> InstalledModel | None:
        host = self._hosts.get(candidate.host)
        if host is None:
            return None
        named = self._by_name.get(candidate.host)
        if named is None:
            named = self._by_name[candidate.host] = {model.name: model for model in host.models}
        return named.get(candidate.model) or host.installed(candidate.model)


def _is_same_model(one: Candidate, other: Candidate) -> bool:
    return canonical_model_name(one.model) == canonical_model_name(other.model)
