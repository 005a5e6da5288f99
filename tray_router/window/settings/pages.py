"""What all pages have: the state, a way to change it, fields that know their place, and scrolling. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QWidget,
)

from tray_router.window.controls import QuietScrollBar, make_small
from tray_router.window.settings.fields import Field
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.state import SettingsState
from tray_router.window.theme import Colours, scaled
from tray_router.wire.settings import ChangeDone, FieldProblem, SettingChange

NAME_ROLE = Qt.ItemDataRole.UserRole


class SettingsPage(QWidget):
    """Base of the pages."""

    def __init__(self, state: SettingsState, queue: ChangeQueue, send: Callable[[object], None], look: Colours) -> None:
        super().__init__()
        self.setObjectName("page")
        self.state = state
        self.queue = queue
        self.send = send
        self.look = look
        self.complain: Callable[[str], None] = lambda text: None

    def show_state(self) -> None:
        """Shows the newest document and fleet; fields that the user is at work on stay."""
        raise NotImplementedError

    def fields(self) -> Sequence[Field]:
        """All fields that are seen."""
        return self.findChildren(Field)

    def commit(self) -> None:
        """Tells of everything that is typed and not told yet."""
        for field in self.fields():
            field.commit()

    def write(self, field: Field, changes: Sequence[SettingChange], words: str = "") -> None:
        """Writes what a field was given; what is wrong is said below it."""
        self.queue.change(changes, lambda done: self.answered(field, done), words)

    def answered(self, field: Field | None, done: ChangeDone) -> None:
        """Shows what was wrong: at the field that it is about, else in the notice bar."""
        if done.is_stale:
            return
        if not done.problems:
            if field is not None:
                field.show_problem("")
            return
        mine = [problem for problem in done.problems if field is not None and _is_about(problem, field.path)]
        if field is not None and (mine or len(done.problems) == 1):
            field.show_problem(" ".join(problem.message for problem in mine or done.problems))
            mine = list(mine or done.problems)
        others = [problem for problem in done.problems if problem not in mine]
        if others:
            self.complain(" ".join(f"{problem.path}: {problem.message}".removeprefix(": ") for problem in others[:3]))


def _is_about(problem: FieldProblem, path: str) -> bool:
    return bool(path) and (problem.path == path or problem.path.startswith((f"{path}.", f"{path}[")))


def scrolling(content: QWidget) -> QScrollArea:
    """The content, which scrolls up and down."""
    content.setObjectName("form")
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setVerticalScrollBar(QuietScrollBar())
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    area.setWidget(content)
    return area


def plain_button(text: str, about: str = "", kind: str = "plain") -> QPushButton:
    """A button with a line around it; ``main`` for the one that goes on, ``danger`` for what removes."""
    button = QPushButton(text.replace("&", "&&"))
    button.setObjectName(kind)
    button.setAutoDefault(False)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAccessibleName(text)
    button.setToolTip(about)
    button.setAccessibleDescription(about)
    make_small(button, 0.96)
    return button


class Elided(QLabel):
    """A line of text that gives way: it takes the room that there is, and ends in an ellipsis; whole in the tooltip."""

    def __init__(self, name: str, text: str = "", factor: float = 1.0, *, bold: bool = False) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(scaled(self.font(), factor, bold=bold))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)


def title_label(text: str, factor: float = 1.15) -> Elided:
    """The title of a page or a part."""
    return Elided("pageTitle", text, factor, bold=True)


class NameList(QListWidget):
    """A list of names with a quiet second line and a mark; one is chosen, and stays so by its name."""

    def __init__(self, name: str, look: Colours) -> None:
        super().__init__()
        self.look = look
        self.setObjectName("list")
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(NamePainter(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(QuietScrollBar())
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)

    def show_names(self, rows: Sequence[tuple[str, str, str, Any]]) -> None:
        """Each row: key, name, second line, and what paints its mark (or None)."""
        chosen = self.chosen
        self.blockSignals(True)
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        for number, (key, name, about, mark) in enumerate(rows):
            item = self.item(number)
            if item is None:
                item = QListWidgetItem()
                self.addItem(item)
            item.setText(name)
            item.setData(NAME_ROLE, key)
            item.setData(NAME_ROLE + 1, about)
            item.setData(NAME_ROLE + 2, mark)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {about}" if about else name)
        self.choose(chosen)
        self.blockSignals(False)
        self.viewport().update()

    @property
    def chosen(self) -> str:
        """The key of the row that is chosen; empty for none."""
        item = self.currentItem()
        return str(item.data(NAME_ROLE)) if item is not None else ""

    def choose(self, key: str) -> bool:
        """Chooses a row by its key; False when there is none."""
        for number in range(self.count()):
            item = self.item(number)
            if item is not None and item.data(NAME_ROLE) == key:
                self.setCurrentRow(number)
                return True
        return False


class NamePainter(QStyledItemDelegate):
    """Draws a row of ``NameList``."""

    def __init__(self, parent: NameList) -> None:
        super().__init__(parent)
        self._list = parent

    def sizeHint(self, option: Any, index: Any) -> QSize:
        height = option.fontMetrics.height()
        return QSize(120, round(height * (2.75 if index.data(NAME_ROLE + 1) else 1.9)))

    def paint(self, painter: Any, option: Any, index: Any) -> None:
        look, view = self._list.look, self._list
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(1, 1, -1, -1)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if is_chosen or is_under:
            painter.setPen(QColor(look.focus) if is_chosen and view.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.hover if is_chosen else look.sunken))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        left = box.left() + 9
        mark = index.data(NAME_ROLE + 2)
        if mark is not None:
            mark(painter, QRectF(left, box.center().y() - 7, 14, 14), look)
            left += 22
        about = index.data(NAME_ROLE + 1)
        metrics, width = option.fontMetrics, int(box.right() - left - 6)
        height = metrics.height()
        top = box.center().y() - (height if about else height / 2)
        painter.setPen(QColor(look.text))
        painter.setFont(option.font)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(QRectF(left, top, width, height), flags, metrics.elidedText(index.data(), elide, width))
        if about:
            small = scaled(option.font, 0.88)
            painter.setFont(small)
            painter.setPen(QColor(look.secondary))
            text = painter.fontMetrics().elidedText(about, elide, width)
            painter.drawText(QRectF(left, top + height, width, height), flags, text)
        painter.restore()


def below(widget: QWidget) -> QPoint:
    """Where a menu that belongs to a widget opens."""
    return widget.mapToGlobal(QPoint(0, widget.height() + 2))


def is_key(event: QKeyEvent, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
    """Whether it is that key with exactly these modifiers."""
    return event.key() == key and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == modifiers
