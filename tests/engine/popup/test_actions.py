"""The user's own actions in popup sessions: template, override, clipboard, and what happens without a capture."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import installed
from tests.engine.fakes import FINE, FINE_TEXT, Say, Wait, bench, route, up
from tests.engine.popup.support import NOT_WHOLE, Popup, popup
from tests.loops import turns, until
from tray_router.answers.actions import BUILT_IN_ACTIONS
from tray_router.engine.popup.sessions import PopupRules
from tray_router.events import Cancelled, Routed, Token
from tray_router.model import Action, Capture, CaptureOrigin, Output, Override
from tray_router.wire.actions import ChooseAction
from tray_router.wire.window import (
    BeginAnswer,
    CopyAnswer,
    PopupClosed,
    Retry,
    ShowPopup,
    ShowProblem,
    Stop,
    Submit,
    WindowReady,
)

SELECTED = Capture(text="Hallo {name}", origin=CaptureOrigin.SELECTION, application="Terminal")
FILLED = Action("Translate", "To English: {text}", Override(route="quick"))
APART = Action("Explain", "Explain {this}")
COPIED = Action("Fix", "Fix: {text}", output=Output.COPY)
PICKED = Action("Big", "Think about {text}", Override(model="big", host="mac"))


async def acted(made: Popup, action: Action) -> str:
    """Presses the action's key, waits for the end, and returns the prompt that the machine got."""
    made.press(name=action.name)
    await made.ended()
    return made.prompt()[-1].content


@pytest.mark.parametrize(
    ("action", "prompt"),
    [(FILLED, "To English: Hallo {name}"), (APART, 'Explain {this}\n\n"""\nHallo {name}\n"""')],
)
async def test_the_prompt_of_an_action_goes_out_with_the_captured_text(action: Action, prompt: str) -> None:
    async with popup(SELECTED, actions=[action]) as made:
        assert await acted(made, action) == prompt
        (shown,) = made.window.of(ShowPopup)
        assert (shown.text, shown.will_send) == ("Hallo {name}", True)
        (begun,) = made.window.of(BeginAnswer)
        assert begun.question == action.name
        assert made.window.of(CopyAnswer) == []


async def test_an_image_goes_with_the_prompt() -> None:
    seen = Capture(images=(b"png",), origin=CaptureOrigin.CLIPBOARD_IMAGE)
    async with popup(seen, actions=[FILLED]) as made:
        assert await acted(made, FILLED) == "To English:"
        assert made.prompt()[-1].images == (b"png",)


async def test_its_model_is_asked_and_stays_for_follow_ups_and_retries() -> None:
    made_bench = bench(
        up("mac", installed("small"), installed("big")), routes=[route("quick", "small"), route("big", "big")]
    )
    async with popup(SELECTED, actions=[PICKED], made=made_bench) as made:
        await acted(made, PICKED)
        made.say(Submit(made.session, "shorter"))
        await made.ended(2)
        made.say(Retry(made.request_id))
        await made.ended(3)
        made.say(Retry(made.request_id, Override(model="small", host="mac")))
        await made.ended(4)
        assert [event.model for event in made.window.of(Routed)] == ["big", "big", "big", "small"]
        assert [turn.content for turn in made.prompt(1)[1:]] == ["Think about Hallo {name}", FINE_TEXT, "shorter"]


async def test_its_route_is_taken() -> None:
    made_bench = bench(up("mac", installed("small")), routes=[route("quick", "small"), route("mine", "small")])
    action = Action("Mine", "{text}", Override(route="mine"))
    async with popup(SELECTED, actions=[action], made=made_bench) as made:
        await acted(made, action)
        (event,) = made.window.of(Routed)
        assert (event.route, event.confidence) == ("mine", 1.0)


async def test_with_nothing_captured_the_popup_says_so_and_what_is_typed_goes_to_the_action() -> None:
    async with popup(Capture(), actions=[COPIED]) as made:
        made.press(name="Fix")
        await until(lambda: made.window.of(ShowPopup))
        (shown,) = made.window.of(ShowPopup)
        assert not shown.will_send
        assert shown.notice == "Nothing is selected and the clipboard is empty. What you type goes to “Fix”."
        assert made.bench.backend.asked == []
        made.say(Submit(made.session, "helo"))
        await made.ended()
        assert made.prompt()[-1].content == "Fix: helo"
        assert made.window.of(CopyAnswer) == [CopyAnswer(made.request_id)]
        made.say(Submit(made.session, "why?"))
        await made.ended(2)
        assert made.prompt()[-1].content == "why?"
        assert len(made.window.of(CopyAnswer)) == 1


async def test_an_action_that_is_gone_is_explained() -> None:
    async with popup(actions=[FILLED]) as made:
        made.press(name="Removed")
        (problem,) = made.window.of(ShowProblem)
        assert "Removed" in problem.title
        assert problem.hint
        assert made.source.threads == []


async def test_edited_actions_hold_for_the_next_press() -> None:
    async with popup(SELECTED, SELECTED, actions=[FILLED]) as made:
        await acted(made, FILLED)
        made.sessions.replace_rules(PopupRules(actions={"Translate": Action("Translate", "Ins Deutsche: {text}")}))
        made.press(name="Translate")
        await made.ended(2)
        assert made.prompt()[-1].content == "Ins Deutsche: Hallo {name}"


# --- to the clipboard -----------------------------------------------------------------------------------


