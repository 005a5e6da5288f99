"""Where Tray Router keeps its files: control socket and lock, log, usage.

Rules: all folders belong to the user alone (0700); importing this is cheap, because ``tray-router trigger`` does.
Any thread; the functions make the folders they name.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

from tray_router.errors import DesktopError

APP_NAME = "tray-router"
_PRIVATE = 0o700


def control_socket() -> Path:
    """The AF_UNIX socket on which the daemon listens."""
    return runtime_folder() / "control.sock"


def lock_file() -> Path:
    """Locked by the one daemon of this user."""
    return runtime_folder() / "daemon.lock"


def runtime_folder() -> Path:
    """``$XDG_RUNTIME_DIR/tray-router``, else a folder of this user below the temporary one.

    Raises:
        DesktopError: the folder belongs to somebody else, or others may enter it.
    """
    base = os.environ.get("XDG_RUNTIME_DIR", "")
    if base and Path(base).is_dir():
        folder = Path(base) / APP_NAME
    else:
        user = str(os.getuid()) if sys.platform != "win32" else os.environ.get("USERNAME", "user")
        folder = Path(tempfile.gettempdir()) / f"{APP_NAME}-{user}"
    return _private(folder)


def data_folder() -> Path:
    """For what must last: usage."""
    import platformdirs

    return _private(platformdirs.user_data_path(APP_NAME, appauthor=False))


def log_folder() -> Path:
    """For the log."""
    import platformdirs

    return _private(platformdirs.user_log_path(APP_NAME, appauthor=False))


def _private(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
        status = folder.stat(follow_symlinks=False)
    except OSError as error:
        raise DesktopError(
            f"The folder {folder} cannot be made: {error.strerror}.", "Check its permissions."
        ) from error
    if sys.platform != "win32":
        if status.st_uid != os.getuid() or not stat.S_ISDIR(status.st_mode):
            raise DesktopError(f"The folder {folder} belongs to somebody else.", "Remove it, or set XDG_RUNTIME_DIR.")
        if stat.S_IMODE(status.st_mode) & 0o077:
            folder.chmod(_PRIVATE)
    return folder
