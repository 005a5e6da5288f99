"""Helpers for tests that look into the widgets."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tray_router.window.app import WindowApp

W = TypeVar("W", bound=QWidget)
M = TypeVar("M")


class FakeLink(QObject):
    """Remembers what would be written to the daemon."""

    received = Signal(object)
    text_waits = Signal()
    ended = Signal()
    has_waiting = False

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[object] = []

    def take_waiting(self) -> None:
        """Nothing waits: tests hand their messages over themselves."""

    def send(self, message: object) -> None:
        self.sent.append(message)

    def of(self, kind: type[M]) -> list[M]:
        """What was sent of one kind, oldest first."""
        return [message for message in self.sent if isinstance(message, kind)]


def link_of(window: WindowApp) -> FakeLink:
    link = window._link
    assert isinstance(link, FakeLink)
    return link


def find(parent: QWidget, kind: type[W], name: str) -> W:
    """The newest child of that object name."""
    found = parent.findChildren(kind, name)
    assert found, f"no {name} in the popup"
    return found[-1]


def find_visible(parent: QWidget, kind: type[W], name: str) -> list[W]:
    return [child for child in parent.findChildren(kind, name) if child.isVisible()]
