"""Walks a plan until somebody answers well enough, and tells every step as an AnswerEvent.

Rules: exactly one terminal event per request, emitted here and nowhere else; another candidate is asked only before
the first word, or, once, when the answer was weak; then ``Restarted`` says why and the first answer stays reachable;
stopping a request cancels its task, which closes the stream. Runs in the engine's loop, one task per request.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from tray_router.answers.context import prompt_tokens
from tray_router.answers.escalation import next_bigger, weakness
from tray_router.answers.prompt import asked_for, build_messages
from tray_router.answers.weak import AnswerUnderTest, WeakReason, weak_reasons
from tray_router.engine.attempts import AttemptRunner, EarlyVerdictError
from tray_router.engine.cloud.closed import WayOut
from tray_router.engine.cloud.planned import PlannedQuestion
from tray_router.engine.explain import Explain, explained
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.foresight import Reading, reading_of
from tray_router.engine.image_text import READ_NOTICE, marked_as_read, with_text_of_images
from tray_router.engine.planner import Planner
from tray_router.engine.ports import ImageTextReader, ModelBackend, UsageSink
from tray_router.engine.routing_table import RoutingTable
from tray_router.engine.slots import Slot, SlotBoard
from tray_router.engine.turn import Emit, Turn
from tray_router.engine.waking import Waker
from tray_router.engine.walk import PlanWalker
from tray_router.engine.words import failed_event, nobody, notice, weak_notice
from tray_router.errors import BackendError, FailureKind, RoutingError, TrayRouterError
from tray_router.events import Cancelled, Completed, Restarted, Token, Waiting, WaitReason
from tray_router.model import (
    AnswerStats,
    Candidate,
    Message,
    Request,
    RoutePlan,
)
from tray_router.routing.plan import RoutePolicy, route_health

log = logging.getLogger(__name__)

LONG_ANSWER_CHARS = 20_000  # judging more than this takes over 5 ms: done beside the loop


class Dispatcher:
    """Answers requests.

    Attributes:
        usage: where attempts are written down.
        slots: who is asked and who waits.
        image_reader: reads the text in images that nobody can see; None where that is not installed.
        cloud: takes questions out of the network where that is allowed and worth it; None where there is no such way.
        make_up_for: has a model loaded in whose place another answers, for the next question; with the tokens of this.
    """

    def __init__(
        self,
        backend: ModelBackend,
        tracker: FleetTracker,
        table: RoutingTable,
        usage: UsageSink,
        clock: Callable[[], float],
    ) -> None:
        self._planner = Planner(tracker, table)
        self.usage = usage
        self.image_reader: ImageTextReader | None = None
        self.cloud: WayOut | None = None
        self.make_up_for: Callable[[Candidate, int], None] = lambda _late, _tokens: None
        self._tracker = tracker
        self._runner = AttemptRunner(backend, tracker, usage, clock)
        self.slots = SlotBoard(tracker, lambda: self.table.limits.max_in_flight)
        self._walker = PlanWalker(tracker, self.slots, self._planner.replan, clock)

    @property
    def table(self) -> RoutingTable:
        """What the settings say about routing; replaced when they change."""
        return self._planner.table

    @table.setter
    def table(self, table: RoutingTable) -> None:
        self._planner.table = table

    @property
    def waker(self) -> Waker | None:
        """Wakes machines that questions should have gone to; None where nobody should be woken."""
        return self._planner.waker

    @waker.setter
    def waker(self, waker: Waker | None) -> None:
        self._planner.waker = waker

    @property
    def backend(self) -> ModelBackend:
        """Through which attempts are made now."""
        return self._runner.backend

    def use_backend(self, backend: ModelBackend) -> None:
        """Later attempts go through ``backend``; running ones end with the old one."""
        self._runner.backend = backend

    def plan(self, request: Request) -> RoutePlan:
        """Who would be asked for this request, in order; asks nobody."""
        return self._planner.plan(request, prompt_tokens(build_messages(request)))[1]

    def reading(self, request: Request) -> Reading | None:
        """How long whoever is asked first would read this request; None when nobody can be asked."""
        tokens = prompt_tokens(build_messages(request))
        return reading_of(self._planner.plan(request, tokens)[1], tokens, self._tracker.index())

    async def run(self, request: Request, emit: Emit, explain: Explain | None = None) -> str:
        """Answers one request; every step goes to ``emit``, ending with exactly one terminal event.

        Args:
            explain: is told why and where else, before anybody is asked.

        Returns:
            The answer's text, or as much of it as came.
        """
        turn: Turn | None = None
        try:
            if self.cloud is not None:
                await self.cloud.ready()
            turn = self._begin(request, emit, explain)
            if self.cloud is None or not await self.cloud.goes_first(turn, self.table.limits, self._tracker.snapshot()):
                if turn.plan.needs_text_of_image and self.image_reader is not None:
                    turn = await self._with_text_of_images(turn, self.image_reader, explain)
                await self._walk_or_leave(turn)
            await self._improve(turn)
            emit(Completed(request.id, turn.stats or AnswerStats(), notice(turn)))
        except asyncio.CancelledError:
            emit(Cancelled(request.id))
        except TrayRouterError as error:
            emit(failed_event(request.id, error, turn, self._tracker.snapshot()))
        except Exception:
            log.exception("A request ended in an unexpected error.")
            unexpected = TrayRouterError("Tray Router met an unexpected error.", "The log has its details.")
            emit(failed_event(request.id, unexpected, turn))
        finally:
            if turn is not None:
                await turn.race.aclose()
        return turn.text if turn else ""

    def _begin(self, request: Request, emit: Emit, explain: Explain | None) -> Turn:
        messages: tuple[Message, ...] = build_messages(request)
        tokens = prompt_tokens(messages)
        classification, plan, woken = self._planner.plan_and_wake(request, tokens)
        plan = self._with_cloud(plan, request, messages, tokens)
        if explain is not None:
            demand, fleet = self._planner.demand(request, tokens), self._tracker.index()
            routes = route_health(self.table.policies, fleet, demand, self._tracker.cooldowns())
            explain(explained(request.id, classification, plan, routes))
        if plan.late is not None:
            self.make_up_for(plan.late, tokens)
        passed_over, race = list(plan.rejections), self._runner.race()
        return Turn(request, messages, tokens, classification.route, plan, emit, passed_over, race, woken=woken)

    async def _with_text_of_images(self, turn: Turn, reader: ImageTextReader, explain: Explain | None) -> Turn:
        """The question about an image that nobody can see, as one about its text."""
        turn.emit(Waiting(turn.request.id, WaitReason.READING_IMAGE, "", ""))
        read = self._begin(await with_text_of_images(turn.request, reader), turn.emit, explain)
        read.plan, read.notice = marked_as_read(read.plan), READ_NOTICE
        return read

    def _with_cloud(self, plan: RoutePlan, request: Request, messages: tuple[Message, ...], tokens: int) -> RoutePlan:
        if self.cloud is None:
            return plan
        policy = self.table.policies.get(plan.route, RoutePolicy(name=plan.route))
        fleet = self._tracker.snapshot()
        return self.cloud.extended(PlannedQuestion(plan, request, messages, tokens, policy, fleet))

    async def _walk_or_leave(self, turn: Turn) -> None:
        """Asks one's own machines, and when none of them answers, somebody outside where that is allowed."""
        try:
            await self._walk(turn)
        except (RoutingError, BackendError):
            if self.cloud is None or not await self.cloud.stands_in(turn, self.table.limits):
                raise

    async def _walk(self, turn: Turn) -> None:
        """Asks the candidates in order until one answers, well or weakly."""
        if not turn.plan.candidates:
            squeezed = self._planner.squeezed(turn)
            if squeezed is None:
                raise self._planner.too_long(turn) or nobody(turn, self._tracker.snapshot())
            turn.plan = squeezed

        async def ask(slot: Slot, rivals: Sequence[str]) -> None:
            await self._ask(turn, slot, rivals, stops_when_weak=self._bigger(turn, slot.candidate) is not None)

        try:
            await self._walker.walk(turn, ask)
        except BackendError as error:
            too_long = error.kind is FailureKind.CONTEXT_EXCEEDED and error.needed_context is not None
            told = self._planner.too_long(turn, error.needed_context) if too_long else None
            if told is None:
                raise
            raise told from error

    async def _ask(self, turn: Turn, slot: Slot, rivals: Sequence[str] = (), *, stops_when_weak: bool) -> None:
        policy = self.table.policies.get(turn.plan.route)
        think, limits = policy.think if policy else None, self.table.limits
        try:
            await self._runner.ask(turn, slot, limits, rivals, think=think, stops_when_weak=stops_when_weak)
        except EarlyVerdictError as verdict:
            slot.release()
            await self._escalate(turn, (verdict.reason,))

    async def _ask_elsewhere(self, turn: Turn, candidate: Candidate) -> None:
        """Asks somebody out of the plan's order, waiting in line like everybody.

        Raises:
            BackendError: no answer came, or its machine went away while others were asked.
        """
        slot = await self._walker.acquire_alone(turn, candidate)
        try:
            await self._ask(turn, slot, stops_when_weak=False)
        finally:
            slot.release()

    async def _improve(self, turn: Turn) -> None:
        """Asks a bigger model when the whole answer is weak, or says that it is."""
        if turn.escalated_from or turn.answered_by is None:
            return
        answer = AnswerUnderTest(
            task=turn.task,
            prompt=turn.messages[-1].content,
            answer=turn.text,
            done_reason=turn.stats.done_reason if turn.stats else "",
            has_image=turn.request.has_image,
            instruction=asked_for(turn.request),
        )
        is_long = len(answer.answer) > LONG_ANSWER_CHARS
        reasons = await asyncio.to_thread(weak_reasons, answer) if is_long else weak_reasons(answer)
        if reasons and self._bigger(turn, turn.answered_by) is None:
            way_out = self.cloud if self.table.retries_weak else None
            if way_out is None or not await way_out.improves(turn, self.table.limits, weakness(reasons)):
                turn.notice = weak_notice(reasons, is_whole=True)
        elif reasons:
            await self._escalate(turn, reasons)

    def _bigger(self, turn: Turn, answered: Candidate) -> Candidate | None:
        """Who is asked when this candidate's answer is weak; nobody a second time, or against the user's choice."""
        is_final = turn.escalated_from or turn.request.override.model or answered.is_cloud
        if is_final or not self.table.retries_weak:
            return None
        return next_bigger(turn.plan, answered, self._tracker.snapshot())

    async def _escalate(self, turn: Turn, reasons: tuple[WeakReason, ...]) -> None:
        first, weak_model = turn.text, turn.answered_by
        bigger = self._bigger(turn, weak_model) if weak_model else None
        if weak_model is None or bigger is None:
            return
        turn.escalated_from = weak_model.model
        why = f"{weak_model.model} answered weakly: {weakness(reasons)}"
        turn.emit(Restarted(turn.request.id, f"{why}. Asking {bigger.model} on {bigger.host}."))
        first_stats = turn.stats
        turn.begin_anew()
        try:
            await self._ask_elsewhere(turn, bigger)
        except BackendError as error:
            turn.emit(Restarted(turn.request.id, f"{error.title} The first answer is back."))
            turn.begin_anew()
            turn.answer, turn.stats = [first], first_stats
            turn.emit(Token(turn.request.id, first))
            turn.notice = weak_notice(reasons, is_whole=first_stats is not None)
