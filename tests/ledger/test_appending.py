"""Whole lines at the end of files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tray_router.ledger.appending import LineAppender


def test_a_full_disk_is_an_error_and_the_next_line_is_whole(tmp_path: Path) -> None:
    appender = LineAppender()
    if Path("/dev/full").exists():
        with pytest.raises(OSError, match="No space left"):
            appender.append(Path("/dev/full"), b"line\n")
    appender.append(tmp_path / "file", b"line\n")
    assert (tmp_path / "file").read_bytes() == b"line\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="sets a limit of this process")
def test_a_line_that_is_written_in_part_is_an_error_and_spoils_no_other(tmp_path: Path) -> None:
    import resource
    import signal

    appender, path = LineAppender(), tmp_path / "file"
    appender.append(path, b"first\n")
    limits, before = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        with pytest.raises(OSError, match="No space left"):
            appender.append(path, b"second\n")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    appender.append(path, b"third\n")
    assert path.read_bytes() == b"first\nseco\nthird\n"


def test_one_appender_may_go_from_file_to_file(tmp_path: Path) -> None:
    appender = LineAppender()
    for name in ("a", "b", "a"):
        appender.append(tmp_path / name, name.encode() + b"\n")
    assert (tmp_path / "a").read_bytes() == b"a\na\n"
    assert (tmp_path / "b").read_bytes() == b"b\n"
    appender.close()
    appender.append(tmp_path / "b", b"again\n")
    assert (tmp_path / "b").read_bytes() == b"b\nagain\n"
