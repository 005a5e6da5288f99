from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from tray_router.engine.cloud.closed import ClosedWay
from tray_router.engine.cloud.planned import PlannedQuestion
from tray_router.engine.cloud.way import CloudWay
from tray_router.model import (
    CloudConsent,
    FleetSnapshot,
    HostState,
    HostStatus,
    InstalledModel,
    Override,
    Request,
    RoutePlan,
)
from tray_router.routing.plan import RoutePolicy

PLAN = RoutePlan("quick", ())
FLEET = FleetSnapshot(
    (
        HostStatus(
            name="mac",
            url="http://127.0.0.1:1",
            state=HostState.UP,
            models=(InstalledModel(name="gpt-oss:120b-cloud", is_remote=True), InstalledModel("q:4b")),
        ),
    )
)


class Real:
    """Stands for the way that would be loaded."""

    def __init__(self) -> None:
        self.loaded = 0

    def __call__(self) -> CloudWay:
        self.loaded += 1
        return cast(CloudWay, self)

    def extended(self, question: PlannedQuestion) -> RoutePlan:
        return replace(question.plan, reasons=("extended",))

    async def goes_first(self, *_: object) -> bool:
        return True


@pytest.mark.parametrize(
    ("override", "wants_out"),
    [
        (Override(), False),
        (Override(model="q:4b", host="mac"), False),
        (Override(host="mac"), False),
        (Override(route="code"), False),
        (Override(cloud=CloudConsent.TEXT), True),
        (Override(cloud=CloudConsent.WITH_IMAGES), True),
        (Override(host="elsewhere"), True),
        (Override(model="m", host="elsewhere"), True),
        (Override(model="gpt-oss:120b-cloud"), True),
    ],
)
def test_only_a_question_that_names_the_cloud_loads_the_way_there(override: Override, wants_out: bool) -> None:
    real = Real()
    way = ClosedWay(real, {"elsewhere"})
    request = Request(id="r", instruction="?", override=override)
    extended = way.extended(PlannedQuestion(PLAN, request, (), 1, RoutePolicy(name="quick"), FLEET))
    assert (extended is PLAN) is not wants_out
    assert asyncio.run(way.goes_first(_turn(request), cast(Any, None), FLEET)) is wants_out
    assert bool(real.loaded) is wants_out


def test_nobody_outside_stands_in_or_improves() -> None:
    real = Real()
    way = ClosedWay(real)
    turn = _turn(Request(id="r", override=Override(cloud=CloudConsent.TEXT)))
    steps: tuple[Callable[[], Any], ...] = (
        lambda: way.stands_in(turn, cast(Any, None)),
        lambda: way.improves(turn, cast(Any, None), "too short"),
    )
    assert [asyncio.run(step()) for step in steps] == [False, False]
    asyncio.run(way.ready())
    assert not real.loaded


def _turn(request: Request) -> Any:
    class Turn:
        pass

    turn = Turn()
    turn.request = request  # type: ignore[attr-defined]
    return turn
