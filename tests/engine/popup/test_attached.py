"""Pictures of the screen that go out with the next question of a popup."""

from tests.engine.popup.support import Popup, popup
from tests.loops import turns, until
from tray_router.engine.popup.sessions import PopupRules
from tray_router.errors import CaptureError
from tray_router.model import CaptureOrigin, ScreenPart, TriggerAction
from tray_router.wire.window import (
    AddScreenshot,
    RegionCancelled,
    RegionTaken,
    RemoveAttached,
    ShowAttached,
    ShowPopup,
    ShowProblem,
    StartRegion,
    Submit,
)


async def typed(made: Popup) -> str:
    """An empty popup; returns its session."""
    made.press(TriggerAction.PROMPT)
    await turns()
    return made.session


async def add(made: Popup, *pictures: bytes) -> None:
    """The user takes pictures; waits until they are attached."""
    told = len(made.window.of(ShowAttached))
    made.say(AddScreenshot(made.session))
    made.say(RegionTaken(made.session, pictures))
    await until(lambda: len(made.window.of(ShowAttached)) > told)


async def test_added_pictures_go_out_with_the_next_question_and_only_with_that() -> None:
    async with popup() as made:
        session = await typed(made)
        await add(made, b"one")
        assert made.window.of(StartRegion) == [StartRegion(session, adds=True)]
        await add(made, b"two")
        assert made.window.of(ShowAttached)[-1].images == (b"one", b"two")
        made.say(Submit(session, "what differs?"))
        await made.ended()
        assert made.prompt()[-1].images == (b"one", b"two")
        assert made.window.of(ShowAttached)[-1].images == ()
        made.say(Submit(session, "and now?"))
        await made.ended(2)
        assert made.prompt()[-1].images == ()


async def test_a_picture_can_be_taken_back() -> None:
    async with popup() as made:
        session = await typed(made)
        await add(made, b"one", b"two", b"three")
        made.say(RemoveAttached(session, 1))
        assert made.window.of(ShowAttached)[-1].images == (b"one", b"three")
        made.say(RemoveAttached(session, 9))
        assert made.window.of(ShowAttached)[-1].images == (b"one", b"three")


async def test_giving_up_leaves_the_popup_as_it_was() -> None:
    async with popup() as made:
        session = await typed(made)
        made.say(AddScreenshot(session))
        made.say(RegionCancelled(session))
        made.say(Submit(session, "still here?"))
        await made.ended()
        assert made.prompt()[-1].content == "still here?"


async def test_a_screen_that_cannot_be_read_is_said_and_nothing_is_lost() -> None:
    async with popup() as made:
        session = await typed(made)
        made.say(AddScreenshot(session))
        made.say(RegionCancelled(session, "No access.", "Allow it."))
        assert made.window.of(ShowProblem) == [ShowProblem("No access.", "Allow it.")]
        assert len(made.window.of(ShowPopup)) == 1


async def test_a_picture_that_cannot_be_used_is_said() -> None:
    def refuse(_image: bytes) -> bytes:
        raise CaptureError("The image is damaged.", "Take it again.")

    async with popup(rules=PopupRules(fit_image=refuse)) as made:
        session = await typed(made)
        made.say(AddScreenshot(session))
        made.say(RegionTaken(session, (b"bad",)))
        await until(lambda: made.window.of(ShowProblem))
        assert made.window.of(ShowProblem) == [ShowProblem("The image is damaged.", "Take it again.")]
        assert not made.window.of(ShowAttached)


async def test_several_regions_of_one_press_are_one_question() -> None:
    async with popup() as made:
        made.press(TriggerAction.REGION)
        session = made.window.of(StartRegion)[0].session
        made.say(RegionTaken(session, (b"one", b"two")))
        await made.ended()
        (shown,) = made.window.of(ShowPopup)
        assert (shown.images, shown.origin) == ((b"one", b"two"), CaptureOrigin.REGION)
        assert made.prompt()[-1].images == (b"one", b"two")


async def test_each_part_of_the_screen_has_its_trigger() -> None:
    async with popup() as made:
        for action in (TriggerAction.WINDOW, TriggerAction.SCREEN, TriggerAction.REPEAT):
            made.press(action)
        parts = [start.part for start in made.window.of(StartRegion)]
        assert parts == [ScreenPart.WINDOW, ScreenPart.SCREEN, ScreenPart.LAST]
