"""The only way out of the user's network.

Rules: nothing passes unless the settings allow the cloud, the user agreed where that is asked for, the guard has read
every text that goes along, and the worst price was set aside in the book; images pass only with leave; what was set
aside is settled with what it really took, and stays spent in full where that cannot be known. Runs in the engine's
loop; the guard and the book in worker threads.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from tray_router.answers.cost import Estimate, Price, estimate, settled_usd, worst_prompt_tokens
from tray_router.answers.guard.finding import Inspection, Restorer, inspect, mask
from tray_router.answers.guard.words import summary
from tray_router.answers.worth import Budget
from tray_router.engine.cloud.terms import CloudTerms, FindPrice
from tray_router.engine.ports import (
    BudgetExceededError,
    Chunk,
    SecretScanner,
    SpendingPort,
    SpendingUnavailableError,
)
from tray_router.errors import BackendError, FailureKind
from tray_router.model import AnswerStats, Attempt, CloudConsent, CloudMode, Finding, GuardMode, Message, dollars

log = logging.getLogger(__name__)

Chat = Callable[[Attempt, tuple[Message, ...]], AsyncGenerator[Chunk, None]]
"""Sends a question to a service; ``ModelBackend.chat``."""

# Failures after which a service has certainly taken nothing: it never had the question, or refused it with a status.
_FREE_FAILURES = frozenset(
    {
        FailureKind.REFUSED,
        FailureKind.UNREACHABLE,
        FailureKind.CONNECT_TIMEOUT,
        FailureKind.TLS,
        FailureKind.UNAUTHORIZED,
        FailureKind.UNPAID,
        FailureKind.RATE_LIMITED,
        FailureKind.MODEL_MISSING,
        FailureKind.CONTEXT_EXCEEDED,
        FailureKind.NOT_VISION,
        FailureKind.NOT_OLLAMA,
    }
)


@dataclass(slots=True)
class _Sending:
    """One question on its way out."""

    reservation: str
    cost: Estimate
    price: Price | None
    received_chars: int = 0
    stats: AnswerStats | None = None
    was_free: bool = False


class CloudGate:
    """Lets questions out."""

    def __init__(self, terms: CloudTerms, book: SpendingPort, scanner: SecretScanner, find_price: FindPrice) -> None:
        self.terms = terms
        self._book = book
        self._scanner = scanner
        self._find_price = find_price

    async def chat(self, chat: Chat, attempt: Attempt, messages: tuple[Message, ...]) -> AsyncGenerator[Chunk, None]:
        """Streams one answer from outside; the last chunk's stats hold what it cost.

        Args:
            chat: sends what has passed.

        Raises:
            BackendError: GUARDED, OVER_BUDGET or FORBIDDEN when it may not leave; whatever ``chat`` raises.
        """
        self._check_leave(attempt, messages)
        inspection = await self._inspected(messages)
        if not inspection.is_clean and self.terms.guard is GuardMode.BLOCK:
            yield Chunk(findings=inspection.findings)
            raise _guarded(attempt, inspection.findings)
        sent, stands_for = mask(messages, inspection)
        sending = await self._reserve(attempt, sent)
        bounded = replace(attempt, max_tokens=sending.cost.max_tokens)
        yield Chunk(has_left=True)
        try:
            async with (
                aclosing(chat(bounded, sent)) as stream,
                aclosing(_told(stream, sending, Restorer(stands_for), inspection.findings)) as told,
            ):
                async for chunk in told:
                    if chunk.stats is None:
                        yield chunk
                    else:
                        usd = await self._settle(sending)
                        yield replace(chunk, stats=replace(chunk.stats, cost_usd=usd))
        except BackendError as error:
            sending.was_free = error.kind in _FREE_FAILURES and not sending.received_chars
            error.cost_usd = await self._settle(sending)
            raise
        # whoever leaves in between, or crashes, leaves the sum set aside: the service may have taken all of it

    def _check_leave(self, attempt: Attempt, messages: tuple[Message, ...]) -> None:
        rules, endpoint = self.terms.rules, attempt.candidate.host
        has_images = any(message.images for message in messages)
        if rules.mode is CloudMode.NEVER:
            raise _refused(attempt, f"{endpoint} was not asked: the cloud is off.", 'Set mode = "ask" under [cloud].')
        if rules.mode is CloudMode.ASK and attempt.cloud is CloudConsent.NONE:
            raise _refused(attempt, f"{endpoint} was not asked: you did not say yes.", "Say so for this question.")
        if has_images and not rules.may_send_images and attempt.cloud is not CloudConsent.WITH_IMAGES:
            hint = "Allow it for this question, or set images = true under [cloud]."
            raise _refused(attempt, f"{endpoint} was not asked: the question has an image.", hint)

    async def _inspected(self, messages: tuple[Message, ...]) -> Inspection:
        if self.terms.guard is GuardMode.OFF:
            return Inspection(hits=tuple(() for _ in messages))
        return await asyncio.to_thread(self._inspect, messages)

    def _inspect(self, messages: tuple[Message, ...]) -> Inspection:
        others = self._scanner.scan(message.content for message in messages)
        return inspect(messages, self.terms.own, others)

    async def _reserve(self, attempt: Attempt, messages: tuple[Message, ...]) -> _Sending:
        budget, endpoint = self.terms.rules.budget, attempt.candidate.host
        price = self._find_price(endpoint, attempt.candidate.model)
        try:
            left = budget.left(await asyncio.to_thread(self._book.spent))
            cost = self._estimate(price, messages, attempt, left)
            if not cost.max_tokens:
                raise _over_budget(attempt, cost.worst_usd, left)
            usd = cost.worst_usd
            reservation = await asyncio.to_thread(_reserved, self._book, usd, budget)
        except BudgetExceededError as error:
            raise _over_budget(attempt, cost.worst_usd, budget.left(error.spent)) from None
        except SpendingUnavailableError as error:
            raise BackendError(
                FailureKind.OVER_BUDGET,
                f"{endpoint} was not asked: what was spent cannot be counted.",
                f"The file of the spending in the folder for data: {error}.",
                host=endpoint,
                model=attempt.candidate.model,
            ) from None
        return _Sending(reservation, cost, price)

    def _estimate(
        self, price: Price | None, messages: tuple[Message, ...], attempt: Attempt, left_usd: float
    ) -> Estimate:
        model = attempt.candidate.model
        ceiling = min(attempt.max_tokens or self.terms.ceiling(attempt.candidate.host), 1_000_000)
        if price is None:  # only with the user's yes: all that one answer may cost is set aside
            is_left = left_usd >= self.terms.rules.budget.per_request
            return Estimate(0.0, self.terms.rules.budget.per_request, ceiling if is_left else 0, 0)
        tokens = worst_prompt_tokens(messages, model)
        return estimate(price, messages, tokens, "", model, ceiling=ceiling, budget_usd=left_usd)

    async def _settle(self, sending: _Sending) -> float:
        usd = self._cost(sending)
        try:
            await asyncio.to_thread(self._book.settle, sending.reservation, usd)
        except SpendingUnavailableError as error:
            log.warning("What an answer cost could not be written; the full sum stays set aside: %s", error)
        return usd

    def _cost(self, sending: _Sending) -> float:
        stats = sending.stats
        if stats is None:
            return 0.0 if sending.was_free else sending.cost.worst_usd
        return settled_usd(
            sending.price,
            sending.cost,
            prompt_tokens=stats.prompt_tokens,
            answer_tokens=stats.answer_tokens,
            reported_usd=stats.cost_usd,
            answer_chars=sending.received_chars,
        )


def _reserved(book: SpendingPort, usd: float, budget: Budget) -> str:
    return book.reserve(usd, per_day=budget.per_day, per_month=budget.per_month)


async def _told(
    stream: AsyncGenerator[Chunk, None], sending: _Sending, restorer: Restorer, findings: tuple[Finding, ...]
) -> AsyncGenerator[Chunk, None]:
    """The chunks with what was masked put back; the first one says what was."""
    waiting = findings
    thoughts = Restorer(restorer.stands_for)
    async for chunk in stream:
        sending.received_chars += len(chunk.content) + len(chunk.thinking)
        content, thinking = restorer.feed(chunk.content), thoughts.feed(chunk.thinking)
        if chunk.stats is not None:
            sending.stats = chunk.stats
            content, thinking = content + restorer.end(), thinking + thoughts.end()
            if content or thinking:
                yield Chunk(content, thinking, findings=waiting)
            yield Chunk(stats=chunk.stats)
        elif content or thinking:
            yield Chunk(content, thinking, findings=waiting)
            waiting = ()


def _guarded(attempt: Attempt, findings: tuple[Finding, ...]) -> BackendError:
    return BackendError(
        FailureKind.GUARDED,
        f"Not sent to {attempt.candidate.host}: it holds {summary(findings)}.",
        'Take that out; or set guard = "mask" under [cloud], and placeholders leave instead.',
        host=attempt.candidate.host,
        model=attempt.candidate.model,
    )


def _over_budget(attempt: Attempt, needed: float, left: float) -> BackendError:
    return BackendError(
        FailureKind.OVER_BUDGET,
        f"{attempt.candidate.host} was not asked: it could cost {dollars(needed)}, and {dollars(left)} are left.",
        "`tray-router cloud` shows what was spent; the budgets stand under [cloud].",
        host=attempt.candidate.host,
        model=attempt.candidate.model,
    )


def _refused(attempt: Attempt, title: str, hint: str) -> BackendError:
    return BackendError(FailureKind.FORBIDDEN, title, hint, host=attempt.candidate.host, model=attempt.candidate.model)
