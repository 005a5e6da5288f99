"""All machines and services behind one ``ModelBackend``: Ollama's, those of OpenAI's protocol, and the gate between
the user's network and everything outside.

Rule: a question for a service outside, or for a model that Ollama passes on to its cloud, goes through the gate,
whoever asks; there is no other way to such a service. Runs in the engine's loop.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Collection
from typing import TYPE_CHECKING

from tray_router.backends.ollama import OllamaBackend
from tray_router.engine.ports import Chunk, ModelBackend, OpenConnection
from tray_router.model import Attempt, InstalledModel, LoadedModel, Message
from tray_router.model.kinds import is_cloud_name

if TYPE_CHECKING:  # most people have no such endpoint: it is loaded with the first one
    from tray_router.backends.openai import OpenAIBackend
    from tray_router.engine.cloud.gate import CloudGate


class FleetBackend:
    """Implements ``engine.ports.ModelBackend``.

    Args:
        openai: servers of OpenAI's protocol; None when the settings have none.
        openai_hosts: their names; cloud_hosts: those of them that are outside the network.
        gate: makes the gate, when the first question wants to leave.
    """

    def __init__(
        self,
        ollama: OllamaBackend,
        openai: OpenAIBackend | None = None,
        *,
        openai_hosts: Collection[str] = (),
        cloud_hosts: Collection[str] = (),
        gate: Callable[[], CloudGate],
    ) -> None:
        self._ollama = ollama
        self._openai = openai
        self._openai_hosts = frozenset(openai_hosts)
        self._cloud_hosts = frozenset(cloud_hosts)
        self._make_gate = gate
        self._gate: CloudGate | None = None

    @property
    def on_connection_lost(self) -> Callable[[str], None]:
        """Told when a machine has hung up; see ``OllamaBackend``."""
        return self._ollama.on_connection_lost

    @on_connection_lost.setter
    def on_connection_lost(self, told: Callable[[str], None]) -> None:
        self._ollama.on_connection_lost = told

    async def version(self, host: str) -> str:
        """Liveness: the server's version."""
        return await self._of(host).version(host)

    async def installed_models(self, host: str) -> tuple[InstalledModel, ...]:
        """Models that it can be asked for."""
        return await self._of(host).installed_models(host)

    async def loaded_models(self, host: str) -> tuple[LoadedModel, ...]:
        """Models in memory."""
        return await self._of(host).loaded_models(host)

    async def describe(self, host: str, model: InstalledModel) -> InstalledModel:
        """The model with its true capabilities and context length."""
        return await self._of(host).describe(host, model)

    def is_connected(self, host: str) -> bool:
        """Whether a kept-alive connection is free for the next request."""
        return self._of(host).is_connected(host)

    async def connect(self, host: str, limit_s: float) -> OpenConnection:
        """Opens a connection and sends nothing."""
        return await self._of(host).connect(host, limit_s)

    async def unload(self, host: str, model: str) -> None:
        """Takes a model out of memory as soon as nobody uses it."""
        await self._of(host).unload(host, model)

    async def preload(self, host: str, model: str, num_ctx: int, limit_s: float) -> None:
        """Loads a model without asking it anything."""
        await self._of(host).preload(host, model, num_ctx, limit_s)

    def chat(self, attempt: Attempt, messages: tuple[Message, ...]) -> AsyncGenerator[Chunk, None]:
        """Streams one answer; of a service outside the network only through the gate."""
        candidate = attempt.candidate
        send = self._of(candidate.host).chat
        is_outside = candidate.is_cloud or candidate.host in self._cloud_hosts or is_cloud_name(candidate.model)
        return self._the_gate().chat(send, attempt, messages) if is_outside else send(attempt, messages)

    async def retire(self) -> None:
        """Closes all connections as soon as the last running answer has ended; new settings have taken over."""
        await self._ollama.retire()
        if self._openai is not None:
            await self._openai.retire()

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._ollama.aclose()
        if self._openai is not None:
            await self._openai.aclose()

    def _of(self, host: str) -> ModelBackend:
        if self._openai is not None and host in self._openai_hosts:
            return self._openai
        return self._ollama

    def _the_gate(self) -> CloudGate:
        if self._gate is None:
            self._gate = self._make_gate()
        return self._gate
