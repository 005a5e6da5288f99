"""Starts the window process, talks to it over pipes, and starts it again when it dies.

Rules: its stdout belongs to the protocol, its stderr to our log; a line that does not fit is logged (never its
content) and skipped; end of input tells it to leave. Messages sent while it is away are dropped: when the new process
says ``WindowReady``, the open session is shown again from the engine's own memory. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from contextlib import suppress

from tray_router.errors import ProtocolError
from tray_router.wire.window import (
    FROM_WINDOW,
    LOOK_VARIABLE,
    RESUMED_VARIABLE,
    TO_WINDOW,
    Quit,
    SetAppearance,
    WindowReady,
)

log = logging.getLogger(__name__)

LINE_LIMIT_BYTES = 128 * 1024 * 1024  # a screenshot of several 4K screens as base64
QUICK_DEATH_S = 3.0  # a process that lives shorter than this is restarted more and more slowly
SLOWEST_RESTART_S = 30.0
SECOND_RESTART_S = 0.1  # the first restart is immediate
LEAVE_LIMIT_S = 2.0


class WindowLink:
    """Implements ``engine.ports.WindowPort`` with a supervised child process."""

    def __init__(
        self,
        command: Sequence[str],
        said: Callable[[object], None],
        clock: Callable[[], float],
        environment: dict[str, str] | None = None,
    ) -> None:
        self._command = tuple(command)
        self._said = said
        self._clock = clock
        self._environment = environment
        self._appearance = SetAppearance()
        self._process: asyncio.subprocess.Process | None = None
        self._supervisor: asyncio.Task[None] | None = None
        self._is_resumed = False
        self.is_ready = asyncio.Event()

    @property
    def pid(self) -> int | None:
        """The window's process id while it runs."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Begins to supervise; returns at once."""
        if self._supervisor is None:
            self._supervisor = asyncio.create_task(self._supervise(), name="window")

    def send(self, message: object) -> None:
        """Queues one message; dropped while no window runs (see the module's rules)."""
        if isinstance(message, SetAppearance):
            self._appearance = message
        process = self._process
        if process is None or process.stdin is None or process.stdin.is_closing():
            return
        process.stdin.write(TO_WINDOW.encode(message) + b"\n")

    async def aclose(self) -> None:
        """Asks the window to leave, and ends it when it does not."""
        supervisor, self._supervisor = self._supervisor, None
        if supervisor is not None:
            self.send(Quit())
            supervisor.cancel()
            await asyncio.gather(supervisor, return_exceptions=True)

    async def _supervise(self) -> None:
        restart_s = 0.0
        while True:
            started = self._clock()
            try:
                await self._run_once()
            except OSError as error:
                log.error("The window process cannot be started: %s", error)  # noqa: TRY400 - no traceback needed
            if self._clock() - started > QUICK_DEATH_S:
                restart_s = 0.0
            else:
                restart_s = min(max(restart_s * 2, SECOND_RESTART_S), SLOWEST_RESTART_S)
            self._is_resumed = True
            log.warning("The window process ended; it starts again in %.2f s.", restart_s)
            await asyncio.sleep(restart_s)

    async def _run_once(self) -> None:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LINE_LIMIT_BYTES,
            env=self._child_environment(),
        )
        self._process = process
        try:
            await self._listen(process)
            await process.wait()
        finally:
            self._process = None
            self.is_ready.clear()
            await _see_out(process)

    def _child_environment(self) -> dict[str, str]:
        """What the window must know before it makes its first popup."""
        known = dict(os.environ if self._environment is None else self._environment)
        known[LOOK_VARIABLE] = TO_WINDOW.encode(self._appearance).decode()
        if self._is_resumed:
            known[RESUMED_VARIABLE] = "1"
        return known

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        stdout = process.stdout
        if stdout is None:
            return
        while line := await _next_line(stdout):
            try:
                message = FROM_WINDOW.decode(line)
            except ProtocolError as error:
                log.warning("The window said something that does not fit: %s", error.title)
                continue
            if isinstance(message, WindowReady):
                self.is_ready.set()
                self.send(self._appearance)
            self._said(message)


async def _next_line(stdout: asyncio.StreamReader) -> bytes:
    try:
        return await stdout.readline()
    except ValueError:  # longer than LINE_LIMIT_BYTES; the reader has dropped it
        log.warning("The window sent a line that is too long.")
        return b"{}\n"


async def _see_out(process: asyncio.subprocess.Process) -> None:
    """Gives the process a moment to leave by itself (its stdin is closed), then ends it."""
    if process.returncode is not None:
        return
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(LEAVE_LIMIT_S):
            await asyncio.shield(process.wait())
    except (TimeoutError, asyncio.CancelledError):
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
