"""Which model on which machine takes a question: candidates in order, and a reason for everyone passed over.

Rule: PURE. The order is the user's (route, then the list in the settings), changed only by facts: machines that are
up come before those not heard of yet, and of one model on several machines the loaded and less busy one comes first.
Something always answers: after the route's own list come the fallback routes, then any installed model that can do
it, then, when nothing is up, the machines that are down. An image only ever goes to a model with vision; a machine
that has not listed its models yet may be asked for one that the settings name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tray_router.model import (
    Candidate,
    Capability,
    Classification,
    FleetSnapshot,
    HostState,
    HostStatus,
    InstalledModel,
    Override,
    Rejection,
    RouteHealth,
    RoutePlan,
    canonical_model_name,
    longest_context,
)


@dataclass(frozen=True, slots=True)
class ModelRef:
    """A model as the settings name it; an empty ``host`` means every machine that has it."""

    model: str
    host: str = ""

    @classmethod
    def parse(cls, text: str) -> ModelRef:
        """``"qwen3:4b@mac"`` -> model and machine; ``"qwen3:4b"`` -> any machine."""
        model, _, host = text.rpartition("@") if "@" in text else (text, "", "")
        return cls(model=model.strip(), host=host.strip())


@dataclass(frozen=True, slots=True)
class RoutePolicy:
    """One route of the settings.

    Attributes:
        needs: what its models must be able to do.
        fallbacks: other routes whose lists are used when its own list has nobody.
        think: let its models think aloud; None leaves it to the model.
    """

    name: str
    refs: tuple[ModelRef, ...] = ()
    needs: frozenset[Capability] = frozenset()
    fallbacks: tuple[str, ...] = ()
    think: bool | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """What this one question asks of a model, beyond its route.

    Attributes:
        context_tokens: what the whole conversation is likely to take.
        context_limit: the longest context that the settings allow in tokens; None for no limit of theirs.
    """

    needs_vision: bool = False
    context_tokens: int = 0
    allow_cloud: bool = False
    context_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Cooldown:
    """A model that failed lately on a machine, and how."""

    model: str
    host: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Offer:
    ref: ModelRef
    is_degraded: bool
    note: str = ""


def make_plan(
    classification: Classification,
    demand: Demand,
    override: Override,
    policies: Mapping[str, RoutePolicy],
    fleet: FleetSnapshot,
    *,
    cooldowns: Sequence[Cooldown] = (),
) -> RoutePlan:
    """Orders everyone who can answer.

    Returns:
        A plan whose ``candidates`` are in the order in which to ask them; empty only when no machine is configured,
        nothing installed can do it, or the override names something impossible. Then ``rejections`` says why.
    """
    route = override.route or classification.route
    policy = policies.get(route, RoutePolicy(name=route))
    planner = _Planner(fleet, _needs(policy, demand), demand, _cooling(cooldowns))
    if override.model or override.host:
        planner.consider(_override_offers(override, policy, fleet))
    else:
        planner.consider(_own_offers(policy))
        planner.consider(_fallback_offers(policy, policies))
        planner.consider(_any_offers(fleet))
    if not planner.candidates:
        planner.add_last_resort()
    return RoutePlan(
        route=route,
        candidates=tuple(planner.candidates),
        rejections=tuple(planner.rejections),
        reasons=("you chose it",) if not override.is_empty else classification.reasons,
        confidence=1.0 if override.route else classification.confidence,
        is_override=not override.is_empty,
    )


def route_health(
    policies: Mapping[str, RoutePolicy],
    fleet: FleetSnapshot,
    demand: Demand | None = None,
    cooldowns: Sequence[Cooldown] = (),
) -> tuple[RouteHealth, ...]:
    """For each route, who would answer now; a route counts as served only by its own list or its fallbacks.

    A route without any candidate of its own is not set up (no model for it is installed) and is left out: a lab
    without a vision model is not in trouble.

    Args:
        demand: of one question, which is then what they must be able to answer; None for the route in general.
    """
    found = []
    for policy in policies.values():
        if not policy.refs:
            continue
        needs = _needs(policy, demand) if demand is not None else policy.needs
        planner = _Planner(fleet, needs, demand or Demand(), _cooling(cooldowns))
        planner.consider(_own_offers(policy))
        planner.consider(_fallback_offers(policy, policies))
        best = planner.candidates[0] if planner.candidates else Candidate(model="", host="")
        found.append(RouteHealth(route=policy.name, model=best.model, host=best.host))
    return tuple(found)


def _needs(policy: RoutePolicy, demand: Demand) -> frozenset[Capability]:
    """An image needs a model that sees on whatever route; a text does not, even on the one for images."""
    return policy.needs | {Capability.VISION} if demand.needs_vision else policy.needs - {Capability.VISION}


def _cooling(cooldowns: Sequence[Cooldown]) -> dict[tuple[str, str], str]:
    return {(canonical_model_name(c.model), c.host): c.reason for c in cooldowns}


def _own_offers(policy: RoutePolicy) -> list[_Offer]:
    return [_Offer(ref, is_degraded=False) for ref in policy.refs]


def _fallback_offers(policy: RoutePolicy, policies: Mapping[str, RoutePolicy]) -> list[_Offer]:
    own = set(policy.refs)
    return [
        _Offer(ref, is_degraded=True, note=f"from the {name} route")
        for name in policy.fallbacks
        if name in policies
        for ref in policies[name].refs
        if ref not in own
    ]


def _any_offers(fleet: FleetSnapshot) -> list[_Offer]:
    """Every installed chat model, smallest first: a degraded answer beats none."""
    chat = [
        (model.size_bytes, host.name, model.name)
        for host in fleet.hosts
        for model in host.models
        if not model.capabilities or Capability.COMPLETION in model.capabilities
    ]
    return [
        _Offer(ModelRef(name, host), is_degraded=True, note="not in the settings") for _, host, name in sorted(chat)
    ]


def _override_offers(override: Override, policy: RoutePolicy, fleet: FleetSnapshot) -> list[_Offer]:
    if override.model:
        return [_Offer(ModelRef(override.model, override.host), is_degraded=False)]
    on_host = [
        _Offer(ModelRef(ref.model, override.host), is_degraded=False)
        for ref in policy.refs
        if ref.host in ("", override.host)
    ]
    return on_host + [offer for offer in _any_offers(fleet) if offer.ref.host == override.host]


# Machines that are up before those that may be, and those that cool down last.
_STATE_RANK = {HostState.UP: 0, HostState.DEGRADED: 1, HostState.UNKNOWN: 1, HostState.STARTING: 2}


class _Planner:
    """Collects candidates and rejections, each model on each machine at most once."""

    def __init__(
        self,
        fleet: FleetSnapshot,
        needs: frozenset[Capability],
        demand: Demand,
        cooling: Mapping[tuple[str, str], str],
    ) -> None:
        self._fleet = fleet
        self._needs = needs
        self._demand = demand
        self._cooling = cooling
        self._seen: set[tuple[str, str]] = set()
        self._last_resort: list[Candidate] = []
        self.candidates: list[Candidate] = []
        self.rejections: list[Rejection] = []

    def consider(self, offers: Sequence[_Offer]) -> None:
        """Adds those of the offers that can answer, in order, below everyone already there."""
        accepted: list[tuple[int, int, int, int, int, Candidate]] = []
        for position, offer in enumerate(offers):
            machines = list(self._machines(offer.ref))
            if not machines:
                self._note_unknown(offer.ref)
            for host_rank, (host, host_name) in enumerate(machines):
                candidate = self._judge(offer, host, host_name)
                if candidate is not None and host is not None:
                    rank = (_STATE_RANK[host.state], position, not candidate.is_warm, host.in_flight, host_rank)
                    accepted.append((*rank, candidate))
        accepted.sort(key=lambda entry: entry[:5])
        self.candidates.extend(entry[5] for entry in accepted)

    def add_last_resort(self) -> None:
        """Nothing is left: those that are down or cool down are better than giving up untried."""
        self.candidates.extend(self._last_resort)

    def _machines(self, ref: ModelRef) -> Iterator[tuple[HostStatus | None, str]]:
        if ref.host:
            yield self._fleet.host(ref.host), ref.host
            return
        for host in sorted(self._fleet.hosts, key=lambda h: h.priority):
            if host.installed(ref.model) is not None or not host.models:
                yield host, host.name

    def _note_unknown(self, ref: ModelRef) -> None:
        key = (canonical_model_name(ref.model), "")
        if key not in self._seen:
            self._seen.add(key)
            self._reject(ref.model, "", "no machine has this model")

    def _judge(self, offer: _Offer, host: HostStatus | None, host_name: str) -> Candidate | None:
        key = (canonical_model_name(offer.ref.model), host_name)
        if key in self._seen:
            return None
        self._seen.add(key)
        if host is None:
            self._reject(offer.ref.model, host_name, "no machine of that name is configured")
            return None
        installed = host.installed(offer.ref.model)
        candidate = Candidate(
            model=installed.name if installed else offer.ref.model,
            host=host.name,
            is_warm=host.loaded_model(offer.ref.model) is not None,
            is_degraded=offer.is_degraded,
            note=offer.note,
        )
        unfit = self._unfit(host, installed)
        if unfit:
            self._reject(candidate.model, host.name, unfit)
            return None
        unavailable = self._unavailable(host, key)
        if unavailable:
            self._reject(candidate.model, host.name, unavailable)
            if host.state is not HostState.PAUSED:
                self._last_resort.append(candidate)
            return None
        return candidate

    def _unfit(self, host: HostStatus, installed: InstalledModel | None) -> str:
        """Why this model can never take the question, or an empty string."""
        if installed is None:
            return "the model is not installed there" if host.models else self._too_long(None)
        if installed.is_remote and not self._demand.allow_cloud:
            return "it is a cloud model, and the cloud is not allowed"
        if installed.capabilities:
            missing = sorted(self._needs - installed.capabilities)
            if missing:
                return f"the model cannot do {' and '.join(missing)}"
        elif Capability.VISION in self._needs:
            return "it is not known whether the model can see images"
        return self._too_long(installed)

    def _too_long(self, installed: InstalledModel | None) -> str:
        limit = longest_context(installed.context_length if installed else None, self._demand.context_limit)
        if limit is not None and self._demand.context_tokens > limit:
            return f"about {self._demand.context_tokens:,} tokens do not fit its {limit:,}"
        return ""

    def _unavailable(self, host: HostStatus, key: tuple[str, str]) -> str:
        """Why this machine cannot take it just now, or an empty string."""
        if host.state is HostState.PAUSED:
            return f"the machine is {host.hold or 'paused'}"
        if host.state is HostState.DOWN:
            return f"the machine is down ({host.problem.rstrip('.')})" if host.problem else "the machine is down"
        return self._cooling.get(key, "")

    def _reject(self, model: str, host: str, reason: str) -> None:
        self.rejections.append(Rejection(model=model, host=host, reason=reason))
