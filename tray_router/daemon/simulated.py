"""The simulated fleet as a child process: it ends when its standard input closes, so it never outlives the daemon.

Runs in whatever loop calls it.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

import msgspec

from tray_router.config.settings import HostSettings
from tray_router.errors import DaemonError

START_LIMIT_S = 20.0
ORDER_LIMIT_S = 5.0
END_LIMIT_S = 2.0


class _Started(msgspec.Struct):
    """The first line that the simulator prints."""

    urls: dict[str, str]


class SimulatedFleetProcess:
    """Three simulated machines on loopback ports."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> dict[str, HostSettings]:
        """Starts them.

        Returns:
            Their settings by name.

        Raises:
            DaemonError: the process did not come up.
        """
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tray_router.simulator",
            "--demo",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(START_LIMIT_S):
                line = await self._process.stdout.readline() if self._process.stdout else b""
            urls = msgspec.json.decode(line, type=_Started).urls
        except (TimeoutError, msgspec.DecodeError) as error:
            await self.aclose()
            raise DaemonError("The simulated fleet did not start.", "Look into the log.") from error
        return {name: HostSettings(url=url) for name, url in urls.items()}

    async def tell(self, command: dict[str, object]) -> None:
        """Sends one command, e.g. ``{"host": "windows", "down": True}``, and waits until it is in force."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return
        process.stdin.write(msgspec.json.encode(command) + b"\n")
        await process.stdin.drain()
        async with asyncio.timeout(ORDER_LIMIT_S):
            await process.stdout.readline()

    async def aclose(self) -> None:
        """Ends them."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(END_LIMIT_S):
                await process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
