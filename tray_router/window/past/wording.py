"""Every sentence of the history's window. No Qt here.

Rule: texts of the user are shown as they are, on one line where a line is wanted, and never read as markup.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from tray_router.model.history import HistoryEntry, HistoryTurn, TurnEnding

EMPTY = "No conversations are kept yet."
NOTHING_FOUND = "Nothing was found."
GONE = "This conversation is not kept any more."
CHOOSE = "Choose a conversation to read it."

_ENDINGS = {TurnEnding.STOPPED: "stopped", TurnEnding.FAILED: "failed"}


def when(at: str, now: datetime) -> str:
    """``14:05`` today, ``Yesterday 14:05``, ``12 Nov``, ``12 Nov 2025``; ``now`` is local. Empty when unknown."""
    try:
        then = datetime.fromisoformat(at).astimezone(now.tzinfo)
    except ValueError:
        return ""
    if then.date() == now.date():
        return f"{then:%H:%M}"
    if then.date() == now.date() - timedelta(days=1):
        return f"Yesterday {then:%H:%M}"
    year = "" if then.year == now.year else f" {then.year}"
    return f"{then.day} {then:%b}{year}"


def caption(entry: HistoryEntry, now: datetime) -> str:
    """The small line of an entry: when, by whom, how many questions."""
    questions = f"{entry.turns} questions" if entry.turns > 1 else ""
    return " · ".join(filter(None, (when(entry.at, now), entry.model, questions)))


def turn_caption(turn: HistoryTurn, now: datetime) -> str:
    """Above a question: when, where it went, and what must not be missed about it."""
    way = f"{turn.route} → {turn.host} / {turn.model}" if turn.host else "nobody was asked"
    pictures = f"{turn.images} picture{'s' if turn.images > 1 else ''}, not kept" if turn.images else ""
    cloud = "left your network" if turn.is_cloud else ""
    return " · ".join(filter(None, (when(turn.at, now), way, cloud, pictures, _ENDINGS.get(turn.ending, ""))))


def question(turn: HistoryTurn) -> str:
    """What was asked, with what it was asked about."""
    return "\n\n".join(filter(str.strip, (turn.instruction, turn.content)))


def spoken(entry: HistoryEntry, now: datetime) -> str:
    """What a screen reader says of an entry."""
    return ". ".join(filter(None, (entry.title, caption(entry, now), entry.excerpt)))
