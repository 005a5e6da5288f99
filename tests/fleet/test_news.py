"""Which changes of the fleet are told: losses that last, and that everything is back; never the coming and going."""

from __future__ import annotations

from tests.builders import host
from tray_router.fleet.news import QUIET_MAX_S, QUIET_S, SETTLE_S, FleetNews, due, looked, next_look
from tray_router.model import FleetSnapshot, HostState, RouteHealth


def fleet(**served: bool) -> FleetSnapshot:
    """Routes, and the one machine that serves them all or is down."""
    state = HostState.UP if all(served.values()) else HostState.DOWN
    pc = host("pc", state=state, problem="" if all(served.values()) else "pc refuses the connection.")
    routes = tuple(RouteHealth(name, *(("m", "pc") if is_served else ("", ""))) for name, is_served in served.items())
    return FleetSnapshot((pc,), routes)


class Listener:
    """Follows the news as the daemon does: looks at changes, and again when ``next_look`` says so."""

    def __init__(self) -> None:
        self.news = FleetNews()
        self.heard: list[tuple[float, str]] = []
        self.bodies: list[str] = []

    def see(self, snapshot: FleetSnapshot, now: float) -> None:
        self.wait(now)
        self.news = looked(self.news, snapshot, now)
        self._tell(now)

    def wait(self, until: float) -> None:
        while (at := next_look(self.news)) is not None and at <= until:
            before = self.news
            self._tell(at)
            assert self.news is not before, "next_look promised something to tell"

    def _tell(self, now: float) -> None:
        self.news, told = due(self.news, now)
        if told is not None:
            self.heard.append((now, told.title))
            self.bodies.append(told.body)


def test_a_loss_that_lasts_is_told_once_with_its_reason_and_so_is_the_return() -> None:
    listener = Listener()
    listener.see(fleet(code=True, quick=True), 0)
    listener.see(fleet(code=False, quick=True), 100)
    listener.wait(150)
    assert listener.heard == [(100 + SETTLE_S, "Nobody serves code any more.")]
    assert listener.bodies == ["pc refuses the connection."]
    listener.see(fleet(code=True, quick=True), 1_000)
    listener.wait(5_000)
    assert listener.heard[1:] == [(1_000 + SETTLE_S, "Every route is served again.")]


def test_several_routes_that_are_lost_together_are_one_notification() -> None:
    listener = Listener()
    listener.see(fleet(code=True, vision=True, quick=True), 0)
    listener.see(fleet(code=False, vision=False, quick=True), 100)
    listener.wait(200)
    assert [title for _, title in listener.heard] == ["Nobody serves code and vision any more."]


def test_everything_lost_is_said_so() -> None:
    listener = Listener()
    listener.see(fleet(code=True, quick=True), 0)
    listener.see(fleet(code=False, quick=False), 100)
    listener.wait(200)
    assert [title for _, title in listener.heard] == ["Nobody can answer any more."]


def test_what_was_never_served_and_the_start_are_no_news() -> None:
    listener = Listener()
    listener.see(fleet(code=False, quick=False), 0)
    listener.see(fleet(code=False, quick=True), 5)
    listener.wait(10_000)
    assert listener.heard == []


def test_a_blink_is_not_told() -> None:
    listener = Listener()
    listener.see(fleet(code=True), 0)
    listener.see(fleet(code=False), 100)
    listener.see(fleet(code=True), 100 + SETTLE_S / 2)
    listener.wait(10_000)
    assert listener.heard == []


def test_a_machine_that_keeps_coming_and_going_is_told_more_and_more_rarely() -> None:
    listener = Listener()
    listener.see(fleet(code=True), 0)
    for number in range(240):  # up and down every half minute, for two hours
        listener.see(fleet(code=number % 2 == 1), 30.0 * (number + 1))
    assert 1 <= len(listener.heard) <= 6
    gaps = [after - before for (before, _), (after, _) in zip(listener.heard, listener.heard[1:], strict=False)]
    assert gaps[0] >= QUIET_S
    assert gaps == sorted(gaps)


def test_after_calm_it_speaks_up_as_before() -> None:
    listener = Listener()
    listener.see(fleet(code=True), 0)
    for number in range(10):
        listener.see(fleet(code=number % 2 == 1), 400.0 * (number + 1))
    later = 4_000 + 3 * QUIET_MAX_S
    listener.see(fleet(code=True), 4_100)
    listener.wait(later)
    listener.see(fleet(code=False), later)
    listener.wait(later + SETTLE_S)
    assert listener.heard[-1] == (later + SETTLE_S, "Nobody serves code any more.")


def test_a_route_that_left_the_settings_is_forgotten() -> None:
    listener = Listener()
    listener.see(fleet(code=True, quick=True), 0)
    listener.see(fleet(code=False, quick=True), 100)
    listener.see(fleet(quick=True), 105)
    listener.wait(10_000)
    assert listener.heard == []
    assert listener.news.lost == {}
