"""Popup sessions on a real loop: real worker threads for captures, a scripted machine, a window that remembers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from tests.builders import installed
from tests.engine.fakes import (
    FINE,
    FINE_TEXT,
    Fail,
    Say,
    Script,
    Wait,
    bench,
    route,
    up,
)
from tests.engine.popup.support import Popup, popup
from tests.loops import turns, until
from tray_router.engine.popup.sessions import PopupRules
from tray_router.errors import CaptureError, FailureKind
from tray_router.events import Cancelled, Completed, Failed, Routed, Token
from tray_router.model import Action, Capture, CaptureOrigin, Message, Override, Role, TriggerAction
from tray_router.wire.popup import FocusPopup
from tray_router.wire.window import (
    BeginAnswer,
    Painted,
    PopupClosed,
    RegionCancelled,
    RegionTaken,
    Retry,
    ShowPopup,
    ShowProblem,
    StartRegion,
    Stop,
    Submit,
    WindowReady,
)

SELECTED = Capture(text="ValueError: x", origin=CaptureOrigin.SELECTION, application="Terminal")
FOREVER: Script = (Say("half"), Wait(3_600.0))


def names(sent: list[object]) -> list[str]:
    return [type(message).__name__ for message in sent]


# --- asking about the selection -------------------------------------------------------------------------


async def test_a_press_shows_the_selection_and_its_answer() -> None:
    async with popup(SELECTED) as made:
        made.press(at=7.5)
        await made.ended()
    assert names(made.window.sent) == ["ShowPopup", "BeginAnswer", "Explained", "Routed", "Token", "Completed"]
    (shown,) = made.window.of(ShowPopup)
    assert (shown.text, shown.origin, shown.application) == ("ValueError: x", CaptureOrigin.SELECTION, "Terminal")
    assert (shown.will_send, shown.triggered_at) == (True, 7.5)
    (begun,) = made.window.of(BeginAnswer)
    assert begun.session == shown.session
    assert {getattr(m, "request_id", begun.request_id) for m in made.window.sent} == {begun.request_id}
    assert made.prompt()[-1] == Message(Role.USER, "ValueError: x")
    assert made.source.threads[0] is not threading.main_thread()


async def test_an_empty_selection_invites_to_type() -> None:
    async with popup(Capture(), Capture(notice="The window allows no copying.")) as made:
        made.press()
        await until(lambda: made.window.sent)
        made.press()
        await until(lambda: len(made.window.sent) == 2)
    plain, explained = made.window.of(ShowPopup)
    assert (plain.will_send, explained.will_send) == (False, False)
    assert "Type a question" in plain.notice
    assert explained.notice == "The window allows no copying."


async def test_a_capture_that_fails_is_explained() -> None:
    async with popup(CaptureError("The clipboard is locked.", "Close the other program.")) as made:
        made.press()
        await until(lambda: made.window.of(ShowProblem))
        assert names(made.window.sent) == ["ShowPopup", "ShowProblem"]
        assert made.window.of(ShowProblem) == [ShowProblem("The clipboard is locked.", "Close the other program.")]
        made.say(Submit(made.session, "a question all the same"))
        await made.ended()


async def test_a_capture_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tray_router.engine.popup.captures.CAPTURE_LIMIT_S", 0.05)
    gate = threading.Event()
    async with popup(SELECTED, gate=gate) as made:
        made.press()
        await until(lambda: made.window.of(ShowProblem))
        gate.set()
        assert "in time" in made.window.of(ShowProblem)[0].title
        await turns()
        assert made.window.of(BeginAnswer) == []


async def test_a_source_that_breaks_is_explained_too(expect_log: Callable[[str], None]) -> None:
    expect_log("capture failed")
    async with popup(ZeroDivisionError("boom")) as made:
        made.press()
        await until(lambda: made.window.of(ShowProblem))
        (problem,) = made.window.of(ShowProblem)
        assert "could not be read" in problem.title
        assert "boom" not in problem.title + problem.hint


async def test_a_capture_that_comes_too_late_is_dropped() -> None:
    gate = threading.Event()
    async with popup(SELECTED, gate=gate) as made:
        made.press()
        await until(lambda: made.source.threads)
        made.press(TriggerAction.PROMPT)
        gate.set()
        await turns(50)
        await asyncio.sleep(0.05)
        assert names(made.window.sent) == ["ShowPopup"]
        assert made.window.of(ShowPopup)[0].text == ""


# --- regions --------------------------------------------------------------------------------------------


async def test_a_region_is_shown_and_asked_about() -> None:
    async with popup() as made:
        made.press(TriggerAction.REGION, at=3.0)
        (start,) = made.window.of(StartRegion)
        assert start.triggered_at == 3.0
        made.say(RegionTaken(start.session, (b"png",)))
        await made.ended()
    assert names(made.window.sent) == [
        "StartRegion",
        "ShowPopup",
        "BeginAnswer",
        "Explained",
        "Routed",
        "Token",
        "Completed",
    ]
    (shown,) = made.window.of(ShowPopup)
    assert (shown.session, shown.images, shown.origin) == (start.session, (b"png",), CaptureOrigin.REGION)
    assert made.prompt()[-1].images == (b"png",)


async def test_a_region_that_is_given_up_ends_the_session() -> None:
    async with popup() as made:
        made.press(TriggerAction.REGION)
        (start,) = made.window.of(StartRegion)
        made.say(RegionCancelled(start.session))
        made.say(RegionTaken(start.session, (b"png",)))
        made.say(WindowReady(1))
        await turns()
        assert names(made.window.sent) == ["StartRegion"]


async def test_a_screen_that_cannot_be_read_is_explained() -> None:
    async with popup() as made:
        made.press(TriggerAction.REGION)
        made.say(RegionCancelled(made.window.of(StartRegion)[0].session, "No access.", "Allow it."))
        assert made.window.of(ShowProblem) == [ShowProblem("No access.", "Allow it.")]


# --- typing ---------------------------------------------------------------------------------------------


async def test_a_typed_question_and_its_follow_up() -> None:
    async with popup() as made:
        made.press(TriggerAction.PROMPT)
        assert not made.window.of(ShowPopup)[0].will_send
        made.say(Submit(made.session, "why?"))
        await made.ended()
        made.say(Submit(made.session, "and at night?", Override(model="small")))
        await made.ended(2)
        assert [begun.question for begun in made.window.of(BeginAnswer)] == ["why?", "and at night?"]
        assert made.prompt()[1:] == (
            Message(Role.USER, "why?"),
            Message(Role.ASSISTANT, FINE_TEXT),
            Message(Role.USER, "and at night?"),
        )
        made.say(Submit(made.session, "  \n"))
        await turns()
        assert len(made.window.of(BeginAnswer)) == 2


async def test_the_selection_is_sent_once_and_is_history_later() -> None:
    async with popup(SELECTED) as made:
        made.press()
        await made.ended()
        made.say(Submit(made.session, "shorter"))
        await made.ended(2)
        assert [turn.content for turn in made.prompt()[1:]] == ["ValueError: x", FINE_TEXT, "shorter"]


async def test_after_a_failure_the_selection_goes_with_the_next_question() -> None:
    async with popup(SELECTED) as made:
        made.bench.backend.plays("small@mac", (Fail(FailureKind.OUT_OF_MEMORY),))
        made.press()
        await made.ended()
        assert made.window.of(Failed)
        made.say(Submit(made.session, "explain"))
        await made.ended(2)
        (question,) = made.prompt()[1:]
        assert "explain" in question.content
        assert "ValueError: x" in question.content


async def test_a_question_typed_into_a_running_answer_stops_it_and_has_the_selection() -> None:
    async with popup(SELECTED) as made:
        made.bench.backend.plays("small@mac", FOREVER)
        made.press()
        await made.streaming("half")
        made.say(Submit(made.session, "no, translate it"))
        await made.ended(2)
        assert len(made.window.of(Cancelled)) == 1
        sent = names(made.window.sent)
        assert sent.index("Cancelled") < len(sent) - 1 - sent[::-1].index("BeginAnswer")
        assert "ValueError: x" in made.prompt()[-1].content
        assert made.bench.backend.open_streams == 0


async def test_many_questions_in_a_row_end_in_order_and_only_the_last_is_answered() -> None:
    async with popup() as made:
        made.bench.backend.plays("small@mac", FOREVER)
        made.press(TriggerAction.PROMPT)
        made.say(Submit(made.session, "one"))
        await made.streaming("half")
        for text in ("two", "three", "four"):
            made.say(Submit(made.session, text))
        await until(lambda: made.window.of(Completed))
        begun = [b.question for b in made.window.of(BeginAnswer)]
        assert (begun[0], begun[-1]) == ("one", "four")
        ends = made.window.of(Completed) + made.window.of(Cancelled)
        assert len(ends) == len(begun), "every question that was begun has ended, once"


# --- stopping, asking again, closing --------------------------------------------------------------------


async def test_stop_ends_the_answer_and_keeps_what_came() -> None:
    async with popup(SELECTED) as made:
        made.bench.backend.plays("small@mac", FOREVER)
        made.press()
        await made.streaming("half")
        made.say(Stop("some other request"))
        await turns()
        assert made.bench.backend.open_streams == 1
        made.say(Stop(made.request_id))
        await made.ended()
        assert made.window.sent[-1] == Cancelled(made.request_id)
        assert made.bench.backend.open_streams == 0
        made.say(Submit(made.session, "go on"))
        await made.ended(2)
        assert [turn.content for turn in made.prompt()[1:]] == ["ValueError: x", "half", "go on"]


async def test_retry_asks_the_same_again_under_a_new_id() -> None:
    async with popup(SELECTED) as made:
        made.press()
        await made.ended()
        first = made.request_id
        made.say(Retry(first, Override(host="mac")))
        await made.ended(2)
        assert made.request_id != first
        assert made.prompt(0) == made.prompt(1)
        assert made.window.of(Routed)[1].reasons == ("you chose it",)
        made.say(Retry(first))  # that question is not the newest any more
        await turns()
        assert len(made.window.of(BeginAnswer)) == 2
        made.say(Submit(made.session, "more"))
        await made.ended(3)
        assert [turn.content for turn in made.prompt()[1:]] == ["ValueError: x", FINE_TEXT, "more"]


async def test_closing_stops_the_answer_and_what_is_said_later_is_ignored() -> None:
    async with popup(SELECTED) as made:
        made.bench.backend.plays("small@mac", FOREVER)
        made.press()
        await made.streaming("half")
        session, request = made.session, made.request_id
        made.say(PopupClosed("some other session"))
        await turns()
        assert made.bench.backend.open_streams == 1
        made.say(PopupClosed(session))
        await until(lambda: made.bench.backend.open_streams == 0)
        sent = len(made.window.sent)
        for stale in (
            Submit(session, "hello?"),
            Stop(request),
            Retry(request),
            RegionTaken(session, (b"png",)),
            RegionCancelled(session, "x"),
            PopupClosed(session),
            WindowReady(1),
            "nonsense",
        ):
            made.say(stale)
        await turns()
        assert len(made.window.sent) == sent


async def test_a_new_press_ends_the_old_session() -> None:
    async with popup(SELECTED, Capture(text="second", origin=CaptureOrigin.SELECTION)) as made:
        made.bench.backend.plays("small@mac", FOREVER)
        made.press()
        await made.streaming("half")
        old, request = made.session, made.request_id
        made.press()
        await until(lambda: made.window.of(Completed))
        assert made.session != old
        made.say(Submit(old, "hello?"))
        made.say(Stop(request))
        await turns()
        after = made.window.sent[made.window.sent.index(made.window.of(ShowPopup)[1]) :]
        assert request not in {getattr(message, "request_id", "") for message in after}
        assert [u.outcome for u in made.bench.usage.records] == ["cancelled", "completed"]


# --- a window that starts again -------------------------------------------------------------------------


async def test_a_new_window_is_told_everything_of_the_open_session() -> None:
    async with popup(SELECTED) as made:
        made.bench.backend.plays("small@mac", (Say("one "), Say("two "), Wait(0.01), *FINE))
        made.press()
        await made.ended()
        before, made.window.sent = made.window.sent, []
        made.say(WindowReady(2))
        assert names(made.window.sent) == ["ShowPopup", "BeginAnswer", "Explained", "Routed", "Token", "Completed"]
        text = "".join(m.text for m in before if isinstance(m, Token))
        assert made.window.of(Token) == [Token(made.window.of(Routed)[0].request_id, text)]


async def test_tokens_of_two_answers_are_not_mixed() -> None:
    async with popup(SELECTED) as made:
        made.press()
        await made.ended()
        made.say(Submit(made.session, "again"))
        await made.ended(2)
        made.window.sent = []
        made.say(WindowReady(2))
        assert names(made.window.sent) == [
            "ShowPopup",
            *["BeginAnswer", "Explained", "Routed", "Token", "Completed"] * 2,
        ]


async def test_after_a_region_was_taken_a_new_window_is_not_asked_for_it_again() -> None:
    async with popup() as made:
        made.press(TriggerAction.REGION)
        made.say(WindowReady(2))
        assert names(made.window.sent) == ["StartRegion", "StartRegion"]
        made.say(RegionTaken(made.window.of(StartRegion)[0].session, (b"png",)))
        await made.ended()
        made.window.sent = []
        made.say(WindowReady(3))
        assert "StartRegion" not in names(made.window.sent)


async def test_latency_is_told_when_the_press_is_known() -> None:
    async with popup() as made:
        made.press(TriggerAction.PROMPT, at=10.0)
        made.say(Painted(made.session, 10.0, 10.125))
        made.say(Painted(made.session, 0.0, 10.5))
        assert made.latencies == [0.125]


async def test_the_end_of_the_engine_stops_everything() -> None:
    quick = bench(up("mac", installed("small"), loaded=["small"]), routes=[route("quick", "small")])
    made = Popup(quick, PopupRules(), SELECTED)
    made.bench.backend.plays("small@mac", FOREVER)
    made.press()
    await made.streaming("half")
    await made.sessions.aclose()
    made.bench.check_tidy()


# --- the same key again -----------------------------------------------------------------------------------


async def test_the_same_key_over_the_same_selection_gets_the_keyboard_into_the_popup() -> None:
    async with popup(SELECTED, SELECTED) as made:
        made.press()
        await made.ended()
        session = made.session
        made.press()
        await until(lambda: made.window.of(FocusPopup))
        assert made.window.of(FocusPopup) == [FocusPopup(session)]
        assert len(made.window.of(ShowPopup)) == 1
        made.say(Submit(session, "and in one line?"))
        await made.ended(2)


async def test_the_same_key_over_another_selection_opens_a_new_popup() -> None:
    async with popup(SELECTED, Capture("something else", origin=CaptureOrigin.SELECTION)) as made:
        made.press()
        await made.ended()
        first = made.session
        made.press()
        await made.ended(2)
        assert made.session != first
        assert made.window.of(FocusPopup) == []


@pytest.mark.parametrize("how", ["failed", "stopped"])
async def test_the_same_key_after_an_answer_that_never_came_gets_the_keyboard_to_what_can_be_done(how: str) -> None:
    async with popup(SELECTED, SELECTED) as made:
        made.bench.backend.plays("small@mac", FOREVER if how == "stopped" else (Fail(FailureKind.MODEL_MISSING),))
        made.press()
        if how == "stopped":
            await made.streaming("half")
            made.say(Stop(made.request_id))
        await made.ended()
        made.press()
        await until(lambda: made.window.of(FocusPopup))
        assert len(made.window.of(ShowPopup)) == 1
        made.bench.backend.plays("small@mac", FINE)
        made.say(Retry(made.request_id))
        await made.ended(2)


async def test_the_same_key_when_nothing_can_be_captured_still_gets_the_keyboard() -> None:
    denied, other = CaptureError("No access.", "Allow it."), CaptureError("Too large.", "Select less.")
    async with popup(denied, denied, other) as made:
        made.press()
        await until(lambda: made.window.of(ShowProblem))
        made.press()
        await until(lambda: made.window.of(FocusPopup))
        assert len(made.window.of(ShowProblem)) == 1
        made.press()
        await until(lambda: len(made.window.of(ShowProblem)) == 2)
        assert len(made.window.of(FocusPopup)) == 1


async def test_a_follow_up_that_is_quicker_than_the_end_of_its_answer_still_knows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The window sends what was typed meanwhile the moment that it hears of the end."""
    async with popup(SELECTED) as made:
        send = made.window.send

        def send_and_answer(message: object) -> None:
            send(message)
            if isinstance(message, Completed) and len(made.window.of(Completed)) == 1:
                made.say(Submit(made.session, "and in one line?"))

        monkeypatch.setattr(made.window, "send", send_and_answer)
        made.press()
        await made.ended(2)
        assert made.window.of(Cancelled) == []
        assert [message.role for message in made.prompt()][-3:] == [Role.USER, Role.ASSISTANT, Role.USER]


