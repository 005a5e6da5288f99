"""Every key of the popup, on a sheet over it. GUI thread.

Rule: what is on it is made when it is first shown; most popups are closed without it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from tray_router.window.controls import IconButton, WrappedLabel, make_small
from tray_router.window.icons import Icon
from tray_router.window.key_help import KEYS
from tray_router.window.theme import BAR_WIDTH, GAP, PADDING, SMALL_GAP

KEYS_COLUMN_WIDTH = 112
ROW_GAP = 7


class KeysSheet(QFrame):
    """Covers its parent; ``dismissed``: its own button was pressed."""

    dismissed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keys")
        self.setAccessibleName("Keys: " + "; ".join(f"{line.keys}: {line.what}" for line in KEYS))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._page: QWidget | None = None
        self._head = QHBoxLayout()
        self.hide()

    def setVisible(self, visible: bool) -> None:
        if visible and self._page is None:
            self._make()
        super().setVisible(visible)

    def _make(self) -> None:
        title = QLabel("Keys")
        title.setObjectName("keysTitle")
        make_small(title, 1.0, bold=True)
        close = IconButton(Icon.CLOSE, "Back (Esc)")
        close.setObjectName("keysClose")
        close.clicked.connect(self.dismissed)
        self._head.addWidget(title, 1)
        self._head.addWidget(close)
        self._page = _page()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._page)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, GAP, PADDING, GAP)
        column.setSpacing(SMALL_GAP)
        column.addLayout(self._head)
        column.addWidget(scroll, 1)

    def wished_height(self, width: int) -> int:
        """The height at which nothing scrolls, in logical pixels."""
        layout = self._page.layout() if self._page is not None else None
        inner = layout.totalHeightForWidth(width - 2 * PADDING - BAR_WIDTH) if layout is not None else 0
        return inner + self._head.sizeHint().height() + SMALL_GAP + 2 * GAP + ROW_GAP


def _page() -> QWidget:
    page = QWidget()
    page.setObjectName("keysPage")
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(ROW_GAP)
    half = (len(KEYS) + 1) // 2
    for number, line in enumerate(KEYS):
        row, column = number % half, 2 * (number // half)
        for offset, text, name in ((0, line.keys, "keysKeys"), (1, line.what, "keysWhat")):
            label = WrappedLabel(name, page)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            make_small(label, 0.86, bold=offset == 0)
            label.set_text(text)
            grid.addWidget(label, row, column + offset, Qt.AlignmentFlag.AlignTop)
    for column in (0, 2):
        grid.setColumnMinimumWidth(column, KEYS_COLUMN_WIDTH)
        grid.setColumnStretch(column + 1, 1)
    grid.setRowStretch(half, 1)
    return page
