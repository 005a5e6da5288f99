"""Which routes to propose for the models that machines have on disk: the four built-in ones, with a reason each.

Rule: PURE. Smallest capable chat model for quick questions, coders for code, thinkers for reasoning, models that see
for vision; behind the preferred model come the alternatives, so that every route that can be served goes on when a
machine is away. Models that cannot chat and stubs of a cloud are left out, and said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from tray_router.config.route_settings import (
    BUILT_IN_ROUTE_NAMES,
    CODE,
    QUICK,
    REASONING,
    VISION,
    RouteSettings,
    default_route,
)
from tray_router.config.settings import HostSettings, Settings
from tray_router.model import InstalledModel, canonical_model_name
from tray_router.model.kinds import Kind, ModelKind, is_cloud_name, kind_of

MAX_MODELS_PER_ROUTE = 6  # a longer list helps nobody; machines without a model in it add their best one
MAX_NAME_CHARS = 400  # of a model; longer ones would not pass as a candidate

# What counts as a small model for quick questions, in billions of parameters.
SMALLEST_CAPABLE_B = 1.5
LARGEST_QUICK_B = 9.5
SIMILAR_SIZE = 2.5  # a plain chat model up to this many times larger is preferred to a specialist
SMALLEST_CODER_B = 1.0  # below, they complete lines in an editor and answer no questions


@dataclass(frozen=True, slots=True)
class Skipped:
    """A model that is proposed for nothing, and why, in plain words."""

    model: str
    host: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Routes for what is installed.

    Attributes:
        routes: the four built-in routes, or none at all when no model can chat.
        reasons: one sentence per route.
        skipped: models left out.
    """

    routes: dict[str, RouteSettings]
    reasons: dict[str, str]
    skipped: tuple[Skipped, ...] = ()

    def settings(self, hosts: Mapping[str, HostSettings], base: Settings | None = None) -> Settings:
        """The settings with these hosts and routes; everything else as in ``base``, or at its default."""
        return msgspec.structs.replace(base or Settings(), hosts=dict(hosts), routes=dict(self.routes))


@dataclass(frozen=True, slots=True)
class _Choice:
    """One model, wherever it is installed."""

    kind: ModelKind
    places: tuple[tuple[str, str], ...]  # (host, name of the model there), in the order of the hosts

    @property
    def size_b(self) -> float:
        return self.kind.size_b

    @property
    def name(self) -> str:
        return self.places[0][1]

    @property
    def hosts(self) -> set[str]:
        return {host for host, _ in self.places}


def propose_routes(hosts: Mapping[str, Sequence[InstalledModel]]) -> Proposal:
    """Routes for the models of each machine.

    Args:
        hosts: what each machine has on disk, by its name in the settings, in the order in which to prefer them.
            Capabilities are best taken from ``/api/show``; where there are none, the names decide.
    """
    choices, skipped = _choices(hosts)
    if not choices:
        return Proposal({}, {}, tuple(skipped))
    rankings = {
        QUICK: _rank_quick(choices),
        VISION: _rank_vision(choices),
        CODE: _rank_code(choices),
        REASONING: _rank_reasoning(choices),
    }
    last = rankings[QUICK][0]
    routes = {name: _route(name, rankings[name], last) for name in BUILT_IN_ROUTE_NAMES}
    reasons = {name: _reason(name, rankings[name]) for name in BUILT_IN_ROUTE_NAMES}
    return Proposal(routes, reasons, tuple(skipped))


# --- what there is --------------------------------------------------------------------------------------


def _choices(hosts: Mapping[str, Sequence[InstalledModel]]) -> tuple[list[_Choice], list[Skipped]]:
    """Models by name and abilities: one name can stand for different models on different machines."""
    places: dict[tuple[str, Kind, bool, bool], list[tuple[str, str]]] = {}
    kinds: dict[tuple[str, Kind, bool, bool], ModelKind] = {}
    skipped: list[Skipped] = []
    for host, models in hosts.items():
        seen: set[str] = set()
        for model in sorted(models, key=_is_latest):
            kind = kind_of(model)
            reason = _why_skipped(model, kind)
            if reason:
                skipped.append(Skipped(model.name, host, reason))
                continue
            name = canonical_model_name(model.name)
            if name in seen or (model.digest and model.digest in seen):
                continue  # a second name of a model that is in the list already
            seen |= {name, model.digest}
            key = (name, kind.kind, kind.sees, kind.thinks)
            kinds.setdefault(key, kind)
            places.setdefault(key, []).append((host, model.name))
    return [_Choice(kinds[key], tuple(found)) for key, found in places.items()], skipped


