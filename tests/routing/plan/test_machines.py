"""Of one model on several machines, the one that is expected to have answered first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import GB, THINKING, VISION, classified, host, installed
from tray_router.model import FleetSnapshot, HostState, HostStatus, ModelFigures, Override, RoutePlan
from tray_router.model.fading import HALF_LIFE_S, Trend
from tray_router.routing.plan import Demand, FleetIndex, ModelRef, RoutePolicy, make_plan
from tray_router.routing.plan.index import FADE_STEP_S
from tray_router.routing.plan.nearness import is_clearly_later
from tray_router.routing.plan.planner import ENOUGH_CANDIDATES, MOST_MACHINES

SMALL = installed("qwen3:4b", parameters_b=4.0)
CODER = installed("qwen3-coder:30b", size_bytes=18 * GB, parameters_b=30.0)
OTHER_CODER = installed("devstral:24b", size_bytes=14 * GB, parameters_b=24.0)
NOW = 1_000.0


def plan(
    fleet: list[HostStatus],
    *refs: str,
    route: str = "code",
    override: Override | None = None,
    more: Mapping[str, RoutePolicy] | None = None,
    **demand: Any,
) -> RoutePlan:
    """The plan of a question in a route that names ``refs``."""
    routes = {route: RoutePolicy(route, tuple(map(ModelRef.parse, refs)), fallbacks=tuple(more or ())), **(more or {})}
    snapshot = FleetSnapshot(hosts=tuple(fleet), at=NOW)
    return make_plan(classified(route), Demand(**demand), override or Override(), routes, snapshot)


def order(made: RoutePlan) -> list[str]:
    return [str(candidate) for candidate in made.candidates]


def figures(model: str = "qwen3:4b", **more: Any) -> tuple[ModelFigures, ...]:
    return (ModelFigures(model, **more),)


# --- the order of machines ------------------------------------------------------------------------------


def test_the_machine_that_was_measured_as_faster_comes_first() -> None:
    slow = host("a", SMALL, loaded=["qwen3:4b"], figures=figures(tokens_per_s=20.0))
    fast = host("b", SMALL, loaded=["qwen3:4b"], figures=figures(tokens_per_s=60.0))
    assert order(plan([slow, fast], "qwen3:4b")) == ["qwen3:4b@b", "qwen3:4b@a"]


def test_a_list_that_names_the_machines_is_one_choice_of_machine_too() -> None:
    slow = host("a", SMALL, CODER, loaded=["qwen3:4b"], figures=figures(tokens_per_s=20.0))
    fast = host("b", SMALL, loaded=["qwen3:4b"], figures=figures(tokens_per_s=60.0))
    made = plan([slow, fast], "qwen3:4b@a", "qwen3-coder:30b@a", "qwen3:4b@b")
    assert order(made)[:3] == ["qwen3:4b@b", "qwen3:4b@a", "qwen3-coder:30b@a"]


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        (40.0, 41.0, "a"),  # noise
        (40.0, 49.0, "a"),  # 6.3 s and 5.2 s: the same for all that anybody notices
        (40.0, 55.0, "b"),
        (200.0, 260.0, "a"),  # a third faster, and both in about a second
        (100.0, 400.0, "b"),
    ],
)
def test_the_users_order_holds_unless_another_is_clearly_sooner(first: float, second: float, chosen: str) -> None:
    one = host("a", SMALL, loaded=["qwen3:4b"], figures=figures(tokens_per_s=first))
    other = host("b", SMALL, loaded=["qwen3:4b"], figures=figures(tokens_per_s=second))
    assert order(plan([one, other], "qwen3:4b"))[0] == f"qwen3:4b@{chosen}"
    by_hand = order(plan([one, other], "qwen3:4b@b", "qwen3:4b@a"))
    assert by_hand[0] == "qwen3:4b@b"
    assert order(plan([replace(one, priority=1), other], "qwen3:4b"))[0] == "qwen3:4b@b"


def test_the_first_choice_is_tried_though_another_has_shown_its_speed() -> None:
    """Found by tests in another order: the second machine had answered with another model, the first never."""
    first = host("windows", SMALL, CODER)
    second = host("ubuntu", SMALL, CODER, figures=figures(tokens_per_s=100.0, load_s=0.5))
    refs = ("qwen3-coder:30b@windows", "qwen3-coder:30b@ubuntu")
    assert order(plan([first, second], *refs))[0] == "qwen3-coder:30b@windows"
    assert order(plan([first, second], *reversed(refs)))[0] == "qwen3-coder:30b@ubuntu"
    slow = replace(first, figures=figures(tokens_per_s=5.0, load_s=20.0))
    assert order(plan([slow, second], *refs))[0] == "qwen3-coder:30b@ubuntu"


def test_the_first_choice_does_not_load_what_another_has_in_memory() -> None:
    cold = host("windows", SMALL, CODER)
    warm = host(
        "ubuntu", SMALL, CODER, loaded=["qwen3-coder:30b"], figures=figures("qwen3-coder:30b", tokens_per_s=20.0)
    )
    assert order(plan([cold, warm], "qwen3-coder:30b@windows", "qwen3-coder:30b@ubuntu"))[0].endswith("@ubuntu")


@given(st.lists(st.floats(36.0, 44.0), min_size=2, max_size=20), st.integers(0, 1))
def test_equal_machines_do_not_take_turns(speeds: list[float], first: int) -> None:
    """Whatever small things the measurements say, question after question goes to the same machine."""
    asked, used = [], [NOW - 400.0, NOW - 400.0]
    used[first] = NOW - 10.0
    for number, speed in enumerate(speeds):
        fleet = [
            host(name, SMALL, loaded=["qwen3:4b"], figures=figures(tokens_per_s=each, used_at=used[at]))
            for at, (name, each) in enumerate((("a", speed), ("b", 40.0 + number % 3)))
        ]
        asked.append(plan(fleet, "qwen3:4b").candidates[0].host)
        used["ab".index(asked[-1])] = NOW
    assert set(asked) == {"a"}


def test_machines_on_the_edge_do_not_take_turns() -> None:
    def chosen(used_last: str, speed: float) -> str:
        fleet = [
            host(name, SMALL, loaded=["qwen3:4b"], figures=figures(tokens_per_s=each, used_at=NOW - since))
            for name, each, since in (
                ("a", 40.0, 10.0 if used_last == "a" else 100.0),
                ("b", speed, 10.0 if used_last == "b" else 100.0),
            )
        ]
        return plan(fleet, "qwen3:4b").candidates[0].host

    assert [chosen("a", speed) for speed in (44.0, 48.0, 52.0, 60.0)] == ["a", "a", "a", "b"]
    assert [chosen("b", speed) for speed in (44.0, 48.0, 52.0, 60.0)] == ["a", "b", "b", "b"]


# --- what was measured long ago -------------------------------------------------------------------------


def after_a_game(age_s: float, best: float = 120.0) -> HostStatus:
    """Twelve tokens per second while a game ran, and so long ago."""
    bad = figures(tokens_per_s=12.0, answer_trend=Trend(NOW - age_s, best))
    return host("windows", SMALL, loaded=["qwen3:4b"], figures=bad)


@pytest.mark.parametrize(
    ("age_s", "best", "chosen"),
    [
        (60.0, 120.0, "mac"),
        (HALF_LIFE_S / 2, 120.0, "mac"),
        (2 * HALF_LIFE_S, 120.0, "windows"),
        (2 * HALF_LIFE_S, 12.0, "mac"),  # never seen faster: it takes longer until a guess counts
        (5 * HALF_LIFE_S, 12.0, "windows"),
    ],
)
def test_a_machine_that_was_slow_while_a_game_ran_is_tried_again(age_s: float, best: float, chosen: str) -> None:
    mac = host("mac", SMALL, loaded=["qwen3:4b"], figures=figures(tokens_per_s=40.0))
    assert plan([after_a_game(age_s, best), mac], "qwen3:4b").candidates[0].host == chosen


def test_what_is_no_longer_believed_is_said_to_be() -> None:
    assert plan([after_a_game(0.0)], "qwen3:4b").candidates[0].note == "12 tokens/s"
    note = "12 tokens/s when asked last, perhaps 38 again"
    assert plan([after_a_game(HALF_LIFE_S)], "qwen3:4b").candidates[0].note == note


def test_an_index_believes_less_as_time_goes_by_and_works_nothing_out_again_meanwhile() -> None:
    index = FleetIndex(FleetSnapshot(hosts=(after_a_game(0.0), host("mac", SMALL)), at=NOW))
    speed = index.places["windows"].outlook("qwen3:4b").tokens_per_s
    soon = index.moved_to(NOW + FADE_STEP_S / 2)
    assert soon.places is index.places
    later = soon.moved_to(NOW + HALF_LIFE_S)
    assert later.places["windows"].outlook("qwen3:4b").tokens_per_s == pytest.approx(12.0 * 10**0.5)
    assert later.places["mac"] is index.places["mac"]  # nothing was measured there that could fade
    assert index.places["windows"].outlook("qwen3:4b").tokens_per_s == speed == 12.0


def test_a_load_that_took_long_once_is_not_feared_for_ever() -> None:
    def load_s(age_s: float) -> float:
        slow = figures(load_s=200.0, load_trend=Trend(NOW - age_s, 1 / 200.0))
        index = FleetIndex(FleetSnapshot(hosts=(host("pc", SMALL, figures=slow),), at=NOW))
        return index.places["pc"].outlook("qwen3:4b").load_s

    never = FleetIndex(FleetSnapshot(hosts=(host("pc", SMALL),), at=NOW)).places["pc"].outlook("qwen3:4b").load_s
    assert load_s(0.0) == pytest.approx(200.0)
    assert never < load_s(2 * HALF_LIFE_S) < load_s(HALF_LIFE_S) < 200.0
    assert load_s(40 * HALF_LIFE_S) == pytest.approx(never)


def test_another_name_of_the_same_digest_is_the_same_model() -> None:
    named = installed("best:latest", digest=SMALL.digest, parameters_b=4.0)
    fleet = [host("a", SMALL), host("b", named, loaded=["best"])]
    assert order(plan(fleet, "qwen3:4b")) == ["best:latest@b", "qwen3:4b@a"]


def test_a_busy_machine_is_left_for_a_free_one_and_a_long_line_for_a_load() -> None:
    busy = host("a", SMALL, loaded=["qwen3:4b"], in_flight=1, running=(("qwen3:4b", 1),))
    free = host("b", SMALL, loaded=["qwen3:4b"])
    cold = host("c", SMALL)
    assert order(plan([busy, free, cold], "qwen3:4b")) == ["qwen3:4b@b", "qwen3:4b@a", "qwen3:4b@c"]
    crowd = replace(busy, in_flight=9, running=(("qwen3:4b", 9),))
    assert order(plan([crowd, cold], "qwen3:4b")) == ["qwen3:4b@c", "qwen3:4b@a"]


def test_a_machine_that_is_loading_the_model_already_is_ahead_of_one_that_would_begin() -> None:
    loads = host("b", CODER, loading=(("qwen3-coder:30b", NOW - 20.0),))
    assert order(plan([host("a", CODER), loads], "qwen3-coder:30b"))[0] == "qwen3-coder:30b@b"


def test_one_load_follows_the_other_and_holds_up_nobody_whose_model_is_there() -> None:
    loads = host("a", SMALL, CODER, loading=(("qwen3-coder:30b", NOW - 5.0),))
    free = host("b", SMALL)
    assert order(plan([loads, free], "qwen3:4b"))[0] == "qwen3:4b@b"
    there = replace(loads, loaded=host("a", SMALL, loaded=["qwen3:4b"]).loaded)
    assert order(plan([there, free], "qwen3:4b"))[0] == "qwen3:4b@a"


def test_a_model_in_use_is_not_pushed_out_where_another_machine_has_room() -> None:
    used = figures(used_at=NOW - 10.0, load_s=30.0)
    full = host("a", SMALL, CODER, loaded=["qwen3:4b"], figures=used, memory_bytes=5 * GB)
    roomy = host("b", CODER)
    assert order(plan([full, roomy], "qwen3-coder:30b"))[:2] == ["qwen3-coder:30b@b", "qwen3-coder:30b@a"]
    wide = replace(full, memory_bytes=40 * GB)  # both have been in its memory together
    load = figures(used_at=NOW - 10.0)
    assert order(plan([replace(wide, figures=load), roomy], "qwen3-coder:30b"))[0] == "qwen3-coder:30b@a"


def test_quick_work_stays_on_this_computer_among_equals() -> None:
    far, near = host("a", SMALL), host("b", SMALL, url="http://localhost:11434")
    assert order(plan([far, near], "qwen3:4b", route="quick"))[0] == "qwen3:4b@b"
    assert order(plan([far, near], "qwen3:4b", route="code"))[0] == "qwen3:4b@a"
    assert order(plan([replace(far, priority=-1), near], "qwen3:4b", route="quick"))[0] == "qwen3:4b@a"
    faster = replace(far, loaded=host("a", SMALL, loaded=["qwen3:4b"]).loaded)
    assert order(plan([faster, near], "qwen3:4b", route="quick"))[0] == "qwen3:4b@a"


def test_background_work_goes_to_what_is_always_on_and_evicts_nothing_where_it_can() -> None:
    laptop = host("laptop", SMALL, loaded=["qwen3:4b"])
    server = host("server", SMALL, always_on=True)
    assert order(plan([laptop, server], "qwen3:4b", is_background=True))[0] == "qwen3:4b@server"
    assert order(plan([laptop, server], "qwen3:4b"))[0] == "qwen3:4b@laptop"
    holds = host("server", SMALL, CODER, always_on=True, loaded=["qwen3:4b"], memory_bytes=4 * GB)
    made = plan([holds], "qwen3-coder:30b", "qwen3:4b", is_background=True)
    assert order(made) == ["qwen3:4b@server", "qwen3-coder:30b@server"]
    assert order(plan([holds], "qwen3-coder:30b", "qwen3:4b"))[0] == "qwen3-coder:30b@server"


# --- notes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("machine", "note"),
    [
        (host("a", SMALL), "loads in about 10 s"),
        (host("a", SMALL, loaded=["qwen3:4b"]), ""),
        (host("a", SMALL, loaded=["qwen3:4b"], figures=figures(tokens_per_s=41.2)), "41 tokens/s"),
        (host("a", SMALL, loaded=["qwen3:4b"], in_flight=1), "waits for 1 other"),
        (
            host("a", SMALL, in_flight=2, figures=figures(tokens_per_s=9.6, load_s=3.2)),
            "loads in about 3 s, waits for 2 others, 10 tokens/s",
        ),
    ],
)
def test_a_candidate_says_what_is_expected_of_it(machine: HostStatus, note: str) -> None:
    assert plan([machine], "qwen3:4b").candidates[0].note == note


# --- who stands in --------------------------------------------------------------------------------------


def test_code_goes_to_a_coder_elsewhere_before_a_small_model() -> None:
    fleet = [host("pc", CODER, state=HostState.DOWN), host("mac", SMALL, OTHER_CODER), host("nas", CODER)]
    quick = {"quick": RoutePolicy("quick", (ModelRef("qwen3:4b"),))}
    made = plan(fleet, "qwen3-coder:30b@pc", more=quick)
    assert order(made) == ["qwen3-coder:30b@nas", "devstral:24b@mac", "qwen3:4b@mac"]
    assert all(candidate.is_degraded for candidate in made.candidates)
    assert made.candidates[0].note.startswith("a coder, not in the settings")


def test_a_route_of_chat_models_has_no_coders_standing_in() -> None:
    made = plan([host("mac", SMALL, CODER)], "qwen3:4b@pc", route="quick")
    assert [c.note.split(" · ")[0] for c in made.candidates] == ["not in the settings"] * 2


def test_a_model_of_the_list_that_is_much_smaller_is_marked_as_degraded() -> None:
    chat = installed("gemma3:27b", size_bytes=17 * GB, parameters_b=27.0)
    made = plan(
        [host("mac", SMALL, CODER, OTHER_CODER, chat)], "qwen3-coder:30b", "devstral:24b", "gemma3:27b", "qwen3:4b"
    )
    assert [c.is_degraded for c in made.candidates[:4]] == [False, False, True, True]
    thinker = installed("deepseek-r1:8b", THINKING, parameters_b=8.0)
    made = plan([host("mac", thinker, SMALL)], "deepseek-r1:8b", "qwen3:4b", route="reasoning")
    assert [c.is_degraded for c in made.candidates] == [False, False]


def test_an_image_that_nobody_can_see_could_still_be_read() -> None:
    made = plan([host("mac", SMALL)], "llava:7b", route="vision", needs_vision=True)
    assert (order(made), made.needs_text_of_image) == ([], True)
    nobody = plan([host("mac", SMALL, state=HostState.PAUSED)], "llava:7b", route="vision", needs_vision=True)
    assert not nobody.needs_text_of_image
    seer = installed("llava:7b", VISION)
    seen = plan([host("mac", SMALL, seer)], "llava:7b", route="vision", needs_vision=True)
    assert (order(seen), seen.needs_text_of_image) == (["llava:7b@mac"], False)
    assert not plan([host("mac", SMALL)], "phi4").needs_text_of_image


# --- no waiting for a load ------------------------------------------------------------------------------


def cold_coder(load_s: float | None, **more: Any) -> HostStatus:
    known = (ModelFigures("qwen3-coder:30b", load_s=load_s),) if load_s is not None else ()
    return host("pc", CODER, figures=known, **more)


WARM = host("mac", SMALL, loaded=["qwen3:4b"])
LIST = ("qwen3-coder:30b", "qwen3:4b")


def test_a_warm_small_model_answers_first_when_the_load_takes_too_long() -> None:
    made = plan([cold_coder(40.0), WARM], *LIST, max_wait_s=20.0)
    assert order(made) == ["qwen3:4b@mac", "qwen3-coder:30b@pc"]
    first = made.candidates[0]
    assert (first.is_degraded, first.note) == (True, "qwen3-coder:30b would need about 40 s to load")
    assert made.reasons == ("qwen3-coder:30b would need about 40 s to load", "because")
    assert made.late is not None
    assert str(made.late) == "qwen3-coder:30b@pc"


@pytest.mark.parametrize(
    ("fleet", "demand"),
    [
        ([cold_coder(15.0), WARM], {"max_wait_s": 20.0}),  # short enough
        ([cold_coder(40.0), WARM], {"max_wait_s": 0.0}),  # switched off
        ([cold_coder(None), WARM], {"max_wait_s": 20.0}),  # 38 s are only guessed
        ([cold_coder(40.0), host("mac", SMALL)], {"max_wait_s": 20.0}),  # the other would have to load, too
        ([cold_coder(40.0), replace(WARM, state=HostState.DEGRADED)], {"max_wait_s": 20.0}),
        ([cold_coder(40.0), WARM], {"max_wait_s": 20.0, "is_background": True}),
        ([cold_coder(40.0, loading=(("qwen3-coder:30b", NOW - 30.0),)), WARM], {"max_wait_s": 20.0}),  # 10 s are left
    ],
)
def test_otherwise_the_chosen_model_is_waited_for(fleet: list[HostStatus], demand: dict[str, Any]) -> None:
    made = plan(fleet, *LIST, **demand)
    assert order(made)[0] == "qwen3-coder:30b@pc"
    assert (made.late, made.reasons) == (None, ("because",))


def test_what_the_user_chose_is_waited_for() -> None:
    chosen = Override(model="qwen3-coder:30b")
    assert order(plan([cold_coder(400.0), WARM], *LIST, override=chosen, max_wait_s=20.0)) == ["qwen3-coder:30b@pc"]


def test_a_long_line_is_a_wait_as_well() -> None:
    line = (ModelFigures("qwen3-coder:30b", tokens_per_s=10.0, answer_tokens=400.0),)
    busy = host("pc", CODER, loaded=["qwen3-coder:30b"], in_flight=2, running=(("qwen3-coder:30b", 2),), figures=line)
    made = plan([busy, WARM], *LIST, max_wait_s=20.0)
    assert order(made)[0] == "qwen3:4b@mac"
    assert made.reasons[0] == "qwen3-coder:30b would need about 80 s until its first word"


# --- large fleets ---------------------------------------------------------------------------------------


def large(count: int = 40) -> list[HostStatus]:
    return [host(f"h{n}", SMALL, CODER, figures=figures(tokens_per_s=100.0 - n)) for n in range(count)]


def test_a_large_fleet_offers_its_best_machines_and_says_how_many_more_there_are() -> None:
    made = plan(large(), "qwen3:4b", "qwen3-coder:30b")
    assert order(made)[:MOST_MACHINES] == [f"qwen3:4b@h{n}" for n in range(MOST_MACHINES)]
    told = {rejection.model: rejection.reason for rejection in made.rejections if not rejection.host}
    assert told["qwen3:4b"] == "32 more machines have it and would answer later"
    assert len(made.candidates) >= ENOUGH_CANDIDATES
    assert {candidate.host for candidate in made.candidates} == {f"h{n}" for n in range(40)}


@given(
    st.lists(
        st.tuples(st.integers(1, 40), st.booleans(), st.sampled_from([HostState.UP, HostState.UP, HostState.DOWN])),
        min_size=17,
        max_size=30,
    )
)
def test_in_a_large_fleet_the_soonest_machine_is_found_and_nobody_is_lost(
    drawn: list[tuple[int, bool, HostState]],
) -> None:
    fleet = [
        host(
            f"h{number}",
            SMALL,
            state=state,
            loaded=["qwen3:4b"] if is_loaded else [],
            figures=figures(tokens_per_s=speed * 10.0),
        )
        for number, (speed, is_loaded, state) in enumerate(drawn)
    ]
    made = plan(fleet, "qwen3:4b", context_tokens=100)
    usable = {machine.name for machine in fleet if machine.state is HostState.UP}
    if not usable:
        assert len(made.candidates) == len(fleet)
        return
    index = FleetIndex(FleetSnapshot(hosts=tuple(fleet), at=NOW))
    times = {name: index.places[name].outlook("qwen3:4b").answer_s(100, 250.0, NOW) for name in usable}
    assert not is_clearly_later(
        times[made.candidates[0].host], min(times.values()) * 1.06
    )  # the first sorting is coarse
    assert {candidate.host for candidate in made.candidates} == usable
    assert {r.host for r in made.rejections if r.host} == {machine.name for machine in fleet} - usable
    more = [r.reason for r in made.rejections if not r.host]
    assert bool(more) == (len(usable) > MOST_MACHINES)


def test_an_index_that_follows_another_gives_the_same_plan() -> None:
    fleet = large(12)
    before = FleetIndex(FleetSnapshot(hosts=tuple(fleet), at=NOW))
    routes = {"code": RoutePolicy("code", (ModelRef("qwen3:4b"), ModelRef("qwen3-coder:30b")))}

    def made(index: FleetIndex) -> RoutePlan:
        return make_plan(classified("code"), Demand(), Override(), routes, index)

    assert made(before).candidates[0].host == "h0"
    changes = (
        replace(fleet[0], in_flight=3, running=(("qwen3:4b", 3),)),
        replace(fleet[0], state=HostState.DOWN),
        replace(fleet[0], models=(CODER,)),
        replace(fleet[0], loaded=host("h0", SMALL, loaded=["qwen3:4b"]).loaded),
    )
    for changed in changes:
        snapshot = FleetSnapshot(hosts=(changed, *fleet[1:]), at=NOW)
        assert made(FleetIndex(snapshot, before)) == made(FleetIndex(snapshot))
    fewer = FleetSnapshot(hosts=tuple(fleet[3:]), at=NOW)
    assert made(FleetIndex(fewer, before)) == made(FleetIndex(fewer))
    turned = FleetSnapshot(hosts=tuple(reversed(fleet)), at=NOW)
    assert made(FleetIndex(turned, before)) == made(FleetIndex(turned))


SPEEDS = st.one_of(st.none(), st.floats(min_value=0.1, max_value=500.0))
MACHINES = st.lists(
    st.builds(
        lambda name, speed, load_s, running, is_loaded, state: host(
            name,
            SMALL,
            CODER,
            state=state,
            loaded=["qwen3:4b"] if is_loaded else [],
            in_flight=running,
            running=(("qwen3:4b", running),) if running else (),
            figures=(ModelFigures("qwen3:4b", tokens_per_s=speed, load_s=load_s, used_at=NOW - 5.0),),
        ),
        st.sampled_from(["a", "b", "c", "d"]),
        SPEEDS,
        SPEEDS,
        st.integers(0, 3),
        st.booleans(),
        st.sampled_from(HostState),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda machine: machine.name,
)


@given(MACHINES, st.booleans(), st.sampled_from([0.0, 5.0, 60.0]))
def test_everybody_is_accounted_for_once_and_the_order_is_stable(
    fleet: list[HostStatus], is_background: bool, max_wait_s: float
) -> None:
    made = plan(fleet, "qwen3-coder:30b", "qwen3:4b", is_background=is_background, max_wait_s=max_wait_s)
    again = plan(fleet, "qwen3-coder:30b", "qwen3:4b", is_background=is_background, max_wait_s=max_wait_s)
    assert made == again
    asked = [(c.model, c.host) for c in made.candidates]
    passed = [(r.model, r.host) for r in made.rejections]
    everyone = {(model.name, machine.name) for machine in fleet for model in machine.models}
    assert len(set(asked)) == len(asked)
    assert len(set(passed)) == len(passed)
    assert set(asked) | set(passed) == everyone
    usable = [machine.name for machine in fleet if machine.is_usable]
    if usable:
        assert not set(asked) & set(passed)
        assert {name for _, name in asked} == set(usable)
    assert all(machine.state is not HostState.PAUSED for machine in fleet if machine.name in {h for _, h in asked})
