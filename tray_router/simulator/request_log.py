"""The log of everything that reached a simulated machine, for tests to hold against what should have been sent.

Rule: in memory only, and bounded; the only thing ever printed from it is ``RequestRecord.summary``, which holds no
prompt, image or key. Filled in the loop's thread, readable from any.
"""

from __future__ import annotations

import base64
import binascii
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tray_router.simulator.connection import HttpRequest


class Outcome(StrEnum):
    """How a request ended, as the server sees it."""

    PENDING = "pending"
    SENT = "sent"  # the whole reply, errors included
    CLIENT_GONE = "client-gone"  # the client closed the connection first
    CUT = "cut"  # by a fault
    STOPPED = "stopped"  # the machine went down or was closed


@dataclass(eq=False, slots=True)
class RequestRecord:
    """One request.

    Attributes:
        number: 1 for the first of the machine's life.
        path: without the query; headers: names in lower case.
        body: the decoded JSON, or None; raw: the bytes of a body that is no JSON, else empty.
        at: monotonic seconds of arrival.
        status: what was answered; 499 when the client left before the first byte.
        first_byte_at, ended_at: monotonic seconds. These and the status are None until the request has ended,
            and for good when no byte was sent (except ``ended_at``).
        tokens_sent: pieces of thinking and answer.
        left_machine: the prompt was passed on to a cloud or another server.
    """

    number: int
    method: str
    path: str
    headers: dict[str, str]
    at: float
    body: Any = None
    raw: bytes = b""
    outcome: Outcome = Outcome.PENDING
    status: int | None = None
    tokens_sent: int = 0
    left_machine: bool = False
    first_byte_at: float | None = None
    ended_at: float | None = None

    @property
    def model(self) -> str:
        """The model's name as it was sent, or empty."""
        name = self.body.get("model", "") if isinstance(self.body, dict) else ""
        return name if isinstance(name, str) else ""

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The messages as they were sent, or an empty list."""
        sent = self.body.get("messages") if isinstance(self.body, dict) else None
        return [m for m in sent if isinstance(m, dict)] if isinstance(sent, list) else []

    @property
    def prompt(self) -> str:
        """Text of the last message, or of ``/api/generate``'s prompt."""
        if self.messages:
            return str(self.messages[-1].get("content") or "")
        return str(self.body.get("prompt") or "") if isinstance(self.body, dict) else ""

    @property
    def images(self) -> tuple[bytes, ...]:
        """The bytes of all images of all messages, in order; those that are not base64 are left out."""
        if not isinstance(self.body, dict):
            return ()
        encoded = [text for holder in (self.body, *self.messages) for text in holder.get("images") or ()]
        decoded = (_decoded(text) for text in encoded if isinstance(text, str))
        return tuple(image for image in decoded if image is not None)

    def summary(self) -> dict[str, Any]:
        """What may be printed: no prompt, no answer, no key."""
        return {
            "number": self.number,
            "method": self.method,
            "path": self.path,
            "model": self.model,
            "images": len(self.images),
            "status": self.status,
            "outcome": str(self.outcome),
            "tokens_sent": self.tokens_sent,
            "left_machine": self.left_machine,
        }


@dataclass(eq=False)
class RequestLog:
    """The last ``limit`` requests of a machine, oldest first. ``total`` counts all."""

    limit: int
    total: int = 0
    _records: deque[RequestRecord] = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _on_end: list[Callable[[RequestRecord], None]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self._records = deque(maxlen=self.limit)

    def __len__(self) -> int:
        return len(self._records)

    def opened(self, request: HttpRequest, at: float) -> RequestRecord:
        """A new record for a request that has just arrived whole."""
        with self._lock:
            self.total += 1
            record = RequestRecord(self.total, request.method, request.path, request.headers, at)
            self._records.append(record)
        return record

    def ended(self, record: RequestRecord, outcome: Outcome, at: float) -> None:
        """Close a record and tell everyone who asked to be told."""
        record.outcome, record.ended_at = outcome, at
        for tell in tuple(self._on_end):
            tell(record)

    def on_end(self, tell: Callable[[RequestRecord], None]) -> None:
        """Have ``tell`` called in the loop's thread for each request that ends."""
        self._on_end.append(tell)

    def all(self, path: str = "") -> tuple[RequestRecord, ...]:
        """All records, or those of one path."""
        with self._lock:
            records = tuple(self._records)
        return tuple(r for r in records if not path or r.path == path)

    @property
    def chats(self) -> tuple[RequestRecord, ...]:
        """The records of ``/api/chat``."""
        return self.all("/api/chat")

    @property
    def questions(self) -> tuple[RequestRecord, ...]:
        """The records of ``/api/chat`` that hold a message, so no preloads and no unloads."""
        return tuple(r for r in self.chats if r.messages)

    def clear(self) -> None:
        """Forget all records; numbers go on."""
        with self._lock:
            self._records.clear()


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return None
