"""The long explanation below the header: calm tables that scroll when they are long. GUI thread.

Rule: made when it is unfolded and forgotten when it is folded, so that a popup in which nobody asks pays nothing.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from tray_router.window.controls import QuietScrollBar, make_small
from tray_router.window.explanation import Table
from tray_router.window.theme import BAR_WIDTH, GAP

TEXT_SCALE = 0.86
MAX_HEIGHT = 230  # logical pixels; beyond it the tables scroll
MARGIN = 12
ROW_GAP = 2
LONG_NAME = 44  # characters; a name that is longer is broken, a shorter one keeps to its line
FRAME = 2  # of the style sheet's border, above and below together


class ExplanationPanel(QScrollArea):
    """Shows tables; as high as they are, up to MAX_HEIGHT."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explanation")
        self.setAccessibleName("Why this model")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollBar(QuietScrollBar())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._shown: tuple[Table, ...] = ()

    def show_tables(self, tables: tuple[Table, ...]) -> None:
        """Shows these tables; without any it is empty."""
        if tables == self._shown:
            return
        place = self.verticalScrollBar().value()
        self._shown = tables
        self.setWidget(_page(tables))
        self.setAccessibleDescription("\n".join(table.text for table in tables))
        self.verticalScrollBar().setValue(place)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        page = self.widget()
        layout = page.layout() if page is not None else None
        if layout is None or not self._shown:
            return 0
        return min(MAX_HEIGHT, layout.heightForWidth(width - BAR_WIDTH - FRAME) + FRAME)


def _page(tables: tuple[Table, ...]) -> QWidget:
    page = QWidget()
    page.setObjectName("explanationPage")
    column = QVBoxLayout(page)
    column.setContentsMargins(MARGIN, GAP, MARGIN - BAR_WIDTH, GAP)
    column.setSpacing(GAP)
    for table in tables:
        column.addLayout(_grid(table))
    column.addStretch(1)
    return page


def _grid(table: Table) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(ROW_GAP)
    grid.addWidget(_cell(table.title, "explanationTitle"), 0, 0, 1, 1 if table.head else -1)
    for number, name in enumerate(table.head, start=1):
        grid.addWidget(_cell(name, "explanationHead", is_number=True), 0, number)
    for row, cells in enumerate((*table.rows, *((table.total,) if table.total else ())), start=1):
        name = "explanationTotal" if cells is table.total else "explanationCell"
        for column, text in enumerate(cells):
            span = -1 if len(cells) == 1 else 1
            cell = _cell(
                text,
                name,
                is_number=table.has_numbers and column > 0,
                is_first=column == 0 and not table.has_numbers and len(cells) > 1,
            )
            grid.addWidget(cell, row, column, 1, span)
    grid.setColumnStretch(0 if table.has_numbers else 1, 1)
    return grid


def _cell(text: str, name: str, *, is_number: bool = False, is_first: bool = False) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    label.setAlignment(side | Qt.AlignmentFlag.AlignTop)
    label.setWordWrap(not is_number and (not is_first or len(text) > LONG_NAME))
    make_small(label, TEXT_SCALE, bold=name == "explanationTitle")
    return label
