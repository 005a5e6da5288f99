"""What every step of the first run is: a title, a sentence, and what can be done. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tray_router.window.controls import WrappedLabel
from tray_router.window.settings.pages import SettingsPage, scrolling, title_label
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.state import SettingsState
from tray_router.window.theme import Colours


class Step(SettingsPage):
    """One step: a title, a sentence, and what can be done."""

    def __init__(
        self,
        state: SettingsState,
        queue: ChangeQueue,
        send: Callable[[object], None],
        look: Colours,
        title: str = "",
    ) -> None:
        super().__init__(state, queue, send, look)
        self.title = title_label(title, 1.4)
        self.title.setObjectName("firstRunTitle")
        self.text = WrappedLabel("firstRunText")
        self.content = QWidget()
        self.column = QVBoxLayout(self.content)
        self.column.setContentsMargins(0, 6, 0, 8)
        self.column.setSpacing(12)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.title)
        outer.addWidget(self.text)
        area = scrolling(self.content)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        outer.addWidget(area, 1)

    def begin(self) -> None:
        """The step is shown."""
