"""Messages about what is kept of questions: searching, and private conversations. Part of ``wire.window``."""

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


@dataclass(frozen=True, slots=True)
class ShowPrivate:
    """Whether the conversation of this session is private now: nothing of it is kept."""

    session: str
    is_private: bool


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


@dataclass(frozen=True, slots=True)
class SetPrivate:
    """Make the conversation of this session private, and forget what was kept of it; or no longer private."""

    session: str
    is_private: bool


TO_HISTORY_TYPES = (HistoryFound, ConversationFound, ShowPrivate)
FROM_HISTORY_TYPES = (SearchHistory, OpenConversation, SetPrivate)
