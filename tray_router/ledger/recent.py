"""The newest lines of the ledger, read from the ends of its files.

Rule: no more is read than the lines asked for take. Blocking, for milliseconds; any thread.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from tray_router.errors import LedgerError
from tray_router.ledger.lines import CORRECTED, WholeLine, day_files
from tray_router.model.usage import RecentAttempt

_BYTES_PER_LINE = 1024  # more than a line takes
_DECODER = msgspec.json.Decoder(WholeLine)


def recent_attempts(folder: Path, limit: int) -> tuple[RecentAttempt, ...]:
    """The newest ``limit`` attempts, newest first; lines that cannot be read are passed over.

    Raises:
        LedgerError: a file cannot be read.
    """
    found: list[RecentAttempt] = []
    for file in reversed(day_files(folder)):
        if len(found) >= limit:
            break
        try:
            found += _newest(file.path, limit - len(found))
        except FileNotFoundError:  # it has just aged out
            continue
        except OSError as error:
            raise LedgerError(f"{file.path} cannot be read: {error.strerror}.", "Look at its permissions.") from error
    return tuple(found)


def as_recent(line: WholeLine) -> RecentAttempt:
    """A line as everybody else may read it."""
    return RecentAttempt(
        at=line.at,
        request_id=line.request,
        route=line.route,
        model=line.model,
        host=line.host,
        attempt=line.attempt,
        outcome=line.outcome,
        confidence=line.confidence,
        reasons=line.reasons,
        escalated_from=line.escalated_from,
        is_degraded=line.degraded,
        is_cloud=line.is_cloud,
        tokens_in=line.tokens_in,
        tokens_out=line.tokens_out,
        first_token_s=line.first_token_s,
        total_s=line.total_s,
        cost_usd=line.cost_usd,
    )


def _newest(path: Path, limit: int) -> list[RecentAttempt]:
    wanted = limit * _BYTES_PER_LINE
    with path.open("rb") as file:
        start = max(0, file.seek(0, 2) - wanted)
        file.seek(start)
        lines = file.read(wanted).split(b"\n")
    found = []
    for line in reversed(lines[1:] if start else lines):  # the first of them is a part of a line
        attempt = _decoded(line)
        if attempt is not None:
            found.append(attempt)
    return found[:limit]


def _decoded(line: bytes) -> RecentAttempt | None:
    try:
        decoded = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return None if decoded.outcome == CORRECTED else as_recent(decoded)
