"""Appending whole lines to a file that other processes append to as well.

Rules: one write per line to a file opened with O_APPEND, so that lines never mix and one that was written is there
whatever happens to this process (the kernel has it; only a power cut within the next seconds can lose it). A file
that does not end in a line break ends in a torn line: the next line starts on its own. Another process may be in the
middle of its write then, which shows its bytes page by page: an empty line is no torn one. The file stays open between
writes, unless it was removed, replaced or is another one now. Files are readable by the user only. Any one thread.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class LineAppender:
    """Writes lines to the end of files, one file at a time."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._descriptor = -1
        self._identity = (0, 0)

    def append(self, path: Path, line: bytes) -> None:
        """Appends ``line``, which ends in a line break; makes file and folder when needed.

        When this returns, the line survives the end of this process, however it comes.

        Raises:
            OSError: it could not be written, or only in part (a full disk); what is there counts as torn.
        """
        size = self._open(path)
        if size > 0 and self._last_byte() != b"\n":
            line = b"\n" + line
        written = os.write(self._descriptor, line)
        if written < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    def close(self) -> None:
        """Lets go of the file; the next line opens it again."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor, self._path = -1, None

    def __del__(self) -> None:
        self.close()

    def _open(self, path: Path) -> int:
        """Makes ``path`` the open file; its size in bytes."""
        if path == self._path:
            try:
                found = path.stat()
            except FileNotFoundError:
                found = None
            if found is not None and (found.st_dev, found.st_ino) == self._identity:
                return found.st_size
        self.close()
        path.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
        self._descriptor = os.open(path, _FLAGS, OWNER_ONLY)
        opened = os.fstat(self._descriptor)
        self._path, self._identity = path, (opened.st_dev, opened.st_ino)
        return opened.st_size

    def _last_byte(self) -> bytes:
        os.lseek(self._descriptor, -1, os.SEEK_END)
        return os.read(self._descriptor, 1)
