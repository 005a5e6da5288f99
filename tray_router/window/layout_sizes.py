"""Asks layouts for sizes as they are now, not as they were when they were last asked. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout


def forget_sizes(layout: QLayout) -> None:
    """Makes a layout and all that lies in it ask its widgets anew.

    Each layout keeps the sizes that its widgets told. What changes inside of one of them reaches the layout around it
    one turn of the event loop later, and not at all while the window is hidden.
    """
    for number in range(layout.count()):
        if (item := layout.itemAt(number)) is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None and not widget.isHidden():
            if (own := widget.layout()) is not None:
                forget_sizes(own)
            widget.updateGeometry()
        elif inner is not None:
            forget_sizes(inner)
    layout.invalidate()


def height_at(layout: QLayout, width: int) -> int:
    """The height that a layout wants at a width; 0 when nothing in it is visible."""
    if layout.isEmpty():
        return 0
    height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
    return max(0, height)
