"""The nouns of the history: a question with its answer as it is kept, and what a search finds.

Rule: these hold texts of the user; none of them may be logged.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TurnEnding(StrEnum):
    """How a question that is kept ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class HistoryTurn:
    """One question and its answer, as far as it came.

    Attributes:
        conversation: id of the popup, or of the one question from the command line.
        instruction: what was typed, or the action's prompt; content: what was captured.
        route, model, host: where the answer came from; empty when nobody was asked.
        application: the window's class name that the content came from, or empty.
        images: how many pictures went along; they are not kept.
        at: UTC in ISO 8601; empty until it is kept.
    """

    conversation: str
    request_id: str
    instruction: str = ""
    content: str = ""
    answer: str = ""
    ending: TurnEnding = TurnEnding.COMPLETED
    route: str = ""
    model: str = ""
    host: str = ""
    application: str = ""
    images: int = 0
    is_cloud: bool = False
    at: str = ""


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """What to look for.

    Attributes:
        text: words that must all be in one question with its answer; empty finds everything.
        since: UTC in ISO 8601, or empty; limit: conversations at most.
    """

    text: str = ""
    since: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One conversation in a list, newest first.

    Attributes:
        number: names the conversation in later requests.
        at: UTC in ISO 8601, of its last question.
        title: the beginning of its first question, on one line.
        excerpt: where the words were found, on one line; of the newest answer when none were looked for.
        route, model, host: of the question that was found.
        turns: how many questions it has.
    """

    number: int
    at: str
    title: str
    excerpt: str = ""
    route: str = ""
    model: str = ""
    host: str = ""
    turns: int = 1


@dataclass(frozen=True, slots=True)
class HistoryConversation:
    """A whole conversation, oldest question first."""

    number: int
    title: str
    application: str
    turns: tuple[HistoryTurn, ...]
