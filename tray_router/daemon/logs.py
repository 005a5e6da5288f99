"""The daemon's log: a small rotating file, and standard error when somebody looks at it.

Rule: prompts, answers and keys never reach a log; httpx and httpcore, which would name every URL, say warnings only.
"""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

MAX_BYTES = 1_000_000
KEPT_FILES = 3
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def set_up_logging(folder: Path, level: str) -> Path:
    """Sends the log to ``folder/tray-router.log`` (mode 0600) and, on a terminal, to standard error.

    Returns:
        The path of the file.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "tray-router.log"
    path.touch(mode=0o600)
    handlers: list[logging.Handler] = [
        RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
    ]
    if sys.stderr is not None and sys.stderr.isatty():
        handlers.append(logging.StreamHandler())
    for handler in handlers:
        handler.setFormatter(logging.Formatter(FORMAT))
    root = logging.getLogger()
    root.handlers[:] = handlers
    set_log_level(level)
    for noisy in ("httpx", "httpcore", "asyncio", "PIL", "dbus_fast"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return path


def set_log_level(level: str) -> None:
    """How much the log says from now on: debug, info, warning or error."""
    logging.getLogger().setLevel(level.upper())
