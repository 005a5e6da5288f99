"""What every command starts from: the settings, the folders, the streams. Built once per process."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tray_router.cli.client import DaemonClient
from tray_router.config.load import LoadedSettings, find_config, load_document
from tray_router.config.settings import Settings
from tray_router.desktop import paths
from tray_router.errors import ConfigError, DaemonError
from tray_router.ledger import CorrectionLog, UsageLedger
from tray_router.ledger.history import HistoryKeeper, history_path
from tray_router.ledger.private import PrivateSwitch
from tray_router.wire.control import Status, StatusCall

if TYPE_CHECKING:
    from tray_router.ledger.history.store import HistoryStore


@dataclass(frozen=True, slots=True)
class CliContext:
    """Where a command reads and writes.

    Attributes:
        explicit_config: the path of ``--config``, or None.
    """

    explicit_config: Path | None
    stdout: TextIO
    stderr: TextIO

    def config_file(self) -> Path | None:
        """The settings file in use; None when there is none and none was named."""
        return find_config(self.explicit_config, os.environ)

    def settings(self) -> Settings:
        """The settings in force: the file's, or the defaults when there is no file.

        Raises:
            ConfigError: the file has problems.
        """
        return self.loaded().settings

    def loaded(self) -> LoadedSettings:
        """The same with what is unusual in them.

        Raises:
            ConfigError: as for ``settings``.
        """
        path = self.config_file()
        return load_document(path) if path is not None else LoadedSettings(Settings())

    def daemon(self) -> DaemonClient:
        """A client of this user's daemon, running or not."""
        return DaemonClient(paths.control_socket())

    def running_status(self) -> Status | None:
        """How the running daemon says things are; None when none runs, or not with the file of ``--config``.

        Raises:
            ConfigError: the file that was named does not exist.
            ProtocolError: the daemon's reply does not fit.
        """
        named = self.config_file() if self.explicit_config is not None else None
        try:
            reply = self.daemon().call(StatusCall())
        except DaemonError:
            return None
        if not isinstance(reply, Status):
            return None
        return reply if named is None or named.absolute() == Path(reply.config_path).absolute() else None

    def usage_folder(self) -> Path:
        """Where the usage files lie."""
        return paths.data_folder() / "usage"

    def usage(self) -> UsageLedger:
        """The usage ledger; old files are left to the daemon."""
        return UsageLedger(self.usage_folder())

    def history(self) -> HistoryStore:
        """The conversations that were kept."""
        from tray_router.ledger.history.store import HistoryStore

        return HistoryStore(self.history_path(), told=self.say)

    def history_path(self) -> Path:
        """Where they lie."""
        return history_path(paths.data_folder())

    def history_keeper(self) -> HistoryKeeper:
        """The same for a question that this process asks, by the settings.

        Raises:
            ConfigError: as for ``settings``.
        """
        rules = self.settings().history
        return HistoryKeeper(self.history_path(), self.say, is_enabled=rules.enabled, keep_days=rules.keep_days)

    def private_switch(self) -> PrivateSwitch:
        """Whether the user wants nothing to be kept."""
        return PrivateSwitch(paths.state_folder())

    def corrections(self) -> CorrectionLog:
        """The user's corrections of the routing."""
        return CorrectionLog(paths.data_folder())

    def is_private(self) -> bool:
        """Whether nothing is to be kept of any question; settings that cannot be read decide nothing here."""
        try:
            return self.private_switch().is_on() or self.settings().history.private
        except ConfigError:
            return False

    def say(self, text: str) -> None:
        """One line for the user, beside the data."""
        self.stderr.write(f"{text}\n")


def process_context(explicit_config: Path | None) -> CliContext:
    """The context of this process."""
    return CliContext(explicit_config, sys.stdout, sys.stderr)
