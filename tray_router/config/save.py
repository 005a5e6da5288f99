"""Puts a config file on disk: whole or not at all, readable by its owner only, never over another unless asked.

Rule: the text is written beside its place and moved there; an existing file is kept as ``.bak`` when it is replaced.
A link is followed, so that a config kept elsewhere stays there. Blocking; any thread but the engine's.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from tray_router.errors import ConfigError

BACKUP_SUFFIX = ".bak"
_OWNER_ONLY_DIRECTORY = 0o700
_OWNER_ONLY = 0o600


def save_config(path: Path, text: str, *, force: bool = False, keep_old: bool = True) -> Path | None:
    """Writes ``text`` to ``path``; missing folders are made.

    Args:
        force: replace an existing file, which is kept as ``<name>.bak`` (an older .bak is lost).
        keep_old: False keeps no .bak; for one change of many, of which the first kept it.

    Returns:
        The path of the backup, or None when there was nothing to keep.

    Raises:
        ConfigError: the file exists and ``force`` is False, or it cannot be written. Then nothing has changed.
    """
    try:
        target = path.expanduser().resolve()
        target.parent.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY_DIRECTORY)
        if target.is_dir():
            raise ConfigError(f"{path} is a directory.", "Name a file.")
        fresh = _write_beside(target, text)
    except (OSError, RuntimeError, ValueError) as error:
        raise _not_written(path, error) from error
    try:
        if force:
            return _replace(fresh, target, keep_old=keep_old)
        _place(fresh, target)
    except FileExistsError as error:
        hint = f"Use --force to replace it; the old one is kept as {path.name}{BACKUP_SUFFIX}."
        raise ConfigError(f"There is a config file at {path} already.", hint) from error
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
    return None


def _write_beside(target: Path, text: str) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)  # mode 0600
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


def _place(fresh: Path, target: Path) -> None:
    """Gives the file its name; fails when the name is taken, even by someone who was faster."""
    try:
        os.link(fresh, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, e.g. FAT
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        fresh.replace(target)


def _replace(fresh: Path, target: Path, *, keep_old: bool) -> Path | None:
    backup: Path | None = None
    if keep_old and target.exists():
        backup = target.with_name(target.name + BACKUP_SUFFIX)
        shutil.copyfile(target, backup)
        backup.chmod(_OWNER_ONLY)
    fresh.replace(target)
    return backup


def _not_written(path: Path, error: Exception) -> ConfigError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "the path is not valid"
    return ConfigError(f"The config file {path} cannot be written: {reason}.", "Name another place with --config.")
