"""Sentences that need the user's attention, by topic: shown in the tray, the status and the log.

Rule: may be set from any thread; the listener hears of changes only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable


class Notices:
    """Keeps the newest sentences of each topic; none, or an empty one, ends it."""

    def __init__(self, changed: Callable[[tuple[str, ...]], None]) -> None:
        self._changed = changed
        self._lock = threading.Lock()
        self._by_topic: dict[str, tuple[str, ...]] = {}

    def set(self, topic: str, *texts: str) -> None:
        """Replaces the topic's sentences."""
        wanted = tuple(filter(None, texts))
        with self._lock:
            if self._by_topic.get(topic, ()) == wanted:
                return
            if wanted:
                self._by_topic[topic] = wanted
            else:
                self._by_topic.pop(topic, None)
        self._changed(self.texts())

    def clear(self, topic: str) -> None:
        """Ends a topic."""
        self.set(topic)

    def texts(self) -> tuple[str, ...]:
        """All sentences, oldest topic first."""
        with self._lock:
            return tuple(text for texts in self._by_topic.values() for text in texts)
