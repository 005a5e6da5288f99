"""What the user asked for elsewhere: ``corrections.jsonl``, the one file that holds beginnings of questions.

Rules: readable by the user only; one line per correction, appended as ``appending`` has it; a torn or foreign line is
skipped and counted. When the file has grown beyond LARGEST_FILE, the older half of it goes. A write that fails is
logged, without any text, and never stops a question.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tray_router.errors import ConfigError, LedgerError
from tray_router.ledger.appending import OWNER_ONLY, LineAppender
from tray_router.model import Correction

log = logging.getLogger(__name__)

FILE_NAME = "corrections.jsonl"
KEPT_CHARS = 2_000  # of the instruction and of the content; the classifier reads less (routing.split)
LARGEST_FILE = 4 * 1024 * 1024
"""Bytes; some ten thousand corrections, more than tuning would read in a reasonable time."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class CorrectionLog:
    """Implements ``engine.ports.CorrectionSink`` in ``folder``, which is made when needed (mode 0700)."""

    def __init__(
        self, folder: Path, now: Callable[[], datetime] = _utc_now, *, largest_file: int = LARGEST_FILE
    ) -> None:
        self.path = folder / FILE_NAME
        self._now = now
        self._largest_file = largest_file

    def move_to(self, folder: Path) -> None:
        """Later corrections go to another folder."""
        self.path = folder / FILE_NAME

    def record(self, instruction: str, content: str, *, has_image: bool, chosen: str, wanted: str) -> bool:
        """Appends one correction; never raises.

        Returns:
            False when it could not be written.
        """
        correction = Correction(
            at=self._now().isoformat(timespec="milliseconds"),
            instruction=_kept(instruction),
            content=_kept(content),
            has_image=has_image,
            chosen=_kept(chosen),
            wanted=_kept(wanted),
        )
        appender = LineAppender()
        try:
            appender.append(self.path, msgspec.json.encode(correction) + b"\n")
            if self.path.stat().st_size > self._largest_file:
                self._drop_older_half()
        except OSError as error:
            log.warning("A correction could not be written to %s: %s", self.path.name, error.strerror)
            return False
        finally:
            appender.close()
        return True

    def remove(self) -> None:
        """Forgets all corrections.

        Raises:
            LedgerError: the file cannot be removed.
        """
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise LedgerError(f"{self.path} cannot be removed: {error.strerror}.", "Remove it by hand.") from error

    def _drop_older_half(self) -> None:
        """Replaces the file by its newer half; a line that another process adds meanwhile is lost with the older."""
        lines = self.path.read_bytes()
        cut = lines.find(b"\n", len(lines) // 2) + 1
        fresh = self.path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as file:
            file.write(lines[cut:])
        fresh.replace(self.path)

    def read(self) -> tuple[tuple[Correction, ...], int]:
        """All corrections, oldest first, and how many lines could not be read.

        Of several corrections of one question the newest counts.

        Raises:
            ConfigError: the file is there but cannot be read.
        """
        newest: dict[tuple[str, str, bool], Correction] = {}
        torn = 0
        try:
            with self.path.open("rb") as lines:
                for line in lines:
                    if not line.strip():  # two processes wrote at the same time (``appending``)
                        continue
                    correction = _decoded(line)
                    if correction is None:
                        torn += 1
                        continue
                    question = (correction.instruction, correction.content, correction.has_image)
                    newest.pop(question, None)  # so that it takes its place at the end
                    newest[question] = correction
        except FileNotFoundError:
            return (), 0
        except OSError as error:
            raise ConfigError(f"{self.path} cannot be read: {error.strerror}.", "Look at its permissions.") from error
        return tuple(newest.values()), torn


def _kept(text: str) -> str:
    """The beginning of a text, without halves of characters, which JSON cannot hold."""
    return text[:KEPT_CHARS].encode("utf-8", "replace").decode()


def _decoded(line: bytes) -> Correction | None:
    try:
        return msgspec.json.decode(line, type=Correction)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
