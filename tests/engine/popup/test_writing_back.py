"""Answers that go back to the window that their text came from: what is offered, what is written, what never is."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from tests.engine.fakes import FINE_TEXT, Done, Say, Script, Wait
from tests.engine.popup.support import NOT_WHOLE, Popup, popup
from tests.loops import turns, until
from tray_router.engine.popup.sessions import PopupRules
from tray_router.engine.ports import FocusedWindow, InsertOrder
from tray_router.errors import InsertError
from tray_router.model import Action, AnswerStats, Capture, CaptureOrigin, Output, TriggerAction
from tray_router.wire.actions import OfferWriteBack, WriteBack, WrittenBack
from tray_router.wire.window import PopupClosed, RegionTaken, ShowPopup, StartRegion, Submit, WindowReady

TEXT = "  teh cat\n"
SELECTED = Capture(TEXT, (), CaptureOrigin.SELECTION, "Gedit", window=7, is_selected_there=True)
FIX = Action("Fix", "Fix: {text}", output=Output.REPLACE)
AT_ONCE = replace(FIX, shows_diff=False)
PLAIN = Action("Explain", "Explain: {text}")
BOTH = (Output.REPLACE, Output.INSERT)


class FakeInserter:
    """Mirrors ``engine.ports.Inserter``."""

    def __init__(self, *outputs: Output, problem: InsertError | None = None) -> None:
        self._outputs = outputs
        self._problem = problem
        self.orders: list[InsertOrder] = []
        self.threads: list[threading.Thread] = []

    def outputs(self, capture: Capture) -> tuple[Output, ...]:
        return self._outputs if capture.window else ()

    def focused(self) -> FocusedWindow:
        return FocusedWindow(9, "Mail")

    def insert(self, order: InsertOrder) -> None:
        self.threads.append(threading.current_thread())
        self.orders.append(order)
        if self._problem is not None:
            raise self._problem


async def offered(made: Popup, inserter: FakeInserter, action: str = "Fix") -> OfferWriteBack | None:
    made.sessions.use_inserter(inserter)
    made.press(name=action)
    await made.ended()
    return next(iter(made.window.of(OfferWriteBack)), None)


@pytest.mark.parametrize(
    ("action", "begins", "shows_diff"),
    [(FIX, Output.REPLACE, True), (AT_ONCE, Output.REPLACE, False), (PLAIN, None, True)],
)
async def test_a_whole_answer_is_offered_as_its_action_says(
    action: Action, begins: Output | None, shows_diff: bool
) -> None:
    async with popup(SELECTED, actions=[action]) as made:
        offer = await offered(made, FakeInserter(*BOTH), action.name)
        assert offer == OfferWriteBack(made.request_id, f"  {FINE_TEXT}\n", TEXT, BOTH, begins, shows_diff)


@pytest.mark.parametrize(("output", "text"), [(Output.REPLACE, f"  {FINE_TEXT}\n"), (Output.INSERT, FINE_TEXT)])
async def test_what_the_user_agreed_to_is_written_in_a_worker_thread(output: Output, text: str) -> None:
    async with popup(SELECTED, actions=[FIX]) as made:
        inserter = FakeInserter(*BOTH)
        await offered(made, inserter)
        assert inserter.orders == [], "written without asking"
        made.say(WriteBack(made.session, made.request_id, output))
        await until(lambda: made.window.of(WrittenBack))
        assert inserter.orders == [InsertOrder(7, "Gedit", output, text, TEXT)]
        assert inserter.threads[0] is not threading.current_thread()
        assert made.window.of(WrittenBack) == [WrittenBack(made.session, made.request_id)]


async def test_behind_a_selection_without_a_line_end_a_new_line_begins() -> None:
    async with popup(replace(SELECTED, text="a question?"), actions=[PLAIN]) as made:
        inserter = FakeInserter(*BOTH)
        await offered(made, inserter, "Explain")
        made.say(WriteBack(made.session, made.request_id, Output.INSERT))
        await until(lambda: inserter.orders)
        assert inserter.orders[0].text == f"\n{FINE_TEXT}"


async def test_where_nothing_was_selected_nothing_need_be_selected_still() -> None:
    copied = Capture("x", (), CaptureOrigin.CLIPBOARD_TEXT, "Gedit", window=7)
    async with popup(copied, actions=[FIX]) as made:
        inserter = FakeInserter(Output.INSERT)
        offer = await offered(made, inserter)
        assert offer is not None
        assert (offer.original, offer.outputs, offer.begins) == ("", (Output.INSERT,), None)
        made.say(WriteBack(made.session, made.request_id, Output.INSERT))
        await until(lambda: inserter.orders)
        assert inserter.orders == [InsertOrder(7, "Gedit", Output.INSERT, FINE_TEXT, "")]


async def test_why_it_was_not_written_is_told_with_where_it_is() -> None:
    async with popup(SELECTED, actions=[FIX]) as made:
        await offered(made, FakeInserter(*BOTH, problem=InsertError("You have gone to another window since.")))
        made.say(WriteBack(made.session, made.request_id, Output.REPLACE))
        await until(lambda: made.window.of(WrittenBack))
        (told,) = made.window.of(WrittenBack)
        assert told.problem == "You have gone to another window since. The answer is on the clipboard."


@pytest.mark.parametrize(
    "script",
    [
        *NOT_WHOLE,
        (Say("```\n```"), Done(AnswerStats(prompt_tokens=3, answer_tokens=5, done_reason="stop"))),
    ],
)
async def test_nothing_but_a_whole_answer_is_offered(script: Script) -> None:
    async with popup(SELECTED, actions=[FIX]) as made:
        made.bench.backend.plays("small@mac", script, script, script)
        assert await offered(made, FakeInserter(*BOTH)) is None


async def test_what_was_not_offered_is_not_written() -> None:
    async with popup(SELECTED, actions=[FIX]) as made:
        inserter = FakeInserter(Output.INSERT)
        await offered(made, inserter)
        made.say(WriteBack(made.session, made.request_id, Output.REPLACE))
        made.say(WriteBack(made.session, "another", Output.INSERT))
        made.say(WriteBack("another", made.request_id, Output.INSERT))
        await turns()
        assert inserter.orders == []


async def test_a_shortened_text_is_not_replaced() -> None:
    rules = PopupRules(actions={"Fix": FIX}, max_text_chars=5)
    async with popup(replace(SELECTED, text="a longer text"), rules=rules) as made:
        offer = await offered(made, FakeInserter(*BOTH))
        assert offer is not None
        assert (offer.outputs, offer.begins) == ((Output.INSERT,), None)


async def test_without_a_window_to_go_back_to_nothing_is_offered() -> None:
    async with popup(replace(SELECTED, window=0), actions=[FIX]) as made:
        assert await offered(made, FakeInserter(*BOTH)) is None


async def test_a_follow_up_is_offered_and_begins_nothing_by_itself() -> None:
    async with popup(SELECTED, actions=[AT_ONCE]) as made:
        await offered(made, FakeInserter(*BOTH))
        made.say(Submit(made.session, "shorter"))
        await made.ended(2)
        first, second = made.window.of(OfferWriteBack)
        assert (first.begins, second.begins, second.request_id) == (Output.REPLACE, None, made.request_id)


@pytest.mark.parametrize("trigger", [TriggerAction.PROMPT, TriggerAction.REGION])
async def test_what_was_not_selected_anywhere_goes_to_the_cursor_of_the_window_below(trigger: TriggerAction) -> None:
    async with popup() as made:
        inserter = FakeInserter(Output.INSERT)
        made.sessions.use_inserter(inserter)
        made.press(trigger)
        await until(lambda: made.window.of(StartRegion) or made.window.of(ShowPopup))
        if trigger is TriggerAction.REGION:
            (start,) = made.window.of(StartRegion)
            made.say(RegionTaken(start.session, (b"png",)))
        else:
            made.say(Submit(made.session, "write a greeting"))
        await made.ended()
        (offer,) = made.window.of(OfferWriteBack)
        assert (offer.outputs, offer.original, offer.begins) == ((Output.INSERT,), "", None)
        made.say(WriteBack(made.session, made.request_id, Output.INSERT))
        await until(lambda: inserter.orders)
        assert inserter.orders == [InsertOrder(9, "Mail", Output.INSERT, FINE_TEXT, "")]


async def test_a_window_that_starts_again_is_offered_it_and_begins_nothing() -> None:
    async with popup(SELECTED, actions=[AT_ONCE]) as made:
        await offered(made, FakeInserter(*BOTH))
        made.say(WindowReady(2))
        first, again = made.window.of(OfferWriteBack)
        assert (first.begins, again.begins) == (Output.REPLACE, None)
        assert replace(first, begins=None) == again


async def test_what_was_closed_meanwhile_is_told_to_nobody() -> None:
    async with popup(SELECTED, actions=[FIX]) as made:
        inserter = FakeInserter(*BOTH)
        await offered(made, inserter)
        made.say(WriteBack(made.session, made.request_id, Output.REPLACE))
        made.say(PopupClosed(made.session))
        await until(lambda: inserter.orders)
        await turns()
        assert made.window.of(WrittenBack) == []
        assert len(made.window.of(ShowPopup)) == 1


async def test_while_it_is_being_answered_nothing_is_offered() -> None:
    async with popup(SELECTED, actions=[FIX]) as made:
        made.bench.backend.plays("small@mac", (Say("half"), Wait(3_600.0)))
        made.sessions.use_inserter(FakeInserter(*BOTH))
        made.press(name="Fix")
        await made.streaming("half")
        made.say(WriteBack(made.session, made.request_id, Output.REPLACE))
        await turns()
        assert made.window.of(OfferWriteBack) == []
