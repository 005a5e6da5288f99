"""Colours blocks of code without holding a frame up: lexing 100 lines takes up to 36 ms. GUI thread.

Rule: short code is coloured at once, everything else, and what comes before Pygments is imported, by a thread of its
own; colours that come late find their block wherever it has moved to, unless its text has changed.
"""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from tray_router.window.markdown.highlight import coloured
from tray_router.window.markdown.style import MarkdownStyle

AT_ONCE_CHARACTERS = 1_200  # about 35 lines, 10 ms
LINE_SEPARATOR = "\u2028"
LAST_OF_ONE_UNIT = "\uffff"


class CodeColours(QObject):
    """Colours the code of one document. ``changed``: colours that came late are there."""

    changed = Signal()
    _lexed = Signal(int, object)

    def __init__(self, style: MarkdownStyle, parent: QObject) -> None:
        super().__init__(parent)
        self._style = style
        self._waiting: dict[int, tuple[QTextCursor, str]] = {}
        self._number = 0
        self._lexed.connect(self._take)

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
        wish = (self._number, code, language)
        threading.Thread(target=self._lex, args=wish, name="code colours", daemon=True).start()

    def forget_from(self, position: int) -> None:
        """What is behind the position is about to be removed."""
        self._waiting = {key: one for key, one in self._waiting.items() if one[0].position() < position}

    def _lex(self, number: int, code: str, language: str) -> None:
        """Runs in a thread of its own."""
        pieces = tuple(coloured(code, language, is_dark=self._style.look.is_dark))
        with suppress(RuntimeError):  # the document was closed meanwhile
            self._lexed.emit(number, pieces)

    def _take(self, number: int, pieces: Any) -> None:
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


def _units(text: str) -> int:
    """Length in the units that Qt counts positions in (UTF-16)."""
    return len(text) + sum(character > LAST_OF_ONE_UNIT for character in text)
