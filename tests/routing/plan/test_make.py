from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import CHAT, GB, THINKING, VISION, classified, host, installed
from tray_router.model import (
    Capability,
    FleetSnapshot,
    HostState,
    HostStatus,
    Override,
    RoutePlan,
    canonical_model_name,
)
from tray_router.routing.plan import Cooldown, Demand, ModelRef, RoutePolicy, make_plan, route_health

SMALL, BIG, SEES = installed("qwen3:4b"), installed("coder:30b", size_bytes=18 * GB), installed("llava:7b", VISION)
EMBEDS = installed("bge", {Capability.EMBEDDING}, size_bytes=GB)
CLOUD = installed("gpt-oss:120b-cloud", is_remote=True, size_bytes=0)


def policies(**routes: Any) -> dict[str, RoutePolicy]:
    """Routes by name: a list of references, or a whole policy."""
    return {
        name: route if isinstance(route, RoutePolicy) else RoutePolicy(name, tuple(map(ModelRef.parse, route)))
        for name, route in routes.items()
    }


def plan(
    fleet: list[HostStatus],
    routes: Mapping[str, RoutePolicy],
    route: str = "quick",
    *,
    override: Override | None = None,
    cooldowns: tuple[Cooldown, ...] = (),
    **demand: Any,
) -> RoutePlan:
    """The plan for a question of a route."""
    snapshot = FleetSnapshot(hosts=tuple(fleet))
    return make_plan(classified(route), Demand(**demand), override or Override(), routes, snapshot, cooldowns=cooldowns)


def order(made: RoutePlan) -> list[str]:
    return [str(candidate) for candidate in made.candidates]


def why_not(made: RoutePlan) -> dict[str, str]:
    return {f"{r.model}@{r.host}": r.reason for r in made.rejections}


# --- the order ------------------------------------------------------------------------------------------


def test_the_order_of_the_settings_is_kept() -> None:
    made = plan([host("mac", SMALL, BIG), host("pc", SMALL, BIG)], policies(quick=["coder:30b@pc", "qwen3:4b@mac"]))
    assert order(made)[:2] == ["coder:30b@pc", "qwen3:4b@mac"]
    assert [c.is_degraded for c in made.candidates] == [False, True, True, True]  # the small model is no equal
    assert made.candidates[2].note.startswith("a coder, not in the settings")
    assert made.candidates[3].note.startswith("not in the settings")


def test_of_one_model_on_several_machines_the_loaded_and_less_busy_one_comes_first() -> None:
    fleet = [
        host("busy", SMALL, loaded=["qwen3:4b"], in_flight=2),
        host("cold", SMALL),
        host("free", SMALL, loaded=["qwen3:4b"], in_flight=1),
    ]
    made = plan(fleet, policies(quick=["qwen3:4b"]))
    assert order(made) == ["qwen3:4b@free", "qwen3:4b@busy", "qwen3:4b@cold"]
    assert [c.is_warm for c in made.candidates] == [True, True, False]


def test_equal_machines_come_by_priority_then_as_in_the_settings() -> None:
    fleet = [host("a", SMALL, priority=2), host("b", SMALL, priority=1), host("c", SMALL, priority=1)]
    assert order(plan(fleet, policies(quick=["qwen3:4b"]))) == ["qwen3:4b@b", "qwen3:4b@c", "qwen3:4b@a"]


def test_machines_that_are_up_come_before_doubtful_ones_of_the_same_list() -> None:
    fleet = [
        host("new", SMALL, state=HostState.UNKNOWN),
        host("ill", SMALL, state=HostState.DEGRADED),
        host("starting", SMALL, state=HostState.STARTING),
        host("well", BIG),
    ]
    made = plan(fleet, policies(quick=["qwen3:4b", "coder:30b"]))
    assert order(made) == ["coder:30b@well", "qwen3:4b@new", "qwen3:4b@ill", "qwen3:4b@starting"]


def test_fallback_routes_follow_the_own_list_and_say_so() -> None:
    routes = policies(
        code=RoutePolicy("code", (ModelRef("coder:30b"),), fallbacks=("quick", "no such route")), quick=["qwen3:4b"]
    )
    made = plan([host("mac", SMALL, BIG)], routes, "code")
    assert order(made) == ["coder:30b@mac", "qwen3:4b@mac"]
    assert made.candidates[1].is_degraded
    assert made.candidates[1].note == "from the quick route · loads in about 10 s"


