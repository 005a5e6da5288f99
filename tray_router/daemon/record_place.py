"""Where usage, history and corrections are kept: in the user's folders, or apart while the machines are simulated.

Rule: what simulated machines answered is never among the user's own figures and conversations; it is kept in a folder
of its own, closed to others, that does not outlive the daemon. What is spent on the cloud is real and stays where it
is. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from tray_router.daemon.keeping import RecordKeeping
from tray_router.daemon.overview import Overview
from tray_router.desktop import paths

FOLDER = "simulated"
_OWNER_ONLY_FOLDER = 0o700


class RecordPlace:
    """Moves the records between the two places, with nothing of the one going to the other."""

    def __init__(self, overview: Overview, keeping: RecordKeeping) -> None:
        self._overview = overview
        self._keeping = keeping
        self.is_apart = False

    async def follow(self, *, is_simulated: bool) -> None:
        """The machines are simulated from now on, or no longer."""
        if is_simulated == self.is_apart:
            return
        self.is_apart = is_simulated
        folder = await asyncio.to_thread(_fresh_folder) if is_simulated else paths.data_folder()
        self._keeping.move_to(folder)
        self._overview.move_to(folder / "usage", None if is_simulated else paths.state_folder())
        if not is_simulated:
            await asyncio.to_thread(_remove)

    async def aclose(self) -> None:
        """Removes what was kept apart; after everybody who writes there has stopped."""
        if self.is_apart:
            await asyncio.to_thread(_remove)


def _folder() -> Path:
    return paths.runtime_folder() / FOLDER


def _fresh_folder() -> Path:
    """Empty, also when a daemon that was killed left one."""
    _remove()
    folder = _folder()
    folder.mkdir(mode=_OWNER_ONLY_FOLDER)
    return folder


def _remove() -> None:
    shutil.rmtree(_folder(), ignore_errors=True)
