"""The ledger under load: appends a second, lines lost to kill -9, and a million lines summed.

    python benchmarks/ledger.py [--lines 1000000] [--rounds 10]

Bars (issue 5/5): 1 M lines summed in at most 5 s and 200 MB; no line lost that was acknowledged when the process is
killed among 10,000 appends; thousands of lines a second. Exit code 1 when one is missed. Everything is in a temporary
folder; each figure is of a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

SUM_LIMIT_S, SUM_LIMIT_MB, APPENDS_A_SECOND = 5.0, 200.0, 2_000
DAYS = 100
APPENDS = 10_000
SUM_RUNS = 3

# route, model, machine, tokens a second, share of the owner's week
WEEK = (
    ("quick", "qwen3:4b", "mac", 40.0, 72),
    ("code", "qwen3-coder:30b", "windows", 22.0, 15),
    ("vision", "granite3.2-vision:2b", "mac", 60.0, 8),
    ("reasoning", "deepseek-r1:8b", "windows", 30.0, 5),
)

_APPENDER = """
import os, sys, time
from pathlib import Path
from tray_router.engine.ports import UsageRecord
from tray_router.ledger import UsageLedger
from tray_router.model import AnswerStats

ledger = UsageLedger(Path(sys.argv[1]))
ledger.follow()  # as the daemon does
ledger.seed(ledger.read_back())
stats = AnswerStats(300, 150, 0.1, 0.02, 0.3, 3.7, 0.5, 4.2, "stop")
reasons = ("Python traceback", "code block", "names of functions")
started = time.perf_counter()
slowest = 0.0
for number in range(int(sys.argv[2])):
    before = time.perf_counter()
    ledger.record(UsageRecord(f"{number:012x}", "code", "qwen3-coder:30b", "windows", 1, "completed", 0.93, False,
                              stats, reasons=reasons, biggest_model="qwen3-coder:30b"))
    slowest = max(slowest, time.perf_counter() - before)
    if sys.argv[3] == "say":
        os.write(1, b"%d\\n" % number)
if sys.argv[3] != "say":
    print(time.perf_counter() - started, slowest)
"""

_SUMMER = """
import resource, sys, time
from pathlib import Path
from tray_router.ledger import usage_report

started = time.perf_counter()
report = usage_report(Path(sys.argv[1]))
took_s, used = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
print(took_s, used.ru_maxrss / 1024, report.figures.requests, used.ru_utime + used.ru_stime)
"""


def main() -> int:
    """Runs all three and prints a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tray-router-ledger-") as folder:
        passed = [
            _appends(Path(folder) / "appends"),
            _kills(Path(folder), options.rounds),
            _sum(Path(folder) / "sum", options.lines),
        ]
    return 0 if all(passed) else 1


def _appends(folder: Path) -> bool:
    took_s, slowest_s = map(float, _run(_APPENDER, str(folder), str(APPENDS), "quiet").split())
    rate = APPENDS / took_s
    print(f"appends: {rate:,.0f} lines/s, {took_s / APPENDS * 1e6:.0f} µs each, slowest {slowest_s * 1e3:.2f} ms")
    return rate >= APPENDS_A_SECOND


def _kills(folder: Path, rounds: int) -> bool:
    """Kills a writer among its appends; each line that it said it had written must be there."""
    chance, lost, torn, acknowledged = random.Random(7), 0, 0, 0
    for number in range(rounds):
        target, when = folder / f"kill-{number}", chance.randrange(1, APPENDS)
        said = _killed(target, when)
        (path,) = target.iterdir()
        *whole, last = path.read_bytes().split(b"\n")
        there = {int(json.loads(line)["request"], 16) for line in whole}
        lost += len(set(range(said)) - there)
        torn += bool(last)
        acknowledged += said
    print(f"kill -9: {rounds} rounds, {acknowledged:,} lines acknowledged, {lost} lost, {torn} torn")
    return lost == 0


def _killed(folder: Path, when: int) -> int:
    """How many lines the writer had said to be written when it was gone."""
    command = [sys.executable, "-c", _APPENDER, str(folder), str(APPENDS), "say"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        if process.stdout is None:
            return 0
        said = 0
        for _ in process.stdout:
            said += 1
            if said == when:
                process.kill()
    return said


def _sum(folder: Path, lines: int) -> bool:
    _write(folder, lines)
    runs = [tuple(map(float, _run(_SUMMER, str(folder)).split())) for _ in range(SUM_RUNS)]
    took_s, memory_mb = statistics.median(run[0] for run in runs), max(run[1] for run in runs)
    size_mb = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    print(
        f"sum: {runs[0][2]:,.0f} questions ({size_mb:,.0f} MB) in {took_s:.2f} s (median of {SUM_RUNS}; "
        f"slowest {max(run[0] for run in runs):.2f} s, CPU {min(run[3] for run in runs):.2f} s), {memory_mb:.0f} MB"
    )
    return took_s <= SUM_LIMIT_S and memory_mb <= SUM_LIMIT_MB


def _write(folder: Path, lines: int) -> None:
    """Files of DAYS days with the shares of the owner's week."""
    folder.mkdir()
    chance = random.Random(1)
    first = date(2026, 6, 1)
    for day in range(DAYS):
        path = folder / f"token-usage-{first + timedelta(day)}.jsonl"
        with path.open("w") as file:
            for line in _lines(chance, first + timedelta(day), lines * day // DAYS, lines * (day + 1) // DAYS):
                file.write(json.dumps(line, separators=(",", ":")) + "\n")


def _lines(chance: random.Random, day: date, first: int, end: int) -> Iterator[dict[str, Any]]:
    for number in range(first, end):
        route, model, host, speed, _ = chance.choices(WEEK, [share for *_, share in WEEK])[0]
        tokens, first_token_s = int(chance.lognormvariate(5, 1)) + 1, chance.lognormvariate(-1, 0.5)
        yield {
            "v": 2,
            "at": f"{day}T{number % 24:02d}:10:11.123+00:00",
            "request": f"{number:012x}",
            "route": route,
            "model": model,
            "host": host,
            "attempt": 1,
            "outcome": "completed" if chance.random() < 0.96 else "refused",
            "confidence": 0.93,
            "reasons": ["Python traceback", "code block", "names of functions"],
            "degraded": False,
            "escalated_from": "",
            "tokens_in": 300,
            "tokens_out": tokens,
            "tokens_thinking": tokens // 2 if route == "reasoning" else 0,
            "thinking_estimated": route == "reasoning",
            "queue_s": 0.0123,
            "load_s": 0.1,
            "prompt_s": 0.2,
            "first_token_s": round(first_token_s, 4),
            "answer_s": round(tokens / speed, 4),
            "total_s": round(tokens / speed + first_token_s, 4),
            "is_cloud": False,
            "cost_usd": None,
            "images": int(route == "vision"),
            "size_bytes": 2_500_000_000,
            "biggest": "qwen3-coder:30b",
        }


def _run(script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout


if __name__ == "__main__":
    raise SystemExit(main())
