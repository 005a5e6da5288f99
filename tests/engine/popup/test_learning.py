"""What popups remember of each other, and what is kept when the user sends a question elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.builders import VISION, installed
from tests.engine.fakes import bench, route, up
from tests.engine.popup.support import Popup
from tests.engine.test_fakes import test_every_method_of_the_port_is_there_and_takes_the_same as check_port
from tray_router.engine.popup.recent import WITHIN_S
from tray_router.engine.popup.sessions import PopupRules, PopupSessions
from tray_router.engine.ports import CorrectionSink
from tray_router.engine.routing_table import RoutingTable
from tray_router.events import Routed
from tray_router.ledger import CorrectionLog
from tray_router.model import Action, Capture, CaptureOrigin, Classification, Override, Request, TriggerAction
from tray_router.routing.first import FirstRoute
from tray_router.wire.window import PopupClosed, RegionTaken, Retry, StartRegion, Submit

CODE, QUICK, REASONING = Override("code"), Override("quick"), Override("reasoning")


def selected(text: str, application: str = "Editor", images: tuple[bytes, ...] = ()) -> Capture:
    return Capture(text=text, images=images, origin=CaptureOrigin.SELECTION, application=application)


class RecordingCorrections:
    """Mirrors ``engine.ports.CorrectionSink``."""

    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []

    def record(self, instruction: str, content: str, *, has_image: bool, chosen: str, wanted: str) -> bool:
        self.kept.append(
            {"instruction": instruction, "content": content, "image": has_image, "chosen": chosen, "wanted": wanted}
        )
        return True


class Learner(Popup):
    """A popup whose clock stands still, with all that reached the classifier and the file of corrections."""

    def __init__(self, rules: PopupRules, *captures: Capture) -> None:
        self.asked: list[Request] = []
        self.now = 1_000.0
        policies = [route(name, "small") for name in ("quick", "code", "reasoning")]
        machine = up("mac", installed("small", VISION), loaded=["small"])
        super().__init__(bench(machine, routes=policies, classify=self._classify), rules, *captures)
        self.corrections = RecordingCorrections()
        self.sessions = PopupSessions(
            self.bench.dispatcher,
            self.window,
            self.source,
            lambda: self.now,
            rules=rules,
            corrections=self.corrections,
        )

    def _classify(self, request: Request) -> Classification:
        self.asked.append(request)
        return Classification("code" if "Error" in request.content else "quick", 0.9)

    async def answers(self, count: int) -> None:
        await self.ended(count)

    def retry(self, override: Override) -> None:
        self.say(Retry(self.request_id, override))

    @property
    def routes(self) -> list[str]:
        return [event.route for event in self.window.of(Routed)]


@asynccontextmanager
async def learner(*captures: Capture, rules: PopupRules | None = None) -> AsyncIterator[Learner]:
    made = Learner(rules or PopupRules(), *captures)
    try:
        yield made
    finally:
        await made.sessions.aclose()
        made.bench.check_tidy()


# --- corrections ----------------------------------------------------------------------------------------


async def test_sending_a_question_elsewhere_is_a_correction() -> None:
    async with learner(selected("ValueError: x")) as made:
        made.press()
        await made.answers(1)
        made.retry(QUICK)
        await made.answers(2)
        made.retry(REASONING)
        await made.answers(3)
        assert made.routes == ["code", "quick", "reasoning"]
    first = {"instruction": "", "content": "ValueError: x", "image": False, "chosen": "code", "wanted": "quick"}
    assert made.corrections.kept == [first, {**first, "chosen": "quick", "wanted": "reasoning"}]


async def test_asking_again_on_the_same_route_or_by_model_only_is_none() -> None:
    async with learner(selected("ValueError: x")) as made:
        made.press()
        await made.answers(1)
        for count, override in enumerate((Override(), CODE, Override(model="small"), Override(host="mac")), start=2):
            made.retry(override)
            await made.answers(count)
    assert made.corrections.kept == []


async def test_the_follow_up_that_is_sent_elsewhere_is_the_one_that_counts() -> None:
    async with learner(selected("ValueError: x")) as made:
        made.press()
        await made.answers(1)
        made.say(Submit(made.session, "and why?"))
        await made.answers(2)
        made.retry(REASONING)
        await made.answers(3)
    (kept,) = made.corrections.kept
    assert (kept["instruction"], kept["content"], kept["wanted"]) == ("and why?", "", "reasoning")


async def test_a_region_is_kept_as_an_image() -> None:
    async with learner() as made:
        made.press(TriggerAction.REGION)
        made.say(RegionTaken(made.window.of(StartRegion)[0].session, (b"png",)))
        await made.answers(1)
        made.retry(CODE)
        await made.answers(2)
    (kept,) = made.corrections.kept
    assert (kept["content"], kept["image"], kept["wanted"]) == ("", True, "code")


async def test_what_an_action_fixed_is_no_choice_of_the_router() -> None:
    fixed = Action("Translate", "To English: {text}", QUICK)
    free = Action("Explain", "Explain: {text}")
    rules = PopupRules(actions={action.name: action for action in (fixed, free)})
    async with learner(selected("ValueError: x"), selected("ValueError: y"), rules=rules) as made:
        made.press(name="Translate")
        await made.answers(1)
        made.retry(CODE)
        await made.answers(2)
        made.press(name="Explain")
        await made.answers(3)
        made.retry(REASONING)
        await made.answers(4)
    (kept,) = made.corrections.kept
    assert (kept["instruction"].strip(), kept["content"]) == ("Explain:", "ValueError: y")


async def test_nothing_is_kept_when_learning_is_off() -> None:
    async with learner(selected("ValueError: x"), rules=PopupRules(learns=False)) as made:
        made.press()
        await made.answers(1)
        made.retry(QUICK)
        await made.answers(2)
        made.sessions.replace_rules(PopupRules(learns=True))
        made.retry(CODE)
        await made.answers(3)
    assert [kept["wanted"] for kept in made.corrections.kept] == ["code"]


def test_the_stand_in_and_the_file_are_what_the_port_says() -> None:
    for implementation in (RecordingCorrections, CorrectionLog):
        check_port(CorrectionSink, implementation)


# --- separate presses -----------------------------------------------------------------------------------


async def test_a_press_in_the_same_application_knows_the_popups_before() -> None:
    captures = [selected("ValueError: x"), selected("hello"), selected("hm"), selected("mail", "Mail"), selected("so")]
    async with learner(*captures) as made:
        for count in range(1, 6):
            made.press()
            await made.answers(count)
            made.say(PopupClosed(made.session))
            made.now += 60
    earlier = [request.earlier_routes for request in made.asked]
    assert earlier == [(), ("code",), ("code", "quick"), (), ("quick", "quick")]
    assert not any(request.is_follow_up for request in made.asked)


async def test_after_a_while_a_press_stands_for_itself() -> None:
    async with learner(selected("ValueError: x"), selected("hello"), selected("hello again")) as made:
        for count, pause in enumerate((WITHIN_S, WITHIN_S + 1, 0.0), start=1):
            made.press()
            await made.answers(count)
            made.now += pause
    assert [request.earlier_routes for request in made.asked] == [(), ("code",), ()]


async def test_follow_ups_are_told_from_presses() -> None:
    async with learner(selected("ValueError: x"), selected("hello")) as made:
        made.press()
        await made.answers(1)
        made.say(Submit(made.session, "and why?"))
        await made.answers(2)
        made.press()
        await made.answers(3)
        made.say(Submit(made.session, "so?"))
        await made.answers(4)
    assert [(r.earlier_routes, r.is_follow_up) for r in made.asked] == [
        ((), False),
        (("code",), True),
        (("quick",), False),
        (("quick",), True),
    ]


async def test_a_press_goes_on_from_where_the_user_sent_the_question() -> None:
    async with learner(selected("ValueError: x"), selected("hello")) as made:
        made.press()
        await made.answers(1)
        made.retry(REASONING)
        await made.answers(2)
        made.press()
        await made.answers(3)
    assert made.asked[-1].earlier_routes == ("reasoning",)


async def test_actions_and_unknown_applications_leave_no_trace() -> None:
    rules = PopupRules(actions={"Translate": Action("Translate", "To English: {text}", QUICK)})
    captures = [selected("a"), selected("b"), selected("c", ""), selected("d", "")]
    async with learner(*captures, rules=rules) as made:
        made.press(name="Translate")
        await made.answers(1)
        for count in (2, 3, 4):
            made.press()
            await made.answers(count)
    assert [request.earlier_routes for request in made.asked] == [(), (), (), ()]


# --- cheap first ----------------------------------------------------------------------------------------


def decides(request: Request, *, keeps_conversations: bool = True) -> str:
    """Where a close call between code and quick goes."""
    close = Classification("code", 0.5, "quick", 0.01)
    policies = {name: route(name, "small") for name in ("quick", "code")}
    table = RoutingTable(
        policies,
        lambda _: close,
        choose_first=lambda _: FirstRoute("quick", True, "cheaper"),
        keeps_conversations=keeps_conversations,
    )
    return table.decide(request)[1].route


def test_the_cheaper_route_goes_first_only_where_nothing_goes_on() -> None:
    assert decides(Request("r")) == "quick"
    assert decides(Request("r", earlier_routes=("quick",))) == "quick"
    assert decides(Request("r", earlier_routes=("quick", "code"))) == "code"
    assert decides(Request("r", earlier_routes=("quick",), is_follow_up=True)) == "code"
    assert decides(Request("r", override=Override(model="small"))) == "code"
    gone_on = Request("r", earlier_routes=("code",), is_follow_up=True)
    assert decides(gone_on, keeps_conversations=False) == "quick"
