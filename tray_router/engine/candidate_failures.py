"""How a candidate failed, where it is the engine that sees it: silence, slots that are lost, answers that break off.

Rule: the title says what happened, the hint what to do next; who it was stands in the error as well. What a server says
itself becomes an error in ``backends``. Pure.
"""

from __future__ import annotations

from tray_router.errors import BackendError, FailureKind
from tray_router.model import Attempt, Candidate


def silent_model(attempt: Attempt) -> BackendError:
    """In memory, and nothing came within its limit."""
    return _error(
        attempt.candidate,
        FailureKind.SILENT,
        f"{attempt.candidate.model} on {attempt.candidate.host} sent nothing for {attempt.first_token_s:.0f} s.",
        "Restart Ollama there if this goes on; a larger limit is first_token_warm_s under [limits] in the settings.",
    )


def stuck_model(candidate: Candidate, waited_s: float) -> BackendError:
    """In memory, silent, and its machine answers: its slots are lost (Ollama contract, section 5)."""
    return _error(
        candidate,
        FailureKind.STUCK,
        f"{candidate.model} on {candidate.host} is stuck: nothing came for {waited_s:.0f} s.",
        "It is unloaded, which frees it; restart Ollama there if this goes on.",
    )


def gone_before_answer(candidate: Candidate, hint: str) -> BackendError:
    """The machine went away while the first word was waited for; ``hint`` of its liveness probe, or empty."""
    return _error(
        candidate,
        FailureKind.UNREACHABLE,
        f"{candidate.host} went away before {candidate.model} had answered.",
        hint or "It may have fallen asleep: wake it, or use another machine.",
    )


def gone_in_answer(candidate: Candidate) -> BackendError:
    """The machine went away behind the first word."""
    return _error(
        candidate,
        FailureKind.UNREACHABLE,
        f"{candidate.host} went away in the middle of the answer.",
        "It may have fallen asleep. What came so far is kept; ask again, and another machine answers.",
    )


def broken_stream(candidate: Candidate) -> BackendError:
    """The answer ended in the middle."""
    return _error(
        candidate,
        FailureKind.INCOMPLETE,
        f"The answer of {candidate.model} on {candidate.host} broke off.",
        "Ask again; what came so far is kept.",
    )


def empty_stream(candidate: Candidate) -> BackendError:
    """The answer ended before it began."""
    at = "at" if candidate.is_cloud else "on"
    return _error(
        candidate,
        FailureKind.INCOMPLETE,
        f"{candidate.model} {at} {candidate.host} sent an empty reply.",
        "Ask again, or use another model.",
    )


def _error(candidate: Candidate, kind: FailureKind, title: str, hint: str) -> BackendError:
    return BackendError(kind, title, hint, host=candidate.host, model=candidate.model)
