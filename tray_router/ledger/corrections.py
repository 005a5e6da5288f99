"""What the user asked for elsewhere: ``corrections.jsonl``, the one file that holds beginnings of questions.

Rules: readable by the user only; one line per correction, appended with a single write to a file opened with
O_APPEND, so that lines of several processes never mix; a line that a crash left torn spoils itself and nothing after
it; a torn or foreign line is skipped and counted. A write that fails is logged, without any text, and never stops a
question.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tray_router.errors import ConfigError
from tray_router.model import Correction

log = logging.getLogger(__name__)

FILE_NAME = "corrections.jsonl"
KEPT_CHARS = 2_000  # of the instruction and of the content; the classifier reads less (routing.split)
_OWNER_ONLY = 0o600


def _utc_now() -> datetime:
    return datetime.now(UTC)


class CorrectionLog:
    """Implements ``engine.ports.CorrectionSink`` in ``folder``, which is made when needed (mode 0700)."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = _utc_now) -> None:
        self.path = folder / FILE_NAME
        self._now = now

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
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _append(self.path, msgspec.json.encode(correction) + b"\n")
        except OSError as error:
            log.warning("A correction could not be written to %s: %s", self.path.name, error.strerror)
            return False
        return True

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


def _append(path: Path, line: bytes) -> None:
    as_bytes = getattr(os, "O_BINARY", 0)  # Windows would turn line ends into two characters
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | as_bytes, _OWNER_ONLY)
    try:
        if os.lseek(descriptor, 0, os.SEEK_END) > 0:
            os.lseek(descriptor, -1, os.SEEK_END)
            if os.read(descriptor, 1) != b"\n":  # the line before is torn; this one stays whole
                line = b"\n" + line
        os.write(descriptor, line)
    finally:
        os.close(descriptor)


def _kept(text: str) -> str:
    """The beginning of a text, without halves of characters, which JSON cannot hold."""
    return text[:KEPT_CHARS].encode("utf-8", "replace").decode()


def _decoded(line: bytes) -> Correction | None:
    try:
        return msgspec.json.decode(line, type=Correction)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
