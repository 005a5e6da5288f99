from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.builders import installed
from tests.engine.fakes import FakeMachine, RecordingListener, ScriptedBackend
from tests.loops import turns
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.poller import FleetPoller, PollRhythm
from tray_router.errors import FailureKind
from tray_router.fleet import record as fleet
from tray_router.fleet.record import HostRecord
from tray_router.model import HostState, InstalledModel, LoadedModel

pytestmark = pytest.mark.virtual_time
RHYTHM = PollRhythm(alive_s=4.0, fast_s=1.0, fast_for_s=5.0, loaded_s=20.0, installed_s=120.0)


@pytest.fixture(autouse=True)
def machines_may_go_down(allow_log: Callable[[str], None]) -> None:
    allow_log(r"-> (down|degraded)")


@asynccontextmanager
async def watching(
    *, start: bool = True, **machines: FakeMachine
) -> AsyncIterator[tuple[FleetTracker, FleetPoller, ScriptedBackend]]:
    """A poller that watches these machines."""
    clock = asyncio.get_running_loop().time
    backend = ScriptedBackend(machines)
    tracker = FleetTracker([HostRecord(name, f"http://{name}") for name in machines], {}, clock)
    poller = FleetPoller(backend, tracker, clock, RHYTHM)
    if start:
        poller.start()
    try:
        yield tracker, poller, backend
    finally:
        await poller.aclose()


def state(tracker: FleetTracker, name: str = "mac") -> HostState:
    host = tracker.snapshot().host(name)
    assert host is not None
    return host.state


async def test_a_machine_that_answers_is_up_with_its_models_as_described() -> None:
    mac = FakeMachine(models=(installed("small"),), loaded=(LoadedModel("small", 4_096),))
    async with watching(mac=mac) as (tracker, _, _):
        await turns()
        (host,) = tracker.snapshot().hosts
        assert (host.state, host.version) == (HostState.UP, "0.33.0")
        assert [(m.name, m.family) for m in host.models] == [("small", "described")]
        assert host.loaded == mac.loaded
        assert mac.calls == ["version", "installed", "describe small", "loaded"]


async def test_a_machine_that_hangs_delays_nobody_else() -> None:
    machines = {name: FakeMachine() for name in ("mac", "pc", "nas")} | {"hole": FakeMachine(delay_s=3_600.0)}
    async with watching(**machines) as (tracker, _, _):
        await turns()
        assert [state(tracker, name) for name in machines] == [HostState.UP] * 3 + [HostState.UNKNOWN]
    async with watching(start=False, **machines) as (tracker, poller, _):
        look = asyncio.create_task(poller.look_once())
        await turns()
        assert [state(tracker, name) for name in machines] == [HostState.UP] * 3 + [HostState.UNKNOWN]
        await look
        assert state(tracker, "hole") is HostState.UP


async def test_probes_are_fast_after_a_change_and_slow_later() -> None:
    mac = FakeMachine()
    async with watching(mac=mac):
        await asyncio.sleep(4.5)
        assert mac.calls.count("version") == 5  # at 0, 1, 2, 3 and 4
        await asyncio.sleep(16.0)
        assert mac.calls.count("version") == 9  # at 5, 9, 13 and 17


async def test_lists_are_looked_at_now_and_then() -> None:
    mac = FakeMachine(models=(installed("small"),))
    async with watching(mac=mac):
        await asyncio.sleep(119.0)
        assert mac.calls.count("installed") == 1
        assert 5 <= mac.calls.count("loaded") <= 6
        await asyncio.sleep(10.0)
        assert mac.calls.count("installed") == 2
        assert mac.calls.count("describe small") == 1  # once per digest


async def test_a_machine_that_comes_back_is_looked_at_anew() -> None:
    mac = FakeMachine(models=(installed("small"),), problem=FailureKind.REFUSED)
    async with watching(mac=mac) as (tracker, _, _):
        await asyncio.sleep(60.0)
        assert state(tracker) is HostState.DOWN
        assert set(mac.calls) == {"version"}
        mac.problem = None
        await asyncio.sleep(4.5)
        assert state(tracker) is HostState.UP
        assert "installed" in mac.calls


async def test_lists_that_failed_are_asked_for_again_soon() -> None:
    mac = FakeMachine(models=(installed("small"),), list_problem=FailureKind.SILENT)
    async with watching(mac=mac) as (tracker, _, _):
        await turns()
        assert state(tracker) is HostState.UP
        assert tracker.snapshot().hosts[0].models == ()
        mac.list_problem = None
        await asyncio.sleep(4.5)
        assert [m.name for m in tracker.snapshot().hosts[0].models] == ["small"]


