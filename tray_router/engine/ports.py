"""What the engine needs from the edges, as small Protocols; the composition root supplies the implementations.

All async methods run in the engine's loop. Blocking methods are named so in their docstring and are called through
worker threads with a deadline.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tray_router.model import (
    AnswerStats,
    Attempt,
    Capture,
    Finding,
    FleetSnapshot,
    InstalledModel,
    LoadedModel,
    Message,
    Output,
    Spent,
)

if TYPE_CHECKING:  # what only questions that leave the network, or a search in the history, need
    from tray_router.answers.guard.finding import FoundValue
    from tray_router.model.history import HistoryConversation, HistoryEntry, HistoryQuery, HistoryTurn


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of a streamed answer. ``stats`` is set on the last one only (``done: true``).

    ``findings`` is what must not leave the network and was found in the question: masked there if this piece has
    content, else the question was not sent and a failure follows. ``has_left`` stands alone in a first piece: the
    question has passed the gate and leaves the network now.
    """

    content: str = ""
    thinking: str = ""
    stats: AnswerStats | None = None
    findings: tuple[Finding, ...] = ()
    has_left: bool = False


class OpenConnection(Protocol):
    """A connection to a machine on which nothing has been sent."""

    async def use(self) -> None:
        """The next request to the machine goes over it."""

    async def aclose(self) -> None:
        """Closes it, unless a request has taken it."""


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

    def is_connected(self, host: str) -> bool:
        """Whether a kept-alive connection is free for the next request, which then need not connect."""

    async def connect(self, host: str, limit_s: float) -> OpenConnection:
        """Opens a connection and sends nothing."""

    async def unload(self, host: str, model: str) -> None:
        """Takes a model out of memory as soon as nobody uses it; frees slots that the server has lost."""

    async def preload(self, host: str, model: str, num_ctx: int, limit_s: float) -> None:
        """Loads a model without asking it anything; cancelling it throws the load away."""

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


class ImageTextReader(Protocol):
    """Reads the text in images on this machine."""

    async def read(self, images: tuple[bytes, ...]) -> str:
        """The text in the images; empty when there is none.

        Raises:
            CaptureError: they could not be read.
        """


@dataclass(frozen=True, slots=True)
class InsertOrder:
    """An answer on its way into a document.

    Attributes:
        window: the window that the text came from (``Capture.window``).
        application: its class name.
        output: REPLACE what is selected, or INSERT behind it or at the cursor.
        text: what is written.
        selected: what must still be selected; empty when nothing was.
    """

    window: int
    application: str
    output: Output
    text: str
    selected: str = ""


@dataclass(frozen=True, slots=True)
class FocusedWindow:
    """A window by its id and class name; 0 and empty when there is none, or it is our own."""

    window: int = 0
    application: str = ""


class Inserter(Protocol):
    """Writes into other programs' windows."""

    def focused(self) -> FocusedWindow:
        """The window that has the keyboard now. Blocking, some milliseconds; any thread."""

    def outputs(self, capture: Capture) -> tuple[Output, ...]:
        """The ways back to where this came from: REPLACE, INSERT, both or none. Returns at once; any thread."""

    def insert(self, order: InsertOrder) -> None:
        """Writes the text there. Blocking, at most some seconds; any thread.

        Raises:
            InsertError: it was not written, and nothing was changed; the clipboard is as it was before.
        """


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

    Attributes:
        reasons: why this route, in the classifier's plain words; empty for private questions.
        is_thinking_estimated: ``stats.thinking_tokens`` is a share by characters, not the server's count.
        is_cloud: the question left the network.
        images: how many pictures went with the question.
        size_bytes: the model's size on disk, 0 when unknown.
        biggest_model: the largest chat model that the machines had at that moment, or empty.
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
    reasons: tuple[str, ...] = ()
    is_thinking_estimated: bool = False
    is_cloud: bool = False
    images: int = 0
    size_bytes: int = 0
    biggest_model: str = ""


class UsageSink(Protocol):
    """Where usage is kept."""

    def record(self, usage: UsageRecord) -> None:
        """Appends one attempt; must not block for longer than a small file write and never raises."""

    def corrected(self, request_id: str, chosen: str, wanted: str) -> None:
        """Appends that the user sent a question to the route ``wanted``, not ``chosen``; as ``record``."""


class CorrectionSink(Protocol):
    """Where the user's corrections of the routing are kept."""

    def record(self, instruction: str, content: str, *, has_image: bool, chosen: str, wanted: str) -> bool:
        """Appends one correction; must not block for longer than a small file write and never raises.

        Returns:
            False when it could not be kept.
        """


class BudgetExceededError(Exception):
    """A budget leaves no room. ``spent`` is what it was measured against."""

    def __init__(self, spent: Spent) -> None:
        super().__init__("the budget leaves no room")
        self.spent = spent


class SpendingUnavailableError(Exception):
    """What was spent cannot be read or written, so nothing may be spent."""


class SpendingPort(Protocol):
    """Where the money for cloud services is counted; shared by all processes of the user. Blocking, short."""

    def spent(self) -> Spent:
        """The sums of today and this month, what is set aside included. Raises SpendingUnavailableError."""

    def reserve(self, usd: float, *, per_day: float, per_month: float) -> str:
        """Sets a sum aside and gives an id. Raises BudgetExceededError, SpendingUnavailableError."""

    def settle(self, reservation: str, usd: float) -> None:
        """What was set aside becomes ``usd``. Raises SpendingUnavailableError."""


class SecretScanner(Protocol):
    """Detectors of secrets that are no part of this program."""

    def scan(self, texts: Iterable[str]) -> tuple[FoundValue, ...]:
        """Every secret in the texts. Blocking; a worker thread."""


class HistoryPort(Protocol):
    """Where conversations are kept to be looked up again. Private questions never come here."""

    def keep(self, turn: HistoryTurn) -> None:
        """Adds a question with its answer to its conversation soon; never blocks or raises."""

    def forget(self, conversation: str) -> None:
        """Removes a conversation soon; never blocks or raises."""

    async def find(self, query: HistoryQuery) -> tuple[HistoryEntry, ...]:
        """Conversations that have all the words, the latest first.

        Raises:
            LedgerError: the history cannot be read.
        """

    async def conversation(self, number: int) -> HistoryConversation | None:
        """A whole conversation, or None when there is none of that number.

        Raises:
            LedgerError: the history cannot be read.
        """
