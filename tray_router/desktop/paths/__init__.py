"""Where files go: XDG folders on Linux, platformdirs elsewhere.

Rule: reads the environment at each call and imports next to nothing, because ``tray-router trigger`` comes through
here. Folders are made when asked for; one that cannot be made (a read-only home, a full disk) is told by whoever
writes there, so that questions are answered all the same. The runtime folder is ours alone (0700, our user): whoever
can write there can talk to the daemon. Any thread.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

from tray_router.errors import DesktopError

_APP = "tray-router"
_PRIVATE = 0o700
_OTHERS = 0o077
SOCKET_PATH_LIMIT = 107
"""Bytes that fit into ``sockaddr_un.sun_path`` on Linux; macOS has 103."""


def runtime_folder() -> Path:
    """The private folder for the control socket and the lock, which does not outlive the login.

    ``$XDG_RUNTIME_DIR/tray-router``; without that variable a folder of our own in the folder for temporary files.

    Raises:
        DesktopError: it belongs to somebody else, or cannot be made.
    """
    base = os.environ.get("XDG_RUNTIME_DIR", "")
    if base and Path(base).is_dir():
        return _private(Path(base) / _APP)
    if sys.platform in ("win32", "darwin"):
        import platformdirs

        return _private(Path(platformdirs.user_runtime_dir(_APP, appauthor=False)))
    return _private(Path(tempfile.gettempdir()) / f"{_APP}-{os.getuid()}")


def control_socket() -> Path:
    """Path of the daemon's control socket; not longer than a socket address may be.

    Raises:
        DesktopError: as ``runtime_folder``, or the path is too long.
    """
    path = runtime_folder() / "control.sock"
    if len(os.fsencode(path)) > SOCKET_PATH_LIMIT:
        raise DesktopError(
            f"The path of the control socket is too long: {path}.",
            f"Set XDG_RUNTIME_DIR to a folder with a shorter name (at most {SOCKET_PATH_LIMIT} bytes in all).",
        )
    return path


def lock_file() -> Path:
    """The file that the one running daemon holds locked."""
    return runtime_folder() / "daemon.lock"


def state_folder() -> Path:
    """What should survive a restart but is not the person's data: ``$XDG_STATE_HOME/tray-router``."""
    return _folder("XDG_STATE_HOME", ".local/state", "user_state_dir")


def log_folder() -> Path:
    """Where the log files go."""
    return _made(state_folder() / "log")


def data_folder() -> Path:
    """The person's data (usage): ``$XDG_DATA_HOME/tray-router``."""
    return _folder("XDG_DATA_HOME", ".local/share", "user_data_dir")


def autostart_folder() -> Path:
    """Where the desktop looks for programs to start at login; not created here."""
    return _xdg("XDG_CONFIG_HOME", ".config") / "autostart"


def _folder(variable: str, below_home: str, elsewhere: str) -> Path:
    if sys.platform in ("win32", "darwin"):
        import platformdirs

        folder = Path(getattr(platformdirs, elsewhere)(_APP, appauthor=False))
    else:
        folder = _xdg(variable, below_home) / _APP
    return _made(folder)


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    except OSError:
        pass
    return folder


def _xdg(variable: str, below_home: str) -> Path:
    """XDG Base Directory: a relative path in the variable is invalid and to be ignored."""
    value = os.environ.get(variable, "")
    return Path(value) if value and Path(value).is_absolute() else Path.home() / below_home


def _private(folder: Path) -> Path:
    """Makes the folder, or takes it over only when it is a real folder of this user; closes it to others."""
    try:
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
            raise DesktopError(
                f"{folder} belongs to somebody else.", "Remove it, or set XDG_RUNTIME_DIR to a folder of your own."
            )
        if hasattr(os, "getuid") and found.st_mode & _OTHERS:
            folder.chmod(_PRIVATE)
    except OSError as problem:
        raise DesktopError(
            f"{folder} cannot be made: {problem.strerror}.", "Set XDG_RUNTIME_DIR to a folder that you can write to."
        ) from problem
    return folder