def test_without_routes_the_smallest_installed_chat_model_answers() -> None:
    made = plan([host("mac", BIG, SMALL, EMBEDS, CLOUD)], {})
    assert order(made) == ["qwen3:4b@mac", "coder:30b@mac"]
    assert why_not(made) == {"gpt-oss:120b-cloud@mac": "it is a cloud model, and the cloud is not allowed"}


# --- who cannot -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("machine", "reason"),
    [
        (host("mac", SMALL, state=HostState.DOWN), "the machine is down"),
        (host("mac", SMALL, state=HostState.DOWN, problem="Nothing listens."), "the machine is down (Nothing listens)"),
        (host("mac", SMALL, state=HostState.PAUSED), "the machine is paused"),
        (host("mac", BIG), "the model is not installed there"),
        (host("mac", replace(SMALL, is_remote=True)), "it is a cloud model, and the cloud is not allowed"),
        (host("mac", replace(SMALL, capabilities=frozenset({Capability.EMBEDDING}))), "the model cannot do completion"),
        (host("mac", replace(SMALL, context_length=2_048)), "about 3,000 tokens do not fit its 2,048"),
    ],
)
def test_everyone_passed_over_has_a_reason(machine: HostStatus, reason: str) -> None:
    routes = policies(quick=RoutePolicy("quick", (ModelRef("qwen3:4b", "mac"),), needs=CHAT))
    made = plan([machine, host("pc", BIG)], routes, context_tokens=3_000)
    assert order(made)[0].startswith("coder:30b@")
    assert why_not(made)["qwen3:4b@mac"] == reason


def test_the_settings_limit_the_context_of_every_model() -> None:
    fleet = [host("mac", SMALL), host("new", state=HostState.UNKNOWN)]
    routes = policies(quick=["qwen3:4b@mac", "qwen3:4b@new"])
    made = plan(fleet, routes, context_tokens=9_000, context_limit=8_192)
    assert order(made) == []
    assert why_not(made) == {
        "qwen3:4b@mac": "about 9,000 tokens do not fit its 8,192",
        "qwen3:4b@new": "about 9,000 tokens do not fit its 8,192",
    }
    assert len(order(plan(fleet, routes, context_tokens=8_000, context_limit=8_192))) == 2


def test_a_machine_that_does_not_exist_and_a_model_that_nobody_has_are_named() -> None:
    made = plan([host("mac", SMALL)], policies(quick=["qwen3:4b@nas", "phi4"]))
    assert order(made) == ["qwen3:4b@mac"]
    assert why_not(made) == {
        "qwen3:4b@nas": "no machine of that name is configured",
        "phi4@": "no machine has this model",
    }


def test_a_model_that_failed_lately_is_passed_over_while_another_can() -> None:
    cooldowns = (Cooldown("QWEN3:4b", "mac", "it failed a moment ago"),)
    fleet = [host("mac", SMALL), host("pc", SMALL)]
    made = plan(fleet, policies(quick=["qwen3:4b"]), cooldowns=cooldowns)
    assert order(made) == ["qwen3:4b@pc"]
    assert why_not(made) == {"qwen3:4b@mac": "it failed a moment ago"}
    alone = plan(fleet[:1], policies(quick=["qwen3:4b"]), cooldowns=cooldowns)
    assert order(alone) == ["qwen3:4b@mac"]


def test_when_all_are_down_they_are_tried_all_the_same_but_never_a_paused_one() -> None:
    fleet = [host("mac", SMALL, state=HostState.DOWN), host("pc", SMALL, state=HostState.PAUSED)]
    made = plan(fleet, policies(quick=["qwen3:4b"]))
    assert order(made) == ["qwen3:4b@mac"]
    assert set(why_not(made)) == {"qwen3:4b@mac", "qwen3:4b@pc"}


def test_a_machine_that_has_not_listed_its_models_may_be_asked_for_what_the_settings_name() -> None:
    silent = host("new", state=HostState.UNKNOWN)
    assert order(plan([silent], policies(quick=["qwen3:4b"]))) == ["qwen3:4b@new"]


