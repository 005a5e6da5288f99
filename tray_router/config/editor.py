"""Edits the settings file for the settings window: one change at a time, each on the file as the window has seen it.

Rules: a file that somebody else has written meanwhile is not touched (``StaleConfigError``); what would have problems
is not written; the file from before the first change is kept as ``.bak``, and the last change can be taken back.
Blocking, short; one caller at a time, in any thread but the engine's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tray_router.config.change import Change, change_settings, removal_of_machine, rename_machine
from tray_router.config.load import LoadedSettings, parse_document, read_text
from tray_router.config.save import save_config
from tray_router.config.settings import Settings
from tray_router.errors import ConfigError


class StaleConfigError(ConfigError):
    """The file was changed by somebody else since it was looked at."""


@dataclass(frozen=True, slots=True)
class FileView:
    """The file at one moment.

    Attributes:
        revision: tells two contents apart; empty while there is no file.
        loaded: what it says; the defaults while there is no file, None while it has problems.
        error: what is wrong with it, or None.
    """

    text: str
    revision: str
    loaded: LoadedSettings | None
    error: ConfigError | None = None


class SettingsEditor:
    """The file at ``path``, which need not exist."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._has_backup = False
        self._undo: tuple[str, str] | None = None  # the text from before, and the revision that it can replace

    def look(self) -> FileView:
        """The file as it is now; what is wrong with it is in ``error``."""
        try:
            text = read_text(self.path) if self.path.exists() else ""
        except ConfigError as error:
            return FileView("", "unreadable", None, error)
        if not text:
            return FileView("", "", LoadedSettings(Settings()))
        try:
            return FileView(text, _revision(text), parse_document(text))
        except ConfigError as error:
            return FileView(text, _revision(text), None, error)

    def can_undo(self, revision: str) -> bool:
        """Whether the last change can be taken back from a file with this revision."""
        return self._undo is not None and self._undo[1] == revision

    def change(self, revision: str, changes: Sequence[Change]) -> FileView:
        """Carries out the changes and returns the file as it is then.

        Args:
            revision: of the file that the changes were made for.

        Raises:
            StaleConfigError: it is another one now.
            ConfigError: they would make problems, or the file cannot be edited or written. Nothing has changed.
        """
        return self._write(revision, lambda view: change_settings(view.text, changes))

    def rename_machine(self, revision: str, old: str, new: str) -> FileView:
        """Gives a machine another name, also where it is named; raises as ``change``."""
        return self._write(revision, lambda view: rename_machine(view.text, old, new))

    def remove_machine(self, revision: str, name: str) -> FileView:
        """Removes a machine, and its models from routes and actions; raises as ``change``."""

        def removed(view: FileView) -> tuple[str, LoadedSettings]:
            settings = view.loaded.settings if view.loaded is not None else Settings()
            return change_settings(view.text, removal_of_machine(settings, name))

        return self._write(revision, removed)

    def undo(self, revision: str) -> FileView:
        """Takes the last change back; raises as ``change``."""
        if self._undo is None or self._undo[1] != revision:
            raise StaleConfigError("The last change cannot be taken back any more.", "The file has changed since.")
        before = self._undo[0]
        return self._write(revision, lambda _view: (before, parse_document(before)))

    def _write(self, revision: str, make: Callable[[FileView], tuple[str, LoadedSettings]]) -> FileView:
        view = self.look()
        if view.revision != revision:
            raise StaleConfigError("The settings file was changed elsewhere meanwhile.", "Reload it, and try again.")
        if view.error is not None:
            raise view.error
        text, loaded = make(view)
        if text == view.text:
            return view
        save_config(self.path, text, force=bool(view.text), keep_old=not self._has_backup)
        self._has_backup = True
        after = _revision(text)
        self._undo = (view.text, after) if view.text else None
        return FileView(text, after, loaded)


def _revision(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20]
