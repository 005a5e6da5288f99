"""Questions stay where the user is: a short "and in one line?" below a traceback is still about code.

Rules (routing notes, fact 6; issue 2/5, point 4): of the last three routes the newest counts. A question with evidence
moves up to a costlier route freely, and down only when it is sure. Within a conversation a question that is short or
unsure stays; a separate press stays only when nothing can be told from it. An image is a fact: nothing is moved to
``vision`` or away from it. Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from tray_router.model import Classification
from tray_router.routing.rules import VISION

REMEMBERED: Final = 3  # earlier routes that are looked at
SHORT_CHARS: Final = 80  # a text up to this length says little by itself
SURE_CONFIDENCE: Final = 0.85  # from here on, a longer question leaves its conversation downwards
SURE_MARGIN: Final = 0.5
TELLING_CONFIDENCE: Final = 0.6  # below, a separate press goes on with what came before


def continue_route(
    classification: Classification,
    earlier_routes: Sequence[str],
    text: str,
    cost_ranks: Mapping[str, int],
    *,
    is_same_conversation: bool,
) -> Classification:
    """The classification, moved to the route before where the new question does not speak for itself.

    Args:
        classification: of the new question alone.
        earlier_routes: routes of the questions before, oldest first; empty when there are none. Routes that
            ``cost_ranks`` does not know, as after a change of the settings, do not count.
        text: the instruction or, without one, the content.
        cost_ranks: cost of each route; a higher number is a bigger model.
        is_same_conversation: the earlier routes are those of the conversation that the question follows up, not
            those of separate presses.
    """
    going_on = [route for route in earlier_routes[-REMEMBERED:] if route in cost_ranks and route != VISION]
    if not going_on or classification.route in (VISION, going_on[-1]):
        return classification
    current = going_on[-1]
    if classification.has_evidence and cost_ranks.get(classification.route, 0) > cost_ranks[current]:
        return classification
    if _leaves(classification, text) if is_same_conversation else _is_telling(classification):
        return classification
    return replace(
        classification,
        route=current,
        runner_up=classification.route,
        confidence=max(1 - classification.confidence, 0.5),
        margin=0.0,
        reasons=(f"goes on from the {current} question before", *classification.reasons)[:4],
    )


def _leaves(classification: Classification, text: str) -> bool:
    """Whether a follow-up may leave its conversation downwards: long enough to speak for itself, and sure.

    A short one never does, however sure the classifier is: "and in one line?" looks like a quick question to anyone
    who has not read what came before.
    """
    is_long = len(text.strip()) > SHORT_CHARS
    is_sure = classification.confidence >= SURE_CONFIDENCE and classification.margin >= SURE_MARGIN
    return classification.has_evidence and is_long and is_sure


def _is_telling(classification: Classification) -> bool:
    return classification.has_evidence and classification.confidence >= TELLING_CONFIDENCE
