"""Fields: a label, what is set, what it means, and what is wrong with it. GUI thread.

Rules: a field is written when the user has finished with it (Enter, or the focus leaves), a switch and a choice at
once; what the settings refuse stays in the field with their own words below it, until it is mended.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.settings.choosing import Picker, Switch

LABEL_WIDTH = 150
ABOUT_SCALE = 0.88
FieldValue = str | bool | int | float


class Field(QWidget):
    """One option: a label at the left, the control, and below it what it means and what is wrong.

    Signals:
        changed: the user has set another value.
    """

    changed = Signal(object)

    def __init__(self, path: str, label: str, control: QWidget, about: str = "", *, is_wide: bool = True) -> None:
        super().__init__()
        self.path = path
        self.label = _Label(label)
        self.label.setObjectName("fieldLabel")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setFixedWidth(LABEL_WIDTH)
        self.label.setWordWrap(True)
        self.control = control
        self.label.setBuddy(control)
        control.setAccessibleName(label)
        self._about_text = about
        self.about = WrappedLabel("fieldAbout")
        self.problem = WrappedLabel("fieldProblem")
        for small in (self.about, self.problem):
            make_small(small, ABOUT_SCALE)
        self.about.set_text(about)
        self.problem.set_text("")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(control, 1 if is_wide else 0)
        if not is_wide:
            row.addStretch(1)
        self.row = row
        grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(row, 0, 1)
        grid.addWidget(self.about, 1, 1)
        grid.addWidget(self.problem, 2, 1)
        grid.setColumnStretch(1, 1)
        self.label.setContentsMargins(0, 6, 0, 0)
        self._describe()

    @property
    def is_dirty(self) -> bool:
        """What is shown is not what is written."""
        return bool(self.problem.text())

    def show_problem(self, message: str) -> None:
        """What the settings say about it; empty when all is well."""
        self.problem.set_text(message)
        self.control.setProperty("isWrong", bool(message))
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)
        self._describe()

    def _describe(self) -> None:
        self.control.setAccessibleDescription(" ".join(filter(None, (self.problem.text(), self._about_text))))

    def show_value(self, value: Any) -> None:
        """Shows what is written; a value that was refused goes."""
        raise NotImplementedError

    def commit(self) -> None:
        """Tells of a value that is typed and not told yet."""

    def forget(self) -> None:
        """Shows what is written again."""


class _Label(QLabel):
    """A click on it goes to what it names."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        control = self.buddy()
        if control is not None and control.isEnabled():
            control.setFocus(Qt.FocusReason.MouseFocusReason)


class TextField(Field):
    """A line of text."""

    def __init__(self, path: str, label: str, about: str = "", *, hint: str = "", width: int = 0) -> None:
        self.edit = QLineEdit()
        self.edit.setObjectName("field")
        self.edit.setPlaceholderText(hint)
        super().__init__(path, label, self.edit, about, is_wide=not width)
        if width:
            self.edit.setFixedWidth(width)
        self._written = ""
        self._told = ""
        self.edit.editingFinished.connect(self.commit)

    @property
    def is_dirty(self) -> bool:
        return super().is_dirty or self.edit.text() != self._written

    @property
    def text(self) -> str:
        return self.edit.text()

    def show_value(self, value: Any) -> None:
        text = plain_text(value)
        self._written = self._told = text
        if self.edit.text() != text:
            self.edit.setText(text)
            self.edit.setCursorPosition(0)
        self.show_problem("")

    def commit(self) -> None:
        if self.edit.text() == self._told:
            return
        self._told = self.edit.text()
        self.changed.emit(self.value())

    def forget(self) -> None:
        self.show_value(self._written)

    def value(self) -> FieldValue:
        """What is typed, as the settings want it."""
        return self.edit.text().strip()


class NumberField(TextField):
    """A number; what is none is told as it stands, so that the settings say what is allowed."""

    def __init__(self, path: str, label: str, about: str = "", *, unit: str = "") -> None:
        super().__init__(path, label, about, width=110)
        if unit:
            word = QLabel(unit)
            word.setObjectName("fieldLabel")
            self.row.insertSpacing(1, 8)
            self.row.insertWidget(2, word)

    def value(self) -> FieldValue:
        text = self.edit.text().strip().replace(",", ".")
        try:
            return int(text)
        except ValueError:
            pass
        try:
            return float(text)
        except ValueError:
            return text


class AreaField(Field):
    """Several lines of text, told when the focus leaves or Ctrl+Enter is pressed."""

    def __init__(self, path: str, label: str, about: str = "", *, lines: int = 6) -> None:
        self.edit = _Area()
        super().__init__(path, label, self.edit, about)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * lines + 18)
        self._written = self._told = ""
        self.edit.left.connect(self.commit)

    @property
    def is_dirty(self) -> bool:
        return super().is_dirty or self.edit.toPlainText() != self._written

    def show_value(self, value: Any) -> None:
        self._written = self._told = str(value)
        if self.edit.toPlainText() != self._written:
            self.edit.setPlainText(self._written)
        self.show_problem("")

    def forget(self) -> None:
        self.show_value(self._written)

    def commit(self) -> None:
        text = self.edit.toPlainText()
        if text != self._told:
            self._told = text
            self.changed.emit(text)


class _Area(QPlainTextEdit):
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("field")
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class SwitchField(Field):
    """On or off."""

    def __init__(self, path: str, label: str, about: str = "") -> None:
        self.switch = Switch()
        super().__init__(path, label, self.switch, about, is_wide=False)
        self.label.setContentsMargins(0, 3, 0, 0)
        self.switch.clicked.connect(lambda: self.changed.emit(self.switch.isChecked()))

    def show_value(self, value: Any) -> None:
        self.switch.setChecked(bool(value))
        self.show_problem("")


class ChoiceField(Field):
    """One of several values, each with its word."""

    def __init__(
        self, path: str, label: str, values: Sequence[str], words: Sequence[str] | None = None, about: str = ""
    ) -> None:
        self.picker = Picker(list(words or values))
        super().__init__(path, label, self.picker, about, is_wide=False)
        self.picker.setMinimumWidth(190)
        self._values = list(values)
        self.picker.picked.connect(lambda number: self.changed.emit(self._values[number]))

    def set_choices(self, values: Sequence[str], words: Sequence[str]) -> None:
        """Other values."""
        self._values = list(values)
        self.picker.set_words(words)

    def show_value(self, value: Any) -> None:
        text = str(value)
        if text not in self._values:  # what the file names and nobody offers, e.g. a model of a machine that is down
            self.set_choices([*self._values, text], [*self.picker._words, text])
        self.picker.show_chosen(self._values.index(text))
        self.show_problem("")


class Group(QWidget):
    """Fields below each other."""

    def __init__(self, fields: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        for field in fields:
            self.column.addWidget(field)


def plain_text(value: Any) -> str:
    """A value as it is typed: whole numbers without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
