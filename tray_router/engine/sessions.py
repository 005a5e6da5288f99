"""Popup sessions: from a trigger to a capture, a question, its answer, and the follow-ups.

Rules: one popup, so one session at a time; opening a new one or closing it stops its running question. Everything
that was sent to the window for the open session is kept, so that a restarted window shows it again. Runs in the
engine's loop; captures, with a deadline, and the scaling of images run in worker threads.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from tray_router.answers.remedies import of_hint
from tray_router.engine import ahead, attached, captures
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.holding import hold_if_long
from tray_router.engine.popup_rules import PopupRules
from tray_router.engine.ports import CaptureSource, CorrectionSink, HistoryPort, Inserter, UsageSink, WindowPort
from tray_router.engine.questions import Questions
from tray_router.engine.session import Session, new_id, nothing_notice, sendable
from tray_router.engine.writing_back import note_window_below
from tray_router.errors import CaptureError
from tray_router.model import SCREEN_PARTS, Capture, CaptureOrigin, Override, Remedy, RemedyKind, Trigger, TriggerAction
from tray_router.wire.actions import ChooseAction, WriteBack
from tray_router.wire.popup import FocusPopup, SetPrivate, ShowPrivate
from tray_router.wire.window import (
    AddScreenshot,
    Painted,
    PopupClosed,
    Preload,
    RegionCancelled,
    RegionTaken,
    RemoveAttached,
    Retry,
    ShowProblem,
    StartRegion,
    Stop,
    Submit,
    WindowReady,
)

__all__ = ["PopupRules", "PopupSessions"]

log = logging.getLogger(__name__)


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
        self._window = window
        self._source = source
        self._painted = painted
        self._rules = rules or PopupRules()
        self._questions = Questions(dispatcher, self, self._rules, corrections, clock, history, usage)
        self._expect = expect
        self._session: Session | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def replace_dispatcher(self, dispatcher: Dispatcher) -> None:
        """Later questions go by new settings; the running one ends by the old."""
        self._questions.dispatcher = dispatcher

    def replace_rules(self, rules: PopupRules) -> None:
        """Later captures and questions go by new settings."""
        self._rules = self._questions.rules = rules
        if self._session is not None:
            self._session.pressed = None  # the key may mean something else now

    def replace_source(self, source: CaptureSource) -> None:
        """Later captures come from another source."""
        self._source = source

    def use_inserter(self, inserter: Inserter) -> None:
        """Later answers can go back to the window that their text came from."""
        self._questions.inserter = inserter

    @property
    def is_open(self) -> bool:
        """A popup or a region overlay is open, as far as is known."""
        return self._session is not None

    def trigger(self, trigger: Trigger) -> None:
        """A press: opens the popup or the region overlay, or, pressed again, gets the keyboard into the popup."""
        before = self._session
        if before is not None and before.is_pressed_again(trigger):
            if trigger.action is TriggerAction.PROMPT:
                return self.tell(before, FocusPopup(before.id), is_kept=False)
            self.spawn(self._ask_about_another_selection(before, trigger))
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
            self._show_problem(session, f"There is no action “{trigger.name}” any more.", hint, (remedy,))
        elif trigger.action not in SCREEN_PARTS and trigger.action is not TriggerAction.PROMPT:
            self.spawn(self._ask_about_selection(session))
        elif self._questions.inserter is not None:
            self.spawn(self._take_keyboard_from(self._questions.inserter, session, trigger))
        else:
            self._take_keyboard(session, trigger)

    def _look_ahead(self, session: Session, action: TriggerAction) -> None:
        ahead.opening(self._expect, session, action, self._questions.last_route)

    async def _take_keyboard_from(self, inserter: Inserter, session: Session, trigger: Trigger) -> None:
        """Looks first which window has the keyboard: answers can be inserted there."""
        await note_window_below(session, inserter)
        self._take_keyboard(session, trigger)

    def _take_keyboard(self, session: Session, trigger: Trigger) -> None:
        if trigger.action is TriggerAction.PROMPT and session is self._session:
            self._show(session, will_send=False, takes_focus=True)
        elif trigger.action in SCREEN_PARTS:
            self.tell(session, StartRegion(session.id, trigger.at, SCREEN_PARTS[trigger.action]))

    def window_said(self, message: object) -> None:
        """A message of the window process; those of a session that is over are ignored."""
        match message:
            case WindowReady():
                self._replay()
            case Painted(triggered_at=pressed, at=at) if pressed > 0:
                self._painted(at - pressed)
            case _ if self._session is not None:
                self._said_in(self._session, message)

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
                attached.begin(self, session)
            case RemoveAttached(session=name, index=index) if name == session.id:
                attached.remove(self, session, index)
            case RegionCancelled(session=name, problem=problem, hint=hint) if name == session.id:
                self._region_cancelled(session, problem, hint)
            case SetPrivate(session=name, is_private=is_private) if name == session.id:
                self._questions.set_private(session, is_private=is_private)
            case ChooseAction(session=name, action=action) if name == session.id:
                self._choose(session, action)
            case WriteBack(session=name, request_id=request_id, output=output) if name == session.id:
                self._questions.write_back(session, request_id, output)
            case Preload(session=name, route=route, action=action) if name == session.id:
                chosen = self._rules.action(action)
                ahead.pointing(self._expect, session, route, chosen, self._questions.last_route)
            case PopupClosed(session=name) if name == session.id:
                self._close()

    async def aclose(self) -> None:
        """Stops whatever runs."""
        self._close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- opening and closing -------------------------------------------------------------------------

    def _open(self, trigger: Trigger) -> Session:
        self._close()
        action = self._rules.action(trigger.name)
        self._session = Session(new_id(), action=action, triggered_at=trigger.at, pressed=trigger)
        return self._session

    def _close(self) -> None:
        if self._session is not None:
            self._session.stop()
        self._session = None

    async def _ask_about_another_selection(self, before: Session, trigger: Trigger) -> None:
        """The key again: something else to ask about opens a new popup, else the open one gets the keyboard."""
        try:
            captured = await captures.take(self._source)
        except CaptureError as error:
            if before is self._session and before.has_shown(error.title, error.hint):
                self.tell(before, FocusPopup(before.id), is_kept=False)
            elif before is self._session:
                self._show_problem(self._open(trigger), error.title, error.hint)
            return
        if before is not self._session:
            return
        if before.has_captured(captured) and before.is_held:
            self._send_held(before)
        elif before.has_captured(captured):
            self.tell(before, FocusPopup(before.id), is_kept=False)
        else:
            await self._ask_about(self._open(trigger), captured)

    async def _ask_about_selection(self, session: Session) -> None:
        try:
            captured = await captures.take(self._source)
        except CaptureError as error:
            return self._show_problem(session, error.title, error.hint)
        return await self._ask_about(session, captured)

    async def _ask_about(self, session: Session, captured: Capture) -> None:
        if session is not self._session:
            return None
        session.captured = captured
        session.capture = sendable(captured, self._rules.max_text_chars)
        if captured.is_empty:
            session.capture = replace(captured, notice=nothing_notice(captured, session.action))
            return self._show(session, will_send=False, takes_focus=True)
        if hold_if_long(session, self._rules, self._questions.dispatcher):
            return self._show(session, will_send=False)
        self._show(session, will_send=True)
        return await self._ask_about_capture(session)

    def _send_held(self, session: Session) -> None:
        session.is_held = False
        self.spawn(self._ask_about_capture(session))

    async def _ask_about_capture(self, session: Session) -> None:
        """What is captured is shown already; large images are scaled down before they are sent."""
        try:
            images = await captures.fitted(session.capture.images, self._rules.fit_image)
        except CaptureError as error:
            session.capture = replace(session.capture, images=())
            return self._show_problem(session, error.title, error.hint)
        if session is self._session:
            session.capture = replace(session.capture, images=images)
            self._questions.ask(session, session.first_request(self._rules))
        return None

    def _show(self, session: Session, *, will_send: bool, takes_focus: bool = False) -> None:
        self.tell(session, session.opening(will_send=will_send, takes_focus=takes_focus))
        if self._questions.is_private(session):
            self.tell(session, ShowPrivate(session.id, is_private=True))

    def _show_problem(
        self, session: Session, title: str, hint: str, remedies: tuple[Remedy, ...] | None = None
    ) -> None:
        if session is self._session:
            self._show(session, will_send=False)
            self.tell(session, ShowProblem(title, hint, of_hint(hint) if remedies is None else remedies))

    def _region_taken(self, session: Session, images: tuple[bytes, ...]) -> None:
        if session.is_adding:
            self.spawn(attached.add(self, session, images, self._rules.fit_image))
            return
        session.shown.clear()  # the overlay is over: a restarted window must not ask for the region again
        session.capture = Capture(images=images, origin=CaptureOrigin.REGION)
        self._show(session, will_send=True, takes_focus=True)  # the user is at work with our overlay, not elsewhere
        self.spawn(self._ask_about_capture(session))

    def _region_cancelled(self, session: Session, problem: str, hint: str) -> None:
        if session.is_adding:
            attached.give_up(self, session, problem, hint)
        elif problem:
            self._show_problem(session, problem, hint)
        else:
            self._close()

    def _choose(self, session: Session, name: str) -> None:
        """Another action for what was captured; the first question, when it is just on its way, becomes this one."""
        action = self._rules.action(name)
        if action is None or session.capture.is_empty:
            return
        session.action = action
        if session.is_held:
            self._send_held(session)
        elif session.last_request is not None:
            self._questions.ask(session, session.action_request(self._rules))

    def _submit(self, session: Session, instruction: str, override: Override) -> None:
        if session.is_held and not instruction.strip():
            return self._send_held(session)
        if not instruction.strip():
            return None
        if session.is_ending:
            self.spawn(self._submit_behind(session, instruction, override))
            return None
        session.is_held = False
        request = session.typed_request(instruction, override, self._rules)
        attached.attach(self, session, ())
        return self._questions.ask(session, request)

    async def _submit_behind(self, session: Session, instruction: str, override: Override) -> None:
        """A follow-up that was quicker than the end of its answer, which it is to know."""
        if session.running is not None:
            await asyncio.wait((session.running,))
        if session is self._session:
            self._submit(session, instruction, override)

    # --- what the window shows, and what runs (questions.Stage) ---------------------------------------

    def tell(self, session: Session, message: object, *, is_kept: bool = True) -> None:
        """Sends a message to the window, unless the session is over; kept for a window that starts again."""
        if session is not self._session:
            return
        if is_kept:
            session.remember(message)
        self._window.send(message)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Runs this beside everything else; what goes wrong is logged."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("A popup task failed.", exc_info=task.exception())

    def _replay(self) -> None:
        """The window process is new: it gets the open session again as it stands."""
        if self._session is not None:
            for message in self._session.shown:
                self._window.send(message)
