"""Measures the classifier on labelled prompts, against the plain keyword router that the idea came with.

Usage: ``python -m benchmarks.routing [PROMPTS.jsonl] [--no-loso] [--json]``

Prints accuracy per class, language, kind and source, the confusion, the calibration error, and microseconds per
decision. What is fitted is also refitted without each source in turn (leave one source out), and without each fifth
of our own prompts; that needs NumPy and is skipped, with a word, where it is missing. Without PROMPTS, and without
``../shared/prompts/dev.jsonl`` beside the checkout, only our own prompts are measured.

Rule: a figure says what it is. The features and word lists were written by hand with these prompts in view; leaving a
source out takes it out of the fit of the points, not out of the author's mind.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # also from a checkout that is not installed

from tray_router.routing import Classifier, Question
from tray_router.routing.vocabulary import Vocabulary

CHECKOUT: Final = Path(__file__).resolve().parent.parent
OWN_PROMPTS: Final = CHECKOUT / "tests" / "routing" / "prompts.jsonl"
DEFAULT_PROMPTS: Final = CHECKOUT.parent / "shared" / "prompts" / "dev.jsonl"
BINS: Final = 10
FOLDS: Final = 5

# The keyword lists of the seed, as plain substrings, first list that hits wins.
SUBSTRINGS: Final = {
    "vision": ("image", "screenshot", "picture", "see this", "what's on"),
    "code": (
        "function", "class", "debug", "refactor", "implement", "write code", "python", "javascript", "typescript",
        "api endpoint", "sql", "regex",
    ),
    "reasoning": ("prove", "solve", "calculate", "math", "logic", "reason", "analyze", "compare", "evaluate"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled prompt."""

    question: Question
    label: str
    source: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a router said of one case."""

    case: Case
    route: str
    confidence: float
    seconds: float

    @property
    def is_right(self) -> bool:
        return self.route == self.case.label


def load_cases(path: Path, source: str = "") -> list[Case]:
    """Labelled cases of a JSON-lines file; ambiguous ones (label ``?``) are left out."""
    cases = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            if row["label"] == "?":
                continue
            kind = row.get("kind", "")
            question = Question(
                instruction=row.get("instruction", ""),
                content=row.get("content", row.get("text", "")),
                has_image=bool(row.get("has_image", False)),
            )
            origin = row.get("source") or f"{source}-{kind}"
            cases.append(Case(question, row["label"], origin, row.get("lang", ""), kind))
    return cases


def substring_router(question: Question) -> tuple[str, float]:
    """The baseline: plain substrings, anything else is quick."""
    text = f"{question.instruction}\n{question.content}".lower()
    for route, words in SUBSTRINGS.items():
        if any(word in text for word in words):
            return route, 1.0
    return "quick", 1.0


def run(route: Callable[[Question], tuple[str, float]], cases: Iterable[Case]) -> list[Verdict]:
    """Every case through one router, timed one by one."""
    verdicts = []
    for case in cases:
        started = time.perf_counter()
        chosen, confidence = route(case.question)
        verdicts.append(Verdict(case, chosen, confidence, time.perf_counter() - started))
    return verdicts


def accuracy(verdicts: Sequence[Verdict]) -> float:
    return sum(verdict.is_right for verdict in verdicts) / len(verdicts) if verdicts else 0.0


def by(verdicts: Iterable[Verdict], key: Callable[[Case], str]) -> dict[str, list[Verdict]]:
    """Verdicts by one property of their cases, sorted by its value."""
    groups: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[key(verdict.case)].append(verdict)
    return dict(sorted(groups.items()))


def calibration_error(verdicts: Sequence[Verdict]) -> float:
    """Expected calibration error over ten equal bins of confidence, 0..1."""
    edges = [index / BINS for index in range(BINS + 1)]
    total = 0.0
    for low, high in pairwise(edges):
        inside = [v for v in verdicts if low < v.confidence <= high]
        if inside:
            confidence = sum(v.confidence for v in inside) / len(inside)
            total += len(inside) * abs(confidence - accuracy(inside))
    return total / len(verdicts) if verdicts else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def summary(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """All figures of one run, ready for JSON."""
    times = [verdict.seconds * 1e6 for verdict in verdicts]
    confusion = Counter(f"{v.case.label} taken for {v.route}" for v in verdicts if not v.is_right)
    views: dict[str, Callable[[Case], str]] = {
        "class": lambda case: case.label,
        "language": lambda case: case.language,
        "kind": lambda case: case.kind,
        "source": lambda case: case.source,
    }
    return {
        "prompts": len(verdicts),
        "accuracy": accuracy(verdicts),
        "accuracy outside English": accuracy([v for v in verdicts if v.case.language != "en"]),
        "calibration error": calibration_error(verdicts),
        "text sent to vision": sum(v.route == "vision" and not v.case.question.has_image for v in verdicts),
        "images not sent to vision": sum(v.route != "vision" and v.case.question.has_image for v in verdicts),
        "microseconds, median": percentile(times, 0.5),
        "microseconds, p99": percentile(times, 0.99),
        "per second, one core": 1e6 * len(times) / sum(times),
        "confusion": dict(confusion.most_common()),
        "by": {
            name: {value: (len(group), accuracy(group)) for value, group in by(verdicts, key).items()}
            for name, key in views.items()
        },
    }


def leave_one_out(prompts: Path | None) -> dict[str, Any] | None:
    """Refits the points without each source, and without each fifth of our own prompts; None without NumPy."""
    try:
        from benchmarks import routing_fit as fitting
    except ModuleNotFoundError:
        return None
    own = fitting.trainable(fitting.load_prompts(OWN_PROMPTS, "own"))
    others = fitting.trainable(fitting.load_prompts(prompts)) if prompts else []
    fitting.read_features([*own, *others])
    fitting.read_words_unseen(own)
    fitting.read_words(others, Vocabulary(fitting.learn_words(own)))
    folds = [
        ([*own, *(p for p in others if p.source != source)], [p for p in others if p.source == source])
        for source in sorted({p.source for p in others})
    ]
    folds += [([*others, *(p for i, p in enumerate(own) if i % FOLDS != k)], own[k::FOLDS]) for k in range(FOLDS)]
    left_out: list[Verdict] = []
    for train, test in folds:
        for prompt, (route, confidence) in zip(test, fitting.predict(fitting.fit(train), test), strict=True):
            case = Case(Question(), prompt.label, prompt.source, prompt.language, prompt.kind)
            left_out.append(Verdict(case, route, confidence, 0.0))
    sources = [verdict for verdict in left_out if not verdict.case.source.startswith("own-")]
    ours = [verdict for verdict in left_out if verdict.case.source.startswith("own-")]
    return {
        "left-out sources": accuracy(sources),
        "left-out fifths of our own": accuracy(ours),
        "left-out, outside English": accuracy([v for v in left_out if v.case.language != "en"]),
        "calibration error": calibration_error(left_out),
        "by source": {
            source: (len(group), accuracy(group)) for source, group in by(left_out, lambda case: case.source).items()
        },
    }


def show(title: str, figures: dict[str, Any]) -> None:
    print(f"\n{title}")
    for name, value in figures.items():
        if name == "by":
            for view, groups in value.items():
                print(f"  by {view}")
                _show_groups(groups)
        elif name == "by source":
            _show_groups(value)
        elif isinstance(value, dict):
            print(f"  {name}: " + ", ".join(f"{count} {what}" for what, count in value.items()))
        elif isinstance(value, float) and value <= 1:
            print(f"  {name}: {value:.1%}")
        else:
            print(f"  {name}: {value:,.0f}")


def _show_groups(groups: dict[str, tuple[int, float]]) -> None:
    for name, (count, share) in groups.items():
        print(f"    {name or '-':24} {count:5}  {share:.1%}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the classifier on labelled prompts.")
    parser.add_argument("prompts", nargs="?", type=Path, help="JSON lines; default: ../shared/prompts/dev.jsonl")
    parser.add_argument("--no-loso", action="store_true", help="do not refit without each source")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    prompts: Path | None = options.prompts or DEFAULT_PROMPTS
    if prompts is not None and not prompts.exists():
        print(f"{prompts} is not there: measuring our own prompts only.", file=sys.stderr)
        prompts = None
    own = load_cases(OWN_PROMPTS, "own")
    sets = {"given prompts": load_cases(prompts)} if prompts else {}
    sets["our own prompts (the table is fitted to them too)"] = own
    classifier = Classifier()

    def classify(question: Question) -> tuple[str, float]:
        verdict = classifier.classify(question)
        return verdict.route, verdict.confidence

    run(classify, own[:50])  # warm the caches
    figures: dict[str, Any] = {}
    for name, cases in sets.items():
        figures[f"classifier, {name}"] = summary(run(classify, cases))
        figures[f"plain substrings, {name}"] = {"accuracy": accuracy(run(substring_router, cases))}
    if not options.no_loso:
        left_out = leave_one_out(prompts)
        if left_out is None:
            print("NumPy is not installed: leave-one-source-out is skipped.", file=sys.stderr)
        else:
            figures["points refitted without each source"] = left_out
    if options.json:
        json.dump(figures, sys.stdout, indent=1, ensure_ascii=False)
        print()
    else:
        for title, values in figures.items():
            show(title, values)
    return 0


if __name__ == "__main__":
    sys.exit(main())
