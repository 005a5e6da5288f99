"""Work beside the GUI thread: where its result arrives, and what becomes of it when nobody is left to take it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tray_router.window.aside import run_aside


class Owner(QObject):
    def __init__(self, taken: list[tuple[str, threading.Thread]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._taken = taken

    def take(self, result: str) -> None:
        self._taken.append((result, threading.current_thread()))


def held(gate: threading.Event, result: str) -> Callable[[], str]:
    """Work that goes on until the gate is open."""

    def work() -> str:
        gate.wait(10)
        return result

    return work


def other_threads(name: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == name]


def test_the_work_is_done_elsewhere_and_its_result_comes_back(qtbot: QtBot) -> None:
    taken: list[tuple[str, threading.Thread]] = []
    owner, worked_in = Owner(taken), []

    def work() -> str:
        worked_in.append(threading.current_thread())
        return "done"

    run_aside(work, owner.take, name="aside test")
    qtbot.waitUntil(lambda: bool(taken), timeout=10_000)
    assert taken == [("done", threading.main_thread())]
    assert worked_in[0] is not threading.main_thread()


def test_a_result_for_somebody_that_qt_has_deleted_is_dropped(qtbot: QtBot) -> None:
    taken: list[tuple[str, threading.Thread]] = []
    gate, parent = threading.Event(), QObject()
    owner, witness = Owner(taken, parent), Owner(taken)
    run_aside(held(gate, "late"), owner.take, name="aside test")
    delete(parent)  # as a popup that is closed takes its documents along
    gate.set()
    run_aside(lambda: "after", witness.take, name="aside test")
    qtbot.waitUntil(lambda: not other_threads("aside test") and bool(taken), timeout=10_000)
    QCoreApplication.sendPostedEvents()  # both results are in the queue by now
    assert [result for result, _ in taken] == ["after"]


def test_the_work_keeps_nobody_alive(qtbot: QtBot) -> None:
    taken: list[tuple[str, threading.Thread]] = []
    gate, witness = threading.Event(), Owner(taken)
    run_aside(held(gate, "late"), Owner(taken).take, name="aside test")
    gc.collect()
    gate.set()
    run_aside(lambda: "after", witness.take, name="aside test")
    qtbot.waitUntil(lambda: not other_threads("aside test") and bool(taken), timeout=10_000)
    QCoreApplication.sendPostedEvents()
    assert [result for result, _ in taken] == ["after"]
