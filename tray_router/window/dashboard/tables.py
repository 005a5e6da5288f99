"""Tables that sort: what a column says of a row, and a view that looks like the rest of the window. GUI thread.

Rules: sorting is by value, not by text; the order of equal rows is the order in which they came; new rows keep the
sorting and the selection; every cell is text that a screen reader reads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from tray_router.window.controls import QuietScrollBar, make_small
from tray_router.window.dashboard.paint import tabular
from tray_router.window.theme import Colours

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
Glyph = Callable[[QPainter, QRectF, Colours], None]
ROW_STEP = 1.75  # of the line's height
GLYPH_SIZE = 13
CELL_PADDING = 8
GLYPH_ROLE = Qt.ItemDataRole.UserRole + 1
DIM_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    Attributes:
        text: what is shown; key: what is sorted by, the text when there is none.
        is_figure: aligned to the right, digits of one width.
        width: in characters; 0 takes what is left.
        glyph: a small picture before the text.
        tooltip: more than the text, where there is more.
        is_dim: quiet colour.
    """

    title: str
    text: Callable[[Row], str]
    key: Callable[[Row], Any] | None = None
    is_figure: bool = False
    width: int = 0
    glyph: Callable[[Row], Glyph | None] | None = None
    tooltip: Callable[[Row], str] | None = None
    is_dim: bool = False


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


class _CellPainter(QStyledItemDelegate):
    """Draws a cell: a glyph where there is one, then text that ends in an ellipsis; the row of the focus is marked."""

    def __init__(self, look: Colours, parent: QTableView) -> None:
        super().__init__(parent)
        self._look = look
        self._plain = parent.font()
        self._figures = tabular(parent.font())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, box = self._look, QRectF(option.rect)
        view = self.parent()
        is_current = isinstance(view, QTableView) and view.hasFocus() and view.currentIndex().row() == index.row()
        painter.save()
        if is_current:
            painter.fillRect(box, QColor(look.hover))
        painter.setPen(QColor(look.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        text_area = box.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
        glyph = index.data(GLYPH_ROLE)
        if glyph is not None:
            top = text_area.center().y() - GLYPH_SIZE / 2
            glyph(painter, QRectF(text_area.left(), top, GLYPH_SIZE, GLYPH_SIZE), look)
            text_area.setLeft(text_area.left() + GLYPH_SIZE + 6)
        is_figure = bool(index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight)
        painter.setFont(self._figures if is_figure else self._plain)
        painter.setPen(QColor(look.secondary if index.data(DIM_ROLE) else look.text))
        text = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, int(text_area.width())
        )
        painter.drawText(text_area, index.data(Qt.ItemDataRole.TextAlignmentRole), text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, row_height(self.parent()))


class DataTable(QTableView, Generic[Row]):
    """A table of our look; sorts by a click on a header, or by Ctrl+Left, Ctrl+Right and Ctrl+Up or Down.

    Args:
        grows: as high as its rows, so that what is around it scrolls; else it scrolls by itself.
    """

    height_changed = Signal()

    def __init__(
        self, name: str, model: RowsModel[Row], look: Colours, *, grows: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows_model = model
        self._grows = grows
        make_small(self, 0.94)
        model.setParent(self)
        self.setModel(model)
        self.setObjectName("dataTable")
        self.setAccessibleName(name)
        self.setItemDelegate(_CellPainter(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollBar(QuietScrollBar())
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        always = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if grows else Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        self.setVerticalScrollBarPolicy(always)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self._set_up_headers()
        self._sort_column = -1
        model.modelReset.connect(self._fit)
        self._fit()

    def _set_up_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height(self))
        make_small(columns, 0.94)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(True)
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setMinimumSectionSize(30)
        character = self.fontMetrics().averageCharWidth()
        for number, column in enumerate(self._rows_model.columns):
            if column.width:
                title = self.fontMetrics().horizontalAdvance(column.title) + 2 * CELL_PADDING + 10  # the arrow's room
                columns.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
                columns.resizeSection(number, max(title, column.width * character + 2 * CELL_PADDING))
            else:
                columns.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)

    @property
    def rows_model(self) -> RowsModel[Row]:
        """What is shown."""
        return self._rows_model

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Shows these rows, in the order that the user chose."""
        self._rows_model.show_rows(rows)

    def whole_height(self) -> int:
        """So high is everything, header and rows."""
        return self.horizontalHeader().sizeHint().height() + row_height(self) * self._rows_model.rowCount() + 2

    def _fit(self) -> None:
        if self._grows:
            self.setFixedHeight(self.whole_height())
            self.height_changed.emit()

    def wheelEvent(self, event: Any) -> None:
        if self._grows:
            event.ignore()  # what is around it scrolls
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        header = self.horizontalHeader()
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy_row()
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _SORT_STEPS:
            count = self._rows_model.columnCount()
            now = header.sortIndicatorSection() if header.sortIndicatorSection() < count else -1
            wanted = (now + _SORT_STEPS[Qt.Key(event.key())] + 1) % (count + 1) - 1
            self.sortByColumn(wanted, header.sortIndicatorOrder())
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _SORT_ORDERS:
            self.sortByColumn(header.sortIndicatorSection(), _SORT_ORDERS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _copy_row(self) -> None:
        at = self.currentIndex()
        if at.isValid():
            cells = (self._rows_model.index(at.row(), n).data() for n in range(self._rows_model.columnCount()))
            QApplication.clipboard().setText("\t".join(map(str, cells)))


def row_height(widget: Any) -> int:
    """Height of a row in the widget's font."""
    height: int = widget.fontMetrics().height()
    return round(height * ROW_STEP)


_SORT_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_SORT_ORDERS = {Qt.Key.Key_Up: Qt.SortOrder.AscendingOrder, Qt.Key.Key_Down: Qt.SortOrder.DescendingOrder}
