"""The popup's shortcuts, and which keys are typing. GUI thread.

Rule: a key does what the button does that has it in its tooltip, and nothing where that button is not there.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from tray_router.window import elsewhere
from tray_router.window.turn_view import TurnView

if TYPE_CHECKING:
    from tray_router.window.popup import Popup

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def make_shortcuts(popup: Popup) -> None:
    """Connects every key that works wherever the focus is."""
    footer = popup.footer
    for keys, slot in (
        ("Esc", popup.escape),
        ("Ctrl+Return", footer.replace.click),
        ("Ctrl+Shift+Return", footer.insert.click),
        ("Ctrl+.", footer.stop.click),
        ("Ctrl+R", footer.retry.click),
        ("Ctrl+Shift+S", footer.screenshot.click),
        ("Ctrl+Shift+C", footer.copy.click),
        ("F1", popup.toggle_keys),
        ("Ctrl+T", lambda: popup.with_last_turn(TurnView.toggle_thinking)),
        ("Ctrl+E", lambda: popup.with_last_turn(TurnView.toggle_earlier)),
        ("Ctrl+I", popup.header.explain.click),
        ("Ctrl+K", footer.open_elsewhere),
        *(
            (elsewhere.keys(number), partial(footer.choose_elsewhere, number))
            for number in range(1, elsewhere.KEYED_PLACES + 1)
        ),
    ):
        QShortcut(QKeySequence(keys), popup).activated.connect(slot)


def is_typing(event: QKeyEvent) -> bool:
    """Whether a key writes something."""
    return (
        event.text().isprintable() and bool(event.text()) and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    )