def _is_latest(model: InstalledModel) -> bool:
    """Of two names of one model, the one that tells its size goes first."""
    return canonical_model_name(model.name).endswith(":latest")


def _why_skipped(model: InstalledModel, kind: ModelKind) -> str:
    if model.is_remote or is_cloud_name(model.name):
        return "it runs in Ollama's cloud, so questions would leave your network"
    if kind.kind is Kind.NO_CHAT:
        return "it cannot chat"
    is_writable = model.name.isprintable() and not any(char.isspace() for char in model.name)
    return "" if model.name and is_writable and len(model.name) <= MAX_NAME_CHARS else "its name is not usable"


# --- the order for each route ---------------------------------------------------------------------------


def _rank_quick(choices: Sequence[_Choice]) -> list[_Choice]:
    plain = [c for c in choices if not c.kind.is_specialist]

    def rank(choice: _Choice) -> tuple[int, float, str]:
        size = choice.size_b
        if choice.kind.is_specialist and any(
            SMALLEST_CAPABLE_B <= other.size_b <= SIMILAR_SIZE * size for other in plain
        ):
            return 3, size, choice.name
        if size < SMALLEST_CAPABLE_B:
            return 1, -size, choice.name
        return (0 if size <= LARGEST_QUICK_B else 2), size, choice.name

    return sorted(choices, key=rank)


def _rank_vision(choices: Sequence[_Choice]) -> list[_Choice]:
    return sorted((c for c in choices if c.kind.sees), key=lambda c: (c.size_b < SMALLEST_CAPABLE_B, c.size_b, c.name))


def _rank_code(choices: Sequence[_Choice]) -> list[_Choice]:
    def rank(choice: _Choice) -> tuple[int, float, str]:
        if choice.kind.kind is Kind.CODER and choice.size_b >= SMALLEST_CODER_B:
            return 0, -choice.size_b, choice.name
        return (2 if choice.kind.kind is Kind.SEER else 1), -choice.size_b, choice.name

    return sorted(choices, key=rank)


def _rank_reasoning(choices: Sequence[_Choice]) -> list[_Choice]:
    def rank(choice: _Choice) -> tuple[int, float, bool, str]:
        if choice.kind.thinks and choice.kind.kind in (Kind.CHAT, Kind.THINKER):
            return 0, -choice.size_b, choice.kind.kind is not Kind.THINKER, choice.name
        tier = 1 if choice.kind.thinks else 2 if choice.kind.kind is Kind.CHAT else 3
        return tier, -choice.size_b, False, choice.name

    return sorted(choices, key=rank)


# --- what is said of them -------------------------------------------------------------------------------


def _route(name: str, ranked: Sequence[_Choice], last: _Choice) -> RouteSettings:
    chosen = _shortened(ranked)
    if name != VISION:
        # The quick model comes last if the list leaves it out: someone always answers.
        chosen = chosen if last in chosen else [*chosen, last]
    candidates = tuple(f"{model}@{host}" for choice in chosen for host, model in choice.places)
    return msgspec.structs.replace(default_route(name), candidates=candidates)


def _shortened(ranked: Sequence[_Choice]) -> list[_Choice]:
    """The first few, and for each machine that has none of them the best one that it has."""
    chosen = list(ranked[:MAX_MODELS_PER_ROUTE])
    covered = {host for choice in chosen for host in choice.hosts}
    for choice in ranked[MAX_MODELS_PER_ROUTE:]:
        if not choice.hosts <= covered:
            chosen.append(choice)
            covered |= choice.hosts
    return chosen


def _reason(name: str, ranked: Sequence[_Choice]) -> str:
    if not ranked:
        return "No installed model can see images; pull one, e.g. granite3.2-vision:2b, and run this again."
    first = ranked[0]
    what = {QUICK: _about_quick, VISION: _about_vision, CODE: _about_code, REASONING: _about_reasoning}[name](first)
    others = _listed(choice.name for choice in ranked[1:3])
    return f"{first.name} {what}{f'; then {others}' if others else ''}."


def _about_quick(choice: _Choice) -> str:
    return "is the smallest capable chat model" if not choice.kind.is_specialist else "is the best there is for chat"


def _about_vision(_choice: _Choice) -> str:
    return "is the smallest capable model that sees images"


def _about_code(choice: _Choice) -> str:
    is_coder = choice.kind.kind is Kind.CODER
    return "is the largest model made for code" if is_coder else "is the largest model; none is made for code"


def _about_reasoning(choice: _Choice) -> str:
    return "is the largest model that thinks" if choice.kind.thinks else "is the largest model; none thinks aloud"


def _listed(names: Iterable[str]) -> str:
    return " and ".join(names)
