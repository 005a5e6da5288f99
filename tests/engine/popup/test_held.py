"""Long texts for slow machines: shown with their size, sent when the user says so."""

from dataclasses import replace

import pytest

from tests.builders import installed
from tests.engine.fakes import bench, route, up
from tests.engine.popup.support import popup
from tests.loops import turns, until
from tray_router.answers.actions import BuiltIn
from tray_router.engine.popup.sessions import PopupRules
from tray_router.model import Action, Capture, CaptureOrigin, Classification, TriggerAction
from tray_router.wire.window import BeginAnswer, ShowPopup, Submit

LONG = Capture("word " * 10_000, (), CaptureOrigin.SELECTION)
SHORT = Capture("word " * 100, (), CaptureOrigin.SELECTION)
SLOW = 400_000_000_000  # bytes: a model that nobody reads quickly


def fleet(size_bytes):
    return bench(
        up("mac", installed("small", size_bytes=size_bytes), loaded=["small"]), routes=[route("quick", "small")]
    )


async def shown(made):
    await until(lambda: made.window.of(ShowPopup))
    await turns()
    return made.window.of(ShowPopup)[0]


async def test_a_long_text_for_a_slow_model_waits_and_its_size_is_told():
    async with popup(LONG, made=fleet(SLOW)) as made:
        made.press()
        popup_shown = await shown(made)
        assert popup_shown.is_held and not popup_shown.will_send
        assert "50,000 characters, about 16,900 tokens" in popup_shown.notice
        assert "small on mac would read for about" in popup_shown.notice
        assert not made.window.of(BeginAnswer)


@pytest.mark.parametrize("way", ["enter", "key"])
async def test_enter_or_the_same_key_sends_all_of_it(way):
    async with popup(LONG, LONG, made=fleet(SLOW)) as made:
        made.press()
        held = await shown(made)
        if way == "enter":
            made.say(Submit(held.session, ""))
        else:
            made.press()
        await made.ended()
        assert len(made.window.of(ShowPopup)) == 1
        assert LONG.text.strip() in made.prompt()[-1].content


async def test_what_is_typed_goes_with_the_text():
    async with popup(LONG, made=fleet(SLOW)) as made:
        made.press()
        held = await shown(made)
        made.say(Submit(held.session, "summarise"))
        await made.ended()
        assert made.prompt()[-1].content.startswith("summarise")
        assert LONG.text.strip() in made.prompt()[-1].content
        made.say(Submit(held.session, ""))
        await turns()
        assert len(made.window.of(BeginAnswer)) == 1


@pytest.mark.parametrize(
    ("capture", "size_bytes", "limit_s"),
    [(SHORT, SLOW, 30.0), (LONG, 2_000_000_000, 30.0), (LONG, SLOW, 0.0)],
    ids=["short", "fast model", "switched off"],
)
async def test_everything_else_goes_out_at_once(capture, size_bytes, limit_s):
    async with popup(capture, made=fleet(size_bytes), rules=PopupRules(confirm_reading_s=limit_s)) as made:
        made.press(TriggerAction.ASK)
        await made.ended()
        assert made.window.of(ShowPopup)[0].will_send


async def test_the_same_key_with_another_selection_is_about_that():
    async with popup(LONG, SHORT, made=fleet(SLOW)) as made:
        made.press()
        await shown(made)
        made.press()
        await made.ended()
        assert SHORT.text.strip() in made.prompt()[-1].content
        assert LONG.text.strip() not in made.prompt()[-1].content


async def test_looking_ahead_does_not_choose_the_action():
    """The action that suits the content stays one that nobody asked for: the content alone decides the route."""
    asked = []
    made = fleet(2_000_000_000)
    table = made.dispatcher.table

    def classify(request):
        asked.append(request)
        return Classification("quick", 0.9)

    made.dispatcher.table = replace(table, classify=classify)
    async with popup(LONG, made=made, actions=[Action(name, "Do {text}") for name in BuiltIn]) as opened:
        opened.press()
        await opened.ended()
    assert any(request.action for request in asked)
    assert all(request.is_by_default or not request.action for request in asked)
