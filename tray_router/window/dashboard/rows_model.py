"""Rows under columns: what a column says of a row, and how rows are sorted. GUI thread.

Rules: sorting is by value, not by text; the order of equal rows is the order in which they came; what has no value is
at the end in both directions; new rows keep the sorting; every cell is text that a screen reader reads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter

from tray_router.window.theme import Colours

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
Glyph = Callable[[QPainter, QRectF, Colours], None]
GLYPH_ROLE = Qt.ItemDataRole.UserRole + 1
DIM_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    Attributes:
        text: what is shown; key: what is sorted by, the text when there is none.
        is_figure: aligned to the right, digits of one width.
        width: in characters; 0 takes what is left. most: it grows with its texts up to so many.
        glyph: a small picture before the text.
        tooltip: more than the text, where there is more.
        is_dim: quiet colour.
        spare: 0 stays; the higher, the sooner it gives way in a narrow window.
    """

    title: str
    text: Callable[[Row], str]
    key: Callable[[Row], Any] | None = None
    is_figure: bool = False
    width: int = 0
    most: int = 0
    glyph: Callable[[Row], Glyph | None] | None = None
    tooltip: Callable[[Row], str] | None = None
    is_dim: bool = False
    spare: int = 0


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows of one kind under the columns."""

    def __init__(self, columns: Sequence[Column[Row]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._given: tuple[Row, ...] = ()
        self._rows: list[Row] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> Sequence[Row]:
        """As they are shown."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replaces all rows; nothing happens when they are the same."""
        given = tuple(rows)
        if given == self._given:
            return
        self._given = given
        is_same_size = len(given) == len(self._rows)
        if not is_same_size:
            self.beginResetModel()
        self._rows = self._in_order()
        if is_same_size:
            self.dataChanged.emit(self.index(0, 0), self.index(len(given) - 1, len(self.columns) - 1))
        else:
            self.endResetModel()

    def _in_order(self) -> list[Row]:
        rows = list(self._given)
        if self._sorted_by is None:
            return rows
        number, order = self._sorted_by
        column = self.columns[number]
        key = column.key or (lambda row: column.text(row).casefold())
        known = [row for row in rows if key(row) is not None]
        unknown = [row for row in rows if key(row) is None]  # at the end in both directions
        return sorted(known, key=key, reverse=order is Qt.SortOrder.DescendingOrder) + unknown

    # --- QAbstractTableModel

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: PLR0911 - one per role
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.text(row)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tooltip(row) if column.tooltip is not None else None
        if role == GLYPH_ROLE:
            return column.glyph(row) if column.glyph is not None else None
        if role == DIM_ROLE:
            return column.is_dim
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].is_figure else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; by none (-1) the rows are as they came."""
        self._sorted_by = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        self._rows = self._in_order()
        self.layoutChanged.emit()
