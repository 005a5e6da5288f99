"""The switch that makes every question private, across restarts and for every process.

Rule: an empty file is the switch, so that the command line and the daemon always agree; whoever cannot tell takes it
for on. Any thread.
"""

from __future__ import annotations

from pathlib import Path

from tray_router.errors import LedgerError
from tray_router.ledger.appending import OWNER_ONLY, OWNER_ONLY_FOLDER

FILE_NAME = "private"


class PrivateSwitch:
    """On while the file ``private`` is in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    def is_on(self) -> bool:
        """Whether nothing is kept of any question."""
        try:
            self._path.lstat()
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return True

    def set(self, *, is_on: bool) -> None:
        """Switches.

        Raises:
            LedgerError: the file cannot be made or removed.
        """
        try:
            if is_on:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
                self._path.touch(OWNER_ONLY)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            raise LedgerError(f"{self._path} cannot be changed: {error.strerror}.", "Look at its folder.") from error
