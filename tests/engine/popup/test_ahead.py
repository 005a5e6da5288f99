"""What is expected to be asked, from what the user does before asking it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from tests.builders import VISION, installed
from tests.engine.fakes import FakeSource, RecordingWindow, bench, up
from tests.engine.fakes import route as policy
from tests.loops import until
from tray_router.engine.popup.recent import WITHIN_S
from tray_router.engine.popup.sessions import PopupRules, PopupSessions
from tray_router.model import Action, Capture, CaptureOrigin, Override, Trigger, TriggerAction, TriggerSource
from tray_router.wire.window import Preload, ShowPopup, StartRegion

TEXT = Capture(text="hello there", origin=CaptureOrigin.SELECTION)
PICTURE = Capture(images=(b"png",), origin=CaptureOrigin.CLIPBOARD_IMAGE)
ACTIONS = {
    "Fix": Action("Fix", "Fix: {text}", Override(route="code")),
    "Ask big": Action("Ask big", "Do: {text}", Override(model="big", host="pc")),
}


@dataclass
class Desk:
    """Popup sessions, and what they expected."""

    sessions: PopupSessions
    window: RecordingWindow
    expected: list[tuple[str, str, bool]] = field(default_factory=list)

    def press(self, action: TriggerAction, name: str = "") -> None:
        self.sessions.trigger(Trigger(action, TriggerSource.HOTKEY, 5.0, name))

    @property
    def session(self) -> str:
        return [m for m in self.window.sent if isinstance(m, ShowPopup | StartRegion)][-1].session


def desk(*captures: Capture) -> Desk:
    window = RecordingWindow()
    seer = installed("small", VISION)
    made = bench(up("mac", seer), routes=[policy(name, "small") for name in ("quick", "vision", "code")])
    found: list[tuple[str, str, bool]] = []

    def expect(route: str, override: Override | None = None, *, has_image: bool = False) -> None:
        wanted = override or Override()
        found.append((route, f"{wanted.model}@{wanted.host}" if wanted.model else "", has_image))

    clock = asyncio.get_running_loop().time
    rules = PopupRules(actions=ACTIONS)
    sessions = PopupSessions(made.dispatcher, window, FakeSource(*captures), clock, rules=rules, expect=expect)
    return Desk(sessions, window, found)


async def test_an_opening_popup_expects_a_quick_question_and_a_region_one_with_an_image() -> None:
    made = desk()
    made.press(TriggerAction.PROMPT)
    made.press(TriggerAction.REGION)
    await until(lambda: len(made.expected) == 2)
    assert made.expected == [("quick", "", False), ("vision", "", True)]
    await made.sessions.aclose()


async def test_what_an_action_fixes_is_expected() -> None:
    made = desk(TEXT, TEXT)
    made.press(TriggerAction.ASK, "Fix")
    made.press(TriggerAction.ASK, "Ask big")
    await until(lambda: len(made.expected) == 2)
    assert made.expected == [("code", "", False), ("quick", "big@pc", False)]
    await made.sessions.aclose()


async def test_pointing_at_an_action_or_a_route_expects_it() -> None:
    made = desk(PICTURE)
    made.press(TriggerAction.ASK)
    await until(lambda: made.window.of(ShowPopup))
    made.expected.clear()
    for message in (
        Preload(made.session, action="Fix"),
        Preload(made.session, route="code"),
        Preload(made.session),
        Preload("another session", route="code"),
    ):
        made.sessions.window_said(message)
    assert made.expected == [("code", "", True), ("code", "", True), ("vision", "", True)]
    await made.sessions.aclose()


async def test_the_route_of_the_last_question_is_expected_to_go_on_for_a_while() -> None:
    made = desk(TEXT)
    recent = made.sessions._questions._recent
    now = asyncio.get_running_loop().time()
    recent.remember("s", "editor", "code", now - 10.0)
    made.press(TriggerAction.PROMPT)
    await until(lambda: len(made.expected) == 1)
    recent.remember("s", "editor", "code", now - WITHIN_S - 1.0)
    made.press(TriggerAction.ASK)
    await until(lambda: len(made.expected) == 2)
    assert [name for name, _, _ in made.expected] == ["code", "quick"]
    await made.sessions.aclose()
