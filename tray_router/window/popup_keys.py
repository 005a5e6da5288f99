"""What every key does in the popup, wherever the keyboard is in it. GUI thread.

Rule: a key does what the button does that has it in its tooltip, and nothing where that button is not there; what
writes goes to the input line.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from tray_router.window import elsewhere
from tray_router.window.line_desk import LineDesk
from tray_router.window.popup_body import PopupBody
from tray_router.window.turn_column import TurnColumn
from tray_router.window.turn_view import TurnView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class PopupKeys(QObject):
    """The keys of one popup.

    Args:
        copy: puts the answer, or what is selected of it, on the clipboard.
        close: hides the popup.
    """

    def __init__(
        self,
        popup: PopupBody,
        line: LineDesk,
        turns: TurnColumn,
        *,
        copy: Callable[[], None],
        close: Callable[[], None],
    ) -> None:
        super().__init__(popup)
        self._popup, self._line, self._turns = popup, line, turns
        self._copy, self._close = copy, close
        popup.input.help_asked.connect(self.toggle_sheet)
        popup.keys.dismissed.connect(self.toggle_sheet)
        self._make_shortcuts()

    def toggle_sheet(self) -> None:
        """Shows or hides the list of keys, which covers everything else."""
        sheet = self._popup.keys
        is_shown = sheet.isHidden()
        sheet.setVisible(is_shown)
        sheet.raise_()
        (sheet if is_shown else self._popup.input).setFocus(Qt.FocusReason.OtherFocusReason)
        self._popup.fit_after_folding()

    def take(self, event: QKeyEvent) -> bool:
        """Does what a key means that no shortcut and no part of the popup took; whether it means anything."""
        popup = self._popup
        if popup.keys.isVisible() and event.text() == "?":
            self.toggle_sheet()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() in _PAGES:
            bar = popup.scroll_area.verticalScrollBar()
            bar.setValue(bar.value() + _PAGES[Qt.Key(event.key())] * bar.pageStep())
        elif event.key() in _ENTER and not event.modifiers().value:
            self._line.confirm()
        elif _is_typing(event) and popup.input.isVisible():
            popup.input.setFocus(Qt.FocusReason.OtherFocusReason)
            popup.input.insertPlainText(event.text())
        else:
            return False
        return True

    def _escape(self) -> None:
        """Leaves the list of keys, or the question whether to write back; takes a waiting line back; else closes."""
        popup = self._popup
        if popup.keys.isVisible():
            self.toggle_sheet()
        elif popup.diff.isVisible():
            popup.diff.dismissed.emit()
        elif not popup.input.take_back():
            self._close()

    def _make_shortcuts(self) -> None:
        footer = self._popup.footer
        for keys, slot in (
            ("Esc", self._escape),
            ("Ctrl+Return", footer.replace.click),
            ("Ctrl+Shift+Return", footer.insert.click),
            ("Ctrl+.", footer.stop.click),
            ("Ctrl+R", footer.retry.click),
            ("Ctrl+Shift+S", footer.screenshot.click),
            ("Ctrl+Shift+C", footer.copy.click),
            ("F1", self.toggle_sheet),
            ("Ctrl+T", lambda: self._with_last_turn(TurnView.toggle_thinking)),
            ("Ctrl+E", lambda: self._with_last_turn(TurnView.toggle_earlier)),
            ("Ctrl+I", self._popup.header.explain.click),
            ("Ctrl+K", footer.open_elsewhere),
            *(
                (elsewhere.keys(number), partial(footer.choose_elsewhere, number))
                for number in range(1, elsewhere.KEYED_PLACES + 1)
            ),
        ):
            QShortcut(QKeySequence(keys), self._popup).activated.connect(slot)

    def _with_last_turn(self, action: Callable[[TurnView], None]) -> None:
        if self._turns.views:
            action(self._turns.views[-1])


def _is_typing(event: QKeyEvent) -> bool:
    """Whether a key writes something."""
    return (
        event.text().isprintable() and bool(event.text()) and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    )
