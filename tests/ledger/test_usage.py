from __future__ import annotations

import json
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
from tray_router.ledger import UsageLedger
from tray_router.model import AnswerStats, TimeSaved, UsageReport

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
    UsageLedger(folder, lambda: NOON).record(usage(reasons=("Python traceback",), images=1, biggest_model="big:70b"))
    (path,) = folder.iterdir()
    assert json.loads(path.read_text()) == {
        "v": 2,
        "at": "2026-03-04T12:00:00.123+00:00",
        "request": "r1",
        "route": "quick",
        "model": "qwen3:4b",
        "host": "mac",
        "attempt": 1,
        "outcome": "completed",
        "confidence": 0.877,
        "reasons": ["Python traceback"],
        "degraded": False,
        "escalated_from": "",
        "tokens_in": 10,
        "tokens_out": 20,
        "tokens_thinking": None,
        "thinking_estimated": False,
        "queue_s": None,
        "load_s": 0.5,
        "prompt_s": None,
        "first_token_s": None,
        "answer_s": None,
        "total_s": 2.0,
        "is_cloud": False,
        "cost_usd": None,
        "images": 1,
        "size_bytes": 0,
        "biggest": "big:70b",
    }
    assert path.read_bytes().endswith(b"\n")


def test_a_correction_is_a_line_without_text(tmp_path: Path) -> None:
    UsageLedger(tmp_path, lambda: NOON).corrected("r1", "code", "quick")
    (path,) = tmp_path.iterdir()
    assert json.loads(path.read_text()) == {
        "v": 2,
        "at": "2026-03-04T12:00:00.123+00:00",
        "request": "r1",
        "route": "code",
        "wanted": "quick",
        "model": "",
        "host": "",
        "outcome": "corrected",
    }


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


def test_a_day_begins_at_midnight_of_the_zone_that_is_in_force(tmp_path: Path, in_zone: Callable[[str], None]) -> None:
    times = iter([datetime(2026, 3, 4, 22, 59, 59, 999_000, UTC), datetime(2026, 3, 4, 23, 0, tzinfo=UTC)])
    in_zone("CET-1")
    ledger = UsageLedger(tmp_path, lambda: next(times, NOON))
    for _ in range(2):
        ledger.record(usage())
    in_zone("NZST-12")  # the user has flown to the other side of the world
    ledger.record(usage())
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["token-usage-2026-03-04.jsonl", "token-usage-2026-03-05.jsonl"]
    assert [len(path.read_bytes().splitlines()) for path in sorted(tmp_path.iterdir())] == [1, 2]


def test_old_files_are_removed_when_a_day_begins(tmp_path: Path) -> None:
    for name in ("2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03"):
        (tmp_path / f"token-usage-{name}.jsonl").touch()
    (tmp_path / "token-usage-notes.jsonl").touch()
    (tmp_path / "something else").touch()
    UsageLedger(tmp_path, lambda: NOON, keep_days=3).record(usage())
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "something else",
        "token-usage-2026-03-02.jsonl",
        "token-usage-2026-03-03.jsonl",
        "token-usage-2026-03-04.jsonl",
        "token-usage-notes.jsonl",
    ]


def test_without_a_limit_nothing_is_removed(tmp_path: Path) -> None:
    (tmp_path / "token-usage-1999-12-31.jsonl").touch()
    UsageLedger(tmp_path, lambda: NOON).record(usage())
    assert len(list(tmp_path.iterdir())) == 2


def test_a_torn_last_line_spoils_nothing_but_itself(tmp_path: Path) -> None:
    ledger = UsageLedger(tmp_path, lambda: NOON)
    ledger.record(usage(request_id="before"))
    (path,) = tmp_path.iterdir()
    with path.open("ab") as other:  # another process, killed in the middle of a line
        other.write(b'{"v":2,"at":"2026')
    ledger.record(usage(request_id="after"))
    report = ledger.report()
    assert (report.figures.requests, report.torn_lines) == (2, 1)
    assert path.read_bytes().endswith(b"\n")


@pytest.mark.parametrize("how", ["removed", "replaced", "moved away"])
def test_a_file_that_goes_away_is_made_again(how: str, tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "usage", tmp_path / "elsewhere"
    ledger = UsageLedger(folder, lambda: NOON)
    ledger.record(usage())
    (path,) = folder.iterdir()
    if how == "removed":
        path.unlink()
    elif how == "replaced":
        elsewhere.write_bytes(b"")
        elsewhere.replace(path)
    else:
        path.rename(elsewhere)
    ledger.record(usage(request_id="again"))
    assert [json.loads(line)["request"] for line in path.read_bytes().splitlines()] == ["again"]


def test_nothing_recorded_is_nothing(tmp_path: Path) -> None:
    assert UsageLedger(tmp_path / "never made").report() == UsageReport(
        time_saved=TimeSaved(method="No figure: these lines do not say which model is the biggest.")
    )


@pytest.mark.parametrize(
    "line",
    [
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
        b"x" * 3_000_000,  # several blocks without any line
    ],
    ids=lambda line: str(line[:60]),
)
def test_torn_and_foreign_lines_are_counted_and_passed_over(line: bytes, tmp_path: Path) -> None:
    ledger = UsageLedger(tmp_path, lambda: NOON)
    ledger.record(usage())
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes() + line + b"\n" + path.read_bytes().replace(b'"r1"', b'"r2"'))
    report = ledger.report()
    assert report.torn_lines >= 1
    assert report.torn_lines == 1 or len(line) > 1_000_000
    assert (report.figures.attempts, report.figures.tokens_in) == (2, 20)