# --- images ---------------------------------------------------------------------------------------------


def test_an_image_only_goes_to_a_model_that_sees() -> None:
    blind = replace(installed("mystery"), capabilities=frozenset())
    made = plan(
        [host("mac", SMALL, SEES, blind)], policies(vision=["qwen3:4b", "mystery"]), "vision", needs_vision=True
    )
    assert order(made) == ["llava:7b@mac"]
    assert why_not(made) == {
        "qwen3:4b@mac": "the model cannot do vision",
        "mystery@mac": "it is not known whether the model can see images",
    }


def test_an_image_that_nobody_can_see_has_no_candidate_and_reasons() -> None:
    made = plan([host("mac", SMALL)], policies(quick=["qwen3:4b"]), needs_vision=True)
    assert order(made) == []
    assert why_not(made) == {"qwen3:4b@mac": "the model cannot do vision"}


def test_the_vision_route_without_an_image_needs_no_vision() -> None:
    routes = policies(vision=RoutePolicy("vision", (ModelRef("qwen3:4b"),), needs=VISION))
    assert order(plan([host("mac", SMALL)], routes, "vision")) == ["qwen3:4b@mac"]


def test_other_needs_of_a_route_hold() -> None:
    routes = policies(reasoning=RoutePolicy("reasoning", (ModelRef("qwen3:4b"), ModelRef("r1")), needs=THINKING))
    made = plan([host("mac", SMALL, installed("r1", THINKING))], routes, "reasoning")
    assert order(made) == ["r1@mac"]
    assert why_not(made) == {"qwen3:4b@mac": "the model cannot do thinking"}


# --- what the user fixes by hand ------------------------------------------------------------------------

TWO = [host("mac", SMALL, BIG), host("pc", SMALL, BIG, SEES)]
ROUTES = policies(quick=["qwen3:4b"], code=["coder:30b@pc", "qwen3:4b@mac"])


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        (Override(route="code"), ["coder:30b@pc", "qwen3:4b@mac"]),
        (Override(model="coder:30b"), ["coder:30b@mac", "coder:30b@pc"]),
        (Override(model="Coder:30B", host="pc"), ["coder:30b@pc"]),
        (Override(host="pc"), ["qwen3:4b@pc", "llava:7b@pc", "coder:30b@pc"]),
        (Override(route="code", host="mac"), ["qwen3:4b@mac", "coder:30b@mac"]),
        (Override(model="phi4"), []),
        (Override(host="nas"), []),
        (Override(model="qwen3:4b", host="nas"), []),
    ],
)
def test_overrides(override: Override, expected: list[str]) -> None:
    made = plan(TWO, ROUTES, override=override)
    assert order(made)[: len(expected)] == expected
    if override.model or override.host:
        assert order(made) == expected
    assert made.is_override
    assert made.reasons == ("you chose it",)
    assert made.route == (override.route or "quick")
    assert made.candidates or made.rejections


def test_what_was_chosen_by_hand_is_tried_although_it_is_down() -> None:
    fleet = [host("mac", SMALL, state=HostState.DOWN), host("pc", SMALL)]
    assert order(plan(fleet, ROUTES, override=Override(model="qwen3:4b", host="mac"))) == ["qwen3:4b@mac"]
    assert order(plan(fleet, ROUTES, override=Override(model="qwen3:4b"))) == ["qwen3:4b@pc"]
    paused = [replace(fleet[0], state=HostState.PAUSED)]
    made = plan(paused, ROUTES, override=Override(host="mac"))
    assert order(made) == []
    assert why_not(made) == {"qwen3:4b@mac": "the machine is paused"}


def test_without_override_the_classification_is_passed_on() -> None:
    made = plan(TWO, ROUTES)
    assert (made.confidence, made.reasons, made.is_override) == (0.9, ("because",), False)


# --- properties over whole fleets -----------------------------------------------------------------------

