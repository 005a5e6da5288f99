"""A question's way out of the network: before one's own machines, instead of them, or after a weak answer.

Rules: nothing is sent that the desk does not judge worth it or the user did not allow; what was decided is told once
per question; a yes that cannot be carried out is a failure, not a silent local answer; a service that asked for a pause
is left alone for it. Runs in the engine's loop.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from tray_router.answers.attempts import Limits
from tray_router.answers.worth import Choice
from tray_router.engine.cloud.desk import CloudDesk, Option, best
from tray_router.engine.cloud.planned import PlannedQuestion
from tray_router.engine.cloud.runner import CloudRunner
from tray_router.engine.turn import Turn
from tray_router.errors import BackendError, FailureKind, RoutingError
from tray_router.events import CloudNotice, CloudStep, Restarted, Token
from tray_router.model import (
    Candidate,
    CloudConsent,
    FleetSnapshot,
    LocalAbility,
    Rejection,
    RoutePlan,
    dollars,
)

log = logging.getLogger(__name__)

REST_S = 60.0  # after a 429 without a number, or an account without credit


async def _at_once() -> None:
    """Nothing to wait for."""


class CloudWay:
    """Takes questions out.

    Args:
        ready: waits until prices are known; returns at once where they are, or where nothing may leave.
    """

    def __init__(
        self,
        desk: CloudDesk,
        runner: CloudRunner,
        clock: Callable[[], float],
        ready: Callable[[], Awaitable[None]] = _at_once,
    ) -> None:
        self.desk = desk
        self.ready = ready
        self._runner = runner
        self._clock = clock
        self._resting: dict[str, float] = {}

    def extended(self, question: PlannedQuestion) -> RoutePlan:
        """As ``CloudDesk.extended``."""
        return self.desk.extended(question)

    async def goes_first(self, turn: Turn, limits: Limits, fleet: FleetSnapshot) -> bool:
        """Asks outside before one's own machines: the user said so, or they can do little and it is worth it.

        Returns:
            True when the question is answered.

        Raises:
            RoutingError, BackendError: the user wanted it outside, and it cannot be done.
        """
        consent = self.desk.consent(turn.request, fleet)
        if consent is not CloudConsent.NONE:
            await self._as_wished(turn, limits, consent)
            return True
        local = local_ability(turn.plan)
        if local is LocalAbility.GOOD or turn.request.is_private:
            return False
        return await self._if_worth(turn, limits, local)

    async def stands_in(self, turn: Turn, limits: Limits) -> bool:
        """Asks outside because nobody at home could answer; True when the question is answered."""
        if turn.answer or turn.request.is_private or turn.request.override.model or turn.request.override.host:
            return False
        turn.is_cloud_told = False  # what was decided before was about something else
        return await self._if_worth(turn, limits, LocalAbility.NOBODY)

    async def improves(self, turn: Turn, limits: Limits, weakness: str) -> bool:
        """Asks outside because the answer is weak; True when a better one has taken its place."""
        answered = turn.answered_by
        if answered is None or answered.is_cloud or turn.request.is_private or turn.request.override.model:
            return False
        options = self._options(turn, LocalAbility.WEAK)
        option = best(options, Choice.SEND)
        if option is None:
            self._tell(turn, options, LocalAbility.WEAK)
            return False
        first, first_stats = turn.text, turn.stats
        turn.escalated_from = answered.model
        turn.emit(
            Restarted(
                turn.request.id,
                f"{answered.model} answered weakly: {weakness}. Asking {_named(option)} for {option.price_words}.",
            )
        )
        turn.begin_anew()
        try:
            await self._ask(turn, option, limits, CloudConsent.NONE)
        except BackendError as error:
            turn.emit(Restarted(turn.request.id, f"{error.title} The first answer is back."))
            turn.begin_anew()
            turn.answer, turn.stats, turn.answered_by = [first], first_stats, answered
            turn.emit(Token(turn.request.id, first))
            return False
        return True

    # --- inside --------------------------------------------------------------------------------------

    async def _as_wished(self, turn: Turn, limits: Limits, consent: CloudConsent) -> None:
        options = self.desk.options(turn, LocalAbility.GOOD, consent)
        last_error: BackendError | None = None
        for option in options:
            if option.verdict.choice is not Choice.SEND:
                continue
            if last_error is not None:
                turn.restart_if_shown(last_error.title)
            try:
                return await self._ask(turn, option, limits, consent)
            except BackendError as error:
                if turn.answer or error.kind is FailureKind.GUARDED:
                    raise
                last_error = error
        if last_error is not None:
            raise last_error
        raise _cannot(options)

    async def _if_worth(self, turn: Turn, limits: Limits, local: LocalAbility) -> bool:
        while (option := best(options := self._options(turn, local), Choice.SEND)) is not None:
            try:
                await self._ask(turn, option, limits, CloudConsent.NONE)
            except BackendError as error:
                if turn.answer:
                    raise
                turn.restart_if_shown(error.title)
                if error.kind is FailureKind.GUARDED:
                    return False  # it would be turned back again
            else:
                return True
        self._tell(turn, options, local)
        return False

    def _options(self, turn: Turn, local: LocalAbility) -> list[Option]:
        now = self._clock()
        options = self.desk.options(turn, local, CloudConsent.NONE)
        return [option for option in options if self._resting.get(option.candidate.host, now) <= now]

    async def _ask(self, turn: Turn, option: Option, limits: Limits, consent: CloudConsent) -> None:
        candidate = option.candidate
        turn.cloud_tried.add(candidate)
        try:
            await self._runner.ask(turn, candidate, limits, consent)
        except BackendError as error:
            turn.rejections.append(Rejection(candidate.model, candidate.host, error.title.rstrip(".")))
            if error.kind in (FailureKind.RATE_LIMITED, FailureKind.UNPAID, FailureKind.UNAUTHORIZED):
                self._resting[candidate.host] = self._clock() + (error.retry_after_s or REST_S)
            raise

    def _tell(self, turn: Turn, options: list[Option], local: LocalAbility) -> None:
        """Says once what was decided: an offer, or that it was not worth it."""
        if turn.is_cloud_told or not options:
            return
        option = best(options, Choice.OFFER)
        if option is not None:
            step, text = (
                CloudStep.OFFERED,
                f"{_named(option)} could answer for {option.price_words}: {option.verdict.reason}.",
            )
        else:
            option = next((o for o in options if o.verdict.is_about_price), None)
            if option is None:
                return
            reason = option.verdict.reason
            result = "" if local is LocalAbility.NOBODY else ": your own machines answered"
            step, text = CloudStep.NOT_WORTH, f"{_named(option)}: {reason}{result}."
            if reason.startswith("not worth"):
                text = f"Not worth {dollars(option.price_usd or 0.0)} at {option.candidate.host}{result}."
        turn.is_cloud_told = True
        turn.emit(
            CloudNotice(
                turn.request.id,
                step,
                text,
                option.candidate.model,
                option.candidate.host,
                option.price_usd,
                option.price_words,
                has_images=any(message.images for message in turn.messages),
            )
        )


def local_ability(plan: RoutePlan) -> LocalAbility:
    """What one's own machines can do, as far as the plan tells."""
    if not plan.candidates:
        return LocalAbility.NOBODY
    if plan.late is not None:
        return LocalAbility.SLOW
    return LocalAbility.DEGRADED if plan.candidates[0].is_degraded else LocalAbility.GOOD


def _named(option: Option) -> str:
    return f"{option.candidate.model} at {option.candidate.host}"


def _cannot(options: list[Option]) -> RoutingError:
    if not options:
        return RoutingError(
            "No service outside your network can be asked.",
            "Set mode and endpoints under [cloud] in the settings; `tray-router cloud` says how they are.",
        )
    option: Candidate = options[0].candidate
    verdict = options[0].verdict
    hint = "`tray-router cloud` shows budgets and prices."
    if verdict.is_about_images:
        hint = "Say so with --cloud-images or the popup's button, or set images = true under [cloud]."
    return RoutingError(f"{option.model} at {option.host} was not asked: {verdict.reason}.", hint)
