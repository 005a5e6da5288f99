"""A button on each block of code that copies it. GUI thread.

Rule: blocks that may still grow have none; each can be reached by keyboard and says which code it copies.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QTextBrowser

from tray_router.window.controls import ICON_BUTTON_SIZE, IconButton
from tray_router.window.icons import Icon
from tray_router.window.markdown.lines import CUT_IN_CODE
from tray_router.window.markdown.style import CODE_PADDING, CODE_PROPERTY

COPY = "Copy the code"
COPIED_SHOWN_MS = 1_500
INSET = 3
LINE_SEPARATOR = "\u2028"


class CodeButtons:
    """The buttons of one answer, in its viewport."""

    def __init__(self, view: QTextBrowser) -> None:
        self._view = view
        self._buttons: list[IconButton] = []
        self._starts: Sequence[QTextCursor] = ()

    def show_for(self, starts: Sequence[QTextCursor]) -> None:
        """Has one button for each block of code in which a cursor stands."""
        is_same = len(starts) == len(self._starts)
        self._starts = tuple(starts)
        while len(self._buttons) > len(starts):
            button = self._buttons.pop()
            button.hide()
            button.deleteLater()
        for number in range(len(self._buttons), len(starts)):
            self._buttons.append(self._made(number))
        if not is_same:
            self.place()

    def place(self) -> None:
        """Puts each button into the upper right corner of its block."""
        layout = self._view.document().documentLayout()
        right = round(self._view.document().textWidth()) - ICON_BUTTON_SIZE - INSET
        for button, start in zip(self._buttons, self._starts, strict=True):
            area: QRectF = layout.blockBoundingRect(start.block())
            button.move(right, round(area.top() - CODE_PADDING * 0.8) + INSET)
            language = str(start.block().blockFormat().property(CODE_PROPERTY) or "")
            button.setAccessibleName(f"{COPY} ({language})" if language else COPY)
            button.show()

    def _made(self, number: int) -> IconButton:
        button = IconButton(Icon.COPY, COPY, self._view.viewport())
        button.setObjectName("copyCode")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self._copy(number, button))
        return button

    def _copy(self, number: int, button: IconButton) -> None:
        code = self._starts[number].block().text().replace(LINE_SEPARATOR, "\n").replace(CUT_IN_CODE, "")
        QGuiApplication.clipboard().setText(code)
        button.set_icon(Icon.DONE)
        QTimer.singleShot(COPIED_SHOWN_MS, button, lambda: button.set_icon(Icon.COPY))
