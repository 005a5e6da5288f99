"""Sends changes to the daemon, one after the other, and hands each answer to who asked for it. GUI thread.

Rule: each change goes out with the revision that the one before it made, so that fast fingers are no conflict.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from tray_router.window.settings.state import SettingsState
from tray_router.wire.settings import (
    ChangeDone,
    ChangeSettings,
    RemoveMachine,
    RenameMachine,
    SettingChange,
    UndoChange,
)

Done = Callable[[ChangeDone], None]


@dataclass(frozen=True, slots=True)
class _Waiting:
    make: Callable[[int, str], object]  # of a number and a revision
    done: Done
    words: str


class ChangeQueue(QObject):
    """One change at a time is on its way.

    Signals:
        saved: a change was written; the words say what, for the notice.
        stale: the file was changed elsewhere; nothing was written.
    """

    saved = Signal(str)
    stale = Signal()

    def __init__(self, send: Callable[[object], None], state: SettingsState) -> None:
        super().__init__()
        self._send = send
        self._state = state
        self._waiting: deque[_Waiting] = deque()
        self._sent: tuple[int, _Waiting] | None = None
        self._number = 0
        self._behind: list[Callable[[], None]] = []

    @property
    def is_busy(self) -> bool:
        """Something was sent and is not answered yet."""
        return self._sent is not None

    def change(self, changes: Sequence[SettingChange], done: Done, words: str = "") -> None:
        """Writes these changes, all or none."""
        found = tuple(changes)
        self._add(_Waiting(lambda number, revision: ChangeSettings(number, revision, found), done, words))

    def rename_machine(self, old: str, new: str, done: Done) -> None:
        words = f"{old} is called {new} now."
        self._add(_Waiting(lambda number, revision: RenameMachine(number, revision, old, new), done, words))

    def remove_machine(self, name: str, done: Done) -> None:
        words = f"{name} is removed."
        self._add(_Waiting(lambda number, revision: RemoveMachine(number, revision, name), done, words))

    def undo(self, done: Done) -> None:
        self._add(_Waiting(UndoChange, done, "Taken back."))

    def when_written(self, act: Callable[[], None]) -> None:
        """Calls this once every change is answered: at once when none is on its way."""
        self._behind.append(act)
        self._next()

    def take(self, answer: ChangeDone) -> None:
        """The answer to what was sent; the document that it made has arrived before."""
        if self._sent is None or answer.number != self._sent[0]:
            return
        waiting, self._sent = self._sent[1], None
        if answer.is_stale:
            self._waiting.clear()
            self.stale.emit()
        elif not answer.problems:
            self.saved.emit(waiting.words)
        waiting.done(answer)
        self._next()

    def _add(self, waiting: _Waiting) -> None:
        self._waiting.append(waiting)
        self._next()

    def _next(self) -> None:
        if self._sent is None and self._waiting:
            waiting = self._waiting.popleft()
            self._number += 1
            self._sent = (self._number, waiting)
            self._send(waiting.make(self._number, self._state.document.revision))
        elif self._sent is None:
            behind, self._behind = self._behind, []
            for act in behind:
                act()
