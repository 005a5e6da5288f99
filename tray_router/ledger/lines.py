"""The lines of the ``token-usage-YYYY-MM-DD.jsonl`` files: what is in them, and how they are written and read.

Rules: one JSON object per line; the five names and the outcome are always there, every other field may be missing,
so that lines of older and newer versions can be read together (``v`` is the version that wrote the line; lines without
it are version 1). A line that cannot be read is counted and passed over; a blank one is nothing. Days are the local
days of the moment of writing. Blocking; any thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tray_router.engine.ports import UsageRecord

FILE_PREFIX = "token-usage-"
FILE_SUFFIX = ".jsonl"
LINE_VERSION = 2
CORRECTED = "corrected"
"""Outcome of the lines that are no attempt: the user sent the question to the route ``wanted``."""

_BLOCK_BYTES = 1 << 18
_LONGEST_LINE = 1 << 20


class UsageLine(msgspec.Struct, frozen=True, gc=False):
    """What sums are made of; the other fields of a line are passed over unread."""

    request: str
    route: str
    model: str
    host: str
    outcome: str
    attempt: int = 1
    degraded: bool = False
    escalated_from: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    tokens_thinking: int | None = None
    thinking_estimated: bool = False
    first_token_s: float | None = None
    answer_s: float | None = None
    total_s: float | None = None
    is_cloud: bool = False
    cost_usd: float | None = None
    images: int = 0
    size_bytes: int = 0
    biggest: str = ""


class WholeLine(msgspec.Struct, frozen=True):
    """Everything that a person may want to see of one attempt."""

    request: str
    route: str
    model: str
    host: str
    outcome: str
    at: str = ""
    attempt: int = 1
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    degraded: bool = False
    escalated_from: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    first_token_s: float | None = None
    total_s: float | None = None
    is_cloud: bool = False
    cost_usd: float | None = None


Line = TypeVar("Line", UsageLine, WholeLine)


def attempt_line(at: str, usage: UsageRecord) -> dict[str, Any]:
    """The JSON object of one attempt; ``at`` is UTC in ISO 8601."""
    stats = usage.stats
    return {
        "v": LINE_VERSION,
        "at": at,
        "request": usage.request_id,
        "route": usage.route,
        "model": usage.model,
        "host": usage.host,
        "attempt": usage.attempt,
        "outcome": usage.outcome,
        "confidence": round(usage.confidence, 3),
        "reasons": usage.reasons,
        "degraded": usage.is_degraded,
        "escalated_from": usage.escalated_from,
        "tokens_in": stats.prompt_tokens,
        "tokens_out": stats.answer_tokens,
        "tokens_thinking": stats.thinking_tokens,
        "thinking_estimated": usage.is_thinking_estimated,
        "queue_s": _rounded(stats.queue_s),
        "load_s": _rounded(stats.load_s),
        "prompt_s": _rounded(stats.prompt_s),
        "first_token_s": _rounded(stats.first_token_s),
        "answer_s": _rounded(stats.answer_s),
        "total_s": _rounded(stats.total_s),
        "is_cloud": usage.is_cloud,
        "cost_usd": stats.cost_usd,
        "images": usage.images,
        "size_bytes": usage.size_bytes,
        "biggest": usage.biggest_model,
    }


def correction_line(at: str, request_id: str, chosen: str, wanted: str) -> dict[str, Any]:
    """The JSON object that says that the user sent a question to another route."""
    return {
        "v": LINE_VERSION,
        "at": at,
        "request": request_id,
        "route": chosen,
        "wanted": wanted,
        "model": "",
        "host": "",
        "outcome": CORRECTED,
    }


def file_name(day: date) -> str:
    """``token-usage-2026-03-04.jsonl``."""
    return f"{FILE_PREFIX}{day.isoformat()}{FILE_SUFFIX}"


@dataclass(frozen=True, slots=True)
class DayFile:
    """The lines of one local day."""

    day: date
    path: Path


def day_files(folder: Path, since: date | None = None, until: date | None = None) -> list[DayFile]:
    """The files of the days from ``since`` to ``until``, both included, oldest first; other files are passed over."""
    found = []
    for path in folder.glob(f"{FILE_PREFIX}*{FILE_SUFFIX}"):
        try:
            day = date.fromisoformat(path.name.removeprefix(FILE_PREFIX).removesuffix(FILE_SUFFIX))
        except ValueError:
            continue
        if (since is None or day >= since) and (until is None or day <= until):
            found.append(DayFile(day, path))
    return sorted(found, key=lambda file: file.day)


class LineReader:
    """Reads files block by block; ``torn`` counts the lines that could not be read."""

    def __init__(self) -> None:
        self.torn = 0

    def read(self, path: Path, shape: type[Line], limit: int | None = None) -> Iterator[list[Line]]:
        """The lines of a file in lists of some hundred; at most about 256 kB of it is in memory at a time.

        Args:
            limit: bytes from the beginning of the file to read, all when None; it ends behind a line.

        Raises:
            OSError: the file cannot be read.
        """
        decoder = msgspec.json.Decoder(shape)
        rest = b""
        with path.open("rb", buffering=0) as file:
            while block := file.read(_BLOCK_BYTES if limit is None else min(_BLOCK_BYTES, limit)):
                limit = None if limit is None else limit - len(block)
                cut = block.rfind(b"\n") + 1
                if cut:
                    yield self._decoded(rest + block[:cut], decoder)
                    rest = block[cut:]
                else:
                    rest += block
                    if len(rest) > _LONGEST_LINE:  # no line of ours: what is left of it counts as another torn one
                        self.torn += 1
                        rest = b""
        if rest:
            yield self._decoded(rest, decoder)

    def _decoded(self, block: bytes, decoder: msgspec.json.Decoder[Line]) -> list[Line]:
        try:
            return decoder.decode_lines(block)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            return self._one_by_one(block, decoder)

    def _one_by_one(self, block: bytes, decoder: msgspec.json.Decoder[Line]) -> list[Line]:
        readable = []
        for line in block.split(b"\n"):
            try:
                if line.strip():
                    readable.append(decoder.decode(line))
            except (msgspec.DecodeError, UnicodeError, RecursionError):
                self.torn += 1
        return readable


def _rounded(seconds: float | None) -> float | None:
    """To a tenth of a millisecond: what comes behind it is noise."""
    return None if seconds is None else round(seconds, 4)
