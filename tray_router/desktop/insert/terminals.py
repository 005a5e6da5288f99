"""What may be typed into a terminal. Pure; any thread.

Rule: nothing that a shell would run by itself. A line end is Enter to every program that does not know bracketed paste,
and whether the one in the terminal does cannot be asked, so only one line goes there; an escape character could end a
bracketed paste early.
"""

from __future__ import annotations

import unicodedata

from tray_router.errors import InsertError

# Class parts of WM_CLASS, in lower case.
_CLASSES = frozenset(
    {
        "alacritty", "com.mitchellh.ghostty", "cool-retro-term", "deepin-terminal", "eterm", "foot", "ghostty",
        "gnome-terminal", "gnome-terminal-server", "guake", "hyper", "kgx", "kitty", "konsole", "lxterminal",
        "mate-terminal", "mlterm", "org.gnome.console", "org.gnome.ptyxis", "org.gnome.terminal",
        "org.wezfurlong.wezterm", "ptyxis", "qterminal", "rxvt", "sakura", "st", "st-256color", "terminator",
        "terminology", "tilda", "tilix", "urxvt", "uxterm", "wezterm", "xfce4-terminal", "xterm", "yakuake",
    }
)  # fmt: skip


def is_terminal(application: str) -> bool:
    """Whether a window of that class is a terminal."""
    return application.casefold() in _CLASSES


def terminal_text(text: str) -> str:
    """The text as it may be typed into a terminal: one line, without control characters and without a line end.

    Raises:
        InsertError: there are several lines.
    """
    line = text.strip()
    if len(line.splitlines()) > 1:
        raise InsertError("Several lines are not typed into a terminal, where each could run as a command.")
    return "".join(char for char in line.replace("\t", " ") if unicodedata.category(char) != "Cc")
