"""The questions that a tuning weighs, with their points per route, and what a proposal would do to them.

Rule: a proposal adds the very points that the classifier would give for it, so that thousands can be weighed without
classifying anything again. Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tray_router.model import Classification
from tray_router.routing.calibration import probabilities
from tray_router.routing.classify import Classifier, Question
from tray_router.routing.first import first_route
from tray_router.routing.rules import RouteRules


@dataclass(slots=True)
class Row:
    """A question on the board: its points per route, which proposals change, and where it should go."""

    question: Question
    wanted: str
    totals: dict[str, float]
    is_right: bool
    is_correction: bool


class Board:
    """Points of every question per route. A proposal adds the same points that the classifier would give for it."""

    def __init__(self, rules: Sequence[RouteRules], margin: float) -> None:
        self._rules = tuple(rules)
        self._margin = margin
        self._names = [route.name for route in rules]
        self._classifier = Classifier(rules)
        self.rows: list[Row] = []

    def add(self, question: Question, wanted: str, *, is_kept: bool = False) -> None:
        """Puts a question on the board; one that is kept must be right from the start."""
        scores = dict(self._classifier.classify(question).scores)
        totals = {name: scores[name] for name in self._names if name in scores}
        is_right = self._first(totals) == wanted
        if is_right or not is_kept:
            self.rows.append(Row(question, wanted, totals, is_right, not is_kept))

    def effect(self, route: str, points: dict[int, float]) -> int:
        """How many corrections go right when ``route`` gets these points (by row); -1 when something breaks."""
        mended = 0
        for index, gained in points.items():
            row = self.rows[index]
            is_right = self._first(_with(row.totals, route, gained)) == row.wanted
            if row.is_right and not is_right:
                return -1
            mended += is_right and not row.is_right
        return mended

    def take(self, route: str, points: dict[int, float]) -> None:
        """Gives the points for good."""
        for index, gained in points.items():
            row = self.rows[index]
            row.totals = _with(row.totals, route, gained)
            row.is_right = self._first(row.totals) == row.wanted

    def keyword_points(self, route: str, keywords: Sequence[str]) -> dict[str, dict[int, float]]:
        """For each keyword of a route, the points that it gives, by row, as the classifier finds it."""
        found: dict[str, dict[int, float]] = {keyword: {} for keyword in keywords}
        trial = Classifier([RouteRules(route, keywords=tuple(keywords))])
        for index, row in enumerate(self.rows):
            if route not in row.totals:  # an image, whose route is a fact
                continue
            question = replace(row.question, has_image=False)
            for hit in trial.classify(question).hits:
                keyword = hit.feature.removeprefix("keyword:")
                if hit.route == route and hit.feature != keyword:
                    found[keyword][index] = hit.points
        return found

    def _first(self, totals: dict[str, float]) -> str:
        return _first(totals, self._rules, self._margin)


def _with(totals: dict[str, float], route: str, points: float) -> dict[str, float]:
    return {name: total + points if name == route else total for name, total in totals.items()}


def _first(totals: dict[str, float], rules: Sequence[RouteRules], margin: float) -> str:
    """The route that answers first for these points, by the rules of ``classify`` and ``first``."""
    best, second = [*sorted(totals, key=lambda name: -totals[name]), ""][:2]
    chances = probabilities(totals)
    lead = chances[best] - chances.get(second, 0.0)
    return first_route(Classification(best, chances[best], second, lead), rules, margin=margin).route
