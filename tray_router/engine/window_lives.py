"""Whether a big window that was open is opened again in a new window process. Runs in the engine's loop.

Rule: the first process shows what was opened before it was there. Every later one means that the one before it has
died: it shows the window again, but not twice within AGAIN_S, for perhaps that is what ended the old one.
"""

from __future__ import annotations

AGAIN_S = 30.0


class WindowLives:
    """What one window has seen of the processes."""

    def __init__(self) -> None:
        self._was_there = False
        self._died_at = float("-inf")

    def begins(self, now: float, *, is_open: bool) -> bool:
        """A process is there; whether a window that is open is opened again.

        Args:
            now: monotonic seconds.
        """
        is_first, self._was_there = not self._was_there, True
        if is_first or not is_open:
            return True
        dies_of_it, self._died_at = now - self._died_at < AGAIN_S, now
        return not dies_of_it
