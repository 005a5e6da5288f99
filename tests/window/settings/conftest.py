"""The settings window, and the first run's, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.x11 import XServer
from tests.window.doors import DoorDesk, closing
from tray_router.window.settings.door import SettingsDoor
from tray_router.window.settings.first_run import FirstRunWindow
from tray_router.window.settings.shell import SettingsWindow


class Desk(DoorDesk[SettingsWindow]):
    """The door of the settings."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app, SettingsDoor)

    def show(self, make: Callable[[], list[object]], page: int | None = 0) -> SettingsWindow:
        return super().show(make, page)

    def show_first_run(self, make: Callable[[], list[object]], page: int = 0) -> FirstRunWindow:
        return self.show(make, page)  # type: ignore[return-value]


@pytest.fixture
def desk(qapp: QApplication, x_display: XServer, qtbot: object) -> Iterator[Desk]:
    yield from closing(Desk(qapp))
