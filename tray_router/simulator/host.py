"""One simulated machine: a real HTTP server on a loopback port that speaks as Ollama does.

Rule: it lives on one event loop; its faults may be set, and its log read, from any thread. Setting a fault returns
when it has taken effect.
"""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import Self

from tray_router.simulator import gojson
from tray_router.simulator.api.dispatch import Api
from tray_router.simulator.connection import HttpRequest, Reply
from tray_router.simulator.faults import Faults
from tray_router.simulator.listener import Listener, Reach
from tray_router.simulator.machine import Machine
from tray_router.simulator.request_log import Outcome, RequestLog
from tray_router.simulator.scheduler import Scheduler
from tray_router.simulator.script import AnswerScript
from tray_router.simulator.settings import SimulatedHostSettings, SimulatedModel

_APPLY_LIMIT_S = 10.0
_CLIENT_CLOSED_REQUEST = 499


class SimulatedHost:
    """A machine. Use it as an async context manager, or call ``start`` and ``aclose``.

    Attributes:
        settings: what it is.
        faults: what is wrong with it; assign to its fields at any time.
        requests: what reached it.
    """

    def __init__(self, settings: SimulatedHostSettings) -> None:
        self.settings = settings
        self.requests = RequestLog(settings.log_limit)
        self._machine = Machine(settings)
        self._api = Api(self._machine)
        self._listener = Listener(self._handle, settings.address, settings.port)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread_id = 0

    @property
    def name(self) -> str:
        """The machine's name."""
        return self.settings.name

    @property
    def faults(self) -> Faults:
        """Assign to its fields to make things go wrong, and right again."""
        return self._machine.faults

    @property
    def url(self) -> str:
        """Base URL without a trailing slash; known once started, the same ever after."""
        return f"http://{self.settings.address}:{self.port}"

    @property
    def port(self) -> int:
        """The port; 0 before the first start when any was asked for."""
        return self._listener.port

    @property
    def scheduler(self) -> Scheduler:
        """What is in memory; read it in the loop's thread."""
        return self._machine.scheduler

    @property
    def answers(self) -> AnswerScript:
        """What all models say that have no script of their own."""
        return self._machine.answers

    @answers.setter
    def answers(self, script: AnswerScript) -> None:
        self._machine.answers = script

    @property
    def connection_count(self) -> int:
        """Open connections."""
        return self._listener.connection_count

    def install(self, model: SimulatedModel) -> None:
        """Put a model on the disk, or replace the one of that name."""
        self._machine.install(model)

    def remove(self, model: str) -> None:
        """Delete a model. Raises KeyError when it is not there."""
        self._machine.remove(model)

    def evict(self) -> None:
        """Take every model out of memory, as a restart of the server does. Call it in the loop's thread."""
        self._machine.scheduler.unload_all()

    def drop_connections(self) -> None:
        """Close every open connection. Call it in the loop's thread."""
        self._listener.drop_connections()

    async def start(self) -> Self:
        """Take the port and behave as the faults say.

        Raises:
            OSError: the address or port cannot be bound.
        """
        self._loop = asyncio.get_running_loop()
        self._thread_id = threading.get_ident()
        self._listener.reserve()
        self.faults.listen(self._on_change)
        self._apply()
        return self

    async def aclose(self) -> None:
        """End every connection and request and give the port back. May be called twice."""
        self.faults.listen(None)
        await self._listener.aclose()
        self._machine.scheduler.unload_all()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def _on_change(self) -> None:
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        if threading.get_ident() == self._thread_id:
            self._apply()
        else:
            asyncio.run_coroutine_threadsafe(self._apply_in_loop(), loop).result(_APPLY_LIMIT_S)

    async def _apply_in_loop(self) -> None:
        self._apply()

    def _apply(self) -> None:
        faults = self.faults
        reach = Reach.UP
        if faults.down:
            reach = Reach.DOWN
        elif faults.black_hole:
            reach = Reach.BLACK_HOLE
        if reach is Reach.DOWN:
            self._machine.scheduler.unload_all()  # what was in memory is gone with the process
        self._listener.switch(reach)
        self._api.note_stale()
        self._machine.notify()

    async def _handle(self, request: HttpRequest, reply: Reply) -> None:
        loop = asyncio.get_running_loop()
        record = self.requests.opened(request, loop.time())
        if request.body:
            try:
                record.body = gojson.decode(request.body)
            except gojson.GoError:
                record.raw = request.body
        outcome = Outcome.STOPPED
        try:
            await self._machine.wait_while(lambda: self.faults.startup_hang)
            if self.faults.reply_delay_s > 0:
                await asyncio.sleep(self.faults.reply_delay_s)
            await self._api.handle(request, reply, record)
            outcome = Outcome.CUT if reply.is_cut else Outcome.SENT
        except asyncio.CancelledError:
            if reply.is_client_gone:
                outcome = Outcome.CLIENT_GONE
            raise
        finally:
            left_early = outcome is Outcome.CLIENT_GONE and reply.status is None
            record.first_byte_at = reply.started_at
            record.status = _CLIENT_CLOSED_REQUEST if left_early else reply.status
            self.requests.ended(record, outcome, loop.time())
