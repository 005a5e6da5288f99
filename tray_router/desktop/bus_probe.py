"""One question to the session bus, for ``doctor``. Blocking; opens and closes a connection of its own. Any thread."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus

_LIMIT_S = 5.0
_DBUS = "org.freedesktop.DBus"


def has_owner(address: str, name: str, *, or_can_start: bool = False) -> bool | None:
    """Whether somebody on the bus has this well-known name; None when the bus cannot be reached.

    Args:
        address: of the bus; empty for the one that the environment names.
        or_can_start: a service that the bus would start at the first call counts as well.
    """
    try:
        return asyncio.run(asyncio.wait_for(_ask(address, name, or_can_start=or_can_start), _LIMIT_S))
    except Exception:  # dbus-fast raises OSError, EOFError, AuthError, ValueError … without a usable bus
        return None


async def _ask(address: str, name: str, *, or_can_start: bool) -> bool:
    bus = await MessageBus(address or None, BusType.SESSION).connect()
    try:
        if (await _call(bus, "NameHasOwner", "s", name))[0]:
            return True
        if not or_can_start:
            return False
        return name in (await _call(bus, "ListActivatableNames"))[0]
    finally:
        bus.disconnect()
        with contextlib.suppress(Exception):  # the connection is gone one way or the other
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


async def _call(bus: MessageBus, member: str, signature: str = "", *arguments: object) -> list[Any]:
    message = Message(_DBUS, "/org/freedesktop/DBus", _DBUS, member, signature=signature, body=list(arguments))
    reply = await bus.call(message)
    if reply is None or reply.message_type is MessageType.ERROR:
        raise OSError(f"{member} failed")
    return list(reply.body)
