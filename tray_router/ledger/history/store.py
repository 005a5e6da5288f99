"""The history's database: keeps questions with their answers, finds them again, and forgets them for good.

Rules: the files are readable by the user only; what is deleted is overwritten with zeros, in the index and in the
write-ahead log as well; a damaged database is set aside and a new one begun, with a word to the user; nothing of a
text is ever in an error. Blocking; one thread.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from tray_router.errors import LedgerError
from tray_router.ledger.appending import OWNER_ONLY, OWNER_ONLY_FOLDER
from tray_router.ledger.history import search
from tray_router.ledger.history.schema import bring_up_to_date, rebuild_index
from tray_router.model.history import HistoryConversation, HistoryEntry, HistoryQuery, HistoryTurn, TurnEnding

KEPT_CHARS = 400_000  # of each text; more is cut
BUSY_S = 5.0  # another process may be writing
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SUFFIXES = ("", "-wal", "-shm", "-journal")
T = TypeVar("T")


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _ignore(_: str) -> None:
    return


class HistoryStore:
    """The database at ``path``, which is opened when it is first needed.

    Args:
        told: is given a sentence for the user when a damaged database was set aside.
    """

    def __init__(
        self, path: Path, now: Callable[[], datetime] = _utc_now, told: Callable[[str], None] = _ignore
    ) -> None:
        self._path = path
        self._now = now
        self._told = told
        self._database: sqlite3.Connection | None = None
        self._has_index = False

    @property
    def has_index(self) -> bool:
        """Whether searches go through an index; False, too, before the database was opened."""
        return self._has_index

    def keep(self, turn: HistoryTurn) -> None:
        """Adds a question to its conversation.

        Raises:
            LedgerError: it cannot be written.
        """
        self._run(lambda database: self._keep(database, turn))

    def find(self, query: HistoryQuery) -> tuple[HistoryEntry, ...]:
        """Conversations in which one question, with its answer, has all the words; the latest first.

        Raises:
            LedgerError: the database cannot be read.
        """
        return self._run(lambda database: self._find(database, query)) if self._path.exists() else ()

    def conversation(self, number: int) -> HistoryConversation | None:
        """A whole conversation, or None when there is none of that number.

        Raises:
            LedgerError: the database cannot be read.
        """
        return self._run(lambda database: _conversation(database, number)) if self._path.exists() else None

    def forget(self, name: str) -> int:
        """Removes the conversation of that id; how many questions it had.

        Raises:
            LedgerError: the database cannot be written.
        """
        if not self._path.exists():
            return 0
        return self._run(lambda database: self._remove(database, "name = ?", name))

    def expire(self, keep_days: int) -> int:
        """Removes conversations whose last question is older than ``keep_days`` (0: none); how many questions.

        Raises:
            LedgerError: the database cannot be written.
        """
        if keep_days <= 0 or not self._path.exists():
            return 0
        oldest = _stamp(self._now() - timedelta(keep_days))
        return self._run(lambda database: self._remove(database, "updated_at < ?", oldest))

    def wipe(self) -> None:
        """Removes everything: what is in the database, then its files, and those of databases that were set aside.

        Raises:
            LedgerError: a file cannot be removed.
        """
        with suppress(sqlite3.Error, LedgerError):  # damaged, or of a newer version: then its file goes as it is
            if self._path.exists():
                _overwrite(self._open())
        self.close()
        folder = self._path.parent
        try:
            for file in [*self._files(self._path), *folder.glob(f"{self._path.stem}-damaged-*")]:
                file.unlink(missing_ok=True)
        except OSError as error:
            raise LedgerError(f"{folder} cannot be emptied: {error.strerror}.", "Remove it by hand.") from error

    def close(self) -> None:
        """Lets go of the database; the next use opens it again."""
        if self._database is not None:
            self._database.close()
        self._database = None

    # --- opening, and what can go wrong -------------------------------------------------------------------

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Does something with the database; with a new one when this one turns out to be damaged."""
        try:
            try:
                return work(self._open())
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._mend(error)
                return work(self._open())
        except sqlite3.Error as error:
            self.close()
            raise LedgerError(f"The history cannot be used: {error}.", f"Look at {self._path.parent}.") from error
        except OSError as error:
            raise LedgerError(
                f"The history cannot be used: {error.strerror}.", f"Look at {self._path.parent}."
            ) from error

    def _open(self) -> sqlite3.Connection:
        if self._database is not None:
            return self._database
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))  # SQLite's own would be readable by all
        self._path.chmod(OWNER_ONLY)
        database = sqlite3.connect(self._path, timeout=BUSY_S, isolation_level=None)
        try:
            for pragma in (
                "journal_mode = WAL",
                "synchronous = NORMAL",
                "secure_delete = ON",
                "foreign_keys = ON",
            ):
                database.execute(f"PRAGMA {pragma}")
            _check(database)
            self._has_index = bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
        self._database = database
        return database

    def _mend(self, error: sqlite3.DatabaseError) -> None:
        """A damaged index is made anew; any other damage sets the whole database aside."""
        if error.sqlite_errorcode == sqlite3.SQLITE_CORRUPT_VTAB and self._database is not None:
            rebuild_index(self._database)
            return
        self.close()
        aside = self._path.with_name(f"{self._path.stem}-damaged-{self._now():%Y%m%dT%H%M%S}{self._path.suffix}")
        self._path.replace(aside)
        for file in self._files(self._path):
            file.unlink(missing_ok=True)
        self._told(f"The history was damaged and begun anew; the old one is kept as {aside.name}.")

    @staticmethod
    def _files(path: Path) -> list[Path]:
        return [path.with_name(path.name + suffix) for suffix in _SUFFIXES]

    # --- statements -------------------------------------------------------------------------------------

    def _keep(self, database: sqlite3.Connection, turn: HistoryTurn) -> None:
        at = turn.at or _stamp(self._now())
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
            if self._has_index:
                database.execute(
                    "INSERT INTO turns_text (rowid, instruction, content, answer) VALUES (?, ?, ?, ?)",
                    (number, *texts),
                )
            else:
                database.execute("UPDATE search_state SET is_complete = 0")

    def _find(self, database: sqlite3.Connection, query: HistoryQuery) -> tuple[HistoryEntry, ...]:
        wanted = search.condition(query.text, has_index=self._has_index)
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

    def _remove(self, database: sqlite3.Connection, which: str, argument: str) -> int:
        gone = f"SELECT id FROM turns WHERE conversation IN (SELECT id FROM conversations WHERE {which})"  # noqa: S608 - parts of our own
        with database:
            database.execute("BEGIN IMMEDIATE")
            count: int = database.execute(f"SELECT count(*) FROM ({gone})", (argument,)).fetchone()[0]  # noqa: S608
            if count and self._has_index:
                database.execute(
                    "INSERT INTO turns_text (turns_text, rowid, instruction, content, answer) "  # noqa: S608
                    f"SELECT 'delete', id, instruction, content, answer FROM turns WHERE id IN ({gone})",
                    (argument,),
                )
            database.execute(f"DELETE FROM conversations WHERE {which}", (argument,))  # noqa: S608
        if count and self._has_index:  # the index only marks what is deleted, until it is merged
            database.execute("INSERT INTO turns_text (turns_text) VALUES ('optimize')")
        if count:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return count


def _conversation(database: sqlite3.Connection, number: int) -> HistoryConversation | None:
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


def _overwrite(database: sqlite3.Connection) -> None:
    """Every page that held a text becomes zeros before its file is removed."""
    database.execute("DELETE FROM conversations")
    database.execute("DROP TABLE IF EXISTS turns_text")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.execute("VACUUM")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _check(database: sqlite3.Connection) -> None:
    """Raises the error of a damaged database when this one is."""
    if database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _kept(text: str) -> str:
    """The text as far as it is kept, without halves of characters, which UTF-8 cannot hold."""
    return text[:KEPT_CHARS].encode("utf-8", "replace").decode()


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
