"""What the popup is told of a decision: from the very plan that is walked, once, before anybody is asked."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import VISION, installed
from tests.engine.fakes import FINE, Bench, Fail, Say, Wait, bench, route, up
from tests.engine.popup.support import popup
from tests.loops import until
from tray_router.errors import FailureKind
from tray_router.events import Cancelled, Completed, Failed, Routed, Token
from tray_router.model import (
    Capture,
    CaptureOrigin,
    Classification,
    FeatureHit,
    HostState,
    Override,
    Request,
    RouteHealth,
    TriggerAction,
)
from tray_router.wire.window import BeginAnswer, Explained, Retry, Submit, WindowReady

HITS = (FeatureHit("is-code-like", "quick", 0.5), FeatureHit("chat", "quick", 1.0, "small talk"))
NAMED = (FeatureHit("is-code-like", "quick", 0.5, "reads like source code"), HITS[1])
FOUND = Classification("quick", 0.8, "code", 0.6, True, ("small talk",), (("quick", 3.5), ("code", -1.0)), HITS)
SELECTED = Capture(text="ValueError: x", origin=CaptureOrigin.SELECTION, application="Terminal")


def lab() -> Bench:
    """Two routes on two machines, a third route whose only machine is down."""
    machines = (
        up("mac", installed("small"), installed("sees", VISION), loaded=["small"]),
        up("pc", installed("big"), installed("small")),
        replace(up("nas", installed("huge")), state=HostState.DOWN),
    )
    routes = (route("quick", "small@mac"), route("code", "big@pc"), route("reasoning", "huge@nas"))
    return bench(*machines, routes=routes, classify=lambda _request: FOUND)


async def test_it_comes_first_and_agrees_with_what_is_done() -> None:
    made, told = lab(), []
    order: list[object] = []
    await made.dispatcher.run(Request("r1", "hello"), order.append, lambda why: (told.append(why), order.append(why)))
    (why,) = told
    assert isinstance(order[0], Explained)
    assert isinstance(order[1], Routed)
    assert (why.request_id, why.route, why.confidence) == ("r1", order[1].route, order[1].confidence)
    assert (why.features, why.scores) == (NAMED, FOUND.scores)
    plan = made.dispatcher.plan(Request("r1", "hello"))
    assert (why.candidates, why.rejections) == (plan.candidates, plan.rejections)
    assert str(why.candidates[0]) == f"{order[1].model}@{order[1].host}"


async def test_only_routes_that_somebody_serves_are_offered() -> None:
    made, told = lab(), []
    await made.dispatcher.run(Request("r1", "hello"), made.events.append, told.append)
    assert told[0].routes == (RouteHealth("quick", "small", "mac"), RouteHealth("code", "big", "pc"))


async def test_an_image_is_offered_only_to_routes_that_can_see_it() -> None:
    made, told = lab(), []
    await made.dispatcher.run(Request("r1", images=(b"png",)), made.events.append, told.append)
    assert told[0].routes == ()
    assert [str(candidate) for candidate in told[0].candidates] == ["sees@mac"]


async def test_a_model_that_cools_down_is_not_offered() -> None:
    made, told = lab(), []
    made.backend.plays("big@pc", (Fail(FailureKind.LOAD_FAILED),))
    await made.dispatcher.run(Request("r1", "hello", override=Override(route="code")), made.events.append)
    await made.dispatcher.run(Request("r2", "hello"), made.events.append, told.append)
    assert [health.route for health in told[0].routes] == ["quick"]


async def test_it_is_told_though_nobody_can_answer() -> None:
    made, told = bench(up("mac"), routes=[], classify=lambda _request: FOUND), []
    await made.dispatcher.run(Request("r1", images=(b"png",)), made.events.append, told.append)
    assert isinstance(made.terminal, Failed)
    assert told[0].candidates == ()


async def test_the_popup_gets_it_after_its_question_and_a_new_window_gets_it_again() -> None:
    async with popup(SELECTED, made=lab()) as made:
        made.press()
        await made.ended()
        begun, why = made.window.sent[1:3]
        assert isinstance(begun, BeginAnswer)
        assert isinstance(why, Explained)
        assert begun.request_id == why.request_id
        made.window.sent = []
        made.say(WindowReady(2))
        assert made.window.of(Explained) == [why]


async def test_asking_elsewhere_stops_the_answer_and_sends_the_same_to_the_other_machine() -> None:
    async with popup(SELECTED, made=lab()) as made:
        made.bench.backend.plays("small@mac", (Say("half"), Wait(3_600.0)))
        made.press()
        await until(lambda: made.window.of(Token))
        made.say(Retry(made.request_id, Override(route="code")))
        await made.ended(2)
        assert [type(end) for end in made.window.sent if isinstance(end, Cancelled | Completed)] == [
            Cancelled,
            Completed,
        ]
        assert [str(attempt.candidate) for attempt in made.bench.backend.asked] == ["small@mac", "big@pc"]
        assert made.prompt(0) == made.prompt(1)
        first, second = made.window.of(Explained)
        assert (first.route, second.route, second.confidence) == ("quick", "code", 1.0)
        assert first.routes == second.routes, "the places keep their order"


async def test_a_model_on_a_machine_can_be_asked_for_too() -> None:
    async with popup(made=lab()) as made:
        made.press(TriggerAction.PROMPT)
        made.bench.backend.plays("small@pc", FINE)
        made.say(Submit(made.session, "why?"))
        await made.ended()
        made.say(Retry(made.request_id, Override(model="small", host="pc")))
        await made.ended(2)
        assert [routed.host for routed in made.window.of(Routed)] == ["mac", "pc"]
