"""Reads what a window says to a screen reader: the AT-SPI tree over D-Bus, as Orca would.

Rule: read only, through the public accessibility interfaces (org.a11y.atspi); nothing of the program is imported.
Needs ``at-spi2-core``; the program must run with ``QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1``.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.support.processes import Child, wait_for

ACCESSIBLE = "org.a11y.atspi.Accessible"
TEXT = "org.a11y.atspi.Text"
COMPONENT = "org.a11y.atspi.Component"
ROOT = "/org/a11y/atspi/accessible/root"
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
REPLY_LIMIT_S = 10.0  # a window that is busy answers late
MOST_IN_FLIGHT = 8  # dbus-fast gives the connection up when the socket takes no more
STATE_SHOWING = 25  # AtspiStateType ATSPI_STATE_SHOWING

_in_flight: contextvars.ContextVar[asyncio.Semaphore | None] = contextvars.ContextVar("in_flight", default=None)


@dataclass
class Widget:
    """One accessible thing that is on the screen."""

    role: str
    name: str
    description: str = ""
    text: str = ""
    children: list[Widget] = field(default_factory=list)

    def all(self) -> list[Widget]:
        return [self, *(deeper for child in self.children for deeper in child.all())]

    def words(self) -> str:
        """Everything that it and its children say, one thing a line."""
        return "\n".join(
            piece for widget in self.all() for piece in (widget.name, widget.description, widget.text) if piece
        )


class AccessibilityBus:
    """The accessibility bus of one desktop session."""

    def __init__(self, session_address: str, env: dict[str, str], folder: Path) -> None:
        self._session_address = session_address
        launcher = next((path for path in LAUNCHERS if Path(path).exists()), None)
        assert launcher, "at-spi2-core is not installed"
        self._child = Child([launcher, "--launch-immediately"], log=folder / "at-spi.log", env=env)
        wait_for(self._is_there, what="the accessibility bus")

    def stop(self) -> None:
        self._child.stop()

    def windows(self, application: str) -> list[Widget]:
        """The showing top-level windows of every application whose name contains ``application``."""
        return asyncio.run(self._windows(application))

    def words(self, application: str) -> str:
        """Everything that the showing windows of an application say."""
        return "\n".join(window.words() for window in self.windows(application))

    def middle(self, application: str, name: str) -> tuple[int, int] | None:
        """Where the first showing thing with exactly this name is on the screen; None when there is none."""
        return asyncio.run(self._middle(application, name))

    async def _middle(self, application: str, name: str) -> tuple[int, int] | None:
        async with self._bus() as bus:
            for owner, path in await _call(bus, "org.a11y.atspi.Registry", ROOT, ACCESSIBLE, "GetChildren"):
                if application in await _property(bus, owner, path, "Name"):
                    found = await _find(bus, owner, path, name)
                    if found is not None:
                        return found
            return None

    def _is_there(self) -> bool:
        with suppress(Exception):
            return bool(asyncio.run(self._address()))
        return False

    async def _address(self) -> str:
        bus = await MessageBus(bus_address=self._session_address).connect()
        try:
            return str(await _call(bus, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress"))
        finally:
            bus.disconnect()

    @asynccontextmanager
    async def _bus(self) -> AsyncIterator[MessageBus]:
        bus = await MessageBus(bus_address=await self._address()).connect()
        asked = _in_flight.set(asyncio.Semaphore(MOST_IN_FLIGHT))
        try:
            yield bus
        finally:
            _in_flight.reset(asked)
            bus.disconnect()

    async def _windows(self, application: str) -> list[Widget]:
        async with self._bus() as bus:
            found = []
            for owner, path in await _call(bus, "org.a11y.atspi.Registry", ROOT, ACCESSIBLE, "GetChildren"):
                if application in await _property(bus, owner, path, "Name"):
                    for child_owner, child in await _call(bus, owner, path, ACCESSIBLE, "GetChildren"):
                        widget = await _read(bus, child_owner, child)
                        if widget is not None:
                            found.append(widget)
            return found


async def _read(bus: MessageBus, owner: str, path: str) -> Widget | None:
    """The widget and what is below it; None when it is not on the screen or has just gone.

    Its questions go out together, and so do those of its children: each round trip costs both processes a turn.
    """
    try:
        low, _high = await _call(bus, owner, path, ACCESSIBLE, "GetState")
        if not low >> STATE_SHOWING & 1:
            return None
        role, name, description, interfaces, children = await _together(
            _call(bus, owner, path, ACCESSIBLE, "GetRoleName"),
            _property(bus, owner, path, "Name"),
            _property(bus, owner, path, "Description"),
            _call(bus, owner, path, ACCESSIBLE, "GetInterfaces"),
            _call(bus, owner, path, ACCESSIBLE, "GetChildren"),
        )
        widget = Widget(role=role, name=name, description=description)
        if TEXT in interfaces:
            widget.text = await _call(bus, owner, path, TEXT, "GetText", "ii", [0, -1])
    except LookupError:
        return None
    below = await _together(*(_read(bus, child_owner, child) for child_owner, child in children))
    widget.children += [child for child in below if child is not None]
    return widget


async def _together(*calls: Coroutine[Any, Any, Any]) -> list[Any]:
    """All results, in order; the first failure once all are done."""
    results = await asyncio.gather(*calls, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


async def _find(bus: MessageBus, owner: str, path: str, name: str) -> tuple[int, int] | None:
    """The middle of the thing of that name below this one, in screen pixels."""
    try:
        for child_owner, child in await _call(bus, owner, path, ACCESSIBLE, "GetChildren"):
            low, _high = await _call(bus, child_owner, child, ACCESSIBLE, "GetState")
            if not low >> STATE_SHOWING & 1:
                continue
            if await _property(bus, child_owner, child, "Name") == name:
                place = await _call(bus, child_owner, child, COMPONENT, "GetExtents", "u", [0])
                left, top, width, height = place
                return left + width // 2, top + height // 2
            found = await _find(bus, child_owner, child, name)
            if found is not None:
                return found
    except LookupError:
        return None
    return None


async def _property(bus: MessageBus, owner: str, path: str, name: str) -> str:
    value = await _call(bus, owner, path, "org.freedesktop.DBus.Properties", "Get", "ss", [ACCESSIBLE, name])
    return str(value.value)


async def _call(
    bus: MessageBus, owner: str, path: str, interface: str, member: str, signature: str = "", body: Any = ()
) -> Any:
    message = Message(
        destination=owner, path=path, interface=interface, member=member, signature=signature, body=list(body)
    )
    async with _in_flight.get() or nullcontext(), asyncio.timeout(REPLY_LIMIT_S):
        reply = await bus.call(message)
    if reply is None or reply.message_type is MessageType.ERROR:
        raise LookupError(f"{member} of {path}: {reply.body if reply else 'no reply'}")
    return reply.body[0] if len(reply.body) == 1 else reply.body
