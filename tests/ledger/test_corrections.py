from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.engine.ports import CorrectionSink
from tray_router.errors import ConfigError, LedgerError
from tray_router.ledger.corrections import KEPT_CHARS, CorrectionLog
from tray_router.model import Correction

NOON = datetime(2026, 3, 4, 12, 0, 0, 123_456, UTC)


def kept(folder: Path) -> CorrectionLog:
    return CorrectionLog(folder, lambda: NOON)


def correct(log: CorrectionLog, instruction: str = "standup notes", content: str = "", wanted: str = "quick") -> bool:
    return log.record(instruction, content, has_image=False, chosen="code", wanted=wanted)


def test_a_correction_is_read_back_as_it_was(tmp_path: Path) -> None:
    log: CorrectionSink = kept(tmp_path / "data")
    assert log.record("what is this?", "größe: 5\n", has_image=True, chosen="vision", wanted="quick")
    (path,) = (tmp_path / "data").iterdir()
    assert path.name == "corrections.jsonl"
    assert json.loads(path.read_text()) == {
        "at": "2026-03-04T12:00:00.123+00:00",
        "instruction": "what is this?",
        "content": "größe: 5\n",
        "has_image": True,
        "chosen": "vision",
        "wanted": "quick",
    }
    expected = Correction("2026-03-04T12:00:00.123+00:00", "what is this?", "größe: 5\n", True, "vision", "quick")
    assert kept(tmp_path / "data").read() == ((expected,), 0)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_only_the_user_may_read_it(tmp_path: Path) -> None:
    log = kept(tmp_path / "data")
    before = os.umask(0)
    try:
        assert correct(log)
    finally:
        os.umask(before)
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.path.parent.stat().st_mode) == 0o700


def test_long_texts_are_cut(tmp_path: Path) -> None:
    log = kept(tmp_path)
    assert correct(log, "i" * 10_000, "c" * (KEPT_CHARS + 1))
    ((correction,), _) = log.read()
    assert (len(correction.instruction), len(correction.content)) == (KEPT_CHARS, KEPT_CHARS)


def test_of_one_question_the_newest_correction_counts(tmp_path: Path) -> None:
    times = iter(NOON + timedelta(seconds=n) for n in range(9))
    log = CorrectionLog(tmp_path, lambda: next(times))
    assert correct(log, "a", wanted="quick")
    assert correct(log, "b", wanted="quick")
    assert correct(log, "a", "other content", wanted="vision")
    assert correct(log, "a", wanted="reasoning")
    found, torn = log.read()
    assert [(c.instruction, c.content, c.wanted) for c in found] == [
        ("b", "", "quick"),
        ("a", "other content", "vision"),
        ("a", "", "reasoning"),
    ]
    assert torn == 0


def test_nothing_kept_is_nothing(tmp_path: Path) -> None:
    assert kept(tmp_path / "never made").read() == ((), 0)


GOOD = b'{"at":"x","instruction":"i","content":"","has_image":false,"chosen":"code","wanted":"quick"}'


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"null",
        b"{}",
        GOOD[:-20],
        GOOD.replace(b"false", b'"no"'),
        GOOD.replace(b'"i"', b"7"),
        GOOD.replace(b'"i"', b'"\xff"'),
        b"[" * 200_000,
    ],
    ids=lambda line: str(line[:40]),
)
def test_torn_and_foreign_lines_are_counted_and_passed_over(line: bytes, tmp_path: Path) -> None:
    log = kept(tmp_path)
    log.path.write_bytes(GOOD + b"\n" + line + b"\n")
    assert correct(log, "another")
    found, torn = log.read()
    assert ([c.instruction for c in found], torn) == (["i", "another"], 1)


def test_a_torn_last_line_spoils_nothing_but_itself(tmp_path: Path) -> None:
    log = kept(tmp_path)
    log.path.write_bytes(GOOD + b"\n" + GOOD[:30])
    assert correct(log, "after the crash")
    found, torn = log.read()
    assert ([c.instruction for c in found], torn) == (["i", "after the crash"], 1)


@given(st.text(st.characters(exclude_categories=[])), st.text(st.characters(exclude_categories=[])))
def test_any_text_can_be_kept(instruction: str, content: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = kept(Path(folder))
        assert correct(log, instruction, content)
        ((found,), torn) = log.read()
    assert torn == 0
    for said, read in ((instruction, found.instruction), (content, found.content)):
        assert read == "".join("?" if "\ud800" <= char <= "\udfff" else char for char in said)


def test_a_write_that_fails_is_logged_without_text(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where the folder should be")
    expect_log(r"A correction could not be written to corrections\.jsonl: [\w ]+$")
    assert not correct(kept(in_the_way), "a secret")


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    log = kept(tmp_path)
    log.path.mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        log.read()


def test_an_empty_line_is_no_torn_one(tmp_path: Path) -> None:
    """Who finds another process in the middle of its write starts a line of its own: an empty one when that is done."""
    log = kept(tmp_path)
    log.record("one", "first", has_image=False, chosen="code", wanted="quick")
    with log.path.open("ab") as file:
        file.write(b"\n")
    log.record("two", "second", has_image=False, chosen="code", wanted="quick")
    found, torn = log.read()
    assert ([each.content for each in found], torn) == (["first", "second"], 0)


def test_lines_of_several_processes_never_mix(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib\n"
        "from tray_router.ledger import CorrectionLog\n"
        "log = CorrectionLog(pathlib.Path(sys.argv[1]))\n"
        "for n in range(150):\n"
        "    log.record(f'{sys.argv[2]}-{n}', 'c' * 1500, has_image=False, chosen='code', wanted='quick')\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), name], env=dict(os.environ)) for name in "ab"
    ]
    assert [process.wait(30) for process in processes] == [0, 0]
    found, torn = kept(tmp_path).read()
    assert (len(found), torn) == (300, 0)
    assert {len(c.content) for c in found} == {1500}


def test_the_older_half_goes_when_the_file_is_too_large(tmp_path: Path) -> None:
    log = CorrectionLog(tmp_path, lambda: NOON, largest_file=20_000)
    for number in range(300):
        assert correct(log, f"question {number}", "x" * 100)
        assert log.path.stat().st_size <= 20_000
    found, torn = log.read()
    assert torn == 0
    assert [c.instruction for c in found] == [f"question {number}" for number in range(300 - len(found), 300)]
    assert len(found) > 30
    assert [path.name for path in tmp_path.iterdir()] == ["corrections.jsonl"]
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600


def test_all_corrections_can_be_removed(tmp_path: Path) -> None:
    log = kept(tmp_path)
    assert correct(log)
    log.remove()
    log.remove()
    assert log.read() == ((), 0)
    log.path.mkdir()
    with pytest.raises(LedgerError, match="cannot be removed"):
        log.remove()
