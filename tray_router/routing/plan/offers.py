"""Who could be asked at all, in stages: the route's own list, models that stand in for it, its fallbacks, anybody.

Rule: PURE. A stage only names models; whether they can answer, and which machine is asked, the planner judges.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from tray_router.model import Capability, Override, canonical_model_name
from tray_router.model.kinds import Kind, ModelKind
from tray_router.routing.plan.index import FleetIndex, Place
from tray_router.routing.plan.policy import ModelRef, RoutePolicy

# Of models that nobody named, a small fleet offers all; a large one the smallest of each machine and a few sizes of
# the rest: enough that somebody answers, and somebody bigger when the answer is weak.
MOST_STAND_INS = 64
SIZES_OFFERED = 12
MOST_CODERS = 6

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


Offers = Sequence[Offer]


def own_offers(policy: RoutePolicy, index: FleetIndex) -> Offers:
    """The route's list. The user's order of models holds; one model on several machines is one choice of machine.

    A model further down that is much smaller than the first, or is no coder where the first is one, is marked as
    degraded: it is on the list so that somebody answers.
    """
    return _kept(index, ("own", policy), lambda: _own(policy, index))


def stand_in_offers(policy: RoutePolicy, index: FleetIndex) -> Offers:
    """Models that nobody named for this route but that are made for the same: coders for coders, the largest first.

    Source: issue 4, point 2: code goes to a coder elsewhere before it goes to a small model.
    """
    return _kept(index, ("stand-in", policy), lambda: _stand_ins(policy, index))


def fallback_offers(policy: RoutePolicy, policies: Mapping[str, RoutePolicy], index: FleetIndex) -> Offers:
    """The lists of the routes that this one falls back on."""
    lists = tuple((name, policies[name].refs) for name in policy.fallbacks if name in policies)
    return _kept(index, ("fallback", policy.refs, lists), lambda: _fallbacks(policy, lists, index))


def any_offers(index: FleetIndex, needs: frozenset[Capability], *, host: str = "") -> Offers:
    """Installed chat models, smallest first: a degraded answer beats none.

    Args:
        needs: models that are known to lack one of these are left out without a word.
        host: only those of this machine.
    """
    return _kept(index, ("any", needs, host), lambda: _anybody(index, needs, host))


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


def _kept(index: FleetIndex, key: Hashable, make: Callable[[], list[Offer]]) -> Offers:
    """What was offered before in the same case, or a new list."""
    found = index.offers.get(key)
    if found is None:
        found = index.offers[key] = make()
    return cast("list[Offer]", found)


def _own(policy: RoutePolicy, index: FleetIndex) -> list[Offer]:
    first = _first_kind(policy, index)
    places: dict[str, int] = {}
    offers = []
    for order, ref in enumerate(policy.refs):
        name = canonical_model_name(ref.model)
        place = places.setdefault(_identity(name, index), len(places))
        is_lesser = first is not None and place > 0 and _is_lesser(index.kind(name), first)
        offers.append(Offer(ref, name, place, order, is_degraded=is_lesser))
    return offers


def _stand_ins(policy: RoutePolicy, index: FleetIndex) -> list[Offer]:
    first = _first_kind(policy, index)
    if first is None or first.kind is not Kind.CODER:
        return []
    names = {name for place in index.places.values() for name in place.inventory.coders}
    coders = sorted(names, key=lambda name: (-index.kind(name).size_b, name))[:MOST_CODERS]
    return [
        Offer(ModelRef(name), name, place, 0, is_degraded=True, note="a coder, not in the settings")
        for place, name in enumerate(coders)
    ]


def _fallbacks(
    policy: RoutePolicy, lists: tuple[tuple[str, tuple[ModelRef, ...]], ...], index: FleetIndex
) -> list[Offer]:
    own = set(policy.refs)
    places: dict[str, int] = {}
    offers: list[Offer] = []
    for route, refs in lists:
        for ref in refs:
            if ref not in own:
                name = canonical_model_name(ref.model)
                place = places.setdefault(_identity(name, index), len(places))
                offers.append(Offer(ref, name, place, len(offers), is_degraded=True, note=f"from the {route} route"))
    return offers


def _anybody(index: FleetIndex, needs: frozenset[Capability], host: str) -> list[Offer]:
    chosen = [index.places[host]] if host in index.places else [] if host else list(index.places.values())
    found = sorted(_few(chosen, needs) if index.chat_count > MOST_STAND_INS else _all(chosen, needs))
    return [
        Offer(ModelRef(name, at), name, place, 0, is_degraded=True, note="not in the settings")
        for place, (_, at, name) in enumerate(found)
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
        if len(sizes) < SIZES_OFFERED:
            for name in list(capable)[-SIZES_OFFERED:]:
                sizes.setdefault(name, (place.inventory.by_name[name].size_bytes, place.status.name, name))
    return found | set(sorted(sizes.values())[-SIZES_OFFERED:])


def _may_do(place: Place, name: str, needs: frozenset[Capability]) -> bool:
    capabilities = place.inventory.by_name[name].capabilities
    return not needs or not capabilities or needs <= capabilities
