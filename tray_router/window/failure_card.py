"""What went wrong, what to do about it, and buttons that do it. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tray_router.model import Remedy, RemedyKind
from tray_router.window import wording
from tray_router.window.controls import ActionButton, WrappedLabel, make_small
from tray_router.window.flow import FlowLayout
from tray_router.window.theme import SMALL_GAP


class FailureCard(QFrame):
    """``remedy_chosen`` carries the Remedy whose button was pressed; commands are copied here, and not reported."""

    remedy_chosen = Signal(object)

    def __init__(self, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._title = WrappedLabel(f"{object_name}Title")
        make_small(self._title, 1.0, bold=True)
        self._hint = WrappedLabel(f"{object_name}Hint")
        self._details = WrappedLabel(f"{object_name}Details")
        make_small(self._details)
        self._remedies: tuple[Remedy, ...] = ()
        self._marked: Remedy | None = None
        self._buttons = QWidget()
        self._buttons_row = FlowLayout(self._buttons, gap=SMALL_GAP)
        self._buttons_row.setContentsMargins(0, SMALL_GAP, 0, 0)
        self._buttons.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(3)
        for label in (self._title, self._hint, self._details):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        column.addWidget(self._buttons)

    def show_failure(self, title: str, hint: str, details: str = "", remedies: tuple[Remedy, ...] = ()) -> None:
        """Title bold, hint below, details small; a screen reader gets all of it."""
        self.setAccessibleName(title)
        self.setAccessibleDescription("\n".join(part for part in (hint, details) if part))
        self._title.set_text(title)
        self._hint.set_text(hint.replace("`", ""))
        self._details.set_text(details)
        self._show_remedies(remedies)

    def _show_remedies(self, remedies: tuple[Remedy, ...]) -> None:
        if remedies == self._remedies:
            return
        self._remedies = remedies
        while (item := self._buttons_row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for remedy in remedies:
            self._buttons_row.addWidget(self._made_button(remedy))
        self._show_mark()
        self._buttons.setVisible(bool(remedies))

    def press(self, remedy: Remedy) -> bool:
        """Does what the button of this remedy does; False when there is none."""
        place = self._remedies.index(remedy) if remedy in self._remedies else -1
        item = self._buttons_row.itemAt(place) if place >= 0 else None
        button = item.widget() if item is not None else None
        if isinstance(button, ActionButton):
            button.click()
        return isinstance(button, ActionButton)

    def mark(self, remedy: Remedy | None) -> None:
        """Shows which button Enter stands for."""
        self._marked = remedy
        self._show_mark()

    def _show_mark(self) -> None:
        for place, remedy in enumerate(self._remedies):
            item = self._buttons_row.itemAt(place)
            button = item.widget() if item is not None else None
            is_marked = remedy == self._marked
            if button is not None and bool(button.property("isFirst")) is not is_marked:
                button.setProperty("isFirst", is_marked)
                button.style().polish(button)

    def _made_button(self, remedy: Remedy) -> ActionButton:
        button = ActionButton(f"remedy-{remedy.kind}", wording.remedy(remedy))
        button.setAccessibleDescription(remedy.target)
        button.setToolTip(remedy.target or wording.remedy(remedy))
        make_small(button, 0.92)
        if remedy.kind is RemedyKind.COPY_COMMAND:
            button.clicked.connect(lambda: _copy(button, remedy.target))
        else:
            button.clicked.connect(lambda: self.remedy_chosen.emit(remedy))
        return button


def _copy(button: ActionButton, command: str) -> None:
    QGuiApplication.clipboard().setText(command)
    button.setText(wording.COPIED)
