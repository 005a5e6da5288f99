"""Reads the program's tray item from the session bus, as a panel does."""

from __future__ import annotations

import asyncio

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

PREFIX = "org.kde.StatusNotifierItem-"
PATH, INTERFACE = "/StatusNotifierItem", "org.kde.StatusNotifierItem"


def tooltip(address: str) -> list[str]:
    """The lines of the tooltip: the headline, then one per machine; empty while there is no item."""
    return asyncio.run(_tooltip(address))


def machine_line(address: str, name: str) -> str:
    """What the tooltip says of one machine, e.g. ``mac: up · 3 ms``; empty when nothing."""
    return next((line for line in tooltip(address) if line.startswith(f"{name}: ")), "")


async def _tooltip(address: str) -> list[str]:
    bus = await MessageBus(bus_address=address).connect()
    try:
        names = await _body(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "ListNames")
        items = [name for name in (names or [[]])[0] if name.startswith(PREFIX)]
        if not items:
            return []
        got = await _body(bus, items[0], PATH, "org.freedesktop.DBus.Properties", "Get", INTERFACE, "ToolTip")
        if not got:
            return []
        _, _, headline, rest = got[0].value
        return [headline, *rest.replace("<br>", "\n").splitlines()]
    finally:
        bus.disconnect()
        await bus.wait_for_disconnect()


async def _body(bus: MessageBus, name: str, path: str, interface: str, member: str, *strings: str) -> list:  # type: ignore[type-arg]
    message = Message(name, path, interface, member, signature="s" * len(strings), body=list(strings))
    reply = await bus.call(message)
    if reply is None or reply.message_type is not MessageType.METHOD_RETURN:
        return []
    return reply.body
