"""The row of actions under the answer: what else can be done with the captured text. GUI thread.

Rules: one row, never two; what does not fit is in a menu at its end. Worked by mouse, by number keys (while nothing is
typed, and by Alt with a number always), and by the arrow keys, as one stop of the Tab key. The action of the newest
question is marked; the daemon says which that is.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QMenu, QPlainTextEdit, QSizePolicy, QWidget

from tray_router.window.controls import make_small
from tray_router.window.state import PopupState
from tray_router.window.theme import CHIP_RADIUS
from tray_router.wire.actions import ActionChip

KEYED_ACTIONS = 9
CHIP_PADDING = 6  # logical pixels left and right of the words
CHIP_HEIGHT_EXTRA = 8
NUMBER_GAP = 4  # between the number and the words
CHIP_GAP = 2
MORE = "…"
_DIGITS = {Qt.Key(Qt.Key.Key_0.value + number): number for number in range(1, KEYED_ACTIONS + 1)}
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Chip(QAbstractButton):
    """One action: its number, if it has one, in a fainter colour before its name."""

    hinted = Signal()
    moved = Signal(int)

    def __init__(self, text: str, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("actionChip")
        self._bar = parent  # has the colour of plain text; the style sheet makes ours quieter
        self.setText(text)
        self.setCheckable(True)
        self._number = str(number) if 0 < number <= KEYED_ACTIONS else ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        make_small(self, 0.88)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        number = metrics.horizontalAdvance(self._number) + NUMBER_GAP if self._number else 0
        width = metrics.horizontalAdvance(self.text()) + number + 2 * CHIP_PADDING
        return QSize(width, metrics.height() + CHIP_HEIGHT_EXTRA)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        is_lit = self.isChecked() or self.underMouse() or self.hasFocus()
        if is_lit:
            painter.setPen(palette.color(role.Accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(role.AlternateBase) if not self.isDown() else palette.color(role.Highlight))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CHIP_RADIUS, CHIP_RADIUS)
        area = self.rect().adjusted(CHIP_PADDING, 0, -CHIP_PADDING, 0)
        line = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if self._number:
            painter.setPen(palette.color(role.Link if self.isChecked() else role.PlaceholderText))
            painter.drawText(area, line, self._number)
            area.adjust(self.fontMetrics().horizontalAdvance(self._number) + NUMBER_GAP, 0, 0, 0)
        quiet, plain = palette.color(self.foregroundRole()), self._bar.palette().color(role.WindowText)
        painter.setPen(plain if is_lit else quiet)
        painter.drawText(area, line, self.text())

    def nextCheckState(self) -> None:
        """A click marks nothing: the mark follows the question that is asked."""

    def enterEvent(self, event: QEvent) -> None:
        self.hinted.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.hinted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            self.moved.emit(_STEPS[Qt.Key(event.key())])
        elif event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


class ActionsBar(QWidget):
    """All actions. ``chosen`` carries the name of the one that the user wants, ``hinted`` of one that may come next."""

    chosen = Signal(str)
    hinted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("actions")
        self.setAccessibleName("What to do with the captured text")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._actions: tuple[ActionChip, ...] = ()
        self._chips: list[Chip] = []
        self._fitting = 0
        self._shown_as: tuple[int, ...] = ()
        self._takes_digits = False
        self._input: QPlainTextEdit | None = None
        self._menu: QMenu | None = None
        self._more = Chip(MORE, 0, self)
        self._more.setObjectName("moreActions")
        self._more.setAccessibleName("More actions")
        self._more.clicked.connect(self._open_menu)
        self._more.moved.connect(lambda step: self._move(self._more, step))
        self.hide()

    def set_actions(self, actions: Sequence[ActionChip]) -> None:
        """Makes the chips; called when the settings change, not when the popup opens."""
        for chip in self._chips:
            chip.deleteLater()
        self._actions = tuple(actions)
        self._shown_as = ()
        self._chips = [self._made_chip(number, action) for number, action in enumerate(self._actions, start=1)]
        self._lay_out()
        self.updateGeometry()

    def listen(self, popup: QWidget, input_line: QPlainTextEdit) -> None:
        """Takes the number keys of the popup, and of its input line while that is empty."""
        self._input = input_line
        for watched in (popup, input_line):
            watched.installEventFilter(self)
        for number in range(1, KEYED_ACTIONS + 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), popup)
            shortcut.activated.connect(lambda number=number: self._choose_number(number))

    def show_state(self, state: PopupState) -> None:
        """Shows which action is meant; hides where there is nothing to act upon."""
        self.setVisible(bool(self._actions) and bool(state.session) and not state.capture.is_empty)
        self._takes_digits = all(turn.action for turn in state.turns)
        name = state.last_turn.action if state.last_turn is not None else ""
        present = self._present(name)
        shown = present, self._fitting, self.width()
        if shown == self._shown_as:
            return
        self._shown_as = shown
        for number, chip in enumerate(self._chips):
            chip.setChecked(number == present)
        self._more.setText(f"{self._actions[present].label} {MORE}" if present >= self._fitting else MORE)
        self._more.setChecked(present >= self._fitting)
        self._lay_out()

    def _present(self, name: str) -> int:
        wanted = name.casefold()
        return next((place for place, each in enumerate(self._actions) if each.name.casefold() == wanted), -1)

    def _made_chip(self, number: int, action: ActionChip) -> Chip:
        chip = Chip(action.label, number, self)
        keys = [f"Alt+{number}"] if number <= KEYED_ACTIONS else []
        keys += [action.hotkey] if action.hotkey else []
        chip.setAccessibleName(action.label)
        chip.setAccessibleDescription(", ".join(keys))
        chip.setToolTip(f"{action.label} ({', '.join(keys)})" if keys else action.label)
        chip.clicked.connect(lambda: self.chosen.emit(action.name))
        chip.hinted.connect(lambda: self.hinted.emit(action.name))
        chip.moved.connect(lambda step: self._move(chip, step))
        return chip

    # --- layout -------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(sum(chip.sizeHint().width() + CHIP_GAP for chip in self._chips), self._more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        widths = [chip.sizeHint().width() for chip in self._chips]
        self._fitting = _fitting(widths, self.width(), self._more.sizeHint().width())
        left = 0
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < self._fitting)
            if place < self._fitting:
                chip.setGeometry(left, 0, widths[place], chip.sizeHint().height())
                left += widths[place] + CHIP_GAP
        self._more.setVisible(self._fitting < len(self._chips))
        self._more.setGeometry(left, 0, self._more.sizeHint().width(), self._more.sizeHint().height())
        self._set_tab_stop()

    def _shown(self) -> list[Chip]:
        return [*self._chips[: self._fitting], *([self._more] if self._fitting < len(self._chips) else [])]

    def _set_tab_stop(self) -> None:
        shown = self._shown()
        stop = next((chip for chip in shown if chip.isChecked()), shown[0] if shown else None)
        for chip in (*self._chips, self._more):
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus if chip is stop else Qt.FocusPolicy.NoFocus)

    # --- choosing -----------------------------------------------------------------------------------------

    def _move(self, chip: Chip, step: int) -> None:
        shown = self._shown()
        shown[(shown.index(chip) + step) % len(shown)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_number(self, number: int) -> bool:
        if not self.isVisible() or number > len(self._actions):
            return False
        self.chosen.emit(self._actions[number - 1].name)
        return True

    def _open_menu(self) -> None:
        """Lists the actions that have no room; made when it is opened."""
        if self._menu is None:
            self._menu = QMenu(self)
            self._menu.setAccessibleName("More actions")
        self._menu.clear()
        for place in range(self._fitting, len(self._actions)):
            action = self._menu.addAction(self._actions[place].label.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self._chips[place].isChecked())
            name = self._actions[place].name
            action.triggered.connect(lambda _checked=False, name=name: self.chosen.emit(name))
        self._menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + CHIP_GAP)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._is_choice(event):
            return self._choose_number(_DIGITS[Qt.Key(event.key())])
        return super().eventFilter(watched, event)

    def _is_choice(self, event: QKeyEvent) -> bool:
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_empty = self._input is None or not self._input.toPlainText()
        return event.key() in _DIGITS and is_plain and is_empty and self._takes_digits


def _fitting(widths: Sequence[int], room: int, more_width: int) -> int:
    """How many chips have room, with that of the menu behind them when not all have."""
    if sum(width + CHIP_GAP for width in widths) - CHIP_GAP <= room:
        return len(widths)
    used = more_width
    for place, width in enumerate(widths):
        used += width + CHIP_GAP
        if used > room:
            return place
    return len(widths)
