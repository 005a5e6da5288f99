"""The fleet as the planner reads it: looked up by name instead of searched.

Rule: PURE. An index is made once per change of the fleet, not per question, and takes over from the one before
whatever stayed the same: of 64 machines usually 63. What is worked out of one machine's status is kept beside it
(``Place.outlooks``, ``Place.candidates``) and goes with it, or after ``FADE_STEP_S``: what was measured is believed a
little less by then.
"""

from __future__ import annotations

from copy import copy
from urllib.parse import urlsplit

from tray_router.model import (
    Candidate,
    Capability,
    FleetSnapshot,
    HostStatus,
    InstalledModel,
    canonical_model_name,
)
from tray_router.model.kinds import Kind, ModelKind, kind_of
from tray_router.routing.plan.outlook import Outlook, outlook_of

FADE_STEP_S = 60.0  # a thirtieth of the shortest half-life (``model.fading``): two percent

_LOOPBACK_NAMES = frozenset({"localhost", "::1"})


class Inventory:
    """The models on one machine's disk, by canonical name, and those that can chat, smallest first."""

    def __init__(self, models: tuple[InstalledModel, ...]) -> None:
        self.models = models
        self.by_name = {canonical_model_name(model.name): model for model in reversed(models)}
        self.by_digest = {model.digest: name for name, model in reversed(self.by_name.items()) if model.digest}
        self.kinds: dict[str, ModelKind] = {name: kind_of(model) for name, model in self.by_name.items()}
        self.chat = tuple(sorted((name for name, model in self.by_name.items() if _can_chat(model)), key=self._size))
        self.coders = tuple(name for name in self.chat if self.kinds[name].kind is Kind.CODER)

    def _size(self, name: str) -> tuple[int, str]:
        return self.by_name[name].size_bytes, name


def _can_chat(model: InstalledModel) -> bool:
    return not model.capabilities or Capability.COMPLETION in model.capabilities


class Place:
    """One machine.

    Attributes:
        order: its place in the settings.
        is_local: it is this computer.
        at: monotonic seconds; what is expected of it is what was then.
    """

    __slots__ = ("at", "candidates", "inventory", "is_local", "order", "outlooks", "status")

    def __init__(self, status: HostStatus, inventory: Inventory, order: int, at: float) -> None:
        self.status = status
        self.at = at
        self.inventory = inventory
        self.order = order
        self.is_local = is_loopback(status.url)
        self.outlooks: dict[str, Outlook] = {}
        self.candidates: dict[tuple[str, bool, str], Candidate] = {}

    def outlook(self, name: str) -> Outlook:
        """What a question to the model of that canonical name would meet here."""
        found = self.outlooks.get(name)
        if found is None:
            found = self.outlooks[name] = outlook_of(self.status, self.inventory.by_name, name, self.at)
        return found

    def is_fresh(self, now: float) -> bool:
        """Whether what is expected of the machine at ``now`` is what it was."""
        return now - self.at < FADE_STEP_S or not self.status.figures

    def candidate(self, name: str, model: str, *, is_degraded: bool, note: str) -> Candidate:
        """The model of that canonical name here, with ``note`` before what is expected of it.

        Args:
            model: what it is called when it is asked.
        """
        key = (model, is_degraded, note)
        found = self.candidates.get(key)
        if found is None:
            outlook, installed = self.outlook(name), self.inventory.by_name.get(name)
            found = self.candidates[key] = Candidate(
                model=model,
                host=self.status.name,
                is_warm=outlook.is_warm,
                is_degraded=is_degraded,
                is_cloud=installed is not None and installed.is_remote,
                note=" · ".join(filter(None, (note, outlook.note))),
            )
        return found


class FleetIndex:
    """All machines at one moment.

    Attributes:
        places: by name, in the order of the settings.
        unlisted: machines that have not said yet which models they have.
        chat_count: installed models that can chat, all machines together.
        offers: what the stages offer (``plan.offers``), which is the same while all machines have the same models.
        at: monotonic seconds.
    """

    def __init__(self, fleet: FleetSnapshot, before: FleetIndex | None = None) -> None:
        known = before.places if before is not None else {}
        self.at = fleet.at
        self.places: dict[str, Place] = {}
        is_same = before is not None and len(known) == len(fleet.hosts)
        for order, status in enumerate(fleet.hosts):
            place = _place(known.get(status.name), status, order, fleet.at)
            is_same = is_same and _has_same_models(place, known.get(status.name))
            self.places[status.name] = place
        self.unlisted = tuple(name for name, place in self.places.items() if not place.inventory.models)
        self._holders: dict[str, tuple[tuple[str, str], ...]] = {}
        self.offers: dict[object, object] = {}
        if before is not None and is_same:
            self._holders, self.offers = before._holders, before.offers
        self.chat_count = sum(len(place.inventory.chat) for place in self.places.values())

    def moved_to(self, now: float) -> FleetIndex:
        """The same fleet a while later, when nothing has been heard since."""
        later = copy(self)
        later.at = now
        if not all(place.is_fresh(now) for place in self.places.values()):
            later.places = {name: _place(place, place.status, place.order, now) for name, place in self.places.items()}
        return later

    def holders(self, name: str) -> tuple[tuple[str, str], ...]:
        """Every machine that has the model of that canonical name, with its canonical name there.

        The same digest is the same model, whatever it is called on another machine.
        """
        found = self._holders.get(name)
        if found is None:
            found = self._holders[name] = tuple(self._find(name))
        return found

    def held_as(self, name: str, host: str) -> str | None:
        """What the model of that canonical name is called on one machine, or None when it is not there."""
        place = self.places.get(host)
        if place is None:
            return None
        if name in place.inventory.by_name:
            return name
        return dict(self.holders(name)).get(host)

    def name_at(self, model: str, host: str) -> str:
        """The canonical name by which a machine knows the model of a candidate."""
        name = canonical_model_name(model)
        return self.held_as(name, host) or name

    def kind(self, name: str) -> ModelKind:
        """What the model of that canonical name is made for; by its name alone when nobody has it."""
        holders = self.holders(name)
        if not holders:
            return kind_of(InstalledModel(name))
        host, called = holders[0]
        return self.places[host].inventory.kinds[called]

    def _find(self, name: str) -> list[tuple[str, str]]:
        places = self.places.items()
        digests = {p.inventory.by_name[name].digest for _, p in places if name in p.inventory.by_name} - {""}
        found = []
        for host, place in places:
            if name in place.inventory.by_name:
                found.append((host, name))
                continue
            called = next((place.inventory.by_digest[d] for d in digests if d in place.inventory.by_digest), None)
            if called is not None:
                found.append((host, called))
        return found


def _has_same_models(place: Place, before: Place | None) -> bool:
    return before is not None and place.inventory is before.inventory and place.order == before.order


def indexed(fleet: FleetSnapshot | FleetIndex) -> FleetIndex:
    """The index itself, or a new one of the snapshot."""
    return fleet if isinstance(fleet, FleetIndex) else FleetIndex(fleet)


def is_loopback(url: str) -> bool:
    """Whether the address is this computer's own."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return name in _LOOPBACK_NAMES or name.startswith("127.")


def _place(known: Place | None, status: HostStatus, order: int, now: float) -> Place:
    if known is not None and known.status is status and known.order == order and known.is_fresh(now):
        return known
    if known is not None and (known.inventory.models is status.models or known.inventory.models == status.models):
        return Place(status, known.inventory, order, now)
    return Place(status, Inventory(status.models), order, now)
