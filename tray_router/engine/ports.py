"""What the engine needs from the edges, as small Protocols; the composition root supplies the implementations.

All async methods run in the engine's loop. Blocking methods are named so in their docstring and are called through
worker threads with a deadline.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Protocol

from tray_router.model import (
    AnswerStats,
    Attempt,
    Capture,
    FleetSnapshot,
    InstalledModel,
    LoadedModel,
    Message,
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of a streamed answer. ``stats`` is set on the last one only (``done: true``)."""

    content: str = ""
    thinking: str = ""
    stats: AnswerStats | None = None


class ModelBackend(Protocol):
    """Speaks to machines by their name in the settings. Every failure is a ``BackendError``."""

    async def version(self, host: str) -> str:
        """Liveness: the server's version (``GET /api/version``)."""

    async def installed_models(self, host: str) -> tuple[InstalledModel, ...]:
        """Models on disk (``GET /api/tags``)."""

    async def loaded_models(self, host: str) -> tuple[LoadedModel, ...]:
        """Models in memory (``GET /api/ps``); can take seconds on a busy server, never use for liveness."""

    async def describe(self, host: str, model: InstalledModel) -> InstalledModel:
        """The model with its true capabilities and context length (``POST /api/show``)."""

    def chat(self, attempt: Attempt, messages: tuple[Message, ...]) -> AsyncGenerator[Chunk, None]:
        """Streams one answer; closing the generator closes the connection, which stops the machine's work."""

    async def aclose(self) -> None:
        """Closes all connections."""


class CaptureSource(Protocol):
    """Reads what the user selected or copied."""

    def capture(self) -> Capture:
        """The selected text, else clipboard text, else clipboard image. Blocking, bounded by its own deadline.

        Raises:
            CaptureError: there is something, but it cannot be read.
        """


FitImage = Callable[[bytes], bytes]
"""An encoded image no larger than the settings allow: scaled down, or the same bytes when it fits. Blocking, for some
tenths of a second with a large one; any thread. Raises CaptureError when it cannot be decoded."""


class WindowPort(Protocol):
    """The window process; messages are those of ``wire.window``."""

    def send(self, message: object) -> None:
        """Queues a message for the window; starts it again when it has died. Never blocks."""


class FleetListener(Protocol):
    """Is told of every change of the fleet (tray, control socket)."""

    def fleet_changed(self, snapshot: FleetSnapshot) -> None:
        """Called in the engine thread; must return at once."""


@dataclass(frozen=True, slots=True)
class UsageRecord:
    """One attempt, for the ledger; never the text of prompt or answer.

    ``outcome`` is ``completed``, ``cancelled``, ``weak:<reason>`` when the answer was left as certainly weak,
    ``unexpected`` after an error of our own, or a FailureKind's value. ``escalated_from`` is the model whose weak
    answer led to this attempt, or empty.
    """

    request_id: str
    route: str
    model: str
    host: str
    attempt: int
    outcome: str
    confidence: float
    is_degraded: bool
    stats: AnswerStats
    escalated_from: str = ""


class UsageSink(Protocol):
    """Where usage is kept."""

    def record(self, usage: UsageRecord) -> None:
        """Appends one attempt; must not block for longer than a small file write and never raises."""


class CorrectionSink(Protocol):
    """Where the user's corrections of the routing are kept."""

    def record(self, instruction: str, content: str, *, has_image: bool, chosen: str, wanted: str) -> bool:
        """Appends one correction; must not block for longer than a small file write and never raises.

        Returns:
            False when it could not be kept.
        """
