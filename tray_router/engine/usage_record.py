"""Makes the ledger's record of one attempt: figures and names, and never a word of the question or the answer.

Runs in the engine's loop.
"""

from __future__ import annotations

from dataclasses import replace

from tray_router.engine.ports import UsageRecord
from tray_router.engine.turn import Turn
from tray_router.model import AnswerStats, Candidate, Capability, FleetSnapshot, InstalledModel


def usage_record(turn: Turn, candidate: Candidate, outcome: str, total_s: float, fleet: FleetSnapshot) -> UsageRecord:
    """The record of the attempt that has just ended.

    Args:
        outcome: see ``UsageRecord``.
        total_s: seconds that the attempt took.
    """
    stats, is_estimated = _with_thinking(turn)
    host, biggest = fleet.host(candidate.host), biggest_model(fleet)
    installed = host.installed(candidate.model) if host else None
    request = turn.request
    return UsageRecord(
        request_id=request.id,
        route=turn.plan.route,
        model=candidate.model,
        host=candidate.host,
        attempt=turn.attempts,
        outcome=outcome,
        confidence=turn.plan.confidence,
        is_degraded=candidate.is_degraded,
        stats=replace(stats, total_s=total_s),
        escalated_from=turn.escalated_from,
        reasons=() if request.is_private else turn.plan.reasons,
        is_thinking_estimated=is_estimated,
        is_cloud=candidate.is_cloud,
        images=sum(len(message.images) for message in turn.messages),
        size_bytes=installed.size_bytes if installed else 0,
        biggest_model=biggest.name if biggest else "",
    )


def biggest_model(fleet: FleetSnapshot) -> InstalledModel | None:
    """The largest model on disk that can hold a conversation, on any machine; None when none is known."""
    return max(
        (
            model
            for host in fleet.hosts
            for model in host.models
            if Capability.COMPLETION in model.capabilities and not model.is_remote
        ),
        key=lambda model: model.size_bytes,
        default=None,
    )


def _with_thinking(turn: Turn) -> tuple[AnswerStats, bool]:
    """The figures with the tokens that were reasoning, and whether that number is an estimate.

    Ollama counts all tokens in one figure (``eval_count``; Ollama contract, section 2): the reasoning gets the share
    that its characters have of all characters.
    """
    stats = turn.stats or AnswerStats()
    if stats.thinking_tokens is not None or stats.answer_tokens is None:
        return stats, False
    if not turn.thinking_chars:
        return replace(stats, thinking_tokens=0), False
    share = turn.thinking_chars / (turn.thinking_chars + sum(map(len, turn.answer)))
    return replace(stats, thinking_tokens=round(stats.answer_tokens * share)), True
