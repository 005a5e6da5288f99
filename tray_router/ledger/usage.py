"""The daily usage files ``token-usage-YYYY-MM-DD.jsonl``.

Rules: one line per attempt, appended with a single write to a file opened with O_APPEND, so that lines of several
processes never mix; days are local days; a torn or foreign line is skipped and counted. A write that fails is logged
and never stops an answer.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from tray_router.engine.ports import UsageRecord

log = logging.getLogger(__name__)

FILE_PREFIX = "token-usage-"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class UsageLedger:
    """Implements ``engine.ports.UsageSink`` in ``folder``, which is made when needed (mode 0700)."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = _utc_now) -> None:
        self._folder = folder
        self._now = now

    def record(self, usage: UsageRecord) -> None:
        """Appends one attempt to the file of its local day."""
        at = self._now()
        line = msgspec.json.encode({"at": at.isoformat(timespec="milliseconds"), **_plain(usage)}) + b"\n"
        path = self._folder / f"{FILE_PREFIX}{at.astimezone():%Y-%m-%d}.jsonl"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)
        except OSError as error:
            log.warning("Usage could not be written to %s: %s", path.name, error.strerror)


def _plain(usage: UsageRecord) -> dict[str, Any]:
    stats = usage.stats
    return {
        "request": usage.request_id,
        "route": usage.route,
        "model": usage.model,
        "host": usage.host,
        "attempt": usage.attempt,
        "outcome": usage.outcome,
        "confidence": round(usage.confidence, 3),
        "degraded": usage.is_degraded,
        "escalated_from": usage.escalated_from,
        "tokens_in": stats.prompt_tokens,
        "tokens_out": stats.answer_tokens,
        "queue_s": stats.queue_s,
        "load_s": stats.load_s,
        "first_token_s": stats.first_token_s,
        "answer_s": stats.answer_s,
        "total_s": stats.total_s,
    }


@dataclass(slots=True)
class UsageSummary:
    """Sums over usage lines: attempts, tokens, and how many lines could not be read."""

    requests: int = 0
    attempts: int = 0
    failed_attempts: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    torn_lines: int = 0
    by_route: Counter[str] = field(default_factory=Counter)
    by_model: Counter[str] = field(default_factory=Counter)
    by_host: Counter[str] = field(default_factory=Counter)


def read_usage(folder: Path) -> Iterator[dict[str, Any] | None]:
    """Every line of all days, oldest file first; None for a line that cannot be read."""
    for path in sorted(folder.glob(f"{FILE_PREFIX}*.jsonl")):
        with path.open("rb") as lines:
            for line in lines:
                yield _decode(line)


def summarise(rows: Iterable[dict[str, Any] | None]) -> UsageSummary:
    """Adds up usage lines; a completed attempt counts as its request's route, model and machine."""
    summary = UsageSummary()
    requests: set[object] = set()
    for row in rows:
        if row is None:
            summary.torn_lines += 1
            continue
        summary.attempts += 1
        requests.add(row.get("request"))
        summary.tokens_in += row.get("tokens_in") or 0
        summary.tokens_out += row.get("tokens_out") or 0
        if row.get("outcome") == "completed":
            summary.by_route[str(row.get("route"))] += 1
            summary.by_model[str(row.get("model"))] += 1
            summary.by_host[str(row.get("host"))] += 1
        else:
            summary.failed_attempts += 1
    summary.requests = len(requests)
    return summary


def _decode(line: bytes) -> dict[str, Any] | None:
    try:
        row = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return row if isinstance(row, dict) and _is_usage(row) else None


def _is_usage(row: dict[str, Any]) -> bool:
    """True when the fields that sums are made of are what ``record`` writes."""
    has_names = all(isinstance(row.get(key), str) for key in ("request", "route", "model", "host", "outcome"))
    return has_names and all(type(row.get(key)) in (int, type(None)) for key in ("tokens_in", "tokens_out"))
