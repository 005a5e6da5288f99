"""Popup sessions: what triggers and the window's messages mean for the popup, from its opening to its end.

Rules: one popup, so one session at a time; opening a new one or closing it stops its running question. What a message
says of a session that is over is ignored. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.popup import ahead, attached, captures
from tray_router.engine.popup.first_question import FirstQuestion
from tray_router.engine.popup.questions import Questions
from tray_router.engine.popup.rules import PopupRules
from tray_router.engine.popup.session import Session, new_id
from tray_router.engine.popup.stage import Stage
from tray_router.engine.popup.writing_back import note_window_below
from tray_router.engine.ports import CaptureSource, CorrectionSink, HistoryPort, Inserter, UsageSink, WindowPort
from tray_router.errors import CaptureError
from tray_router.model import SCREEN_PARTS, Override, Remedy, RemedyKind, Trigger, TriggerAction
from tray_router.wire.actions import ChooseAction, WriteBack
from tray_router.wire.popup import FocusPopup, SetPrivate
from tray_router.wire.window import (
    AddScreenshot,
    Painted,
    PopupClosed,
    Preload,
    RegionCancelled,
    RegionTaken,
    RemoveAttached,
    Retry,
    StartRegion,
    Stop,
    Submit,
    WindowReady,
)

__all__ = ["PopupRules", "PopupSessions"]


class PopupSessions:
    """Turns triggers and the window's messages into questions, and answers into window messages."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        window: WindowPort,
        source: CaptureSource,
        clock: Callable[[], float],
        painted: Callable[[float], None] = lambda _seconds: None,
        rules: PopupRules | None = None,
        corrections: CorrectionSink | None = None,
        expect: ahead.Expect = ahead.expects_nothing,
        history: HistoryPort | None = None,
        usage: UsageSink | None = None,
    ) -> None:
        self._painted = painted
        self._stage = Stage(window)
        self._questions = Questions(dispatcher, self._stage, rules or PopupRules(), corrections, clock, history, usage)
        self._first = FirstQuestion(self._stage, self._questions, source)
        self._expect = expect

    def replace_rules(self, rules: PopupRules) -> None:
        """Later captures and questions go by new settings."""
        self._questions.rules = rules
        if self._stage.session is not None:
            self._stage.session.pressed = None  # the key may mean something else now

    def replace_source(self, source: CaptureSource) -> None:
        """Later captures come from another source."""
        self._first.source = source

    def use_inserter(self, inserter: Inserter) -> None:
        """Later answers can go back to the window that their text came from."""
        self._questions.inserter = inserter

    @property
    def is_open(self) -> bool:
        """A popup or a region overlay is open, as far as is known."""
        return self._stage.session is not None

    def trigger(self, trigger: Trigger) -> None:
        """A press: opens the popup or the region overlay, or, pressed again, gets the keyboard into the popup."""
        before = self._stage.session
        if before is not None and before.is_pressed_again(trigger):
            if trigger.action is TriggerAction.PROMPT:
                return self._stage.tell(before, FocusPopup(before.id), is_kept=False)
            self._stage.spawn(self._ask_about_another_selection(before, trigger))
            return None
        return self._begin(self._open(trigger), trigger)

    def _begin(self, session: Session, trigger: Trigger) -> None:
        self._begin_capture(session, trigger)
        # Behind the beginning of the capture, which the popup waits for.
        asyncio.get_running_loop().call_soon(self._look_ahead, session, trigger.action)

    def _begin_capture(self, session: Session, trigger: Trigger) -> None:
        if trigger.name and session.action is None:
            hint = "Look at [[actions]] in the settings file."
            remedy = Remedy(RemedyKind.OPEN_SETTINGS)
            self._first.show_problem(session, f"There is no action “{trigger.name}” any more.", hint, (remedy,))
        elif trigger.action not in SCREEN_PARTS and trigger.action is not TriggerAction.PROMPT:
            self._stage.spawn(self._first.about_selection(session))
        elif self._questions.inserter is not None:
            self._stage.spawn(self._take_keyboard_from(self._questions.inserter, session, trigger))
        else:
            self._take_keyboard(session, trigger)

    def _look_ahead(self, session: Session, action: TriggerAction) -> None:
        ahead.opening(self._expect, session, action, self._questions.last_route)

    async def _take_keyboard_from(self, inserter: Inserter, session: Session, trigger: Trigger) -> None:
        """Looks first which window has the keyboard: answers can be inserted there."""
        await note_window_below(session, inserter)
        self._take_keyboard(session, trigger)

    def _take_keyboard(self, session: Session, trigger: Trigger) -> None:
        if trigger.action is TriggerAction.PROMPT and session is self._stage.session:
            self._first.show(session, will_send=False, takes_focus=True)
        elif trigger.action in SCREEN_PARTS:
            self._stage.tell(session, StartRegion(session.id, trigger.at, SCREEN_PARTS[trigger.action]))

    def window_said(self, message: object) -> None:
        """A message of the window process; those of a session that is over are ignored."""
        match message:
            case WindowReady():
                self._stage.tell_again()
            case Painted(triggered_at=pressed, at=at) if pressed > 0:
                self._painted(at - pressed)
            case _ if self._stage.session is not None:
                self._said_in(self._stage.session, message)

    def _said_in(self, session: Session, message: object) -> None:
        match message:
            case Submit(session=name, instruction=instruction, override=override) if name == session.id:
                self._submit(session, instruction, override)
            case Stop(request_id=request_id) if session.is_running(request_id):
                session.stop()
            case Retry(request_id=request_id, override=override) if session.was_asked(request_id):
                self._questions.ask_again(session, override)
            case RegionTaken(session=name, images=images) if name == session.id:
                self._region_taken(session, images)
            case AddScreenshot(session=name) if name == session.id:
                attached.begin(self._stage, session)
            case RemoveAttached(session=name, index=index) if name == session.id:
                attached.remove(self._stage, session, index)
            case RegionCancelled(session=name, problem=problem, hint=hint) if name == session.id:
                self._region_cancelled(session, problem, hint)
            case SetPrivate(session=name, is_private=is_private) if name == session.id:
                self._questions.set_private(session, is_private=is_private)
            case ChooseAction(session=name, action=action) if name == session.id:
                self._choose(session, action)
            case WriteBack(session=name, request_id=request_id, output=output) if name == session.id:
                self._questions.write_back(session, request_id, output)
            case Preload(session=name, route=route, action=action) if name == session.id:
                chosen = self._questions.rules.action(action)
                ahead.pointing(self._expect, session, route, chosen, self._questions.last_route)
            case PopupClosed(session=name) if name == session.id:
                self._stage.close()

    async def aclose(self) -> None:
        """Stops whatever runs."""
        await self._stage.aclose()

    # --- opening and closing -------------------------------------------------------------------------

    def _open(self, trigger: Trigger) -> Session:
        action = self._questions.rules.action(trigger.name)
        return self._stage.open(Session(new_id(), action=action, triggered_at=trigger.at, pressed=trigger))

    async def _ask_about_another_selection(self, before: Session, trigger: Trigger) -> None:
        """The key again: something else to ask about opens a new popup, else the open one gets the keyboard."""
        try:
            captured = await captures.take(self._first.source)
        except CaptureError as error:
            if before is self._stage.session and before.has_shown(error.title, error.hint):
                self._stage.tell(before, FocusPopup(before.id), is_kept=False)
            elif before is self._stage.session:
                self._first.show_problem(self._open(trigger), error.title, error.hint)
            return
        if before is not self._stage.session:
            return
        if before.has_captured(captured) and before.is_held:
            self._first.send_held(before)
        elif before.has_captured(captured):
            self._stage.tell(before, FocusPopup(before.id), is_kept=False)
        else:
            await self._first.about(self._open(trigger), captured)

    def _region_taken(self, session: Session, images: tuple[bytes, ...]) -> None:
        if session.is_adding:
            self._stage.spawn(attached.add(self._stage, session, images, self._questions.rules.fit_image))
            return
        self._first.about_screen(session, images)

    def _region_cancelled(self, session: Session, problem: str, hint: str) -> None:
        if session.is_adding:
            attached.give_up(self._stage, session, problem, hint)
        elif problem:
            self._first.show_problem(session, problem, hint)
        else:
            self._stage.close()

    def _choose(self, session: Session, name: str) -> None:
        """Another action for what was captured; the first question, when it is just on its way, becomes this one."""
        action = self._questions.rules.action(name)
        if action is None or session.capture.is_empty:
            return
        session.action = action
        if session.is_held:
            self._first.send_held(session)
        elif session.last_request is not None:
            self._questions.ask(session, session.action_request(self._questions.rules))

    def _submit(self, session: Session, instruction: str, override: Override) -> None:
        if session.is_held and not instruction.strip():
            return self._first.send_held(session)
        if not instruction.strip():
            return None
        if session.is_ending:
            self._stage.spawn(self._submit_behind(session, instruction, override))
            return None
        session.is_held = False
        request = session.typed_request(instruction, override, self._questions.rules)
        attached.attach(self._stage, session, ())
        return self._questions.ask(session, request)

    async def _submit_behind(self, session: Session, instruction: str, override: Override) -> None:
        """A follow-up that was quicker than the end of its answer, which it is to know."""
        if session.running is not None:
            await asyncio.wait((session.running,))
        if session is self._stage.session:
            self._submit(session, instruction, override)
