"""The nouns of the usage report: what the ledger's lines add up to, for command line, dashboard and tray.

Rule: figures and names only, never a text of a question or an answer. Seconds end in ``_s``; money is in US dollars.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class UsageGroup(StrEnum):
    """By what a report can be broken down."""

    ROUTE = "route"
    MODEL = "model"
    MACHINE = "machine"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Median and 95th percentile of ``count`` measured values, each within 1.5 % of the true one; None without any."""

    count: int = 0
    median: float | None = None
    p95: float | None = None


@dataclass(frozen=True, slots=True)
class UsageFigures:
    """Sums over the questions of one period.

    Every question counts once, with the attempt that answered it, or with its last one when none did.

    Attributes:
        requests: questions; ``answered``, ``failed`` and ``cancelled`` add up to it.
        attempts: models that were asked; at least one per question.
        fallbacks: questions that were passed on because a machine or model failed.
        escalations: questions that a bigger model was asked again, because the first answer was weak.
        degraded: questions answered by somebody whom their route does not ask first.
        corrections: questions that the user sent to another route.
        cloud_requests: questions that left the network.
        tokens_in, tokens_out: of all attempts; ``tokens_thinking`` is the part of ``tokens_out`` that was reasoning.
        has_estimates: some of ``tokens_thinking`` is estimated by the share of characters.
        cost_usd: what the cloud took; ``unknown_costs`` attempts in the cloud had no known price.
        first_token, total: seconds until the first word and until the end, of the attempts that answered.
        tokens_per_s: generation speed of the attempts that answered.
        work_s: seconds that all attempts took together.
    """

    requests: int = 0
    answered: int = 0
    failed: int = 0
    cancelled: int = 0
    attempts: int = 0
    fallbacks: int = 0
    escalations: int = 0
    degraded: int = 0
    corrections: int = 0
    cloud_requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_thinking: int = 0
    has_estimates: bool = False
    cost_usd: float = 0.0
    unknown_costs: int = 0
    first_token: Quantiles = field(default_factory=Quantiles)
    total: Quantiles = field(default_factory=Quantiles)
    tokens_per_s: Quantiles = field(default_factory=Quantiles)
    work_s: float = 0.0


@dataclass(frozen=True, slots=True)
class UsageRow:
    """One route, model, machine or day (``YYYY-MM-DD``) of a report.

    ``share`` is its part of all questions, 0..1.
    """

    name: str
    share: float
    figures: UsageFigures


@dataclass(frozen=True, slots=True)
class TimeSaved:
    """What routing saved against asking the biggest model every time.

    Attributes:
        saved_s: seconds, negative when routing cost time; None when it cannot be said, and ``method`` says why.
        requests: questions that were compared.
        biggest_model: the model compared with, or empty.
        tokens_per_s, first_token_s: its measured medians, or None.
        method: how it was computed, or why not, in plain words.
    """

    saved_s: float | None = None
    requests: int = 0
    biggest_model: str = ""
    tokens_per_s: float | None = None
    first_token_s: float | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class UsageReport:
    """Everything that a period's lines of the ledger add up to.

    Attributes:
        since, until: first and last local day with lines in it, ``YYYY-MM-DD``; empty when there are none.
        routes, models, machines: by questions, most first; days: oldest first, days without questions left out.
        torn_lines: lines that could not be read and were left out.
    """

    since: str = ""
    until: str = ""
    figures: UsageFigures = field(default_factory=UsageFigures)
    routes: tuple[UsageRow, ...] = ()
    models: tuple[UsageRow, ...] = ()
    machines: tuple[UsageRow, ...] = ()
    days: tuple[UsageRow, ...] = ()
    time_saved: TimeSaved = field(default_factory=TimeSaved)
    torn_lines: int = 0

    def rows(self, group: UsageGroup) -> tuple[UsageRow, ...]:
        """The breakdown by ``group``."""
        by_group = {
            UsageGroup.ROUTE: self.routes,
            UsageGroup.MODEL: self.models,
            UsageGroup.MACHINE: self.machines,
            UsageGroup.DAY: self.days,
        }
        return by_group[group]


@dataclass(frozen=True, slots=True)
class RecentAttempt:
    """One line of the ledger, as a list of what happened last shows it.

    Attributes:
        at: UTC in ISO 8601.
        outcome: ``completed``, ``cancelled``, ``weak:<reason>``, ``unexpected`` or a FailureKind's value.
        reasons: why this route, in plain words; empty for private questions.
    """

    at: str
    request_id: str
    route: str
    model: str
    host: str
    attempt: int
    outcome: str
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    escalated_from: str = ""
    is_degraded: bool = False
    is_cloud: bool = False
    tokens_in: int | None = None
    tokens_out: int | None = None
    first_token_s: float | None = None
    total_s: float | None = None
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """The figures of this local day so far, kept up to date with every attempt; cheap to read.

    ``last`` is the newest attempt that answered, today or before; None when there was none lately.
    """

    day: str
    requests: int = 0
    answered: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: float = 0.0
    cloud_requests: int = 0
    saved_s: float | None = None
    last: RecentAttempt | None = None
