"""Pauses and rented hours against a clock that is set by hand, and the file that keeps them."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import record
from tests.loops import turns
from tray_router.config.load import parse_settings
from tray_router.config.settings import Settings
from tray_router.daemon.holds import FILE_NAME, LOOK_S, HoldKeeper
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.errors import DaemonError
from tray_router.fleet import record as fleet
from tray_router.model import HostState

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday


class Bench:
    """A keeper over two machines that are up, and a wall clock."""

    def __init__(self, path: Path | None = None) -> None:
        self.at = START
        self.hurried: list[str] = []
        machines = [fleet.answered(record(name), "0.33.0", 0.01, 1.0) for name in ("mac", "pc")]
        self.tracker = FleetTracker(machines, {}, lambda: 100.0)
        self.keeper = HoldKeeper(self.tracker, self.hurried.append, lambda: 100.0, path, lambda: self.at)

    def state(self, host: str = "mac") -> tuple[HostState, str]:
        found = self.tracker.record(host)
        assert found is not None
        return found.state, found.hold

    def look_after(self, length: timedelta) -> None:
        self.at += length
        self.keeper.look()


def rented_at_noon() -> Settings:
    """The machine ``mac`` is rented from an hour ago until in an hour, in whatever zone this computer is."""
    begin, end = ((START + timedelta(hours=h)).astimezone() for h in (-1, 1))
    return parse_settings(
        f'[hosts.mac]\nurl = "mac"\nrented = "daily {begin:%H:%M}-{end:%H:%M}"\n[hosts.pc]\nurl = "pc"'
    )


def test_a_pause_without_end_lasts_until_it_is_resumed() -> None:
    bench = Bench()
    assert bench.keeper.pause("mac") == "mac is paused."
    bench.look_after(timedelta(days=30))
    assert bench.state() == (HostState.PAUSED, "paused")
    assert bench.state("pc")[0] is HostState.UP
    assert bench.keeper.resume("mac") == "mac is back."
    assert bench.state() == (HostState.UNKNOWN, "")
    assert bench.hurried == ["mac"]


def test_a_timed_pause_ends_by_itself() -> None:
    bench = Bench()
    said = bench.keeper.pause("mac", START + timedelta(hours=2))
    until = (START + timedelta(hours=2)).astimezone()
    assert said == f"mac is paused until {until:%H:%M}." or "tomorrow" in said
    bench.look_after(timedelta(hours=1, minutes=59))
    assert bench.state()[0] is HostState.PAUSED
    bench.look_after(timedelta(minutes=1))
    assert bench.state()[0] is HostState.UNKNOWN
    assert bench.hurried == ["mac"]


def test_what_runs_is_left_alone_and_said() -> None:
    bench = Bench()
    bench.tracker.apply("mac", lambda r: fleet.request_started(r, "small"))
    assert bench.keeper.pause("mac") == "mac is paused; 1 answer on it may finish."
    (mac, _) = bench.tracker.snapshot().hosts
    assert mac.is_draining
    bench.tracker.apply("mac", lambda r: fleet.request_ended(r, "small"))
    assert not bench.tracker.snapshot().hosts[0].is_draining


def test_machines_and_ends_that_do_not_exist_are_refused() -> None:
    bench = Bench()
    for call in (bench.keeper.pause, bench.keeper.resume):
        with pytest.raises(DaemonError, match="No machine is named 'nas'") as raised:
            call("nas")
        assert raised.value.hint == "There are: mac, pc."
    with pytest.raises(DaemonError, match="past"):
        bench.keeper.pause("mac", START)
    assert bench.state()[0] is HostState.UP


def test_pauses_survive_a_restart_and_their_ends_count_while_nothing_runs(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    before = Bench(path)
    before.keeper.pause("mac", START + timedelta(hours=2))
    before.keeper.pause("pc")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    after = Bench(path)
    after.keeper.look()
    assert [after.state(host)[0] for host in ("mac", "pc")] == [HostState.PAUSED] * 2
    later = Bench(path)
    later.look_after(timedelta(hours=3))
    assert [later.state(host)[0] for host in ("mac", "pc")] == [HostState.UP, HostState.PAUSED]
    assert list(json.loads(path.read_bytes())) == ["pc"]  # what is over is forgotten


@pytest.mark.parametrize("content", [b"", b"[]", b'{"mac": 3}', b"\xff\xfe", b'{"mac": {"is_paused": "no"}}'])
def test_a_broken_file_costs_the_pauses_and_nothing_else(
    content: bytes, tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("The pauses of before cannot be read")
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    bench = Bench(path)
    bench.keeper.look()
    assert bench.state()[0] is HostState.UP
    bench.keeper.pause("mac")
    assert "mac" in json.loads(path.read_bytes())


def test_a_folder_that_cannot_be_written_is_said_and_the_pause_holds(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("Pauses cannot be kept for the next start")
    bench = Bench(tmp_path / "nowhere" / FILE_NAME)
    bench.keeper.pause("mac")
    assert bench.state()[0] is HostState.PAUSED


def test_a_rented_machine_is_out_until_its_span_ends() -> None:
    bench = Bench()
    bench.keeper.take_up(rented_at_noon())
    state, hold = bench.state()
    assert state is HostState.PAUSED
    assert hold.startswith("rented until ")
    assert bench.state("pc")[0] is HostState.UP
    bench.look_after(timedelta(hours=1))
    assert bench.state()[0] is HostState.UNKNOWN
    bench.look_after(timedelta(hours=22))  # the same hour of the next day
    assert bench.state()[0] is HostState.PAUSED


def test_the_owner_can_take_a_rented_machine_back_until_its_span_ends() -> None:
    bench = Bench()
    bench.keeper.take_up(rented_at_noon())
    assert "is back, although it is rented until" in bench.keeper.resume("mac")
    assert bench.state()[0] is HostState.UNKNOWN
    bench.look_after(timedelta(minutes=59))
    assert bench.state()[0] is HostState.UNKNOWN
    bench.look_after(timedelta(hours=23, minutes=30))
    assert bench.state()[0] is HostState.PAUSED


def test_new_settings_without_rented_hours_give_the_machine_back() -> None:
    bench = Bench()
    bench.keeper.take_up(rented_at_noon())
    bench.keeper.take_up(parse_settings('[hosts.mac]\nurl = "mac"'))
    assert bench.state()[0] is HostState.UNKNOWN


@pytest.mark.virtual_time
async def test_the_clock_is_followed_without_anybody_asking() -> None:
    loop = asyncio.get_running_loop()
    bench = Bench()
    began = loop.time()
    bench.keeper = HoldKeeper(
        bench.tracker, bench.hurried.append, loop.time, None, lambda: START + timedelta(seconds=loop.time() - began)
    )
    bench.keeper.start()
    await turns()
    bench.keeper.pause("mac", START + timedelta(seconds=100))
    await asyncio.sleep(99)
    assert bench.state()[0] is HostState.PAUSED
    await asyncio.sleep(1.5)  # on time, not only at the next regular look
    assert bench.state()[0] is HostState.UNKNOWN
    await bench.keeper.aclose()


@pytest.mark.virtual_time
async def test_a_clock_that_jumps_is_noticed_at_the_next_look() -> None:
    bench = Bench()
    bench.keeper.start()
    bench.keeper.pause("mac", START + timedelta(hours=8))
    await asyncio.sleep(1)
    bench.at += timedelta(hours=9)  # the computer slept
    await asyncio.sleep(LOOK_S)
    assert bench.state()[0] is HostState.UNKNOWN
    await bench.keeper.aclose()
