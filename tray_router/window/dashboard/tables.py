"""A table of our look: it sorts, leaves out what is spare when it is narrow, and is worked by keys. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QResizeEvent
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
from tray_router.window.dashboard.rows_model import DIM_ROLE, GLYPH_ROLE, Index, Row, RowsModel
from tray_router.window.theme import Colours

ROW_STEP = 1.75  # of the line's height
GLYPH_SIZE = 13
CELL_PADDING = 8
MEASURED_ROWS = 100
STRETCH_ROOM = 150  # logical pixels for the column that takes what is left


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
        self._widths: dict[int, int] = {}
        self._set_up_headers()
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
        self._widen(rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_out()

    def _leave_out(self) -> None:
        """Hides what is spare until the column that takes the rest has room for its text."""
        columns = self._rows_model.columns
        left = self.viewport().width() - STRETCH_ROOM - sum(self._wide(number) for number in range(len(columns)))
        for number in sorted(range(len(columns)), key=lambda n: -columns[n].spare):
            is_out = left < 0 and columns[number].spare > 0
            if is_out:
                left += self._wide(number)
            if is_out != self.isColumnHidden(number):
                self.setColumnHidden(number, is_out)

    def _wide(self, number: int) -> int:
        """Width of a column, also of a hidden one."""
        if not self._rows_model.columns[number].width:
            return 0
        if not self.isColumnHidden(number):
            self._widths[number] = self.columnWidth(number)
        return self._widths.get(number, 0)

    def _widen(self, rows: Sequence[Row]) -> None:
        """Long names get the room that there is for them."""
        metrics = self.fontMetrics()
        for number, column in enumerate(self._rows_model.columns):
            if not column.most:
                continue
            longest = max((metrics.horizontalAdvance(column.text(row)) for row in rows[:MEASURED_ROWS]), default=0)
            wished = min(longest + 2, column.most * metrics.averageCharWidth()) + 2 * CELL_PADDING
            if wished > self.columnWidth(number):
                self.setColumnWidth(number, wished)
        self._leave_out()

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
