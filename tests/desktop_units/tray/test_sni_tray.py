"""The fleet in the tray: who shows a state never waits for its picture."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.builders import host
from tests.support.processes import wait_for
from tests.support.session import SessionBus as BusDaemon
from tray_router.desktop.session import Session, SessionKind
from tray_router.desktop.session_bus import SessionBus
from tray_router.desktop.tray import sni_tray
from tray_router.desktop.tray.icon import SIZES, draw_icon
from tray_router.desktop.tray.models import TrayState
from tray_router.desktop.tray.picture import IconView, icon_view
from tray_router.desktop.tray.pixmaps import pixmaps
from tray_router.desktop.tray.sni_tray import SniFleetTray
from tray_router.model import FleetSnapshot, HostState

Drawn = list[tuple[str, IconView]]
UP, DOWN = FleetSnapshot(hosts=(host("mac"),)), FleetSnapshot(hosts=(host("mac", state=HostState.DOWN),))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """What was drawn, and in which thread."""
    calls: Drawn = []

    def drawing(view: IconView) -> Any:
        calls.append((threading.current_thread().name, view))
        return draw_icon(view)

    monkeypatch.setattr(sni_tray, "draw_icon", drawing)
    return calls


@pytest.fixture
def bus_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("b")
    daemon = BusDaemon(folder, dict(os.environ))
    daemon.start()
    yield daemon.address
    daemon.stop()


async def pixmap_of(address: str, item: str) -> Any:
    """The icon as a panel reads it."""
    bus = await MessageBus(bus_address=address).connect()
    try:
        body = ["org.kde.StatusNotifierItem", "IconPixmap"]
        properties = "org.freedesktop.DBus.Properties"
        reply = await bus.call(Message(item, "/StatusNotifierItem", properties, "Get", signature="ss", body=body))
        assert reply is not None and reply.message_type is MessageType.METHOD_RETURN
        return reply.body[0].value
    finally:
        bus.disconnect()
        await bus.wait_for_disconnect()


def test_pictures_are_drawn_in_the_trays_loop_when_a_panel_asks(
    bus_address: str, drawn: Drawn, expect_log: Any
) -> None:
    expect_log("No panel shows tray icons here")
    bus = SessionBus(bus_address)
    session = Session(SessionKind.X11, bus_address=bus_address)
    tray = SniFleetTray(session, lambda *_: None, bus=bus)
    thread = threading.Thread(target=tray.run, name="tray loop")
    thread.start()
    try:
        wait_for(lambda: tray.report.state is TrayState.NO_HOST, what="the bus")
        for _ in range(20):
            tray.show_fleet(DOWN)
            tray.show_fleet(UP)
        assert drawn == []
        shown = asyncio.run(pixmap_of(bus_address, bus.unique_name))
        again = asyncio.run(pixmap_of(bus_address, bus.unique_name))
    finally:
        tray.stop()
        thread.join()
    assert drawn == [("tray loop", icon_view(UP))]
    assert [(width, height) for width, height, _ in shown] == [(size, size) for size in SIZES]
    assert shown == again
    assert [list(each) for each in shown] == pixmaps(draw_icon(icon_view(UP)))
