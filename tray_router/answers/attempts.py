"""What to try next: the attempt for a candidate, and whether a failure allows another.

Rules (Ollama contract, section 9; routing notes, facts 1 to 3): fail over only before the first token; a cold model
gets minutes, scaled by its size, because closing the connection throws its load away; a warm one gets little; a
prompt that did not fit is tried once more with the exact size that the server named.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tray_router.answers.context import choose_num_ctx
from tray_router.errors import BackendError, FailureKind
from tray_router.model import Attempt, Candidate, HostStatus

BYTES_PER_GB = 1e9
COLD_REFERENCE_GB = 10.0  # the cold limit is meant for a model of this size; larger ones get more, up to three times


@dataclass(frozen=True, slots=True)
class Limits:
    """Time and size limits from the settings, in seconds and tokens (defaults: contract, section 9).

    ``max_in_flight`` questions at once go to one model on one machine.
    """

    connect_s: float = 3.0
    first_token_warm_s: float = 20.0
    first_token_cold_s: float = 300.0
    idle_s: float = 60.0
    total_s: float = 1800.0
    num_ctx_max: int = 32_768
    answer_tokens: int = 2048
    max_wait_s: float = 20.0
    max_in_flight: int = 1


def plan_attempt(
    number: int,
    candidate: Candidate,
    host: HostStatus | None,
    prompt_tokens: int,
    limits: Limits,
    *,
    think: bool | None = None,
    exact_context: int | None = None,
) -> Attempt:
    """The attempt to make of a candidate, with limits that fit the state of its machine.

    Args:
        prompt_tokens: estimate for the whole conversation.
        exact_context: tokens of the prompt as the server counted them, when a first try did not fit.
    """
    installed = host.installed(candidate.model) if host else None
    loaded = host.loaded_model(candidate.model) if host else None
    needed = (exact_context if exact_context is not None else prompt_tokens) + limits.answer_tokens
    num_ctx = choose_num_ctx(
        needed,
        loaded=loaded.context_length if loaded else 0,
        trained=installed.context_length if installed else None,
        ceiling=limits.num_ctx_max,
    )
    will_load = loaded is None or loaded.context_length != num_ctx
    size_gb = installed.size_bytes / BYTES_PER_GB if installed else COLD_REFERENCE_GB
    cold_s = limits.first_token_cold_s * min(max(size_gb / COLD_REFERENCE_GB, 1.0), 3.0)
    queue_s = limits.first_token_warm_s * (host.in_flight if host else 0)
    prefill_s = prompt_tokens / 200  # a slow CPU reads about this many tokens a second (contract, section 1)
    return Attempt(
        number=number,
        candidate=candidate,
        num_ctx=num_ctx,
        connect_s=limits.connect_s,
        first_token_s=(cold_s if will_load else limits.first_token_warm_s) + queue_s + prefill_s,
        idle_s=limits.idle_s,
        total_s=limits.total_s,
        think=think,
        load_s=0.0 if will_load else max(cold_s - limits.first_token_warm_s, 0.0),
    )


class NextStep(StrEnum):
    """What follows a failed attempt."""

    NEXT_CANDIDATE = "next-candidate"
    SAME_WITH_EXACT_CONTEXT = "same-with-exact-context"
    GIVE_UP = "give-up"


def after_failure(error: BackendError, *, has_content: bool, was_exact: bool) -> NextStep:
    """Decides what follows a failed attempt.

    Args:
        has_content: some of the answer was shown already; then nothing is asked again unasked.
        was_exact: the failed attempt already used the server's own count.
    """
    if has_content:
        return NextStep.GIVE_UP
    if error.kind is FailureKind.CONTEXT_EXCEEDED and error.needed_context is not None and not was_exact:
        return NextStep.SAME_WITH_EXACT_CONTEXT
    if error.kind.is_retryable_elsewhere:
        return NextStep.NEXT_CANDIDATE
    return NextStep.GIVE_UP


_PASSING_KINDS = frozenset(
    {FailureKind.BUSY, FailureKind.CRASHED, FailureKind.INCOMPLETE, FailureKind.SILENT, FailureKind.STUCK}
)


def may_pass(kind: FailureKind) -> bool:
    """Whether the same model on the same machine may well answer a moment later.

    A full queue empties and Ollama starts a dead runner again by itself; a model that does not fit will not fit.
    """
    return kind in _PASSING_KINDS
