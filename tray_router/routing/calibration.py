"""From points to an honest probability.

Rule: one temperature and one floor for all routes, fitted on prompts whose source took no part in fitting the points
(``benchmarks/routing.py``). Pure; any thread.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

TEMPERATURE: Final = 1.0  # points are divided by this before the softmax
DOUBT: Final = 0.02  # share of the probability that is spread evenly: no decision is ever certain


def probabilities(scores: Mapping[str, float]) -> dict[str, float]:
    """Softmax of the points, softened; sums to 1. Empty in, empty out."""
    if not scores:
        return {}
    best = max(scores.values())
    weights = {route: math.exp((points - best) / TEMPERATURE) for route, points in scores.items()}
    total = sum(weights.values())
    spread = DOUBT / len(scores)
    return {route: (1 - DOUBT) * weight / total + spread for route, weight in weights.items()}
