"""The daemon's log: rotated, private, and silent about what others say."""

from __future__ import annotations

import contextlib
import logging
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tray_router.daemon.logs import RotatingLog, set_log_level, set_up_logging


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, as it was afterwards."""
    logger = logging.getLogger()
    handlers, level = logger.handlers[:], logger.level
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "asyncio", "PIL", "dbus_fast")}
    yield logger
    for handler in logger.handlers:
        if handler not in handlers:
            handler.close()
    logger.handlers[:] = handlers
    logger.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def record(text: str) -> logging.LogRecord:
    return logging.LogRecord("test", logging.INFO, __file__, 1, text, None, None)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[RotatingLog]:
    """Full at 100 bytes, with two older files."""
    handler = RotatingLog(tmp_path / "t.log", 100, 2)
    yield handler
    handler.close()


def test_a_full_file_makes_way_and_only_so_many_are_kept(log: RotatingLog, tmp_path: Path) -> None:
    for number in range(12):
        log.emit(record(f"{number:02} " + "x" * 46))  # 50 bytes with the end of the line: two to a file
    texts = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert {name: [line[:2] for line in text.splitlines()] for name, text in texts.items()} == {
        "t.log": ["10", "11"],
        "t.log.1": ["08", "09"],
        "t.log.2": ["06", "07"],
    }


def test_what_another_run_left_is_continued(tmp_path: Path) -> None:
    (tmp_path / "t.log").write_text("before\n")
    handler = RotatingLog(tmp_path / "t.log", 100, 2)
    handler.emit(record("ü"))
    handler.close()
    assert (tmp_path / "t.log").read_text(encoding="utf-8") == "before\nü\n"


@pytest.mark.skipif(sys.platform == "win32", reason="file modes")
def test_all_files_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        handler = RotatingLog(tmp_path / "t.log", 10, 2)
        for _ in range(4):
            handler.emit(record("x" * 20))
        handler.close()
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {0o600}
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="open files cannot be removed there")
def test_a_file_that_was_taken_away_stops_nothing(log: RotatingLog, tmp_path: Path) -> None:
    log.emit(record("x" * 120))
    (tmp_path / "t.log").unlink()
    log.emit(record("again"))
    assert (tmp_path / "t.log").read_text() == "again\n"


def test_a_file_that_cannot_be_renamed_loses_nothing(
    log: RotatingLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    told: list[logging.LogRecord] = []
    monkeypatch.setattr(Path, "replace", refused)
    monkeypatch.setattr(log, "handleError", told.append)
    log.emit(record("x" * 120))
    log.emit(record("second"))
    assert (tmp_path / "t.log").read_text().splitlines() == ["x" * 120, "second"]
    assert len(told) == 1


def test_the_log_says_what_the_settings_ask_for(root: logging.Logger, tmp_path: Path) -> None:
    path = set_up_logging(tmp_path / "log", "warning")
    log = logging.getLogger("some.library")
    log.info("not said")
    set_log_level("info")
    log.info("said")
    logging.getLogger("httpx").info("GET http://secret.example/")
    text = path.read_text(encoding="utf-8")
    assert text.rstrip().endswith("INFO some.library: said")
    assert "not said" not in text
    assert "secret" not in text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_told_once_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    handler = RotatingLog(Path("/dev/full"))
    for number in range(3):
        handler.emit(record(f"{number}"))
    with contextlib.suppress(OSError):
        handler.close()
    assert capsys.readouterr().err == "The log /dev/full cannot be written: No space left on device.\n"


def test_a_log_that_cannot_be_made_goes_to_standard_error(
    root: logging.Logger, tmp_path: Path, capsys: pytest.CaptureFixture[str], expect_log: Callable[[str], None]
) -> None:
    expect_log("the log goes to standard error")
    (tmp_path / "file").write_text("in the way")
    set_up_logging(tmp_path / "file" / "log", "info")
    root.info("hello")
    told = capsys.readouterr().err
    assert "cannot be written (Not a directory): the log goes to standard error." in told
    assert "hello" in told
