"""What the settings may add to the points table: keywords, patterns and a prior per route, and routes of one's own.

Rule: every problem is found before the first question, as ``ConfigProblem`` values; nothing here fails later. The
standard library's regular expressions have no time limit, so a pattern whose worst case is too long is refused by
``patterns.worst_case_steps``. Pure; any thread.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tray_router.errors import ConfigProblem
from tray_router.routing.patterns import problem_with

QUICK: Final = "quick"
CODE: Final = "code"
REASONING: Final = "reasoning"
VISION: Final = "vision"

MAX_KEYWORDS: Final = 500  # per route
MAX_PATTERNS: Final = 20  # per route; each may cost up to patterns.STEP_BUDGET steps
MAX_KEYWORD_LENGTH: Final = 100  # characters
MAX_PRIOR: Final = 10.0  # points, either sign
DEFAULT_COST_RANK: Final = 1


@dataclass(frozen=True, slots=True)
class RouteRules:
    """One route and what the settings say about it.

    Attributes:
        name: ``quick``, ``code``, ``reasoning`` and ``vision`` have built-in points; any other name is the user's own.
        keywords: words or phrases, case and accents ignored, matched on word boundaries (anywhere in scripts
            without spaces). They count fully in the instruction, less in the pasted content.
        patterns: regular expressions, case ignored, searched in the first ``patterns.SEARCHED_CHARS`` characters.
        prior: points given before anything is read; positive makes the route likelier.
        cost_rank: lower is cheaper; decides who answers first when the best two routes are close.
        replaces_default_keywords: drop the built-in keyword list of this route (structure and intents stay).
    """

    name: str
    keywords: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    prior: float = 0.0
    cost_rank: int = DEFAULT_COST_RANK
    replaces_default_keywords: bool = False


DEFAULT_ROUTES: Final = (
    RouteRules(QUICK, cost_rank=0),
    RouteRules(VISION, cost_rank=1),
    RouteRules(REASONING, cost_rank=2),
    RouteRules(CODE, cost_rank=3),
)


def check_rules(routes: Sequence[RouteRules]) -> tuple[ConfigProblem, ...]:
    """Every problem in the rules, in the order of the routes; empty when they can be used."""
    if not routes:
        return (ConfigProblem("routes", "", "At least one route is needed."),)
    problems: list[ConfigProblem] = []
    seen: set[str] = set()
    for rules in routes:
        if not rules.name.strip():
            problems.append(ConfigProblem("routes", rules.name, "A route needs a name."))
        elif rules.name in seen:
            problems.append(ConfigProblem(f"routes.{rules.name}", "", "There are two routes of this name."))
        seen.add(rules.name)
        problems.extend(_check_route(rules))
    return tuple(problems)


def _check_route(rules: RouteRules) -> list[ConfigProblem]:
    path = f"routes.{rules.name}"
    problems: list[ConfigProblem] = []
    if not math.isfinite(rules.prior) or abs(rules.prior) > MAX_PRIOR:
        limit = f"A prior is a number of points from {-MAX_PRIOR:g} to {MAX_PRIOR:g}."
        problems.append(ConfigProblem(f"{path}.prior", str(rules.prior), limit))
    if len(rules.keywords) > MAX_KEYWORDS:
        count = str(len(rules.keywords))
        problems.append(ConfigProblem(f"{path}.keywords", count, f"At most {MAX_KEYWORDS} keywords."))
    for index, keyword in enumerate(rules.keywords):
        if not any(character.isalnum() for character in keyword):
            message = "A keyword needs at least one letter or digit."
            problems.append(ConfigProblem(f"{path}.keywords[{index}]", repr(keyword[:40]), message))
        elif len(keyword) > MAX_KEYWORD_LENGTH:
            message = f"A keyword has at most {MAX_KEYWORD_LENGTH} characters."
            problems.append(ConfigProblem(f"{path}.keywords[{index}]", f"{keyword[:40]}…", message))
    if len(rules.patterns) > MAX_PATTERNS:
        count = str(len(rules.patterns))
        problems.append(ConfigProblem(f"{path}.patterns", count, f"At most {MAX_PATTERNS} patterns."))
    for index, pattern in enumerate(rules.patterns):
        message = problem_with(pattern)
        if message:
            problems.append(ConfigProblem(f"{path}.patterns[{index}]", pattern[:80], message))
    return problems
