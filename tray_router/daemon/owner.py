"""What the owner of the machines decides beside the settings, joined: pauses and rented hours, waking, power.

Runs in the engine's loop.
"""

from __future__ import annotations

import time
from pathlib import Path

from tray_router.config.settings import Settings
from tray_router.daemon.compose import EngineParts, wake_targets
from tray_router.daemon.holds import FILE_NAME, HoldKeeper
from tray_router.daemon.power import PowerWatch
from tray_router.desktop import paths


class OwnerControls:
    """In force as soon as it is made, so that no question reaches a machine that is paused or rented.

    Args:
        is_simulated: the machines are; then pauses are not kept for the next start.
    """

    def __init__(self, parts: EngineParts, settings: Settings, *, is_simulated: bool) -> None:
        self._dispatcher = parts.dispatcher
        self.holds = HoldKeeper(parts.tracker, parts.poller.hurry, time.monotonic, _path(is_simulated=is_simulated))
        self.holds.take_up(settings)
        self._parts = parts
        self._power = PowerWatch(self._use_battery)

    def start(self) -> None:
        """Begins to follow clock and power."""
        self.holds.start()
        self._power.start()

    def take_up(self, settings: Settings, *, is_simulated: bool) -> None:
        """New settings: rented hours, and who can be woken."""
        self.holds.keep_in(_path(is_simulated=is_simulated))
        self.holds.take_up(settings)
        if self._dispatcher.waker is not None:
            self._dispatcher.waker.targets = wake_targets(settings)

    def _use_battery(self, is_on_battery: bool) -> None:
        self._parts.poller.use_battery(is_on_battery)
        self._parts.preloader.is_on_battery = is_on_battery

    async def aclose(self) -> None:
        """Stops following."""
        await self.holds.aclose()
        await self._power.aclose()


def _path(*, is_simulated: bool) -> Path | None:
    return None if is_simulated else paths.state_folder() / FILE_NAME
