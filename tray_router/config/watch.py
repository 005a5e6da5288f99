"""Notices that config.toml was edited and reads it again; a broken edit never replaces good settings.

Rules: no thread and no clock of its own: the engine asks once a second with ``now``; ``changed`` only looks at the
file's status, ``check`` reads it and belongs in a worker thread. A change counts only after the file has stayed the
same for SETTLE_S, so that one that is still being written, or that an editor is just swapping for another, is not
read. The same fault is reported once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tray_router.config.load import FileFingerprint, LoadedSettings, load_document
from tray_router.config.settings import Settings
from tray_router.errors import ConfigError, ConfigProblem

SETTLE_S = 0.4


class Reload(StrEnum):
    """What came of a look at the file."""

    NOTHING = "nothing"  # unchanged, or not settled yet
    RELOADED = "reloaded"  # new settings or notices, or an end of the fault that was reported before
    BROKEN = "broken"  # the last good settings stay in use


@dataclass(frozen=True, slots=True)
class ReloadResult:
    """Outcome of one look.

    Attributes:
        settings: the settings to use from now on; the last good ones unless ``outcome`` is RELOADED.
        notices: what is unusual in the new settings.
        error: what is wrong with the edit, for tray and log; only when ``outcome`` is BROKEN.
    """

    outcome: Reload
    settings: Settings
    notices: tuple[ConfigProblem, ...] = ()
    error: ConfigError | None = None


# A fingerprint, or a word for a file that is not there, may not be looked at, or must be read again.
_Seen = FileFingerprint | str
_MISSING = "missing"
_UNSETTLED = "unsettled"


class ConfigWatcher:
    """Watches one file. Not thread-safe: ask from one place at a time."""

    def __init__(self, path: Path, loaded: LoadedSettings) -> None:
        """Starts from what is in use.

        Args:
            path: the file; need not exist yet.
            loaded: the settings in use, with the fingerprint of the file that they came from, if any.
        """
        self._path = path
        self._good = loaded.settings
        self._notices = loaded.notices
        self._handled: _Seen = loaded.fingerprint or _MISSING
        self._pending: _Seen = self._handled
        self._pending_since = 0.0
        self._is_broken = False

    @property
    def path(self) -> Path:
        """The watched file."""
        return self._path

    def poll(self, now: float) -> ReloadResult:
        """``check()`` when ``changed(now)``, else NOTHING. Reads the file: up to MAX_BYTES, blocking."""
        return self.check() if self.changed(now) else ReloadResult(Reload.NOTHING, self._good)

    def changed(self, now: float) -> bool:
        """True when the file differs from what was read last and has stayed the same for SETTLE_S."""
        seen = self._look()
        if seen == self._handled:
            self._pending = seen
            return False
        if seen != self._pending:
            self._pending, self._pending_since = seen, now
            return False
        return now - self._pending_since >= SETTLE_S

    def check(self) -> ReloadResult:
        """Reads the file now, whether or not it has changed."""
        before = self._look()
        found = _loaded_or_error(self._path)
        if self._look() != before:
            # It was written while it was read: what was read may be half of it. Look again when it has settled.
            self._handled = _UNSETTLED
            return ReloadResult(Reload.NOTHING, self._good)
        self._handled = self._pending = before
        return self._refused(found) if isinstance(found, ConfigError) else self._accepted(found)

    def _accepted(self, loaded: LoadedSettings) -> ReloadResult:
        is_news = self._is_broken or loaded.settings != self._good or loaded.notices != self._notices
        self._is_broken = False
        self._good, self._notices = loaded.settings, loaded.notices
        outcome = Reload.RELOADED if is_news else Reload.NOTHING
        return ReloadResult(outcome, self._good, loaded.notices if is_news else ())

    def _refused(self, error: ConfigError) -> ReloadResult:
        self._is_broken = True
        hint = f"The settings from before stay in use. {error.hint}".strip()
        explained = ConfigError(error.title, hint, error.problems)
        return ReloadResult(Reload.BROKEN, self._good, error=explained)

    def _look(self) -> _Seen:
        try:
            return FileFingerprint.of(self._path.stat())
        except FileNotFoundError:
            return _MISSING
        except OSError as error:
            return f"errno {error.errno}"


def _loaded_or_error(path: Path) -> LoadedSettings | ConfigError:
    try:
        return load_document(path)
    except ConfigError as error:
        return error
