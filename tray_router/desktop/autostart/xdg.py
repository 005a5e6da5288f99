"""An entry in the person's autostart folder. Sources: XDG Autostart 0.5, Desktop Entry Specification 1.5.

Rule: the file is written whole or not at all; a person's own file of that name is replaced only on ``enable``.
Any thread, blocking for a file's time.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tray_router.desktop.paths import autostart_folder
from tray_router.errors import DesktopError

_NAME = "tray-router.desktop"
_ENTRY = """[Desktop Entry]
Type=Application
Version=1.5
Name=Tray Router
Comment=Sends what you see on the screen to the right Ollama model on the right machine
Exec={command}
Icon=tray-router
Terminal=false
X-GNOME-Autostart-enabled=true
X-GNOME-Autostart-Delay=2
"""
_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")
_ESCAPED = frozenset('"`$\\')


class XdgAutostart:
    """Args: folder: the autostart folder; the person's own when not given."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @property
    def path(self) -> Path:
        """The entry's file."""
        return (self._folder or autostart_folder()) / _NAME

    def is_enabled(self) -> bool:
        """Whether there is an entry that has not been switched off (``Hidden``, or GNOME's own key)."""
        try:
            lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return False
        settings = {key.strip().lower(): value.strip().lower() for key, _, value in (x.partition("=") for x in lines)}
        return settings.get("hidden") != "true" and settings.get("x-gnome-autostart-enabled") != "false"

    def enable(self, command: Sequence[str]) -> None:
        """Writes the entry.

        Raises:
            DesktopError: it cannot be written.
        """
        text = _ENTRY.format(command=" ".join(_quoted(each) for each in command))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(self.path, text)
        except OSError as problem:
            raise _failed("written", self.path, problem) from problem

    def disable(self) -> None:
        """Removes the entry.

        Raises:
            DesktopError: it cannot be removed.
        """
        try:
            self.path.unlink(missing_ok=True)
        except OSError as problem:
            raise _failed("removed", self.path, problem) from problem


def _quoted(argument: str) -> str:
    """An argument for the Exec key: first quoted, then escaped as a string of a desktop entry."""
    text = argument.replace("%", "%%")
    if not text or _RESERVED & set(text):
        text = "".join(f"\\{each}" if each in _ESCAPED else each for each in text)
        text = f'"{text}"'
    return text.replace("\\", "\\\\")


def _write_whole(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as sink:
            sink.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _failed(what: str, path: Path, problem: OSError) -> DesktopError:
    return DesktopError(
        f"The autostart entry cannot be {what}: {problem.strerror}.", f"Check the rights of {path.parent}."
    )
