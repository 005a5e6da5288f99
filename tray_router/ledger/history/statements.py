"""What is written into the history's database and read from it, in SQL.

Rules: every change is one transaction; the full-text index, where there is one (``has_index``), changes with the texts,
and where there is none the database remembers that it misses some; what is deleted leaves the index and the write-ahead
log as well. Errors of SQLite are ``store``'s. Blocking; one thread.
"""

from __future__ import annotations

import sqlite3

from tray_router.ledger.history import search
from tray_router.model.history import HistoryConversation, HistoryEntry, HistoryQuery, HistoryTurn, TurnEnding

KEPT_CHARS = 400_000  # of each text; more is cut


def keep(database: sqlite3.Connection, turn: HistoryTurn, at: str, *, has_index: bool) -> None:
    """Adds a question to its conversation, which begins with it if need be.

    Args:
        at: when it was asked, as ``model.history`` writes times.
    """
    texts = tuple(_kept(text) for text in (turn.instruction, turn.content, turn.answer))
    title = search.title_of(*texts[:2]) or ("(a picture)" if turn.images else "")
    with database:
        database.execute("BEGIN IMMEDIATE")
        (conversation,) = database.execute(
            "INSERT INTO conversations (name, title, application, updated_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (name) DO UPDATE SET updated_at = excluded.updated_at RETURNING id",
            (turn.conversation, title, turn.application, at),
        ).fetchone()
        number = database.execute(
            "INSERT INTO turns (conversation, at, request, instruction, content, answer, ending, route, model, "
            "host, images, is_cloud) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                conversation,
                at,
                turn.request_id,
                *texts,
                turn.ending.value,
                turn.route,
                turn.model,
                turn.host,
                turn.images,
                turn.is_cloud,
            ),
        ).lastrowid
        if has_index:
            database.execute(
                "INSERT INTO turns_text (rowid, instruction, content, answer) VALUES (?, ?, ?, ?)",
                (number, *texts),
            )
        else:
            database.execute("UPDATE search_state SET is_complete = 0")


def find(database: sqlite3.Connection, query: HistoryQuery, *, has_index: bool) -> tuple[HistoryEntry, ...]:
    """Conversations in which one question, with its answer, has all the words; the latest first."""
    wanted = search.condition(query.text, has_index=has_index)
    rows = database.execute(
        "SELECT c.id, c.updated_at, c.title, t.instruction, t.content, t.answer, t.route, t.model, t.host, "  # noqa: S608 - parts of our own
        "(SELECT count(*) FROM turns WHERE conversation = c.id) FROM conversations c JOIN turns t ON t.id = "
        f"(SELECT max(t.id) FROM turns t WHERE t.conversation = c.id AND {wanted.sql}) "
        "WHERE c.updated_at >= ? ORDER BY c.updated_at DESC, c.id DESC LIMIT ?",
        (*wanted.arguments, query.since, query.limit),
    )
    return tuple(
        HistoryEntry(
            number=number,
            at=at,
            title=title,
            excerpt=search.excerpt((answer, content, instruction), wanted.words, title),
            route=route,
            model=model,
            host=host,
            turns=turns,
        )
        for number, at, title, instruction, content, answer, route, model, host, turns in rows
    )


def forget(database: sqlite3.Connection, name: str, *, has_index: bool) -> int:
    """Removes the conversation of that id; how many questions it had."""
    return _remove(database, "name = ?", name, has_index=has_index)


def expire(database: sqlite3.Connection, oldest: str, *, has_index: bool) -> int:
    """Removes conversations whose last question is older than ``oldest``; how many questions."""
    return _remove(database, "updated_at < ?", oldest, has_index=has_index)


def _remove(database: sqlite3.Connection, which: str, argument: str, *, has_index: bool) -> int:
    gone = f"SELECT id FROM turns WHERE conversation IN (SELECT id FROM conversations WHERE {which})"  # noqa: S608 - parts of our own
    with database:
        database.execute("BEGIN IMMEDIATE")
        count: int = database.execute(f"SELECT count(*) FROM ({gone})", (argument,)).fetchone()[0]  # noqa: S608
        if count and has_index:
            database.execute(
                "INSERT INTO turns_text (turns_text, rowid, instruction, content, answer) "  # noqa: S608
                f"SELECT 'delete', id, instruction, content, answer FROM turns WHERE id IN ({gone})",
                (argument,),
            )
        database.execute(f"DELETE FROM conversations WHERE {which}", (argument,))  # noqa: S608
    if count and has_index:  # the index only marks what is deleted, until it is merged
        database.execute("INSERT INTO turns_text (turns_text) VALUES ('optimize')")
    if count:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return count


def conversation(database: sqlite3.Connection, number: int) -> HistoryConversation | None:
    """A whole conversation, or None when there is none of that number."""
    row = database.execute("SELECT name, title, application FROM conversations WHERE id = ?", (number,)).fetchone()
    if row is None:
        return None
    name, title, application = row
    turns = database.execute(
        "SELECT request, instruction, content, answer, ending, route, model, host, images, is_cloud, at "
        "FROM turns WHERE conversation = ? ORDER BY id",
        (number,),
    )
    return HistoryConversation(
        number,
        title,
        application,
        tuple(
            HistoryTurn(
                conversation=name,
                request_id=request,
                instruction=instruction,
                content=content,
                answer=answer,
                ending=TurnEnding(ending),
                route=route,
                model=model,
                host=host,
                application=application,
                images=images,
                is_cloud=bool(is_cloud),
                at=at,
            )
            for request, instruction, content, answer, ending, route, model, host, images, is_cloud, at in turns
        ),
    )


def overwrite(database: sqlite3.Connection) -> None:
    """Every page that held a text becomes zeros before its file is removed."""
    database.execute("DELETE FROM conversations")
    database.execute("DROP TABLE IF EXISTS turns_text")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.execute("VACUUM")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _kept(text: str) -> str:
    """The text as far as it is kept, without halves of characters, which UTF-8 cannot hold."""
    return text[:KEPT_CHARS].encode("utf-8", "replace").decode()
