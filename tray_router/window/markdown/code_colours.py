"""Colours blocks of code without holding a frame up: lexing 100 lines takes up to 36 ms. GUI thread.

Rule: short code is coloured at once, everything else, and what comes before Pygments is imported, by a thread of its
own; colours that come late find their block wherever it has moved to, unless its text has changed.
"""

from __future__ import annotations

import sys
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from tray_router.window.aside import run_aside
from tray_router.window.markdown.highlight import coloured
from tray_router.window.markdown.style import MarkdownStyle

AT_ONCE_CHARACTERS = 1_200  # about 35 lines, 10 ms
LINE_SEPARATOR = "\u2028"
LAST_OF_ONE_UNIT = "\uffff"

_Lexed = tuple[int, tuple[tuple[str, str], ...]]
"""The number of a block, and its pieces with their colours."""


class CodeColours(QObject):
    """Colours the code of one document. ``changed``: colours that came late are there."""

    changed = Signal()

    def __init__(self, style: MarkdownStyle, parent: QObject) -> None:
        super().__init__(parent)
        self._style = style
        self._waiting: dict[int, tuple[QTextCursor, str]] = {}
        self._number = 0

    def write(self, cursor: QTextCursor, code: str, language: str) -> None:
        """Writes code at the cursor, in colours now or soon."""
        if not language or (len(code) <= AT_ONCE_CHARACTERS and "pygments.lexers" in sys.modules):
            for text, colour in coloured(code, language, is_dark=self._style.look.is_dark):
                cursor.insertText(text.replace("\n", LINE_SEPARATOR), self._style.code(colour))
            return
        place = QTextCursor(cursor)
        place.setKeepPositionOnInsert(True)
        cursor.insertText(code.replace("\n", LINE_SEPARATOR), self._style.code())
        self._number += 1
        self._waiting[self._number] = place, code
        lex = partial(_lexed, self._number, code, language, is_dark=self._style.look.is_dark)
        run_aside(lex, self._take, name="code colours")

    def forget_from(self, position: int) -> None:
        """What is behind the position is about to be removed."""
        self._waiting = {key: one for key, one in self._waiting.items() if one[0].position() < position}

    def _take(self, lexed: _Lexed) -> None:
        number, pieces = lexed
        place, code = self._waiting.pop(number, (None, ""))
        if place is None or place.block().text() != code.replace("\n", LINE_SEPARATOR):
            return
        painter = QTextCursor(place.document())
        painter.beginEditBlock()
        position = place.block().position()
        for text, colour in pieces:
            end = position + _units(text)
            if colour:
                painter.setPosition(position)
                painter.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                painter.setCharFormat(self._style.code(colour))
            position = end
        painter.endEditBlock()
        self.changed.emit()


def _lexed(number: int, code: str, language: str, *, is_dark: bool) -> _Lexed:
    """Any thread."""
    return number, tuple(coloured(code, language, is_dark=is_dark))


def _units(text: str) -> int:
    """Length in the units that Qt counts positions in (UTF-16)."""
    return len(text) + sum(character > LAST_OF_ONE_UNIT for character in text)
