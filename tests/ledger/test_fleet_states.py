"""The machines' history on disk: what comes back is what went in, and nothing that lies there can do harm."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tray_router.fleet.history import FleetHistory, noted, watched
from tray_router.ledger.fleet_states import FleetStatesFile
from tray_router.model import HostState

HISTORY = watched(
    noted(noted(FleetHistory(), "mac", HostState.UP, "", 10.5), "马克", HostState.DOWN, "refused", 20), 30
)


def test_what_is_put_away_comes_back(tmp_path: Path) -> None:
    file = FleetStatesFile(tmp_path / "state")
    file.save(HISTORY)
    assert file.load() == HISTORY
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert [path.name for path in file.path.parent.iterdir()] == [file.path.name]


def test_nothing_there_is_an_empty_history_without_a_word(tmp_path: Path) -> None:
    assert FleetStatesFile(tmp_path).load() == FleetHistory()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[]", b'{"watched_until": "x", "hosts": {}}', b"[" * 100_000, b'{"hosts": {"m": [{}]}}'],
)
def test_whatever_lies_there_is_left_and_said(
    content: bytes, tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("cannot be read; the machines' history begins anew")
    file = FleetStatesFile(tmp_path)
    file.path.write_bytes(content)
    assert file.load() == FleetHistory()


def test_a_disk_that_refuses_stops_nothing(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("could not be written")
    (tmp_path / "state").write_text("a file where the folder should be")
    FleetStatesFile(tmp_path / "state").save(HISTORY)
