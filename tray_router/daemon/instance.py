"""One daemon per user: an exclusive lock on a file that lives as long as the process."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType

from tray_router.errors import DaemonError


class InstanceLock:
    """Held while the daemon runs; the kernel lets go of it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def __enter__(self) -> InstanceLock:
        """Takes the lock.

        Raises:
            DaemonError: another daemon of this user holds it.
        """
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError:
            pid = os.read(self._descriptor, 20).decode("ascii", "ignore").strip()
            os.close(self._descriptor)
            self._descriptor = None
            raise DaemonError(
                f"Tray Router is already running{f' (process {pid})' if pid else ''}.",
                "Use its tray icon or hotkeys; `tray-router quit` stops it.",
            ) from None
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, f"{os.getpid()}\n".encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
