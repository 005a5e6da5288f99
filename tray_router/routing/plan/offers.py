"""Who could be asked at all, in stages: the route's own list, models that stand in for it, its fallbacks, anybody.

Rule: PURE. A stage only names models; whether they can answer, and which machine is asked, the planner judges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tray_router.model import Capability, HostState, Override, canonical_model_name
from tray_router.model.kinds import Kind, ModelKind
from tray_router.routing.plan.index import FleetIndex, Place
from tray_router.routing.plan.policy import ModelRef, RoutePolicy

# Of models that nobody named, a small fleet offers all; a large one the smallest of each machine and a few sizes of
# the rest: enough that somebody answers, and somebody bigger when the answer is weak.
MOST_STAND_INS = 64
SIZES_OFFERED = 12

_MUCH_SMALLER = 0.5  # a model below half the size of the first choice is no equal of it


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that could be asked.

    Attributes:
        place: its place in the stage; offers of one place are one choice of machine.
        order: its place in the user's list, for machines that are otherwise equal.
        name: its canonical name.
    """

    ref: ModelRef
    name: str
    place: int
    order: int
    is_degraded: bool
    note: str = ""


def own_offers(policy: RoutePolicy, index: FleetIndex) -> list[Offer]:
    """The route's list. The user's order of models holds; one model on several machines is one choice of machine.

    A model further down that is much smaller than the first, or is no coder where the first is one, is marked as
    degraded: it is on the list so that somebody answers.
    """
    first = _first_kind(policy, index)
    places: dict[str, int] = {}
    offers = []
    for order, ref in enumerate(policy.refs):
        name = canonical_model_name(ref.model)
        place = places.setdefault(_identity(name, index), len(places))
        is_lesser = first is not None and place > 0 and _is_lesser(index.kind(name), first)
        offers.append(Offer(ref, name, place, order, is_degraded=is_lesser))
    return offers


def stand_in_offers(policy: RoutePolicy, index: FleetIndex) -> list[Offer]:
    """Models that nobody named for this route but that are made for the same: coders for coders, the largest first.

    Source: issue 4, point 2: code goes to a coder elsewhere before it goes to a small model.
    """
    first = _first_kind(policy, index)
    if first is None or first.kind is not Kind.CODER:
        return []
    coders = sorted(
        (-kind.size_b, name, host)
        for host, place in index.places.items()
        for name, kind in place.inventory.kinds.items()
        if kind.kind is Kind.CODER and name in place.inventory.chat
    )
    places: dict[str, int] = {}
    return [
        Offer(ModelRef(name, host), name, places.setdefault(name, len(places)), 0, True, "a coder, not in the settings")
        for _, name, host in coders[:MOST_STAND_INS]
    ]


def fallback_offers(policy: RoutePolicy, policies: Mapping[str, RoutePolicy], index: FleetIndex) -> list[Offer]:
    """The lists of the routes that this one falls back on."""
    own = set(policy.refs)
    places: dict[str, int] = {}
    offers: list[Offer] = []
    for name in policy.fallbacks:
        for ref in policies[name].refs if name in policies else ():
            if ref not in own:
                model = canonical_model_name(ref.model)
                place = places.setdefault(_identity(model, index), len(places))
                offers.append(Offer(ref, model, place, len(offers), True, f"from the {name} route"))
    return offers


def any_offers(index: FleetIndex, needs: frozenset[Capability], *, host: str = "") -> list[Offer]:
    """Installed chat models, smallest first: a degraded answer beats none.

    Args:
        needs: models that are known to lack one of these are left out without a word.
        host: only those of this machine.
    """
    chosen = [index.places[host]] if host in index.places else [] if host else list(index.places.values())
    found = sorted(_few(chosen, needs) if index.chat_count > MOST_STAND_INS else _all(chosen, needs))
    return [
        Offer(ModelRef(name, at), name, place, 0, True, "not in the settings")
        for place, (_, at, name) in enumerate(found)
    ]


def override_offers(
    override: Override, policy: RoutePolicy, index: FleetIndex, needs: frozenset[Capability]
) -> list[Offer]:
    """What the user fixed by hand: a model, or a machine."""
    if override.model:
        ref = ModelRef(override.model, override.host)
        return [Offer(ref, canonical_model_name(ref.model), 0, 0, is_degraded=False)]
    named = [ref.model for ref in policy.refs if ref.host in ("", override.host)]
    offers = [
        Offer(ModelRef(model, override.host), canonical_model_name(model), place, 0, is_degraded=False)
        for place, model in enumerate(named)
    ]
    others = any_offers(index, needs, host=override.host)
    return offers + [
        Offer(offer.ref, offer.name, len(offers) + offer.place, 0, offer.is_degraded, offer.note) for offer in others
    ]


def _first_kind(policy: RoutePolicy, index: FleetIndex) -> ModelKind | None:
    return index.kind(canonical_model_name(policy.refs[0].model)) if policy.refs else None


def _is_lesser(kind: ModelKind, first: ModelKind) -> bool:
    return kind.size_b < first.size_b * _MUCH_SMALLER or (first.kind is Kind.CODER and kind.kind is not Kind.CODER)


def _identity(name: str, index: FleetIndex) -> str:
    """The same for all names of one model: its digest where somebody has it."""
    holders = index.holders(name)
    if not holders:
        return name
    host, called = holders[0]
    return index.places[host].inventory.by_name[called].digest or name


_Sized = tuple[int, str, str]


def _all(places: list[Place], needs: frozenset[Capability]) -> Iterator[_Sized]:
    for place in places:
        for name in place.inventory.chat:
            if _may_do(place, name, needs):
                yield place.inventory.by_name[name].size_bytes, place.status.name, name


def _few(places: list[Place], needs: frozenset[Capability]) -> set[_Sized]:
    found: set[_Sized] = set()
    sizes: dict[str, _Sized] = {}
    for place in places:
        capable = (name for name in place.inventory.chat if _may_do(place, name, needs))
        smallest = next(capable, None)
        if smallest is not None:
            found.add((place.inventory.by_name[smallest].size_bytes, place.status.name, smallest))
        if place.status.state is HostState.UP and len(sizes) < SIZES_OFFERED:
            for name in list(capable)[-SIZES_OFFERED:]:
                sizes.setdefault(name, (place.inventory.by_name[name].size_bytes, place.status.name, name))
    return found | set(sorted(sizes.values())[-SIZES_OFFERED:])


def _may_do(place: Place, name: str, needs: frozenset[Capability]) -> bool:
    capabilities = place.inventory.by_name[name].capabilities
    return not needs or not capabilities or needs <= capabilities
