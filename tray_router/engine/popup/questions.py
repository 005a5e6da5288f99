"""The questions of a popup: one at a time, each answered through the dispatcher and told to the window.

Rules: a new question stops the one that runs; only a whole answer is copied; a question that is sent elsewhere is kept
as a correction. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from tray_router.answers.prompt import plain_instruction, question_text
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.keeping import TurnWatch
from tray_router.engine.popup.recent import RecentRoutes
from tray_router.engine.popup.rules import PopupRules
from tray_router.engine.popup.session import Session, new_id
from tray_router.engine.popup.stage import Stage
from tray_router.engine.popup.write_order import Writing
from tray_router.engine.popup.writing_back import write, writing
from tray_router.engine.ports import CorrectionSink, HistoryPort, Inserter, UsageSink
from tray_router.events import AnswerEvent, Completed, Routed
from tray_router.model import AnswerStats, Message, Output, Override, Request, Role
from tray_router.wire.popup import ShowPrivate
from tray_router.wire.window import BeginAnswer, CopyAnswer


class Questions:
    """Asks what the user asks."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        stage: Stage,
        rules: PopupRules,
        corrections: CorrectionSink | None,
        clock: Callable[[], float],
        history: HistoryPort | None = None,
        usage: UsageSink | None = None,
    ) -> None:
        self.dispatcher = dispatcher
        self.rules = rules
        self.inserter: Inserter | None = None
        self._stage = stage
        self._corrections = corrections
        self._history = history
        self._usage = usage
        self._clock = clock
        self._recent = RecentRoutes()

    @property
    def last_route(self) -> str:
        """The route that the last question took, of whatever popup; empty when that is some minutes ago."""
        return self._recent.last(self._clock())

    def is_private(self, session: Session) -> bool:
        """Whether nothing of this conversation's texts is kept."""
        return session.is_private or self.rules.is_private()

    def set_private(self, session: Session, *, is_private: bool) -> None:
        """Makes the conversation private, which also takes back what was kept of it; or no longer private."""
        session.is_private = is_private
        if is_private and self._history is not None:
            self._history.forget(session.id)
        self._stage.tell(session, ShowPrivate(session.id, self.is_private(session)))

    def ask(self, session: Session, request: Request) -> None:
        """Asks this; what still runs is stopped first."""
        if not request.earlier_routes:
            before = self._recent.routes(session.id, session.capture.application, self._clock())
            request = replace(request, earlier_routes=before)
        request = replace(request, is_private=self.is_private(session))
        previous = session.running
        session.last_request = request
        session.running = self._stage.spawn(self._answer(session, request, previous))

    def ask_again(self, session: Session, override: Override) -> None:
        """Asks the last question again, perhaps elsewhere."""
        last = session.last_request
        if last is not None:
            self._learn(session, last, override.route)
            wished = last.override if override.is_empty else override
            self.ask(session, replace(last, id=new_id(), override=wished))

    def _learn(self, session: Session, request: Request, wanted: str) -> None:
        """Keeps that the user wants another route than the one taken, unless an action of the user's had fixed that."""
        action = session.action or session.default_action
        is_fixed = action is not None and action.override.route
        chosen = session.routes[-1] if session.routes else ""
        if is_fixed or not chosen or wanted in ("", chosen):
            return
        if self._usage is not None:
            self._usage.corrected(request.id, chosen, wanted)
        if self._corrections is None or not self.rules.learns or self.is_private(session):
            return
        self._corrections.record(
            plain_instruction(request), request.content, has_image=request.has_image, chosen=chosen, wanted=wanted
        )

    async def _answer(self, session: Session, request: Request, previous: asyncio.Task[None] | None) -> None:
        if previous is not None and not previous.done():
            previous.cancel()
            await asyncio.gather(previous, return_exceptions=True)
        self._stage.tell(session, BeginAnswer(session.id, request.id, self._shown(request), request.action))
        completed: Completed | None = None

        def emit(event: AnswerEvent) -> None:
            nonlocal completed
            if isinstance(event, Completed):
                completed = event
            if isinstance(event, Routed) and event.attempt == 1:
                session.routes.append(event.route)
                is_chosen = request.action and not request.is_by_default
                if not is_chosen:  # a chosen action goes its own way, whatever the user is at
                    self._recent.remember(session.id, session.capture.application, event.route, self._clock())
            self._stage.tell(session, event)

        def watched(event: AnswerEvent) -> None:
            watch.see(event)
            emit(event)

        watch = TurnWatch(request, session.id, session.capture.application)
        answer = await self.dispatcher.run(request, watched, lambda why: self._stage.tell(session, why))
        is_good = completed is not None and is_whole(completed)
        if is_good and session.output_of(request) is Output.COPY:
            # Not kept: a window that starts again must not copy again.
            self._stage.tell(session, CopyAnswer(request.id), is_kept=False)
        if is_good:
            self._offer(session, request, answer)
        if completed is not None or answer:
            question = Message(Role.USER, question_text(request), request.images)
            session.history = [*request.history, question, Message(Role.ASSISTANT, answer)]
        if self._history is not None and not (request.is_private or self.is_private(session)):
            self._history.keep(watch.turn(answer))

    def _offer(self, session: Session, request: Request, answer: str) -> None:
        """Says that the answer can go back to where the text came from; by itself it does so once."""
        made = writing(session, request, answer, self.inserter) if self.inserter is not None else None
        if made is not None:
            session.writings[request.id] = made
            self._stage.tell(session, made.offer, is_kept=False)
            session.remember(made.for_a_new_window())

    def write_back(self, session: Session, request_id: str, output: Output) -> None:
        """Writes an answer that was offered; anything else is ignored."""
        made = session.writings.get(request_id)
        if made is not None and output in made.offer.outputs and self.inserter is not None:
            self._stage.spawn(self._write(session, made, output, self.inserter))

    async def _write(self, session: Session, made: Writing, output: Output, inserter: Inserter) -> None:
        self._stage.tell(session, await write(session.id, made, output, inserter), is_kept=False)

    def _shown(self, request: Request) -> str:
        """What stands above the answer: the action, or what the user typed."""
        action = self.rules.action(request.action)
        if action is None:
            return request.action or request.instruction
        return action.label if action.prompt else ""


def is_whole(completed: Completed) -> bool:
    """False for an answer that was cut at its length limit, or left before its end (then nothing was counted)."""
    return completed.stats != AnswerStats() and completed.stats.done_reason != "length"
