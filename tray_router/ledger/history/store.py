"""The history's database as files: opened when needed, mended or begun anew when damaged, wiped for good.

Rules: the files are readable by the user only; what is deleted is overwritten with zeros, in the index and in the
write-ahead log as well; a damaged database is set aside and a new one begun, with a word to the user; nothing of a
text is ever in an error. What is said to the open database is in ``statements``. Blocking; one thread.
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
from tray_router.ledger.history import statements
from tray_router.ledger.history.schema import bring_up_to_date, rebuild_index
from tray_router.model.history import HistoryConversation, HistoryEntry, HistoryQuery, HistoryTurn

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
        at = turn.at or _stamp(self._now())
        self._run(lambda database: statements.keep(database, turn, at, has_index=self._has_index))

    def find(self, query: HistoryQuery) -> tuple[HistoryEntry, ...]:
        """Conversations in which one question, with its answer, has all the words; the latest first.

        Raises:
            LedgerError: the database cannot be read.
        """
        if not self._path.exists():
            return ()
        return self._run(lambda database: statements.find(database, query, has_index=self._has_index))

    def conversation(self, number: int) -> HistoryConversation | None:
        """A whole conversation, or None when there is none of that number.

        Raises:
            LedgerError: the database cannot be read.
        """
        return self._run(lambda database: statements.conversation(database, number)) if self._path.exists() else None

    def forget(self, name: str) -> int:
        """Removes the conversation of that id; how many questions it had.

        Raises:
            LedgerError: the database cannot be written.
        """
        if not self._path.exists():
            return 0
        return self._run(lambda database: statements.forget(database, name, has_index=self._has_index))

    def expire(self, keep_days: int) -> int:
        """Removes conversations whose last question is older than ``keep_days`` (0: none); how many questions.

        Raises:
            LedgerError: the database cannot be written.
        """
        if keep_days <= 0 or not self._path.exists():
            return 0
        oldest = _stamp(self._now() - timedelta(keep_days))
        return self._run(lambda database: statements.expire(database, oldest, has_index=self._has_index))

    def wipe(self) -> None:
        """Removes everything: what is in the database, then its files, and those of databases that were set aside.

        Raises:
            LedgerError: a file cannot be removed.
        """
        with suppress(sqlite3.Error, LedgerError):  # damaged, or of a newer version: then its file goes as it is
            if self._path.exists():
                statements.overwrite(self._open())
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


def _check(database: sqlite3.Connection) -> None:
    """Raises the error of a damaged database when this one is."""
    if database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
