"""Follow-ups stay where the conversation is: a short "and in one line?" below a traceback is still about code.

Rules (routing notes, fact 6; issue 2/5, point 4): of the last three routes of a conversation the newest counts; a new
question that is short or unsure keeps it; it moves up to a costlier route freely, and down only when it is sure. PURE.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tray_router.model import Classification

REMEMBERED = 3  # requests of a conversation that are looked at
SHORT_CHARS = 80  # an instruction up to this length says little by itself
SURE_CONFIDENCE = 0.85  # above, even a short question may leave a conversation downwards
SURE_MARGIN = 0.5


def continue_route(
    classification: Classification,
    earlier_routes: Sequence[str],
    instruction: str,
    cost_ranks: Mapping[str, int],
) -> Classification:
    """The classification, moved to the conversation's route where the new question does not speak for itself.

    Args:
        classification: of the new question alone.
        earlier_routes: routes of the conversation's earlier requests, oldest first; empty for a first question.
        instruction: what the user typed.
        cost_ranks: cost of each route; a higher number is a bigger model.
    """
    remembered = earlier_routes[-REMEMBERED:]
    if not remembered:
        return classification
    current = remembered[-1]
    if classification.route == current or not _stays(classification, current, instruction, cost_ranks):
        return classification
    return replace(
        classification,
        route=current,
        runner_up=classification.route,
        confidence=max(1 - classification.confidence, 0.5),
        margin=0.0,
        reasons=(f"goes on from the {current} question before", *classification.reasons)[:4],
    )


def _stays(classification: Classification, current: str, instruction: str, cost_ranks: Mapping[str, int]) -> bool:
    is_sure = (
        classification.has_evidence
        and classification.confidence >= SURE_CONFIDENCE
        and classification.margin >= SURE_MARGIN
    )
    moves_up = cost_ranks.get(classification.route, 0) > cost_ranks.get(current, 0)
    if moves_up:
        return not classification.has_evidence
    return not is_sure or len(instruction) <= SHORT_CHARS
