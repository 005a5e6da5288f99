"""What kind of question it is: points from named features, summed per route, and an honest confidence.

Rule: never an exception and never an unbounded time, whatever the text. An image is a fact and goes to ``vision``;
text alone never does. Everything that can be wrong with the settings is raised by the constructor. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tray_router.errors import ConfigError
from tray_router.model import Classification, FeatureHit
from tray_router.routing.calibration import probabilities
from tray_router.routing.features import Evidence, FeatureReader
from tray_router.routing.lexicon import SEED_KEYWORDS, learned
from tray_router.routing.patterns import SEARCHED_CHARS
from tray_router.routing.points import BIAS, POINTS
from tray_router.routing.rules import CODE, DEFAULT_ROUTES, QUICK, REASONING, VISION, RouteRules, check_rules
from tray_router.routing.vocabulary import Vocabulary
from tray_router.routing.words import Lexicon, fold

ASK_POINTS: Final = 6.0  # a keyword or pattern of the user's in the instruction: outweighs one strong feature
BODY_POINTS: Final = 2.0  # the same, found in the pasted content only
OWN_ROUTE_BASE: Final = -1.5  # a route of the user's own before any hit: below the built-in ones
MOST_REASONS: Final = 4
_GENERAL: Final = frozenset({"assistant", "chat", "text-task-on-text", "short"})  # told last, they say little
_IMAGE_HIT: Final = FeatureHit("image", VISION, 10.0, "image attached")
_BUILT_IN: Final = (QUICK, CODE, REASONING)


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be classified.

    Attributes:
        instruction: what was typed, or what the action says; may be empty.
        content: what was captured. Without an instruction it may itself be one, or hold one before or after the rest.
        has_image: an image goes with the question.
    """

    instruction: str = ""
    content: str = ""
    has_image: bool = False


@dataclass(frozen=True, slots=True)
class _UserCue:
    """One keyword or pattern from the settings, ready to be searched in folded text."""

    route: str
    feature: str
    reason: str
    search: re.Pattern[str]
    limit: int


class Classifier:
    """Classifies questions by the built-in points and the user's rules.

    Args:
        routes: the routes there are, in the order of preference among equals.

    Raises:
        ConfigError: the rules cannot be used; holds every problem.
    """

    def __init__(self, routes: Sequence[RouteRules] = DEFAULT_ROUTES) -> None:
        problems = check_rules(routes)
        if problems:
            raise ConfigError("The routes in the settings cannot be used.", "Mend the entries listed.", problems)
        self._names = tuple(rules.name for rules in routes)
        self._text_names = tuple(name for name in self._names if name != VISION) or self._names
        self._base = {rules.name: rules.prior + _base_points(rules.name) for rules in routes}
        self._cues = tuple(cue for rules in routes for cue in _cues_of(rules))
        self._muted = frozenset(
            f"word:{keyword}"
            for rules in routes
            if rules.replaces_default_keywords
            for keyword in SEED_KEYWORDS.get(rules.name, ())
        )
        self._whole_hits = self._hits_at_full_value()
        self._reader = FeatureReader(*_words())

    def classify(self, question: Question) -> Classification:
        """The best route for a question, how sure that is, and why."""
        if question.has_image and VISION in self._names:
            return _vision(self._names)
        evidence = self._reader.read(question.instruction, question.content)
        hits = [*self._built_in_hits(evidence), *self._user_hits(question, evidence)]
        totals = {name: self._base[name] for name in self._text_names}
        for hit in hits:
            if hit.route in totals:
                totals[hit.route] += hit.points
        return _decide(totals, hits)

    def _built_in_hits(self, evidence: Evidence) -> list[FeatureHit]:
        hits: list[FeatureHit] = []
        for name, value in evidence.values.items():
            whole = self._whole_hits.get(name, ())
            if value == 1.0:
                hits += whole
            elif value:
                hits += [FeatureHit(name, hit.route, hit.points * value, hit.reason) for hit in whole]
        return hits

    def _hits_at_full_value(self) -> dict[str, tuple[FeatureHit, ...]]:
        """What each feature gives at value 1; most features have no other value."""
        return {
            name: tuple(
                FeatureHit(name, route, amount, points.reason)
                for route, amount in zip(_BUILT_IN, points[:3], strict=True)
                if amount and route in self._base
            )
            for name, points in POINTS.items()
            if name not in self._muted
        }

    def _user_hits(self, question: Question, evidence: Evidence) -> list[FeatureHit]:
        if not self._cues:
            return []
        ask, body = fold(evidence.parts.ask), fold(evidence.parts.body)
        hits: list[FeatureHit] = []
        for cue in self._cues:
            if cue.search.search(ask, 0, cue.limit):
                hits.append(FeatureHit(cue.feature, cue.route, ASK_POINTS, cue.reason))
            elif cue.search.search(body, 0, cue.limit):
                hits.append(FeatureHit(cue.feature, cue.route, BODY_POINTS, cue.reason))
        return hits


def classify(question: Question) -> Classification:
    """Classifies with the default routes and points."""
    return _default_classifier().classify(question)


@lru_cache(maxsize=1)
def _default_classifier() -> Classifier:
    return Classifier()


@lru_cache(maxsize=1)
def _words() -> tuple[Lexicon, Vocabulary]:
    return Lexicon(), Vocabulary(learned())


def _base_points(name: str) -> float:
    return float(BIAS[_BUILT_IN.index(name)]) if name in _BUILT_IN else OWN_ROUTE_BASE


def _cues_of(rules: RouteRules) -> list[_UserCue]:
    """The user's keywords on word boundaries where the script has them, and the user's patterns."""
    cues = []
    for keyword in rules.keywords:
        folded = fold(keyword.strip())
        before = r"(?<![^\W_])" if folded[0].isalnum() and folded[0] < "\u3000" else ""
        after = r"(?![^\W_])" if folded[-1].isalnum() and folded[-1] < "\u3000" else ""
        search = re.compile(before + r"\s+".join(map(re.escape, folded.split())) + after)
        cues.append(_UserCue(rules.name, f"keyword:{keyword}", f"your keyword “{keyword}”", search, 2000))
    for pattern in rules.patterns:
        search = re.compile(pattern, re.IGNORECASE)
        cues.append(_UserCue(rules.name, f"pattern:{pattern}", "your pattern matches", search, SEARCHED_CHARS))
    return cues


def _vision(names: tuple[str, ...]) -> Classification:
    return Classification(
        VISION, 1.0, next((name for name in names if name != VISION), ""), 1.0, True, (_IMAGE_HIT.reason,),
        ((VISION, _IMAGE_HIT.points),), (_IMAGE_HIT,),
    )  # fmt: skip


def _decide(totals: dict[str, float], hits: list[FeatureHit]) -> Classification:
    ranked = sorted(totals.items(), key=lambda item: -item[1])
    chances = probabilities(totals)
    route = ranked[0][0]
    runner_up = ranked[1][0] if len(ranked) > 1 else ""
    for_route = [hit for hit in hits if hit.route == route and hit.points > 0]
    for_route.sort(key=lambda hit: (hit.feature in _GENERAL, -hit.points))
    reasons = tuple(dict.fromkeys(hit.reason for hit in for_route if hit.reason))[:MOST_REASONS]
    return Classification(
        route=route,
        confidence=chances[route],
        runner_up=runner_up,
        margin=chances[route] - chances.get(runner_up, 0.0),
        has_evidence=any(hit.reason and hit.points > 0 for hit in hits),
        reasons=reasons,
        scores=tuple(ranked),
        hits=tuple(hits),
    )
