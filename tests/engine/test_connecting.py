from __future__ import annotations

import asyncio

import pytest

from tests.engine.fakes import FakeConnection, ScriptedBackend
from tray_router.engine.connecting import ConnectRace, OvertakenError
from tray_router.errors import BackendError, FailureKind

pytestmark = pytest.mark.virtual_time


class Track:
    """A race over a scripted backend, and what it said."""

    def __init__(self, refusing: tuple[str, ...] = (), **delays_s: float) -> None:
        self.backend = ScriptedBackend()
        self.backend.connect_delays.update(delays_s)
        self.backend.refusing.update(refusing)
        self.failures: list[BackendError] = []
        self.waits = 0
        self.race = ConnectRace(self.backend.connect, self.failures.append)

    async def reach(self, host: str, *rivals: str, limit_s: float = 3.0) -> str:
        connection = await self.race.reach(host, rivals, limit_s, self._wait)
        assert isinstance(connection, FakeConnection)
        self.race.keep(connection)
        return connection.host

    def _wait(self) -> None:
        self.waits += 1

    async def end(self) -> None:
        """Closes the race; nothing may be open afterwards."""
        await self.race.aclose()
        assert all(connection.is_closed for connection in self.backend.connections)
        assert len(asyncio.all_tasks()) == 1


def now() -> float:
    return asyncio.get_running_loop().time()


async def test_a_quick_machine_has_no_rival() -> None:
    track, began = Track(mac=0.2), now()
    assert await track.reach("mac", "pc") == "mac"
    assert track.backend.connected == ["mac"]
    assert now() - began == pytest.approx(0.2)
    assert track.waits == 0
    await track.end()


async def test_a_machine_that_swallows_packets_is_overtaken_after_a_quarter_second() -> None:
    track, began = Track(hole=60.0, pc=0.01), now()
    with pytest.raises(OvertakenError) as raised:
        await track.reach("hole", "pc")
    assert now() - began == pytest.approx(0.26)
    assert (raised.value.host, raised.value.winner, raised.value.kind) == ("hole", "pc", FailureKind.CONNECT_SLOW)
    assert await track.reach("pc") == "pc"
    assert track.backend.connected == ["hole", "pc"]  # the rival's connection is the one that is used
    await track.end()


async def test_a_rival_that_is_no_quicker_is_left_unsent() -> None:
    track = Track(mac=0.4, pc=0.3)
    assert await track.reach("mac", "pc") == "mac"
    assert track.backend.connected == ["mac", "pc"]
    await track.end()
    assert not any(connection.is_used for connection in track.backend.connections)


async def test_rivals_start_one_after_the_other() -> None:
    track, began = Track(a=60.0, b=60.0, c=60.0, d=0.0), now()
    with pytest.raises(OvertakenError) as raised:
        await track.reach("a", "b", "c", "d")
    assert raised.value.winner == "d"
    assert now() - began == pytest.approx(0.75)
    await track.end()


async def test_a_rival_that_refuses_makes_way_at_once_and_is_told_of() -> None:
    track, began = Track(a=60.0, refusing=("b",)), now()
    with pytest.raises(OvertakenError) as raised:
        await track.reach("a", "b", "c")
    assert raised.value.winner == "c"
    assert now() - began == pytest.approx(0.25)
    assert [(error.host, error.kind) for error in track.failures] == [("b", FailureKind.REFUSED)]
    await track.end()


async def test_without_a_rival_it_is_waited_for_to_the_limit() -> None:
    track, began = Track(hole=60.0), now()
    with pytest.raises(BackendError) as raised:
        await track.reach("hole")
    assert raised.value.kind is FailureKind.CONNECT_TIMEOUT
    assert now() - began == pytest.approx(3.0)
    assert track.waits == 3
    await track.end()


async def test_when_all_swallow_packets_none_is_waited_for_twice() -> None:
    track, began = Track(a=60.0, b=60.0), now()
    with pytest.raises(BackendError) as raised:
        await track.reach("a", "b")
    assert raised.value.host == "a"
    with pytest.raises(BackendError) as raised:
        await track.reach("b")
    assert raised.value.host == "b"
    assert now() - began == pytest.approx(3.25)
    await track.end()


async def test_a_refusal_is_told_at_once() -> None:
    track, began = Track(refusing=("mac",)), now()
    with pytest.raises(BackendError) as raised:
        await track.reach("mac", "pc")
    assert raised.value.kind is FailureKind.REFUSED
    assert now() == began
    await track.end()


@pytest.mark.parametrize("after_s", [0.0, 0.1, 0.3, 0.6])
async def test_stopping_leaves_nothing_open(after_s: float) -> None:
    track = Track(hole=60.0, pc=0.5)
    task = asyncio.create_task(track.reach("hole", "pc", "pc2"))
    await asyncio.sleep(after_s)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await track.end()


async def test_an_error_of_ours_is_not_swallowed() -> None:
    track = Track()

    async def broken(host: str, limit_s: float) -> FakeConnection:
        raise ZeroDivisionError(host)

    race = ConnectRace(broken, track.failures.append)
    with pytest.raises(ZeroDivisionError):
        await race.reach("mac", ["pc"], 3.0)
    await race.aclose()