async def test_a_whole_answer_is_copied_once_after_its_end() -> None:
    async with popup(SELECTED, actions=[COPIED]) as made:
        await acted(made, COPIED)
        assert made.window.sent[-1] == CopyAnswer(made.request_id)
        made.say(WindowReady(1))
        assert made.window.of(CopyAnswer) == [CopyAnswer(made.request_id)], "a new window copied again"
        made.say(Retry(made.request_id))
        await made.ended(3)  # one of them was told again to the new window
        assert made.window.of(CopyAnswer)[-1] == CopyAnswer(made.request_id)
        assert len(made.window.of(CopyAnswer)) == 2


@pytest.mark.parametrize("script", NOT_WHOLE)
async def test_what_is_not_whole_is_not_copied(script: Any) -> None:
    async with popup(SELECTED, actions=[COPIED]) as made:
        made.bench.backend.plays("small@mac", script, script, script)
        await acted(made, COPIED)
        assert made.window.of(CopyAnswer) == []


async def test_what_was_stopped_or_closed_is_not_copied() -> None:
    async with popup(SELECTED, replace(SELECTED, text="another"), actions=[COPIED]) as made:
        made.bench.backend.plays("small@mac", (Say("half"), Wait(3_600.0)), (Say("half"), Wait(3_600.0)))
        for end in (lambda: Stop(made.request_id), lambda: PopupClosed(made.session)):
            before = len(made.window.of(Token))
            made.press(name="Fix")
            await until(lambda count=before: len(made.window.of(Token)) > count)
            made.say(end())
            await until(lambda: made.bench.backend.open_streams == 0)
            await turns()
        assert made.window.of(CopyAnswer) == []


async def test_a_plain_question_is_not_copied() -> None:
    async with popup(SELECTED, actions=[COPIED]) as made:
        made.bench.backend.plays("small@mac", FINE)
        made.press()
        await made.ended()
        assert made.window.of(CopyAnswer) == []


# --- another one ----------------------------------------------------------------------------------------


async def test_another_action_stops_the_answer_and_asks_about_the_same_capture() -> None:
    async with popup(SELECTED, actions=[FILLED, APART]) as made:
        made.bench.backend.plays("small@mac", (Say("half"), Wait(3_600.0)), FINE)
        made.press(name="Translate")
        await made.streaming("half")
        made.say(ChooseAction(made.session, "explain"))
        await made.ended(2)
        assert [m.action for m in made.window.of(BeginAnswer)] == ["Translate", "Explain"]
        (stopped,) = made.window.of(Cancelled)
        assert stopped.request_id == made.window.of(BeginAnswer)[0].request_id
        assert [turn.content for turn in made.prompt()[1:]] == ['Explain {this}\n\n"""\nHallo {name}\n"""']


async def test_a_follow_up_goes_on_from_the_action_that_was_chosen_last() -> None:
    async with popup(SELECTED, actions=[FILLED, APART]) as made:
        made.press(name="Translate")
        await made.ended()
        made.say(ChooseAction(made.session, "Explain"))
        await made.ended(2)
        made.say(Submit(made.session, "shorter"))
        await made.ended(3)
        contents = [turn.content for turn in made.prompt()[1:]]
        assert contents == ['Explain {this}\n\n"""\nHallo {name}\n"""', FINE_TEXT, "shorter"]


async def test_an_action_chosen_before_the_first_question_went_out_takes_its_place() -> None:
    seen = Capture(images=(b"png",), origin=CaptureOrigin.CLIPBOARD_IMAGE)
    gate = threading.Event()

    def slow(image: bytes) -> bytes:
        gate.wait(5)
        return image

    rules = PopupRules(actions={"Explain": APART}, fit_image=slow)
    async with popup(seen, rules=rules) as made:
        made.press()
        await until(lambda: made.window.of(ShowPopup))
        made.say(ChooseAction(made.session, "Explain"))
        gate.set()
        await made.ended()
        assert [m.action for m in made.window.of(BeginAnswer)] == ["Explain"]


@pytest.mark.parametrize("name", ["gone", ""])
async def test_an_action_that_is_not_there_changes_nothing(name: str) -> None:
    async with popup(SELECTED, actions=[FILLED]) as made:
        await acted(made, FILLED)
        made.say(ChooseAction(made.session, name))
        made.say(ChooseAction("another session", "Translate"))
        await turns()
        assert len(made.window.of(BeginAnswer)) == 1


async def test_without_a_word_the_content_decides_and_nothing_leaves_the_popup() -> None:
    copied = replace(BUILT_IN_ACTIONS["translate"], output=Output.COPY)
    rules = PopupRules(actions={"translate": copied}, languages=("en",))
    text = Capture(text="Der Zug nach Hamburg fällt heute leider aus.", origin=CaptureOrigin.SELECTION)
    async with popup(text, rules=rules) as made:
        made.press()
        await made.ended()
        (begun,) = made.window.of(BeginAnswer)
        assert (begun.question, begun.action) == ("Translate", "translate")
        assert made.prompt()[-1].content.startswith("Translate this into English. ")
        assert made.window.of(CopyAnswer) == []
        made.say(ChooseAction(made.session, "translate"))
        await made.ended(2)
        assert made.window.of(CopyAnswer) == [CopyAnswer(made.request_id)]


async def test_answer_shows_no_question_above_itself() -> None:
    rules = PopupRules(actions=BUILT_IN_ACTIONS)
    async with popup(Capture(text="Why is the sky blue?", origin=CaptureOrigin.SELECTION), rules=rules) as made:
        made.press()
        await made.ended()
        (begun,) = made.window.of(BeginAnswer)
        assert (begun.question, begun.action) == ("", "answer")
        assert made.prompt()[-1].content == "Why is the sky blue?"
