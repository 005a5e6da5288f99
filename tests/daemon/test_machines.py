"""Simulated machines are used when there are no others or when they are asked for, and always said to be simulated."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from msgspec import structs

from tray_router.config.load import parse_settings
from tray_router.config.settings import Settings
from tray_router.daemon.machines import MachineSource
from tray_router.daemon.notices import Notices

OWN = parse_settings('[hosts.mac]\nurl = "mac"\n[routes.quick]\ncandidates = ["m@mac"]\n[popup]\nwidth = 700')
WIDE = structs.replace(Settings(), popup=OWN.popup)


@asynccontextmanager
async def source(*, is_simulated: bool) -> AsyncIterator[tuple[MachineSource, Notices]]:
    notices = Notices(lambda _texts: None)
    machines = MachineSource(notices, is_simulated=is_simulated)
    try:
        yield machines, notices
    finally:
        await machines.aclose()


async def test_the_machines_of_the_settings_are_used() -> None:
    async with source(is_simulated=False) as (machines, notices):
        assert await machines.first(OWN) == OWN
        assert not machines.is_simulated
        edited = machines.edited(WIDE, OWN)
        assert (edited.hosts, edited.popup.width) == (OWN.hosts, 700)
        assert notices.texts() == ()


async def test_without_any_they_are_simulated_until_the_settings_name_some(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def nobody(settings: Settings) -> Settings:
        return settings

    monkeypatch.setattr("tray_router.daemon.machines.effective_settings", nobody)
    async with source(is_simulated=False) as (machines, notices):
        first = await machines.first(Settings())
        assert machines.is_simulated
        assert len(first.hosts) == 3
        (notice,) = notices.texts()
        assert "SIMULATED" in notice
        assert notice in capsys.readouterr().err
        still = machines.edited(WIDE, first)
        assert (still.hosts, still.popup.width, machines.is_simulated) == (first.hosts, 700, True)
        assert machines.edited(OWN, first) == OWN
        assert not machines.is_simulated
        assert notices.texts() == ()


async def test_who_asked_for_simulated_machines_keeps_them_through_every_edit(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with source(is_simulated=True) as (machines, notices):
        first = await machines.first(OWN)
        assert OWN.hosts["mac"] not in first.hosts.values()
        assert first.routes == {}
        edited = machines.edited(OWN, first)
        assert (edited.hosts, edited.routes, edited.popup.width) == (first.hosts, {}, 700)
        assert machines.is_simulated
        assert "as you asked" in notices.texts()[0]
        assert "SIMULATED" in capsys.readouterr().err
