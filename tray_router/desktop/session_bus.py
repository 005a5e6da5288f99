"""The connection to the D-Bus session bus that tray icon and notifications share.

Rule: lives in one asyncio loop, which is whoever runs ``run``; ``post`` alone may be called from any thread. A lost
connection is made again with growing pauses, and every (re)connection is announced. Losses are logged once each way.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from dbus_fast import BusType, DBusError, ErrorType, Message, MessageType
from dbus_fast.aio import MessageBus

_log = logging.getLogger(__name__)

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0
_CONNECT_LIMIT_S = 5.0
_CALL_LIMIT_S = 5.0
_DISCONNECT_LIMIT_S = 1.0
_QUEUED_AT_MOST = 16
_DBUS = "org.freedesktop.DBus"

OnMessage = Callable[[Message], Message | bool]
"""Answers a method call (True: without a reply), or takes a signal. False means: not for me."""

OnError = Callable[[DBusError], None]


class SessionBus:
    """One connection, kept up.

    Args:
        address: of the bus; empty for the one that the environment names.
    """

    def __init__(self, address: str = "") -> None:
        self._address = address or None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bus: MessageBus | None = None
        self._queued: deque[tuple[Message, OnError | None]] = deque(maxlen=_QUEUED_AT_MOST)
        self._sending: set[asyncio.Task[None]] = set()
        self.on_connected: list[Callable[[], Awaitable[None]]] = []
        self.on_lost: list[Callable[[], None]] = []
        self.on_message: list[OnMessage] = []

    @property
    def unique_name(self) -> str:
        """E.g. ``:1.42``; empty while not connected."""
        return str(self._bus.unique_name) if self._bus is not None else ""

    async def run(self) -> None:
        """Keeps the connection up until cancelled."""
        self._loop = asyncio.get_running_loop()
        pause_s, was_told = _FIRST_PAUSE_S, False
        while True:
            try:
                bus = await self._connect()
            except Exception as problem:  # dbus-fast raises OSError, EOFError, AuthError, ValueError … here
                if not was_told:
                    _log.info("the session bus cannot be reached: %s", problem or type(problem).__name__)
                    self._tell_lost()
                was_told = True
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
                continue
            if was_told:
                _log.info("the session bus is back")
            pause_s, was_told = _FIRST_PAUSE_S, False
            await self._serve(bus)
            _log.info("the session bus closed the connection")
            await asyncio.sleep(pause_s)

    def post(self, message: Message, *, on_error: OnError | None = None) -> None:
        """Calls a method soon and does not wait; while there is no connection the newest few are kept. Any thread.

        Args:
            on_error: told in the loop when it fails; without it nobody is.
        """
        loop = self._loop
        if loop is None:
            self._queued.append((message, on_error))
            return
        with contextlib.suppress(RuntimeError):  # the loop has been closed: we are quitting
            loop.call_soon_threadsafe(self._send_or_queue, message, on_error)

    def emit(self, message: Message) -> None:
        """Sends a signal now, or drops it while there is no connection: who connects later asks. Loop only."""
        if self._bus is not None:
            _forget(self._bus.send(message))

    async def call(
        self, destination: str, path: str, interface: str, member: str, signature: str = "", *arguments: object
    ) -> list[Any]:
        """Calls a method and returns what it returns. Loop only.

        Raises:
            DBusError: it failed, there is no connection, or no answer came within five seconds.
        """
        message = Message(destination, path, interface, member, signature=signature, body=list(arguments))
        return await self.send_and_wait(message)

    async def send_and_wait(self, message: Message) -> list[Any]:
        """Sends a method call that was built elsewhere. Returns and raises as ``call``."""
        if self._bus is None:
            raise DBusError(ErrorType.DISCONNECTED, "not connected")
        try:
            # Not wait_for: before Python 3.12 it forgets a cancellation that comes together with the reply.
            async with asyncio.timeout(_CALL_LIMIT_S):
                reply = await self._bus.call(message)
        except TimeoutError:
            raise DBusError(ErrorType.TIMEOUT, f"{message.member} was not answered") from None
        except (OSError, EOFError) as problem:
            raise DBusError(ErrorType.DISCONNECTED, str(problem)) from problem
        if reply is None:
            raise DBusError(ErrorType.DISCONNECTED, "the connection was closed")
        if reply.message_type is MessageType.ERROR:
            raise DBusError(reply.error_name or ErrorType.FAILED, str(reply.body[0]) if reply.body else "")
        return list(reply.body)

    async def call_bus(self, member: str, signature: str, *arguments: object) -> list[Any]:
        """Calls a method of the bus itself, e.g. ``AddMatch``. Raises as ``call``."""
        return await self.call(_DBUS, "/org/freedesktop/DBus", _DBUS, member, signature, *arguments)

    # --- loop ---------------------------------------------------------------------------------------------

    async def _connect(self) -> MessageBus:
        bus = MessageBus(self._address, BusType.SESSION)
        async with asyncio.timeout(_CONNECT_LIMIT_S):
            return await bus.connect()

    async def _serve(self, bus: MessageBus) -> None:
        """Until the connection ends."""
        bus.add_message_handler(self._received)
        self._bus = bus
        try:
            for announce in self.on_connected:
                await announce()
            while self._queued:
                self._send_or_queue(*self._queued.popleft())
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
        except (DBusError, OSError, EOFError) as problem:
            _log.debug("session bus: %s", problem)
        finally:
            self._bus = None
            for task in self._sending:
                task.cancel()
            if bus.connected:
                await _disconnect(bus)
            self._tell_lost()

    def _received(self, message: Message) -> Message | bool:
        for receive in self.on_message:
            reply = receive(message)
            if reply:
                return reply
        return False

    def _send_or_queue(self, message: Message, on_error: OnError | None) -> None:
        if self._bus is None:
            self._queued.append((message, on_error))
            return
        task = asyncio.get_running_loop().create_task(self._send_queued(message, on_error))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _send_queued(self, message: Message, on_error: OnError | None) -> None:
        try:
            await self.send_and_wait(message)
        except DBusError as problem:
            if on_error is not None:
                on_error(problem)

    def _tell_lost(self) -> None:
        for tell in self.on_lost:
            tell()


async def _disconnect(bus: MessageBus) -> None:
    bus.disconnect()
    with contextlib.suppress(OSError, EOFError, TimeoutError):
        async with asyncio.timeout(_DISCONNECT_LIMIT_S):
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


def _forget(sent: asyncio.Future[None]) -> None:
    """Nobody waits for it; a lost connection is noticed elsewhere, so its exception counts as seen."""
    sent.add_done_callback(lambda future: future.cancelled() or future.exception())
