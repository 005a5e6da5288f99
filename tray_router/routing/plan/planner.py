"""Judges offers: who can be asked, on which machine, and why the others cannot; and puts each stage in order.

Rule: PURE. Each model on each machine is judged once, and is either a candidate or rejected with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tray_router.model import (
    Candidate,
    Capability,
    HostState,
    InstalledModel,
    Rejection,
    longest_context,
)
from tray_router.model.kinds import is_cloud_name
from tray_router.routing.plan.index import FleetIndex, Place
from tray_router.routing.plan.offers import Offer
from tray_router.routing.plan.order import Accepted, in_order
from tray_router.routing.plan.outlook import Outlook
from tray_router.routing.plan.policy import Demand

# In a large fleet: so many machines of one model stand in a plan, and once so many candidates are there, later stages
# add only the first machines of each model.
MOST_MACHINES = 8
MANY_MACHINES = 16  # of more, only as many are looked at closely, the soonest
FIRST_BY_ORDER = 4  # and, of those, the first of the user's order, which may be as soon for all that anybody notices
ENOUGH_CANDIDATES = 16
SPARE_MACHINES = 2

_Machine = tuple[Place | None, str, str]


class Planner:
    """Collects candidates and rejections.

    Args:
        needs: what the route and the question ask of a model.
        cooling: why a model rests, by its canonical name and its machine.
        is_quick: the question is of the kind that this computer should answer itself if it is as fast.
    """

    def __init__(
        self,
        index: FleetIndex,
        needs: frozenset[Capability],
        demand: Demand,
        cooling: Mapping[tuple[str, str], str],
        *,
        is_quick: bool = False,
    ) -> None:
        self._index = index
        self._needs = needs
        self._demand = demand
        self._cooling = cooling
        self._is_quick = is_quick
        self._seen: set[tuple[str, str]] = set()
        self._last_resort: list[Candidate] = []
        self._surplus: dict[str, Candidate] = {}
        self._left_out: list[tuple[Offer, Place | None, str, str]] = []
        self._unjudged: dict[str, tuple[Offer, Place | None, str, str]] = {}
        self.candidates: list[Candidate] = []
        self.rejections: list[Rejection] = []

    def consider(self, offers: Sequence[Offer]) -> None:
        """Adds those of the offers that can answer, in order, below everyone already there."""
        accepted: list[Accepted] = []
        most = SPARE_MACHINES if len(self.candidates) >= ENOUGH_CANDIDATES else len(self._index.places)
        for offer in offers:
            self._consider_one(offer, most, accepted)
        if len(accepted) > 1:
            accepted = in_order(accepted, self._demand, self._index.at, is_quick=self._is_quick)
        if len(accepted) > MOST_MACHINES:
            accepted = self._first_machines(accepted)
        self._left_out.clear()
        self.candidates.extend(entry[3] for entry in accepted)

    def _consider_one(self, offer: Offer, most: int, accepted: list[Accepted]) -> None:
        if not offer.ref.host and not self._index.unlisted and not self._index.holders(offer.name):
            self._note_unknown(offer)
        elif most == SPARE_MACHINES:
            self._judge_all(offer, self._machines(offer), most, accepted)
        else:
            self._judge_best(offer, list(self._machines(offer)), most, accepted)

    def _judge_best(self, offer: Offer, machines: list[_Machine], most: int, accepted: list[Accepted]) -> None:
        others: list[_Machine] = []
        if len(machines) > MANY_MACHINES:
            machines, others = self._promising(machines)
        if self._judge_all(offer, machines, most, accepted):
            self._left_out.extend((offer, *machine) for machine in others)
        else:
            self._judge_all(offer, others, most, accepted)

    def _judge_all(self, offer: Offer, machines: Iterable[_Machine], most: int, accepted: list[Accepted]) -> int:
        """Judges one machine after the other until ``most`` can answer; how many can."""
        found = 0
        for place, host, name in machines:
            candidate = self._judge(offer, place, host, name)
            if candidate is not None and place is not None:
                accepted.append((offer, place, place.outlook(name), candidate))
                found += 1
                if found == most:
                    break
        return found

    def _promising(self, machines: list[_Machine]) -> tuple[list[_Machine], list[_Machine]]:
        """Of the machines that are up those worth a closer look, with all that are not up; and the others."""
        is_background, is_quick = self._demand.is_background, self._is_quick
        free, doubtful = [], []
        for number, machine in enumerate(machines):
            place, host, name = machine
            if place is None or place.status.state is not HostState.UP or (name, host) in self._cooling:
                doubtful.append(machine)
                continue
            status = place.status
            far = is_quick and not place.is_local
            rank = (is_background and not status.always_on, place.outlook(name).usual, status.priority, far, number)
            free.append((rank, machine))
        first = sorted(free, key=lambda entry: (entry[0][0], *entry[0][2:]))[:FIRST_BY_ORDER]
        free.sort()
        soonest = [entry for entry in free if entry not in first]
        most = MANY_MACHINES - len(first)
        close = [*(machine for _, machine in (*first, *soonest[:most])), *doubtful]
        return close, [machine for _, machine in soonest[most:]]

    def _first_machines(self, accepted: list[Accepted]) -> list[Accepted]:
        """The first machines of each model; of the others how many there are, and for the very end one model each."""
        kept: list[Accepted] = []
        counts: dict[int, int] = {}
        models: dict[int, str] = {}
        for entry in accepted:
            place = entry[0].place
            counts[place] = counts.get(place, 0) + 1
            models.setdefault(place, entry[3].model)
            if counts[place] <= MOST_MACHINES:
                kept.append(entry)
            else:
                self._surplus.setdefault(entry[3].host, entry[3])
        for offer, machine_place, host, name in self._left_out:
            counts[offer.place] = counts.get(offer.place, 0) + 1
            self._unjudged.setdefault(host, (offer, machine_place, host, name))
        for place, count in counts.items():
            more = count - MOST_MACHINES
            if more > 0:
                what = "one more machine has" if more == 1 else f"{more} more machines have"
                self._reject(models[place], "", f"{what} it and would answer later")
        return kept

    def add_surplus(self) -> None:
        """Every machine that could answer stands somewhere in the plan, if only at its end."""
        hosts = {candidate.host for candidate in self.candidates}
        self.candidates.extend(one for host, one in self._surplus.items() if host not in hosts)
        hosts.update(self._surplus)
        late = (self._judge(*left) for host, left in self._unjudged.items() if host not in hosts)
        self.candidates.extend(candidate for candidate in late if candidate is not None)

    def add_last_resort(self) -> None:
        """Nothing is left: those that are down or cool down are better than giving up untried."""
        self.candidates.extend(self._last_resort)

    def outlook(self, candidate: Candidate) -> Outlook:
        """What the question would meet there."""
        place = self._index.places[candidate.host]
        return place.outlook(self._index.name_at(candidate.model, candidate.host))

    def _machines(self, offer: Offer) -> Iterator[tuple[Place | None, str, str]]:
        """Each machine of an offer with the name of the model there; one without a list yet may have it."""
        if offer.ref.host:
            host = offer.ref.host
            yield self._index.places.get(host), host, self._index.held_as(offer.name, host) or offer.name
            return
        for host, name in self._index.holders(offer.name):
            yield self._index.places[host], host, name
        for host in self._index.unlisted:
            yield self._index.places[host], host, offer.name

    def _note_unknown(self, offer: Offer) -> None:
        if (offer.name, "") not in self._seen:
            self._seen.add((offer.name, ""))
            self._reject(offer.ref.model, "", "no machine has this model")

    def _judge(self, offer: Offer, place: Place | None, host: str, name: str) -> Candidate | None:
        key = (name, host)
        if key in self._seen:
            return None
        self._seen.add(key)
        if place is None:
            self._reject(offer.ref.model, host, "no machine of that name is configured")
            return None
        installed = place.inventory.by_name.get(name)
        model = installed.name if installed else offer.ref.model
        unfit = self._unfit(place, installed)
        if not unfit and installed is None and is_cloud_name(model) and not self._demand.allow_cloud:
            unfit = "it is a cloud model, and the cloud is not allowed"  # before the machine has said what it has
        if unfit:
            self._reject(model, host, unfit)
            return None
        candidate = place.candidate(name, model, is_degraded=offer.is_degraded, note=offer.note)
        unavailable = "" if self._is_free(place, key) else self._unavailable(place, key)
        if unavailable:
            self._reject(model, host, unavailable)
            if place.status.state is not HostState.PAUSED:
                self._last_resort.append(candidate)
            return None
        return candidate

    def _unfit(self, place: Place, installed: InstalledModel | None) -> str:
        """Why this model can never take the question, or an empty string."""
        if installed is None:
            return "the model is not installed there" if place.inventory.models else self._too_long(None)
        if installed.is_remote and not self._demand.allow_cloud:
            return "it is a cloud model, and the cloud is not allowed"
        if installed.capabilities:
            if not self._needs <= installed.capabilities:
                return f"the model cannot do {' and '.join(sorted(self._needs - installed.capabilities))}"
        elif Capability.VISION in self._needs:
            return "it is not known whether the model can see images"
        return self._too_long(installed)

    def _is_free(self, place: Place, key: tuple[str, str]) -> bool:
        return place.status.state is HostState.UP and key not in self._cooling

    def _too_long(self, installed: InstalledModel | None) -> str:
        needed, allowed = self._demand.context_tokens, self._demand.context_limit
        trained = installed.context_length if installed else None
        if (not trained or needed <= trained) and (not allowed or needed <= allowed):
            return ""
        return f"about {needed:,} tokens do not fit its {longest_context(trained, allowed):,}"

    def _unavailable(self, place: Place, key: tuple[str, str]) -> str:
        """Why this machine cannot take it just now, or an empty string."""
        status = place.status
        if status.state is HostState.PAUSED:
            return f"the machine is {status.hold or 'paused'}"
        if status.state is HostState.DOWN:
            return f"the machine is down ({status.problem.rstrip('.')})" if status.problem else "the machine is down"
        return self._cooling.get(key, "")

    def _reject(self, model: str, host: str, reason: str) -> None:
        self.rejections.append(Rejection(model=model, host=host, reason=reason))
