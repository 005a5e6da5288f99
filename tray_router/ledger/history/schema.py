"""The tables of the history, and the steps that bring an older database up to date.

Rules: ``PRAGMA user_version`` counts the steps that were taken; a step is never edited once it was released. The
full-text index is made of trigrams, because words of Chinese and Japanese have no spaces between them; where SQLite
has no FTS5 or no trigrams (before 3.34) there is no index, and a search reads every text instead. The index is kept
up to date by ``statements``, not by triggers, which would fail where it is missing. Blocking; one thread.
"""

from __future__ import annotations

import sqlite3

from tray_router.errors import LedgerError

_STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE conversations (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, application TEXT NOT NULL,
            updated_at TEXT NOT NULL)""",
        """CREATE TABLE turns (
            id INTEGER PRIMARY KEY,
            conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
            at TEXT NOT NULL, request TEXT NOT NULL,
            instruction TEXT NOT NULL, content TEXT NOT NULL, answer TEXT NOT NULL, ending TEXT NOT NULL,
            route TEXT NOT NULL, model TEXT NOT NULL, host TEXT NOT NULL,
            images INTEGER NOT NULL, is_cloud INTEGER NOT NULL)""",
        "CREATE INDEX turns_of_conversation ON turns (conversation)",
        "CREATE INDEX conversations_by_time ON conversations (updated_at)",
        "CREATE TABLE search_state (is_complete INTEGER NOT NULL)",
        "INSERT INTO search_state VALUES (0)",
    ),
)
SCHEMA_VERSION = len(_STEPS)

_INDEX = """CREATE VIRTUAL TABLE IF NOT EXISTS turns_text USING fts5 (
    instruction, content, answer, content='turns', content_rowid='id', tokenize='trigram')"""


def bring_up_to_date(database: sqlite3.Connection) -> bool:
    """Takes the steps that are missing, and sees to the index.

    Returns:
        Whether there is a full-text index.

    Raises:
        LedgerError: a newer version of the program made it.
    """
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise LedgerError(
            "The history was made by a newer version of Tray Router.",
            "Update Tray Router; until then nothing is kept and nothing found.",
        )
    for number in range(version, SCHEMA_VERSION):
        with database:
            database.execute("BEGIN IMMEDIATE")
            for statement in _STEPS[number]:
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {number + 1}")
    return _has_index(database)


def can_index() -> bool:
    """Whether this SQLite can make the full-text index."""
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE probe USING fts5 (text, tokenize='trigram')")
    except sqlite3.OperationalError:
        return False
    finally:
        database.close()
    return True


def rebuild_index(database: sqlite3.Connection) -> None:
    """Makes the index anew from the texts; one that is damaged is thrown away first."""
    with database:
        database.execute("BEGIN IMMEDIATE")
        database.execute("DROP TABLE IF EXISTS turns_text")
        database.execute(_INDEX)
        database.execute("INSERT INTO turns_text (turns_text) VALUES ('rebuild')")
        database.execute("UPDATE search_state SET is_complete = 1")


def _has_index(database: sqlite3.Connection) -> bool:
    try:
        with database:
            database.execute(_INDEX)
            database.execute("SELECT rowid FROM turns_text LIMIT 0")
    except sqlite3.OperationalError as error:
        if "no such module" in str(error) or "no such tokenizer" in str(error):
            return False
        raise
    if not database.execute("SELECT is_complete FROM search_state").fetchone()[0]:
        rebuild_index(database)
    return True
