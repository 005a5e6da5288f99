"""Start and end of the window process. Main thread, which is the GUI thread.

Rule: the pipe is guarded before anything else runs. The descriptors that the daemon talks over are moved away, fd 0
reads nothing and fd 1 writes to stderr, so that a stray ``print`` (Qt, a plugin, a library) cannot break the protocol.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from typing import BinaryIO

from tray_router.errors import DesktopError, ExitCode, ProtocolError
from tray_router.wire.window import (
    FROM_WINDOW,
    LOOK_VARIABLE,
    RESUMED_VARIABLE,
    TO_WINDOW,
    SetAppearance,
    WindowReady,
)

log = logging.getLogger(__name__)


def run_window(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Runs the window process until its input ends or the daemon says Quit.

    Args:
        stdin: the daemon's JSON lines (``wire.window.TO_WINDOW``).
        stdout: where our JSON lines go (``wire.window.FROM_WINDOW``).

    Returns:
        The exit code: 0, or ``ExitCode.DESKTOP`` where there is no screen to show a window on.
    """
    read_fd, write_fd = _guarded(stdin, stdout)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="window: %(levelname)s %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the daemon, which then closes our pipe
    try:
        _require_screen()
    except DesktopError as error:
        log.error("%s", error)  # noqa: TRY400 (a sentence for the user, not a traceback)
        return error.exit_code
    return _run_qt(read_fd, write_fd)


def _guarded(stdin: BinaryIO, stdout: BinaryIO) -> tuple[int, int]:
    stdout.flush()
    read_fd, write_fd = os.dup(stdin.fileno()), os.dup(stdout.fileno())
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, stdin.fileno())
    os.close(nowhere)
    os.dup2(sys.stderr.fileno(), stdout.fileno())
    return read_fd, write_fd


def _require_screen() -> None:
    """Qt aborts the process where it finds no display; this says what is wrong instead.

    Raises:
        DesktopError: no display is named, or the X server that is named does not answer.
    """
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    from tray_router.window import x11

    display, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if not display and not wayland:
        raise DesktopError(
            "There is no screen to show the popup on: neither DISPLAY nor WAYLAND_DISPLAY is set.",
            "Start Tray Router inside a desktop session, or use `tray-router ask` in the terminal.",
        )
    if display and not wayland and x11.has_server() is False:
        raise DesktopError(
            f"The X server {display} does not answer.", "Check DISPLAY, or start Tray Router inside a desktop session."
        )


def _choose_platform_theme() -> None:
    """Keeps GTK out of the process; ``xsettings`` says why and what takes its place."""
    if "KDE" not in os.environ.get("XDG_CURRENT_DESKTOP", "").upper():
        os.environ.setdefault("QT_QPA_PLATFORMTHEME", "gnome")  # Qt's own: asks the desktop portal, loads no GTK
        os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.theme.gnome=false")  # a missing portal is no news for a user


def _first_look() -> SetAppearance:
    """The look that the daemon wishes from the start; the defaults when it says nothing that fits."""
    line = os.environ.pop(LOOK_VARIABLE, "")
    try:
        message = TO_WINDOW.decode(line.encode()) if line else None
    except ProtocolError:
        message = None
    return message if isinstance(message, SetAppearance) else SetAppearance()


def _report_at_once(write_fd: int) -> None:
    """The daemon sends at once what was shown before, which waits in the pipe until the popup is made."""
    os.write(write_fd, FROM_WINDOW.encode(WindowReady(os.getpid())) + b"\n")


def _run_qt(read_fd: int, write_fd: int) -> int:
    _choose_platform_theme()
    is_resumed = bool(os.environ.pop(RESUMED_VARIABLE, ""))
    if is_resumed:
        _report_at_once(write_fd)
    # Qt is imported here and not above: a process without a screen ends before it pays for it.
    from PySide6.QtWidgets import QApplication

    from tray_router.window.app import WindowApp
    from tray_router.window.link import Link

    qt = QApplication(["tray-router"])
    qt.setApplicationDisplayName("")
    qt.setDesktopFileName("tray-router")
    qt.setQuitOnLastWindowClosed(False)
    link = Link(read_fd, write_fd)
    app = WindowApp(link, _first_look())
    link.start()
    app.start(is_resumed=is_resumed)
    code = qt.exec()
    app.deleteLater()
    link.close()
    return ExitCode(code) if code in set(ExitCode) else code