NAMES = ("qwen3:4b", "qwen3", "Coder:30b", "llava:7b", "bge")
MODELS = st.builds(
    lambda name, capabilities, context, size, is_remote: installed(
        name, capabilities, context_length=context, size_bytes=size, is_remote=is_remote
    ),
    st.sampled_from(NAMES),
    st.sampled_from([CHAT, VISION, THINKING, frozenset(), frozenset({Capability.EMBEDDING})]),
    st.sampled_from([None, 2_048, 32_768]),
    st.integers(min_value=0, max_value=40 * GB),
    st.booleans(),
)
FLEETS = st.lists(
    st.builds(
        lambda name, models, state, loaded, in_flight: host(
            name, *models, state=state, loaded=loaded, in_flight=in_flight
        ),
        st.sampled_from(["mac", "pc", "nas"]),
        st.lists(MODELS, max_size=4, unique_by=lambda model: canonical_model_name(model.name)),
        st.sampled_from(HostState),
        st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        st.integers(min_value=0, max_value=3),
    ),
    max_size=3,
    unique_by=lambda machine: machine.name,
)
REFS = st.builds(ModelRef, st.sampled_from((*NAMES, "phi4")), st.sampled_from(["", "mac", "pc", "gone"]))
POLICIES = st.dictionaries(
    st.sampled_from(["quick", "code", "vision"]),
    st.tuples(
        st.lists(REFS, max_size=4).map(tuple),
        st.sampled_from([frozenset(), CHAT, VISION, THINKING]),
        st.lists(st.sampled_from(["quick", "code", "vision", "none"]), max_size=2).map(tuple),
    ),
    max_size=3,
).map(lambda made: {name: RoutePolicy(name, refs, needs, fallbacks) for name, (refs, needs, fallbacks) in made.items()})
OVERRIDES = st.builds(
    Override,
    route=st.sampled_from(["", "", "code"]),
    model=st.sampled_from(["", "", "QWEN3:4B", "phi4"]),
    host=st.sampled_from(["", "", "mac", "gone"]),
)
DEMANDS = st.builds(Demand, st.booleans(), st.sampled_from([100, 3_000, 50_000]), st.booleans())
COOLDOWNS = st.lists(
    st.builds(Cooldown, st.sampled_from(NAMES), st.sampled_from(["mac", "pc"]), st.just("it failed a moment ago")),
    max_size=2,
)


@given(FLEETS, POLICIES, OVERRIDES, DEMANDS, COOLDOWNS)
def test_every_plan_keeps_the_rules(
    fleet: list[HostStatus],
    routes: dict[str, RoutePolicy],
    override: Override,
    demand: Demand,
    cooldowns: list[Cooldown],
) -> None:
    snapshot = FleetSnapshot(hosts=tuple(fleet))
    made = make_plan(classified("quick"), demand, override, routes, snapshot, cooldowns=tuple(cooldowns))
    machines = {machine.name: machine for machine in fleet}
    keys = [(canonical_model_name(c.model), c.host) for c in made.candidates]

    assert len(set(keys)) == len(keys), "each model on each machine at most once"
    states = {machines[name].state for _, name in keys}
    assert HostState.PAUSED not in states
    assert HostState.DOWN not in states or states == {HostState.DOWN} or _all_cooling(made, machines, cooldowns)
    for candidate in made.candidates:
        model = machines[candidate.host].installed(candidate.model)
        assert candidate.is_warm == (machines[candidate.host].loaded_model(candidate.model) is not None)
        if model is None:
            assert not machines[candidate.host].models, "not installed, and the machine says so"
            continue
        assert candidate.model == model.name
        assert demand.allow_cloud or not model.is_remote
        assert model.context_length is None or demand.context_tokens <= model.context_length
        assert not demand.needs_vision or Capability.VISION in model.capabilities
    assert all(rejection.reason.strip() for rejection in made.rejections)
    told = [(canonical_model_name(r.model), r.host) for r in made.rejections]
    assert len(set(told)) == len(told), "each is passed over once"

    policy = routes.get(made.route)
    if policy and not (override.model or override.host):
        named = {key[0] for key in keys + told}
        for ref in policy.refs:
            key = (canonical_model_name(ref.model), ref.host)
            assert key in keys + told if ref.host else key[0] in named, f"{ref} is neither asked nor explained"


