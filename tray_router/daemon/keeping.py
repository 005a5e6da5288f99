"""What the daemon keeps of questions: history and corrections, in step with the settings and the private switch.

Runs in the engine's loop.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tray_router.config.settings import Settings
from tray_router.desktop import paths
from tray_router.ledger import CorrectionLog
from tray_router.ledger.history import HistoryKeeper, history_path
from tray_router.ledger.private import PrivateSwitch


class RecordKeeping:
    """Owns the history.

    Args:
        told: is given a sentence for the user when a damaged history was begun anew; called in a worker thread.
    """

    def __init__(self, settings: Settings, told: Callable[[str], None]) -> None:
        self._data = paths.data_folder()
        self._is_apart = False
        self.history = HistoryKeeper(history_path(self._data), told)
        self.corrections = CorrectionLog(self._data)
        self._switch = PrivateSwitch(paths.state_folder())
        self._is_always_private = False
        self.take_up(settings)

    @property
    def is_private(self) -> bool:
        """Whether nothing is kept of any question: by the settings, or because the user switched it on."""
        return self._is_always_private or self._switch.is_on()

    def set_private(self, *, is_private: bool) -> str:
        """Switches for all questions to come, also after a restart.

        Returns:
            A sentence for the user.

        Raises:
            LedgerError: the switch cannot be kept.
        """
        self._switch.set(is_on=is_private)
        return privacy_sentence(is_private=self.is_private, is_by_settings=self._is_always_private)

    def take_up(self, settings: Settings) -> None:
        """New settings; what they make too old goes with the next clean-up."""
        self.history.is_enabled = settings.history.enabled
        self.history.keep_days = settings.history.keep_days
        self._is_always_private = settings.history.private

    def start(self) -> None:
        """Begins to remove what is too old."""
        self.history.start()

    def move_to(self, folder: Path) -> None:
        """Keeps what comes from now on in another folder for data."""
        self._is_apart = folder != self._data
        self.history.move_to(history_path(folder))
        self.corrections.move_to(folder)

    async def wipe(self) -> None:
        """Removes every conversation; while another folder is in use, those in the user's own as well.

        Raises:
            LedgerError: a file cannot be removed.
        """
        await self.history.wipe()
        if self._is_apart:
            own = HistoryKeeper(history_path(self._data), lambda _: None)
            try:
                await own.wipe()
            finally:
                await own.aclose()

    async def aclose(self) -> None:
        """Finishes what is still to be written."""
        await self.history.aclose()


def privacy_sentence(*, is_private: bool, is_by_settings: bool) -> str:
    """How it stands, for the user."""
    if is_by_settings:
        return "Private: nothing is kept of any question, because history.private is set in the settings."
    if is_private:
        return "Private: nothing is kept of any question until you switch it off."
    return "Not private: questions and answers are kept as the settings say."
