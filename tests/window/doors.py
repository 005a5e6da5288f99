"""A big window in this process, on the test server, as its door opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tray_router.window.theme import DARK, LIGHT, Colours, palette

M = TypeVar("M")
W = TypeVar("W", bound=QWidget)


class DoorDesk(Generic[W]):
    """The door, what it sent, and the look that it goes by.

    Args:
        door: makes a door of a sender and of what says the look.
    """

    def __init__(
        self, app: QApplication, door: Callable[[Callable[[object], None], Callable[[], Colours]], Any]
    ) -> None:
        self.app = app
        self.look = LIGHT
        self.sent: list[object] = []
        self.door = door(self.sent.append, lambda: self.look)
        self.app.setPalette(palette(self.look))

    @property
    def window(self) -> W:
        assert self.door.window is not None
        window: W = self.door.window
        return window

    def show(self, make: Callable[[], list[object]], page: int | None = None) -> W:
        """Shows a scene, on a page of it."""
        self.tell(*make())
        assert QTest.qWaitForWindowActive(self.window, 5_000)
        if page is not None:
            self.window.show_page(page)  # type: ignore[attr-defined]
        self.app.processEvents()
        return self.window

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

    def close(self) -> None:
        if self.door.window is not None:
            self.door.window.close()
        self.app.processEvents()
        self.door.deleteLater()
        self.app.processEvents()


D = TypeVar("D", bound="DoorDesk[Any]")


def closing(desk: D) -> Iterator[D]:
    """The desk for one test."""
    yield desk
    desk.close()
