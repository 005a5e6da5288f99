from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import failure, installed
from tests.engine.fakes import RecordingListener, bench, route, up
from tests.loops import run_virtual
from tray_router.config.route_settings import RouteSettings
from tray_router.engine.auto_routes import RouteSource
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.errors import FailureKind
from tray_router.fleet import record as fleet
from tray_router.fleet.record import HostRecord
from tray_router.model import Classification, FleetSnapshot, HostState, Override, RouteHealth, RoutePlan
from tray_router.routing.plan import Demand, FleetIndex, make_plan

SMALL, BIG = installed("small"), installed("big")


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def tracked(*records: HostRecord, routes: Iterable[str] = ("small",)) -> tuple[FleetTracker, RecordingListener, Clock]:
    """A tracker with a route ``quick``, a listener that has heard of the start, and the clock."""
    clock, listener = Clock(), RecordingListener()
    tracker = FleetTracker(records, {"quick": route("quick", *routes)}, clock)
    tracker.subscribe(listener)
    listener.snapshots.clear()
    return tracker, listener, clock


def answered(rtt_s: float = 0.010) -> Callable[[HostRecord], HostRecord]:
    return lambda record: fleet.answered(record, "0.33.0", rtt_s, 100.0)


def failed(kind: FailureKind, model: str = "") -> Callable[[HostRecord], HostRecord]:
    return lambda record: fleet.failed(record, failure(kind, model=model), 100.0)


def test_a_listener_hears_of_the_present_fleet_at_once() -> None:
    tracker, listener = FleetTracker([up("mac", SMALL)], {}, Clock()), RecordingListener()
    tracker.subscribe(listener)
    (snapshot,) = listener.snapshots
    assert [host.name for host in snapshot.hosts] == ["mac"]
    assert snapshot.at == 100.0


def test_each_change_is_announced_once_and_repeats_are_not() -> None:
    tracker, listener, _ = tracked(up("mac", SMALL), up("pc", BIG))
    tracker.apply("mac", answered())
    assert len(listener.snapshots) == 1
    tracker.apply("mac", answered())
    tracker.apply("mac", answered(0.011))
    tracker.apply("mac", lambda record: record)
    tracker.apply("unknown", answered())
    assert len(listener.snapshots) == 1
    tracker.apply("pc", lambda record: fleet.request_started(record, "big"))
    tracker.apply("pc", lambda record: fleet.request_ended(record, "big"))
    assert [s.hosts[1].in_flight for s in listener.snapshots[1:]] == [1, 0]


def test_small_steps_of_the_round_trip_add_up_to_one_worth_telling() -> None:
    tracker, listener, _ = tracked(up("mac", SMALL))
    for step in range(11):
        tracker.apply("mac", answered(0.010 * 1.05**step))
    assert [s.hosts[0].rtt_s for s in listener.snapshots] == [0.010, pytest.approx(0.010 * 1.05**9)]


def test_a_change_that_nobody_can_see_is_not_announced() -> None:
    tracker, listener, _ = tracked(up("mac", SMALL))
    tracker.apply("mac", failed(FailureKind.CRASHED, "small"))
    assert listener.snapshots == []
    assert [c.model for c in tracker.cooldowns()] == ["small:latest"]