async def test_another_key_opens_a_new_popup_for_the_same_selection() -> None:
    async with popup(SELECTED, SELECTED, actions=[Action("Fix", "Fix: {text}")]) as made:
        made.press()
        await made.ended()
        made.press(name="Fix")
        await made.ended(2)
        assert made.window.of(FocusPopup) == []


async def test_a_running_answer_goes_on_when_its_key_is_pressed_again() -> None:
    async with popup(SELECTED, SELECTED) as made:
        made.bench.backend.plays("small@mac", FOREVER)
        made.press()
        await until(lambda: made.window.of(Token))
        made.press()
        await until(lambda: made.window.of(FocusPopup))
        assert made.window.of(Cancelled) == []


async def test_the_prompt_key_again_keeps_the_popup_and_what_was_typed_there() -> None:
    async with popup() as made:
        made.press(TriggerAction.PROMPT)
        made.press(TriggerAction.PROMPT)
        assert names(made.window.sent) == ["ShowPopup", "FocusPopup"]


async def test_a_window_that_starts_again_does_not_take_the_keyboard_for_an_earlier_press() -> None:
    async with popup(SELECTED, SELECTED) as made:
        made.press()
        await made.ended()
        made.press()
        await until(lambda: made.window.of(FocusPopup))
        made.window.sent.clear()
        made.say(WindowReady(1))
        assert made.window.of(FocusPopup) == []


@pytest.mark.parametrize(
    ("capture", "takes_focus"),
    [(SELECTED, False), (Capture(), True)],
    ids=["answered by itself", "waits for typing"],
)
async def test_only_a_popup_that_waits_for_typing_opens_with_the_keyboard(
    capture: Capture, *, takes_focus: bool
) -> None:
    async with popup(capture) as made:
        made.press()
        await until(lambda: made.window.of(ShowPopup))
        assert made.window.of(ShowPopup)[0].takes_focus is takes_focus
