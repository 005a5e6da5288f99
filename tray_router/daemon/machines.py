"""Which machines the daemon works with: those of the settings, those found on this machine, or simulated ones.

Runs in the engine's loop. Rule: simulated machines are said to be simulated as long as they are used, and no longer.
"""

from __future__ import annotations

import sys

import msgspec

from tray_router.config.settings import Settings
from tray_router.daemon.discovery import effective_settings
from tray_router.daemon.notices import Notices
from tray_router.daemon.simulated import SimulatedFleetProcess

TOPIC = "simulated"
HOW_TO_CONNECT = "Connect your own: tray-router init --host NAME=http://ADDRESS:11434"


class MachineSource:
    """Completes settings with machines.

    Args:
        is_simulated: the user asked for simulated machines; then the settings' own are left alone.
    """

    def __init__(self, notices: Notices, *, is_simulated: bool) -> None:
        self._notices = notices
        self._is_chosen = is_simulated
        self._process = SimulatedFleetProcess()
        self.is_simulated = False

    @property
    def is_chosen_simulated(self) -> bool:
        """The user asked for simulated machines."""
        return self._is_chosen

    async def first(self, settings: Settings) -> Settings:
        """The settings at the start, with machines; simulated ones are started when there are no others."""
        if self._is_chosen:
            return await self._simulated(settings, "as you asked")
        found = await effective_settings(settings)
        if found.hosts:
            return found
        return await self._simulated(
            settings, "because no Ollama answers at OLLAMA_HOST or localhost:11434 and no machine is configured"
        )

    def edited(self, settings: Settings, present: Settings) -> Settings:
        """Edited settings with machines: their own, or those at ``present`` while they name none."""
        if self.is_simulated and (self._is_chosen or not settings.hosts):
            return msgspec.structs.replace(settings, hosts=present.hosts, routes={})
        if not settings.hosts:
            return msgspec.structs.replace(settings, hosts=present.hosts)
        self.is_simulated = False
        self._notices.clear(TOPIC)
        return settings

    async def aclose(self) -> None:
        """Ends the simulated machines."""
        await self._process.aclose()

    async def _simulated(self, settings: Settings, why: str) -> Settings:
        hosts = await self._process.start()
        self.is_simulated = True
        text = f"These machines are SIMULATED, {why}. {HOW_TO_CONNECT}"
        self._notices.set(TOPIC, text)
        sys.stderr.write(f"{text}\n")
        return msgspec.structs.replace(settings, hosts=hosts, routes={})