async def test_a_paused_machine_is_left_alone_until_resumed() -> None:
    mac = FakeMachine()
    async with watching(mac=mac) as (tracker, poller, _):
        await turns()
        tracker.apply("mac", lambda record: fleet.paused(record, 1_000.0))
        before = len(mac.calls)
        poller.hurry("mac")  # nobody else is kept waiting by that
        await asyncio.sleep(100.0)
        assert len(mac.calls) == before
        tracker.apply("mac", lambda record: fleet.resumed(record, 1_100.0))
        poller.hurry("mac")
        await turns()
        assert state(tracker) is HostState.UP


async def test_hurrying_looks_at_once_and_at_what_is_loaded() -> None:
    mac = FakeMachine()
    async with watching(mac=mac) as (tracker, poller, _):
        await asyncio.sleep(30.0)
        mac.calls.clear()
        mac.loaded = (LoadedModel("small", 8_192),)
        poller.hurry("mac")
        poller.hurry("nobody")
        await turns()
        assert mac.calls == ["version", "loaded"]
        assert tracker.snapshot().hosts[0].loaded == mac.loaded


async def test_a_silent_machine_is_starting_and_asked_often() -> None:
    mac = FakeMachine(problem=FailureKind.SILENT)
    async with watching(mac=mac) as (tracker, _, _):
        await asyncio.sleep(20.5)
        assert state(tracker) is HostState.STARTING
        assert mac.calls.count("version") == 21


async def test_listeners_hear_of_changes_and_not_of_every_probe() -> None:
    listener = RecordingListener()
    async with watching(mac=FakeMachine(models=(installed("small"),))) as (tracker, _, _):
        tracker.subscribe(listener)
        await turns()
        heard = len(listener.snapshots)
        await asyncio.sleep(100.0)
        assert len(listener.snapshots) == heard


async def test_new_settings_are_taken_up() -> None:
    mac, pc = FakeMachine(), FakeMachine()
    async with watching(mac=mac) as (tracker, poller, _):
        await turns()
        tracker.replace_machines([HostRecord("pc", "http://pc")])
        await poller.replace_backend(ScriptedBackend({"pc": pc}))
        await turns()
        assert state(tracker, "pc") is HostState.UP
        mac.calls.clear()
        await asyncio.sleep(60.0)
        assert mac.calls == []


async def test_a_machine_that_left_the_settings_is_watched_no_more() -> None:
    mac = FakeMachine()
    async with watching(mac=mac) as (tracker, poller, _):
        await turns()
        tracker.replace_machines([])
        await asyncio.sleep(10.0)
        mac.calls.clear()
        await asyncio.sleep(60.0)
        assert mac.calls == []
        tracker.replace_machines([HostRecord("mac", "http://mac")])
        poller.start()
        await turns()
        assert state(tracker) is HostState.UP


async def test_one_machines_nonsense_does_not_end_its_watch(expect_log: Callable[[str], None]) -> None:
    expect_log("mac could not be looked at")
    mac = FakeMachine()
    async with watching(mac=mac) as (tracker, _, backend):
        del backend.machines["mac"]  # KeyError, which no backend should raise
        await asyncio.sleep(10.0)
        backend.machines["mac"] = mac
        await asyncio.sleep(10.0)
        assert state(tracker) is HostState.UP


# --- machines that hang up, popups, and what is no news ---------------------------------------------------


async def test_a_machine_that_hangs_up_is_looked_at_now_and_found_down() -> None:
    mac = FakeMachine()
    async with watching(mac=mac) as (tracker, poller, _):
        await asyncio.sleep(20.0)
        await asyncio.sleep(0.5)  # in the middle of a pause
        before = len(mac.calls)
        mac.problem = FailureKind.REFUSED
        poller.connection_lost("mac")
        await turns()
        assert state(tracker) is HostState.DOWN
        assert mac.calls[before:] == ["version"]
        poller.connection_lost("nobody")


async def test_a_false_alarm_is_believed_once_a_minute() -> None:
    mac = FakeMachine()
    async with watching(mac=mac) as (_, poller, _):
        await asyncio.sleep(20.5)
        before = mac.calls.count("version")
        for _ in range(5):
            poller.connection_lost("mac")
            await turns()
        assert mac.calls.count("version") == before + 1
        await asyncio.sleep(60.0)
        before = mac.calls.count("version")
        poller.connection_lost("mac")
        await turns()
        assert mac.calls.count("version") == before + 1


