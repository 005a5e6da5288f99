"""The settings window in this process, on the test server, as its door opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.x11 import XServer
from tray_router.window.settings.door import SettingsDoor
from tray_router.window.settings.first_run import FirstRunWindow
from tray_router.window.settings.shell import SettingsWindow
from tray_router.window.theme import DARK, LIGHT, Colours, palette

M = TypeVar("M")


@dataclass
class Desk:
    """The door, what it sent, and the look that it goes by."""

    app: QApplication
    look: Colours = LIGHT
    sent: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.door = SettingsDoor(self.sent.append, lambda: self.look)
        self.app.setPalette(palette(self.look))

    def show(self, make: Callable[[], list[object]], page: int = 0) -> SettingsWindow:
        """Shows a scene."""
        self.tell(*make())
        assert self.door.window is not None
        assert QTest.qWaitForWindowActive(self.door.window, 5_000)
        self.door.window.show_page(page)
        self.app.processEvents()
        return self.door.window  # type: ignore[return-value]

    def show_first_run(self, make: Callable[[], list[object]], page: int = 0) -> FirstRunWindow:
        return self.show(make, page)  # type: ignore[return-value]

    def tell(self, *messages: object) -> None:
        for message in messages:
            self.door.take(message)
        self.app.processEvents()

    def turn_dark(self) -> None:
        self.look = DARK
        self.app.setPalette(palette(DARK))
        self.door.renew()
        self.app.processEvents()

    def of(self, kind: type[M]) -> list[M]:
        return [message for message in self.sent if isinstance(message, kind)]


@pytest.fixture
def desk(qapp: QApplication, x_display: XServer, qtbot: object) -> Iterator[Desk]:
    found = Desk(qapp)
    yield found
    if found.door.window is not None:
        found.door.window.close()
    qapp.processEvents()
    found.door.deleteLater()
    qapp.processEvents()
