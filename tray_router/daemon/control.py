"""The control socket: what ``tray-router ask``, ``trigger`` and ``status`` talk to.

Rules: AF_UNIX in a directory that only the user can enter, so no key is needed; size and time are capped; a broken
or hostile client costs its own connection and nothing else; a client that hangs up stops its question. Runs in the
engine's loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from tray_router.daemon.asking import refuse_unknown_route
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.keeping import run_and_keep
from tray_router.engine.ports import HistoryPort
from tray_router.errors import ProtocolError, TrayRouterError
from tray_router.events import AnswerEvent
from tray_router.model import Request, Trigger, TriggerSource
from tray_router.wire.control import (
    FROM_DAEMON,
    LENGTH_BYTES,
    TO_DAEMON,
    AskCall,
    DashboardCall,
    Done,
    PauseCall,
    PrivateCall,
    QuitCall,
    Refused,
    SettingsCall,
    Status,
    StatusCall,
    TriggerCall,
    WipeHistoryCall,
    frame,
    payload_length,
)

log = logging.getLogger(__name__)

READ_LIMIT_S = 30.0  # a client sends its one call at once


class ControlActions(Protocol):
    """What a client may ask of the daemon; called in the engine's loop."""

    def trigger(self, trigger: Trigger) -> None:
        """Acts as if a chord had been pressed."""

    def status(self) -> Status:
        """How everything is."""

    def pause(self, host: str, *, is_paused: bool, until: datetime | None = None) -> str:
        """Pauses (until an instant, or without end) or resumes a machine, and says what happens now.

        Raises TrayRouterError when there is no such machine, or ``until`` is past.
        """

    def open_settings_window(self, *, is_first_run: bool = False) -> None:
        """Shows the settings window, or the first run's; raises DaemonError without a desktop session."""

    def open_dashboard(self) -> None:
        """Shows the dashboard; raises TrayRouterError without a desktop session."""

    def quit(self) -> None:
        """Ends the daemon soon."""

    async def request(self, call: AskCall) -> Request:
        """The question of a call by the present settings; raises TrayRouterError when it cannot be asked."""

    @property
    def dispatcher(self) -> Dispatcher:
        """Answers questions by the present settings."""

    @property
    def history(self) -> HistoryPort:
        """Where questions are kept."""

    def set_private(self, *, is_private: bool) -> str:
        """Keeps nothing of any question from now on, or keeps it again; says how it stands then."""

    async def wipe_history(self) -> None:
        """Removes every conversation that was kept; raises TrayRouterError when a file cannot be removed."""


class ControlServer:
    """Serves the control socket at ``path``."""

    def __init__(self, path: Path, actions: ControlActions, clock: Callable[[], float]) -> None:
        self._path = path
        self._actions = actions
        self._clock = clock
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listens; a socket file left by a daemon that died is replaced (the instance lock is held already)."""
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._welcome, path=str(self._path))
        self._path.chmod(0o600)

    async def aclose(self) -> None:
        """Stops listening and hangs up on everyone."""
        if self._server is not None:
            self._server.close()
        for client in list(self._clients):
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        self._path.unlink(missing_ok=True)

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._clients.add(task)
            task.add_done_callback(self._clients.discard)
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            log.debug("A client of the control socket left early.")
        except asyncio.CancelledError:
            log.debug("The control socket closes.")
        finally:
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(READ_LIMIT_S):
                length = payload_length(await reader.readexactly(LENGTH_BYTES))
                call = TO_DAEMON.decode(await reader.readexactly(length))
            if isinstance(call, AskCall):
                await self._ask(call, reader, writer)
            elif isinstance(call, WipeHistoryCall):
                await self._actions.wipe_history()
                _reply(writer, Done("The history is empty."))
            else:
                _reply(writer, self._carry_out(call))
        except TrayRouterError as error:
            _reply(writer, Refused(error.title, error.hint, int(error.exit_code)))
        await writer.drain()

    def _carry_out(self, call: object) -> object:
        match call:
            case TriggerCall(action=action, at=at, name=name):
                self._actions.trigger(Trigger(action, TriggerSource.CLI, at or self._clock(), name))
                return Done()
            case StatusCall():
                return self._actions.status()
            case PauseCall(host=host, is_paused=is_paused, until=until):
                return Done(self._actions.pause(host, is_paused=is_paused, until=_instant(until)))
            case DashboardCall() | SettingsCall():
                self._show(call)
                return Done()
            case PrivateCall(is_private=is_private):
                return Done(self._actions.set_private(is_private=is_private))
            case QuitCall():
                self._actions.quit()
                return Done("Tray Router is stopping.")
        raise ProtocolError("The daemon does not know this call.", "Restart Tray Router: its parts differ in version.")

    def _show(self, call: DashboardCall | SettingsCall) -> None:
        if isinstance(call, SettingsCall):
            self._actions.open_settings_window(is_first_run=call.is_first_run)
        else:
            self._actions.open_dashboard()

    async def _ask(self, call: AskCall, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def emit(event: AnswerEvent) -> None:
            _reply(writer, event)

        refuse_unknown_route(call, self._actions.dispatcher.table.policies)
        request = await self._actions.request(call)
        answer = asyncio.create_task(run_and_keep(self._actions.dispatcher, request, emit, self._actions.history))
        hung_up = asyncio.create_task(reader.read(1))
        try:
            await asyncio.wait({answer, hung_up}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (answer, hung_up):
                task.cancel()
            await asyncio.gather(answer, hung_up, return_exceptions=True)


def _instant(seconds: float) -> datetime | None:
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise ProtocolError("The daemon was given an impossible time.", "Name an earlier one.") from None


def _reply(writer: asyncio.StreamWriter, message: object) -> None:
    if not writer.is_closing():
        writer.write(frame(FROM_DAEMON.encode(message)))
