"""Small parts that the popup is built from: buttons, folds, chips, clipped text. GUI thread.

Rule: each control can be reached and worked by keyboard and has an accessible name; what it looks like comes from the
style sheet (``stylesheet``) or from the palette, never from a colour written here.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QScrollBar, QSizePolicy, QWidget

from tray_router.window.icons import Icon, paint_icon
from tray_router.window.theme import SMALL_GAP, scaled

ICON_BUTTON_SIZE = 26
ICON_SIZE = 14
CAPTION_SCALE = 0.88
LINE_STEP = 1.15  # of the font's own line spacing
DOT = " · "
HINTED_WIDTH = 100  # logical pixels
CLIPPED_CHARACTERS = 2_000  # no more than this is ever laid out for a preview of a few lines


class IconButton(QAbstractButton):
    """A flat square button with one symbol."""

    def __init__(self, icon: Icon, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(ICON_BUTTON_SIZE, ICON_BUTTON_SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_icon(self, icon: Icon) -> None:
        self._icon = icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        if self.underMouse() or self.hasFocus():
            painter.setPen(palette.color(QPalette.ColorRole.Accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inset = (ICON_BUTTON_SIZE - ICON_SIZE) / 2
        area = QRectF(inset, inset, ICON_SIZE, ICON_SIZE)
        paint_icon(painter, self._icon, area, palette.color(QPalette.ColorRole.PlaceholderText))


class IconLabel(QWidget):
    """A symbol beside text; says nothing to a screen reader, the text does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon: Icon | None = None
        self.setFixedSize(ICON_SIZE, ICON_SIZE)

    def set_icon(self, icon: Icon | None) -> None:
        self._icon = icon
        self.setVisible(icon is not None)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._icon is not None:
            painter = QPainter(self)
            paint_icon(
                painter, self._icon, QRectF(self.rect()), self.palette().color(QPalette.ColorRole.PlaceholderText)
            )


class FoldButton(QAbstractButton):
    """A line of text with a small arrow that opens and shuts what is below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + ICON_SIZE + SMALL_GAP + 4, metrics.height() + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(ICON_SIZE, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        is_lit = self.underMouse() or self.hasFocus()
        colour = palette.color(QPalette.ColorRole.WindowText if is_lit else QPalette.ColorRole.PlaceholderText)
        middle = self.height() / 2
        area = QRectF(0, middle - ICON_SIZE * 0.4, ICON_SIZE * 0.8, ICON_SIZE * 0.8)
        paint_icon(painter, Icon.OPEN if self.isChecked() else Icon.CLOSED, area, colour)
        painter.setPen(colour)
        text_area = self.rect().adjusted(ICON_SIZE + 2, 0, 0, 0)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, text_area.width())
        painter.drawText(text_area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if self.hasFocus():
            painter.setPen(palette.color(QPalette.ColorRole.Accent))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class Caption(QLabel):
    """Small secondary text on one line; cut with an ellipsis, whole in the tooltip."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        if text != self._full:
            self._full = text
            self.setText(text)
            self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.shortened(self._full, self.width())
        self.setToolTip(self._full if shown != self._full else "")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def shortened(self, text: str, width: int) -> str:
        """As much of the text as fits."""
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)


class PartsCaption(Caption):
    """A caption of parts between middle dots: what does not fit is left out part by part, the last first.

    Of several parts the first is shown whole or not at all; one part alone is shortened.
    """

    def shortened(self, text: str, width: int) -> str:
        parts = text.split(DOT)
        while len(parts) > 1 and super().shortened(DOT.join(parts), width) != DOT.join(parts):
            parts.pop()
        shown = super().shortened(DOT.join(parts), width)
        return shown if shown == text or shown in parts or len(parts) > 1 or DOT not in text else ""


class WrappedLabel(QLabel):
    """Plain text over as many lines as it needs; can be selected with the mouse."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_text(self, text: str) -> None:
        """Shows the text; hides the label when it is empty."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
        if not text or self.parent() is not None:  # without one, showing it would open a window
            self.setVisible(bool(text))


class ClippedText(QWidget):
    """The first few lines of a text, the last one with an ellipsis where more follows."""

    def __init__(self, name: str, max_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._text = ""
        self._is_cut = False
        self._max_lines = max_lines
        self._heights: dict[int, int] = {}  # by width: layouts ask for the same few again and again
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # Fixed ends at the size hint
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_text(self, text: str) -> None:
        clean = text.strip("\r\n").expandtabs(4)
        lines = clean.splitlines()[: self._max_lines]
        self._text = "\u2028".join(lines)[:CLIPPED_CHARACTERS]
        self._is_cut = len(self._text) < len(clean.rstrip())
        self._heights.clear()
        self.setAccessibleDescription(self._text.replace("\u2028", "\n"))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            lines = self._laid_out(width)[1]
            height = self._heights[width] = self._line_step() * min(len(lines), self._max_lines) + 2
        return height

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()

    def sizeHint(self) -> QSize:
        """One line: layouts keep the hint as the least size, so it must be right for every width."""
        return QSize(HINTED_WIDTH, self._line_step() + 2)

    def _line_step(self) -> int:
        return round(self.fontMetrics().lineSpacing() * LINE_STEP)

    def _laid_out(self, width: int) -> tuple[QTextLayout, list[QTextLine]]:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QTextLayout(self._text, self.font())
        layout.setTextOption(option)
        layout.beginLayout()
        lines: list[QTextLine] = []
        while len(lines) <= self._max_lines and (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            lines.append(line)
        layout.endLayout()
        return layout, lines

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        metrics, step = self.fontMetrics(), self._line_step()
        _layout, lines = self._laid_out(self.width())
        shown = lines[: self._max_lines]
        has_more = self._is_cut or len(lines) > len(shown)
        for number, line in enumerate(shown):
            top = number * step
            if has_more and number == len(shown) - 1:
                rest = self._text[line.textStart() : line.textStart() + line.textLength()].rstrip("\u2028 ") + "…"
                rest = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, self.width())
                painter.drawText(QPointF(0, top + metrics.ascent()), rest)
            else:
                line.draw(painter, QPointF(0, top - line.y()))


class QuietScrollBar(QScrollBar):
    """Always takes its room, so that text never changes its width, and is seen only where one can scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class ActionButton(QPushButton):
    """A button with words; its key is in the tooltip."""

    def __init__(self, name: str, text: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({keys})" if keys else text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)


def make_small(widget: QWidget, factor: float = CAPTION_SCALE, *, bold: bool = False) -> None:
    """Gives the widget its window's font at a smaller size."""
    widget.setFont(scaled(widget.font(), factor, bold=bold))
