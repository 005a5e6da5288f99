"""The plan for one question, and who would serve each route. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tray_router.model import (
    Candidate,
    Capability,
    Classification,
    FleetSnapshot,
    HostState,
    Override,
    RouteHealth,
    RoutePlan,
    canonical_model_name,
)
from tray_router.routing.plan.index import FleetIndex, indexed
from tray_router.routing.plan.offers import any_offers, fallback_offers, override_offers, own_offers, stand_in_offers
from tray_router.routing.plan.planner import Planner
from tray_router.routing.plan.policy import Cooldown, Demand, RoutePolicy

QUICK_ROUTE = "quick"
MOST_REASONS = 4
GUESS_FACTOR = 3.0  # a load that was never measured must be expected this much beyond the limit: a guess is no reason


def make_plan(
    classification: Classification,
    demand: Demand,
    override: Override,
    policies: Mapping[str, RoutePolicy],
    fleet: FleetSnapshot | FleetIndex,
    *,
    cooldowns: Sequence[Cooldown] = (),
) -> RoutePlan:
    """Orders everyone who can answer.

    Args:
        fleet: best the index that the tracker keeps; of a snapshot one is made.

    Returns:
        A plan whose ``candidates`` are in the order in which to ask them; empty only when no machine is configured,
        nothing installed can do it, or the override names something impossible. Then ``rejections`` says why.
    """
    index = indexed(fleet)
    route = override.route or classification.route
    policy = policies.get(route, RoutePolicy(name=route))
    planner = _planner(index, policy, demand, _cooling(cooldowns))
    needs = _needs(policy, demand)
    is_fixed = bool(override.model or override.host)
    if is_fixed:
        planner.consider(override_offers(override, policy, index, needs))
    else:
        planner.consider(own_offers(policy, index))
        planner.consider(stand_in_offers(policy, index))
        planner.consider(fallback_offers(policy, policies, index))
        planner.consider(any_offers(index, needs))
    planner.add_surplus()
    if not planner.candidates:
        planner.add_last_resort()
    candidates, sooner = list(planner.candidates), ""
    if demand.max_wait_s and not demand.is_background and not is_fixed:
        candidates, sooner = _soonest_first(planner, demand, index)
    reasons = ("you chose it",) if not override.is_empty else classification.reasons
    return RoutePlan(
        route=route,
        candidates=tuple(candidates),
        rejections=tuple(planner.rejections),
        reasons=(sooner, *reasons)[:MOST_REASONS] if sooner else reasons,
        confidence=1.0 if override.route else classification.confidence,
        is_override=not override.is_empty,
        late=planner.candidates[0] if sooner else None,
        needs_text_of_image=not candidates and not is_fixed and _could_read(index, demand),
    )


def route_health(
    policies: Mapping[str, RoutePolicy],
    fleet: FleetSnapshot | FleetIndex,
    demand: Demand | None = None,
    cooldowns: Sequence[Cooldown] = (),
) -> tuple[RouteHealth, ...]:
    """For each route, who would answer now; a route counts as served only by its own list or its fallbacks.

    A route without any candidate of its own is not set up (no model for it is installed) and is left out: a lab
    without a vision model is not in trouble.

    Args:
        demand: of one question, which is then what they must be able to answer; None for the route in general.
    """
    index, cooling = indexed(fleet), _cooling(cooldowns)
    found = []
    for policy in policies.values():
        if not policy.refs:
            continue
        planner = _planner(index, policy, demand, cooling)
        planner.consider(own_offers(policy, index))
        if not planner.candidates:
            planner.consider(fallback_offers(policy, policies, index))
        best = planner.candidates[0] if planner.candidates else Candidate(model="", host="")
        found.append(RouteHealth(route=policy.name, model=best.model, host=best.host))
    return tuple(found)


def _planner(
    index: FleetIndex, policy: RoutePolicy, demand: Demand | None, cooling: Mapping[tuple[str, str], str]
) -> Planner:
    needs = _needs(policy, demand) if demand is not None else policy.needs
    return Planner(index, needs, demand or Demand(), cooling, is_quick=policy.name == QUICK_ROUTE)


def _needs(policy: RoutePolicy, demand: Demand) -> frozenset[Capability]:
    """An image needs a model that sees on whatever route; a text does not, even on the one for images."""
    return policy.needs | {Capability.VISION} if demand.needs_vision else policy.needs - {Capability.VISION}


def _cooling(cooldowns: Sequence[Cooldown]) -> dict[tuple[str, str], str]:
    return {(canonical_model_name(c.model), c.host): c.reason for c in cooldowns}


def _soonest_first(planner: Planner, demand: Demand, index: FleetIndex) -> tuple[list[Candidate], str]:
    """The candidates, a model that is in memory first when the chosen one would keep the user waiting too long.

    Source: issue 4, point 3. Never in favour of another load.

    Returns:
        The candidates, and why the first is not the chosen one; empty when it is.
    """
    candidates = list(planner.candidates)
    if not candidates:
        return candidates, ""
    now, tokens, chosen = index.at, demand.context_tokens, candidates[0]
    outlook = planner.outlook(chosen)
    wait_s = outlook.first_token_s(tokens, now)
    limit_s = demand.max_wait_s if outlook.is_load_measured else demand.max_wait_s * GUESS_FACTOR
    if wait_s <= limit_s:
        return candidates, ""
    for number, other in enumerate(candidates[1:], start=1):
        host = index.places[other.host].status
        if not other.is_warm or host.state is not HostState.UP:
            continue
        if planner.outlook(other).first_token_s(tokens, now) <= min(demand.max_wait_s, wait_s / 2):
            load_s = outlook.load_left_s(now)
            what = f"{load_s:.0f} s to load" if load_s > wait_s / 2 else f"{wait_s:.0f} s until its first word"
            why = f"{chosen.model} would need about {what}"
            del candidates[number]
            return [replace(other, is_degraded=True, note=why), *candidates], why
    return candidates, ""


def _could_read(index: FleetIndex, demand: Demand) -> bool:
    """Whether somebody could take the question if the image were a text: where text recognition comes in."""
    if not demand.needs_vision:
        return False
    planner = Planner(index, frozenset(), replace(demand, needs_vision=False), {})
    planner.consider(any_offers(index, frozenset()))
    return bool(planner.candidates)
