"""Simulated machines are used when there are no others or when they are asked for, and always said to be simulated."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from msgspec import structs

from tray_router.config.load import parse_settings
from tray_router.config.settings import HostSettings, Settings
from tray_router.daemon.machines import MachineSource
from tray_router.daemon.notices import Notices

OWN = parse_settings('[hosts.mac]\nurl = "mac"\n[routes.quick]\ncandidates = ["m@mac"]\n[popup]\nwidth = 700')
TWO = structs.replace(OWN, hosts={**OWN.hosts, "nas": HostSettings(url="http://nas:11434")})
WIDE = structs.replace(Settings(), popup=OWN.popup)


@asynccontextmanager
async def source(*, is_simulated: bool) -> AsyncIterator[tuple[MachineSource, Notices]]:
    notices = Notices(lambda _texts: None)
    machines = MachineSource(notices, is_simulated=is_simulated)
    try:
        yield machines, notices
    finally:
        await machines.aclose()


async def taken_up(machines: MachineSource, edited: Settings) -> Settings:
    complete = await machines.edited(edited)
    await machines.in_force(complete)
    return complete


def finds(monkeypatch: pytest.MonkeyPatch, *urls: str) -> None:
    """On this computer there are such machines, or none."""

    async def found(settings: Settings) -> Settings:
        hosts = {f"local-{number}": HostSettings(url=url) for number, url in enumerate(urls)}
        return structs.replace(settings, hosts=hosts)

    monkeypatch.setattr("tray_router.daemon.machines.effective_settings", found)


async def test_the_machines_of_the_settings_are_used() -> None:
    async with source(is_simulated=False) as (machines, notices):
        assert await machines.first(OWN) == OWN
        assert not machines.is_simulated
        assert await taken_up(machines, TWO) == TWO
        assert notices.texts() == ()


async def test_when_the_last_machine_leaves_the_settings_those_of_this_computer_are_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finds(monkeypatch, "http://localhost:11434")
    async with source(is_simulated=False) as (machines, _):
        await machines.first(OWN)
        without = await taken_up(machines, WIDE)
        assert ([host.url for host in without.hosts.values()], without.popup.width) == (["http://localhost:11434"], 700)
        assert not machines.is_simulated
        finds(monkeypatch)  # it is down for a moment: an edit of something else does not take it away
        assert (await taken_up(machines, Settings())).hosts == without.hosts
        assert await taken_up(machines, OWN) == OWN


async def test_when_the_last_machine_leaves_and_nobody_is_here_they_are_simulated_and_said_to_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    finds(monkeypatch)
    async with source(is_simulated=False) as (machines, notices):
        await machines.first(OWN)
        without = await taken_up(machines, WIDE)
        assert (len(without.hosts), without.routes, machines.is_simulated) == (3, {}, True)
        assert notices.texts()[0] in capsys.readouterr().err
        assert (await taken_up(machines, Settings())).hosts == without.hosts
        finds(monkeypatch, "http://localhost:11434")  # Ollama was started meanwhile
        assert list((await taken_up(machines, WIDE)).hosts) == ["local-0"]
        assert (machines.is_simulated, notices.texts()) == (False, ())


async def test_settings_that_could_not_be_put_into_force_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    finds(monkeypatch)
    async with source(is_simulated=False) as (machines, notices):
        first = await machines.first(Settings())
        await machines.edited(OWN)
        assert machines.is_simulated
        assert "SIMULATED" in notices.texts()[0]
        assert (await taken_up(machines, WIDE)).hosts == first.hosts


async def test_without_any_they_are_simulated_until_the_settings_name_some(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    finds(monkeypatch)
    async with source(is_simulated=False) as (machines, notices):
        first = await machines.first(Settings())
        assert machines.is_simulated
        assert len(first.hosts) == 3
        (notice,) = notices.texts()
        assert "SIMULATED" in notice
        assert notice in capsys.readouterr().err
        still = await taken_up(machines, WIDE)
        assert (still.hosts, still.popup.width, machines.is_simulated) == (first.hosts, 700, True)
        assert await taken_up(machines, OWN) == OWN
        assert not machines.is_simulated
        assert notices.texts() == ()
        port = urlsplit(first.hosts["mac"].url).port
        assert port is not None
        with pytest.raises(OSError):  # their process has ended
            await asyncio.open_connection("127.0.0.1", port)


async def test_who_asked_for_simulated_machines_keeps_them_through_every_edit(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with source(is_simulated=True) as (machines, notices):
        first = await machines.first(OWN)
        assert OWN.hosts["mac"] not in first.hosts.values()
        assert first.routes == {}
        edited = await taken_up(machines, OWN)
        assert (edited.hosts, edited.routes, edited.popup.width) == (first.hosts, {}, 700)
        assert machines.is_simulated
        assert "as you asked" in notices.texts()[0]
        assert "SIMULATED" in capsys.readouterr().err
