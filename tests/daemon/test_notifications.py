"""Few notifications: off by a switch, never the same twice in a while, never many; the fleet's come when they last."""

from __future__ import annotations

import asyncio

import pytest

from tests.builders import host
from tray_router.daemon.notifications import MOST_PER_HOUR, SAME_AGAIN_S, BudgetNotifier, FleetNotifier, Notifications
from tray_router.fleet.news import SETTLE_S
from tray_router.model import FleetSnapshot, HostState, RouteHealth, Spent

SERVED = FleetSnapshot((host("pc"),), (RouteHealth("code", "m", "pc"),))
LOST = FleetSnapshot((host("pc", state=HostState.DOWN, problem="pc is off."),), (RouteHealth("code"),))


class Clock:
    """A clock that is moved by hand, and everything that was shown."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.shown: list[tuple[str, str]] = []
        self.notifications = Notifications(lambda title, body: self.shown.append((title, body)), lambda: self.now)


def test_the_same_is_told_once_in_a_while() -> None:
    clock = Clock()
    assert clock.notifications.tell("A chord is taken.", "Ctrl+Alt+R")
    assert not clock.notifications.tell("A chord is taken.", "Ctrl+Alt+R")
    assert clock.notifications.tell("A chord is taken.", "Ctrl+Alt+P")
    clock.now += SAME_AGAIN_S
    assert clock.notifications.tell("A chord is taken.", "Ctrl+Alt+R")
    assert len(clock.shown) == 3


def test_there_are_never_many_in_an_hour() -> None:
    clock = Clock()
    told = [clock.notifications.tell(f"News {number}.") for number in range(3 * MOST_PER_HOUR)]
    assert told.count(True) == MOST_PER_HOUR
    clock.now += 3_601
    assert clock.notifications.tell("News again.")


def test_switched_off_nothing_is_shown() -> None:
    clock = Clock()
    clock.notifications.is_on = False
    assert not clock.notifications.tell("News.")
    assert clock.shown == []
    clock.notifications.is_on = True
    assert clock.notifications.tell("News.")


def notifier_in_loop() -> tuple[FleetNotifier, list[tuple[str, str]]]:
    shown: list[tuple[str, str]] = []
    clock = asyncio.get_running_loop().time
    return FleetNotifier(Notifications(lambda *told: shown.append(told), clock), clock), shown


@pytest.mark.virtual_time
async def test_a_lost_route_is_told_when_it_has_lasted_and_its_return_too() -> None:
    notifier, shown = notifier_in_loop()
    notifier.fleet_changed(SERVED)
    notifier.fleet_changed(LOST)
    await asyncio.sleep(SETTLE_S - 1)
    assert shown == []
    await asyncio.sleep(2)
    assert shown == [("Nobody serves code any more.", "pc is off.")]
    notifier.fleet_changed(SERVED)
    await asyncio.sleep(1_000)
    assert shown[1:] == [("Every route is served again.", "")]


@pytest.mark.virtual_time
async def test_what_was_closed_tells_nothing_more() -> None:
    notifier, shown = notifier_in_loop()
    notifier.fleet_changed(SERVED)
    notifier.fleet_changed(LOST)
    notifier.close()
    await asyncio.sleep(1_000)
    assert shown == []


def test_a_budget_is_told_when_it_is_as_good_as_spent_once_for_each_day_and_month() -> None:
    clock = Clock()
    budget = BudgetNotifier(clock.notifications)
    budget.per_day, budget.per_month = 1.0, 10.0
    for spent, day in ((0.5, "2026-11-22"), (0.95, "2026-11-22"), (1.0, "2026-11-22"), (0.95, "2026-11-23")):
        clock.now += SAME_AGAIN_S
        budget.looked(Spent(spent, 2.0), day)
    assert (
        clock.shown
        == [
            (
                "Today's cloud budget is nearly used up.",
                "$0.95 of $1.00 are spent. What does not fit stays on your machines.",
            )
        ]
        * 2
    )
    budget.looked(Spent(0.2, 9.5), "2026-11-24")
    budget.looked(Spent(0.3, 9.6), "2026-11-24")
    assert clock.shown[2:] == [
        (
            "This month's cloud budget is nearly used up.",
            "$9.50 of $10.00 are spent. What does not fit stays on your machines.",
        )
    ]


def test_no_budget_is_nothing_to_be_told_of() -> None:
    clock = Clock()
    BudgetNotifier(clock.notifications).looked(Spent(5.0, 50.0), "2026-11-22")
    assert clock.shown == []
