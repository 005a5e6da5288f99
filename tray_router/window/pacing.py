"""When text that streams is painted. GUI thread.

Rules: the first text after a pause is painted at once, later text at most FRAMES_PER_S times a second; a frame that
took long is followed by a rest in proportion, so that no answer takes more than its share of a core.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

FRAMES_PER_S = 12  # text that comes at reading speed or faster flows well at this; 60 tokens/s are five a frame
SHARE_OF_A_CORE = 0.04  # for making frames
LONGEST_REST_S = 0.3  # longer would look like a stop


class FramePacer(QObject):
    """``due``: a frame is to be made now, by calling ``run``."""

    due = Signal()

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._ended_at = -LONGEST_REST_S
        self._took_s = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.due)

    def ask(self) -> None:
        """There is something new to paint."""
        if not self._timer.isActive():
            self._timer.start(self.rest_ms())

    def cancel(self) -> None:
        """What was asked for is painted already, or no longer wanted."""
        self._timer.stop()

    def run(self, make_frame: Callable[[], None]) -> None:
        """Makes a frame and learns from it how long to rest."""
        self._timer.stop()
        began = self._clock()
        make_frame()
        self._ended_at = self._clock()
        self._took_s = self._ended_at - began

    def rest_ms(self) -> int:
        """Time until the next frame may be made, in milliseconds."""
        rest_s = max(1 / FRAMES_PER_S, min(self._took_s / SHARE_OF_A_CORE, LONGEST_REST_S))
        return max(0, round(1000 * (rest_s - (self._clock() - self._ended_at))))
