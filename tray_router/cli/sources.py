"""What a question of the command line is about: standard input, text files, pictures.

Rules: what is named and cannot be read is an error, never left out; standard input is read to its end, and when nothing
comes for a while the user is told what is waited for. Main thread.
"""

from __future__ import annotations

import os
import select
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tray_router.cli.context import CliContext
from tray_router.errors import CaptureError

MAX_STDIN_BYTES = 32 * 1024 * 1024
PATIENCE_S = 2.0  # of silence on standard input before the user is told


@dataclass(frozen=True, slots=True)
class Sources:
    """What was read.

    Attributes:
        text: of all files below their names, when there are several sources, then of standard input.
        images: encoded as they are on disk.
    """

    text: str
    images: tuple[bytes, ...]


def read_sources(files: Iterable[Path], images: Iterable[Path], context: CliContext, *, is_patient: bool) -> Sources:
    """Reads everything.

    Args:
        files: texts and pictures, told apart by their names' ends.
        images: pictures, whatever their names are.
        is_patient: nothing is said while standard input is silent.

    Raises:
        CaptureError: one of them cannot be read, or is too large.
    """
    texts, pictures = [], []
    for path in files:
        text, picture = _read_file(path)
        texts += [(path.name, text)] if text else []
        pictures += picture
    pictures += [_read_image(path) for path in images]
    standard_input = standard_text(context, is_patient=is_patient)
    if len(texts) + bool(standard_input) > 1:
        parts = [f"{name}:\n{text.strip()}" for name, text in texts]
        return Sources("\n\n".join((*parts, standard_input)).strip(), tuple(pictures))
    return Sources(texts[0][1] if texts else standard_input, tuple(pictures))


def standard_text(context: CliContext, *, is_patient: bool = True) -> str:
    """Standard input to its end; empty when it is a terminal or closed.

    Raises:
        CaptureError: it is larger than ``MAX_STDIN_BYTES``.
    """
    if sys.stdin is None or sys.stdin.isatty():
        return ""
    if not is_patient and _is_silent():
        context.say("Waiting for the end of standard input; `< /dev/null` when there is none.")
    data = sys.stdin.buffer.read(MAX_STDIN_BYTES + 1)
    if len(data) > MAX_STDIN_BYTES:
        raise CaptureError(
            f"Standard input is larger than {MAX_STDIN_BYTES // 2**20} MB.", "Send the part that the question is about."
        )
    return data.decode("utf-8", "replace")


def _is_silent() -> bool:
    """Whether a pipe on standard input has neither data nor an end for ``PATIENCE_S``."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
        if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
            return False
        return not select.select([sys.stdin], [], [], PATIENCE_S)[0]
    except (OSError, ValueError):
        return False


def _read_file(path: Path) -> tuple[str, list[bytes]]:
    from tray_router.desktop.selection.files import read_files
    from tray_router.desktop.selection.models import CaptureLimits

    found = read_files([path], CaptureLimits())
    if found.is_empty:
        why = found.left_out[0].rpartition(" (")[2].removesuffix(")")
        hint = "Name a text or a picture; of a larger one send the part that the question is about."
        raise CaptureError(f"{path} cannot be taken: {why}.", hint)
    return found.text, list(found.images)


def _read_image(path: Path) -> bytes:
    from tray_router.desktop.selection.images import usable_image

    try:
        data = path.read_bytes()
    except OSError as error:
        raise CaptureError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    try:
        return usable_image(data, str(path))
    except CaptureError as error:
        raise CaptureError(error.title, "A text is given with --file, or on standard input.") from error
