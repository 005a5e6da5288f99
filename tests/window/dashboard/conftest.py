"""The dashboard in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.x11 import XServer
from tests.window.doors import DoorDesk, closing
from tray_router.window.dashboard.door import DashboardDoor
from tray_router.window.dashboard.shell import DashboardWindow


class Desk(DoorDesk[DashboardWindow]):
    """The door of the dashboard."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app, DashboardDoor)


@pytest.fixture
def desk(qapp: QApplication, x_display: XServer, qtbot: object) -> Iterator[Desk]:
    yield from closing(Desk(qapp))
