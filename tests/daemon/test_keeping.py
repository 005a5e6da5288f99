"""What the real daemon keeps of questions while it runs, and what the command line removes under it."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.daemon.test_running import Daemon, daemon, fleet
from tests.support.processes import wait_for

__all__ = ["daemon", "fleet"]
pytestmark = pytest.mark.slow

SECRET = "the xylophonist of Zanzibar"


@pytest.fixture
def running(daemon: Daemon) -> Daemon:
    daemon.start()
    wait_for(lambda: daemon.status() and daemon.host_state() == "up", what="the daemon")
    return daemon


def kept(running: Daemon) -> list[str]:
    return [entry["title"] for entry in json.loads(running.cli("history", "--json").stdout)]


def data(running: Daemon) -> Path:
    return Path(running.env["XDG_DATA_HOME"]) / "tray-router"


def everything_kept(running: Daemon) -> bytes:
    folders = (data(running), Path(running.env["XDG_STATE_HOME"]))
    return b"".join(path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file())


def test_it_keeps_questions_and_forgets_them_when_told(running: Daemon) -> None:
    assert running.cli("ask", f"Who is {SECRET}?").returncode == 0
    wait_for(lambda: kept(running) == [f"Who is {SECRET}?"], what="the question in the history")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in data(running).rglob("*") if path.is_file()}
    assert modes == {0o600}
    assert running.cli("history", "wipe", "--yes").returncode == 0
    assert SECRET.encode() not in everything_kept(running)
    assert not list((data(running) / "history").iterdir())
    assert running.cli("ask", "Say hello.").returncode == 0
    wait_for(lambda: kept(running) == ["Say hello."], what="the next question in the history")


def test_private_questions_leave_figures_only_and_the_switch_outlives_a_restart(running: Daemon) -> None:
    assert running.cli("ask", "--private", f"Who is {SECRET}?").returncode == 0
    assert b"Private: nothing is kept" in running.cli("history", "private", "on").stderr
    running.stop()
    running.start()
    wait_for(lambda: running.status() and running.host_state() == "up", what="the daemon again")
    assert running.cli("ask", f"Where is {SECRET}?").returncode == 0
    assert running.cli("history", "private", "off").stderr.startswith(b"Not private")
    assert running.cli("ask", "Say hello.").returncode == 0
    wait_for(lambda: kept(running) == ["Say hello."], what="the question in the history")
    assert SECRET.encode() not in everything_kept(running)
    figures = json.loads(running.cli("usage", "--json").stdout)["figures"]
    assert (figures["requests"], figures["answered"]) == (3, 3)


def test_a_killed_daemon_has_lost_no_line_of_its_ledger(running: Daemon) -> None:
    for number in range(5):
        assert running.cli("ask", "--quiet", f"Say hello {number}.").returncode == 0
    assert running.child is not None
    running.child.process.kill()
    running.child.process.wait(30)
    report = json.loads(running.cli("usage", "--json").stdout)
    assert (report["figures"]["answered"], report["torn_lines"]) == (5, 0)


def test_a_damaged_history_is_begun_anew_with_a_notice(daemon: Daemon) -> None:
    (data(daemon) / "history").mkdir(parents=True)
    (data(daemon) / "history" / "history.sqlite3").write_bytes(b"no database at all" * 500)
    daemon.start()
    wait_for(lambda: daemon.status() and daemon.host_state() == "up", what="the daemon")
    assert daemon.cli("ask", "Say hello.").returncode == 0
    wait_for(lambda: "begun anew" in daemon.notices(), what="the notice")
    wait_for(lambda: kept(daemon) == ["Say hello."], what="the question in the new history")


def test_what_is_too_old_goes_when_the_settings_say_so(running: Daemon) -> None:
    usage = data(running) / "usage"
    usage.mkdir(parents=True, exist_ok=True)
    (usage / "token-usage-2020-01-01.jsonl").write_text("{}\n")
    assert running.cli("ask", "Say hello.").returncode == 0
    wait_for(lambda: len(list(usage.iterdir())) == 1, what="the old file gone")