def test_transitions_are_logged_once_each_with_the_reason(
    expect_log: Callable[[str], None], log_watch: object, caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("mac: up -> down It failed: refused.")
    caplog.set_level("INFO", logger="tray_router")
    tracker, _, _ = tracked(up("mac", SMALL))
    for _round in range(3):
        tracker.apply("mac", failed(FailureKind.REFUSED))
    for _round in range(3):
        tracker.apply("mac", answered())
    said = [(r.levelname, r.getMessage().strip()) for r in caplog.records if r.name.startswith("tray_router")]
    assert said == [("WARNING", "mac: up -> down It failed: refused."), ("INFO", "mac: down -> up")]


def test_routes_say_who_serves_them(allow_log: Callable[[str], None]) -> None:
    allow_log("-> down")
    tracker, listener, _ = tracked(up("mac", SMALL), up("pc", SMALL))
    assert tracker.snapshot().routes == (RouteHealth("quick", "small", "mac"),)
    tracker.apply("mac", failed(FailureKind.REFUSED))
    assert listener.snapshots[-1].routes == (RouteHealth("quick", "small", "pc"),)
    tracker.apply("pc", failed(FailureKind.REFUSED))
    assert not listener.snapshots[-1].routes[0].is_served
    tracker.replace_policies({"code": route("code", "big")})
    assert [r.route for r in listener.snapshots[-1].routes] == ["code"]


def test_cooldowns_end_by_the_clock() -> None:
    tracker, _, clock = tracked(up("mac", SMALL))
    tracker.apply("mac", failed(FailureKind.CRASHED, "small"))
    (cooldown,) = tracker.cooldowns()
    assert cooldown.reason == "it failed a moment ago (It failed: crashed)"
    clock.now += 15.0
    assert tracker.cooldowns() == ()


def test_new_settings_keep_what_is_known_of_machines_that_stay() -> None:
    tracker, listener, _ = tracked(up("mac", SMALL), up("pc", BIG), up("old", BIG))
    fresh = [
        HostRecord("mac", "http://mac:11434", priority=5, always_on=True),
        HostRecord("pc", "http://moved:11434"),
        HostRecord("new", "http://new:11434"),
    ]
    tracker.replace_machines(fresh)
    assert tracker.names() == ("mac", "pc", "new")
    mac, pc, new = tracker.snapshot().hosts
    assert (mac.state, mac.models, mac.priority, mac.always_on) == (HostState.UP, (SMALL,), 5, True)
    assert (pc.state, pc.models) == (HostState.UNKNOWN, ())
    assert new.state is HostState.UNKNOWN
    assert tracker.record("old") is None
    assert len(listener.snapshots) == 1


def test_a_listener_in_the_place_of_another_hears_of_changes_alone() -> None:
    tracker, old, _ = tracked(up("mac", SMALL))
    new = RecordingListener()
    tracker.replace_listener(old, new)
    tracker.apply("mac", answered())
    assert old.snapshots == []
    assert len(new.snapshots) == 2


def test_who_serves_a_route_is_said_for_when_nobody_is_being_answered() -> None:
    """A question that is running when something else changes must not make its machine look worse for good."""
    tracker, listener, _ = tracked(up("mac", SMALL, loaded=["small"]), up("pc", SMALL, loaded=["small"]))
    tracker.apply("mac", lambda r: fleet.request_started(r, "small", 1.0))
    tracker.apply("pc", lambda r: fleet.unloaded(r, "small"))
    tracker.apply("pc", lambda r: fleet.first_token(r, "small", 4096, 2.0))
    assert tracker.snapshot().routes == (RouteHealth("quick", "small", "mac"),)
    tracker.apply("mac", lambda r: fleet.request_ended(r, "small"))
    assert tracker.snapshot().routes == (RouteHealth("quick", "small", "mac"),)
    assert listener.snapshots[-1].routes == tracker.snapshot().routes


def test_a_listener_that_changes_the_routes_leads_to_one_announcement_for_the_others() -> None:
    clock, before, after = Clock(), RecordingListener(), RecordingListener()
    tracker = FleetTracker([up("mac")], {}, clock)

    class Proposer:
        def fleet_changed(self, snapshot: FleetSnapshot) -> None:
            names = [model.name for host in snapshot.hosts for model in host.models]
            tracker.replace_policies({"quick": route("quick", *names)} if names else {})

    for listener in (before, Proposer(), after):
        tracker.subscribe(listener)
    before.snapshots.clear()
    after.snapshots.clear()
    tracker.apply("mac", lambda record: replace(record, models=(SMALL,)))
    assert [s.routes for s in before.snapshots] == [(), (RouteHealth("quick", "small", "mac"),)]
    assert [s.routes for s in after.snapshots] == [(RouteHealth("quick", "small", "mac"),)]


CHANGES: st.SearchStrategy[Callable[[HostRecord], HostRecord]] = st.one_of(
    st.sampled_from([0.010, 0.012, 0.030]).map(answered),
    st.builds(failed, st.sampled_from(FailureKind), st.sampled_from(["", "small"])),
    st.just(lambda record: fleet.paused(record, 100.0)),
    st.just(lambda record: fleet.resumed(record, 100.0)),
    st.just(lambda record: fleet.request_started(record, "small")),
    st.just(lambda record: fleet.request_ended(record, "small")),
)


@given(st.lists(st.tuples(st.sampled_from(["mac", "pc", "gone"]), CHANGES), max_size=15))
def test_whoever_listens_knows_the_fleet_as_it_is(
    changes: list[tuple[str, Callable[[HostRecord], HostRecord]]],
) -> None:
    tracker, listener, _ = tracked(up("mac", SMALL), up("pc", SMALL))
    shown = tracker.snapshot()
    for name, change in changes:
        heard = len(listener.snapshots)
        tracker.apply(name, change)
        assert len(listener.snapshots) - heard <= 1
        shown = (listener.snapshots or [shown])[-1]
        now = tracker.snapshot()
        assert [replace(h, rtt_s=None) for h in shown.hosts] == [replace(h, rtt_s=None) for h in now.hosts]
        assert shown.routes == now.routes


@given(st.lists(st.tuples(st.sampled_from(["mac", "pc", "gone"]), CHANGES), max_size=15))
def test_the_index_is_that_of_the_fleet_as_it_is(
    changes: list[tuple[str, Callable[[HostRecord], HostRecord]]],
) -> None:
    tracker, _, clock = tracked(up("mac", SMALL), up("pc", SMALL))
    routes = {"quick": route("quick", "small")}

    def plan_of(fleet: FleetSnapshot | FleetIndex) -> RoutePlan:
        question = Classification("quick", 1.0)
        return make_plan(question, Demand(context_tokens=50), Override(), routes, fleet, cooldowns=tracker.cooldowns())

    for name, change in changes:
        tracker.apply(name, change)
        assert plan_of(tracker.index()) == plan_of(tracker.snapshot())
    clock.now += 500.0
    assert tracker.index().at == clock.now
    other = replace(tracker.snapshot(), hosts=tracker.snapshot().hosts[:1])
    assert plan_of(tracker.index(other)) == plan_of(other)


@pytest.fixture(autouse=True)
def machines_may_go_down(request: pytest.FixtureRequest) -> None:
    if any(name in request.node.name for name in ("whoever_listens", "the_index_is")):
        request.getfixturevalue("allow_log")(r"-> (down|degraded)")


# --- where the routes come from -------------------------------------------------------------------------


def test_without_routes_in_the_settings_they_are_proposed_and_follow_the_inventory() -> None:
    async def run() -> None:
        made = bench(up("mac"))
        source, tray = RouteSource({}, made.tracker, made.dispatcher), RecordingListener()
        made.tracker.subscribe(source)
        made.tracker.subscribe(tray)
        assert made.dispatcher.table.policies == {}
        tray.snapshots.clear()
        made.tracker.apply("mac", lambda record: replace(record, models=(installed("qwen3:4b"),)))
        assert made.dispatcher.table.policies
        assert any(health.is_served for health in made.tracker.snapshot().routes)
        assert len(tray.snapshots) == 1
        before = made.dispatcher.table.policies
        made.tracker.apply("mac", answered())
        assert made.dispatcher.table.policies is before

    run_virtual(run)


def test_routes_of_the_settings_are_not_touched() -> None:
    async def run() -> None:
        made = bench(up("mac", SMALL))
        source = RouteSource({"mine": RouteSettings(candidates=("small@mac",))}, made.tracker, made.dispatcher)
        made.tracker.subscribe(source)
        made.tracker.apply("mac", lambda record: replace(record, models=(BIG,)))
        assert set(made.dispatcher.table.policies) == {"mine"}

    run_virtual(run)


# --- machines that come and go, models on trial -----------------------------------------------------------


def test_a_machine_that_comes_and_goes_is_said_once_and_logged_no_more(
    expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    for pattern in ("-> down", "mac comes and goes; its changes are not logged until it is steady"):
        expect_log(pattern)
    tracker, listener, clock = tracked(up("mac", SMALL))
    for _ in range(10):
        tracker.apply("mac", failed(FailureKind.REFUSED))
        tracker.apply("mac", answered())
    warnings = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    assert len(warnings) == 4  # three falls, and that there will be no more lines
    assert all(snapshot.hosts[0].is_flapping for snapshot in listener.snapshots[-10:])
    caplog.clear()
    caplog.set_level("INFO", logger="tray_router")
    clock.now += 400.0
    tracker.apply("mac", lambda record: fleet.answered(record, "0.33.0", 0.01, clock.now))
    assert [r.getMessage().strip() for r in caplog.records] == ["mac: degraded -> up"]


def test_a_model_on_trial_is_left_to_its_one_request() -> None:
    tracker, _, clock = tracked(up("mac", SMALL))
    tracker.apply("mac", failed(FailureKind.CRASHED, "small"))
    clock.now += 15.0
    assert tracker.cooldowns() == ()
    tracker.apply("mac", lambda record: fleet.request_started(record, "small"))
    (cooldown,) = tracker.cooldowns()
    assert cooldown.reason == "it failed a moment ago (It failed: crashed), and one question is trying it again"
    tracker.apply("mac", lambda record: fleet.request_ended(record, "small"))
    assert tracker.cooldowns() == ()


def test_when_a_machine_was_last_heard_is_no_news_and_forgotten_with_its_address() -> None:
    clock = Clock()
    tracker = FleetTracker([up("mac"), up("pc")], {}, lambda: clock.now)
    before = tracker.snapshot()
    assert tracker.silent_s("mac") == float("inf")
    tracker.heard("mac")
    tracker.heard("pc")
    clock.now += 3.0
    assert tracker.silent_s("mac") == 3.0
    assert tracker.snapshot() is before
    tracker.replace_machines([up("mac"), replace(up("pc"), url="http://elsewhere:11434")])
    assert tracker.silent_s("mac") == 3.0
    assert tracker.silent_s("pc") == float("inf")
