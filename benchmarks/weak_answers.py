"""Judges answers from a file: which are weak, and why.

Usage: ``python benchmarks/weak_answers.py FILE.jsonl``

Each line of FILE is a JSON object with ``task``, ``prompt``, ``answer`` and optionally ``done_reason``,
``instruction``, ``has_image``, ``weak`` (true or false), ``reason`` and ``lang``. For each line one
``{"weak": …, "reasons": […]}`` goes to stdout. Where ``weak`` is given, precision and recall go to stderr:
in all, by task, by language and by reason; then the time taken.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # also from a checkout that is not installed

from tray_router.answers.weak import AnswerUnderTest, WeakReason, weak_reasons


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file; empty lines are skipped. Raises ``ValueError`` with the line number."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError(f"{path}:{number}: not a JSON object")
            yield row


def judge(row: dict[str, Any]) -> tuple[WeakReason, ...]:
    """The verdict on one line."""
    return weak_reasons(
        AnswerUnderTest(
            task=str(row.get("task") or ""),
            prompt=str(row.get("prompt") or ""),
            answer=str(row.get("answer") or ""),
            done_reason=str(row.get("done_reason") or "stop"),
            has_image=bool(row.get("has_image", False)),
            instruction=str(row.get("instruction") or ""),
        )
    )


class Tally:
    """Counts of right and wrong verdicts."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[bool, bool]] = Counter()

    def add(self, said: bool, true: bool) -> None:
        self.counts[said, true] += 1

    def __str__(self) -> str:
        hit, false, missed = self.counts[True, True], self.counts[True, False], self.counts[False, True]
        precision = f"{100 * hit / (hit + false):5.1f} %" if hit + false else "     –"
        recall = f"{100 * hit / (hit + missed):5.1f} %" if hit + missed else "     –"
        return (
            f"precision {precision}  recall {recall}  ({hit + missed} weak, {self.counts[False, False] + false} good)"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description="Judges answers from a file: which are weak, and why.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true", help="show the wrong verdicts on stderr")
    options = parser.parse_args()
    tallies: dict[str, Tally] = {}
    spent_s, slowest_s, total = 0.0, 0.0, 0
    for row in read_rows(options.file):
        start = time.perf_counter()
        reasons = judge(row)
        took = time.perf_counter() - start
        spent_s, slowest_s, total = spent_s + took, max(slowest_s, took), total + 1
        print(json.dumps({"weak": bool(reasons), "reasons": [str(reason) for reason in reasons]}))
        if "weak" in row:
            _count(tallies, row, reasons)
            if options.errors and bool(reasons) != row["weak"]:
                print(f"WRONG {[str(r) for r in reasons]} {json.dumps(row, ensure_ascii=False)[:700]}", file=sys.stderr)
    for name in sorted(tallies):
        print(f"{name:24} {tallies[name]}", file=sys.stderr)
    if total:
        print(
            f"{total} answers, mean {1000 * spent_s / total:.2f} ms, slowest {1000 * slowest_s:.2f} ms", file=sys.stderr
        )
    return 0


def _count(tallies: dict[str, Tally], row: dict[str, Any], reasons: tuple[WeakReason, ...]) -> None:
    names = ["all", f"task {row.get('task')}", f"language {row.get('lang', '?')}"]
    for name in names:
        tallies.setdefault(name, Tally()).add(bool(reasons), bool(row["weak"]))
    wanted = str(row.get("reason") or "")
    for reason in WeakReason:
        if reason in reasons or wanted == reason:
            # a second reason of a weak answer is not held against it
            is_true = wanted == reason or bool(row["weak"] and reason in reasons)
            tallies.setdefault(f"reason {reason}", Tally()).add(reason in reasons, is_true)


if __name__ == "__main__":
    sys.exit(main())
