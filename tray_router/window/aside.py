"""Work beside the GUI thread, whose result comes back to it.

Rule: a worker thread never touches the object that waits for its result. Qt deletes that one whenever its window goes,
in the middle of a signal that another thread emits by it as well, which ends the process. What threads emit by lives
as long as the process; whether there is still somebody to take the result is looked at in the GUI thread alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar
from weakref import WeakMethod

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

T = TypeVar("T")


def run_aside(work: Callable[[], T], take: Callable[[T], None], *, name: str) -> None:
    """Runs ``work`` in a thread of its own. To be called in the GUI thread.

    Args:
        work: must not hold on to a Qt object, nor raise.
        take: a method of a QObject; called with the result in the GUI thread, unless its object is gone by then.
    """
    _returns().begin(work, WeakMethod(take), name)


class _Returns(QObject):
    """Where results come in."""

    _came = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def begin(self, work: Callable[[], Any], take: WeakMethod[Callable[[Any], None]], name: str) -> None:
        threading.Thread(target=self._run, args=(work, take), name=name, daemon=True).start()

    def _run(self, work: Callable[[], Any], take: WeakMethod[Callable[[Any], None]]) -> None:
        self._came.emit(take, work())

    def _deliver(self, take: WeakMethod[Callable[[Any], None]], result: Any) -> None:
        method = take()
        if method is not None and isValid(method.__self__):  # type: ignore[attr-defined]
            method(result)


@cache
def _returns() -> _Returns:
    return _Returns()
