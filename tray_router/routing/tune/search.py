"""Learning from corrections in the open: what to add to the routes so that the user's own questions go where they want.

Rule: nothing is changed here, only proposed, and every proposal can be read: a keyword for a route, or its prior moved
by half points. Each one mends at least one correction and breaks none, nor any question that is known to be right;
those that mend most come first, so that few changes do. Equal input gives equal proposals. Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tray_router.model import Correction
from tray_router.routing.classify import ASK_POINTS, Classifier, Question
from tray_router.routing.first import DEFAULT_MARGIN, first_route
from tray_router.routing.rules import MAX_KEYWORDS, MAX_PRIOR, VISION, RouteRules
from tray_router.routing.tune.board import Board
from tray_router.routing.tune.proposals import AddKeyword, MovePrior, Outcome, Proposal, Tally, Tuning, tuned
from tray_router.routing.tune.words import is_known, phrases_of, words_of
from tray_router.routing.words import fold

PRIOR_STEP: Final = 0.5  # points
PRIOR_REACH: Final = 3.0  # points that one tuning moves a prior at most, either way
# What touches more than the corrections at hand has to be backed by more of them. In 18 splits of the labelled prompts
# of tests/routing, proposals backed by one cost up to 11 of the 1,009 others, these up to 6 of 889 and mended as many.
FEWEST_FOR_KNOWN_WORD: Final = 2
FEWEST_FOR_PRIOR: Final = 3
MOST_CORRECTIONS: Final = 300  # the newest are looked at
MOST_CANDIDATES: Final = 200  # keywords per route that are tried


def tune(
    corrections: Sequence[Correction],
    rules: Sequence[RouteRules],
    kept: Sequence[tuple[Question, str]] = (),
    *,
    cheap_first_margin: float = DEFAULT_MARGIN,
) -> Tuning:
    """Proposes changes of the rules.

    A question counts as right when the model that answers it first is that of the wanted route.

    Args:
        corrections: oldest first, at most one for a question; the newest ``MOST_CORRECTIONS`` are used.
        kept: questions with the route that is right for them. Those that go elsewhere already are left out.
        cheap_first_margin: as in ``first.first_route``.

    Raises:
        ConfigError: the rules themselves cannot be used.
    """
    corrections = corrections[-MOST_CORRECTIONS:]
    asked = [_question(correction) for correction in corrections]
    before = _answered(asked, rules, cheap_first_margin)
    board = Board(rules, cheap_first_margin)
    for question, correction in zip(asked, corrections, strict=True):
        board.add(question, correction.wanted)
    for question, route in kept:
        board.add(question, route, is_kept=True)
    proposals = _search(board, _keywords(board, corrections, rules), rules)
    after = _answered(asked, tuned(rules, proposals), cheap_first_margin)
    outcomes = tuple(map(Outcome, corrections, before, after))
    return Tuning(
        proposals,
        Tally(sum(o.before == o.correction.wanted for o in outcomes), len(outcomes)),
        Tally(sum(o.is_right for o in outcomes), len(outcomes)),
        outcomes,
    )


def _answered(questions: Sequence[Question], rules: Sequence[RouteRules], margin: float) -> list[str]:
    classifier = Classifier(rules)
    return [first_route(classifier.classify(question), rules, margin=margin).route for question in questions]


def _question(correction: Correction) -> Question:
    return Question(correction.instruction, correction.content, has_image=correction.has_image)


@dataclass(frozen=True, slots=True)
class _Keyword:
    """A keyword to be tried.

    ``rank`` orders equals: first those in the instruction, in more corrections, not known yet, of fewer words.
    """

    route: str
    keyword: str
    points: dict[int, float]
    rank: tuple[int, ...]

    @property
    def fewest(self) -> int:
        """Corrections that it must mend to be proposed."""
        return FEWEST_FOR_KNOWN_WORD if is_known(self.keyword) else 1


def _keywords(board: Board, corrections: Sequence[Correction], rules: Sequence[RouteRules]) -> list[_Keyword]:
    """Words and phrases that stand in corrections to one route and in none to another."""
    found: list[_Keyword] = []
    for route in rules:
        wrong = [
            c for row, c in zip(board.rows, corrections, strict=False) if not row.is_right and c.wanted == route.name
        ]
        has = {fold(keyword) for keyword in route.keywords}
        words = [word for word in dict.fromkeys(_words(wrong)) if fold(word) not in has]
        words = words[: min(MOST_CANDIDATES, MAX_KEYWORDS - len(route.keywords))]
        for place, (word, points) in enumerate(board.keyword_points(route.name, words).items() if words else ()):
            helped = [board.rows[index] for index in points if board.rows[index].is_correction]
            if helped and all(row.wanted == route.name for row in helped):
                in_content_only = ASK_POINTS not in points.values()
                rank = (in_content_only, -len(helped), is_known(word), len(word.split()), place)
                found.append(_Keyword(route.name, word, points, rank))
    return found


def _words(corrections: Sequence[Correction]) -> Iterator[str]:
    """Candidates, the instructions' words before their phrases and both before the contents' words."""
    asked = [
        correction.instruction if correction.instruction.strip() else correction.content for correction in corrections
    ]
    for text in asked:
        yield from words_of(text)
    for text in asked:
        yield from phrases_of(text)
    for correction in corrections:
        yield from words_of(correction.content)


def _search(board: Board, keywords: list[_Keyword], rules: Sequence[RouteRules]) -> tuple[Proposal, ...]:
    """Takes the proposal that mends most, again and again, until none mends anything."""
    proposals: list[Proposal] = []
    moved: dict[str, MovePrior] = {}
    while any(row.is_correction and not row.is_right for row in board.rows):
        word = _best_keyword(board, keywords)
        prior = _best_prior(board, rules, moved)
        if word is not None and (prior is None or word[0] >= prior.mends):
            mends, chosen = word
            board.take(chosen.route, chosen.points)
            keywords.remove(chosen)
            proposals.append(AddKeyword(chosen.route, chosen.keyword, mends))
        elif prior is not None:
            old = moved.get(prior.route)
            board.take(prior.route, _everywhere(board, prior.route, prior.after - (old.after if old else prior.before)))
            moved[prior.route] = replace(prior, mends=prior.mends + (old.mends if old else 0))
        else:
            break
    proposals += [prior for prior in moved.values() if prior.after != prior.before]
    return tuple(sorted(proposals, key=lambda proposal: -proposal.mends))


def _best_keyword(board: Board, keywords: Sequence[_Keyword]) -> tuple[int, _Keyword] | None:
    tried = [(board.effect(keyword.route, keyword.points), keyword) for keyword in keywords]
    useful = [(mends, keyword) for mends, keyword in tried if mends >= keyword.fewest]
    return min(useful, key=lambda entry: (-entry[0], entry[1].rank), default=None)


def _best_prior(board: Board, rules: Sequence[RouteRules], moved: dict[str, MovePrior]) -> MovePrior | None:
    """The smallest move of one prior that mends most."""
    useful = []
    for route in rules:
        present = moved[route.name].after if route.name in moved else route.prior
        for target in _targets(route):
            mends = board.effect(route.name, _everywhere(board, route.name, target - present))
            if mends >= FEWEST_FOR_PRIOR:
                useful.append((-mends, abs(target - present), MovePrior(route.name, route.prior, target, mends)))
    return min(useful, key=lambda entry: entry[:2])[2] if useful else None


def _targets(route: RouteRules) -> list[float]:
    if route.name == VISION:  # no text goes there, whatever its points
        return []
    steps = int(PRIOR_REACH / PRIOR_STEP)
    targets = [route.prior + PRIOR_STEP * step for step in range(-steps, steps + 1) if step]
    return [target for target in targets if abs(target) <= MAX_PRIOR]


def _everywhere(board: Board, route: str, points: float) -> dict[int, float]:
    return {index: points for index, row in enumerate(board.rows) if route in row.totals}
