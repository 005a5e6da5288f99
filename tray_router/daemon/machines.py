"""Which machines the daemon works with: those of the settings, those found on this machine, or simulated ones.

Runs in the engine's loop. Rule: simulated machines are said to be simulated as long as they are used, and no longer.
"""

from __future__ import annotations

import sys

import msgspec

from tray_router.config.settings import HostSettings, Settings
from tray_router.daemon.discovery import effective_settings
from tray_router.daemon.notices import Notices
from tray_router.daemon.simulated import SimulatedFleetProcess

TOPIC = "simulated"
HOW_TO_CONNECT = "Connect your own: tray-router init --host NAME=http://ADDRESS:11434"


class MachineSource:
    """Completes settings with machines.

    Args:
        is_simulated: the user asked for simulated machines; then the settings' own are left alone.

    Attributes:
        is_simulated: the machines in force are.
    """

    def __init__(self, notices: Notices, *, is_simulated: bool) -> None:
        self._notices = notices
        self._is_chosen = is_simulated
        self._process = SimulatedFleetProcess()
        self._found: dict[str, HostSettings] = {}
        self._simulated: dict[str, HostSettings] = {}
        self.is_simulated = False

    @property
    def is_chosen_simulated(self) -> bool:
        """The user asked for simulated machines."""
        return self._is_chosen

    async def first(self, settings: Settings) -> Settings:
        """The settings at the start, with machines; simulated ones are started when there are no others."""
        complete = await self.edited(settings)
        await self.in_force(complete)
        return complete

    async def edited(self, settings: Settings) -> Settings:
        """Settings with machines: their own; else those found on this computer, or simulated ones.

        What was found or started before stays, for as long as the settings name none: an edit of something else must
        not take away a machine that happens to be down.
        """
        if self._is_chosen:
            return _simulated(settings, await self._start())
        if settings.hosts:
            return settings
        if not self._found:
            self._found = dict((await effective_settings(settings)).hosts)
        if self._found:
            return msgspec.structs.replace(settings, hosts=self._found)
        return _simulated(settings, await self._start())

    def are_simulated(self, settings: Settings) -> bool:
        """Whether the machines of settings that ``edited`` made are simulated."""
        return settings.hosts is self._simulated

    async def in_force(self, settings: Settings) -> None:
        """Those settings, as ``edited`` made them, are used from now on: what they do without is ended."""
        was_simulated, self.is_simulated = self.is_simulated, self.are_simulated(settings)
        if settings.hosts is not self._found:
            self._found = {}
        if self.is_simulated and not was_simulated:
            self._say()
        elif not self.is_simulated:
            self._notices.clear(TOPIC)
            self._simulated = {}
            await self._process.aclose()

    async def aclose(self) -> None:
        """Ends the simulated machines."""
        await self._process.aclose()

    async def _start(self) -> dict[str, HostSettings]:
        if not self._simulated:
            self._simulated = await self._process.start()
        return self._simulated

    def _say(self) -> None:
        nobody = "because no Ollama answers at OLLAMA_HOST or localhost:11434 and no machine is configured"
        why = "as you asked" if self._is_chosen else nobody
        text = f"These machines are SIMULATED, {why}. {HOW_TO_CONNECT}"
        self._notices.set(TOPIC, text)
        sys.stderr.write(f"{text}\n")


def _simulated(settings: Settings, hosts: dict[str, HostSettings]) -> Settings:
    return msgspec.structs.replace(settings, hosts=hosts, routes={})