def test_a_blank_line_is_nothing(tmp_path: Path) -> None:
    ledger = UsageLedger(tmp_path, lambda: NOON)
    ledger.record(usage())
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"\n\n" + path.read_bytes() + b"\r\n")
    assert (ledger.report().torn_lines, ledger.report().figures.attempts) == (0, 1)


ALMOST = st.from_regex(rb'\{"route":"q","outcome":"[a-z]{1,5}","tokens_in":[^,\n]{1,5}\}', fullmatch=True)


@given(st.lists(st.binary(max_size=40) | ALMOST, max_size=6))
def test_no_file_stops_the_sum(lines: list[bytes]) -> None:
    written = b"\n".join(lines) + b"\n"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "token-usage-2026-03-04.jsonl").write_bytes(written)
        report = UsageLedger(Path(folder)).report()
    assert report.torn_lines == sum(1 for line in written.split(b"\n") if line.strip())
    assert report.figures.attempts == 0


OLD_LINE = (
    b'{"at":"2026-03-04T12:00:00.123+00:00","request":"r1","route":"quick","model":"qwen3:4b","host":"mac",'
    b'"attempt":1,"outcome":"completed","confidence":0.877,"degraded":false,"escalated_from":"","tokens_in":10,'
    b'"tokens_out":20,"queue_s":null,"load_s":0.5,"first_token_s":null,"answer_s":null,"total_s":2.0}\n'
)


def test_lines_of_the_first_version_are_still_read(tmp_path: Path) -> None:
    (tmp_path / "token-usage-2026-03-04.jsonl").write_bytes(OLD_LINE)
    ledger = UsageLedger(tmp_path)
    assert (ledger.report().figures.answered, ledger.report().figures.tokens_out) == (1, 20)
    (recent,) = ledger.recent(5)
    assert (recent.model, recent.total_s, recent.reasons) == ("qwen3:4b", 2.0, ())


def test_lines_of_a_later_version_are_read_as_far_as_they_are_known(tmp_path: Path) -> None:
    line = json.loads(OLD_LINE) | {"v": 9, "energy_wh": 0.5}
    (tmp_path / "token-usage-2026-03-04.jsonl").write_text(json.dumps(line))
    assert UsageLedger(tmp_path).report().figures.answered == 1


def test_the_newest_attempts_come_first_over_several_days(tmp_path: Path) -> None:
    for day in (3, 5, 4):
        at = NOON.replace(day=day)
        ledger = UsageLedger(tmp_path, iter([at] * 9).__next__)
        for number in range(3):
            ledger.record(usage(request_id=f"{day}.{number}", reasons=("short question",)))
        ledger.corrected(f"{day}.2", "quick", "code")
    found = UsageLedger(tmp_path).recent(5)
    assert [attempt.request_id for attempt in found] == ["5.2", "5.1", "5.0", "4.2", "4.1"]
    assert found[0].reasons == ("short question",)
    assert len(UsageLedger(tmp_path).recent(100)) == 9


def test_a_write_that_fails_is_logged_once_and_stops_nothing(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    in_the_way = tmp_path / "usage"
    in_the_way.write_text("a file where the folder should be")
    expect_log("Usage could not be written to token-usage-2026-03-04.jsonl")
    UsageLedger(in_the_way, lambda: NOON).record(usage())


def test_lines_of_several_processes_never_mix(tmp_path: Path) -> None:
    processes = [subprocess.Popen([sys.executable, "-c", APPEND, str(tmp_path), "200", name]) for name in "ab"]
    assert [process.wait(30) for process in processes] == [0, 0]
    report = UsageLedger(tmp_path).report()
    assert (report.figures.attempts, report.figures.requests, report.torn_lines) == (400, 400, 0)


APPEND = (
    "import os, sys, pathlib\n"
    "from tray_router.engine.ports import UsageRecord\n"
    "from tray_router.ledger import UsageLedger\n"
    "from tray_router.model import AnswerStats\n"
    "ledger = UsageLedger(pathlib.Path(sys.argv[1]))\n"
    "for n in range(int(sys.argv[2])):\n"
    "    ledger.record(UsageRecord(f'{sys.argv[3]}-{n}', 'quick', 'm' * 200, 'mac', 1, 'completed', 1.0, False,"
    " AnswerStats(prompt_tokens=1)))\n"
    "    if len(sys.argv) > 4:\n"
    "        os.write(1, b'%d\\n' % n)\n"
)


@pytest.mark.parametrize("when", [1, 700, 3_000])
def test_a_process_killed_among_its_appends_loses_no_line_that_it_had_finished(when: int, tmp_path: Path) -> None:
    """kill -9 (SIGKILL) of a real process that says after each line that it is written."""
    with subprocess.Popen(
        [sys.executable, "-c", APPEND, str(tmp_path), "10000", "killed", "says so"], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(int(line))
            if len(said) == when:
                process.kill()
    (path,) = tmp_path.iterdir()
    *whole, last = path.read_bytes().split(b"\n")
    written = [int(json.loads(line)["request"].removeprefix("killed-")) for line in whole]
    assert written == list(range(len(written)))
    assert len(written) >= len(said) >= when
    report = UsageLedger(tmp_path).report()
    assert (report.figures.attempts, report.torn_lines) == (len(written), 1 if last else 0)
