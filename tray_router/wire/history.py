"""Messages about what is kept of questions. A rare part of ``wire.window``."""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.model.history import HistoryConversation, HistoryEntry

# --- daemon -> window -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HistoryFound:
    """What ``SearchHistory`` with this text found, the latest first; ``problem`` is a sentence when it could not."""

    text: str
    entries: tuple[HistoryEntry, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ConversationFound:
    """What ``OpenConversation`` asked for; None when it is not there any more."""

    number: int
    conversation: HistoryConversation | None = None


# --- window -> daemon -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SearchHistory:
    """Find conversations that have all these words; an empty text finds the latest ones. Reply: HistoryFound."""

    text: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """Send a whole conversation. Reply: ConversationFound."""

    number: int


TO_TYPES = (HistoryFound, ConversationFound)
FROM_TYPES = (SearchHistory, OpenConversation)
