"""Reads the program's tray item from the session bus, as a panel does."""

from __future__ import annotations

import asyncio

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

PREFIX = "org.kde.StatusNotifierItem-"
_GET = ("org.freedesktop.DBus.Properties", "Get")
PATH, INTERFACE = "/StatusNotifierItem", "org.kde.StatusNotifierItem"


def tooltip(address: str) -> list[str]:
    """The lines of the tooltip: the headline, then one per machine; empty while there is no item."""
    return asyncio.run(_tooltip(address))


def machine_line(address: str, name: str) -> str:
    """What the tooltip says of one machine, e.g. ``mac: up · 3 ms``; empty when nothing."""
    return next((line for line in tooltip(address) if line.startswith(f"{name}: ")), "")


def pictures(address: str) -> list[bytes]:
    """The icon in all its sizes, as bytes; empty while there is no item."""
    return asyncio.run(_pictures(address))


async def _pictures(address: str) -> list[bytes]:
    bus = await MessageBus(bus_address=address).connect()
    try:
        item = await _item(bus)
        got = await _body(bus, item, PATH, *_GET, INTERFACE, "IconPixmap") if item else []
        return [bytes(data) for _, _, data in got[0].value] if got else []
    finally:
        bus.disconnect()
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


async def _item(bus: MessageBus) -> str:
    """The bus name of our item; empty while there is none."""
    names = await _body(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "ListNames")
    return next((name for name in (names or [[]])[0] if name.startswith(PREFIX)), "")


async def _tooltip(address: str) -> list[str]:
    bus = await MessageBus(bus_address=address).connect()
    try:
        item = await _item(bus)
        got = await _body(bus, item, PATH, *_GET, INTERFACE, "ToolTip") if item else []
        if not got:
            return []
        _, _, headline, rest = got[0].value
        return [headline, *rest.replace("<br>", "\n").splitlines()]
    finally:
        bus.disconnect()
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


async def _body(bus: MessageBus, name: str, path: str, interface: str, member: str, *strings: str) -> list:  # type: ignore[type-arg]
    message = Message(name, path, interface, member, signature="s" * len(strings), body=list(strings))
    reply = await bus.call(message)
    if reply is None or reply.message_type is not MessageType.METHOD_RETURN:
        return []
    return reply.body
