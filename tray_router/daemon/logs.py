"""The daemon's log: a small rotating file, and standard error when somebody looks at it.

Rule: prompts, answers and keys never reach a log; httpx and httpcore, which would name every URL, say warnings only.
"""

from __future__ import annotations

import logging
import os
import sys
from io import TextIOWrapper
from pathlib import Path

MAX_BYTES = 1_000_000
KEPT_FILES = 3
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def set_up_logging(folder: Path, level: str) -> Path:
    """Sends the log to ``folder/tray-router.log`` (mode 0600) and, on a terminal, to standard error.

    Where the file cannot be written, everything goes to standard error.

    Returns:
        The path of the file.
    """
    path = folder / "tray-router.log"
    handlers: list[logging.Handler] = []
    trouble = ""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handlers.append(RotatingLog(path))
    except OSError as error:
        trouble = f"{path} cannot be written ({error.strerror}): the log goes to standard error."
    if sys.stderr is not None and (trouble or sys.stderr.isatty()):
        handlers.append(logging.StreamHandler())
    for handler in handlers:
        handler.setFormatter(logging.Formatter(FORMAT))
    root = logging.getLogger()
    root.handlers[:] = handlers
    set_log_level(level)
    for noisy in ("httpx", "httpcore", "asyncio", "PIL", "dbus_fast"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    if trouble:
        logging.getLogger(__name__).warning(trouble)
    return path


def set_log_level(level: str) -> None:
    """How much the log says from now on: debug, info, warning or error."""
    logging.getLogger().setLevel(level.upper())


class RotatingLog(logging.FileHandler):
    """A log file that makes way for a new one when it is full; older ones are called ``.1`` (the newest) and so on.

    Instead of ``logging.handlers``, which brings pickle and queues into the daemon's memory and opens new files for
    everybody to read.

    Args:
        path: the file; created with mode 0600, as are those that follow it.
        max_bytes: size from which on it is full; the last record may go beyond.
        kept: number of older files.
    """

    def __init__(self, path: Path, max_bytes: int = MAX_BYTES, kept: int = KEPT_FILES) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._kept = kept
        self._has_complained = False
        super().__init__(path, encoding="utf-8")

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the record; that it cannot is told once."""
        try:
            if self.stream is not None and os.fstat(self.stream.fileno()).st_size >= self._max_bytes:
                self._rotate()
        except OSError:  # a file that cannot be renamed: it goes on growing, nothing is lost
            self.handleError(record)
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """One line on standard error instead of a traceback for each record, as when the disk is full."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
        elif not self._has_complained and sys.stderr is not None:
            self._has_complained = True
            sys.stderr.write(f"The log {self._path} cannot be written: {error.strerror}.\n")

    def _rotate(self) -> None:
        if self.stream is not None:
            self.stream.close()
            self.stream = None  # the next record opens it again, also when a rename fails
        names = [self._path, *(Path(f"{self._path}.{number}") for number in range(1, self._kept + 1))]
        for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
            if newer.exists():
                newer.replace(older)

    def _open(self) -> TextIOWrapper:
        return open(self._path, "a", encoding="utf-8", opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
