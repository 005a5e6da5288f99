"""Desks of windows that are seldom opened: their modules are loaded with the first message of theirs, or when the
daemon opens the window itself. Until then they cost nothing. Runs in the engine's loop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from tray_router.wire.window import RarePart


class Desk(Protocol):
    """Answers the window's messages of one part of the protocol."""

    def window_said(self, message: object) -> None:
        """Any message of the window process; those that are none of its own are ignored."""

    async def aclose(self) -> None:
        """Stops what runs."""


DeskT = TypeVar("DeskT", bound=Desk)


class LateDesk(Generic[DeskT]):
    """A desk that is made when it is needed first.

    Args:
        part: its messages.
        make: loads its module and makes it, ready to work.

    Attributes:
        made: the desk, once there is one.
    """

    def __init__(self, part: RarePart, make: Callable[[], DeskT]) -> None:
        self._part = part
        self._make = make
        self.made: DeskT | None = None

    def get(self) -> DeskT:
        """The desk."""
        if self.made is None:
            self.made = self._make()
        return self.made

    def window_said(self, message: object) -> None:
        """Passes the window's messages on: all to a desk that is there, those of its part to a new one."""
        if self.made is not None or self._part.has(message):
            self.get().window_said(message)

    async def aclose(self) -> None:
        """Stops what runs."""
        if self.made is not None:
            await self.made.aclose()
