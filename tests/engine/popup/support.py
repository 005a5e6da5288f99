"""Popup sessions of tests, with the user's own actions and the limits of the settings."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from tests.builders import VISION, installed
from tests.engine.fakes import (
    FINE_TEXT,
    Bench,
    Done,
    Fail,
    FakeSource,
    RecordingWindow,
    Say,
    Script,
    Think,
    bench,
    route,
    up,
)
from tests.loops import turns, until
from tray_router.engine.popup.sessions import PopupRules, PopupSessions
from tray_router.errors import FailureKind
from tray_router.events import Cancelled, Completed, Failed, Token
from tray_router.model import Action, AnswerStats, Capture, Message, Trigger, TriggerAction, TriggerSource
from tray_router.wire.window import BeginAnswer, ShowPopup

NOT_WHOLE: tuple[Script, ...] = (  # answers that must reach neither the clipboard nor a document
    (Say("half"), Fail(FailureKind.CRASHED)),
    (Fail(FailureKind.BAD_REQUEST),),
    (Think("only this"), Fail(FailureKind.BAD_REQUEST)),
    (Say(FINE_TEXT), Done(AnswerStats(prompt_tokens=3, answer_tokens=5, done_reason="length"))),
)


class Popup:
    """The sessions with what is around them, driven as the daemon and the window process drive them."""

    def __init__(
        self, made: Bench, rules: PopupRules, *results: Capture | Exception, gate: threading.Event | None = None
    ) -> None:
        self.bench, self.window = made, RecordingWindow()
        self.source = FakeSource(*results, gate=gate)
        self.latencies: list[float] = []
        clock = asyncio.get_running_loop().time
        self.sessions = PopupSessions(
            made.dispatcher, self.window, self.source, clock, self.latencies.append, rules=rules
        )

    def press(self, action: TriggerAction = TriggerAction.ASK, at: float = 5.0, *, name: str = "") -> None:
        self.sessions.trigger(Trigger(action, TriggerSource.HOTKEY, at, name))

    def say(self, message: object) -> None:
        self.sessions.window_said(message)

    @property
    def session(self) -> str:
        """The id of the session that was shown last."""
        return self.window.of(ShowPopup)[-1].session

    @property
    def request_id(self) -> str:
        """The id of the question that was begun last."""
        return self.window.of(BeginAnswer)[-1].request_id

    def prompt(self, number: int = -1) -> tuple[Message, ...]:
        """The messages that a machine got."""
        return self.bench.backend.prompts[number]

    async def ended(self, count: int = 1) -> None:
        """Waits for the n-th terminal event in the window."""
        await until(
            lambda: len([m for m in self.window.sent if isinstance(m, Completed | Failed | Cancelled)]) >= count
        )
        await turns()

    async def streaming(self, text: str) -> None:
        """Waits until this much of an answer has come."""
        await until(lambda: "".join(t.text for t in self.window.of(Token)).endswith(text))


@asynccontextmanager
async def popup(
    *results: Capture | Exception,
    actions: Iterable[Action] = (),
    rules: PopupRules | None = None,
    made: Bench | None = None,
    gate: threading.Event | None = None,
) -> AsyncIterator[Popup]:
    """Sessions with a machine ``mac`` whose model ``small`` sees images, and captures that come in this order."""
    default = PopupRules(actions={action.name: action for action in actions})
    seer = installed("small", VISION)
    known = made or bench(up("mac", seer, loaded=["small"]), routes=[route("quick", "small")])
    opened = Popup(known, rules or default, *results, gate=gate)
    try:
        yield opened
    finally:
        await opened.sessions.aclose()
        known.check_tidy()
