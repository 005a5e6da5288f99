"""Fits the points table of the classifier to labelled prompts; writes it with ``--write``.

Rule: the features are designed by hand and mean something; only their points are fitted, by multinomial logistic
regression. The penalty draws each feature to a point value set by hand (``HAND_SET``), not to zero, so that features
that the prompts hardly show keep their meaning. The points of single words (``lexicon/learned.txt``) are learned from
our own prompts alone; while the features are fitted, each of these is judged by words that were learned without it.
The result is rounded to half points. Needs NumPy, which the program itself does not.

Usage::

    python -m benchmarks.routing_fit ../shared/prompts/dev.jsonl --write
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # also from a checkout that is not installed

from tray_router.routing.calibration import probabilities
from tray_router.routing.features import FeatureReader
from tray_router.routing.points import POINTS
from tray_router.routing.vocabulary import SPREAD, TENTHS, Vocabulary
from tray_router.routing.words import Lexicon

np: Any = importlib.import_module("numpy")  # not among the dependencies: only those who fit the table need it

CHECKOUT: Final = Path(__file__).resolve().parent.parent
OWN_PROMPTS: Final = CHECKOUT / "tests" / "routing" / "prompts.jsonl"
DEFAULT_PROMPTS: Final = CHECKOUT.parent / "shared" / "prompts" / "dev.jsonl"
WORD_TABLE: Final = CHECKOUT / "tray_router" / "routing" / "lexicon" / "learned.txt"
TABLE: Final = CHECKOUT / "tray_router" / "routing" / "points.py"

CLASSES: Final = ("quick", "code", "reasoning")
PENALTY: Final = 0.7  # chosen on leave-one-source-out accuracy among 0.3, 0.7, 1.0 and 1.5
STEPS: Final = 500
OWN_WEIGHT: Final = 3.0  # own prompts are varied; most others repeat one form hundreds of times
PHRASE_WEIGHT: Final = 0.4  # as many of each kind of request as of any other, unlike life: they teach words
WORD_PENALTY: Final = 7e-4  # strong: a word seen in few prompts gets little
WORD_STEPS: Final = 150
WORD_FOLDS: Final = 5
WORDS_WIDTH: Final = 100  # signs in a line of the table
LEAST_PROMPTS: Final = 5  # with a word, before it gets points
LEAST_SEEN: Final = 3  # a feature seen less often keeps its hand-set points

_HAND_GROUPS: Final[tuple[tuple[tuple[float, float, float], str], ...]] = (
    ((-1, 2, -1), "build write-code coding-task"),
    ((-0.5, 1.5, -1), "fixcode proglang tech shell-request identifier database-question"),
    ((-0.5, 1, -0.5), "codenoun howto-code trouble-code shell-order tech-phrase"),
    ((0, 1, -1), "explain-code"),
    ((-0.2, 0.4, -0.2), "codeweak shelltask"),
    ((0, 0.3, -0.3), "order"),
    ((-0.3, 0.6, -0.3), "dbtask trouble database-question+ coding-task+"),
    ((-2, 3.5, -1.5), "is-code-like"),
    ((-0.5, 1, -0.5), "is-traceback is-diff is-log is-sql is-shell is-terminal is-code is-config is-markup"),
    ((-1.5, 3, -1.5), "about-code-like"),
    ((1.5, 0, -1.5), "text-task-on-code"),
    ((2, -1, -1), "piece-about-code"),
    ((-1, 1, 0), "text-task-with-code-words"),
    ((-1, 2, -0.5), "about-error"),
    ((-1.5, -1, 2.5), "verify-claim judge-figures check-sums sequence figures-to-calculate conditions-to-meet"),
    ((-0.5, -0.5, 1), "flaw arrange judge-content judge-conditions about-timetable about-conditions text-conditions"),
    ((-1, -0.5, 1.5), "about-exercise"),
    ((-0.5, -0.5, 1), "about-problem"),
    ((1, -0.5, -0.5), "scam"),
    ((-0.5, -0.5, 1), "enough"),
    ((-0.5, 1, -0.5), "failure text-failure"),
    ((0.5, -1.5, 1), "no-code"),
    ((-0.5, 1, -0.5), "office automate setting about-sheet about-software"),
    ((-1, 2, -1), "macro cell-formula application-task"),
    ((1.5, -0.5, -1), "layperson"),
    ((1, -1, 0), "story-about-code"),
    ((2, -1, -1), "words-quick"),
    ((-1, 2, -1), "words-code"),
    ((-1, -1, 2), "words-reasoning"),
    ((1, -0.5, -0.5), "text-words-quick"),
    ((-0.5, 1, -0.5), "text-words-code"),
    ((-0.5, -0.5, 1), "text-words-reasoning"),
    ((-0.5, 0, 0.5), "inference-question"),
    ((1.5, -1.5, 0), "event-about-code"),
    ((0.5, -0.5, 0), "text-calendar"),
    ((-0.5, 1, -0.3), "text-error"),
    ((-0.5, 1.5, -1), "text-codenoun text-proglang text-tech symbols code-lines indented"),
    ((1.5, -0.5, -1), "translate summarise rewrite reply"),
    ((2, -1, -1), "text-task-on-text is-table"),
    ((1.5, -0.8, -0.7), "write-text"),
    ((2, -2.5, 0), "origin"),
    ((0.7, -0.4, -0.3), "suggest roleplay chat factual assistant textjob writing text-task short"),
    ((3, -1.5, -1.5), "is-mail is-chat is-urls is-recipe is-song"),
    ((1.5, -1, -0.5), "is-prose text-prose"),
    ((1, -0.3, -0.7), "about-long-text long-text"),
    ((0.5, -0.8, 0.3), "about-prose about-mail about-chat"),
    (
        (-0.5, -0.5, 1),
        "solve howmany logic weigh quantities logic-form text-mathnoun text-logic text-solve",
    ),
    ((-1, -0.5, 1.5), "howmany-late step"),
    ((-0.2, -0.2, 0.4), "mathweak"),
    ((-0.8, -0.5, 1.3), "mathnoun"),
    ((-1, -1, 2), "prove word-problem latex options calculate-with maths solve-maths text-prove counting estimate"),
    ((-1, -0.5, 1.5), "equation"),
    ((-1.5, -1, 2.5), "arithmetic"),
    ((-1, -1, 3), "boolean-form"),
    ((-1, -1.5, 2.5), "is-maths about-maths"),
)
# The seed's keywords keep the points set by hand: too few prompts hold each of them to fit one by one. The last four
# were right for reasoning less than one time in five.
_SEED_GROUPS: Final = (
    ((-0.5, 1.0, -0.5), "debug refactor implement python javascript typescript sql regex write_code api_endpoint"),
    ((-0.5, 0.5, 0.0), "function class"),
    ((0.0, -0.5, 0.5), "prove solve calculate math logic"),
    ((0.0, 0.0, 0.0), "reason analyze compare evaluate image screenshot picture see_this what's_on"),
)
HAND_SET: Final = {name: points for points, names in _HAND_GROUPS for name in names.split()} | {
    f"word:{name.replace('_', ' ')}": points for points, names in _SEED_GROUPS for name in names.split()
}
_FIXED: Final = 1e4  # penalty that keeps a feature at its hand-set points

_ROW: Final = re.compile(r'^    "(?P<name>[^"]+)": Points\([^"]*?(?P<reason>, ".*")?\),$')


@dataclass(slots=True)
class Prompt:
    """One labelled prompt; ``features`` and ``stems`` are filled by ``read_features``."""

    label: str
    source: str
    language: str
    kind: str
    instruction: str
    content: str
    has_image: bool = False
    features: dict[str, float] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Model:
    """Fitted points: one row per feature and one for the bias, one column per class."""

    names: tuple[str, ...]
    points: Any

    def scores(self, prompts: Sequence[Prompt]) -> Any:
        return _matrix(prompts, self.names) @ self.points


def load_prompts(path: Path, source: str = "") -> list[Prompt]:
    """Reads a JSON-lines file with ``text``, or ``instruction`` and ``content``; ``source`` names files without one."""
    prompts = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            kind = row.get("kind", "")
            prompts.append(
                Prompt(
                    label=row["label"],
                    source=row.get("source") or f"{source}-{kind}",
                    language=row.get("lang", ""),
                    kind=kind,
                    instruction=row.get("instruction", ""),
                    content=row.get("content", row.get("text", "")),
                    has_image=bool(row.get("has_image", False)),
                )
            )
    return prompts


def read_features(prompts: Iterable[Prompt]) -> None:
    """Fills in the features of every prompt, without those of single words, and its stems."""
    reader = FeatureReader(Lexicon())
    for prompt in prompts:
        evidence = reader.read(prompt.instruction, prompt.content)
        prompt.features, prompt.stems = evidence.values, evidence.stems


def read_words(prompts: Iterable[Prompt], vocabulary: Vocabulary) -> None:
    """Adds what the words of every prompt say by a vocabulary."""
    for prompt in prompts:
        vocabulary.read(prompt.features, prompt.stems)


def read_words_unseen(prompts: Sequence[Prompt]) -> None:
    """Adds what the words of every prompt say by a vocabulary that was learned without that prompt."""
    for fold in range(WORD_FOLDS):
        others = [prompt for index, prompt in enumerate(prompts) if index % WORD_FOLDS != fold]
        read_words(prompts[fold::WORD_FOLDS], Vocabulary(learn_words(others)))


def learn_words(prompts: Sequence[Prompt]) -> dict[str, dict[int, str]]:
    """Points of single words, in tenths, as ``Vocabulary`` takes them; by penalised logistic regression."""
    seen = Counter(stem for prompt in prompts for stem in prompt.stems)
    place = {stem: index for index, stem in enumerate(sorted(stem for stem in seen if seen[stem] >= LEAST_PROMPTS))}
    known = [[place[stem] for stem in sorted(prompt.stems) if stem in place] for prompt in prompts]
    rows = np.repeat(np.arange(len(prompts)), [len(words) for words in known])
    columns = np.array([word for words in known for word in words])
    values = np.array([SPREAD / len(words) ** 0.5 for words in known for _ in words])
    truth = np.eye(len(CLASSES))[[CLASSES.index(prompt.label) for prompt in prompts]]
    points, bias = np.zeros((len(place), len(CLASSES))), np.zeros(len(CLASSES))
    speed, bias_speed = np.zeros_like(points), np.zeros_like(bias)
    for _ in range(WORD_STEPS):
        scores = bias + np.stack([np.bincount(rows, values * p[columns], len(prompts)) for p in points.T], axis=1)
        wrong = (_softmax(scores) - truth) / len(prompts)
        slope = np.stack([np.bincount(columns, values * w[rows], len(place)) for w in wrong.T], axis=1)
        speed = 0.9 * speed + slope + WORD_PENALTY * points
        bias_speed = 0.9 * bias_speed + wrong.sum(axis=0)
        points, bias = points - speed, bias - bias_speed
    tenths = np.round(TENTHS * (points - points.mean(axis=1, keepdims=True))).astype(int)
    table: dict[str, dict[int, str]] = {}
    for column, route in enumerate(CLASSES):
        for amount in sorted(set(tenths[:, column]) - {0}, reverse=True):
            words = [stem for stem, index in place.items() if tenths[index, column] == amount]
            table.setdefault(route, {})[int(amount)] = " ".join(words)
    return table


def trainable(prompts: Iterable[Prompt]) -> list[Prompt]:
    """Prompts without an image whose label is one of the three classes."""
    return [prompt for prompt in prompts if prompt.label in CLASSES and not prompt.has_image]


def fit(prompts: Sequence[Prompt], *, is_rounded: bool = True) -> Model:
    """Points that fit the prompts, by accelerated gradient descent on the penalised likelihood."""
    seen = Counter(name for prompt in prompts for name in prompt.features)
    names = tuple(sorted({name for name, count in seen.items() if count >= LEAST_SEEN} | HAND_SET.keys()))
    x = _matrix(prompts, names)
    y = np.eye(len(CLASSES))[[CLASSES.index(prompt.label) for prompt in prompts]]
    weight = _row_weights(prompts)[:, None]
    target = np.array([HAND_SET.get(name, (0.0, 0.0, 0.0)) for name in names] + [(0.0, 0.0, 0.0)])
    penalty = np.array([[_FIXED if name.startswith("word:") else PENALTY] for name in (*names, "bias")])
    penalty[-1] = 0.05
    rate = 1 / (0.5 * np.linalg.norm((x * weight).T @ x, 2) + penalty)
    points, ahead, momentum = target.copy(), target.copy(), 1.0
    for _ in range(STEPS):
        chances = _softmax(x @ ahead)
        gradient = x.T @ ((chances - y) * weight) + penalty * (ahead - target)
        following = ahead - rate * gradient
        next_momentum = (1 + np.sqrt(1 + 4 * momentum * momentum)) / 2
        ahead = following + (momentum - 1) / next_momentum * (following - points)
        points, momentum = following, next_momentum
    return Model(names, np.round(points * 2) / 2 if is_rounded else points)


def predict(model: Model, prompts: Sequence[Prompt]) -> list[tuple[str, float]]:
    """Route and calibrated confidence for each prompt, as the program computes them."""
    return [
        max(probabilities(dict(zip(CLASSES, map(float, row), strict=True))).items(), key=lambda chance: chance[1])
        for row in model.scores(prompts)
    ]


def _softmax(scores: Any) -> Any:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _matrix(prompts: Sequence[Prompt], names: Sequence[str]) -> Any:
    place = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(prompts), len(names) + 1))
    matrix[:, -1] = 1
    for row, prompt in enumerate(prompts):
        for name, value in prompt.features.items():
            column = place.get(name)
            if column is not None:
                matrix[row, column] = value
    return matrix


def _row_weights(prompts: Sequence[Prompt]) -> Any:
    """A source counts by the square root of its size: four hundred word problems say less than forty mixed prompts."""
    sizes = Counter(prompt.source for prompt in prompts)
    own = [
        PHRASE_WEIGHT if prompt.kind == "phrase" else OWN_WEIGHT if prompt.source.startswith("own-") else 1.0
        for prompt in prompts
    ]
    weights = [8 / sizes[prompt.source] ** 0.5 * factor for prompt, factor in zip(prompts, own, strict=True)]
    return np.minimum(np.array(weights), 4.0)


def write_table(model: Model) -> list[str]:
    """Puts the fitted numbers into the table, row by row; returns the features that have no row yet."""
    fitted = {name: model.points[index] for index, name in enumerate((*model.names, "bias"))}
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        match = _ROW.match(line)
        if match and match["name"] in fitted:
            line = f'    "{match["name"]}": Points({_numbers(fitted[match["name"]])}{match["reason"] or ""}),'  # noqa: PLW2901
        elif line.startswith("BIAS: Final = Points("):
            line = f"BIAS: Final = Points({_numbers(fitted['bias'])})"  # noqa: PLW2901
        rows.append(line)
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return [name for name in model.names if name not in POINTS and np.any(fitted[name])]


def write_words(table: dict[str, dict[int, str]]) -> None:
    """Puts the learned words into their file (``lexicon.learned`` reads it)."""
    lines = [
        "# What single words say for a route: learned by benchmarks/routing_fit.py from our own prompts, never",
        "# written by hand. Route and tenths of a point, and the stems that give so many; with a question mark those",
        "# of the instruction, without one those of content that is no code.",
    ]
    for route, amounts in table.items():
        for amount, words in amounts.items():
            lines += textwrap.wrap(
                f"{route} {amount}: {words}",
                WORDS_WIDTH,
                subsequent_indent="  ",
                break_long_words=False,
                break_on_hyphens=False,
            )
    WORD_TABLE.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _numbers(points: Iterable[float]) -> str:
    return ", ".join(f"{value + 0.0:.1f}" for value in points)


def main() -> int:
    parser = argparse.ArgumentParser(description="Fit the points table of the classifier.")
    parser.add_argument("prompts", nargs="?", type=Path, default=DEFAULT_PROMPTS, help="labelled prompts, JSON lines")
    parser.add_argument("--write", action="store_true", help="write the points into the table")
    options = parser.parse_args()
    own = trainable(load_prompts(OWN_PROMPTS, "own"))
    given = trainable(load_prompts(options.prompts)) if options.prompts.exists() else []
    prompts = own + given
    read_features(prompts)
    words = learn_words(own)
    read_words_unseen(own)
    read_words(given, Vocabulary(words))
    model = fit(prompts)
    right = np.mean(
        [
            CLASSES[best] == prompt.label
            for best, prompt in zip(model.scores(prompts).argmax(axis=1), prompts, strict=True)
        ]
    )
    print(f"{len(prompts)} prompts, {len(model.names)} features, {right:.1%} of them fitted")
    if options.write:
        write_words(words)
        missing = write_table(model)
        print(f"wrote {TABLE.name}" + (f"; no row for: {', '.join(missing)}" if missing else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