async def test_an_alarm_that_was_true_is_believed_again_at_once() -> None:
    mac = FakeMachine()
    async with watching(mac=mac) as (tracker, poller, _):
        await asyncio.sleep(20.5)
        for problem in (FailureKind.REFUSED, None, FailureKind.REFUSED):
            mac.problem = problem
            if problem is None:
                await asyncio.sleep(5.0)
            else:
                poller.connection_lost("mac")
            await turns()
            assert state(tracker) is (HostState.UP if problem is None else HostState.DOWN)


async def test_while_a_popup_is_open_machines_are_looked_at_fast() -> None:
    mac = FakeMachine()
    async with watching(mac=mac) as (_, poller, _):
        await asyncio.sleep(20.5)
        before = mac.calls.count("version")
        poller.watch_closely(True)
        await turns()
        assert mac.calls.count("version") == before + 1  # at once
        await asyncio.sleep(10.0)
        assert mac.calls.count("version") - before in (10, 11)
        poller.watch_closely(False)
        before = mac.calls.count("version")
        await asyncio.sleep(12.0)
        assert mac.calls.count("version") - before in (3, 4)


async def test_on_battery_the_rhythm_is_slow_soon_after_the_last_use() -> None:
    mac = FakeMachine()
    async with watching(mac=mac) as (_, poller, _):
        poller.rhythm = PollRhythm(alive_s=2.0, idle_s=4.0, fast_for_s=0.0)
        poller.use_battery(True)
        await asyncio.sleep(61.0)
        before = mac.calls.count("version")
        await asyncio.sleep(40.0)
        assert mac.calls.count("version") - before == 10
        poller.use_battery(False)
        await asyncio.sleep(4.0)
        before = mac.calls.count("version")
        await asyncio.sleep(40.0)
        assert mac.calls.count("version") - before == 20


async def test_many_machines_are_asked_one_after_the_other_after_the_first_look() -> None:
    machines = {f"m{number}": FakeMachine() for number in range(10)}
    loop = asyncio.get_running_loop()
    moments: dict[float, int] = {}
    async with watching(start=False, **machines) as (_, poller, backend):
        ask = backend.version

        async def version(host: str) -> str:
            at = round(loop.time(), 3)
            moments[at] = moments.get(at, 0) + 1
            return await ask(host)

        backend.version = version  # type: ignore[method-assign]
        poller.start()
        await asyncio.sleep(8.0)
    first, *later = moments.values()
    assert first == 10
    assert max(later) == 1


async def test_one_slow_reply_is_no_news_and_several_are() -> None:
    mac = FakeMachine(delay_s=0.010)
    async with watching(mac=mac) as (tracker, _, _):
        listener = RecordingListener()
        await asyncio.sleep(12.0)
        tracker.subscribe(listener)
        listener.snapshots.clear()
        mac.delay_s = 0.200
        await asyncio.sleep(4.5)
        mac.delay_s = 0.010
        await asyncio.sleep(40.0)
        assert listener.snapshots == []
        mac.delay_s = 0.200
        await asyncio.sleep(30.0)
        assert [s.hosts[0].rtt_s for s in listener.snapshots] == [pytest.approx(0.200)]


async def test_a_model_that_lies_on_many_machines_is_described_by_one_of_them() -> None:
    machines = {f"m{number}": FakeMachine(models=(installed("small"),), delay_s=0.01) for number in range(5)}
    async with watching(**machines) as (tracker, _, _):
        await asyncio.sleep(0.5)
        asked = [name for name, machine in machines.items() if "describe small" in machine.calls]
        assert len(asked) == 1
        assert [host.models[0].family for host in tracker.snapshot().hosts] == ["described"] * 5


async def test_a_machine_that_hangs_over_a_model_delays_the_others_for_a_second_only() -> None:
    hanging, fine = FakeMachine(models=(installed("small"),)), FakeMachine(models=(installed("small"),), delay_s=0.01)
    async with watching(start=False, hanging=hanging, fine=fine) as (tracker, poller, backend):
        describe = backend.describe

        async def slow(host: str, model: InstalledModel) -> InstalledModel:
            if host == "hanging":
                await asyncio.sleep(3_600.0)
            return await describe(host, model)

        backend.describe = slow  # type: ignore[method-assign]
        poller.start()
        await asyncio.sleep(1.5)
        assert [len(host.models) for host in tracker.snapshot().hosts] == [0, 1]
