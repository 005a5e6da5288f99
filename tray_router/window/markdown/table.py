"""Writes a parsed table into the shown document. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextCursor, QTextTable

from tray_router.window.markdown.runs import RunWriter
from tray_router.window.markdown.style import CharStyle


def write_table(source: QTextTable, runs: RunWriter) -> QTextBlock:
    """Copies the table to the cursor, which ends behind it; returns the first source block behind it."""
    rows, columns = source.rows(), source.columns()
    target = runs.cursor.insertTable(rows, columns, runs.style.table(columns))
    for row in range(rows):
        for column in range(columns):
            _write_cell(source, target, row, column, runs)
    runs.cursor.movePosition(QTextCursor.MoveOperation.End)
    runs.cursor.setBlockFormat(runs.style.sliver())
    return source.lastCursorPosition().block().next()


def _write_cell(source: QTextTable, target: QTextTable, row: int, column: int, runs: RunWriter) -> None:
    # Behind a block of code Qt's parser puts an empty block in front of the first cell's text.
    blocks = _blocks(source, row, column)
    cell = target.cellAt(row, column)
    if row == 0:
        cell.setFormat(runs.style.header_cell())
    runs.cursor.setPosition(cell.firstCursorPosition().position())
    # Qt's parser aligns the cells below the head only; a head stands above its column.
    like = _blocks(source, 1, column)[0] if row == 0 and source.rows() > 1 else blocks[0]
    alignment = like.blockFormat().alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
    runs.cursor.setBlockFormat(runs.style.cell(alignment or Qt.AlignmentFlag.AlignLeft))
    for block in blocks:
        runs.write(block, CharStyle(is_bold=row == 0))


def _blocks(table: QTextTable, row: int, column: int) -> list[QTextBlock]:
    cell = table.cellAt(row, column)
    block, last = cell.firstCursorPosition().block(), cell.lastCursorPosition().block()
    blocks = [block]
    while block != last:
        block = block.next()
        blocks.append(block)
    return blocks[-1:] if not blocks[0].text() else blocks
