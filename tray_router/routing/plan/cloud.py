"""Which models outside the user's network could take a question. They are never among the others: whether one is asked
is decided by its price, not by its place in an order (issue 6; routing notes, fact 5). PURE."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tray_router.model import (
    Candidate,
    Capability,
    FleetSnapshot,
    InstalledModel,
    Override,
    Rejection,
    canonical_model_name,
)
from tray_router.routing.plan.policy import RoutePolicy


@dataclass(frozen=True, slots=True)
class CloudPlace:
    """A service of the settings: its models in order, those that see, and the routes it may serve (empty for all)."""

    name: str
    models: tuple[str, ...] = ()
    vision: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()


def cloud_candidates(
    policy: RoutePolicy, override: Override, places: Sequence[CloudPlace], fleet: FleetSnapshot, *, needs_vision: bool
) -> tuple[tuple[Candidate, ...], tuple[Rejection, ...]]:
    """Models in the order in which they would be asked, and those that cannot take the question.

    First those that the route's own list names, then the services in the order of the settings. Models that Ollama
    passes on to its cloud count only where the route or the user names them.
    """
    found: dict[Candidate, str] = {}
    for candidate, why_not in _all(policy, override, places, fleet, needs_vision=needs_vision):
        found.setdefault(candidate, why_not)
    chosen = tuple(candidate for candidate, why_not in found.items() if not why_not)
    return chosen, tuple(Rejection(c.model, c.host, why_not) for c, why_not in found.items() if why_not)


def names_cloud(override: Override, places: Iterable[CloudPlace], fleet: FleetSnapshot) -> bool:
    """The user chose a model or service outside the network by its name."""
    if any(override.host == place.name for place in places):
        return True
    return bool(override.model) and any(model.is_remote for _, model in _remote(override.model, override.host, fleet))


def _all(
    policy: RoutePolicy, override: Override, places: Sequence[CloudPlace], fleet: FleetSnapshot, *, needs_vision: bool
) -> Iterator[tuple[Candidate, str]]:
    if override.model or override.host:
        yield from _named(override.model, override.host, places, fleet, needs_vision=needs_vision)
        return
    for ref in policy.refs:
        if ref.host:
            yield from _named(ref.model, ref.host, places, fleet, needs_vision=needs_vision)
        else:
            yield from _from_ollama(ref.model, "", fleet, needs_vision=needs_vision)
    for place in places:
        for model in place.models:
            is_served = not place.routes or policy.name in place.routes
            why_not = "" if is_served else f"it is not meant for the {policy.name} route"
            yield _candidate(model, place.name), why_not or _blind(model, place, needs_vision=needs_vision)


def _named(
    model: str, host: str, places: Sequence[CloudPlace], fleet: FleetSnapshot, *, needs_vision: bool
) -> Iterator[tuple[Candidate, str]]:
    for place in places:
        if host == place.name or (not host and model in place.models):
            for name in (model,) if model else place.models:
                yield _candidate(name, place.name), _blind(name, place, needs_vision=needs_vision)
    if model:
        yield from _from_ollama(model, host, fleet, needs_vision=needs_vision)


def _from_ollama(model: str, host: str, fleet: FleetSnapshot, *, needs_vision: bool) -> Iterator[tuple[Candidate, str]]:
    for machine, installed in _remote(model, host, fleet):
        can_see = Capability.VISION in installed.capabilities
        yield _candidate(installed.name, machine), "" if can_see or not needs_vision else "the model cannot do vision"


def _remote(model: str, host: str, fleet: FleetSnapshot) -> Iterator[tuple[str, InstalledModel]]:
    wanted = canonical_model_name(model)
    for machine in fleet.hosts:
        if host in ("", machine.name) and machine.is_usable:
            for installed in machine.models:
                if installed.is_remote and canonical_model_name(installed.name) == wanted:
                    yield machine.name, installed


def _blind(model: str, place: CloudPlace, *, needs_vision: bool) -> str:
    return "it is not listed as one that sees images" if needs_vision and model not in place.vision else ""


def _candidate(model: str, host: str) -> Candidate:
    return Candidate(model=model, host=host, is_cloud=True)
