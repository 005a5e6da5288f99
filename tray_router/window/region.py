"""Placeholder until the overlay is in place."""
from __future__ import annotations
from PySide6.QtCore import QObject, Signal
class RegionCapture(QObject):
    finished = Signal(object)
    def cancel(self) -> None: ...
    def start(self, session: str, covered: object) -> None: ...
