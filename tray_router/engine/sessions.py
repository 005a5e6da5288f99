"""Popup sessions: from a trigger to a capture, a question, its answer, and the follow-ups.

Rules: one popup, so one session at a time; opening a new one or closing it stops its running question. Everything
that was sent to the window for the open session is kept, so that a restarted window shows it again. Runs in the
engine's loop; captures, with a deadline, and the scaling of images run in worker threads.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tray_router.answers.prompt import plain_instruction, question_text
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.ports import CaptureSource, CorrectionSink, FitImage, WindowPort
from tray_router.engine.recent import RecentRoutes
from tray_router.engine.session import Session, new_id, nothing_notice, sendable
from tray_router.errors import CaptureError
from tray_router.events import AnswerEvent, Completed, Routed
from tray_router.model import (
    Action,
    AnswerStats,
    Capture,
    CaptureOrigin,
    Message,
    Override,
    Request,
    Role,
    Trigger,
    TriggerAction,
)
from tray_router.wire.window import (
    BeginAnswer,
    CopyAnswer,
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

log = logging.getLogger(__name__)

CAPTURE_LIMIT_S = 5.0  # the source has deadlines of its own; this one is for a source that is stuck


def _as_it_is(image: bytes) -> bytes:
    return image


@dataclass(frozen=True, slots=True)
class PopupRules:
    """What the settings say about what is captured and asked.

    Attributes:
        actions: the user's own prompts, by name.
        max_text_chars: characters of captured text that are sent.
        fit_image: makes an image no larger than the settings allow; see ``ports.FitImage``.
        learns: corrections of the routing are kept.
    """

    actions: Mapping[str, Action] = field(default_factory=dict)
    max_text_chars: int = 200_000
    fit_image: FitImage = _as_it_is
    learns: bool = True


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
    ) -> None:
        self._dispatcher = dispatcher
        self._window = window
        self._source = source
        self._clock = clock
        self._painted = painted
        self._rules = rules or PopupRules()
        self._corrections = corrections
        self._recent = RecentRoutes()
        self._session: Session | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def replace_dispatcher(self, dispatcher: Dispatcher) -> None:
        """Later questions go by new settings; the running one ends by the old."""
        self._dispatcher = dispatcher

    def replace_rules(self, rules: PopupRules) -> None:
        """Later captures and questions go by new settings."""
        self._rules = rules

    def replace_source(self, source: CaptureSource) -> None:
        """Later captures come from another source."""
        self._source = source

    def trigger(self, trigger: Trigger) -> None:
        """A press: opens the popup or the region overlay."""
        session = self._open(trigger)
        if trigger.name and session.action is None:
            hint = "Look at [[actions]] in the settings file."
            self._show_problem(session, f"There is no action “{trigger.name}” any more.", hint)
        elif trigger.action is TriggerAction.REGION:
            self._tell(session, StartRegion(session.id, trigger.at))
        elif trigger.action is TriggerAction.PROMPT:
            self._show(session, will_send=False)
        else:
            self._spawn(self._ask_about_selection(session))

    def window_said(self, message: object) -> None:  # noqa: PLR0911 - one branch per message of the protocol
        """A message of the window process; those of a session that is over are ignored."""
        session = self._session
        match message:
            case WindowReady():
                return self._replay()
            case Painted(triggered_at=pressed, at=at) if pressed > 0:
                return self._painted(at - pressed)
            case _ if session is None:
                return None
            case Submit(session=name, instruction=instruction, override=override) if name == session.id:
                return self._submit(session, instruction, override)
            case Stop(request_id=request_id) if session.is_running(request_id):
                return self._stop(session)
            case Retry(request_id=request_id, override=override) if session.was_asked(request_id):
                return self._ask_again(session, override)
            case RegionTaken(session=name, image=image) if name == session.id:
                return self._region_taken(session, image)
            case RegionCancelled(session=name, problem=problem, hint=hint) if name == session.id:
                return self._region_cancelled(session, problem, hint)
            case PopupClosed(session=name) if name == session.id:
                return self._close()
        return None

    async def aclose(self) -> None:
        """Stops whatever runs."""
        self._close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- opening and closing -------------------------------------------------------------------------

    def _open(self, trigger: Trigger) -> Session:
        self._close()
        self._session = Session(new_id(), action=self._rules.actions.get(trigger.name), triggered_at=trigger.at)
        return self._session

    def _close(self) -> None:
        if self._session is not None:
            self._stop(self._session)
        self._session = None

    def _stop(self, session: Session) -> None:
        if session.running is not None:
            session.running.cancel()

    async def _ask_about_selection(self, session: Session) -> None:
        try:
            async with asyncio.timeout(CAPTURE_LIMIT_S):
                captured = await asyncio.to_thread(self._source.capture)
        except CaptureError as error:
            return self._show_problem(session, error.title, error.hint)
        except TimeoutError:
            return self._show_problem(
                session, "The selection could not be read in time.", "The program that owns it does not answer."
            )
        except Exception:  # a fault of ours must not look like a press that was not heard
            log.exception("The capture failed.")
            return self._show_problem(session, "The selection could not be read.", "The log has the details.")
        if session is not self._session:
            return None
        session.capture = sendable(captured, self._rules.max_text_chars)
        if captured.is_empty:
            session.capture = replace(captured, notice=nothing_notice(captured, session.action))
            return self._show(session, will_send=False)
        self._show(session, will_send=True)
        return await self._ask_about_capture(session)

    async def _ask_about_capture(self, session: Session) -> None:
        """What is captured is shown already; large images are scaled down before they are sent."""
        fit = self._rules.fit_image
        try:
            images = [await asyncio.to_thread(fit, image) for image in session.capture.images]
        except CaptureError as error:
            session.capture = replace(session.capture, images=())
            return self._show_problem(session, error.title, error.hint)
        if session is self._session:
            session.capture = replace(session.capture, images=tuple(images))
            self._ask(session, session.first_request())
        return None

    def _show(self, session: Session, *, will_send: bool) -> None:
        capture = session.capture
        self._tell(
            session,
            ShowPopup(
                session=session.id,
                text=capture.text,
                images=capture.images,
                origin=capture.origin,
                application=capture.application,
                notice=capture.notice,
                will_send=will_send,
                triggered_at=session.triggered_at,
            ),
        )

    def _show_problem(self, session: Session, title: str, hint: str) -> None:
        if session is self._session:
            self._show(session, will_send=False)
            self._tell(session, ShowProblem(title, hint))

    def _region_taken(self, session: Session, image: bytes) -> None:
        session.shown.clear()  # the overlay is over: a restarted window must not ask for the region again
        session.capture = Capture(images=(image,), origin=CaptureOrigin.REGION)
        self._show(session, will_send=True)
        self._spawn(self._ask_about_capture(session))

    def _region_cancelled(self, session: Session, problem: str, hint: str) -> None:
        if problem:
            self._show_problem(session, problem, hint)
        else:
            self._close()

    # --- asking --------------------------------------------------------------------------------------

    def _submit(self, session: Session, instruction: str, override: Override) -> None:
        if instruction.strip():
            self._ask(session, session.typed_request(instruction, override))

    def _ask_again(self, session: Session, override: Override) -> None:
        last = session.last_request
        if last is not None:
            self._learn(session, last, override.route)
            wished = last.override if override.is_empty else override
            self._ask(session, replace(last, id=new_id(), override=wished))

    def _learn(self, session: Session, request: Request, wanted: str) -> None:
        """Keeps that the user wants another route than the one taken, unless an action of the user's had fixed that."""
        is_fixed = session.action is not None and session.action.override.route
        chosen = session.routes[-1] if session.routes else ""
        if self._corrections is None or not self._rules.learns or is_fixed or not chosen or wanted in ("", chosen):
            return
        self._corrections.record(
            plain_instruction(request), request.content, has_image=request.has_image, chosen=chosen, wanted=wanted
        )

    def _ask(self, session: Session, request: Request) -> None:
        if not request.earlier_routes:
            before = self._recent.routes(session.id, session.capture.application, self._clock())
            request = replace(request, earlier_routes=before)
        previous = session.running
        session.last_request = request
        session.running = self._spawn(self._answer(session, request, previous))

    async def _answer(self, session: Session, request: Request, previous: asyncio.Task[None] | None) -> None:
        if previous is not None and not previous.done():
            previous.cancel()
            await asyncio.gather(previous, return_exceptions=True)
        self._tell(session, BeginAnswer(session.id, request.id, request.action or request.instruction))
        completed: Completed | None = None

        def emit(event: AnswerEvent) -> None:
            nonlocal completed
            if isinstance(event, Completed):
                completed = event
            if isinstance(event, Routed) and event.attempt == 1:
                session.routes.append(event.route)
                if not request.action:  # an action goes its own way, whatever the user is at
                    self._recent.remember(session.id, session.capture.application, event.route, self._clock())
            self._tell(session, event)

        answer = await self._dispatcher.run(request, emit, lambda why: self._tell(session, why))
        if completed is not None and _is_whole(completed) and session.is_copied(request) and session is self._session:
            self._window.send(CopyAnswer(request.id))  # not kept: a window that starts again must not copy again
        if completed is not None or answer:
            question = Message(Role.USER, question_text(request), request.images)
            session.history = [*request.history, question, Message(Role.ASSISTANT, answer)]

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("A popup task failed.", exc_info=task.exception())

    # --- what the window shows -----------------------------------------------------------------------

    def _tell(self, session: Session, message: object) -> None:
        if session is not self._session:
            return
        session.remember(message)
        self._window.send(message)

    def _replay(self) -> None:
        """The window process is new: it gets the open session again as it stands."""
        if self._session is not None:
            for message in self._session.shown:
                self._window.send(message)


def _is_whole(completed: Completed) -> bool:
    """False for an answer that was cut at its length limit, or left before its end (then nothing was counted)."""
    return completed.stats != AnswerStats() and completed.stats.done_reason != "length"
