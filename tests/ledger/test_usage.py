from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.engine.ports import UsageRecord
from tray_router.ledger import UsageLedger, read_usage, summarise
from tray_router.model import AnswerStats

NOON = datetime(2026, 3, 4, 12, 0, 0, 123_456, UTC)


def usage(outcome: str = "completed", **more: object) -> UsageRecord:
    fields = {
        "request_id": "r1",
        "route": "quick",
        "model": "qwen3:4b",
        "host": "mac",
        "attempt": 1,
        "outcome": outcome,
        "confidence": 0.87654,
        "is_degraded": False,
        "stats": AnswerStats(prompt_tokens=10, answer_tokens=20, load_s=0.5, total_s=2.0, done_reason="stop"),
    } | more
    return UsageRecord(**fields)  # type: ignore[arg-type]


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the machine's time zone for one test."""
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone cannot be set here")

    def set_zone(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield set_zone
    monkeypatch.undo()
    time.tzset()


def test_a_line_holds_the_figures_and_no_text(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "usage"
    UsageLedger(folder, lambda: NOON).record(usage())
    (path,) = folder.iterdir()
    assert json.loads(path.read_text()) == {
        "at": "2026-03-04T12:00:00.123+00:00",
        "request": "r1",
        "route": "quick",
        "model": "qwen3:4b",
        "host": "mac",
        "attempt": 1,
        "outcome": "completed",
        "confidence": 0.877,
        "degraded": False,
        "escalated_from": "",
        "tokens_in": 10,
        "tokens_out": 20,
        "queue_s": None,
        "load_s": 0.5,
        "first_token_s": None,
        "answer_s": None,
        "total_s": 2.0,
    }
    assert path.read_bytes().endswith(b"\n")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_only_the_user_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "usage"
    UsageLedger(folder, lambda: NOON).record(usage())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("UTC", "token-usage-2026-03-04.jsonl"),
        ("XST-13", "token-usage-2026-03-05.jsonl"),
        ("YST+13", "token-usage-2026-03-03.jsonl"),
    ],
)
def test_days_are_local_days(zone: str, name: str, tmp_path: Path, in_zone: Callable[[str], None]) -> None:
    in_zone(zone)
    UsageLedger(tmp_path, lambda: NOON).record(usage())
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_days_are_read_in_order_and_added_up(tmp_path: Path) -> None:
    for day in (5, 3, 4):
        UsageLedger(tmp_path, lambda day=day: NOON.replace(day=day)).record(usage(request_id=f"day {day}"))
    UsageLedger(tmp_path, lambda: NOON).record(usage("refused", request_id="day 4", host="pc", stats=AnswerStats()))
    rows = list(read_usage(tmp_path))
    assert [row["request"] for row in rows if row] == ["day 3", "day 4", "day 4", "day 5"]
    summary = summarise(rows)
    assert (summary.requests, summary.attempts, summary.failed_attempts, summary.torn_lines) == (3, 4, 1, 0)
    assert (summary.tokens_in, summary.tokens_out) == (30, 60)
    assert (summary.by_route, summary.by_model, summary.by_host) == ({"quick": 3}, {"qwen3:4b": 3}, {"mac": 3})


def test_nothing_recorded_is_nothing(tmp_path: Path) -> None:
    assert list(read_usage(tmp_path / "never made")) == []
    assert summarise([]).requests == 0


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"null",
        b"[1]",
        b"{}",
        b'{"route": "quick"}',
        b'{"request": "r", "model": "m", "host": "h", "route": "quick", "outcome": "completed", "tokens_in": "many"}',
        b'{"request": "r", "model": "m", "host": "h", "route": "quick", "outcome": "completed", "tokens_out": [1]}',
        b'{"request": "r", "model": "m", "host": "h", "route": "quick", "outcome": "completed", "request": {}}',
        b'{"request": "r", "model": "m", "host": "h", "route": "quick", "outcome": "completed", "tokens_in": true}',
        b'{"route": "quick", "outcome": "\xff"}',
        b"[" * 200_000,
    ],
    ids=lambda line: str(line[:60]),
)
def test_torn_and_foreign_lines_are_counted_and_passed_over(line: bytes, tmp_path: Path) -> None:
    UsageLedger(tmp_path, lambda: NOON).record(usage())
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes() + line + b"\n" + path.read_bytes())
    summary = summarise(read_usage(tmp_path))
    assert (summary.torn_lines, summary.attempts, summary.tokens_in) == (1, 2, 20)


ALMOST = st.from_regex(rb'\{"route":"q","outcome":"[a-z]{1,5}","tokens_in":[^,\n]{1,5}\}', fullmatch=True)


@given(st.lists(st.binary(max_size=40) | ALMOST, max_size=6))
def test_no_file_stops_the_sum(lines: list[bytes]) -> None:
    written = b"\n".join(lines) + b"\n"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "token-usage-2026-03-04.jsonl").write_bytes(written)
        summary = summarise(read_usage(Path(folder)))
    assert summary.torn_lines == written.count(b"\n")
    assert summary.attempts == 0


def test_a_write_that_fails_is_logged_once_and_stops_nothing(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    in_the_way = tmp_path / "usage"
    in_the_way.write_text("a file where the folder should be")
    expect_log("Usage could not be written to token-usage-2026-03-04.jsonl")
    UsageLedger(in_the_way, lambda: NOON).record(usage())


def test_lines_of_several_processes_never_mix(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib\n"
        "from tray_router.engine.ports import UsageRecord\n"
        "from tray_router.ledger import UsageLedger\n"
        "from tray_router.model import AnswerStats\n"
        "ledger = UsageLedger(pathlib.Path(sys.argv[1]))\n"
        "for n in range(200):\n"
        "    ledger.record(UsageRecord(f'{sys.argv[2]}-{n}', 'quick', 'm' * 200, 'mac', 1, 'completed', 1.0, False,"
        " AnswerStats(prompt_tokens=1)))\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), name], env=dict(os.environ)) for name in "ab"
    ]
    assert [process.wait(30) for process in processes] == [0, 0]
    summary = summarise(read_usage(tmp_path))
    assert (summary.attempts, summary.requests, summary.torn_lines, summary.tokens_in) == (400, 400, 0, 400)