def _all_cooling(made: RoutePlan, machines: dict[str, HostStatus], cooldowns: list[Cooldown]) -> bool:
    """Nobody can take it untroubled: then the down and the cooling ones are tried together."""
    cooling = {(canonical_model_name(c.model), c.host) for c in cooldowns}
    return all(
        machines[c.host].state is HostState.DOWN or (canonical_model_name(c.model), c.host) in cooling
        for c in made.candidates
    )


@given(FLEETS, POLICIES, DEMANDS)
def test_whoever_can_answer_is_never_forgotten(
    fleet: list[HostStatus], routes: dict[str, RoutePolicy], demand: Demand
) -> None:
    made = make_plan(classified("quick"), demand, Override(), routes, FleetSnapshot(hosts=tuple(fleet)))
    can = [
        (machine.name, model.name)
        for machine in fleet
        for model in machine.models
        if machine.state is not HostState.PAUSED
        and Capability.COMPLETION in model.capabilities
        and (Capability.VISION in model.capabilities or not demand.needs_vision)
        and (demand.allow_cloud or not model.is_remote)
        and (model.context_length is None or model.context_length >= demand.context_tokens)
        and routes.get("quick", RoutePolicy("quick")).needs <= model.capabilities | {Capability.VISION}
    ]
    assert made.candidates or not can


@given(FLEETS, POLICIES)
def test_the_same_question_gives_the_same_plan(fleet: list[HostStatus], routes: dict[str, RoutePolicy]) -> None:
    assert plan(fleet, routes) == plan(fleet, routes)


# --- who serves each route ------------------------------------------------------------------------------


def test_route_health_names_who_would_answer_now() -> None:
    fleet = FleetSnapshot(hosts=(host("mac", SMALL), host("pc", BIG, state=HostState.DOWN)))
    routes = policies(
        quick=["qwen3:4b"],
        code=RoutePolicy("code", (ModelRef("coder:30b"),)),
        sql=RoutePolicy("sql", (ModelRef("coder:30b"),), fallbacks=("quick",)),
    )
    health = {h.route: (h.model, h.host, h.is_served) for h in route_health(routes, fleet)}
    assert health == {"quick": ("qwen3:4b", "mac", True), "code": ("", "", False), "sql": ("qwen3:4b", "mac", True)}


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("qwen3:4b", ModelRef("qwen3:4b")),
        ("qwen3:4b@mac", ModelRef("qwen3:4b", "mac")),
        (" qwen3:4b @ mac ", ModelRef("qwen3:4b", "mac")),
        ("hf.co/a@b/c:Q4@mac", ModelRef("hf.co/a@b/c:Q4", "mac")),
    ],
)
def test_references_of_the_settings(text: str, ref: ModelRef) -> None:
    assert ModelRef.parse(text) == ref


def test_a_route_that_nobody_set_up_is_no_trouble() -> None:
    fleet = FleetSnapshot(hosts=(host("mac", SMALL),))
    routes = policies(quick=["qwen3:4b@mac"], vision=RoutePolicy("vision", fallbacks=("quick",)))
    assert [route.route for route in route_health(routes, fleet)] == ["quick"]


def test_route_health_of_one_question_asks_for_what_it_needs() -> None:
    fleet = FleetSnapshot(hosts=(host("mac", SMALL, SEES), host("pc", BIG)))
    routes = policies(
        quick=["qwen3:4b@mac"],
        code=RoutePolicy("code", (ModelRef("coder:30b"),), fallbacks=("quick",)),
        vision=RoutePolicy("vision", (ModelRef("llava:7b"),), needs=frozenset({Capability.VISION})),
    )

    def served(demand: Demand, *cooldowns: Cooldown) -> dict[str, str]:
        return {h.route: h.model for h in route_health(routes, fleet, demand, cooldowns) if h.is_served}

    assert served(Demand()) == {"quick": "qwen3:4b", "code": "coder:30b", "vision": "llava:7b"}
    assert served(Demand(needs_vision=True)) == {"vision": "llava:7b"}
    assert served(Demand(context_tokens=50_000)) == {}
    cooling = Cooldown("coder:30b", "pc", "it failed")
    assert served(Demand(), cooling) == {"quick": "qwen3:4b", "code": "qwen3:4b", "vision": "llava:7b"}
